/*
 * find.c - searching: as one types, and from match to match.
 *
 * A search goes over the text as it was read, in pieces, so that it needs neither blocks nor
 * the rest of the file, and ends when a key does. Matches are not kept: they are counted from
 * the start, and marks on the way tell how many there were and where to go on, so that the
 * same matches are found again around any place.
 */
#include "reader.h"

#include <stdlib.h>

enum {
    PIECE_BYTES = 256 * 1024,
    AHEAD_BYTES = 64 * 1024, /* of what is not read yet, and is only looked at */
    OVERLAP_BYTES = 4096,    /* a match may lie across two pieces */
    LONGEST_BYTES = 4 * 1024 * 1024,
    MARK_BYTES = 64 * 1024,
    PIECE_HITS = 2048,
    SHORT_TURNS = 4, /* of a search for what is only shown beside */
};

#define NO_PLACE SIZE_MAX

static struct slice searched_text(const struct reader *r)
{
    return r->document.read;
}

/* With what a window shows. */
static struct slice known_text(const struct reader *r)
{
    struct slice text = searched_text(r);
    if (text.len < r->article->text.len)
        text.len = r->article->text.len;
    return text;
}

static bool all_is_read(const struct reader *r)
{
    return r->document.state == DOCUMENT_COMPLETE;
}

void reader_forget_hits(struct reader *r)
{
    r->hit_count.n_marks = 0;
    r->hit_count.from = r->hit_count.n = 0;
    r->hit_count.done = r->hit_count.limited = false;
    r->n_shown_hits = 0;
    r->hit_place = 0;
    r->hunt_seconds = 0;
}

static void compile(struct reader *r, struct error *error)
{
    search_free(r->search);
    r->search = NULL;
    reader_forget_hits(r);
    if (r->search_source.len)
        r->search = search_new(buffer_slice(&r->search_source), false, r->letter_case, error);
    r->hit = (struct span){0, 0};
    r->hide_hits = false;
}

/* --------------------------------------------------------------- in pieces */

/* The end of a line at or behind off, if it is not too far. */
static size_t piece_end(struct slice text, size_t off)
{
    if (off >= text.len)
        return text.len;
    size_t left = text.len - off, look = left < OVERLAP_BYTES ? left : OVERLAP_BYTES;
    const char *newline = memchr(text.ptr + off, '\n', look);
    if (newline)
        return (size_t)(newline - text.ptr) + 1;
    while (off > 0 && ((unsigned char)text.ptr[off] & 0xC0) == 0x80)
        off--;
    return off;
}

/* Off, or a little before it. */
static size_t on_character(struct slice text, size_t off)
{
    while (off > 0 && off < text.len && ((unsigned char)text.ptr[off] & 0xC0) == 0x80)
        off--;
    return off;
}

/* A turn of a search from *from on, which is then where the next one starts. */
static enum search_result take_turn(struct reader *r, struct slice text, size_t *from,
                                    struct span *hit)
{
    struct search_turns turns = {*from, r->hunt_seconds};
    enum search_result result = search_turn(r->search, text, &turns, hit);
    *from = turns.from;
    r->hunt_seconds = result == SEARCH_MORE ? turns.seconds : 0;
    return result;
}

/* The first match in about so many bytes from *from on; *from is then where to go on. */
static enum search_result find_piece(struct reader *r, size_t *from, size_t bytes, struct span *hit)
{
    struct slice text = searched_text(r);
    size_t start = *from, end = piece_end(text, start + bytes);
    enum search_result result;
    for (;;) {
        result = take_turn(r, (struct slice){text.ptr, end}, &start, hit);
        bool cut = result == SEARCH_FOUND && hit->end == end && end < text.len;
        if (!cut || end - start > LONGEST_BYTES)
            break;
        end = piece_end(text, end + bytes); /* it may go on */
    }
    if (result == SEARCH_FOUND) {
        *from = hit->end;
    } else if (result == SEARCH_MORE) {
        *from = start;
    } else if (end < text.len || !all_is_read(r)) {
        size_t again = end > OVERLAP_BYTES ? on_character(text, end - OVERLAP_BYTES) : 0;
        *from = again > start ? again : start;
    } else {
        *from = text.len;
    }
    return result;
}

