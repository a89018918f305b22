/*
 * layout.c - wrapping, one block at a time.
 *
 * The unit is the block: its rows are made together and kept until a few others have
 * been asked for, because neighbours are nearly always of the same block, or of the
 * next. Between two blocks that a blank line or a heading parts stands one blank row;
 * the text's blanks there belong to it. Every byte belongs to exactly one row.
 */
#include "dragoman/layout.h"

#include "dragoman/utf8.h"

#include <stdlib.h>

void layout_init(struct layout *l, const struct article *article, int width, bool chop)
{
    *l = (struct layout){.article = article, .width = width > 0 ? width : 1, .chop = chop};
}

void layout_release(struct layout *l)
{
    free(l->now.rows);
    for (int i = 0; i < LAYOUT_SPARES; i++)
        free(l->spares[i].rows);
    *l = (struct layout){0};
}

void layout_forget(struct layout *l, const struct article *article)
{
    l->article = article;
    l->now.cached = false;
    for (int i = 0; i < LAYOUT_SPARES; i++)
        l->spares[i].cached = false;
}

static bool keeps_blanks(const struct layout *l, size_t block)
{
    return l->article->blocks[block].type == BLOCK_PREFORMATTED;
}

static bool is_break(uint32_t cp)
{
    return cp == '\n' || cp == ' ' || cp == '\t' || cp == 0x3000 ||
           (cp >= 0x2000 && cp <= 0x200A && cp != 0x2007);
}

enum { TAB_COLUMNS = 8 };

/* ------------------------------------------------------------- one cell */

struct scan {
    struct slice text; /* to the end of the block */
    bool keep;         /* blanks and line breaks as they are */
};

/* A visible ASCII character that nothing can join: nearly all are. */
static bool is_simple(struct slice text, size_t off)
{
    unsigned char c = (unsigned char)text.ptr[off];
    return c > ' ' && c < 0x7F && (off + 1 >= text.len || (unsigned char)text.ptr[off + 1] < 0x80);
}

/* The cell at off. In kept text a line break has no columns. */
static struct cell_text cell_at(const struct scan *s, size_t off)
{
    struct cell_text cell = {.bytes = {off, off}};
    if (is_simple(s->text, off)) {
        cell.bytes.end++;
        cell.columns = 1;
        return cell;
    }
    uint32_t cp = utf8_peek(s->text, off);
    if (s->keep && (cp == '\n' || cp == '\t')) {
        cell.bytes.end++;
        cell.columns = cp == '\t' ? TAB_COLUMNS : 0;
        cell.blank = true;
        return cell;
    }
    if (is_break(cp)) {
        cell.blank = true;
        cell.columns = 1;
        size_t next = off;
        do {
            utf8_next(s->text, &next);
            cell.bytes.end = next;
        } while (!s->keep && next < s->text.len && is_break(utf8_peek(s->text, next)));
        return cell;
    }
    cell.bytes.end = utf8_cluster_end(s->text, off, &cell.columns);
    return cell;
}

bool layout_cell(const struct layout *l, const struct row *row, size_t *off, struct cell_text *cell)
{
    if (row->blank || *off >= row->end)
        return false;
    struct scan s = {{l->article->text.ptr, row->end},
                     keeps_blanks(l, article_block_at(l->article, row->start))};
    *cell = cell_at(&s, *off);
    *off = cell->bytes.end;
    return true;
}

/* ------------------------------------------------------------- wrapping */

static void add_row(struct layout *l, struct row row)
{
    ARRAY_RESERVE(l->now.rows, l->now.n_rows, l->now.cap_rows);
    l->now.rows[l->now.n_rows++] = row;
}

/* May a line break behind a cell inside a word, when the word is wider than the column? */
static bool breaks_long_word(struct slice text, struct cell_text cell)
{
    char c = text.ptr[cell.bytes.start];
    return c == '-' || c == '/' || c == '&' || c == '?' || c == '=' || c == '_' || c == '.' ||
           c == ',';
}

static bool breaks_behind(struct slice text, struct cell_text cell)
{
    if ((unsigned char)text.ptr[cell.bytes.start] < 0x80)
        return false;
    uint32_t cp = utf8_peek(text, cell.bytes.start);
    return cp == 0x2014 || cp == 0x200B || utf8_is_ideographic(cp);
}

/* The end of the row that starts at off, and where the next one starts. */
static struct row wrap_row(const struct scan *s, size_t off, int columns, bool chop)
{
    struct row row = {.start = off, .end = off, .next = off};
    int used = 0;
    size_t good = off, good_next = off, rough = off; /* places to break, the second in a word */
    while (off < s->text.len) {
        struct cell_text cell = cell_at(s, off);
        if (s->keep && cell.columns == 0 && cell.blank) { /* a line ends here */
            row.end = off;
            row.next = cell.bytes.end;
            return row;
        }
        if (cell.blank && !s->keep && !chop) {
            good = off;
            good_next = cell.bytes.end;
        }
        if (!chop && used + cell.columns > columns && off > row.start) {
            if (cell.blank && !s->keep)
                break; /* the blank itself is what does not fit */
            if (good == row.start)
                good = good_next = rough > row.start ? rough : off;
            break;
        }
        used += cell.columns;
        off = cell.bytes.end;
        if (breaks_behind(s->text, cell))
            good = good_next = off;
        if (breaks_long_word(s->text, cell))
            rough = off;
    }
    if (off >= s->text.len || chop)
        good = good_next = s->text.len;
    row.end = good;
    row.next = good_next;
    return row;
}

