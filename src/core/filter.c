/*
 * filter.c - the table of filters: its records, and which of them is for a file.
 *
 * Built-in filters are records like the reader's own, so that there is one syntax, one
 * reader of it, and nothing that only the built-in ones can do.
 */
#include "dragoman/filter.h"

#include "dragoman/load.h"
#include "dragoman/recfile.h"

#include <stdlib.h>
#include <unistd.h>

/* No text is longer, and a bomb is at an end before anybody asks what it is doing. */
enum { SECONDS = 30, MEGABYTES = 128 };

/* Markdown as md4c knows it, with title, author and date in front: what it leaves out
 * are styles, and nothing has to be guessed as in a page. */
#define MARKDOWN "-t commonmark+pipe_tables+yaml_metadata_block-raw_html -s --wrap=none --quiet"

const char filters_built_in[] =
    "Name: gz\n"
    "Match: \\x1F\\x8B\n"
    "Command: gzip -dc\n"
    "\n"
    "Name: xz\n"
    "Match: \\xFD7zXZ\\x00\n"
    "Command: xz -dc\n"
    "\n"
    "Name: zst\n"
    "Match: \\x28\\xB5\\x2F\\xFD\n"
    "Command: zstd -dcq\n"
    "\n"
    "Name: bz2\n"
    "Match: BZh?1AY&SY\n"
    "Match: BZh?\\x17rE8P\\x90\n"
    "Command: bzip2 -dc\n"
    "\n"
    "Name: pdf\n"
    "Match: %PDF-\n"
    "Command: pdftotext -enc UTF-8 -nopgbrk - -\n"
    "Type: text\n"
    "\n"
    "Name: epub\n"
    "Match: PK\\x03\\x04??????????????????????????mimetypeapplication/epub+zip\n"
    "Command: pandoc --sandbox -f epub " MARKDOWN "\n"
    "Type: markdown\n"
    "\n"
    "Name: odt\n"
    "Match: PK\\x03\\x04??????????????????????????mimetypeapplication/vnd.oasis.opendocument.text\n"
    "Command: pandoc --sandbox -f odt " MARKDOWN "\n"
    "Type: markdown\n"
    "\n"
    "Name: docx\n"
    "Match: PK\\x03\\x04*word/document.xml\n"
    "Command: pandoc --sandbox -f docx " MARKDOWN "\n"
    "Type: markdown\n"
    "\n"
    "Name: epub\n"
    "Match: PK\\x03\\x04\n"
    "Suffix: .epub\n"
    "Command: pandoc --sandbox -f epub " MARKDOWN "\n"
    "Type: markdown\n"
    "\n"
    "Name: odt\n"
    "Match: PK\\x03\\x04\n"
    "Suffix: .odt\n"
    "Command: pandoc --sandbox -f odt " MARKDOWN "\n"
    "Type: markdown\n"
    "\n"
    "Name: docx\n"
    "Match: PK\\x03\\x04\n"
    "Suffix: .docx\n"
    "Command: pandoc --sandbox -f docx " MARKDOWN "\n"
    "Type: markdown\n";

/* ---------------------------------------------------------- patterns of content */

/* One element of a pattern: a byte, ANY_BYTE or ANY_BYTES. */
enum { ANY_BYTE = 256, ANY_BYTES, PATTERN_END, PATTERN_BAD };

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Cuts the next element off. */
static int next_element(struct slice *pattern)
{
    if (pattern->len == 0)
        return PATTERN_END;
    const char *p = pattern->ptr;
    size_t used = 1;
    int element = (unsigned char)p[0];
    if (p[0] == '?') {
        element = ANY_BYTE;
    } else if (p[0] == '*') {
        element = ANY_BYTES;
    } else if (p[0] == '\\') {
        bool hex = pattern->len >= 4 && p[1] == 'x' && hex_digit(p[2]) >= 0 && hex_digit(p[3]) >= 0;
        bool plain = pattern->len >= 2 && strchr("\\?*", p[1]);
        element = hex     ? hex_digit(p[2]) * 16 + hex_digit(p[3])
                  : plain ? (unsigned char)p[1]
                          : PATTERN_BAD;
        used = hex ? 4 : 2;
    }
    *pattern = (struct slice){p + used, element == PATTERN_BAD ? 0 : pattern->len - used};
    return element;
}

static bool is_pattern(struct slice pattern)
{
    int element;
    while ((element = next_element(&pattern)) != PATTERN_END)
        if (element == PATTERN_BAD)
            return false;
    return true;
}

