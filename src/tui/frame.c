/*
 * frame.c - see frame.h.
 */
#include "frame.h"

#include "dragoman/link.h"
#include "dragoman/utf8.h"

#include <stdlib.h>

static const struct cell blank = {.bytes = " ", .len = 1, .columns = 1, .role = ROLE_TEXT};

void frame_release(struct frame *f)
{
    free(f->cells);
    free(f->links);
    buffer_release(&f->targets);
    *f = (struct frame){0};
}

void frame_clear(struct frame *f, int rows, int cols)
{
    if (f->rows != rows || f->cols != cols || !f->cells)
        f->cells = memory_resize(f->cells, (size_t)rows * (size_t)cols, sizeof *f->cells);
    f->rows = rows;
    f->cols = cols;
    f->n_links = f->targets.len = 0;
    f->cursor = false;
    f->cursor_row = f->cursor_col = 0;
    for (int i = 0; i < rows * cols; i++)
        f->cells[i] = blank;
}

struct cell *frame_at(struct frame *f, int row, int col)
{
    return &f->cells[row * f->cols + col];
}

void frame_copy(struct frame *to, const struct frame *from)
{
    frame_clear(to, from->rows, from->cols);
    memcpy(to->cells, from->cells, (size_t)from->rows * (size_t)from->cols * sizeof *from->cells);
    for (size_t i = 0; i < from->n_links; i++) {
        ARRAY_RESERVE(to->links, to->n_links, to->cap_links);
        to->links[to->n_links++] = from->links[i];
    }
    buffer_add(&to->targets, buffer_slice(&from->targets));
    to->cursor_row = from->cursor_row;
    to->cursor_col = from->cursor_col;
    to->cursor = from->cursor;
}

/* FNV-1a (Fowler, Noll, Vo), of 32 bits. */
static uint32_t id_of(struct slice target)
{
    uint32_t id = 2166136261u;
    for (size_t i = 0; i < target.len; i++)
        id = (id ^ (unsigned char)target.ptr[i]) * 16777619u;
    return id ? id : 1;
}

static const struct frame_link *find_link(const struct frame *f, uint32_t id)
{
    for (size_t i = 0; i < f->n_links; i++)
        if (f->links[i].id == id)
            return &f->links[i];
    return NULL;
}

struct slice frame_target(const struct frame *f, uint32_t id)
{
    const struct frame_link *link = find_link(f, id);
    return link ? (struct slice){f->targets.ptr + link->start, link->len} : SLICE("");
}

uint32_t frame_add_link(struct frame *f, struct slice target)
{
    enum { MAX_LINKS = 500 }; /* more than anybody would click on */
    size_t start = f->targets.len;
    if (f->n_links == MAX_LINKS || !link_add_hyperlink(target, &f->targets))
        return 0;
    struct slice added = {f->targets.ptr + start, f->targets.len - start};
    uint32_t id = id_of(added);
    const struct frame_link *known = find_link(f, id);
    if (known) {
        bool same = slice_equal(frame_target(f, id), added);
        f->targets.len = start;
        return same ? id : 0; /* as good as never */
    }
    ARRAY_RESERVE(f->links, f->n_links, f->cap_links);
    f->links[f->n_links++] = (struct frame_link){id, start, added.len};
    return id;
}

/* A wide character of which one half is overwritten loses the other as well. */
static void unpair(struct frame *f, int row, int col)
{
    struct cell *cell = frame_at(f, row, col);
    if (cell->columns == 0 && col > 0)
        *frame_at(f, row, col - 1) = blank;
    if (cell->columns == 2 && col + 1 < f->cols)
        *frame_at(f, row, col + 1) = blank;
}

/* The bytes of a cluster as they may reach a terminal. */
static struct slice harmless(struct slice cluster, int *columns)
{
    uint32_t cp = utf8_peek(cluster, 0);
    if (utf8_is_bidi_control(cp)) {
        *columns = 1;
        return SLICE("\u21C4");
    }
    if (cp == '\t' || cp == '\n') {
        *columns = 1;
        return SLICE(" ");
    }
    if (cp < 0x20 || (cp >= 0x7F && cp < 0xA0)) {
        *columns = 1;
        return SLICE("?");
    }
    return cluster;
}

static void put_cell(struct frame *f, int row, int col, struct slice bytes, int columns,
                     enum role role, unsigned marks)
{
    struct cell *cell = frame_at(f, row, col);
    unpair(f, row, col);
    if (columns == 2)
        unpair(f, row, col + 1);
    size_t len = 0;
    for (size_t next = 0; next < bytes.len;) { /* whole code points only */
        utf8_next(bytes, &next);
        if (next > CELL_BYTES)
            break;
        len = next;
    }
    *cell = (struct cell){.len = (uint8_t)len,
                          .columns = (uint8_t)columns,
                          .role = (uint8_t)role,
                          .marks = (uint8_t)marks};
    memcpy(cell->bytes, bytes.ptr, len);
    if (columns == 2) {
        struct cell *half = frame_at(f, row, col + 1);
        *half = (struct cell){.role = (uint8_t)role, .marks = (uint8_t)marks};
    }
}

int frame_put(struct frame *f, int row, int col, int limit, struct slice text, enum role role,
              unsigned marks)
{
    struct buffer repaired = {0};
    if (limit > f->cols)
        limit = f->cols;
    if (row < 0 || row >= f->rows || col < 0)
        return col;
    if (utf8_valid_len(text) != text.len) {
        utf8_repair(text, &repaired);
        text = buffer_slice(&repaired);
    }
    for (size_t off = 0; off < text.len;) {
        int columns;
        size_t end = utf8_cluster_end(text, off, &columns);
        struct slice bytes = harmless((struct slice){text.ptr + off, end - off}, &columns);
        off = end;
        if (columns == 0)
            continue; /* a soft hyphen, a lone mark: nothing to see */
        if (col + columns > limit)
            break;
        put_cell(f, row, col, bytes, columns, role, marks);
        col += columns;
    }
    buffer_release(&repaired);
    return col;
}

int frame_put_short(struct frame *f, int row, int col, int limit, struct slice text, enum role role,
                    unsigned marks)
{
    if (limit > f->cols)
        limit = f->cols;
    if (utf8_valid_len(text) == text.len && (int)utf8_columns(text) > limit - col && limit > col) {
        col = frame_put(f, row, col, limit - 1, text, role, marks);
        return frame_put(f, row, col, limit, SLICE("\u2026"), role, marks);
    }
    return frame_put(f, row, col, limit, text, role, marks);
}

void frame_fill(struct frame *f, int row, int col, int limit, enum role role, unsigned marks)
{
    while (col < limit && col < f->cols)
        col = frame_put(f, row, col, limit, SLICE(" "), role, marks);
}
