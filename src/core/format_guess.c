/*
 * format_guess.c - which format some bytes are.
 *
 * Content that can be nothing else decides first: the beginning of an HTML document, front
 * matter, the header of a mail. Then the name; and last the first tag, because plain text
 * and Markdown begin with one too, if rarely.
 */
#include "format.h"
#include "front_matter.h"

enum { SNIFF_BYTES = 1024 };

bool article_format_find(struct slice name, enum article_format *format)
{
    static const struct {
        struct slice name;
        enum article_format format;
    } names[] = {{{"text", 4}, ARTICLE_PLAIN},
                 {{"html", 4}, ARTICLE_HTML},
                 {{"markdown", 8}, ARTICLE_MARKDOWN},
                 {{"mail", 4}, ARTICLE_MAIL}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (slice_equal(name, names[i].name)) {
            *format = names[i].format;
            return true;
        }
    return false;
}

static char folded(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

/* Does word, in small letters, stand at off? */
static bool stands_at(struct slice text, size_t off, const char *word)
{
    size_t n = strlen(word);
    for (size_t k = 0; k < n; k++)
        if (off + k >= text.len || folded(text.ptr[off + k]) != word[k])
            return false;
    return true;
}

static bool contains(struct slice text, const char *word)
{
    for (size_t off = 0; off < text.len; off++)
        if (stands_at(text, off, word))
            return true;
    return false;
}

static bool has_suffix(struct slice name, const char *const *suffixes)
{
    for (; *suffixes; suffixes++) {
        size_t n = strlen(*suffixes);
        if (name.len > n && stands_at(name, name.len - n, *suffixes))
            return true;
    }
    return false;
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

/* The tags that a page may begin with (WHATWG MIME Sniffing Standard, section 7.1). */
static bool begins_with_tag(struct slice start)
{
    static const char *const tags[] = {
        "<!doctype html", "<html", "<head",    "<script", "<iframe", "<h1",   "<div", "<font",
        "<table",         "<a",    "<style",   "<title",  "<b",      "<body", "<br",  "<p",
        "<!--",           "<meta", "<article", NULL};
    for (const char *const *tag = tags; *tag; tag++) {
        size_t n = strlen(*tag);
        if (stands_at(start, 0, *tag) && n < start.len &&
            (is_space(start.ptr[n]) || start.ptr[n] == '>' || start.ptr[n - 1] == '-'))
            return true;
    }
    return stands_at(start, 0, "<?xml") && contains(start, "<html");
}

enum article_format article_guess_format(struct slice bytes, struct slice name)
{
    static const char *const page_names[] = {".html", ".htm", ".xhtml", NULL};
    static const char *const markdown_names[] = {".md", ".markdown", NULL};
    static const char *const text_names[] = {".txt", ".text", NULL};
    if (slice_has_prefix(bytes, SLICE("\uFEFF")))
        bytes = (struct slice){bytes.ptr + 3, bytes.len - 3};
    struct slice start = bytes;
    while (start.len && is_space(start.ptr[0]))
        start = (struct slice){start.ptr + 1, start.len - 1};
    if (start.len > SNIFF_BYTES)
        start.len = SNIFF_BYTES;
    bool markup = start.len && start.ptr[0] == '<';
    if (markup && (contains(start, "<!doctype html") || contains(start, "<html") ||
                   contains(start, "<head>") || contains(start, "<body")))
        return ARTICLE_HTML;
    if (front_matter_is_there(bytes))
        return ARTICLE_MARKDOWN;
    bool open;
    if (format_is_mail(bytes, &open))
        return ARTICLE_MAIL;
    if (has_suffix(name, markdown_names))
        return ARTICLE_MARKDOWN;
    if (markup &&
        (has_suffix(name, page_names) || (begins_with_tag(start) && !has_suffix(name, text_names))))
        return ARTICLE_HTML;
    return ARTICLE_PLAIN;
}

bool article_format_is_open(struct slice bytes)
{
    enum { HEADER_BYTES = 16 * 1024 };
    bool open = false;
    struct slice start = bytes;
    while (start.len && is_space(start.ptr[0]))
        start = (struct slice){start.ptr + 1, start.len - 1};
    if (start.len < SNIFF_BYTES)
        open = start.len == 0 || strchr("<-+", start.ptr[0]);
    if (!open && bytes.len < HEADER_BYTES)
        format_is_mail(bytes, &open);
    return open;
}