/* Nothing is left of the text there is, though more may come. */
static bool is_exhausted(const struct reader *r, size_t from)
{
    size_t len = searched_text(r).len;
    return from >= len || (!all_is_read(r) && len - from <= (size_t)2 * OVERLAP_BYTES);
}

enum seek {
    SEEK_FOUND,
    SEEK_NONE,
    SEEK_MORE,  /* nothing yet: go on */
    SEEK_LATER, /* when more was read */
    SEEK_END,   /* of the text */
};

static enum seek seek_result(struct reader *r, enum search_result result)
{
    if (result == SEARCH_LIMIT)
        r->hit_count.limited = true;
    return result == SEARCH_FOUND ? SEEK_FOUND : result == SEARCH_LIMIT ? SEEK_NONE : SEEK_MORE;
}

/* Up to the end of its last line, if that is not far before its end. */
static struct slice whole_lines(struct slice text)
{
    size_t least = text.len > OVERLAP_BYTES ? text.len - OVERLAP_BYTES : 0, end = text.len;
    while (end > least && text.ptr[end - 1] != '\n')
        end--;
    return end > least ? (struct slice){text.ptr, end} : text;
}

/* As find_piece, in what is not read yet. */
static enum seek find_ahead(struct reader *r, size_t *from, size_t bytes, struct span *hit)
{
    size_t len = reader_len(r), back = *from > OVERLAP_BYTES ? *from - OVERLAP_BYTES : 0;
    for (;; bytes *= 2) {
        struct slice text;
        size_t start, end = *from + bytes < len ? *from + bytes : len;
        if (back > end)
            back = end;
        enum document_ahead ahead = document_look_ahead(&r->document, back, end, &start, &text);
        if (ahead != DOCUMENT_AHEAD)
            return ahead == DOCUMENT_ASK ? SEEK_MORE : SEEK_LATER;
        if (*from >= len)
            return SEEK_END;
        bool is_last = end == len;
        text = is_last ? text : whole_lines(text);
        size_t at = on_character(text, *from - start);
        enum search_result result = take_turn(r, text, &at, hit);
        enum seek seek = seek_result(r, result);
        if (seek == SEEK_FOUND) {
            if (hit->end == text.len && !is_last && bytes < LONGEST_BYTES)
                continue; /* it may go on */
            *hit = (struct span){start + hit->start, start + hit->end};
            *from = hit->end;
        } else if (result == SEARCH_MORE) {
            *from = start + at;
        } else if (seek == SEEK_MORE) {
            at = text.len > OVERLAP_BYTES ? on_character(text, text.len - OVERLAP_BYTES) : 0;
            *from = is_last ? len : start + at > *from ? start + at : *from;
        }
        return seek;
    }
}

/* The first match in a piece from *from on, which is then where to go on. */
static enum seek seek_piece(struct reader *r, size_t *from, size_t bytes, struct span *hit)
{
    if (is_exhausted(r, *from))
        return all_is_read(r) ? SEEK_END : find_ahead(r, from, AHEAD_BYTES, hit);
    return seek_result(r, find_piece(r, from, bytes, hit));
}

/* -------------------------------------------------------------- counting */

bool reader_count_hits(struct reader *r)
{
    struct hit_count *c = &r->hit_count;
    if (!r->search || c->done || is_exhausted(r, c->from)) {
        if (r->search && !c->done && all_is_read(r)) {
            c->done = true;
            r->is_stale = true;
        }
        return false;
    }
    size_t start = c->from, piece = r->slice && r->slice < PIECE_BYTES ? r->slice : PIECE_BYTES;
    for (int i = 0; i < PIECE_HITS && c->from < start + piece && !is_exhausted(r, c->from); i++) {
        struct span hit;
        if (!c->n_marks || c->from >= c->marks[c->n_marks - 1].off + MARK_BYTES) {
            ARRAY_RESERVE(c->marks, c->n_marks, c->cap_marks);
            c->marks[c->n_marks++] = (struct hit_mark){c->from, c->n};
        }
        enum search_result result = find_piece(r, &c->from, MARK_BYTES, &hit);
        c->n += result == SEARCH_FOUND;
        c->limited = result == SEARCH_LIMIT;
        if (c->limited) {
            c->done = true;
            r->is_stale = true;
        }
        if (c->limited || result == SEARCH_MORE)
            break;
    }
    return true;
}

