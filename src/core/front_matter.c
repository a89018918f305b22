/*
 * front_matter.c - see front_matter.h.
 *
 * Of YAML and TOML this knows what front matter is written with: plain and quoted values,
 * values over several lines (| and >, or indented), and lists of either form, of names or of
 * maps with a name. What is stranger is read as text and never a fault: half a byline is
 * better than no article.
 */
#include "front_matter.h"

enum { MAX_VALUE = 2000 };

void front_matter_release(struct front_matter *f)
{
    buffer_release(&f->title);
    buffer_release(&f->author);
    buffer_release(&f->date);
    buffer_release(&f->base);
}

static struct slice unquoted(struct slice value)
{
    value = slice_trim(value);
    if (value.len >= 2 && (value.ptr[0] == '"' || value.ptr[0] == '\'') &&
        value.ptr[value.len - 1] == value.ptr[0])
        return (struct slice){value.ptr + 1, value.len - 2};
    return value;
}

/* Appends a value: '' is an apostrophe in single quotes, \" a quote in double ones. */
static void add_value(struct slice value, struct buffer *out)
{
    struct slice inner = unquoted(value);
    char quote = inner.len < slice_trim(value).len ? inner.ptr[-1] : '\0';
    for (size_t i = 0; i < inner.len && out->len < MAX_VALUE; i++) {
        bool doubled = quote == '\'' && inner.ptr[i] == '\'' && i + 1 < inner.len;
        bool escaped = quote == '"' && inner.ptr[i] == '\\' && i + 1 < inner.len;
        buffer_add_byte(out, inner.ptr[doubled || escaped ? ++i : i]);
    }
}

static void add_part(struct slice value, struct buffer *out)
{
    if (!slice_trim(value).len || out->len > MAX_VALUE)
        return;
    if (out->len)
        buffer_add(out, SLICE(", "));
    add_value(value, out);
}

/* "[a, b]": each of them; quotes hold commas together. */
static void add_list(struct slice list, struct buffer *out)
{
    size_t start = 0;
    char quote = '\0';
    for (size_t i = 0; i <= list.len; i++) {
        char c = i < list.len ? list.ptr[i] : ',';
        if (quote)
            quote = c == quote ? '\0' : quote;
        else if (c == '"' || c == '\'')
            quote = c;
        if ((c == ',' && !quote) || i == list.len) {
            add_part((struct slice){list.ptr + start, i - start}, out);
            start = i + 1;
        }
    }
}

struct entry {
    struct slice key, value;
};

/* "key: value" or "key = value". */
static bool split(struct slice line, char separator, struct entry *entry)
{
    struct slice rest = line;
    if (!slice_next(&rest, separator, &entry->key) || !rest.ptr)
        return false;
    entry->key = unquoted(entry->key);
    entry->value = slice_trim(rest);
    return entry->key.len > 0;
}

static struct buffer *fact_of(struct front_matter *f, struct slice key)
{
    const struct {
        const char *key;
        struct buffer *fact;
    } keys[] = {{"title", &f->title},     {"author", &f->author},       {"authors", &f->author},
                {"byline", &f->author},   {"date", &f->date},           {"published", &f->date},
                {"pubDate", &f->date},    {"published_time", &f->date}, {"url", &f->base},
                {"source_url", &f->base}, {"canonical", &f->base},      {"canonical_url", &f->base},
                {"source", &f->base}};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (slice_equal(slice_of(keys[i].key), key))
            return keys[i].fact->len ? NULL : keys[i].fact; /* the first one holds */
    return NULL;
}

