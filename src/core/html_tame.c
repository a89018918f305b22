/*
 * html_tame.c - see html_tame.h.
 *
 * The tree that the WHATWG algorithm builds can be far more work than the bytes that ask for
 * it: each start tag looks through all open elements, and each open formatting element is
 * opened again in each block. So tags are counted here as a parser would have them open,
 * and those beyond a limit are dropped. The count never falls below the parser's own depth:
 * an end tag closes only what it surely closes. Elements that close each other (p, li, td ...)
 * are not counted, because between two that nest stands one that is. Formatting elements lose
 * their attributes, so that the parser keeps at most three of a name.
 */
#include "html_tame.h"

#include <gumbo.h>
#include <stdlib.h>

enum {
    MAX_OPEN = 200,
    MAX_FORMATTING = 40,
    MAX_ATTRIBUTES = 100,
    MAX_NAME = 32,
    MAX_MISNESTED = 3
};

enum nesting {
    COUNTED,    /* the rest, unknown elements among them */
    SPECIAL,    /* an end tag of COUNTED does not reach over it */
    SCOPE,      /* and not even one of SPECIAL does */
    FORMATTING, /* closed by the adoption agency, wherever it is open */
    UNCOUNTED,  /* void, or closed by its own kind */
    OMITTED,    /* the tags go, the content stays */
    DROPPED,    /* goes with its content */
    RAW,        /* its content is text, whatever it looks like */
};

static const uint8_t nestings[GUMBO_TAG_LAST + 1] = {
    [GUMBO_TAG_ADDRESS] = SPECIAL,   [GUMBO_TAG_ARTICLE] = SPECIAL,
    [GUMBO_TAG_ASIDE] = SPECIAL,     [GUMBO_TAG_BLOCKQUOTE] = SPECIAL,
    [GUMBO_TAG_BUTTON] = SPECIAL,    [GUMBO_TAG_CENTER] = SPECIAL,
    [GUMBO_TAG_DETAILS] = SPECIAL,   [GUMBO_TAG_DIR] = SPECIAL,
    [GUMBO_TAG_DIV] = SPECIAL,       [GUMBO_TAG_DL] = SPECIAL,
    [GUMBO_TAG_FIELDSET] = SPECIAL,  [GUMBO_TAG_FIGCAPTION] = SPECIAL,
    [GUMBO_TAG_FIGURE] = SPECIAL,    [GUMBO_TAG_FOOTER] = SPECIAL,
    [GUMBO_TAG_H1] = SPECIAL,        [GUMBO_TAG_H2] = SPECIAL,
    [GUMBO_TAG_H3] = SPECIAL,        [GUMBO_TAG_H4] = SPECIAL,
    [GUMBO_TAG_H5] = SPECIAL,        [GUMBO_TAG_H6] = SPECIAL,
    [GUMBO_TAG_HEADER] = SPECIAL,    [GUMBO_TAG_HGROUP] = SPECIAL,
    [GUMBO_TAG_LISTING] = SPECIAL,   [GUMBO_TAG_MAIN] = SPECIAL,
    [GUMBO_TAG_MENU] = SPECIAL,      [GUMBO_TAG_NAV] = SPECIAL,
    [GUMBO_TAG_NOSCRIPT] = SPECIAL,  [GUMBO_TAG_OL] = SPECIAL,
    [GUMBO_TAG_PRE] = SPECIAL,       [GUMBO_TAG_SECTION] = SPECIAL,
    [GUMBO_TAG_SELECT] = SPECIAL,    [GUMBO_TAG_SUMMARY] = SPECIAL,
    [GUMBO_TAG_UL] = SPECIAL,        [GUMBO_TAG_APPLET] = SCOPE,
    [GUMBO_TAG_MARQUEE] = SCOPE,     [GUMBO_TAG_OBJECT] = SCOPE,
    [GUMBO_TAG_TABLE] = SCOPE,       [GUMBO_TAG_TEMPLATE] = SCOPE,
    [GUMBO_TAG_A] = FORMATTING,      [GUMBO_TAG_B] = FORMATTING,
    [GUMBO_TAG_BIG] = FORMATTING,    [GUMBO_TAG_CODE] = FORMATTING,
    [GUMBO_TAG_EM] = FORMATTING,     [GUMBO_TAG_FONT] = FORMATTING,
    [GUMBO_TAG_I] = FORMATTING,      [GUMBO_TAG_NOBR] = FORMATTING,
    [GUMBO_TAG_S] = FORMATTING,      [GUMBO_TAG_SMALL] = FORMATTING,
    [GUMBO_TAG_STRIKE] = FORMATTING, [GUMBO_TAG_STRONG] = FORMATTING,
    [GUMBO_TAG_TT] = FORMATTING,     [GUMBO_TAG_U] = FORMATTING,
    [GUMBO_TAG_AREA] = UNCOUNTED,    [GUMBO_TAG_BASE] = UNCOUNTED,
    [GUMBO_TAG_BODY] = UNCOUNTED,    [GUMBO_TAG_BR] = UNCOUNTED,
    [GUMBO_TAG_CAPTION] = UNCOUNTED, [GUMBO_TAG_COL] = UNCOUNTED,
    [GUMBO_TAG_DD] = UNCOUNTED,      [GUMBO_TAG_DT] = UNCOUNTED,
    [GUMBO_TAG_EMBED] = UNCOUNTED,   [GUMBO_TAG_HEAD] = UNCOUNTED,
    [GUMBO_TAG_HR] = UNCOUNTED,      [GUMBO_TAG_HTML] = UNCOUNTED,
    [GUMBO_TAG_IMG] = UNCOUNTED,     [GUMBO_TAG_INPUT] = UNCOUNTED,
    [GUMBO_TAG_LI] = UNCOUNTED,      [GUMBO_TAG_LINK] = UNCOUNTED,
    [GUMBO_TAG_META] = UNCOUNTED,    [GUMBO_TAG_OPTION] = UNCOUNTED,
    [GUMBO_TAG_P] = UNCOUNTED,       [GUMBO_TAG_PARAM] = UNCOUNTED,
    [GUMBO_TAG_SOURCE] = UNCOUNTED,  [GUMBO_TAG_TBODY] = UNCOUNTED,
    [GUMBO_TAG_TD] = UNCOUNTED,      [GUMBO_TAG_TFOOT] = UNCOUNTED,
    [GUMBO_TAG_TH] = UNCOUNTED,      [GUMBO_TAG_THEAD] = UNCOUNTED,
    [GUMBO_TAG_TR] = UNCOUNTED,      [GUMBO_TAG_TRACK] = UNCOUNTED,
    [GUMBO_TAG_WBR] = UNCOUNTED,     [GUMBO_TAG_FRAME] = OMITTED,
    [GUMBO_TAG_FRAMESET] = OMITTED,  [GUMBO_TAG_MATH] = OMITTED,
    [GUMBO_TAG_PLAINTEXT] = OMITTED, [GUMBO_TAG_IFRAME] = DROPPED,
    [GUMBO_TAG_NOEMBED] = DROPPED,   [GUMBO_TAG_NOFRAMES] = DROPPED,
    [GUMBO_TAG_SCRIPT] = DROPPED,    [GUMBO_TAG_STYLE] = DROPPED,
    [GUMBO_TAG_SVG] = DROPPED,       [GUMBO_TAG_TEXTAREA] = DROPPED,
    [GUMBO_TAG_TITLE] = RAW,         [GUMBO_TAG_XMP] = RAW,
};

