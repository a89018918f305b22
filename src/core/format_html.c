/*
 * format_html.c - a saved web page in, the article in it out.
 *
 * What the article is decides html_content.c; here it is written, in one walk over the nodes
 * with a stack of what is open. Elements fall into a few sorts, and a table says which.
 * Title and byline are written first, from the page's metadata or its best heading.
 */
#include "address.h"
#include "block_writer.h"
#include "dragoman/utf8.h"
#include "format.h"
#include "html_content.h"
#include "html_meta.h"

#include <stdlib.h>

enum { MAX_INDENT = 16, TABLE_COLUMNS = 32, TABLE_WIDTH = 100 };

enum sort {
    INLINE,
    CONTAINER, /* parts what is before it from what is behind */
    PARAGRAPH,
    HEADING,
    QUOTE,
    PRE,
    LIST,
    ITEM,
    TERM, /* what a term means, in a definition list */
    TABLE,
    BREAK,
    LINK,
    SUPERSCRIPT,
    QUOTED,
};

static const uint8_t sorts[GUMBO_TAG_LAST + 1] = {
    [GUMBO_TAG_ADDRESS] = PARAGRAPH,
    [GUMBO_TAG_ARTICLE] = CONTAINER,
    [GUMBO_TAG_ASIDE] = CONTAINER,
    [GUMBO_TAG_BODY] = CONTAINER,
    [GUMBO_TAG_CAPTION] = PARAGRAPH,
    [GUMBO_TAG_CENTER] = CONTAINER,
    [GUMBO_TAG_DD] = TERM,
    [GUMBO_TAG_DETAILS] = CONTAINER,
    [GUMBO_TAG_DIV] = CONTAINER,
    [GUMBO_TAG_DL] = CONTAINER,
    [GUMBO_TAG_DT] = PARAGRAPH,
    [GUMBO_TAG_FIELDSET] = CONTAINER,
    [GUMBO_TAG_FIGCAPTION] = PARAGRAPH,
    [GUMBO_TAG_FIGURE] = CONTAINER,
    [GUMBO_TAG_FOOTER] = CONTAINER,
    [GUMBO_TAG_FORM] = CONTAINER,
    [GUMBO_TAG_HEADER] = CONTAINER,
    [GUMBO_TAG_HGROUP] = CONTAINER,
    [GUMBO_TAG_HR] = CONTAINER,
    [GUMBO_TAG_HTML] = CONTAINER,
    [GUMBO_TAG_MAIN] = CONTAINER,
    [GUMBO_TAG_MENU] = LIST,
    [GUMBO_TAG_NAV] = CONTAINER,
    [GUMBO_TAG_SECTION] = CONTAINER,
    [GUMBO_TAG_SUMMARY] = PARAGRAPH,
    [GUMBO_TAG_TBODY] = CONTAINER,
    [GUMBO_TAG_TD] = CONTAINER,
    [GUMBO_TAG_TFOOT] = CONTAINER,
    [GUMBO_TAG_TH] = CONTAINER,
    [GUMBO_TAG_THEAD] = CONTAINER,
    [GUMBO_TAG_TR] = CONTAINER,
    [GUMBO_TAG_P] = PARAGRAPH,
    [GUMBO_TAG_H1] = HEADING,
    [GUMBO_TAG_H2] = HEADING,
    [GUMBO_TAG_H3] = HEADING,
    [GUMBO_TAG_H4] = HEADING,
    [GUMBO_TAG_H5] = HEADING,
    [GUMBO_TAG_H6] = HEADING,
    [GUMBO_TAG_BLOCKQUOTE] = QUOTE,
    [GUMBO_TAG_PRE] = PRE,
    [GUMBO_TAG_LISTING] = PRE,
    [GUMBO_TAG_UL] = LIST,
    [GUMBO_TAG_OL] = LIST,
    [GUMBO_TAG_DIR] = LIST,
    [GUMBO_TAG_LI] = ITEM,
    [GUMBO_TAG_TABLE] = TABLE,
    [GUMBO_TAG_BR] = BREAK,
    [GUMBO_TAG_A] = LINK,
    [GUMBO_TAG_SUP] = SUPERSCRIPT,
    [GUMBO_TAG_Q] = QUOTED,
};

