/*
 * format_markdown.c - CommonMark with tables, read by md4c.
 *
 * Front matter gives title, author and date; without a title there, a level-1 heading before
 * anything else is it. Before md4c sees the source, notes ("[^1]") become plain text, which it
 * does not know, and what nests beyond sense is cut, on which it would spend quadratic time.
 * Columns of tables are as wide as their cells: when there are tables, the source is read
 * once more, with the widths known.
 */
#include "address.h"
#include "block_writer.h"
#include "dragoman/utf8.h"
#include "format.h"
#include "front_matter.h"

#include <md4c.h>
#include <stdlib.h>

enum { MAX_MARKERS = 64, MAX_BLANK_LINES = 8, TABLE_COLUMNS = 16, TABLE_WIDTH = 100 };
enum { NO_NUMBER = -1, NAMES = 64, MAX_NAME = 32 };

struct table {
    size_t widths[TABLE_COLUMNS];
};

struct list {
    long number; /* of the next item, or NO_NUMBER */
    char delimiter;
};

struct markdown {
    struct block_writer writer;
    struct slice base; /* where the text was published */
    bool titled, in_html, aligned;
    unsigned images, quotes, styles[3]; /* how many of each are open */
    struct list *lists;
    size_t n_lists, cap_lists, item_start; /* item_start: length of the text with the mark alone */
    struct table *tables;
    size_t n_tables, cap_tables, table, column, cell_start;
    bool measured;
    struct buffer html; /* of a block of HTML */
    struct {            /* character references that were looked up */
        char name[MAX_NAME];
        char value[16];
        size_t len;
    } names[NAMES];
};

/* ------------------------------------------------------------------ blocks */

static uint8_t indent_of(size_t columns)
{
    return (uint8_t)(columns > 16 ? 16 : columns);
}

static bool is_fresh_item(const struct markdown *m)
{
    const struct block_writer *w = &m->writer;
    return w->open && w->block.type == BLOCK_ITEM && w->text.len == m->item_start;
}

static void end_block(struct markdown *m)
{
    if (is_fresh_item(m))
        block_drop(&m->writer);
    else
        block_close(&m->writer);
}

static void open_item(struct markdown *m, const MD_BLOCK_LI_DETAIL *detail)
{
    struct list *list = m->n_lists ? &m->lists[m->n_lists - 1] : NULL;
    struct buffer mark = {0};
    if (list && list->number != NO_NUMBER)
        buffer_format(&mark, "%ld%c", list->number++, list->delimiter);
    else
        buffer_add(&mark, SLICE("\u2022"));
    if (detail->is_task)
        buffer_add(&mark, detail->task_mark == ' ' ? SLICE(" \u2610") : SLICE(" \u2611"));
    size_t depth = m->n_lists ? m->n_lists - 1 : 0;
    end_block(m);
    block_open(&m->writer,
               (struct block){.type = BLOCK_ITEM,
                              .indent = indent_of(m->quotes * 4 + depth * 2),
                              .hang = (uint8_t)(utf8_columns(buffer_slice(&mark)) + 1)});
    block_text(&m->writer, buffer_slice(&mark));
    block_pad(&m->writer, 1);
    m->item_start = m->writer.text.len;
    buffer_release(&mark);
}

static void open_heading(struct markdown *m, unsigned level)
{
    bool title = level == 1 && !m->titled && m->writer.article->n_blocks == 0;
    end_block(m);
    m->titled = m->titled || title;
    block_open(&m->writer, (struct block){.type = title ? BLOCK_TITLE : BLOCK_HEADING,
                                          .level = (uint8_t)(level > 1 ? level - 1 : 1)});
}

/* Does a heading right at the top say what the front matter's title says? */
static bool repeats_title(const struct markdown *m)
{
    const struct block_writer *w = &m->writer;
    const struct article *a = w->article;
    if (!a->n_blocks || a->n_blocks > 2 || a->blocks[0].type != BLOCK_TITLE)
        return false;
    size_t len = a->blocks[0].end - a->blocks[0].start, own = w->text.len - w->block.start;
    return len == own &&
           memcmp(w->text.ptr + a->blocks[0].start, w->text.ptr + w->block.start, len) == 0;
}

