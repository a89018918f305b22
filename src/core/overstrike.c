/*
 * overstrike.c - see overstrike.h.
 *
 * A run of k backspaces is taken together with the k letters before and the k after it,
 * pair by pair; only if every pair makes sense is any of them taken. A run that is none is
 * given up as a whole, and none is longer than MAX_RUN, so the cost is linear. A letter is
 * a code point with the marks behind it.
 */
#include "overstrike.h"

#include "dragoman/utf8.h"

enum { MAX_RUN = 256 }; /* letters; no line of a printer is longer */

/* The letter that ends at end, on the same line; empty where there is none. */
static struct slice letter_before(struct slice text, size_t end)
{
    size_t start = end;
    uint32_t cp;
    int columns;
    do {
        if (start == 0)
            return (struct slice){text.ptr, 0};
        cp = utf8_prev(text, &start);
        struct slice point = {text.ptr + start, end - start};
        utf8_cluster_end(point, 0, &columns);
    } while (columns == 0 && cp != '\n' && end - start < 32);
    return (struct slice){text.ptr + start, cp == '\n' || cp == '\t' ? 0 : end - start};
}

/* The letter at the start of rest, which is not cleaned; empty where there is none. */
static struct slice letter_after(struct slice rest)
{
    size_t len = 0, end = 0;
    while (end < rest.len) {
        const unsigned char *p = (const unsigned char *)rest.ptr + end;
        int n = utf8_sequence_len(p, rest.len - end), columns;
        if (n <= 0 || p[0] < 0x20 || p[0] == 0x7F || (p[0] == 0xC2 && p[1] < 0xA0))
            break;
        utf8_cluster_end((struct slice){rest.ptr + end, (size_t)n}, 0, &columns);
        if (len && columns)
            break;
        end += (size_t)n;
        len = end;
        if (p[0] < 0x80 && end < rest.len && (unsigned char)rest.ptr[end] < 0x80)
            break;
    }
    return (struct slice){rest.ptr, len};
}

struct struck {
    struct slice letter;
    unsigned style;
};

/* What two letters in one place stand for; false where they stand for nothing. */
static bool strike(struct struck under, struct slice over, struct struck *result)
{
    static const struct slice line = {"_", 1}, bullet = {"\u2022", 3};
    struct slice pair[] = {under.letter, over};
    *result = under;
    if (slice_equal(under.letter, over)) {
        result->style |= STYLE_BOLD;
        return true;
    }
    for (int i = 0; i < 2; i++) {
        if (slice_equal(pair[i], line)) {
            result->letter = pair[1 - i];
            result->style |= STYLE_UNDERLINE;
            return true;
        }
        if (slice_equal(pair[i], SLICE("+")) && slice_equal(pair[1 - i], SLICE("o"))) {
            result->letter = bullet;
            return true;
        }
    }
    return slice_equal(under.letter, bullet) &&
           (slice_equal(over, SLICE("+")) || slice_equal(over, SLICE("o")));
}

static unsigned style_at(struct striking striking, size_t off)
{
    const struct styles *styles = striking.styles;
    size_t i = styles_after(styles, off += striking.base);
    return i < styles->n && styles->items[i].start <= off ? styles->items[i].style : 0;
}

/* Puts the letters in the place of the text's end. */
static void replace_end(struct buffer *text, size_t start, const struct struck *letters, size_t n,
                        struct striking striking)
{
    struct buffer end = {0}; /* the letters may be slices of the text */
    for (size_t i = 0; i < n; i++)
        buffer_add(&end, letters[i].letter);
    size_t at = striking.base + start;
    styles_cut(striking.styles, at);
    for (size_t i = 0; i < n; i++) {
        struct span span = {at, at + letters[i].letter.len};
        styles_add(striking.styles, span, letters[i].style);
        at += letters[i].letter.len;
    }
    text->len = start;
    buffer_add(text, buffer_slice(&end));
    buffer_release(&end);
}

/* Was the backspace before this one no overstrike? Then neither is the rest of its run. */
static bool is_shown(struct slice text)
{
    static const struct slice symbol = {"\u2408", 3};
    return text.len >= symbol.len &&
           memcmp(text.ptr + text.len - symbol.len, symbol.ptr, symbol.len) == 0;
}

/* Backspaces at the start of rest, as far as they matter. */
static size_t run_len(struct slice rest)
{
    size_t n = 0;
    while (n < rest.len && rest.ptr[n] == '\b' && n <= MAX_RUN)
        n++;
    return n;
}

bool overstrike_is_cut(struct slice rest)
{
    if (rest.len >= STRIKE_BYTES)
        return false;
    size_t n = run_len(rest), used = n;
    if (n > MAX_RUN)
        return false;
    for (size_t i = 0; i < n; i++) {
        struct slice over = letter_after((struct slice){rest.ptr + used, rest.len - used});
        used += over.len;
        if (used == rest.len || over.len == 0)
            break;
    }
    /* marks may follow, at least, or a sequence may be one of them when it is whole */
    const unsigned char *p = (const unsigned char *)rest.ptr + used;
    size_t left = rest.len - used;
    return left == 0 || (p[0] >= 0xC2 && p[0] < 0xF5 && utf8_sequence_len(p, left) == -(int)left);
}

size_t overstrike_read(struct slice rest, struct buffer *text, struct striking striking)
{
    struct struck letters[MAX_RUN];
    struct slice before = buffer_slice(text);
    size_t n = 0, used, start = before.len;
    if (is_shown(before))
        return 0;
    n = run_len(rest);
    if (n > MAX_RUN)
        return 0;
    used = n;
    for (size_t i = n; i-- > 0;) {
        letters[i].letter = letter_before(before, start);
        if (!letters[i].letter.len)
            return 0;
        start -= letters[i].letter.len;
        letters[i].style = style_at(striking, start);
    }
    for (size_t i = 0; i < n; i++) {
        struct slice over = letter_after((struct slice){rest.ptr + used, rest.len - used});
        if (!over.len || !strike(letters[i], over, &letters[i]))
            return 0;
        used += over.len;
    }
    replace_end(text, start, letters, n, striking);
    return used;
}