static const uint8_t styles[GUMBO_TAG_LAST + 1] = {
    [GUMBO_TAG_B] = STYLE_BOLD,        [GUMBO_TAG_STRONG] = STYLE_BOLD,
    [GUMBO_TAG_EM] = STYLE_ITALIC,     [GUMBO_TAG_I] = STYLE_ITALIC,
    [GUMBO_TAG_CITE] = STYLE_ITALIC,   [GUMBO_TAG_DFN] = STYLE_ITALIC,
    [GUMBO_TAG_VAR] = STYLE_ITALIC,    [GUMBO_TAG_U] = STYLE_UNDERLINE,
    [GUMBO_TAG_INS] = STYLE_UNDERLINE,
};

/* An element that is being written, and what is as it was before once it ends. */
struct open {
    uint32_t node;
    uint8_t sort;
    bool bracketed; /* a note's number, to which brackets were added */
    unsigned style, quotes, lists;
    size_t list; /* index of the innermost list among the open elements */
    long number; /* of the next item; a list without numbers: NO_NUMBER */
};

enum { NO_NUMBER = -1, NO_LIST = 0 };

struct writer {
    struct block_writer out;
    const struct html_page *page;
    struct html_meta meta;
    uint32_t title; /* the heading that is the title, or 0 */
    uint32_t content;
    struct open *open; /* the first is nobody's */
    size_t n_open, cap_open;
    unsigned quotes, lists;
    size_t list, item_start; /* item_start: length of the text with the item's mark alone */
    bool in_cell, lost;      /* lost: something was left out behind the last heading */
};

static void walk(struct writer *w, uint32_t from, uint32_t to);

/* ------------------------------------------------------------------ blocks */

static uint8_t indent_of(unsigned columns)
{
    return (uint8_t)(columns > MAX_INDENT ? MAX_INDENT : columns);
}

static struct block body_block(const struct writer *w)
{
    return (struct block){.type = w->quotes ? BLOCK_QUOTE : BLOCK_PARAGRAPH,
                          .indent = indent_of(w->quotes * 4 + w->lists * 2)};
}

/* Does the open block hold nothing but the mark of its item? */
static bool is_fresh_item(const struct writer *w)
{
    return w->out.open && w->out.block.type == BLOCK_ITEM && w->out.text.len == w->item_start;
}

static struct slice open_text(const struct writer *w)
{
    const struct block_writer *out = &w->out;
    struct span block = {out->block.start, out->text.len};
    return slice_trim(slice_cut(buffer_slice(&out->text), block));
}

/* Does the open block say once more, right at the top, what the title or the byline says? */
static bool repeats_top(const struct writer *w)
{
    const struct article *a = w->out.article;
    if (!w->out.open || a->n_blocks > 3)
        return false;
    struct slice text = open_text(w);
    for (size_t i = 0; i < a->n_blocks && text.len; i++) {
        const struct block *b = &a->blocks[i];
        struct slice said = {w->out.text.ptr + b->start, b->end - b->start};
        bool whole = b->type == BLOCK_TITLE && slice_equal(text, said);
        bool byline = b->type == BLOCK_BYLINE && text.len <= said.len && text.len >= 6;
        bool part = byline && (slice_has_prefix(said, text) ||
                               memcmp(said.ptr + said.len - text.len, text.ptr, text.len) == 0);
        if (whole || part)
            return true;
    }
    return false;
}

static void end_block(struct writer *w)
{
    if (is_fresh_item(w) || repeats_top(w))
        block_drop(&w->out);
    else
        block_close(&w->out);
}