static void open_body(struct markdown *m, enum block_type type)
{
    if (type == BLOCK_PARAGRAPH && is_fresh_item(m))
        return;
    if (type == BLOCK_PARAGRAPH && m->quotes)
        type = BLOCK_QUOTE;
    end_block(m);
    block_open(&m->writer, (struct block){.type = (uint8_t)type,
                                          .indent = indent_of(m->quotes * 4 + m->n_lists * 2)});
}

static void open_list(struct markdown *m, MD_BLOCKTYPE type, void *detail)
{
    struct list list = {NO_NUMBER, '.'};
    if (type == MD_BLOCK_OL) {
        const MD_BLOCK_OL_DETAIL *ordered = detail;
        list = (struct list){(long)ordered->start, ordered->mark_delimiter};
    }
    if (!is_fresh_item(m))
        end_block(m);
    ARRAY_RESERVE(m->lists, m->n_lists, m->cap_lists);
    m->lists[m->n_lists++] = list;
}

/* ------------------------------------------------------------------ tables */

static void open_table(struct markdown *m)
{
    end_block(m);
    if (!m->measured) {
        ARRAY_RESERVE(m->tables, m->n_tables, m->cap_tables);
        m->tables[m->n_tables++] = (struct table){{0}};
    }
    size_t total = 0;
    for (size_t i = 0; i < TABLE_COLUMNS && m->measured; i++)
        total += m->tables[m->table].widths[i] + 3;
    m->aligned = total <= TABLE_WIDTH + 3 * TABLE_COLUMNS;
}

static void open_row(struct markdown *m)
{
    m->column = 0;
    if (!m->aligned)
        block_open(&m->writer, (struct block){.type = BLOCK_ITEM, .hang = 2});
    else if (!m->writer.open)
        block_open(&m->writer,
                   (struct block){.type = BLOCK_PREFORMATTED, .indent = indent_of(m->quotes * 4)});
    else
        block_line_break(&m->writer);
    m->writer.keep = false;
}

/* Columns of what the open cell holds. */
static size_t cell_columns(const struct markdown *m)
{
    const struct buffer *text = &m->writer.text;
    struct slice cell = slice_cut(buffer_slice(text), (struct span){m->cell_start, text->len});
    return cell.len ? utf8_columns(cell) : 0;
}

static void open_cell(struct markdown *m)
{
    struct block_writer *w = &m->writer;
    const struct table *t = &m->tables[m->table];
    if (m->column) {
        size_t before = m->column - 1;
        size_t width = before < TABLE_COLUMNS && m->measured && m->aligned ? t->widths[before] : 0;
        size_t used = cell_columns(m);
        block_pad(w, (used < width ? width - used : 0) + 1);
        block_text(w, SLICE("|"));
        block_pad(w, 1);
    }
    m->cell_start = w->text.len;
}

static void close_cell(struct markdown *m)
{
    struct block_writer *w = &m->writer;
    size_t used = cell_columns(m);
    struct table *t = &m->tables[m->table];
    if (m->column < TABLE_COLUMNS && used > t->widths[m->column])
        t->widths[m->column] = used;
    m->column++;
    w->blank = false;
}

/* --------------------------------------------------------------- callbacks */