/* A line that belongs to the value above it. */
static void add_continuation(struct slice line, bool is_text, char separator, struct buffer *out)
{
    struct entry entry;
    line = slice_trim(line);
    if (is_text) {
        buffer_add(out, out->len ? SLICE(" ") : SLICE(""));
        if (out->len < MAX_VALUE)
            buffer_add(out, line);
        return;
    }
    if (slice_equal(line, SLICE("-")))
        return;
    if (slice_has_prefix(line, SLICE("- ")))
        line = slice_trim((struct slice){line.ptr + 2, line.len - 2});
    if (line.len && line.ptr[0] != '"' && line.ptr[0] != '\'' && split(line, separator, &entry)) {
        if (slice_equal(entry.key, SLICE("name")))
            add_part(entry.value, out);
        return; /* another fact of an author */
    }
    while (line.len && strchr("],[", line.ptr[line.len - 1]))
        line.len--;
    add_part(line, out);
}

static bool is_text_mark(struct slice value)
{
    return value.len && value.len <= 3 && (value.ptr[0] == '|' || value.ptr[0] == '>');
}

static void read_lines(struct slice lines, char separator, struct front_matter *f)
{
    struct slice line;
    struct buffer *fact = NULL;
    bool is_text = false;
    while (slice_next(&lines, '\n', &line)) {
        struct entry entry;
        bool below = !line.len || line.ptr[0] == ' ' || line.ptr[0] == '\t' || line.ptr[0] == '-' ||
                     line.ptr[0] == ']';
        if (below) {
            if (fact && slice_trim(line).len)
                add_continuation(line, is_text, separator, fact);
            continue;
        }
        fact = NULL;
        if (line.ptr[0] == '#' || !split(line, separator, &entry))
            continue;
        fact = fact_of(f, entry.key);
        if (!fact)
            continue;
        is_text = is_text_mark(entry.value) || (entry.value.len && entry.value.ptr[0] != '[');
        if (is_text_mark(entry.value))
            continue;
        if (entry.value.len && entry.value.ptr[0] == '[') {
            size_t end = entry.value.ptr[entry.value.len - 1] == ']';
            add_list((struct slice){entry.value.ptr + 1, entry.value.len - 1 - end}, fact);
        } else {
            add_value(entry.value, fact);
        }
    }
}

struct slice front_matter_read(struct slice source, struct front_matter *f)
{
    bool toml = slice_has_prefix(source, SLICE("+++\n"));
    struct slice rest = source, line, mark = toml ? SLICE("+++") : SLICE("---");
    *f = (struct front_matter){0};
    if (!toml && !slice_has_prefix(source, SLICE("---\n")))
        return source;
    slice_next(&rest, '\n', &line);
    const char *start = rest.ptr;
    while (slice_next(&rest, '\n', &line)) {
        bool ends =
            slice_equal(slice_trim(line), mark) || (!toml && slice_equal(line, SLICE("...")));
        if (!ends)
            continue;
        read_lines((struct slice){start, (size_t)(line.ptr - start)}, toml ? '=' : ':', f);
        return rest.ptr ? rest : (struct slice){"", 0};
    }
    return source; /* never closed: it was a rule */
}

bool front_matter_is_there(struct slice text)
{
    struct slice line, mark;
    bool any = false;
    if (!slice_next(&text, '\n', &line))
        return false;
    mark = slice_trim(line);
    bool toml = slice_equal(mark, SLICE("+++"));
    if (!toml && !slice_equal(mark, SLICE("---")))
        return false;
    while (slice_next(&text, '\n', &line)) {
        struct slice trimmed = slice_trim(line);
        struct entry entry;
        if (slice_equal(trimmed, mark) || (!toml && slice_equal(trimmed, SLICE("..."))))
            return any;
        bool below = line.len && (line.ptr[0] == ' ' || line.ptr[0] == '\t' || line.ptr[0] == '-' ||
                                  line.ptr[0] == ']');
        bool is_entry =
            split(trimmed, toml ? '=' : ':', &entry) && !memchr(entry.key.ptr, ' ', entry.key.len);
        if (trimmed.len && !below && !is_entry && !strchr("#[", trimmed.ptr[0]))
            return false;
        any = any || is_entry;
    }
    return false;
}