struct tamer {
    struct slice rest;
    struct buffer *out;
    struct {
        uint32_t name;
        enum nesting nesting;
    } open[MAX_OPEN];
    size_t n_open, n_dropped;
    unsigned formatting[GUMBO_TAG_LAST + 1], n_formatting;
    size_t formatted_at[GUMBO_TAG_LAST + 1]; /* n_open when the last of it was opened */
    bool never_ends[GUMBO_TAG_LAST + 1];     /* no end tag of it is left in the page */
};

struct tag {
    struct slice name;
    GumboTag tag;
    uint32_t hash; /* of the name in lower case */
    bool is_end, holds_json;
    size_t len;  /* of all of it in the page; 0 where it has no end */
    size_t kept; /* bytes up to the end of the last attribute that is kept */
};

/* ----------------------------------------------------------- one tag apart */

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool starts_folded(struct slice s, struct slice lower)
{
    if (s.len < lower.len)
        return false;
    for (size_t i = 0; i < lower.len; i++)
        if (s.ptr[i] != lower.ptr[i] && (!is_letter(s.ptr[i]) || (s.ptr[i] | 0x20) != lower.ptr[i]))
            return false;
    return true;
}

/* Offset behind the value that starts at off. */
static size_t skip_value(struct slice s, size_t off)
{
    char quote = off < s.len ? s.ptr[off] : '\0';
    if (quote == '"' || quote == '\'') {
        const char *end = memchr(s.ptr + off + 1, quote, s.len - off - 1);
        return end ? (size_t)(end - s.ptr) + 1 : s.len;
    }
    while (off < s.len && !is_space(s.ptr[off]) && s.ptr[off] != '>')
        off++;
    return off;
}