/* A boundary between blocks, which in a cell or behind an item's mark is a blank at most. */
static void part(struct writer *w, bool always)
{
    bool loose =
        !w->out.open || w->out.block.type == BLOCK_PARAGRAPH || w->out.block.type == BLOCK_QUOTE;
    if (w->in_cell || (!loose && !always) || is_fresh_item(w))
        block_text(&w->out, SLICE(" "));
    else
        end_block(w);
}

static bool is_blank(struct slice text)
{
    return slice_trim(text).len == 0;
}

static void write_text(struct writer *w, struct slice text)
{
    if (!w->out.open && !is_blank(text))
        block_open(&w->out, body_block(w));
    block_text(&w->out, text);
}

/* Drops a heading whose text has all been left out. */
static void drop_empty_heading(struct writer *w)
{
    struct article *a = w->out.article;
    block_close(&w->out);
    if (w->lost && a->n_blocks && a->blocks[a->n_blocks - 1].type == BLOCK_HEADING) {
        a->n_blocks--;
        w->out.text.len = a->n_blocks ? a->blocks[a->n_blocks - 1].end : 0;
        article_cut(a, w->out.text.len);
    }
    w->lost = false;
}

/* ------------------------------------------------------------------- lists */

static long first_number(const struct html_node *n)
{
    struct slice start = html_attribute(n, "start");
    return n->tag != GUMBO_TAG_OL ? NO_NUMBER : start.len ? strtol(start.ptr, NULL, 10) : 1;
}

static void open_item(struct writer *w, const struct html_node *n)
{
    struct open *list = w->list ? &w->open[w->list] : NULL;
    struct slice value = html_attribute(n, "value");
    struct buffer mark = {0};
    if (list && list->number != NO_NUMBER) {
        if (value.len)
            list->number = strtol(value.ptr, NULL, 10);
        buffer_format(&mark, "%ld. ", list->number);
        if (list->number < 1000000000)
            list->number++;
    } else {
        buffer_add(&mark, SLICE("\u2022 "));
    }
    unsigned depth = w->lists > 1 ? w->lists - 1 : 0;
    end_block(w);
    block_open(&w->out, (struct block){.type = BLOCK_ITEM,
                                       .indent = indent_of(w->quotes * 4 + depth * 2),
                                       .hang = (uint8_t)utf8_columns(buffer_slice(&mark))});
    block_text(&w->out, slice_trim(buffer_slice(&mark)));
    block_pad(&w->out, 1);
    w->item_start = w->out.text.len;
    buffer_release(&mark);
}

/* A list that is nothing but links leads away from the article. */
static bool is_all_links(const struct writer *w, uint32_t i)
{
    size_t links = html_links_len(w->page, i);
    return links && links * 10 >= html_text_len(w->page, i) * 9;
}

/* ------------------------------------------------------------------ tables */

/* A table that holds data, and not the page: its cells are short and have no structure. */
static bool is_data_table(const struct html_page *p, uint32_t i)
{
    enum { LONG_CELL = 400 };
    struct slice role = html_attribute(&p->nodes[i], "role");
    unsigned in_row = 0, columns = 0, rows = 0, heads = 0;
    if (slice_equal(role, SLICE("presentation")) || slice_equal(role, SLICE("none")))
        return false;
    for (uint32_t k = i + 1; k < p->nodes[i].end; k++) {
        const struct html_node *n = &p->nodes[k];
        if (n->tag == GUMBO_TAG_TABLE || n->tag == GUMBO_TAG_UL || n->tag == GUMBO_TAG_OL ||
            n->tag == GUMBO_TAG_BLOCKQUOTE || (n->tag >= GUMBO_TAG_H1 && n->tag <= GUMBO_TAG_H4))
            return false;
        if (n->tag == GUMBO_TAG_TR) {
            rows++;
            in_row = 0;
        } else if (n->tag == GUMBO_TAG_TD || n->tag == GUMBO_TAG_TH) {
            heads += n->tag == GUMBO_TAG_TH;
            columns = ++in_row > columns ? in_row : columns;
            if (html_text_len(p, k) > LONG_CELL)
                return false;
        }
    }
    return columns > 1 && (rows > 1 || heads > 0);
}