static int enter_block(MD_BLOCKTYPE type, void *detail, void *data)
{
    struct markdown *m = data;
    switch (type) {
    case MD_BLOCK_QUOTE:
        end_block(m);
        m->quotes++;
        break;
    case MD_BLOCK_UL:
    case MD_BLOCK_OL:
        open_list(m, type, detail);
        break;
    case MD_BLOCK_LI:
        open_item(m, detail);
        break;
    case MD_BLOCK_H:
        open_heading(m, ((const MD_BLOCK_H_DETAIL *)detail)->level);
        break;
    case MD_BLOCK_CODE:
        open_body(m, BLOCK_PREFORMATTED);
        break;
    case MD_BLOCK_TABLE:
        open_table(m);
        break;
    case MD_BLOCK_TR:
        open_row(m);
        break;
    case MD_BLOCK_TH:
    case MD_BLOCK_TD:
        open_cell(m);
        break;
    case MD_BLOCK_P:
        open_body(m, BLOCK_PARAGRAPH);
        break;
    case MD_BLOCK_HTML:
        end_block(m);
        m->in_html = true;
        m->html.len = 0;
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
        end_block(m);
        m->quotes--;
        break;
    case MD_BLOCK_UL:
    case MD_BLOCK_OL:
        end_block(m);
        m->n_lists--;
        break;
    case MD_BLOCK_TH:
    case MD_BLOCK_TD:
        close_cell(m);
        break;
    case MD_BLOCK_TABLE:
        end_block(m);
        m->table++;
        break;
    case MD_BLOCK_TR:
    case MD_BLOCK_THEAD:
    case MD_BLOCK_TBODY:
        break;
    case MD_BLOCK_H:
        if (repeats_title(m))
            block_drop(&m->writer);
        end_block(m);
        break;
    case MD_BLOCK_HTML:
        m->in_html = false;
        format_html_fragment(&m->writer, m->base, buffer_slice(&m->html));
        break;
    default:
        end_block(m);
    }
    return 0;
}

/* What a character reference stands for; the ones of a text are few and come often. */
static void add_reference(struct markdown *m, struct slice name, struct buffer *out)
{
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < name.len; i++)
        hash = (hash ^ (unsigned char)name.ptr[i]) * 16777619u;
    bool kept = name.len < MAX_NAME;
    size_t at = hash % NAMES;
    if (kept && strncmp(m->names[at].name, name.ptr, name.len) == 0 &&
        m->names[at].name[name.len] == '\0') {
        buffer_add(out, (struct slice){m->names[at].value, m->names[at].len});
        return;
    }
    size_t start = out->len;
    format_add_entity(name, out);
    size_t len = out->len - start;
    if (!kept || len == 0 || len > sizeof m->names[at].value)
        return;
    memset(m->names[at].name, 0, sizeof m->names[at].name);
    memcpy(m->names[at].name, name.ptr, name.len);
    memcpy(m->names[at].value, out->ptr + start, len);
    m->names[at].len = len;
}

static void open_link(struct markdown *m, const MD_ATTRIBUTE *href)
{
    struct buffer reference = {0}, target = {0};
    for (size_t i = 0; href->size && href->substr_offsets[i] < href->size; i++) {
        struct slice part = {href->text + href->substr_offsets[i],
                             href->substr_offsets[i + 1] - href->substr_offsets[i]};
        if (href->substr_types[i] == MD_TEXT_ENTITY)
            add_reference(m, part, &reference);
        else
            buffer_add(&reference, part);
    }
    if (address_resolve(m->base, buffer_slice(&reference), &target))
        block_link_open(&m->writer, buffer_slice(&target));
    buffer_release(&reference);
    buffer_release(&target);
}

static void set_style(struct markdown *m, enum style style, bool on)
{
    unsigned *open = &m->styles[style == STYLE_BOLD ? 0 : style == STYLE_ITALIC ? 1 : 2];
    if (on)
        ++*open;
    else
        *open -= *open > 0;
    m->writer.style = (m->writer.style & ~(unsigned)style) | (*open ? (unsigned)style : 0);
}

static int on_span(MD_SPANTYPE type, void *detail, void *data)
{
    struct markdown *m = data;
    if (type == MD_SPAN_IMG) /* an image's alternative text is no prose */
        m->images++;
    else if (type == MD_SPAN_A && !m->images)
        open_link(m, &((const MD_SPAN_A_DETAIL *)detail)->href);
    else if (type == MD_SPAN_EM || type == MD_SPAN_STRONG)
        set_style(m, type == MD_SPAN_EM ? STYLE_ITALIC : STYLE_BOLD, true);
    return 0;
}