/* From where on the matches around off are found as they were counted; *n: how many are before.
 * Where they were not counted yet, from a little before off. */
static size_t start_near(const struct reader *r, size_t off, size_t *n)
{
    const struct hit_count *c = &r->hit_count;
    size_t low = 0, high = c->n_marks;
    *n = 0;
    if (off > c->from + MARK_BYTES)
        return on_character(known_text(r), off > OVERLAP_BYTES ? off - OVERLAP_BYTES : 0);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (c->marks[middle].off <= off)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == 0)
        return 0;
    *n = c->marks[low - 1].n;
    return c->marks[low - 1].off;
}

void reader_find_shown_hits(struct reader *r, size_t start, size_t end)
{
    size_t n, from = start_near(r, start, &n);
    r->n_shown_hits = 0;
    if (!r->search || r->hide_hits)
        return;
    struct slice text = known_text(r);
    text.len = piece_end(text, end + OVERLAP_BYTES);
    struct search_turns turns = {from, 0};
    for (int n_turns = 0; turns.from < end && n_turns < SHORT_TURNS;) {
        struct span hit;
        enum search_result result = search_turn(r->search, text, &turns, &hit);
        n_turns += result == SEARCH_MORE;
        if (result == SEARCH_MORE)
            continue;
        if (result != SEARCH_FOUND || hit.start >= end)
            break;
        turns.from = hit.end;
        if (hit.end <= start)
            continue;
        ARRAY_RESERVE(r->shown_hits, r->n_shown_hits, r->cap_shown_hits);
        r->shown_hits[r->n_shown_hits++] = hit;
    }
}

static bool is_counted(const struct reader *r, struct span hit)
{
    return hit.end && (r->hit_count.done || hit.end <= r->hit_count.from);
}

/* The place of a match among all, from 1; NO_PLACE where it cannot be told soon. */
static size_t place_of(struct reader *r, struct span wanted)
{
    size_t n, from = start_near(r, wanted.start, &n), place = NO_PLACE;
    double hunt_seconds = r->hunt_seconds;
    struct span hit;
    r->hunt_seconds = 0;
    for (int turns = 0; from <= wanted.start && turns < SHORT_TURNS && place == NO_PLACE;) {
        enum search_result result = find_piece(r, &from, MARK_BYTES, &hit);
        if (result == SEARCH_LIMIT || (result == SEARCH_NONE && from >= searched_text(r).len))
            break;
        turns += result == SEARCH_MORE;
        n += result == SEARCH_FOUND;
        if (result == SEARCH_FOUND && hit.start >= wanted.start)
            place = n;
    }
    r->hunt_seconds = hunt_seconds;
    return place;
}

/* -------------------------------------------------------------- messages */

static void say_nothing_found(struct reader *r)
{
    if (r->hit_count.limited)
        reader_complain(r, "the pattern takes too long here; the search stopped");
    else
        reader_complain(r, "not found: %.*s", (int)r->search_source.len, r->search_source.ptr);
}

/* Says which match this is, with those numbers that are known by now. */
void reader_tell_hit(struct reader *r)
{
    const struct hit_count *c = &r->hit_count;
    const char *wrapped = !r->note_wrapped        ? ""
                          : r->note_direction > 0 ? "wrapped to the start: "
                                                  : "wrapped to the end: ";
    if (!r->hit_place && is_counted(r, r->hit))
        r->hit_place = place_of(r, r->hit);
    bool known = r->hit_place && r->hit_place != NO_PLACE;
    r->note = c->done ? NOTE_NONE : NOTE_HIT;
    if (!known)
        reader_say(r, "%sfound; %s", wrapped, c->done ? "too slow to count" : "counting");
    else if (!c->done)
        reader_say(r, "%s%zu", wrapped, r->hit_place);
    else
        reader_say(r, "%s%zu of %zu%s", wrapped, r->hit_place, c->n,
                   c->limited ? " (the pattern takes too long further on)" : "");
}