struct table {
    size_t widths[TABLE_COLUMNS];
    size_t n; /* columns */
    bool aligned;
};

/* Columns of a cell as it will be written. */
static size_t measure_cell(struct writer *w, uint32_t cell)
{
    struct article scratch = {0};
    struct block_writer out = w->out;
    w->out = (struct block_writer){.article = &scratch};
    block_open(&w->out, (struct block){.type = BLOCK_PARAGRAPH});
    walk(w, cell + 1, w->page->nodes[cell].end);
    struct buffer text = block_writer_finish(&w->out);
    size_t columns = utf8_columns(slice_trim(buffer_slice(&text)));
    buffer_release(&text);
    article_release(&scratch);
    w->out = out;
    return columns;
}

static bool next_cell(const struct html_page *p, uint32_t end, uint32_t *k)
{
    for (; *k < end; ++*k)
        if (p->nodes[*k].tag == GUMBO_TAG_TD || p->nodes[*k].tag == GUMBO_TAG_TH)
            return true;
    return false;
}

static void measure_table(struct writer *w, uint32_t i, struct table *t)
{
    const struct html_page *p = w->page;
    size_t total = 0;
    *t = (struct table){.aligned = true};
    for (uint32_t row = i + 1; row < p->nodes[i].end; row++) {
        size_t column = 0;
        if (p->nodes[row].tag != GUMBO_TAG_TR)
            continue;
        for (uint32_t k = row; next_cell(p, p->nodes[row].end, &k); k = p->nodes[k].end) {
            if (column == TABLE_COLUMNS) {
                t->aligned = false;
                return;
            }
            size_t width = measure_cell(w, k);
            if (width > t->widths[column])
                t->widths[column] = width;
            t->n = ++column > t->n ? column : t->n;
        }
        row = p->nodes[row].end - 1;
    }
    for (size_t column = 0; column < t->n; column++)
        total += t->widths[column] + 3;
    t->aligned = total <= TABLE_WIDTH + 3;
}

static void write_row(struct writer *w, uint32_t row, const struct table *t)
{
    const struct html_page *p = w->page;
    size_t column = 0;
    for (uint32_t k = row; next_cell(p, p->nodes[row].end, &k); k = p->nodes[k].end) {
        if (column) {
            block_pad(&w->out, 1);
            block_text(&w->out, SLICE("|"));
            block_pad(&w->out, 1);
        }
        size_t start = w->out.text.len;
        walk(w, k + 1, p->nodes[k].end);
        w->out.blank = false;
        struct slice cell =
            slice_cut(buffer_slice(&w->out.text), (struct span){start, w->out.text.len});
        size_t width = cell.len ? utf8_columns(cell) : 0;
        if (t->aligned && column + 1 < t->n && width < t->widths[column])
            block_pad(&w->out, t->widths[column] - width);
        column++;
    }
    while (w->out.text.len > w->out.block.start && w->out.text.ptr[w->out.text.len - 1] == ' ')
        w->out.text.len--;
}

/* Rows as lines with aligned columns where they fit, else as items that wrap. */
static void write_table(struct writer *w, uint32_t i)
{
    const struct html_page *p = w->page;
    struct table table;
    end_block(w);
    for (uint32_t k = i + 1; k < p->nodes[i].end; k++)
        if (p->nodes[k].tag == GUMBO_TAG_CAPTION)
            walk(w, k, p->nodes[k].end);
    end_block(w);
    w->in_cell = true;
    measure_table(w, i, &table);
    for (uint32_t row = i + 1; row < p->nodes[i].end; row++) {
        if (p->nodes[row].tag != GUMBO_TAG_TR)
            continue;
        if (!table.aligned)
            block_open(&w->out, (struct block){.type = BLOCK_ITEM, .hang = 2});
        else if (!w->out.open)
            block_open(&w->out, (struct block){.type = BLOCK_PREFORMATTED});
        else
            block_line_break(&w->out);
        w->out.keep = false;
        write_row(w, row, &table);
        row = p->nodes[row].end - 1;
    }
    w->in_cell = false;
    end_block(w);
}

