/*
 * article.c - the container of a text's structure and look-ups in it.
 *
 * Sections are derived from the blocks, never set by a format, so that they
 * cannot disagree with them.
 */
#include "dragoman/article.h"

#include "dragoman/utf8.h"
#include "format.h"

#include <stdlib.h>

void article_add_block(struct article *a, struct block block)
{
    ARRAY_RESERVE(a->blocks, a->n_blocks, a->cap_blocks);
    a->blocks[a->n_blocks++] = block;
}

static size_t count_words(struct slice s)
{
    size_t n = 0;
    bool inside = false;
    for (size_t i = 0; i < s.len; i++) {
        bool blank = s.ptr[i] == ' ' || s.ptr[i] == '\n' || s.ptr[i] == '\t';
        n += inside && blank;
        inside = !blank;
    }
    return n + inside;
}

static void add_section(struct article *a, size_t start, unsigned level, struct span heading)
{
    ARRAY_RESERVE(a->sections, a->n_sections, a->cap_sections);
    a->sections[a->n_sections++] =
        (struct section){.start = start, .heading = heading, .level = level};
}

static struct slice heading_name(struct article *a, struct span heading)
{
    struct slice text = slice_trim(slice_cut(a->text, heading));
    const char *second = text.len ? memchr(text.ptr, '\n', text.len) : NULL;
    if (!second)
        return text;
    struct slice rest = text, line;
    struct buffer name = {0};
    while (slice_next(&rest, '\n', &line)) {
        line = slice_trim(line);
        bool underline = line.len > 0;
        for (size_t i = 0; i < line.len; i++)
            underline = underline && (line.ptr[i] == '=' || line.ptr[i] == '-');
        if (!underline && name.len)
            buffer_add_byte(&name, ' ');
        if (!underline)
            buffer_add(&name, line);
    }
    struct slice copy = arena_copy(&a->arena, buffer_slice(&name));
    buffer_release(&name);
    return copy;
}

static void find_sections(struct article *a)
{
    add_section(a, 0, 0, (struct span){0, 0});
    for (size_t i = 0; i < a->n_blocks; i++) {
        const struct block *b = &a->blocks[i];
        struct span span = {b->start, b->end};
        if (b->type == BLOCK_TITLE && a->title.end == 0)
            a->title = span;
        if (b->type == BLOCK_HEADING)
            add_section(a, b->start, b->level, span);
    }
    a->sections[0].heading = a->title;
    for (size_t i = 0; i < a->n_sections; i++) {
        struct section *s = &a->sections[i];
        s->end = i + 1 < a->n_sections ? a->sections[i + 1].start : a->text.len;
        s->words = count_words(slice_cut(a->text, (struct span){s->start, s->end}));
        s->name = heading_name(a, s->heading);
    }
}

void article_init_borrowed(struct article *a, struct slice text)
{
    *a = (struct article){.text = text};
    format_plain(a);
    find_sections(a);
}

void article_init(struct article *a, struct buffer *bytes, enum article_format format)
{
    struct buffer text = {0};
    *a = (struct article){0};
    if (format == ARTICLE_HTML)
        format_html(a, buffer_slice(bytes), &text);
    else if (format == ARTICLE_MARKDOWN)
        format_markdown(a, buffer_slice(bytes), &text);
    else
        text = *bytes;
    if (format != ARTICLE_PLAIN)
        buffer_release(bytes);
    *bytes = (struct buffer){0};
    a->bytes = text;
    a->text = buffer_slice(&a->bytes);
    if (format == ARTICLE_PLAIN)
        format_plain(a);
    find_sections(a);
}

void article_release(struct article *a)
{
    free(a->blocks);
    free(a->sections);
    buffer_release(&a->bytes);
    arena_release(&a->arena);
    *a = (struct article){0};
}

size_t article_block_at(const struct article *a, size_t off)
{
    size_t low = 0, high = a->n_blocks;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (a->blocks[middle].start <= off)
            low = middle + 1;
        else
            high = middle;
    }
    return low ? low - 1 : 0;
}

size_t article_section_at(const struct article *a, size_t off)
{
    size_t low = 0, high = a->n_sections;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (a->sections[middle].start <= off)
            low = middle;
        else
            high = middle;
    }
    return low;
}

struct place article_place(const struct article *a, struct place_cursor *c, size_t off)
{
    const char *text = a->text.ptr;
    while (c->off < off) {
        const char *newline = memchr(text + c->off, '\n', off - c->off);
        if (!newline)
            break;
        c->off = c->line_start = (size_t)(newline - text) + 1;
        c->line++;
    }
    c->off = off;
    if (c->counted < c->line_start) {
        c->counted = c->line_start;
        c->columns = 0;
    }
    c->columns += utf8_count(slice_cut(a->text, (struct span){c->counted, off}));
    c->counted = off;
    return (struct place){c->line + 1, c->columns + 1};
}

size_t article_line_start(const struct article *a, size_t line)
{
    size_t start = 0;
    while (line-- > 1) {
        const char *newline = memchr(a->text.ptr + start, '\n', a->text.len - start);
        if (!newline || (size_t)(newline - a->text.ptr) + 1 >= a->text.len)
            break;
        start = (size_t)(newline - a->text.ptr) + 1;
    }
    return start;
}
