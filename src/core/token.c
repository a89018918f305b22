/*
 * token.c - the reading of text as words and marks; see token.h.
 *
 * ASCII, which is nearly everything, is decided by one table; the rest asks
 * utf8. The table says for each byte the type of the token that it starts.
 */
#include "dragoman/token.h"

#include "dragoman/utf8.h"

enum { CLASS_OTHER = TOKEN_OTHER, CLASS_BLANK = 100, CLASS_HIGH = 101 };

#define W TOKEN_WORD
#define O TOKEN_OTHER
#define B CLASS_BLANK
/* eight rows of sixteen */
/* clang-format off */
static const uint8_t classes[128] = {
    O, O, O, O, O, O, O, O, O, B, B, O, O, O, O, O, O, O, O, O, O, O, O, O, O, O, O, O, O, O, O, O,
    B, TOKEN_EXCLAMATION, O, O, O, O, TOKEN_AMPERSAND, TOKEN_APOSTROPHE, TOKEN_OPEN, TOKEN_CLOSE, O,
    TOKEN_PLUS, TOKEN_COMMA, TOKEN_HYPHEN, TOKEN_PERIOD, TOKEN_SLASH,
    W, W, W, W, W, W, W, W, W, W, TOKEN_COLON, O, O, O, O, O,
    O, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, O, O, O, O, O,
    O, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, O, O, O, O, O,
};
/* clang-format on */
#undef W
#undef O
#undef B

static unsigned class_at(struct slice text, size_t off)
{
    unsigned char c = (unsigned char)text.ptr[off];
    return c < 0x80 ? classes[c] : CLASS_HIGH;
}

static bool is_word_at(struct slice text, size_t off, size_t *next)
{
    unsigned class = class_at(text, off);
    *next = off + 1;
    if (class != CLASS_HIGH)
        return class == TOKEN_WORD;
    *next = off;
    return utf8_is_word(utf8_next(text, next));
}

static uint8_t high_type(uint32_t cp)
{
    return utf8_is_apostrophe(cp) ? TOKEN_APOSTROPHE
           : utf8_is_hyphen(cp)   ? TOKEN_HYPHEN
                                  : TOKEN_OTHER;
}

/* Skips blanks and line breaks; counts the breaks. */
static size_t skip_blanks(struct slice text, size_t off, unsigned *breaks)
{
    while (off < text.len) {
        unsigned class = class_at(text, off);
        if (class == CLASS_BLANK) {
            *breaks += text.ptr[off] == '\n';
            off++;
            continue;
        }
        size_t next = off;
        if (class != CLASS_HIGH || !utf8_is_blank(utf8_next(text, &next)))
            break;
        off = next;
    }
    return off;
}

/* The same at or, with a blank between, after off. */
static struct token plain_word_next(struct slice text, size_t off)
{
    const unsigned char *p = (const unsigned char *)text.ptr;
    struct token t = {.ascii = true};
    t.blank = off < text.len && p[off] == ' ';
    t.start = off + t.blank;
    for (t.end = t.start; t.end < text.len && p[t.end] < 0x80; t.end++)
        if (classes[p[t.end]] != TOKEN_WORD) {
            t.type = t.start < t.end ? TOKEN_WORD : TOKEN_END;
            return t;
        }
    if (t.end == text.len && t.start < t.end)
        t.type = TOKEN_WORD;
    return t;
}

struct token token_next(struct slice text, size_t off)
{
    struct token plain = plain_word_next(text, off);
    if (plain.type == TOKEN_WORD)
        return plain;
    unsigned breaks = 0;
    size_t start = skip_blanks(text, off, &breaks);
    struct token t = {.start = start, .end = start, .ascii = true};
    if (start == text.len || breaks > 1)
        return t;
    t.blank = start > off;
    if (breaks == 1 && off > 0 && text.ptr[off] == '\n') {
        size_t before = off;
        t.blank = !utf8_is_hyphen(utf8_prev(text, &before));
    }
    size_t next;
    if (!is_word_at(text, start, &next)) {
        unsigned class = class_at(text, start);
        t.type = class == CLASS_HIGH ? high_type(utf8_peek(text, start)) : (uint8_t) class;
        t.end = next;
        return t;
    }
    t.type = TOKEN_WORD;
    while (t.end < text.len && is_word_at(text, t.end, &next)) {
        t.ascii = t.ascii && next == t.end + 1;
        t.end = next;
    }
    return t;
}

/* A word of ASCII alone that ends at or, with a blank between, before off; type TOKEN_END
 * where it takes more than a look at bytes. */
static struct token plain_word_before(struct slice text, size_t off)
{
    const unsigned char *p = (const unsigned char *)text.ptr;
    struct token t = {.ascii = true};
    t.blank = off > 0 && p[off - 1] == ' ';
    t.end = off - t.blank;
    for (t.start = t.end; t.start > 0 && p[t.start - 1] < 0x80; t.start--)
        if (classes[p[t.start - 1]] != TOKEN_WORD) {
            t.type = t.start < t.end ? TOKEN_WORD : TOKEN_END;
            return t;
        }
    return t; /* the text's start, or what is no ASCII */
}

struct token token_before(struct slice text, size_t off)
{
    struct token t = plain_word_before(text, off);
    if (t.type == TOKEN_WORD)
        return t;
    t = (struct token){.ascii = true};
    size_t end = off;
    unsigned breaks = 0;
    while (end > 0) {
        size_t at = end;
        uint32_t cp = utf8_prev(text, &at);
        breaks += cp == '\n';
        if ((cp != '\n' && !utf8_is_blank(cp)) || breaks > 1)
            break;
        end = at;
    }
    t.start = t.end = end;
    if (end == 0 || breaks > 1)
        return t;
    t.blank = end < off; /* here: a blank after it */
    size_t at = end;
    uint32_t cp = utf8_prev(text, &at);
    if (!utf8_is_word(cp)) {
        t.start = at;
        t.type = cp < 0x80 ? classes[cp] : high_type(cp);
        return t;
    }
    t.type = TOKEN_WORD;
    while (at < t.start) {
        t.start = at;
        t.ascii = t.ascii && cp < 0x80;
        if (at == 0)
            break;
        size_t before = at;
        cp = utf8_prev(text, &before);
        if (!utf8_is_word(cp))
            break;
        at = before;
    }
    return t;
}

bool token_is_boundary(struct slice text, size_t off)
{
    if (off == 0 || off >= text.len)
        return true;
    size_t before = off;
    return !utf8_is_word(utf8_prev(text, &before)) || !utf8_is_word(utf8_peek(text, off));
}

static bool is_inside_character(struct slice text, size_t off)
{
    return off < text.len && ((unsigned char)text.ptr[off] & 0xC0) == 0x80;
}

size_t token_boundary_before(struct slice text, size_t off, size_t low)
{
    while (off > low && (is_inside_character(text, off) || !token_is_boundary(text, off)))
        off--;
    return off;
}

size_t token_boundary_behind(struct slice text, size_t off)
{
    while (off < text.len && (is_inside_character(text, off) || !token_is_boundary(text, off)))
        off++;
    return off;
}