/* -------------------------------------------------- what only leads elsewhere */

static void drop_label(struct writer *w)
{
    if (!w->in_cell && w->out.open && w->out.block.type != BLOCK_ITEM &&
        w->out.text.len - w->out.block.start < 40 && html_is_label(open_text(w)))
        block_drop(&w->out);
}

/* Behind what such a heading stands over: to the next heading of its rank, or to its parent's
 * end; not if that takes a good part of the article with it. */
static uint32_t skip_section(const struct writer *w, uint32_t i)
{
    const struct html_page *p = w->page;
    uint32_t end = p->nodes[p->nodes[i].parent].end, k = p->nodes[i].end;
    while (k < end && !(sorts[p->nodes[k].tag] == HEADING && p->nodes[k].tag <= p->nodes[i].tag))
        k = p->nodes[k].end;
    size_t prose = p->nodes[k].prose_before - p->nodes[i].prose_before;
    return prose * 3 <= html_prose_len(p, w->content) ? k : i;
}

/* ---------------------------------------------------------------- elements */

/* The number of a note: a superscript that is a link within the page. */
static bool is_note_number(const struct html_page *p, uint32_t i)
{
    struct buffer text = {0};
    bool local = false;
    for (uint32_t k = i + 1; k < p->nodes[i].end && k < i + 6; k++) {
        struct slice target = html_attribute(&p->nodes[k], "href");
        local = local || (target.len && target.ptr[0] == '#');
    }
    if (local)
        html_add_text(p, i, 12, &text);
    bool number = text.len > 0 && text.len < 6 && text.ptr[0] != '[' && text.ptr[0] != '(';
    buffer_release(&text);
    return number;
}

static void open_link(struct writer *w, const struct html_node *n)
{
    struct buffer target = {0};
    if (address_resolve(w->meta.base.text, html_attribute(n, "href"), &target))
        block_link_open(&w->out, buffer_slice(&target));
    buffer_release(&target);
}

static bool leads_away(const struct html_page *p, uint32_t i)
{
    for (uint32_t k = i + 1; k < p->nodes[i].end; k++) {
        struct slice target = html_attribute(&p->nodes[k], "href");
        if (target.len && target.ptr[0] != '#')
            return true;
    }
    return false;
}

static uint32_t open_heading(struct writer *w, uint32_t i)
{
    const struct html_page *p = w->page;
    struct buffer text = {0};
    html_add_text(p, i, 80, &text);
    bool furniture = html_is_heading_of_furniture(buffer_slice(&text));
    buffer_release(&text);
    if (furniture && skip_section(w, i) != i)
        return skip_section(w, i);
    if (is_all_links(w, i) && leads_away(p, i))
        return p->nodes[i].end;
    if (w->in_cell)
        return i + 1;
    drop_empty_heading(w);
    unsigned level = (unsigned)(p->nodes[i].tag - GUMBO_TAG_H1);
    block_open(&w->out,
               (struct block){.type = BLOCK_HEADING, .level = (uint8_t)(level ? level : 1)});
    return i + 1;
}

static void open_term(struct writer *w)
{
    part(w, true);
    if (w->in_cell || w->out.open)
        return;
    struct block block = body_block(w);
    block.indent = indent_of(block.indent + 4u);
    block_open(&w->out, block);
}

static void open_list(struct writer *w, struct open *own, const struct html_node *n)
{
    if (!is_fresh_item(w))
        part(w, true);
    w->lists++;
    own->number = first_number(n);
    w->list = w->n_open - 1;
}

/* Two in a row make a blank line: pages without p write their paragraphs so. */
static void write_break(struct writer *w)
{
    size_t len = w->out.text.len;
    bool twice = w->out.open && len > w->out.block.start && w->out.text.ptr[len - 1] == '\n';
    if (w->in_cell || (w->out.open && w->out.block.type == BLOCK_HEADING))
        block_text(&w->out, SLICE(" "));
    else if (w->out.keep)
        block_text(&w->out, SLICE("\n"));
    else if (twice && !is_fresh_item(w))
        end_block(w);
    else if (!is_fresh_item(w))
        block_line_break(&w->out);
}

