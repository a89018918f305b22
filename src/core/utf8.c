/*
 * utf8.c - decoding is ours because it is three lines a case and runs over
 * every byte; categories, widths, normalisation and clusters are utf8proc's.
 */
#include "dragoman/utf8.h"

#include <stdlib.h>
#include <utf8proc.h>

enum { SOFT_HYPHEN = 0xAD, REPLACEMENT = 0xFFFD };

static unsigned byte_at(struct slice s, size_t off)
{
    return (unsigned char)s.ptr[off];
}

uint32_t utf8_next(struct slice text, size_t *off)
{
    unsigned b = byte_at(text, *off);
    const char *p = text.ptr + *off;
#define TAIL(i) ((uint32_t)((unsigned char)p[i] & 0x3F))
    if (b < 0x80) {
        *off += 1;
        return b;
    }
    if (b < 0xE0) {
        *off += 2;
        return (b & 0x1Fu) << 6 | TAIL(1);
    }
    if (b < 0xF0) {
        *off += 3;
        return (b & 0x0Fu) << 12 | TAIL(1) << 6 | TAIL(2);
    }
    *off += 4;
    return (b & 0x07u) << 18 | TAIL(1) << 12 | TAIL(2) << 6 | TAIL(3);
#undef TAIL
}

uint32_t utf8_prev(struct slice text, size_t *off)
{
    if (*off == 0)
        return 0;
    size_t at = *off - 1;
    while (at > 0 && (byte_at(text, at) & 0xC0) == 0x80)
        at--;
    *off = at;
    return utf8_next(text, &at);
}

uint32_t utf8_peek(struct slice text, size_t off)
{
    return off < text.len ? utf8_next(text, &off) : 0;
}

void utf8_put(struct buffer *out, uint32_t cp)
{
    utf8proc_uint8_t bytes[4];
    utf8proc_ssize_t n = utf8proc_encode_char((utf8proc_int32_t)cp, bytes);
    buffer_add(out, (struct slice){(const char *)bytes, (size_t)n});
}

/* The second byte alone has a range of its own. */
int utf8_sequence_len(const unsigned char *p, size_t left)
{
    unsigned b = p[0];
    if (b < 0x80)
        return 1;
    if (b < 0xC2 || b > 0xF4)
        return -1;
    int need = b < 0xE0 ? 2 : b < 0xF0 ? 3 : 4;
    unsigned low = b == 0xE0 ? 0xA0 : b == 0xF0 ? 0x90 : 0x80;
    unsigned high = b == 0xED ? 0x9F : b == 0xF4 ? 0x8F : 0xBF;
    for (int i = 1; i < need; i++) {
        if ((size_t)i >= left || p[i] < low || p[i] > high)
            return -i;
        low = 0x80;
        high = 0xBF;
    }
    return need;
}

size_t utf8_valid_len(struct slice bytes)
{
    const unsigned char *p = (const unsigned char *)bytes.ptr;
    size_t at = 0;
    while (at < bytes.len) {
        uint64_t word;
        while (bytes.len - at >= sizeof word) {
            memcpy(&word, p + at, sizeof word);
            if (word & UINT64_C(0x8080808080808080))
                break;
            at += sizeof word;
        }
        if (at == bytes.len)
            break;
        int n = utf8_sequence_len(p + at, bytes.len - at);
        if (n < 0)
            return at;
        at += (size_t)n;
    }
    return at;
}

void utf8_repair(struct slice bytes, struct buffer *out)
{
    while (bytes.len) {
        size_t good = utf8_valid_len(bytes);
        buffer_add(out, (struct slice){bytes.ptr, good});
        if (good == bytes.len)
            break;
        bytes = (struct slice){bytes.ptr + good, bytes.len - good};
        size_t bad = (size_t)-utf8_sequence_len((const unsigned char *)bytes.ptr, bytes.len);
        utf8_put(out, REPLACEMENT);
        bytes = (struct slice){bytes.ptr + bad, bytes.len - bad};
    }
}

/* ---------------------------------------------------------------- classes */

bool utf8_is_blank(uint32_t cp)
{
    return cp == ' ' || cp == '\t' || cp == 0xA0 || (cp >= 0x2000 && cp <= 0x200A) ||
           cp == 0x202F || cp == 0x205F || cp == 0x3000;
}

