/*
 * move.c - through the text: rows, pages, paragraphs, sections, marks and jumps.
 */
#include "reader.h"

#include <stdlib.h>

enum { AROUND_ROWS = 16 };

/* -------------------------------------------------------------- the screen */

static int text_rows(const struct reader *r)
{
    return reader_screen(r).text.rows;
}

/* The lowest row that may stand at the top: from there the text ends on the last row. */
static bool last_top(struct reader *r, struct row *row)
{
    if (!layout_row_at(&r->layout, reader_text(r).len, row))
        return false;
    for (int i = 1; i < text_rows(r); i++)
        if (!layout_previous(&r->layout, row))
            break;
    return true;
}

size_t reader_bottom(struct reader *r)
{
    struct row row;
    if (!layout_row_at(&r->layout, r->top, &row))
        return reader_text(r).len;
    for (int i = 1; i < text_rows(r); i++)
        if (!layout_next(&r->layout, &row))
            return reader_text(r).len;
    struct row after = row;
    return layout_next(&r->layout, &after) ? row.next : reader_text(r).len;
}

void reader_set_top(struct reader *r, size_t off)
{
    struct row row, last;
    reader_show_at(r, off);
    if (!layout_row_at(&r->layout, off, &row))
        return;
    r->top = row.start;
    if (last_top(r, &last) && row.start > last.start)
        r->top = last.start;
}

void reader_scroll(struct reader *r, long rows)
{
    struct row row, last;
    reader_show_at(r, r->top);
    if (!layout_row_at(&r->layout, r->top, &row) || !last_top(r, &last))
        return;
    for (long left = rows < 0 ? -rows : rows; left > 0; left--) {
        if (left % AROUND_ROWS == 0) { /* a long way: what is shown may have to move */
            reader_show_at(r, row.start);
            layout_row_at(&r->layout, row.start, &row);
            last_top(r, &last);
        }
        if (rows > 0 ? row.start >= last.start || !layout_next(&r->layout, &row)
                     : !layout_previous(&r->layout, &row))
            break;
    }
    r->top = row.start;
    reader_check_focus(r);
}

/* The number of the screen's row that shows off, or -1. */
static int screen_row_of(struct reader *r, size_t off)
{
    struct row row;
    if (!layout_row_at(&r->layout, r->top, &row))
        return -1;
    for (int i = 0; i < text_rows(r); i++) {
        if (off >= row.start && off < row.next)
            return i;
        if (!layout_next(&r->layout, &row))
            break;
    }
    return -1;
}

void reader_reveal(struct reader *r, size_t off)
{
    reader_show_at(r, off);
    int rows = text_rows(r), at = screen_row_of(r, off), margin = rows >= 8 ? 2 : 0;
    struct row row, last;
    bool at_start = !layout_row_at(&r->layout, r->top, &row) || !layout_previous(&r->layout, &row);
    bool at_end = last_top(r, &last) && r->top >= last.start;
    if (at >= 0 && (at >= margin || at_start) && (at < rows - margin || at_end))
        return;
    if (!layout_row_at(&r->layout, off, &row))
        return;
    for (int i = 0; i < rows / 3; i++)
        if (!layout_previous(&r->layout, &row))
            break;
    reader_set_top(r, row.start);
}

void reader_check_focus(struct reader *r)
{
    if (r->focus == NO_MENTION)
        return;
    const struct mention *m = &r->mentions->items[r->focus];
    struct row row;
    size_t start = r->top;
    if (layout_row_at(&r->layout, r->top, &row))
        start = row.start;
    if (m->end <= start || m->start >= reader_bottom(r))
        r->focus = NO_MENTION;
}

/* ------------------------------------------------------------------ moving */

static void scroll_by(struct reader *r, const struct call *call, long rows)
{
    reader_scroll(r, call->has_count ? (rows < 0 ? -call->count : call->count) : rows);
}

void do_page_down(struct reader *r, const struct call *call)
{
    scroll_by(r, call, text_rows(r));
}

void do_page_up(struct reader *r, const struct call *call)
{
    scroll_by(r, call, -text_rows(r));
}

