/*
 * property_layout.h - what holds for the rows of every text at every width: they are the
 * text, none is too wide, and a step back undoes a step on.
 */
#ifndef DRAGOMAN_TESTS_PROPERTY_LAYOUT_H
#define DRAGOMAN_TESTS_PROPERTY_LAYOUT_H

#include "property.h"

#include "dragoman/layout.h"

static inline int row_columns(const struct layout *l, const struct row *row, size_t *n_cells)
{
    struct cell_text cell;
    int columns = (int)row->indent;
    *n_cells = 0;
    for (size_t off = row->start; layout_cell(l, row, &off, &cell); ++*n_cells)
        columns += cell.columns;
    return columns;
}

static inline bool same_row(const struct row *a, const struct row *b)
{
    return a->start == b->start && a->end == b->end && a->next == b->next &&
           a->indent == b->indent && a->blank == b->blank;
}

/* What lies between the visible bytes of a row and the next row is not to be seen. */
static inline void check_unseen(struct slice text, const struct row *row)
{
    for (size_t off = row->end; off < row->next;) {
        uint32_t cp = utf8_next(text, &off);
        assert_true(cp == '\n' || utf8_is_blank(cp));
    }
}

static inline void check_row(struct layout *l, const struct row *row)
{
    struct slice text = l->article->text;
    size_t n_cells;
    assert_true(row->start <= row->end && row->end <= row->next && row->next <= text.len);
    assert_true(on_character(text, row->start) && on_character(text, row->end));
    assert_true(row->next > row->start);
    check_unseen(text, row);
    if (row->blank) {
        assert_int_equal(row->end, row->start);
        return;
    }
    int columns = row_columns(l, row, &n_cells);
    if (n_cells == 0) /* an empty line of a listing */
        assert_true(text.ptr[row->end] == '\n' &&
                    l->article->blocks[article_block_at(l->article, row->start)].type ==
                        BLOCK_PREFORMATTED);
    if (!l->chop && columns > l->width) { /* one cell alone may be wider than the column */
        assert_int_equal(n_cells, 1);
        assert_true(row->indent == 0 || text.ptr[row->start] == '\t');
    }
}

/* Every row from the first on, the way back, and the row at every offset. */
static inline void check_layout(const struct article *a, int width, bool chop)
{
    struct layout l, other;
    struct row row, first, next;
    layout_init(&l, a, width, chop);
    layout_init(&other, a, width, chop);
    assert_int_equal(layout_row_at(&l, 0, &row), a->n_blocks > 0);
    if (a->n_blocks > 0) {
        first = row;
        assert_int_equal(row.start, a->blocks[0].start);
        for (;;) {
            check_row(&l, &row);
            struct row again;
            assert_true(layout_row_at(&other, row.start, &again));
            assert_true(same_row(&row, &again));
            assert_true(layout_row_at(&other, row.next - 1, &again));
            assert_true(same_row(&row, &again));
            next = row;
            if (!layout_next(&l, &next))
                break;
            assert_int_equal(next.start, row.next); /* the rows are the text */
            again = next;
            assert_true(layout_previous(&other, &again));
            assert_true(same_row(&row, &again));
            row = next;
        }
        assert_int_equal(row.next, a->text.len);
        assert_true(layout_row_at(&l, a->text.len, &next));
        assert_true(same_row(&row, &next));
        assert_false(layout_previous(&l, &first));
    }
    layout_release(&l);
    layout_release(&other);
}

#endif