bool utf8_is_word(uint32_t cp)
{
    if (cp < 0x80)
        return (cp >= '0' && cp <= '9') || (cp >= 'A' && cp <= 'Z') || (cp >= 'a' && cp <= 'z');
    switch (utf8proc_category((utf8proc_int32_t)cp)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ME:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO:
        return !utf8_is_apostrophe(cp);
    default:
        return cp == SOFT_HYPHEN;
    }
}

bool utf8_is_upper(uint32_t cp)
{
    if (cp < 0x80)
        return cp >= 'A' && cp <= 'Z';
    utf8proc_category_t c = utf8proc_category((utf8proc_int32_t)cp);
    return c == UTF8PROC_CATEGORY_LU || c == UTF8PROC_CATEGORY_LT;
}

bool utf8_is_lower(uint32_t cp)
{
    if (cp < 0x80)
        return cp >= 'a' && cp <= 'z';
    return utf8proc_category((utf8proc_int32_t)cp) == UTF8PROC_CATEGORY_LL;
}

bool utf8_is_apostrophe(uint32_t cp)
{
    return cp == '\'' || cp == 0x2019 || cp == 0x2018 || cp == 0x2BC;
}

bool utf8_is_hyphen(uint32_t cp)
{
    return cp == '-' || cp == 0x2010 || cp == 0x2011 || cp == 0x2013;
}

bool utf8_is_ideographic(uint32_t cp)
{
    return cp >= 0x2E80 && utf8proc_charwidth((utf8proc_int32_t)cp) == 2;
}

bool utf8_is_bidi_control(uint32_t cp)
{
    return cp == 0x61C || cp == 0x200E || cp == 0x200F || (cp >= 0x202A && cp <= 0x202E) ||
           (cp >= 0x2066 && cp <= 0x2069);
}

/* --------------------------------------------------------------- clusters */

static int code_point_columns(uint32_t cp)
{
    if (cp >= 0x20 && cp < 0x7F)
        return 1;
    if (utf8_is_bidi_control(cp))
        return 1; /* shown as a symbol */
    if (cp == SOFT_HYPHEN)
        return 0;
    return utf8proc_charwidth((utf8proc_int32_t)cp);
}

size_t utf8_cluster_end(struct slice text, size_t off, int *columns)
{
    uint32_t cp = utf8_next(text, &off);
    *columns = code_point_columns(cp);
    if (off >= text.len || (cp < 0x80 && byte_at(text, off) < 0x80))
        return off; /* no ASCII pair but CR LF, which load has removed, is one cluster */
    utf8proc_int32_t state = 0;
    for (;;) {
        size_t next = off;
        uint32_t follower = off < text.len ? utf8_next(text, &next) : '\n';
        if (utf8_is_bidi_control(cp) || utf8_is_bidi_control(follower) ||
            utf8proc_grapheme_break_stateful((utf8proc_int32_t)cp, (utf8proc_int32_t)follower,
                                             &state))
            return off;
        /* a flag's second letter, a spacing mark: both are seen; but nothing is wider than
         * an emoji, which U+FE0F asks for */
        *columns += code_point_columns(follower);
        if (*columns > 2 || (follower == 0xFE0F && *columns))
            *columns = 2;
        cp = follower;
        off = next;
    }
}

size_t utf8_columns(struct slice text)
{
    size_t sum = 0;
    for (size_t off = 0; off < text.len;) {
        int columns;
        off = utf8_cluster_end(text, off, &columns);
        sum += (size_t)columns;
    }
    return sum;
}

size_t utf8_count(struct slice text)
{
    const uint64_t ones = UINT64_C(0x0101010101010101);
    size_t n = text.len, i = 0; /* less one for each byte that continues a character */
    for (uint64_t word; i + sizeof word <= text.len; i += sizeof word) {
        memcpy(&word, text.ptr + i, sizeof word);
        uint64_t tails = word >> 7 & ~(word >> 6) & ones;
        n -= (size_t)(tails * ones >> 56);
    }
    for (; i < text.len; i++)
        n -= (byte_at(text, i) & 0xC0) == 0x80;
    return n;
}