static int off_span(MD_SPANTYPE type, void *detail, void *data)
{
    struct markdown *m = data;
    (void)detail;
    if (type == MD_SPAN_IMG)
        m->images--;
    else if (type == MD_SPAN_A && !m->images)
        block_link_close(&m->writer);
    else if (type == MD_SPAN_EM || type == MD_SPAN_STRONG)
        set_style(m, type == MD_SPAN_EM ? STYLE_ITALIC : STYLE_BOLD, false);
    return 0;
}

/* A tag of HTML within a line. */
static void on_tag(struct markdown *m, struct slice tag)
{
    static const struct {
        const char *name;
        enum style style;
    } names[] = {{"b", STYLE_BOLD},   {"strong", STYLE_BOLD}, {"em", STYLE_ITALIC},
                 {"i", STYLE_ITALIC}, {"cite", STYLE_ITALIC}, {"u", STYLE_UNDERLINE}};
    size_t start = tag.len > 1 && tag.ptr[1] == '/' ? 2 : 1, end = start;
    while (end < tag.len && ((tag.ptr[end] | 0x20) >= 'a' && (tag.ptr[end] | 0x20) <= 'z'))
        end++;
    struct slice name = {tag.ptr + start, end > start ? end - start : 0};
    if (slice_equal(name, SLICE("br")))
        block_line_break(&m->writer);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (slice_equal(slice_of(names[i].name), name))
            set_style(m, names[i].style, start == 1);
}

static int on_text(MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE size, void *data)
{
    struct markdown *m = data;
    struct slice s = {text, size};
    if (m->in_html) {
        buffer_add(&m->html, s);
    } else if (m->images) {
        return 0;
    } else if (type == MD_TEXT_HTML) {
        on_tag(m, s);
    } else if (type == MD_TEXT_BR) {
        block_line_break(&m->writer);
    } else if (type == MD_TEXT_SOFTBR) {
        block_text(&m->writer, SLICE(" "));
    } else if (type == MD_TEXT_NULLCHAR) {
        block_text(&m->writer, SLICE("\uFFFD"));
    } else if (type == MD_TEXT_ENTITY) {
        struct buffer value = {0};
        add_reference(m, s, &value);
        block_text(&m->writer, buffer_slice(&value));
        buffer_release(&value);
    } else {
        block_text(&m->writer, s);
    }
    return 0;
}

/* ------------------------------------------------------------- preparation */

/* Offset in a line behind the first MAX_MARKERS marks of quotes and lists; the same offset
 * in *marks_end where there are no more. */
static size_t limit_markers(struct slice line, size_t *marks_end)
{
    size_t n = 0, limit = SIZE_MAX, at = 0;
    for (; at < line.len && line.ptr[at] && strchr(" \t>-+*.)0123456789", line.ptr[at]); at++) {
        n += strchr(">-+*.)", line.ptr[at]) != NULL;
        if (n == MAX_MARKERS && limit == SIZE_MAX)
            limit = at + 1;
    }
    *marks_end = at;
    return limit == SIZE_MAX ? at : limit;
}

/* Length of the label of a note ("[^1]") at the start of s, or 0. */
static size_t note_len(struct slice s)
{
    enum { LONGEST = 40 };
    size_t i = 2;
    if (s.len < 4 || s.ptr[0] != '[' || s.ptr[1] != '^')
        return 0;
    while (i < s.len && i < LONGEST && s.ptr[i] != ']' && s.ptr[i] != ' ' && s.ptr[i] != '[')
        i++;
    return i < s.len && s.ptr[i] == ']' && i > 2 ? i + 1 : 0;
}

/* Appends a line with its notes as plain text. */
static void add_line(struct slice line, struct buffer *out)
{
    bool in_code = false;
    for (size_t i = 0; i < line.len; i++) {
        struct slice rest = {line.ptr + i, line.len - i};
        size_t note = !in_code ? note_len(rest) : 0;
        in_code = in_code != (line.ptr[i] == '`');
        if (!note) {
            buffer_add_byte(out, line.ptr[i]);
            continue;
        }
        bool definition = i == 0 && note < rest.len && rest.ptr[note] == ':';
        buffer_add(out, definition ? SLICE("\n[") : SLICE("["));
        buffer_add(out, (struct slice){rest.ptr + 2, note - 2});
        i += note - 1 + definition;
    }
}

