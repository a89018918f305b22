/*
 * chunk.c - see chunk.h.
 *
 * Only the first byte of a line is looked at, and its end is searched for: cutting costs
 * as much as finding the line breaks. What is open at the end of the text is not decided
 * before more of it, or its end, is there, so that the cuts depend on the bytes alone.
 */
#include "chunk.h"

#include <stdlib.h>

enum { SCAN_CHUNKS = 1024 };

size_t chunk_cut(struct slice text, size_t start, size_t limit)
{
    enum { LOOK_BACK = 4096 };
    size_t last = start + limit, word = 0, clause = 0;
    size_t least = limit > LOOK_BACK ? last - LOOK_BACK : start + limit / 2;
    for (size_t off = last; off > least; off--) {
        char c = text.ptr[off - 1];
        if (c != ' ' && c != '\n' && c != '\t')
            continue;
        if (off - 1 > least && strchr(".!?", text.ptr[off - 2]))
            return off;
        if (off - 1 > least && !clause && strchr(",;:", text.ptr[off - 2]))
            clause = off;
        word = word ? word : off;
    }
    if (word)
        return clause ? clause : word;
    while (last > start + 1 && ((unsigned char)text.ptr[last] & 0xC0) == 0x80)
        last--;
    return last;
}

static bool is_blank(struct slice line)
{
    return line.len == 0 || ((unsigned char)line.ptr[0] <= ' ' && slice_trim(line).len == 0);
}

static bool begins_with_word(const char *line, size_t len)
{
    char c = (char)(line[0] | 0x20);
    return c >= 'a' && c <= 'z' && (len < 2 || line[1] != ')');
}

static void add_line(struct chunks *c, size_t start, size_t end, bool is_piece)
{
    if (is_blank(slice_cut(c->text, (struct span){start, end}))) {
        c->open = false;
        return;
    }
    if (!c->open) {
        ARRAY_RESERVE(c->items, c->n, c->cap);
        c->items[c->n++] = (struct chunk){
            .span = {start, start},
            .first = end - start,
            .is_piece = is_piece,
        };
    }
    struct chunk *last = &c->items[c->n - 1];
    last->span.end = end;
    last->has_marks = last->has_marks || !begins_with_word(c->text.ptr + start, end - start);
    last->n_lines++;
    if (end - start > last->longest)
        last->longest = end - start;
    c->open = end - last->span.start < CHUNK_BYTES;
}

bool chunks_scan(struct chunks *c, bool complete)
{
    size_t enough = c->n + SCAN_CHUNKS;
    const char *text = c->text.ptr;
    while (c->scanned < c->text.len) {
        if (c->n == enough)
            return true;
        size_t start = c->scanned, left = c->text.len - start;
        bool is_long = left > CHUNK_BYTES, was_inside = c->inside;
        const char *newline = memchr(text + start, '\n', is_long ? CHUNK_BYTES : left);
        if (!newline && !is_long && !complete)
            return false;
        size_t end = newline ? (size_t)(newline - text) : c->text.len;
        c->scanned = newline ? end + 1 : end;
        c->inside = !newline && is_long;
        if (c->inside)
            c->scanned = end = chunk_cut(c->text, start, CHUNK_BYTES);
        if (c->inside || was_inside)
            c->open = false; /* a piece stands alone */
        add_line(c, start, end, was_inside);
        if (c->inside || was_inside)
            c->open = false;
    }
    return false;
}

void chunks_drop(struct chunks *c, size_t n)
{
    if (n == 0)
        return;
    if (c->n > n)
        memmove(c->items, c->items + n, (c->n - n) * sizeof *c->items);
    c->n -= n;
    c->open = c->open && c->n > 0; /* what is left out takes no more lines */
}

void chunks_release(struct chunks *c)
{
    free(c->items);
    *c = (struct chunks){0};
}
