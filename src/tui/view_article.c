/*
 * view_article.c - the text with its marks, line numbers, and the density bar.
 */
#include "reader.h"

#include "dragoman/link.h"
#include "dragoman/utf8.h"

static enum role block_role(const struct block *b)
{
    static const uint8_t roles[] = {
        [BLOCK_TITLE] = ROLE_TITLE,       [BLOCK_BYLINE] = ROLE_BYLINE,
        [BLOCK_HEADING] = ROLE_HEADING,   [BLOCK_PARAGRAPH] = ROLE_TEXT,
        [BLOCK_ITEM] = ROLE_TEXT,         [BLOCK_QUOTE] = ROLE_QUOTE,
        [BLOCK_PREFORMATTED] = ROLE_TEXT, [BLOCK_BOILERPLATE] = ROLE_BOILERPLATE,
    };
    return (enum role)roles[b->type];
}

/* Walks mentions, hits, styles and links along with the text. */
struct pens {
    size_t mention, hit, style;
    struct link_cursor links;
    struct link link;
    uint32_t link_id;
    bool has_link;
};

static void next_link(const struct reader *r, struct frame *f, struct pens *p)
{
    p->has_link = link_next(r->article, &p->links, &p->link);
    p->link_id = p->has_link ? frame_add_link(f, p->link.target) : 0;
}

/* The links between two offsets; a bare address may begin before, but not before a blank. */
static void begin_links(const struct reader *r, struct frame *f, size_t start, size_t end,
                        struct pens *p)
{
    enum { ADDRESS_BYTES = 4096 };
    const char *text = r->article->text.ptr;
    size_t from = start;
    while (from > 0 && start - from < ADDRESS_BYTES && (unsigned char)text[from - 1] > ' ')
        from--;
    p->links = link_from(r->article, from, end);
    next_link(r, f, p);
}

static uint32_t link_at(const struct reader *r, struct frame *f, struct pens *p, size_t off)
{
    while (p->has_link && p->link.end <= off)
        next_link(r, f, p);
    return p->has_link && p->link.start <= off ? p->link_id : 0;
}

static unsigned style_at(const struct styles *styles, struct pens *p, size_t off)
{
    while (p->style < styles->n && styles->items[p->style].end <= off)
        p->style++;
    if (p->style == styles->n || styles->items[p->style].start > off)
        return 0;
    unsigned style = styles->items[p->style].style;
    return (style & STYLE_BOLD ? MARK_BOLD : 0u) | (style & STYLE_ITALIC ? MARK_ITALIC : 0u) |
           (style & STYLE_UNDERLINE ? MARK_UNDERLINE : 0u);
}

static unsigned marks_at(const struct reader *r, struct pens *p, size_t off, enum role *role)
{
    const struct mentions *m = r->mentions;
    unsigned marks = style_at(&r->document.article.styles, p, off);
    while (p->mention < m->n && m->items[p->mention].end <= off)
        p->mention++;
    if (p->mention < m->n && m->items[p->mention].start <= off &&
        reader_shows(r, &m->items[p->mention])) {
        *role = role_of_kind(m->items[p->mention].kind);
        marks |= p->mention == r->focus ? MARK_FOCUS : 0;
    }
    while (p->hit < r->n_shown_hits && r->shown_hits[p->hit].end <= off)
        p->hit++;
    if (!r->hide_hits && p->hit < r->n_shown_hits && r->shown_hits[p->hit].start <= off)
        marks |=
            r->shown_hits[p->hit].start == r->hit.start && r->hit.end ? MARK_CURRENT : MARK_HIT;
    return marks;
}

static void draw_row(const struct reader *r, struct frame *f, const struct screen *s, int line,
                     const struct row *row, struct pens *pens)
{
    const struct article *a = r->article;
    enum role base = block_role(&a->blocks[article_block_at(a, row->start)]);
    int col = s->text.col + (int)row->indent, limit = s->text.col + s->text.cols;
    struct cell_text cell;
    for (size_t off = row->start; layout_cell(&r->layout, row, &off, &cell);) {
        enum role role = base;
        unsigned marks = marks_at(r, pens, cell.bytes.start, &role);
        struct slice bytes = cell.blank ? SLICE("        ") : slice_cut(a->text, cell.bytes);
        if (cell.blank)
            bytes.len = (size_t)cell.columns;
        if ((marks & MARK_FOCUS) && !f->cursor) {
            f->cursor = true;
            f->cursor_row = line;
            f->cursor_col = col < f->cols ? col : f->cols - 1;
        }
        if (col + cell.columns > limit) {
            if (r->chop && limit > s->text.col)
                frame_put(f, line, limit - 1, limit, SLICE("\u203A"), ROLE_FRAMEWORK, 0);
            break;
        }
        uint32_t link = link_at(r, f, pens, cell.bytes.start);
        int before = col;
        col = frame_put(f, line, col, limit, bytes, role, marks);
        for (; link && before < col; before++)
            frame_at(f, line, before)->link = link;
    }
}