/* ------------------------------------------------------------ going there */

static void show_hit(struct reader *r, struct span hit, bool wrapped)
{
    r->hit = hit;
    r->hit_place = 0;
    reader_show_at(r, hit.start);
    reader_reveal(r, hit.start);
    reader_check_focus(r);
    r->note_wrapped = wrapped;
    r->note_direction = r->wish.direction;
    reader_tell_hit(r);
}

/* A whole round is over; false where there was no match in it. */
static bool end_round(struct wish *w)
{
    if (w->found == 0)
        return false;
    w->count = (w->count - 1) % (long)w->found + 1;
    w->found = 0;
    return true;
}

static enum seek seek_forward(struct reader *r, struct wish *w, struct span *hit)
{
    bool over = w->wrapped && w->from > w->origin;
    if (over && !end_round(w))
        return SEEK_NONE;
    if (over)
        w->origin = SIZE_MAX; /* what is left is less than a round */
    enum seek seek = seek_piece(r, &w->from, PIECE_BYTES, hit);
    if (seek == SEEK_END && w->wrapped && !w->found)
        return SEEK_NONE;
    if (seek == SEEK_END) {
        w->wrapped = true;
        w->from = 0;
        return SEEK_MORE;
    }
    bool round = seek == SEEK_FOUND && w->wrapped && hit->start >= w->origin && !w->found;
    return round ? SEEK_NONE : seek;
}

/* The last match before w->from that starts in the piece before it. That takes several turns:
 * w->back tells how far they have come. */
static enum seek seek_back(struct reader *r, struct wish *w, struct span *hit)
{
    if (w->from == 0) {
        if (w->wrapped && !w->found)
            return SEEK_NONE;
        if (!all_is_read(r))
            return SEEK_LATER;
        w->wrapped = true;
        w->from = searched_text(r).len + 1;
    }
    size_t n, least = w->from > MARK_BYTES ? w->from - MARK_BYTES : 0;
    if (!w->back.runs) {
        w->back.at = start_near(r, least, &n);
        w->back.hit = (struct span){0, 0};
    }
    w->back.runs = true;
    while (w->back.at < w->from) {
        struct span next;
        enum seek seek = seek_piece(r, &w->back.at, MARK_BYTES, &next);
        if (seek == SEEK_FOUND && next.start < w->from)
            w->back.hit = next;
        else if (seek == SEEK_FOUND || seek == SEEK_END)
            break;
        else
            return seek;
    }
    w->back.runs = false;
    *hit = w->back.hit;
    w->from = hit->end ? hit->start : least;
    if (hit->end && w->wrapped && hit->start < w->origin && !w->found)
        return SEEK_NONE;
    return hit->end ? SEEK_FOUND : SEEK_MORE;
}

bool reader_try_hit(struct reader *r)
{
    struct wish *w = &r->wish;
    struct span hit = {0, 0};
    enum seek seek = w->direction > 0 ? seek_forward(r, w, &hit) : seek_back(r, w, &hit);
    if (seek == SEEK_FOUND) {
        if (w->count <= 1 && !reader_show_at(r, hit.start)) {
            /* what is not text as it stands is near, and has to be read first */
            w->from = w->direction > 0 ? hit.start : hit.end;
            w->waits = true;
            return false;
        }
        w->found++;
        if (--w->count > 0)
            return false;
        show_hit(r, hit, w->wrapped);
        return true;
    }
    w->waits = seek == SEEK_LATER;
    if (seek == SEEK_NONE)
        say_nothing_found(r);
    return seek == SEEK_NONE;
}