/* Begins an element. Returns the node to go on with: the next one, or that behind it. */
static uint32_t enter(struct writer *w, uint32_t i)
{
    const struct html_node *n = &w->page->nodes[i];
    struct open *own = &w->open[w->n_open - 1];
    switch ((enum sort)own->sort) {
    case CONTAINER:
        part(w, false);
        break;
    case PARAGRAPH:
        part(w, true);
        break;
    case TERM:
        open_term(w);
        break;
    case HEADING:
        return open_heading(w, i);
    case QUOTE:
        part(w, true);
        w->quotes++;
        break;
    case PRE:
        if (w->in_cell)
            break;
        end_block(w);
        block_open(&w->out, (struct block){.type = BLOCK_PREFORMATTED});
        break;
    case LIST:
        if (is_all_links(w, i)) {
            w->lost = true;
            return n->end;
        }
        open_list(w, own, n);
        break;
    case ITEM:
        if (w->in_cell)
            block_text(&w->out, SLICE(" "));
        else
            open_item(w, n);
        break;
    case TABLE:
        if (!w->in_cell && is_data_table(w->page, i)) {
            write_table(w, i);
            return n->end;
        }
        part(w, false);
        break;
    case BREAK:
        write_break(w);
        break;
    case LINK:
        open_link(w, n);
        break;
    case SUPERSCRIPT:
        own->bracketed = is_note_number(w->page, i);
        write_text(w, own->bracketed ? SLICE("[") : SLICE(""));
        break;
    case QUOTED:
        write_text(w, SLICE("\u201C"));
        break;
    case INLINE:
        break;
    }
    return i + 1;
}

/* Ends the element that was begun last. */
static void leave(struct writer *w)
{
    struct open own = w->open[--w->n_open];
    switch ((enum sort)own.sort) {
    case PARAGRAPH:
    case TERM:
    case HEADING:
    case CONTAINER:
    case TABLE:
        drop_label(w);
        part(w, own.sort == HEADING);
        break;
    case QUOTE:
    case LIST:
    case ITEM:
    case PRE:
        if (!w->in_cell)
            end_block(w);
        break;
    case LINK:
        block_link_close(&w->out);
        break;
    case SUPERSCRIPT:
        write_text(w, own.bracketed ? SLICE("]") : SLICE(""));
        break;
    case QUOTED:
        write_text(w, SLICE("\u201D"));
        break;
    case BREAK:
    case INLINE:
        break;
    }
    w->out.style = own.style;
    w->quotes = own.quotes;
    w->lists = own.lists;
    w->list = own.list;
}

/* Is this the arrow that leads from a note back, or a date that the byline has already? */
static bool is_mark(const struct writer *w, uint32_t i)
{
    const struct html_node *n = &w->page->nodes[i];
    struct buffer text = {0};
    if (n->tag != GUMBO_TAG_A && n->tag != GUMBO_TAG_TIME)
        return false;
    html_add_text(w->page, i, 60, &text);
    struct slice target = html_attribute(n, "href");
    bool arrow = target.len && target.ptr[0] == '#' && text.len && text.len < 8;
    for (size_t k = 0; k < text.len && arrow;)
        arrow = !utf8_is_word(utf8_next(buffer_slice(&text), &k));
    bool date = n->tag == GUMBO_TAG_TIME && w->meta.date.rank &&
                w->page->nodes[n->block].own < text.len + 8;
    buffer_release(&text);
    return arrow || date;
}

static void push(struct writer *w, uint32_t i)
{
    uint8_t tag = w->page->nodes[i].tag;
    ARRAY_RESERVE(w->open, w->n_open, w->cap_open);
    w->open[w->n_open++] = (struct open){.node = i,
                                         .sort = sorts[tag],
                                         .style = w->out.style,
                                         .quotes = w->quotes,
                                         .lists = w->lists,
                                         .list = w->list,
                                         .number = NO_NUMBER};
    w->out.style |= styles[tag];
}

