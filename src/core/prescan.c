/*
 * prescan.c - the encoding that a web page declares.
 *
 * The steps are those of the HTML standard ("prescan a byte stream to determine its
 * encoding", "get an attribute", "extract a character encoding from a meta element",
 * "get an XML encoding"): comments, other tags and attribute values are passed over, so
 * that a declaration quoted in them counts for nothing.
 */
#include "dragoman/encoding.h"

enum { PRESCAN_BYTES = 1024 };

struct scan {
    struct slice page;
    size_t at;
};

struct attribute {
    struct span name, value;
};

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static char folded(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

static bool is_letter(char c)
{
    return folded(c) >= 'a' && folded(c) <= 'z';
}

static bool has_more(const struct scan *s)
{
    return s->at < s->page.len;
}

static char here(const struct scan *s)
{
    return s->page.ptr[s->at];
}

/* Does word (in small letters) stand at off? */
static bool stands_at(struct slice text, size_t off, const char *word)
{
    for (; *word; word++, off++)
        if (off >= text.len || folded(text.ptr[off]) != *word)
            return false;
    return true;
}

static bool is_word(struct slice text, const char *word)
{
    return text.len == strlen(word) && stands_at(text, 0, word);
}

static void skip_spaces(struct scan *s)
{
    while (has_more(s) && is_space(here(s)))
        s->at++;
}

/* To behind the next such byte. */
static void skip_past(struct scan *s, char c)
{
    while (has_more(s) && here(s) != c)
        s->at++;
    s->at += has_more(s);
}

/* ---------------------------------------------------------------- attributes */

static struct span quoted_value(struct scan *s)
{
    char quote = here(s);
    size_t start = ++s->at;
    while (has_more(s) && here(s) != quote)
        s->at++;
    struct span value = {start, s->at};
    s->at += has_more(s);
    return value;
}

/* False at the end of the tag. */
static bool next_attribute(struct scan *s, struct attribute *a)
{
    while (has_more(s) && (is_space(here(s)) || here(s) == '/'))
        s->at++;
    if (!has_more(s) || here(s) == '>')
        return false;
    size_t start = s->at;
    while (has_more(s) && !is_space(here(s)) && here(s) != '/' && here(s) != '>' &&
           (here(s) != '=' || s->at == start))
        s->at++;
    *a = (struct attribute){{start, s->at}, {s->at, s->at}};
    skip_spaces(s);
    if (!has_more(s) || here(s) != '=')
        return true;
    s->at++;
    skip_spaces(s);
    if (has_more(s) && (here(s) == '"' || here(s) == '\'')) {
        a->value = quoted_value(s);
        return true;
    }
    start = s->at;
    while (has_more(s) && !is_space(here(s)) && here(s) != '>')
        s->at++;
    a->value = (struct span){start, s->at};
    return true;
}

/* The label behind "charset=" in "text/html; charset=...", or an empty slice. */
static struct slice charset_of(struct slice content)
{
    struct slice none = {"", 0};
    for (size_t i = 0; i < content.len; i++) {
        if (!stands_at(content, i, "charset"))
            continue;
        struct scan s = {content, i + 7};
        skip_spaces(&s);
        if (!has_more(&s) || here(&s) != '=')
            continue;
        s.at++;
        skip_spaces(&s);
        if (!has_more(&s))
            return none;
        if (here(&s) == '"' || here(&s) == '\'') {
            struct span value = quoted_value(&s);
            bool closed = value.end < content.len;
            return closed ? slice_cut(content, value) : none;
        }
        size_t start = s.at;
        while (has_more(&s) && !is_space(here(&s)) && here(&s) != ';')
            s.at++;
        return slice_cut(content, (struct span){start, s.at});
    }
    return none;
}

/* What a page in ASCII says it is cannot be UTF-16. */
static bool find_declared(struct slice label, struct encoding *e)
{
    if (!encoding_find(label, e))
        return false;
    return e->unit == 1 || encoding_find(SLICE("utf-8"), e);
}

static bool read_meta(struct scan *s, struct encoding *e)
{
    struct attribute a;
    bool is_pragma = false, needs_pragma = false, has_charset = false;
    struct slice charset = {"", 0};
    while (next_attribute(s, &a)) {
        struct slice name = slice_cut(s->page, a.name), value = slice_cut(s->page, a.value);
        if (is_word(name, "http-equiv")) {
            is_pragma = is_pragma || is_word(value, "content-type");
        } else if (is_word(name, "charset") && !(has_charset && !needs_pragma)) {
            charset = value;
            has_charset = true;
            needs_pragma = false;
        } else if (is_word(name, "content") && !has_charset && charset_of(value).len) {
            charset = charset_of(value);
            has_charset = needs_pragma = true;
        }
    }
    return has_more(s) && has_charset && (!needs_pragma || is_pragma) && find_declared(charset, e);
}

/* ---------------------------------------------------------------------- page */

static void skip_comment(struct scan *s)
{
    s->at += 2; /* the dashes that open it may close it */
    while (has_more(s) && !stands_at(s->page, s->at, "-->"))
        s->at++;
    s->at += has_more(s) ? 3 : 0;
}

static void skip_tag(struct scan *s)
{
    struct attribute a;
    while (has_more(s) && !is_space(here(s)) && here(s) != '>')
        s->at++;
    while (next_attribute(s, &a))
        ;
}

static bool read_xml_declaration(struct slice page, struct encoding *e)
{
    const char *end = memchr(page.ptr, '>', page.len);
    if (!stands_at(page, 0, "<?xml") || !end)
        return false;
    struct scan s = {{page.ptr, (size_t)(end - page.ptr)}, 5};
    while (has_more(&s) && !stands_at(s.page, s.at, "encoding"))
        s.at++;
    s.at += 8;
    skip_spaces(&s);
    if (!has_more(&s) || here(&s) != '=')
        return false;
    s.at++;
    skip_spaces(&s);
    if (!has_more(&s) || (here(&s) != '"' && here(&s) != '\''))
        return false;
    return find_declared(slice_cut(s.page, quoted_value(&s)), e);
}

bool encoding_declared(struct slice page, struct encoding *e)
{
    struct scan s = {page, 0};
    if (s.page.len > PRESCAN_BYTES)
        s.page.len = PRESCAN_BYTES;
    while (has_more(&s)) {
        size_t at = s.at;
        bool closing = at + 1 < s.page.len && s.page.ptr[at + 1] == '/';
        size_t name = at + 1 + closing;
        if (stands_at(s.page, at, "<!--")) {
            skip_comment(&s);
        } else if (stands_at(s.page, at, "<meta") && at + 5 < s.page.len &&
                   (is_space(s.page.ptr[at + 5]) || s.page.ptr[at + 5] == '/')) {
            s.at += 5;
            if (read_meta(&s, e))
                return true;
        } else if (here(&s) == '<' && name < s.page.len && is_letter(s.page.ptr[name])) {
            skip_tag(&s);
        } else if (stands_at(s.page, at, "<!") || stands_at(s.page, at, "</") ||
                   stands_at(s.page, at, "<?")) {
            skip_past(&s, '>');
        } else {
            s.at++;
        }
    }
    return page.len > 5 && read_xml_declaration(s.page, e);
}