static void prepare(struct slice source, struct buffer *out)
{
    struct slice line;
    size_t blank_lines = 0;
    bool fenced = false;
    buffer_reserve(out, source.len + 1);
    while (slice_next(&source, '\n', &line)) {
        size_t end, limit = limit_markers(line, &end);
        struct slice text = slice_trim(line);
        blank_lines = text.len ? 0 : blank_lines + 1;
        if (blank_lines > MAX_BLANK_LINES)
            continue;
        if (slice_has_prefix(text, SLICE("```")) || slice_has_prefix(text, SLICE("~~~")))
            fenced = !fenced;
        bool cut = limit < end && end < line.len; /* a rule of many dashes is no nesting */
        if (cut) {
            buffer_add(out, (struct slice){line.ptr, limit});
            buffer_add_byte(out, ' ');
            line = (struct slice){line.ptr + end, line.len - end};
        }
        if (fenced || !memchr(line.ptr, '^', line.len))
            buffer_add(out, line);
        else
            add_line(line, out);
        buffer_add_byte(out, '\n');
    }
}

/* ------------------------------------------------------------------- whole */

static void write_top(struct markdown *m, const struct front_matter *f)
{
    struct buffer byline = {0};
    if (f->title.len) {
        block_open(&m->writer, (struct block){.type = BLOCK_TITLE});
        block_text(&m->writer, buffer_slice(&f->title));
        m->titled = true;
    }
    if (f->author.len) {
        buffer_add(&byline, SLICE("By "));
        buffer_add(&byline, buffer_slice(&f->author));
        format_add_date(buffer_slice(&f->date), true, &byline);
        block_open(&m->writer, (struct block){.type = BLOCK_BYLINE});
        block_text(&m->writer, buffer_slice(&byline));
    }
    block_close(&m->writer);
    buffer_release(&byline);
}

static void parse(struct slice source, const MD_PARSER *parser, struct markdown *m)
{
    if (md_parse(source.ptr, (MD_SIZE)source.len, parser, m) != 0)
        memory_exhausted(); /* for want of memory alone: our callbacks never stop it */
}

static struct buffer write_article(struct markdown *m, struct article *a, struct slice source,
                                   const struct front_matter *f)
{
    MD_PARSER parser = {.flags = MD_FLAG_TABLES | MD_FLAG_PERMISSIVEAUTOLINKS |
                                 MD_FLAG_STRIKETHROUGH | MD_FLAG_TASKLISTS,
                        .enter_block = enter_block,
                        .leave_block = leave_block,
                        .enter_span = on_span,
                        .leave_span = off_span,
                        .text = on_text};
    m->writer = (struct block_writer){.article = a};
    m->titled = false;
    m->table = 0;
    write_top(m, f);
    if (source.len < UINT32_MAX) /* md4c counts bytes in 32 bits */
        parse(source, &parser, m);
    else
        block_text(&m->writer, source);
    end_block(m);
    return block_writer_finish(&m->writer);
}

void format_markdown(struct article *a, struct slice source, struct buffer *text)
{
    struct front_matter f;
    struct buffer prepared = {0};
    struct markdown *m = memory_zeroed(1, sizeof *m);
    prepare(front_matter_read(source, &f), &prepared);
    m->base = buffer_slice(&f.base);
    *text = write_article(m, a, buffer_slice(&prepared), &f);
    if (m->n_tables) {
        buffer_release(text);
        article_release(a);
        m->measured = true;
        *text = write_article(m, a, buffer_slice(&prepared), &f);
    }
    free(m->lists);
    free(m->tables);
    buffer_release(&m->html);
    buffer_release(&prepared);
    front_matter_release(&f);
    free(m);
}
