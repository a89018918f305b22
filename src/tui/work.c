/*
 * work.c - what goes on between two keys: reading, formatting, tagging and counting, a
 * piece at a time.
 *
 * No key waits for all of it. What a key cannot be given yet is kept as a wish; the pieces
 * then are done in the order that serves the wish best, and the next key ends it. A piece takes
 * well under a millisecond, so that a slice of them ends on time.
 */
#include "reader.h"

#include <limits.h>
#include <time.h>

enum {
    READ_BYTES = 64 * 1024,
    AHEAD_BYTES = 4 * 1024 * 1024, /* read so far before it is formatted */
    TAG_BYTES = 4 * 1024,
    FIRST_TAG_BYTES = 1024, /* rules that come up are compiled there, in up to 2 ms each */
    SLICED_TURNS = 4,
    NEAR_BYTES = 64 * 1024,  /* tagged at once for the screen */
    NEXT_BYTES = 256 * 1024, /* behind the screen: tagged before anything is read */
    FIRST_BYTES = 16 * 1024, /* settled before the first screen */
    SLICE_US = 300,          /* a key waits no longer */
    FIRST_US = 4000,         /* for the first screen */
    PURSUIT_US = 2000,       /* for a wish, before the screen is drawn */
    COUNT_US = 1000,
};

static long now_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (long)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static size_t piece_of(const struct reader *r, size_t bytes)
{
    return r->slice && r->slice < bytes ? r->slice : bytes;
}

size_t reader_len(const struct reader *r)
{
    const struct document *d = &r->document;
    size_t len = d->read.len;
    return d->state != DOCUMENT_COMPLETE && d->size > len ? d->size : len;
}

/* ------------------------------------------------------------------- pieces */

/* Where the blocks of the document end by now. */
size_t reader_formatted_end(const struct reader *r)
{
    const struct article *a = &r->document.article;
    if (!r->has_unformatted && r->document.state != DOCUMENT_MORE)
        return a->text.len;
    return a->n_blocks ? a->blocks[a->n_blocks - 1].end : 0;
}

static void read_piece(struct reader *r)
{
    struct error error = {0};
    document_read(&r->document, piece_of(r, READ_BYTES), &error);
    if (error.text.len)
        reader_complain(r, "%.*s: %.*s%s", (int)r->document.name.len, r->document.name.ptr,
                        (int)error.text.len, error.text.ptr,
                        r->document.read.len ? "; the text ends there" : "");
    else if (r->document.state == DOCUMENT_COMPLETE && r->document.is_cut)
        reader_complain(r, "the file was cut off while it was read");
    error_release(&error);
    r->has_unformatted = true;
    r->has_paused = r->has_paused && r->document.state == DOCUMENT_WAITS;
}

/* The text has new blocks at its end: rows that were made of the old ones are void. */
static void take_growth(struct reader *r, size_t len_before)
{
    layout_forget(&r->layout, r->article);
    bool shown = !reader_is_in_window(r) && r->drawn_bottom >= len_before;
    r->is_stale = r->is_stale || shown;
}

static void format_piece(struct reader *r)
{
    size_t before = reader_formatted_end(r);
    r->has_unformatted = document_format(&r->document, piece_of(r, READ_BYTES));
    take_growth(r, before);
}

bool reader_format(struct reader *r)
{
    if (r->has_unformatted)
        format_piece(r);
    return r->has_unformatted;
}

static void look_at_settled(struct reader *r)
{
    const struct article *a = &r->document.article;
    r->settled = *a;
    r->settled.n_blocks = a->n_settled;
    if (r->has_unformatted || r->document.state != DOCUMENT_COMPLETE || a->n_settled < a->n_blocks)
        r->settled.text.len = a->n_settled ? a->blocks[a->n_settled - 1].end : 0;
}

static bool tag_piece(struct reader *r, size_t bytes)
{
    look_at_settled(r);
    if (r->tagged >= r->settled.text.len)
        return false;
    bool shown = !reader_is_in_window(r) && r->tagged < r->drawn_bottom;
    r->is_stale = r->is_stale || shown;
    tagger_step(r->tagger, bytes, &r->tagged);
    return true;
}

void reader_tag(struct reader *r, size_t off)
{
    if (reader_is_in_window(r)) {
        window_tag(r->window, off);
        return;
    }
    look_at_settled(r);
    if (off > r->tagged && off - r->tagged > NEAR_BYTES)
        return;
    bool all = off >= r->settled.text.len;
    while (r->tagged < off && tag_piece(r, 1)) /* a block at a time: no more than asked */
        if (all && r->tagged >= r->settled.text.len)
            break;
}