/* Does the part of the pattern up to the next * fit here? It is then cut off. */
static bool fits_here(struct slice *pattern, struct slice content, size_t *used)
{
    struct slice rest = *pattern;
    for (*used = 0;; ++*used) {
        struct slice before = rest;
        int element = next_element(&rest);
        if (element >= ANY_BYTES) {
            *pattern = before;
            return true;
        }
        if (*used == content.len ||
            (element != ANY_BYTE && element != (unsigned char)content.ptr[*used]))
            return false;
    }
}

/* Does content begin with what the pattern says? The leftmost place for each part is as
 * good as any, since nothing has to end anywhere. */
static bool fits(struct slice pattern, struct slice content)
{
    size_t used;
    if (!fits_here(&pattern, content, &used))
        return false;
    content = (struct slice){content.ptr + used, content.len - used};
    while (next_element(&pattern) == ANY_BYTES) {
        while (!fits_here(&pattern, content, &used)) {
            if (content.len == 0)
                return false;
            content = (struct slice){content.ptr + 1, content.len - 1};
        }
        content = (struct slice){content.ptr + used, content.len - used};
    }
    return true;
}

static char folded(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

static bool has_suffix(struct slice name, struct slice suffix)
{
    if (name.len < suffix.len)
        return false;
    for (size_t i = 0; i < suffix.len; i++)
        if (folded(name.ptr[name.len - suffix.len + i]) != folded(suffix.ptr[i]))
            return false;
    return true;
}

/* ------------------------------------------------------------------- records */

struct reading {
    struct filters *filters;
    struct slice file;
    filter_report *report;
    void *context;
};

static void add_slice(struct filters *f, struct slice **items, size_t *n, struct slice item)
{
    struct slice *more = arena_alloc(&f->arena, (*n + 1) * sizeof *more);
    if (*n)
        memcpy(more, *items, *n * sizeof *more);
    more[(*n)++] = item;
    *items = more;
}

/* Words between blanks; between quotation marks a blank is none. */
static const char *read_command(struct filters *f, struct filter *filter, struct slice value)
{
    struct buffer word = {0};
    bool inside = false;
    char quote = '\0';
    for (size_t i = 0; i <= value.len; i++) {
        char c = i < value.len ? value.ptr[i] : ' ';
        bool blank = c == ' ' || c == '\t' || c == '\n';
        if (c == '\0')
            break;
        if (i < value.len && quote && c == quote) {
            quote = '\0';
        } else if (i < value.len && !quote && (c == '"' || c == '\'')) {
            quote = c;
            inside = true;
        } else if (!blank || (quote && i < value.len)) {
            buffer_add_byte(&word, c);
            inside = true;
        } else if (inside && !quote) {
            buffer_add_byte(&word, '\0'); /* for execve(2) */
            struct slice copy = arena_copy(&f->arena, buffer_slice(&word));
            add_slice(f, &filter->words, &filter->n_words, (struct slice){copy.ptr, copy.len - 1});
            word.len = 0;
            inside = false;
        }
    }
    buffer_release(&word);
    if (quote)
        return "Command has a quotation mark that is not closed";
    return filter->n_words && filter->words[0].len ? NULL : "Command names no program";
}

static const char *read_number(struct slice value, size_t *number)
{
    *number = 0;
    for (size_t i = 0; i < value.len; i++) {
        if (value.ptr[i] < '0' || value.ptr[i] > '9' || *number > 99999)
            return "not a number from 1 to 999999";
        *number = *number * 10 + (size_t)(value.ptr[i] - '0');
    }
    return *number ? NULL : "not a number from 1 to 999999";
}

static const char *read_field(struct filters *f, struct filter *filter, struct slice name,
                              struct slice value)
{
    if (value.len == 0)
        return "a field without a value";
    if (slice_equal(name, SLICE("Command")))
        return filter->n_words ? "more than one Command" : read_command(f, filter, value);
    if (slice_equal(name, SLICE("Seconds")))
        return read_number(value, &filter->seconds);
    if (slice_equal(name, SLICE("Megabytes")))
        return read_number(value, &filter->megabytes);
    if (slice_equal(name, SLICE("Type"))) {
        filter->has_type = article_format_find(value, &filter->type);
        return filter->has_type ? NULL : "Type is none of text, html, markdown and mail";
    }
    value = arena_copy(&f->arena, value);
    if (slice_equal(name, SLICE("Name"))) {
        filter->name = value;
        return NULL;
    }
    if (slice_equal(name, SLICE("Suffix"))) {
        add_slice(f, &filter->suffixes, &filter->n_suffixes, value);
        return NULL;
    }
    if (!slice_equal(name, SLICE("Match")))
        return "a field of that name is not known";
    add_slice(f, &filter->matches, &filter->n_matches, value);
    return is_pattern(value) ? NULL : "Match has a \\ without xNN, \\, ? or * after it";
}

static void report(const struct reading *r, size_t line, const char *reason)
{
    struct filter_fault fault = {r->file, line, slice_of(reason)};
    if (r->report)
        r->report(r->context, &fault);
}

static void add_record(const struct reading *r, const struct record *record)
{
    struct filters *f = r->filters;
    struct filter filter = {.seconds = SECONDS, .megabytes = MEGABYTES};
    struct slice rest = record->text;
    size_t line = record->line;
    struct rec_field field;
    while (record_next(&rest, &line, &field)) {
        const char *reason = field.name.len ? read_field(f, &filter, field.name, field.value)
                                            : "a line that is no field";
        if (reason) {
            report(r, field.line, reason);
            return;
        }
    }
    const char *reason = !filter.n_words ? "a filter without a Command"
                         : !filter.n_matches && !filter.n_suffixes
                             ? "a filter with neither Match nor Suffix"
                             : NULL;
    if (reason) {
        report(r, record->line, reason);
        return;
    }
    if (!filter.name.len)
        filter.name = filter.words[0];
    ARRAY_RESERVE(f->items, f->n, f->cap);
    f->items[f->n++] = filter;
}

void filters_add(struct filters *f, struct slice file, struct slice records,
                 filter_report *report_fault, void *context)
{
    struct reading r = {f, file, report_fault, context};
    struct recfile recfile;
    struct record record;
    recfile_init(&recfile, records);
    while (recfile_next(&recfile, &record))
        add_record(&r, &record);
}

void filters_load(struct filters *f, const char *path, filter_report *report_fault, void *context)
{
    struct buffer bytes = {0};
    struct error error = {0};
    *f = (struct filters){0};
    if (path && access(path, F_OK) == 0) {
        if (load_file(path, &bytes, &error)) {
            load_clean(&bytes, NULL);
            filters_add(f, slice_of(path), buffer_slice(&bytes), report_fault, context);
        } else if (report_fault) {
            struct filter_fault fault = {slice_of(path), 0, buffer_slice(&error.text)};
            report_fault(context, &fault);
        }
    }
    filters_add(f, SLICE("built in"), slice_of(filters_built_in), report_fault, context);
    buffer_release(&bytes);
    error_release(&error);
}

void filters_release(struct filters *f)
{
    free(f->items);
    arena_release(&f->arena);
    *f = (struct filters){0};
}

/* ------------------------------------------------------------------- looking up */

static bool has_any_suffix(const struct filter *f, struct slice name)
{
    bool good = f->n_suffixes == 0;
    for (size_t i = 0; i < f->n_suffixes && !good; i++)
        good = has_suffix(name, f->suffixes[i]);
    return good;
}

static bool is_for(const struct filter *f, struct slice content, struct slice name)
{
    bool good = f->n_matches == 0;
    for (size_t i = 0; i < f->n_matches && !good; i++)
        good = fits(f->matches[i], content);
    return good && has_any_suffix(f, name);
}

const struct filter *filters_find(const struct filters *f, struct slice content, struct slice name)
{
    for (size_t i = 0; i < f->n; i++)
        if (is_for(&f->items[i], content, name))
            return &f->items[i];
    return NULL;
}

enum filter_need filters_ask(const struct filters *f, struct slice start, struct slice name)
{
    enum filter_need need = FILTER_NOT;
    for (size_t i = 0; i < f->n; i++) {
        const struct filter *filter = &f->items[i];
        if (!has_any_suffix(filter, name))
            continue;
        if (filter->n_matches == 0)
            return FILTER_LIKELY;
        for (size_t k = 0; k < filter->n_matches; k++) {
            struct slice pattern = filter->matches[k];
            size_t used;
            if (fits_here(&pattern, start, &used))
                return FILTER_LIKELY;
            if (used == start.len)
                need = FILTER_OPEN;
        }
    }
    return need;
}

const struct filter *filters_named(const struct filters *f, struct slice name)
{
    for (size_t i = 0; i < f->n; i++)
        if (slice_equal(f->items[i].name, name))
            return &f->items[i];
    return NULL;
}

struct slice filter_inner_name(const struct filter *f, struct slice name)
{
    bool dotted = name.len > f->name.len && name.ptr[name.len - f->name.len - 1] == '.';
    for (size_t i = 0; i < f->n_suffixes; i++)
        if (name.len > f->suffixes[i].len && has_suffix(name, f->suffixes[i]))
            return (struct slice){name.ptr, name.len - f->suffixes[i].len};
    if (dotted && has_suffix(name, f->name))
        name.len -= f->name.len + 1;
    return name;
}