static long half_page(const struct reader *r)
{
    return text_rows(r) > 1 ? text_rows(r) / 2 : 1;
}

void do_half_down(struct reader *r, const struct call *call)
{
    scroll_by(r, call, half_page(r));
}

void do_half_up(struct reader *r, const struct call *call)
{
    scroll_by(r, call, -half_page(r));
}

void do_line_down(struct reader *r, const struct call *call)
{
    reader_scroll(r, call->count);
}

void do_line_up(struct reader *r, const struct call *call)
{
    reader_scroll(r, -call->count);
}

void do_enter(struct reader *r, const struct call *call)
{
    if (r->focus != NO_MENTION && !call->has_count)
        do_card(r, call);
    else
        do_line_down(r, call);
}

/* What a jump to a line passes over next: of what was read, else of the file as it stands. */
struct passing {
    struct slice text;
    size_t start; /* its offset */
    bool is_last; /* it ends with the text */
};

static enum document_ahead next_passing(struct reader *r, size_t from, struct passing *p)
{
    enum { PIECE_BYTES = 1024 * 1024, AHEAD_BYTES = 64 * 1024 };
    struct slice read = r->document.read;
    bool complete = r->document.state == DOCUMENT_COMPLETE;
    if (from < read.len || complete) {
        size_t end = from + PIECE_BYTES < read.len ? from + PIECE_BYTES : read.len;
        *p = (struct passing){{read.ptr + from, end - from}, from, complete && end == read.len};
        return DOCUMENT_AHEAD;
    }
    size_t len = reader_len(r), end = from + AHEAD_BYTES < len ? from + AHEAD_BYTES : len;
    p->is_last = end == len;
    return document_look_ahead(&r->document, from < end ? from : end, end, &p->start, &p->text);
}

/* Counts lines for a piece of the way; true once it knows where to go. */
static bool pass_lines(struct reader *r, struct wish *w)
{
    struct passing p;
    if (w->line == 0)
        return true;
    enum document_ahead ahead = next_passing(r, w->from, &p);
    w->waits = ahead == DOCUMENT_IN_ORDER;
    if (ahead != DOCUMENT_AHEAD)
        return false;
    size_t end = p.start + p.text.len;
    const char *newline;
    while (w->line > 0 && w->from < end &&
           (newline = memchr(p.text.ptr + (w->from - p.start), '\n', end - w->from))) {
        size_t next = p.start + (size_t)(newline - p.text.ptr) + 1;
        if (next == end && p.is_last)
            break; /* the last line */
        w->from = w->last = next;
        w->line--;
    }
    if (w->line > 0)
        w->from = end;
    return w->line == 0 || p.is_last;
}

/* Goes on with a jump to what may not be there yet; true when it is done. */
bool reader_try_place(struct reader *r)
{
    struct wish *w = &r->wish;
    bool complete = r->document.state == DOCUMENT_COMPLETE;
    if (w->type == WISH_LINE) {
        if (!pass_lines(r, w))
            return false;
        w->from = w->last;
    }
    w->waits = true;
    bool there = reader_show_at(r, w->type == WISH_END ? reader_len(r) : w->from);
    if (!there && w->type != WISH_END)
        return false;
    if (w->type == WISH_END)
        w->from = reader_text(r).len;
    reader_set_top(r, w->from);
    reader_check_focus(r);
    bool grows = r->is_following || (!complete && !r->document.size);
    return w->type != WISH_END || (there && !grows);
}

void do_start(struct reader *r, const struct call *call)
{
    size_t line = call->has_count && call->count > 0 ? (size_t)call->count : 1;
    reader_push_jump(r);
    reader_wish(r, (struct wish){.type = WISH_LINE, .line = line - 1});
    reader_pursue(r);
}

void do_end(struct reader *r, const struct call *call)
{
    if (call->has_count) {
        do_start(r, call);
        return;
    }
    reader_push_jump(r);
    reader_wish(r, (struct wish){.type = WISH_END});
    reader_pursue(r);
}