/* Reads the attributes from off on, as the tokenizer of the standard does (13.2.5.32 ff). */
static void read_attributes(struct slice s, size_t off, struct tag *tag)
{
    size_t n = 0;
    tag->kept = off;
    while (off < s.len) {
        while (off < s.len && (is_space(s.ptr[off]) || s.ptr[off] == '/'))
            off++;
        if (off < s.len && s.ptr[off] == '>') {
            tag->len = off + 1;
            return;
        }
        size_t name = off;
        do
            off++;
        while (off < s.len && !is_space(s.ptr[off]) && !strchr("/>=", s.ptr[off]));
        bool is_type =
            off - name == 4 && starts_folded((struct slice){s.ptr + name, 4}, SLICE("type"));
        size_t value = off;
        while (value < s.len && is_space(s.ptr[value]))
            value++;
        if (value < s.len && s.ptr[value] == '=') {
            value++;
            while (value < s.len && is_space(s.ptr[value]))
                value++;
            off = skip_value(s, value);
            struct slice json = {s.ptr + value, off - value};
            while (json.len && !is_letter(json.ptr[0]))
                json = (struct slice){json.ptr + 1, json.len - 1};
            tag->holds_json =
                tag->holds_json || (is_type && starts_folded(json, SLICE("application/ld+json")));
        }
        if (n++ < MAX_ATTRIBUTES && off < s.len)
            tag->kept = off;
    }
}

static struct tag read_tag(struct slice s)
{
    struct tag tag = {.is_end = s.ptr[1] == '/', .hash = 2166136261u};
    size_t start = tag.is_end ? 2 : 1, off = start;
    for (; off < s.len && !is_space(s.ptr[off]) && s.ptr[off] != '/' && s.ptr[off] != '>'; off++) {
        unsigned char c = (unsigned char)s.ptr[off];
        tag.hash = (tag.hash ^ (is_letter((char)c) ? c | 0x20u : c)) * 16777619u; /* FNV-1a */
    }
    tag.name = (struct slice){s.ptr + start, off - start};
    tag.tag = tag.name.len < MAX_NAME ? gumbo_tagn_enum(tag.name.ptr, (unsigned)tag.name.len)
                                      : GUMBO_TAG_UNKNOWN;
    read_attributes(s, off, &tag);
    return tag;
}

/* -------------------------------------------------------------- what is open */

/* Closes the innermost open element of that name, where the parser is sure to. */
static void close_element(struct tamer *t, const struct tag *tag)
{
    enum nesting own = (enum nesting)nestings[tag->tag];
    for (size_t i = t->n_open; i-- > 0;) {
        if (t->open[i].name == tag->hash) {
            if (tag->tag == GUMBO_TAG_FORM) { /* leaves what is open in it open */
                memmove(&t->open[i], &t->open[i + 1], (t->n_open - i - 1) * sizeof *t->open);
                t->n_open--;
            } else {
                t->n_open = i;
            }
            return;
        }
        if (t->open[i].nesting == SCOPE || (t->open[i].nesting == SPECIAL && own == COUNTED))
            return;
    }
}

/* Counts a tag; false where it is to be dropped. */
static bool count_tag(struct tamer *t, const struct tag *tag)
{
    enum nesting nesting = (enum nesting)nestings[tag->tag];
    if (nesting == FORMATTING) {
        unsigned *n = &t->formatting[tag->tag];
        if (tag->is_end) {
            if (*n && t->n_open > t->formatted_at[tag->tag] + MAX_MISNESTED)
                return false; /* it stays open; to part it from what it holds is dear */
            t->n_formatting -= *n > 0;
            *n -= *n > 0;
            return true;
        }
        if (tag->tag == GUMBO_TAG_A && *n)
            return true; /* it closes the one before */
        if (t->n_formatting == MAX_FORMATTING)
            return false;
        t->n_formatting++;
        ++*n;
        t->formatted_at[tag->tag] = t->n_open;
        return true;
    }
    if (nesting == UNCOUNTED)
        return true;
    if (tag->is_end) {
        if (t->n_dropped) {
            t->n_dropped--;
            return false;
        }
        close_element(t, tag);
        return true;
    }
    if (t->n_open == MAX_OPEN) {
        t->n_dropped++;
        return false;
    }
    t->open[t->n_open].name = tag->hash;
    t->open[t->n_open++].nesting = nesting;
    return true;
}

/* ------------------------------------------------------------------ writing */

static void advance(struct tamer *t, size_t n)
{
    t->rest = (struct slice){t->rest.ptr + n, t->rest.len - n};
}

static void add_tag(struct tamer *t, const struct tag *tag)
{
    enum nesting nesting = (enum nesting)nestings[tag->tag];
    buffer_add(t->out, tag->is_end ? SLICE("</") : SLICE("<"));
    buffer_add(t->out, tag->name);
    bool bare = tag->is_end || (nesting == FORMATTING && tag->tag != GUMBO_TAG_A);
    size_t from = (size_t)(tag->name.ptr + tag->name.len - t->rest.ptr);
    if (!bare)
        buffer_add(t->out, (struct slice){t->rest.ptr + from, tag->kept - from});
    buffer_add_byte(t->out, '>');
}

