/*
 * mime.c - see mime.h. What is not well-formed is taken as it stands; nothing is refused.
 */
#include "mime.h"

#include "dragoman/load.h"

static char folded(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

bool mime_is(struct slice word, const char *small)
{
    size_t n = strlen(small), i = 0;
    while (i < word.len && i < n && folded(word.ptr[i]) == small[i])
        i++;
    return i == n && i == word.len;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static bool is_space(char c)
{
    return is_blank(c) || c == '\n' || c == '\r';
}

static struct slice trim(struct slice s)
{
    while (s.len && is_space(s.ptr[0]))
        s = (struct slice){s.ptr + 1, s.len - 1};
    while (s.len && is_space(s.ptr[s.len - 1]))
        s.len--;
    return s;
}

/* ------------------------------------------------------------------- header */

/* Bytes of the field's name before a colon, or 0. */
static size_t name_len(struct slice line)
{
    size_t n = 0;
    while (n < line.len && line.ptr[n] > 32 && line.ptr[n] < 127 && line.ptr[n] != ':')
        n++;
    return n < line.len && line.ptr[n] == ':' ? n : 0;
}

/* Cuts the first line off, with its line end. */
static struct slice take_line(struct slice *rest)
{
    const char *end = rest->len ? memchr(rest->ptr, '\n', rest->len) : NULL;
    size_t n = end ? (size_t)(end - rest->ptr) + 1 : rest->len;
    struct slice line = {rest->ptr, n};
    *rest = (struct slice){rest->ptr + n, rest->len - n};
    return line;
}

enum mime_header mime_next(struct slice *rest, struct mime_field *field)
{
    struct slice after = *rest, line = take_line(&after);
    if (trim(line).len == 0) {
        *rest = after;
        return MIME_END;
    }
    size_t n = name_len(line);
    if (n == 0)
        return MIME_BROKEN;
    struct slice whole = line;
    while (after.len && is_blank(after.ptr[0])) {
        struct slice next = after;
        line = take_line(&next);
        if (trim(line).len == 0)
            break; /* blanks alone end a header too */
        whole.len += line.len;
        after = next;
    }
    *rest = after;
    whole = trim(whole);
    *field = (struct mime_field){
        {whole.ptr, n}, trim((struct slice){whole.ptr + n + 1, whole.len - n - 1}), whole};
    return MIME_FIELD;
}

struct slice mime_get(struct slice header, const char *name)
{
    struct mime_field field;
    while (mime_next(&header, &field) == MIME_FIELD)
        if (mime_is(field.name, name))
            return field.value;
    return (struct slice){"", 0};
}

struct slice mime_type(struct slice value)
{
    struct slice type = {"", 0};
    slice_next(&value, ';', &type);
    return trim(type);
}

struct slice mime_parameter(struct slice value, const char *name)
{
    struct slice piece;
    bool first = true;
    while (slice_next(&value, ';', &piece)) {
        struct slice key;
        if (!first && slice_next(&piece, '=', &key) && piece.ptr && mime_is(trim(key), name)) {
            piece = trim(piece);
            if (piece.len && piece.ptr[0] == '"') { /* which may hold a semicolon */
                const char *start = piece.ptr + 1;
                const char *limit = value.ptr ? value.ptr + value.len : piece.ptr + piece.len;
                const char *end = memchr(start, '"', (size_t)(limit - start));
                return (struct slice){start, (size_t)((end ? end : limit) - start)};
            }
            return piece;
        }
        first = false;
    }
    return (struct slice){"", 0};
}

/* -------------------------------------------------------- transfer encodings */

static int base64_digit(char c)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const char *at = c ? strchr(digits, c) : NULL;
    return at ? (int)(at - digits) : -1;
}

static void decode_base64(struct slice body, struct buffer *out)
{
    unsigned bits = 0, value = 0;
    for (size_t i = 0; i < body.len; i++) {
        int digit = base64_digit(body.ptr[i]);
        if (body.ptr[i] == '=') { /* what follows begins anew */
            bits = value = 0;
        } else if (digit >= 0) {
            value = (value << 6 | (unsigned)digit) & 0xFFFFFF;
            bits += 6;
            if (bits >= 8) {
                bits -= 8;
                buffer_add_byte(out, (char)(value >> bits & 0xFF));
            }
        }
    }
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = folded(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static void decode_quoted(struct slice body, bool word, struct buffer *out)
{
    for (size_t i = 0; i < body.len; i++) {
        const char *p = body.ptr + i;
        size_t left = body.len - i, blanks = 1;
        int high = left > 2 ? hex_digit(p[1]) : -1, low = left > 2 ? hex_digit(p[2]) : -1;
        while (p[0] == '=' && blanks < left && (is_blank(p[blanks]) || p[blanks] == '\r'))
            blanks++;
        if (p[0] == '=' && high >= 0 && low >= 0) {
            buffer_add_byte(out, (char)(high * 16 + low));
            i += 2;
        } else if (p[0] == '=' && (blanks == left || p[blanks] == '\n')) {
            i += blanks - (blanks == left); /* a line that goes on */
        } else {
            buffer_add_byte(out, word && p[0] == '_' ? ' ' : p[0]);
        }
    }
}

bool mime_decode(struct slice body, struct slice transfer_encoding, struct buffer *bytes)
{
    transfer_encoding = trim(transfer_encoding);
    if (mime_is(transfer_encoding, "base64"))
        decode_base64(body, bytes);
    else if (mime_is(transfer_encoding, "quoted-printable"))
        decode_quoted(body, false, bytes);
    else
        return false;
    return true;
}

/* -------------------------------------------------------------- encoded words */

struct word {
    struct slice charset, text;
    bool base64;
    size_t len; /* of all of it */
};

/* Reads "=?charset?B?text?=" at the start of s. */
static bool read_word(struct slice s, struct word *w)
{
    struct slice rest = s, piece, form;
    if (!slice_has_prefix(s, SLICE("=?")))
        return false;
    rest = (struct slice){s.ptr + 2, s.len - 2};
    if (!slice_next(&rest, '?', &piece) || !slice_next(&rest, '?', &form) || !rest.ptr ||
        piece.len == 0 || piece.len > ENCODING_NAME_BYTES || form.len != 1)
        return false;
    slice_next(&piece, '*', &w->charset); /* a language may follow */
    w->base64 = folded(form.ptr[0]) == 'b';
    if (!w->base64 && folded(form.ptr[0]) != 'q')
        return false;
    const char *text = rest.ptr;
    if (!slice_next(&rest, '?', &w->text) || !rest.len || rest.ptr[0] != '=')
        return false;
    w->text.ptr = text;
    w->len = (size_t)(rest.ptr + 1 - s.ptr);
    return true;
}

static void flush_words(struct buffer *raw, struct slice charset, struct buffer *text)
{
    struct encoding e;
    if (raw->len == 0)
        return;
    mime_charset(charset, &e);
    load_decode(raw, &e);
    buffer_add(text, buffer_slice(raw));
    raw->len = 0;
}

void mime_add_words(struct slice value, struct buffer *text)
{
    struct buffer raw = {0}; /* of words in one charset: a character may be cut in two */
    struct slice charset = {"", 0};
    bool blank = false;
    for (size_t i = 0; i < value.len;) {
        struct word w;
        if (is_space(value.ptr[i])) {
            blank = true;
            i++;
            continue;
        }
        if (read_word((struct slice){value.ptr + i, value.len - i}, &w)) {
            if (raw.len && !slice_equal(charset, w.charset))
                flush_words(&raw, charset, text);
            else if (raw.len == 0 && blank && text->len)
                buffer_add_byte(text, ' '); /* between two words it counts for nothing */
            charset = w.charset;
            if (w.base64)
                decode_base64(w.text, &raw);
            else
                decode_quoted(w.text, true, &raw);
            i += w.len;
        } else {
            flush_words(&raw, charset, text);
            if (blank && text->len)
                buffer_add_byte(text, ' ');
            buffer_add_byte(text, value.ptr[i++]);
        }
        blank = false;
    }
    flush_words(&raw, charset, text);
    buffer_release(&raw);
}

bool mime_has_words(struct slice value)
{
    struct word w;
    for (size_t i = 0; i < value.len; i++)
        if (read_word((struct slice){value.ptr + i, value.len - i}, &w))
            return true;
    return false;
}

void mime_charset(struct slice name, struct encoding *e)
{
    if (mime_is(name, "us-ascii") || mime_is(name, "ascii") || !encoding_find(name, e))
        *e = (struct encoding){0};
}