void do_percent(struct reader *r, const struct call *call)
{
    size_t len = reader_len(r);
    struct slice text = r->document.read;
    double part = call->has_count ? (double)call->count / 100 : 0;
    size_t off = part >= 1 ? len : (size_t)((double)len * part);
    while (off > 0 && off < text.len && ((unsigned char)text.ptr[off] & 0xC0) == 0x80)
        off--;
    reader_push_jump(r);
    reader_wish(r, (struct wish){.type = part >= 1 ? WISH_END : WISH_OFFSET, .from = off});
    reader_pursue(r);
}

/* A section's heading may stand at the top even where less than a page follows it. */
static void go_to_section(struct reader *r, size_t section)
{
    const struct article *a = r->article;
    struct row row;
    reader_push_jump(r);
    if (layout_row_at(&r->layout, a->sections[section].start, &row))
        r->top = row.start;
    reader_check_focus(r);
    struct slice name = a->sections[section].name;
    if (reader_is_in_window(r))
        reader_say(r, "section %.*s", (int)name.len, name.ptr);
    else
        reader_say(r, "section %zu of %zu%s", section + 1, a->n_sections,
                   reader_is_indexed(r) ? "" : " so far");
}

static void step_section(struct reader *r, const struct call *call, int direction)
{
    const struct article *a = r->article;
    size_t now = article_section_at(a, r->top);
    long target = (long)now;
    bool inside = direction < 0 && r->top > (a->n_blocks ? a->blocks[0].start : 0) &&
                  r->top > a->sections[now].start;
    target += inside; /* first back to the start of this one */
    target += direction * call->count;
    long least = reader_is_in_window(r); /* what is before a window's first heading is unknown */
    if (!reader_knows_all(r) && (target < least || target >= (long)a->n_sections) &&
        (least || target > 0)) {
        reader_complain(r, "no heading near; the index has not come this far");
        return;
    }
    if (target < 0 && now == 0 && !inside) {
        reader_complain(r, "this is the first section");
        return;
    }
    if (target >= (long)a->n_sections && now + 1 == a->n_sections) {
        reader_complain(r, "this is the last section");
        return;
    }
    if (target < 0)
        target = 0;
    if (target >= (long)a->n_sections)
        target = (long)a->n_sections - 1;
    go_to_section(r, (size_t)target);
}

void do_next_section(struct reader *r, const struct call *call)
{
    step_section(r, call, 1);
}

void do_previous_section(struct reader *r, const struct call *call)
{
    step_section(r, call, -1);
}

void do_next_paragraph(struct reader *r, const struct call *call)
{
    const struct article *a = r->article;
    if (a->n_blocks == 0)
        return;
    size_t block = article_block_at(a, r->top);
    bool before_first = r->top < a->blocks[0].start;
    size_t target = block + (size_t)call->count - before_first;
    if (target >= a->n_blocks)
        target = a->n_blocks - 1;
    reader_set_top(r, a->blocks[target].start);
    reader_check_focus(r);
}

void do_previous_paragraph(struct reader *r, const struct call *call)
{
    const struct article *a = r->article;
    if (a->n_blocks == 0)
        return;
    size_t block = article_block_at(a, r->top), back = (size_t)call->count;
    if (r->top > a->blocks[block].start)
        back--;
    reader_set_top(r, a->blocks[back > block ? 0 : block - back].start);
    reader_check_focus(r);
}

/* --------------------------------------------------------- marks and jumps */

struct place_mark reader_here(const struct reader *r)
{
    bool focused = r->focus != NO_MENTION;
    return (struct place_mark){r->top, focused ? r->mentions->items[r->focus].start : NO_MENTION,
                               true};
}

void reader_go(struct reader *r, struct place_mark place)
{
    reader_show_at(r, place.top);
    r->top = place.top;
    r->focus = NO_MENTION;
    if (place.focus == NO_MENTION)
        return;
    reader_tag(r, place.focus + 1);
    size_t i = mentions_after(r->mentions, place.focus);
    if (i < r->mentions->n && r->mentions->items[i].start == place.focus)
        r->focus = i;
}