static void draw_number(const struct screen *s, struct frame *f, int line, size_t number)
{
    struct buffer text = {0};
    buffer_format(&text, "%*zu ", s->numbers - 1, number);
    frame_put(f, line, s->text.col - s->numbers, s->text.col, buffer_slice(&text), ROLE_FRAMEWORK,
              0);
    buffer_release(&text);
}

/* ------------------------------------------------------------- density bar */

enum { COUNT_MENTIONS = 100000 }; /* in a piece */

static void begin_density(struct reader *r, int rows, uint32_t entity, bool is_final)
{
    r->density.rows = memory_resize(r->density.rows, (size_t)rows, 1);
    memset(r->density.rows, 0, (size_t)rows);
    r->density.n = rows;
    r->density.entity = entity;
    r->density.hidden = r->hidden_kinds;
    r->density.hide_metonyms = r->hide_metonyms;
    r->density.len = reader_len(r);
    r->density.is_final = is_final;
    r->density.next = 0;
}

/* For the part of the text of each row a kind that is mentioned there, kind + 1, or 0. Where
 * there are several it is the rarest of the article, which else would not be seen. With a
 * focus only its entity counts. */
bool reader_count_density(struct reader *r)
{
    enum { KINDS = 8 };
    const struct mentions *m = &r->all; /* a window's are not all that is known */
    int rows = reader_screen(r).text.rows;
    size_t len = reader_len(r), totals[KINDS] = {0};
    bool focused = r->focus != NO_MENTION && !reader_is_in_window(r);
    uint32_t entity = focused ? m->items[r->focus].entity : LEXICON_NONE;
    if (r->hide_density || rows < 1 || len == 0)
        return false;
    if (r->density.n != rows || r->density.entity != entity ||
        r->density.hidden != r->hidden_kinds || r->density.hide_metonyms != r->hide_metonyms ||
        r->density.len != len || r->density.is_final != reader_is_indexed(r))
        begin_density(r, rows, entity, reader_is_indexed(r));
    size_t next = r->density.next;
    size_t end = m->n - next > COUNT_MENTIONS ? next + COUNT_MENTIONS : m->n;
    if (next == end)
        return false;
    for (size_t i = 0; i < m->n_entities; i++)
        totals[m->entities[i].kind % KINDS] += m->entities[i].n_mentions;
    for (; next < end; next++) {
        const struct mention *x = &m->items[next];
        if (!reader_shows(r, x) || (entity != LEXICON_NONE && x->entity != entity))
            continue;
        size_t row = (size_t)((double)x->start / (double)len * rows);
        uint8_t *tick = &r->density.rows[row < (size_t)rows ? row : (size_t)rows - 1];
        unsigned kind = x->kind % KINDS;
        if (!*tick || totals[kind] < totals[*tick - 1])
            *tick = (uint8_t)(kind + 1);
    }
    r->density.next = end;
    r->is_stale = r->is_stale || (end == m->n && reader_is_indexed(r));
    return true;
}

static void draw_density(struct reader *r, struct frame *f, const struct screen *s)
{
    int rows = s->text.rows;
    double len = (double)reader_len(r);
    if (rows < 1 || len == 0)
        return;
    reader_count_density(r);
    int first = (int)((double)r->top / len * rows);
    int last = (int)((double)(reader_bottom(r) - 1) / len * rows);
    for (int row = 0; row < rows; row++) {
        unsigned kind = r->density.rows[row];
        bool visible = row >= first && row <= last;
        struct slice tick = kind ? (visible ? SLICE("\u2588") : SLICE("\u2590"))
                                 : (visible ? SLICE("\u2503") : SLICE("\u2502"));
        enum role role = kind ? role_of_kind(kind - 1) : visible ? ROLE_VISIBLE : ROLE_FRAMEWORK;
        frame_put(f, s->text.row + row, s->density_col, f->cols, tick, role, MARK_BARE);
    }
}

void view_article_draw(struct reader *r, struct frame *f, const struct screen *s)
{
    struct row row;
    size_t last_number = 0;
    struct place_cursor cursor = {0};
    bool more = layout_row_at(&r->layout, r->top, &row);
    struct pens pens = {.mention = mentions_after(r->mentions, more ? row.start : 0)};
    if (more) {
        reader_find_shown_hits(r, row.start, reader_bottom(r));
        pens.style = styles_after(&r->document.article.styles, row.start);
    }
    if (more && r->setup.hyperlinks)
        begin_links(r, f, row.start, reader_bottom(r), &pens);
    for (int i = 0; i < s->text.rows && more; i++) {
        if (!row.blank)
            draw_row(r, f, s, s->text.row + i, &row, &pens);
        if (s->numbers && !row.blank && !reader_is_in_window(r)) {
            size_t number = article_place(r->article, &cursor, row.start).line;
            if (number != last_number)
                draw_number(s, f, s->text.row + i, number);
            last_number = number;
        }
        more = layout_next(&r->layout, &row);
    }
    link_cursor_release(&pens.links);
    if (s->density_col >= 0)
        draw_density(r, f, s);
}