static void look_for(struct reader *r, size_t from, int direction, long count)
{
    const struct hit_count *c = &r->hit_count;
    bool rounds = c->done && c->n && count > (long)c->n;
    reader_wish(r, (struct wish){.type = WISH_HIT,
                                 .direction = direction,
                                 .count = rounds ? (count - 1) % (long)c->n + 1 : count,
                                 .wrapped = false,
                                 .from = from,
                                 .origin = from});
    reader_pursue(r);
    if (rounds)
        r->note_wrapped = true;
}

void reader_run_search(struct reader *r, bool incremental)
{
    struct error error = {0};
    bool typed = r->prompt.kind == '/' || r->prompt.kind == '?';
    bool ended = typed && r->search_origin.set && !incremental; /* Enter in the prompt */
    r->search_is_due = false;
    if (incremental || ended) {
        if (ended && r->prompt.text.len == 0 && r->searches.n) { /* the last pattern again */
            struct buffer last = r->searches.lines[r->searches.n - 1];
            buffer_add(&r->prompt.text, buffer_slice(&last));
        }
        r->search_source.len = 0;
        buffer_add(&r->search_source, buffer_slice(&r->prompt.text));
        reader_go(r, r->search_origin);
    }
    compile(r, &error);
    if (ended)
        r->search_origin.set = false;
    if (!incremental && !ended) { /* another article: only the marks */
        error_release(&error);
        return;
    }
    if (!r->search && r->search_source.len) {
        reader_complain(r, "%.*s", (int)error.text.len, error.text.ptr);
    } else if (r->search) {
        if (ended)
            reader_push_jump(r);
        look_for(r, r->top, r->search_direction, 1);
    }
    error_release(&error);
}

void reader_cancel_search(struct reader *r)
{
    struct error error = {0};
    r->search_is_due = false;
    reader_go(r, r->search_origin);
    r->search_origin.set = false;
    r->search_source.len = 0;
    buffer_add(&r->search_source, buffer_slice(&r->search_before));
    compile(r, &error);
    r->hit = r->search ? r->hit_before : (struct span){0, 0};
    error_release(&error);
}

static void open_prompt(struct reader *r, char kind, int direction)
{
    r->search_before.len = 0;
    buffer_add(&r->search_before, buffer_slice(&r->search_source));
    r->hit_before = r->hit;
    r->search_direction = direction;
    r->search_origin = reader_here(r);
    prompt_open(&r->prompt, kind, &r->searches);
}

void do_search(struct reader *r, const struct call *call)
{
    (void)call;
    open_prompt(r, '/', 1);
}

void do_search_back(struct reader *r, const struct call *call)
{
    (void)call;
    open_prompt(r, '?', -1);
}

static void step_hit(struct reader *r, long count, int direction)
{
    if (!r->search) {
        reader_complain(r, "no search yet; / begins one");
        return;
    }
    if (r->hit_count.done && r->hit_count.n == 0) {
        say_nothing_found(r);
        return;
    }
    /* onward from the current match only while it is on screen */
    size_t from = r->top;
    if (r->hit.end && r->hit.start >= r->top && r->hit.start < reader_bottom(r))
        from = direction > 0 ? r->hit.end : r->hit.start;
    reader_push_jump(r);
    r->hide_hits = false;
    look_for(r, from, direction, count);
}

void do_next_hit(struct reader *r, const struct call *call)
{
    step_hit(r, call->count > 0 ? call->count : 1, r->search_direction);
}

void do_previous_hit(struct reader *r, const struct call *call)
{
    step_hit(r, call->count > 0 ? call->count : 1, -r->search_direction);
}

void do_marks_off(struct reader *r, const struct call *call)
{
    (void)call;
    r->hide_hits = !r->hide_hits;
    reader_say(r, r->hide_hits ? "matches are not marked" : "matches are marked");
}

void do_toggle_case(struct reader *r, const struct call *call)
{
    static const char *const names[] = {"smart case", "any case", "exact case"};
    (void)call;
    r->letter_case = (enum search_case)((r->letter_case + 1) % 3);
    struct error error = {0};
    compile(r, &error);
    error_release(&error);
    reader_say(r, "search: %s", names[r->letter_case]);
}