static bool same_place(struct place_mark a, struct place_mark b)
{
    return a.top == b.top && a.focus == b.focus;
}

static void append_jump(struct reader *r)
{
    if (r->n_jumps && same_place(r->jumps[r->n_jumps - 1], reader_here(r)))
        return;
    ARRAY_RESERVE(r->jumps, r->n_jumps, r->cap_jumps);
    r->jumps[r->n_jumps++] = reader_here(r);
}

void reader_push_jump(struct reader *r)
{
    r->before_jump = reader_here(r);
    r->n_jumps = r->jump < r->n_jumps ? r->jump + 1 : r->n_jumps;
    append_jump(r);
    r->jump = r->n_jumps;
}

void do_back(struct reader *r, const struct call *call)
{
    for (long i = 0; i < call->count; i++) {
        if (r->jump == r->n_jumps) { /* so that forward leads back here */
            append_jump(r);
            r->jump = r->n_jumps - 1;
        }
        if (r->jump == 0) {
            reader_complain(r, "no jump before this one");
            return;
        }
        reader_go(r, r->jumps[--r->jump]);
    }
}

void do_forward(struct reader *r, const struct call *call)
{
    for (long i = 0; i < call->count; i++) {
        if (r->jump + 1 >= r->n_jumps) {
            reader_complain(r, "no jump after this one");
            return;
        }
        reader_go(r, r->jumps[++r->jump]);
    }
}

static int letter_index(uint32_t key)
{
    if (key >= 'a' && key <= 'z')
        return (int)(key - 'a');
    return key >= 'A' && key <= 'Z' ? (int)(key - 'A') + 26 : -1;
}

void do_mark(struct reader *r, const struct call *call)
{
    int letter = letter_index(call->key);
    if (call->key == KEY_ESCAPE_)
        return;
    if (letter < 0) {
        reader_complain(r, "a mark is a letter");
        return;
    }
    r->letters[letter] = reader_here(r);
    reader_say(r, "mark %c is set", (char)call->key);
}

void do_go_mark(struct reader *r, const struct call *call)
{
    struct place_mark target = {0, NO_MENTION, false};
    int letter = letter_index(call->key);
    if (call->key == '\'')
        target = r->before_jump;
    else if (call->key == '^' || call->key == '$')
        target = (struct place_mark){call->key == '^' ? 0 : reader_len(r), NO_MENTION, true};
    else if (letter >= 0)
        target = r->letters[letter];
    if (call->key == KEY_ESCAPE_)
        return;
    if (!target.set) {
        if (call->key == '\'')
            reader_complain(r, "no jump yet");
        else
            reader_complain(r, letter < 0 ? "a mark is a letter" : "that mark is not set");
        return;
    }
    reader_push_jump(r);
    reader_go(r, target);
    if (call->key == '$')
        reader_set_top(r, target.top);
}

void do_position(struct reader *r, const struct call *call)
{
    (void)call;
    const struct article *a = r->article;
    struct place_cursor cursor = {0};
    if (reader_is_in_window(r)) {
        reader_say(r, "%.*s: byte %zu of %zu; the lines are not counted yet",
                   (int)r->document.name.len, r->document.name.ptr, reader_bottom(r),
                   reader_len(r));
        return;
    }
    size_t bottom = reader_bottom(r), section = article_section_at(a, r->top), words = 0;
    size_t first = article_place(a, &cursor, r->top).line;
    size_t last = article_place(a, &cursor, bottom).line, lines;
    lines = article_place(a, &cursor, a->text.len).line;
    bool inside = false;
    for (size_t i = bottom; i < a->text.len; i++) {
        bool blank = a->text.ptr[i] == ' ' || a->text.ptr[i] == '\n';
        words += inside && blank;
        inside = !blank;
    }
    struct slice name = r->document.name;
    reader_say(r, "%.*s: lines %zu-%zu of %zu, section %zu of %zu, byte %zu of %zu, %zu words left",
               (int)name.len, name.ptr, first, last, lines, section + 1, a->n_sections, bottom,
               a->text.len, words);
}
