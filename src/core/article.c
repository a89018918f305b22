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

void article_add_link(struct article *a, struct span span, struct slice target)
{
    ARRAY_RESERVE(a->links, a->n_links, a->cap_links);
    a->links[a->n_links++] = (struct link){span.start, span.end, arena_copy(&a->arena, target)};
}

void article_cut(struct article *a, size_t off)
{
    styles_cut(&a->styles, off);
    while (a->n_links && a->links[a->n_links - 1].start >= off)
        a->n_links--;
    if (a->n_links && a->links[a->n_links - 1].end > off)
        a->links[a->n_links - 1].end = off;
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

static void add_sections(struct article *a, size_t first, size_t end)
{
    for (size_t i = first; i < end; i++) {
        const struct block *b = &a->blocks[i];
        struct span span = {b->start, b->end};
        if (b->type == BLOCK_TITLE && a->title.end == 0) {
            a->title = a->sections[0].heading = span;
            a->sections[0].name = heading_name(a, span);
        }
        if (b->type == BLOCK_HEADING) {
            a->sections[a->n_sections - 1].end = b->start;
            add_section(a, b->start, b->level, span);
            a->sections[a->n_sections - 1].name = heading_name(a, span);
        }
    }
}

/* The sections of the blocks from the first that was not settled before. */
static void find_sections(struct article *a, size_t first)
{
    if (a->n_sections == 0) {
        add_section(a, 0, 0, (struct span){0, 0});
        a->n_settled_sections = 1;
    }
    a->n_sections = a->n_settled_sections;
    if (!a->has_settled_title)
        a->title = a->sections[0].heading = (struct span){0, 0};
    add_sections(a, first, a->n_settled);
    a->n_settled_sections = a->n_sections;
    a->has_settled_title = a->title.end > 0;
    add_sections(a, a->n_settled, a->n_blocks);
    a->sections[a->n_sections - 1].end = a->text.len;
    if (a->title.end == 0)
        a->sections[0].name = (struct slice){"", 0};
}

void article_begin(struct article *a, const char *text)
{
    *a = (struct article){.text = {text, 0}};
    a->plain = plain_new();
    find_sections(a, 0);
}

void article_grow(struct article *a, size_t len, enum article_growth growth)
{
    size_t first = a->n_settled;
    a->text.len = len;
    plain_grow(a->plain, a, growth);
    find_sections(a, first);
}

void article_pause(struct article *a)
{
    size_t len = a->text.len, end = len;
    size_t settled = a->n_settled ? a->blocks[a->n_settled - 1].end : 0;
    while (end > settled && a->text.ptr[end - 1] != '\n')
        end--;
    if (end > settled)
        article_grow(a, end, ARTICLE_COMPLETE);
    article_grow(a, len, ARTICLE_PRELIMINARY);
}

void article_init_borrowed(struct article *a, struct slice text)
{
    article_begin(a, text.ptr);
    article_grow(a, text.len, ARTICLE_COMPLETE);
}

void article_init_part(struct article *a, struct slice text, size_t start)
{
    *a = (struct article){.text = text};
    format_plain_part(a, start);
    find_sections(a, 0);
}

void article_init_markup(struct article *a, struct slice source, enum article_format format)
{
    struct buffer text = {0};
    *a = (struct article){0};
    if (format == ARTICLE_HTML)
        format_html(a, source, &text);
    else if (format == ARTICLE_MAIL)
        format_mail(a, source, &text);
    else
        format_markdown(a, source, &text);
    struct span title = a->title; /* where the format says which it is */
    a->bytes = text;
    a->text = buffer_slice(&a->bytes);
    a->n_settled = a->n_blocks;
    find_sections(a, 0);
    if (title.end) {
        a->title = a->sections[0].heading = title;
        a->sections[0].name = heading_name(a, title);
    }
}

void article_init(struct article *a, struct buffer *bytes, enum article_format format)
{
    struct buffer own = *bytes;
    *bytes = (struct buffer){0};
    if (format == ARTICLE_PLAIN) {
        article_init_borrowed(a, buffer_slice(&own));
        a->bytes = own;
    } else {
        article_init_markup(a, buffer_slice(&own), format);
        buffer_release(&own);
    }
}

void article_release(struct article *a)
{
    plain_free(a->plain);
    free(a->blocks);
    free(a->sections);
    free(a->links);
    styles_release(&a->styles);
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

static bool is_blank(char c)
{
    return c == ' ' || c == '\n' || c == '\t';
}

size_t article_count_words(const struct article *a, struct span span)
{
    enum { AT_ONCE = 128 }; /* so that a count of them fits a byte */
    const char *p = a->text.ptr;
    size_t n = 0, off = span.start + 1;
    if (span.start >= span.end)
        return 0;
    n += !is_blank(p[span.start]);
    for (; off + AT_ONCE <= span.end; off += AT_ONCE) {
        unsigned char starts = 0;
        for (size_t i = 0; i < AT_ONCE; i++) {
            unsigned char before =
                (unsigned char)((p[off + i - 1] == ' ') | (p[off + i - 1] == '\n') |
                                (p[off + i - 1] == '\t'));
            unsigned char now =
                (unsigned char)((p[off + i] == ' ') | (p[off + i] == '\n') | (p[off + i] == '\t'));
            starts = (unsigned char)(starts + (before & (now ^ 1)));
        }
        n += starts;
    }
    for (; off < span.end; off++)
        n += is_blank(p[off - 1]) && !is_blank(p[off]);
    return n;
}
