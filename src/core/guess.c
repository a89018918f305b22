/*
 * guess.c - UTF-8 or Windows-1252, where nothing tells.
 *
 * A file with a few broken sequences must not turn into mojibake, and one in Windows-1252
 * must not turn into U+FFFD. So three things are counted: well-formed sequences; bytes
 * outside of them that stand where Windows-1252 has a letter in a word, a quotation mark
 * or a dash; and bytes that make no sense there. The first well-formed sequences decide at
 * once, so that a pipe with UTF-8 in it is not held up. A NUL is no text of either kind,
 * and such bytes are shown as what they are.
 */
#include "dragoman/encoding.h"

#include "dragoman/utf8.h"

enum {
    ENOUGH_WELL_FORMED = 4, /* a sequence of two bytes may be chance, one of three is not */
    ENOUGH_FOR = 64,
    FOR_A_SEQUENCE = 8, /* so many bytes in their place outweigh a well-formed sequence */
};

struct evidence {
    size_t well_formed, in_place, out_of_place;
};

static bool is_ascii_letter(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_letter(unsigned char c)
{
    return is_ascii_letter(c) || (c >= 0xC0 && c < 0xFF && c != 0xD7 && c != 0xF7);
}

/* Capital and small S, Z and OE, which have their place among the symbols. */
static bool is_late_letter(unsigned char c)
{
    return c == 0x8A || c == 0x8C || c == 0x8E || c == 0x9A || c == 0x9C || c == 0x9E;
}

/* What may follow a word: ellipsis, closing quotation marks, dashes, no-break space. */
static bool is_closer(unsigned char c)
{
    return c == 0x85 || c == 0x92 || c == 0x94 || c == 0x96 || c == 0x97 || c == 0xA0 || c == 0xBB;
}

static bool closes(unsigned char c, unsigned char next)
{
    return is_closer(c) && (next < 0x80 || is_closer(next));
}

static bool is_gap(unsigned char c)
{
    return c <= ' ';
}

static bool is_digit(unsigned char c)
{
    return c >= '0' && c <= '9';
}

/* The symbols that prose has: quotation marks, dashes and what Latin 1 holds. The others
 * are as often C1 controls, and the five that are no characters tell nothing at all. */
static bool is_symbol(unsigned char c)
{
    return (c >= 0x91 && c <= 0x97) || c >= 0xA0 || c == 0x82 || c == 0x84 || c == 0x85 ||
           c == 0x86 || c == 0x87 || c == 0x89 || c == 0x99;
}

/* Looks at the byte c, which is in no well-formed sequence, as Windows-1252 would. */
static void weigh(struct evidence *e, unsigned char before, unsigned char c, unsigned char next,
                  unsigned char after)
{
    bool good = false, bad = false;
    if (c == 0xFF) {
        bad = true;
    } else if (is_letter(c)) {
        bool shouts = c < 0xDF && before >= 'a' && before <= 'z'; /* a capital inside a word */
        bool odd = next >= 0x80 && next < 0xC0 && !closes(next, after) && !is_late_letter(next);
        bad = shouts || odd;
        good = !bad && (is_letter(before) || is_letter(next));
    } else if (is_late_letter(c)) {
        good = is_ascii_letter(before) || is_ascii_letter(next);
    } else if (c == 0x80) { /* the euro sign */
        good = is_digit(before) || is_digit(next) || (is_gap(before) && is_gap(next));
        bad = !good && (is_letter(before) || is_letter(next));
    } else {
        good = is_symbol(c) && (before < 0x80 || closes(c, next));
        bad = is_symbol(c) && !good && is_letter(before);
    }
    e->in_place += good;
    e->out_of_place += bad;
}

static bool is_windows(const struct evidence *e)
{
    return e->in_place > e->out_of_place && e->in_place > FOR_A_SEQUENCE * e->well_formed;
}

enum encoding_kind encoding_guess(struct slice bytes, unsigned char before, bool last)
{
    enum { LOOK_AHEAD = 6 };
    struct evidence e = {0};
    if (bytes.len >= ENCODING_WINDOW) {
        bytes.len = ENCODING_WINDOW;
        last = true;
    }
    const unsigned char *p = (const unsigned char *)bytes.ptr;
    for (size_t i = 0; i < bytes.len && (last || bytes.len - i >= LOOK_AHEAD);) {
        if (p[i] == 0)
            return ENCODING_UTF8;
        if (p[i] < 0x80) {
            before = p[i++];
            continue;
        }
        int n = utf8_sequence_len(p + i, bytes.len - i);
        if (n > 0) {
            e.well_formed += n > 2 ? ENOUGH_WELL_FORMED : 1;
            if (e.well_formed >= ENOUGH_WELL_FORMED && !e.in_place && !e.out_of_place)
                return ENCODING_UTF8;
        } else if (n < -1 && i + (size_t)-n == bytes.len) {
            break; /* cut off: tells nothing */
        }
        e.out_of_place += n < -1;
        size_t end = i + (size_t)(n < 0 ? -n : n);
        for (; i < end; i++) {
            unsigned char next = i + 1 < bytes.len ? p[i + 1] : ' ';
            unsigned char after = i + 2 < bytes.len ? p[i + 2] : ' ';
            if (n < 0)
                weigh(&e, before, p[i], next, after);
            before = p[i];
        }
        if (e.in_place >= ENOUGH_FOR && !e.well_formed && is_windows(&e))
            return ENCODING_OTHER;
    }
    if (!last)
        return ENCODING_UNKNOWN;
    return is_windows(&e) ? ENCODING_OTHER : ENCODING_UTF8;
}