/* Writes the nodes from..to. */
static void walk(struct writer *w, uint32_t from, uint32_t to)
{
    const struct html_node *nodes = w->page->nodes;
    size_t bottom = w->n_open;
    for (uint32_t i = from; i < to;) {
        while (w->n_open > bottom && nodes[w->open[w->n_open - 1].node].end <= i)
            leave(w);
        if (nodes[i].left_out || (w->title && i == w->title) || is_mark(w, i)) {
            w->lost = w->lost || nodes[i].left_out;
            i = nodes[i].end;
        } else if (html_is_text(&nodes[i])) {
            write_text(w, html_text(&nodes[i++]));
        } else {
            push(w, i);
            uint32_t next = enter(w, i);
            if (next != i + 1) { /* it was passed over */
                w->out.style = w->open[--w->n_open].style;
            }
            i = next;
        }
    }
    while (w->n_open > bottom)
        leave(w);
}

/* --------------------------------------------------------------- the top */

static void write_line(struct writer *w, enum block_type type, struct slice text)
{
    block_open(&w->out, (struct block){.type = (uint8_t)type});
    block_text(&w->out, text);
    block_close(&w->out);
}

static void write_top(struct writer *w)
{
    struct buffer title = {0}, byline = {0};
    html_add_title(w->page, &w->meta, w->title, &title);
    write_line(w, BLOCK_TITLE, buffer_slice(&title));
    if (w->meta.author.rank) {
        buffer_add(&byline, SLICE("By "));
        buffer_add(&byline, w->meta.author.text);
    }
    format_add_date(w->meta.date.text, byline.len > 0, &byline);
    write_line(w, BLOCK_BYLINE, buffer_slice(&byline));
    buffer_release(&title);
    buffer_release(&byline);
}

/* Some pages have their text for their own program alone: nothing to see without it. */
static bool has_only_body(const struct writer *w)
{
    enum { LEAST = 300 }; /* less is a summary */
    struct buffer text = {0};
    if (w->meta.body.len < LEAST)
        return false;
    html_add_text(w->page, w->content, w->meta.body.len, &text);
    bool has_less = text.len * 2 < w->meta.body.len;
    buffer_release(&text);
    return has_less;
}

void format_html(struct article *a, struct slice source, struct buffer *text)
{
    struct html_page page;
    html_page_init(&page, source);
    struct writer w = {.out = {.article = a}, .page = &page};
    html_read_meta(&page, &w.meta);
    html_leave_out(&page);
    w.content = html_choose(&page);
    w.title = html_find_title(&page, &w.meta, w.content);
    push(&w, 0); /* nobody's */
    write_top(&w);
    uint32_t standfirst = html_standfirst(&page, w.content);
    if (standfirst && standfirst != w.title)
        walk(&w, standfirst, page.nodes[standfirst].end);
    if (has_only_body(&w))
        format_html_fragment(&w.out, w.meta.base.text, w.meta.body);
    else
        walk(&w, w.content, page.nodes[w.content].end);
    drop_empty_heading(&w);
    *text = block_writer_finish(&w.out);
    free(w.open);
    html_page_release(&page);
}

void format_html_fragment(struct block_writer *out, struct slice base, struct slice source)
{
    struct html_page page;
    html_page_init(&page, source);
    struct writer w = {.out = *out, .page = &page};
    w.meta.base.text = base;
    push(&w, 0); /* nobody's */
    walk(&w, 0, page.n);
    end_block(&w);
    *out = w.out;
    free(w.open);
    html_page_release(&page);
}

void format_add_entity(struct slice entity, struct buffer *out)
{
    struct html_page page;
    html_page_init(&page, entity);
    for (uint32_t i = 0; i < page.n; i++)
        if (html_is_text(&page.nodes[i]))
            buffer_add(out, html_text(&page.nodes[i]));
    html_page_release(&page);
}