/* Makes that block the present one; false where its rows are not known. */
static bool recall(struct layout *l, size_t index)
{
    if (l->now.cached && l->now.block == index)
        return true;
    int found = l->turn;
    for (int i = 0; i < LAYOUT_SPARES; i++)
        if (l->spares[i].cached && l->spares[i].block == index)
            found = i;
    struct wrapped before = l->now;
    l->now = l->spares[found];
    l->spares[found] = before;
    if (l->now.cached && l->now.block == index)
        return true;
    l->turn = (l->turn + 1) % LAYOUT_SPARES;
    return false;
}

static void wrap_block(struct layout *l, size_t index)
{
    const struct block *block = &l->article->blocks[index];
    if (recall(l, index))
        return;
    l->now.n_rows = 0;
    l->now.block = index;
    l->now.cached = true;
    struct scan s = {{l->article->text.ptr, block->end}, keeps_blanks(l, index)};
    for (size_t off = block->start; off < block->end;) {
        uint32_t indent = block->indent + (off > block->start ? block->hang : 0u);
        if ((int)indent * 2 > l->width)
            indent = 0;
        struct row row = wrap_row(&s, off, l->width - (int)indent, l->chop);
        row.indent = indent;
        add_row(l, row);
        off = row.next;
    }
}

/* ------------------------------------------------------------ rows around */

/* Does a blank row follow block i? One always parts a heading or title from the rest. */
static bool has_gap(const struct article *a, size_t i)
{
    if (i + 1 >= a->n_blocks)
        return false;
    const struct block *b = &a->blocks[i], *next = b + 1;
    if (b->type == BLOCK_HEADING || next->type == BLOCK_HEADING || b->type == BLOCK_TITLE)
        return true;
    size_t newlines = 0;
    for (size_t off = b->end; off < next->start && newlines < 2; off++)
        newlines += a->text.ptr[off] == '\n';
    return newlines > 1;
}

/* The bytes between two blocks go to the blank row, or else to the row before. */
static void stretch(const struct layout *l, struct row *row)
{
    const struct article *a = l->article;
    size_t i = l->now.block;
    const struct block *b = &a->blocks[i];
    if (row->next == b->end && !has_gap(a, i))
        row->next = i + 1 < a->n_blocks ? a->blocks[i + 1].start : a->text.len;
}

static struct row gap_after(const struct article *a, size_t i)
{
    size_t off = a->blocks[i].end;
    return (struct row){.start = off, .end = off, .next = a->blocks[i + 1].start, .blank = true};
}

static void row_of_block(struct layout *l, size_t block, size_t number, struct row *row)
{
    wrap_block(l, block);
    *row = l->now.rows[number < l->now.n_rows ? number : l->now.n_rows - 1];
    stretch(l, row);
}

/* Number of the row of the wrapped block that holds off. */
static size_t number_at(const struct layout *l, size_t off)
{
    size_t low = 0, high = l->now.n_rows;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (l->now.rows[middle].start <= off)
            low = middle;
        else
            high = middle;
    }
    return low;
}

bool layout_row_at(struct layout *l, size_t off, struct row *row)
{
    const struct article *a = l->article;
    if (a->n_blocks == 0)
        return false;
    size_t i = article_block_at(a, off);
    if (off >= a->blocks[i].end && has_gap(a, i)) {
        *row = gap_after(a, i);
        return true;
    }
    wrap_block(l, i);
    row_of_block(l, i, number_at(l, off), row);
    return true;
}

bool layout_next(struct layout *l, struct row *row)
{
    const struct article *a = l->article;
    size_t i = article_block_at(a, row->start);
    if (row->blank) {
        row_of_block(l, i + 1, 0, row);
        return true;
    }
    wrap_block(l, i);
    size_t number = number_at(l, row->start);
    if (number + 1 < l->now.n_rows) {
        row_of_block(l, i, number + 1, row);
    } else if (has_gap(a, i)) {
        *row = gap_after(a, i);
    } else if (i + 1 < a->n_blocks) {
        row_of_block(l, i + 1, 0, row);
    } else {
        return false;
    }
    return true;
}

bool layout_previous(struct layout *l, struct row *row)
{
    const struct article *a = l->article;
    size_t i = article_block_at(a, row->start);
    if (row->blank) {
        row_of_block(l, i, SIZE_MAX, row);
        return true;
    }
    wrap_block(l, i);
    size_t number = number_at(l, row->start);
    if (number > 0) {
        row_of_block(l, i, number - 1, row);
    } else if (i > 0 && has_gap(a, i - 1)) {
        *row = gap_after(a, i - 1);
    } else if (i > 0) {
        row_of_block(l, i - 1, SIZE_MAX, row);
    } else {
        return false;
    }
    return true;
}