/* ------------------------------------------------------------------ forms */

void utf8_fold_word(struct slice text, struct buffer *out)
{
    utf8proc_int32_t small[64], *parts = small; /* a word; a longer one takes the heap */
    const utf8proc_uint8_t *bytes = (const utf8proc_uint8_t *)text.ptr;
    utf8proc_ssize_t len = (utf8proc_ssize_t)text.len, cap = 64, n;
    n = utf8proc_decompose(bytes, len, parts, cap, UTF8PROC_DECOMPOSE);
    if (n > cap) {
        parts = memory_resize(NULL, (size_t)n, sizeof *parts);
        n = utf8proc_decompose(bytes, len, parts, n, UTF8PROC_DECOMPOSE);
    }
    for (utf8proc_ssize_t i = 0; i < n; i++)
        if (parts[i] != SOFT_HYPHEN)
            utf8_put(out, (uint32_t)parts[i]);
    if (parts != small)
        free(parts);
}

void utf8_to_lower(struct slice text, struct buffer *out)
{
    for (size_t off = 0; off < text.len;)
        utf8_put(out, (uint32_t)utf8proc_tolower((utf8proc_int32_t)utf8_next(text, &off)));
}

void utf8_to_upper(struct slice text, struct buffer *out)
{
    for (size_t off = 0; off < text.len;)
        utf8_put(out, (uint32_t)utf8proc_toupper((utf8proc_int32_t)utf8_next(text, &off)));
}

static const char *ascii_kin(uint32_t cp)
{
    if (utf8_is_apostrophe(cp))
        return "'";
    if (utf8_is_hyphen(cp) || cp == 0x2014 || cp == 0x2015 || cp == 0x2212)
        return "-";
    if (utf8_is_blank(cp))
        return " ";
    switch (cp) {
    case 0x201C:
    case 0x201D:
    case 0x201E:
    case 0xAB:
    case 0xBB:
        return "\"";
    case 0x2022:
        return "*";
    case 0xB7:
        return "-";
    case 0x2026:
        return ".";
    case 0x2502: /* lines and blocks of the reader's screen */
    case 0x2503:
    case 0x2590:
        return "|";
    case 0x2581:
    case 0x2582:
    case 0x2583:
    case 0x2585:
    case 0x2586:
    case 0x2587:
    case 0x2588:
        return "#";
    case 0x203A:
        return ">";
    case 0x2500:
    case 0x2501:
        return "-";
    default:
        return NULL;
    }
}

void utf8_to_ascii(struct slice text, struct buffer *out)
{
    for (size_t off = 0; off < text.len;) {
        uint32_t cp = utf8_next(text, &off);
        const char *kin = cp < 0x80 ? NULL : ascii_kin(cp);
        if (cp < 0x80) {
            buffer_add_byte(out, (char)cp);
        } else if (kin) {
            buffer_add_byte(out, kin[0]);
        } else {
            utf8proc_int32_t parts[32];
            int boundary = 0;
            utf8proc_ssize_t n = utf8proc_decompose_char((utf8proc_int32_t)cp, parts, 32,
                                                         UTF8PROC_DECOMPOSE, &boundary);
            int columns = code_point_columns(cp);
            if (n > 0 && parts[0] < 0x80)
                buffer_add_byte(out, (char)parts[0]);
            else
                for (int i = 0; i < columns; i++)
                    buffer_add_byte(out, '?');
        }
    }
}

void utf8_add_escaped(struct slice text, struct buffer *out)
{
    for (size_t i = 0; i < text.len;) {
        const unsigned char *p = (const unsigned char *)text.ptr + i;
        int n = utf8_sequence_len(p, text.len - i);
        uint32_t cp = n > 0 ? utf8_peek((struct slice){text.ptr + i, (size_t)n}, 0) : 0;
        bool hidden = n <= 0 || cp < 0x20 || (cp >= 0x7F && cp < 0xA0) || utf8_is_bidi_control(cp);
        size_t len = (size_t)(n > 0 ? n : -n);
        for (size_t k = 0; k < len && hidden; k++)
            buffer_format(out, "\\x%02X", p[k]);
        if (!hidden)
            buffer_add(out, (struct slice){text.ptr + i, len});
        i += len;
    }
}