/* One piece of the text; false where nothing of it can be had now. */
static bool text_piece(struct reader *r)
{
    struct document *d = &r->document;
    size_t ahead = d->read.len > d->article.text.len ? d->read.len - d->article.text.len : 0;
    bool can_read = d->state == DOCUMENT_MORE;
    if (d->article.n_settled == 0 && r->has_unformatted && d->read.len > d->article.text.len) {
        format_piece(r); /* something to show comes first */
        return true;
    }
    bool is_far = ahead >= AHEAD_BYTES && r->has_unformatted; /* markup takes all of it first */
    if (can_read && (r->wish.type == WISH_HIT || !is_far) &&
        !(r->wish.type == WISH_STEP && r->has_unformatted)) {
        read_piece(r);
        return true;
    }
    if (r->has_unformatted) {
        format_piece(r);
        return true;
    }
    return false;
}

/* What the next keys will show comes before all else, for they would have to wait for it. */
static bool next_piece(struct reader *r)
{
    return r->wish.type == WISH_NONE && !reader_is_in_window(r) &&
           r->tagged < r->drawn_bottom + NEXT_BYTES && tag_piece(r, piece_of(r, FIRST_TAG_BYTES));
}

/* One piece of the index; false where nothing can be done now. */
static bool index_piece(struct reader *r)
{
    size_t bytes = piece_of(r, TAG_BYTES);
    if (next_piece(r))
        return true;
    if (r->wish.type == WISH_STEP && reader_step_in_window(r))
        return true;
    if (r->wish.type == WISH_STEP)
        return tag_piece(r, bytes) || text_piece(r);
    return text_piece(r) || tag_piece(r, bytes);
}

bool reader_check_index(struct reader *r)
{
    look_at_settled(r);
    if (!r->is_indexing || r->document.state != DOCUMENT_COMPLETE || r->has_unformatted ||
        r->tagged < r->settled.text.len)
        return false;
    r->is_indexing = false;
    r->is_stale = true;
    if (r->panel.view)
        panel_rebuild(r);
    else
        reader_show_at(r, r->top); /* no window any more */
    return true;
}

static bool work_piece(struct reader *r)
{
    if (r->is_indexing && (index_piece(r) || reader_check_index(r)))
        return true;
    return reader_count_ordinal(r) || reader_count_hits(r) || reader_count_density(r);
}

/* ------------------------------------------------------------------- wishes */

void reader_wish(struct reader *r, struct wish wish)
{
    struct buffer id = r->wish.id;
    r->wish = wish;
    r->wish.id = id;
}

bool reader_try_wish(struct reader *r)
{
    bool done = true;
    switch (r->wish.type) {
    case WISH_NONE:
        return true;
    case WISH_STEP:
    case WISH_LAST:
        done = reader_try_step(r);
        break;
    case WISH_HIT:
        done = reader_try_hit(r);
        break;
    case WISH_OFFSET:
    case WISH_LINE:
    case WISH_END:
        done = reader_try_place(r);
        break;
    }
    if (done) {
        r->wish.type = WISH_NONE;
        r->is_stale = r->is_awaited = true;
    }
    return done;
}

/* What a message told without numbers is told with them once they are known. */
static void tell_more(struct reader *r)
{
    if (r->note == NOTE_STEP)
        reader_tell_step(r);
    else if (r->note == NOTE_HIT)
        reader_tell_hit(r);
}

/* A turn of the wish, or where it waits a piece of work; true where there is more to do. */
static bool take_turn(struct reader *r)
{
    bool wished = r->wish.type != WISH_NONE;
    if (wished && (reader_try_wish(r) || !r->wish.waits))
        return true;
    return work_piece(r) || (wished && reader_try_wish(r));
}

bool reader_work(struct reader *r)
{
    long end = now_us() + SLICE_US;
    bool converts = reader_convert(r), more = true;
    r->has_worked = true;
    do
        more = take_turn(r);
    while (more && !r->is_awaited && !r->slice && now_us() < end);
    tell_more(r);
    return more || converts;
}

void reader_pursue(struct reader *r)
{
    long start = now_us();
    bool more = true;
    int turns = r->slice ? SLICED_TURNS : INT_MAX;
    while (turns-- > 0 && r->wish.type != WISH_NONE && more && now_us() < start + PURSUIT_US) {
        more = take_turn(r);
    }
    if (r->wish.type != WISH_NONE && r->wish.type != WISH_END)
        reader_say(r, "looking further on; Escape stops");
    /* the numbers too, where that is a matter of a moment */
    while (r->note != NOTE_NONE && !r->slice && now_us() < start + COUNT_US &&
           (reader_count_ordinal(r) || reader_count_hits(r)))
        ;
    tell_more(r);
}

/* ------------------------------------------------------------------ opening */

void reader_begin_work(struct reader *r)
{
    long end = now_us() + FIRST_US;
    r->article = &r->document.article;
    r->mentions = &r->all;
    look_at_settled(r);
    tagger_begin(r->tagger, &r->settled, &r->all);
    r->tagged = 0;
    r->is_indexing = true;
    r->has_unformatted = true;
    r->drawn_bottom = 0;
    r->has_worked = false;
    do {
        look_at_settled(r);
        if (r->settled.text.len >= FIRST_BYTES || !text_piece(r))
            break;
    } while (!r->slice && now_us() < end);
    r->is_stale = true;
}
