/*
 * json_ld.c - headline, author, date and text from a page's JSON-LD (schema.org).
 *
 * No tree is built: the script is read once, byte by byte, with the keys that lead to
 * where one is on a stack. Pages put their article at the top, in a list or in a graph, so the
 * key counts and not the depth; only what is said about comments, reviews and parts of other
 * works is not the article's. What is no JSON says nothing, and no fault is ever one.
 */
#include "dragoman/utf8.h"
#include "html_meta.h"

enum { MAX_LEVELS = 32, RANK = 3 };

enum json_key { KEY_OTHER, KEY_HEADLINE, KEY_DATE, KEY_AUTHOR, KEY_NAME, KEY_BODY, KEY_ALIEN };

struct json {
    struct html_page *page;
    struct html_meta *meta;
    struct slice rest;
    enum json_key keys[MAX_LEVELS]; /* that each open object or list is the value of */
    size_t level;                   /* may be above MAX_LEVELS */
    enum json_key key;              /* of the next value */
    struct buffer authors;
    bool authors_done;
};

static enum json_key key_of(struct slice name)
{
    static const struct {
        const char *name;
        enum json_key key;
    } keys[] = {{"headline", KEY_HEADLINE}, {"datePublished", KEY_DATE},    {"author", KEY_AUTHOR},
                {"name", KEY_NAME},         {"articleBody", KEY_BODY},      {"comment", KEY_ALIEN},
                {"review", KEY_ALIEN},      {"isPartOf", KEY_ALIEN},        {"hasPart", KEY_ALIEN},
                {"mentions", KEY_ALIEN},    {"itemListElement", KEY_ALIEN}, {"citation", KEY_ALIEN},
                {"video", KEY_ALIEN}};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (slice_equal(slice_of(keys[i].name), name))
            return keys[i].key;
    return KEY_OTHER;
}

static bool is_below(const struct json *j, enum json_key key)
{
    for (size_t i = 0; i < j->level && i < MAX_LEVELS; i++)
        if (j->keys[i] == key)
            return true;
    return false;
}

static uint32_t read_hex(struct slice s)
{
    uint32_t value = 0;
    for (size_t i = 0; i < 4; i++) {
        char c = i < s.len ? s.ptr[i] : '\0';
        bool digit = c >= '0' && c <= '9', letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'f';
        if (!digit && !letter)
            return UINT32_MAX;
        value = value * 16 + (uint32_t)(digit ? c - '0' : (c | 0x20) - 'a' + 10);
    }
    return value;
}

/* Appends the string that starts behind the quote at rest, and goes behind its end. */
static void read_string(struct slice *rest, struct buffer *out)
{
    size_t i = 1;
    uint32_t high = 0;
    for (; i < rest->len && rest->ptr[i] != '"'; i++) {
        char c = rest->ptr[i];
        if (c != '\\') {
            buffer_add_byte(out, c);
            continue;
        }
        if (++i == rest->len)
            break;
        c = rest->ptr[i];
        if (c != 'u') {
            buffer_add_byte(out, c == 'n' ? '\n' : strchr("rtbf", c) && c ? ' ' : c);
            continue;
        }
        uint32_t unit = read_hex((struct slice){rest->ptr + i + 1, rest->len - i - 1});
        if (unit == UINT32_MAX)
            continue;
        i += 4;
        if (unit >= 0xD800 && unit < 0xDC00) {
            high = unit;
            continue;
        }
        if (unit >= 0xDC00 && unit < 0xE000)
            unit = high ? 0x10000 + ((high - 0xD800) << 10) + (unit - 0xDC00) : 0xFFFD;
        high = 0;
        utf8_put(out, unit);
    }
    i = i < rest->len ? i + 1 : i;
    *rest = (struct slice){rest->ptr + i, rest->len - i};
}

/* A line is a paragraph, where there is no other markup for that. Of several texts the longest
 * is the article's. */
static void take_body(struct json *j, struct slice value)
{
    struct buffer body = {0};
    struct slice line;
    if (value.len <= j->meta->body.len)
        return;
    while (slice_next(&value, '\n', &line)) {
        buffer_add(&body, SLICE("<p>"));
        utf8_repair(line, &body);
    }
    j->meta->body = arena_copy(&j->page->arena, buffer_slice(&body));
    buffer_release(&body);
}

static void take_value(struct json *j, struct slice value)
{
    enum json_key outer = j->level && j->level <= MAX_LEVELS ? j->keys[j->level - 1] : KEY_OTHER;
    if (is_below(j, KEY_ALIEN))
        return;
    if (j->key == KEY_HEADLINE)
        html_note(j->page, &j->meta->title, value, RANK);
    else if (j->key == KEY_DATE)
        html_note(j->page, &j->meta->date, value, RANK);
    else if (j->key == KEY_BODY)
        take_body(j, value);
    else if ((j->key == KEY_AUTHOR || (j->key == KEY_NAME && outer == KEY_AUTHOR)) &&
             !j->authors_done && value.len) {
        buffer_add(&j->authors, j->authors.len ? SLICE(", ") : SLICE(""));
        buffer_add(&j->authors, value);
    }
}

static void take_string(struct json *j)
{
    struct buffer string = {0};
    read_string(&j->rest, &string);
    while (j->rest.len && strchr(" \t\r\n", j->rest.ptr[0]) && j->rest.ptr[0])
        j->rest = (struct slice){j->rest.ptr + 1, j->rest.len - 1};
    if (j->rest.len && j->rest.ptr[0] == ':')
        j->key = key_of(buffer_slice(&string));
    else
        take_value(j, buffer_slice(&string));
    buffer_release(&string);
}

static void open_value(struct json *j, bool is_list)
{
    /* what is in a list has the list's key */
    if (j->level < MAX_LEVELS)
        j->keys[j->level] = j->key;
    j->level++;
    if (!is_list)
        j->key = KEY_OTHER;
}

static void close_value(struct json *j)
{
    j->level -= j->level > 0;
    if (j->authors.len && !is_below(j, KEY_AUTHOR))
        j->authors_done = true; /* another object's author is not this one's */
    j->key = j->level && j->level <= MAX_LEVELS ? j->keys[j->level - 1] : KEY_OTHER;
}

void html_read_json(struct html_page *p, struct slice json, struct html_meta *m)
{
    struct json j = {.page = p, .meta = m, .rest = json};
    while (j.rest.len) {
        char c = j.rest.ptr[0];
        if (c == '"') {
            take_string(&j);
            continue;
        }
        if (c == '{' || c == '[')
            open_value(&j, c == '[');
        else if (c == '}' || c == ']')
            close_value(&j);
        j.rest = (struct slice){j.rest.ptr + 1, j.rest.len - 1};
    }
    html_note(p, &m->author, buffer_slice(&j.authors), RANK);
    buffer_release(&j.authors);
}
