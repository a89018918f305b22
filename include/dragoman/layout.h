/*
 * layout.h - an article and a width in, screen rows out.
 *
 * A row is a span of the text; together the rows of an article are its text, byte
 * for byte. Nothing is laid out before it is asked for: a row is found from any
 * offset in it, and rows are walked up and down from there, so a resize costs what
 * one screen costs. Words wrap whole; a word wider than the column breaks at a
 * hyphen or slash, else between grapheme clusters.
 */
#ifndef DRAGOMAN_LAYOUT_H
#define DRAGOMAN_LAYOUT_H

#include "dragoman/article.h"

struct row {
    size_t start, end; /* the visible bytes; equal in a blank row */
    size_t next;       /* where the next row's bytes start: those between end and next are
                          blanks and line breaks */
    uint32_t indent;   /* columns to the left of the first cell */
    bool blank;        /* between two blocks */
};

struct wrapped { /* the rows of a block */
    struct row *rows;
    size_t n_rows, cap_rows, block;
    bool cached;
};

enum { LAYOUT_SPARES = 3 };

struct layout {
    const struct article *article;
    int width;          /* columns of the text, at least 1 */
    bool chop;          /* lines are not wrapped */
    struct wrapped now; /* the block that was asked for last, and some before it */
    struct wrapped spares[LAYOUT_SPARES];
    int turn;
};

void layout_init(struct layout *l, const struct article *article, int width, bool chop);
void layout_release(struct layout *l);
/* The blocks of the article have changed, or it is another article. */
void layout_forget(struct layout *l, const struct article *article);

/* The row whose bytes [start, next) hold off; the last row for the text's end. False
 * where the article has no rows at all. */
bool layout_row_at(struct layout *l, size_t off, struct row *row);
/* Moves to the next or the previous row; false at the end or the start. */
bool layout_next(struct layout *l, struct row *row);
bool layout_previous(struct layout *l, struct row *row);

/* Walking along a row: the next cell at *off, which moves past its bytes; false at the
 * row's end. A line break or tab within a row is a blank, a run of blanks one cell,
 * except where blanks are kept (preformatted text). */
struct cell_text {
    struct span bytes;
    int columns;
    bool blank;
};
bool layout_cell(const struct layout *l, const struct row *row, size_t *off,
                 struct cell_text *cell);

#endif