static void add_escaped(struct slice s, struct slice escape, struct buffer *out)
{
    while (s.len) {
        const char *found = memchr(s.ptr, '<', s.len);
        size_t n = found ? (size_t)(found - s.ptr) : s.len;
        buffer_add(out, (struct slice){s.ptr, n});
        if (found)
            buffer_add(out, escape);
        n += found != NULL;
        s = (struct slice){s.ptr + n, s.len - n};
    }
}

/* Bytes up to the end tag of an element whose content is not markup; false without one. */
static bool find_end(struct tamer *t, const struct tag *tag, size_t from, size_t *at)
{
    if (t->never_ends[tag->tag])
        return false;
    while (from < t->rest.len) {
        const char *found = memchr(t->rest.ptr + from, '<', t->rest.len - from);
        if (!found)
            break;
        *at = (size_t)(found - t->rest.ptr);
        struct slice rest = {found, t->rest.len - *at};
        size_t n = 2 + tag->name.len;
        bool same = rest.len > n && rest.ptr[1] == '/' &&
                    (is_space(rest.ptr[n]) || rest.ptr[n] == '/' || rest.ptr[n] == '>');
        for (size_t i = 0; same && i < tag->name.len; i++)
            same = (rest.ptr[2 + i] | 0x20) == (tag->name.ptr[i] | 0x20);
        if (same)
            return true;
        from = *at + 1;
    }
    t->never_ends[tag->tag] = true;
    return false;
}

/* Scripts, titles and the like: what is in them is no markup. */
static void take_opaque(struct tamer *t, const struct tag *tag, bool raw)
{
    size_t end = 0;
    bool ends = !tag->is_end && find_end(t, tag, tag->len, &end);
    if (ends && (raw || tag->holds_json)) {
        struct slice content = {t->rest.ptr + tag->len, end - tag->len};
        struct slice name = tag->tag == GUMBO_TAG_XMP ? SLICE("pre") : tag->name;
        buffer_add(t->out, SLICE("<"));
        buffer_add(t->out, name);
        buffer_add(t->out, raw ? SLICE(">") : SLICE(" type='application/ld+json'>"));
        add_escaped(content, raw ? SLICE("&lt;") : SLICE("\\u003c"), t->out);
        buffer_add(t->out, SLICE("</"));
        buffer_add(t->out, name);
        buffer_add(t->out, SLICE(">"));
    }
    advance(t, ends ? end : tag->len);
}

static void take_tag(struct tamer *t)
{
    struct tag tag = read_tag(t->rest);
    if (!tag.len) { /* the page ends inside of it: no tag at all */
        advance(t, t->rest.len);
        return;
    }
    enum nesting nesting = (enum nesting)nestings[tag.tag];
    if (nesting == DROPPED || nesting == RAW) {
        take_opaque(t, &tag, nesting == RAW);
        return;
    }
    if (nesting != OMITTED && count_tag(t, &tag))
        add_tag(t, &tag);
    advance(t, tag.len);
}

/* A comment, or what the standard takes for one. */
static void skip_declaration(struct tamer *t)
{
    bool comment = slice_has_prefix(t->rest, SLICE("<!--"));
    size_t at = comment ? 4 : 2;
    if (comment && at < t->rest.len && t->rest.ptr[at] == '>') {
        advance(t, at + 1);
        return;
    }
    for (; at < t->rest.len; at++) {
        const char *end = memchr(t->rest.ptr + at, '>', t->rest.len - at);
        if (!end)
            break;
        at = (size_t)(end - t->rest.ptr);
        bool closes = !comment || (end[-1] == '-' && end[-2] == '-' && at >= 5) ||
                      (end[-1] == '!' && end[-2] == '-' && end[-3] == '-' && at >= 7);
        if (closes) {
            advance(t, at + 1);
            return;
        }
    }
    advance(t, t->rest.len);
}

void html_tame(struct slice page, struct buffer *out)
{
    struct tamer *t = memory_zeroed(1, sizeof *t);
    *t = (struct tamer){.rest = page, .out = out};
    buffer_reserve(out, page.len);
    while (t->rest.len) {
        const char *tag = memchr(t->rest.ptr, '<', t->rest.len);
        size_t text = tag ? (size_t)(tag - t->rest.ptr) : t->rest.len;
        buffer_add(out, (struct slice){t->rest.ptr, text});
        advance(t, text);
        if (!tag)
            break;
        char next = t->rest.len > 1 ? tag[1] : '\0', after = t->rest.len > 2 ? tag[2] : '\0';
        if (is_letter(next) || (next == '/' && is_letter(after))) {
            take_tag(t);
        } else if (next == '!' || next == '?' || (next == '/' && after)) {
            skip_declaration(t);
        } else {
            buffer_add(out, SLICE("&lt;"));
            advance(t, 1);
        }
    }
    free(t);
}
