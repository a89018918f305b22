/*
 * format_markdown.c - CommonMark with tables, read by md4c.
 *
 * Front matter (lines of "key: value" between two lines of ---) gives title, author and
 * date; without it a level-1 heading before anything else is the title.
 */
#include "block_writer.h"
#include "format.h"

#include <md4c.h>

struct markdown {
    struct block_writer writer;
    bool titled, passes_over; /* inside raw HTML */
    unsigned lists, quotes;
    bool in_item, in_row; /* in_row: a cell of the table's row is written */
};

/* ------------------------------------------------------------ front matter */

static struct slice unquoted(struct slice value)
{
    value = slice_trim(value);
    if (value.len >= 2 && (value.ptr[0] == '"' || value.ptr[0] == '\'') &&
        value.ptr[value.len - 1] == value.ptr[0])
        return (struct slice){value.ptr + 1, value.len - 2};
    return value;
}

static void write_line(struct markdown *m, enum block_type type, struct slice text)
{
    block_open(&m->writer, (struct block){.type = (uint8_t)type});
    block_text(&m->writer, text);
    block_close(&m->writer);
}

/* Reads the front matter and returns what is behind it; all of source without one. */
static struct slice read_front_matter(struct markdown *m, struct slice source)
{
    struct slice rest = source, line, title = {0}, author = {0}, date = {0};
    if (!slice_has_prefix(source, SLICE("---\n")) || !slice_next(&rest, '\n', &line))
        return source;
    for (;;) {
        struct slice value, key;
        if (!slice_next(&rest, '\n', &line))
            return source; /* never closed: it was a rule */
        if (slice_equal(slice_trim(line), SLICE("---")) ||
            slice_equal(slice_trim(line), SLICE("...")))
            break;
        value = line;
        slice_next(&value, ':', &key);
        if (!value.ptr)
            continue;
        if (slice_equal(key, SLICE("title")))
            title = unquoted(value);
        else if (slice_equal(key, SLICE("author")))
            author = unquoted(value);
        else if (slice_equal(key, SLICE("date")))
            date = unquoted(value);
    }
    struct buffer byline = {0};
    if (title.len) {
        write_line(m, BLOCK_TITLE, title);
        m->titled = true;
    }
    if (author.len) {
        buffer_add(&byline, SLICE("By "));
        buffer_add(&byline, author);
        format_add_date(date, true, &byline);
        write_line(m, BLOCK_BYLINE, buffer_slice(&byline));
    }
    buffer_release(&byline);
    return rest.ptr ? rest : (struct slice){"", 0};
}

/* --------------------------------------------------------------- callbacks */

static struct block inner_block(const struct markdown *m, enum block_type type)
{
    unsigned indent = m->quotes * 4 + (m->lists > 1 ? (m->lists - 1) * 2 : 0);
    return (struct block){.type = (uint8_t)type,
                          .indent = (uint8_t)(indent > 16 ? 16 : indent),
                          .hang = type == BLOCK_ITEM ? 2 : 0};
}

static void open_item(struct markdown *m)
{
    block_open(&m->writer, inner_block(m, BLOCK_ITEM));
    block_text(&m->writer, SLICE("\u2022 "));
    m->in_item = true;
}

static int enter_block(MD_BLOCKTYPE type, void *detail, void *data)
{
    struct markdown *m = data;
    switch (type) {
    case MD_BLOCK_QUOTE:
        m->quotes++;
        break;
    case MD_BLOCK_UL:
    case MD_BLOCK_OL:
        m->lists++;
        break;
    case MD_BLOCK_LI:
        open_item(m);
        break;
    case MD_BLOCK_H: {
        unsigned level = ((const MD_BLOCK_H_DETAIL *)detail)->level;
        bool title = level == 1 && !m->titled && m->writer.article->n_blocks == 0;
        m->titled = m->titled || title;
        block_open(&m->writer, (struct block){.type = title ? BLOCK_TITLE : BLOCK_HEADING,
                                              .level = (uint8_t)(level > 1 ? level - 1 : 1)});
        break;
    }
    case MD_BLOCK_CODE:
    case MD_BLOCK_TABLE:
        block_open(&m->writer, inner_block(m, BLOCK_PREFORMATTED));
        break;
    case MD_BLOCK_TR:
        m->in_row = false;
        break;
    case MD_BLOCK_TH:
    case MD_BLOCK_TD:
        if (m->in_row)
            block_text(&m->writer, SLICE(" | "));
        m->in_row = true;
        break;
    case MD_BLOCK_P:
        if (!m->in_item)
            block_open(&m->writer, inner_block(m, m->quotes ? BLOCK_QUOTE : BLOCK_PARAGRAPH));
        break;
    case MD_BLOCK_HTML:
        m->passes_over = true;
        break;
    default:
        break;
    }
    return 0;
}

static int leave_block(MD_BLOCKTYPE type, void *detail, void *data)
{
    struct markdown *m = data;
    (void)detail;
    switch (type) {
    case MD_BLOCK_QUOTE:
        m->quotes--;
        break;
    case MD_BLOCK_UL:
    case MD_BLOCK_OL:
        m->lists--;
        break;
    case MD_BLOCK_TH:
    case MD_BLOCK_TD:
        return 0;
    case MD_BLOCK_TR:
        block_text(&m->writer, SLICE("\n"));
        return 0;
    case MD_BLOCK_THEAD:
    case MD_BLOCK_TBODY:
        return 0;
    case MD_BLOCK_HTML:
        m->passes_over = false;
        return 0;
    default:
        break;
    }
    m->in_item = false;
    block_close(&m->writer);
    return 0;
}

static int on_span(MD_SPANTYPE type, void *detail, void *data)
{
    (void)detail;
    struct markdown *m = data;
    m->passes_over = type == MD_SPAN_IMG; /* an image's alternative text is no prose */
    return 0;
}

static int off_span(MD_SPANTYPE type, void *detail, void *data)
{
    (void)detail;
    struct markdown *m = data;
    if (type == MD_SPAN_IMG)
        m->passes_over = false;
    return 0;
}

static int on_text(MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE size, void *data)
{
    struct markdown *m = data;
    if (m->passes_over || type == MD_TEXT_HTML)
        return 0;
    if (type == MD_TEXT_BR)
        block_line_break(&m->writer);
    else if (type == MD_TEXT_SOFTBR)
        block_text(&m->writer, SLICE(" "));
    else if (type == MD_TEXT_NULLCHAR)
        block_text(&m->writer, SLICE("\uFFFD"));
    else if (type == MD_TEXT_ENTITY)
        format_add_entity((struct slice){text, size}, &m->writer);
    else
        block_text(&m->writer, (struct slice){text, size});
    return 0;
}

void format_markdown(struct article *a, struct slice source, struct buffer *text)
{
    struct markdown m = {.writer = {.article = a}};
    MD_PARSER parser = {.flags = MD_FLAG_TABLES | MD_FLAG_PERMISSIVEAUTOLINKS,
                        .enter_block = enter_block,
                        .leave_block = leave_block,
                        .enter_span = on_span,
                        .leave_span = off_span,
                        .text = on_text};
    source = read_front_matter(&m, source);
    if (md_parse(source.ptr, (MD_SIZE)source.len, &parser, &m) != 0)
        memory_exhausted(); /* for want of memory alone: our callbacks never stop it */
    *text = block_writer_finish(&m.writer);
}
