/*
 * teaching.c - see teaching.h. After A. S. Schwartz and M. A. Hearst, "A simple
 * algorithm for identifying abbreviation definitions in biomedical text" (2003), but
 * asking for initials, because names of institutions keep to them.
 */
#include "teaching.h"

#include "dragoman/token.h"
#include "dragoman/utf8.h"

enum { MAX_ACRONYM_BYTES = 12 };

bool teaching_is_acronym(struct slice word)
{
    size_t capitals = 0, others = 0;
    if (word.len < 2 || word.len > MAX_ACRONYM_BYTES)
        return false;
    for (size_t i = 0; i < word.len && others <= word.len / 2; i++) {
        capitals += word.ptr[i] >= 'A' && word.ptr[i] <= 'Z';
        others += word.ptr[i] >= 'a' && word.ptr[i] <= 'z';
    }
    return capitals >= 2 && others <= capitals;
}

static uint32_t base_letter(struct slice name, size_t off)
{
    unsigned char c = (unsigned char)name.ptr[off];
    if (c < 0x80)
        return c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c;
    struct buffer folded = {0};
    size_t end = off;
    utf8_next(name, &end);
    utf8_fold_word((struct slice){name.ptr + off, end - off}, &folded);
    uint32_t cp = folded.len ? utf8_peek(buffer_slice(&folded), 0) : 0;
    buffer_release(&folded);
    return cp >= 'a' && cp <= 'z' ? cp - 'a' + 'A' : cp;
}

/* The capitals of the acronym; small letters and digits prove nothing. */
static size_t capitals_of(struct slice acronym, char *capitals)
{
    size_t n = 0;
    for (size_t i = 0; i < acronym.len && n < MAX_ACRONYM_BYTES; i++)
        if (acronym.ptr[i] >= 'A' && acronym.ptr[i] <= 'Z')
            capitals[n++] = acronym.ptr[i];
    return n;
}

bool teaching_stands_for(struct slice acronym, struct slice name)
{
    char capitals[MAX_ACRONYM_BYTES];
    int best[MAX_ACRONYM_BYTES + 1]; /* the most initials among the first k letters, or -1 */
    size_t n = capitals_of(acronym, capitals);
    if (n < 2 || name.len == 0 || base_letter(name, 0) != (unsigned char)capitals[0])
        return false;
    for (size_t k = 0; k <= n; k++)
        best[k] = k == 1 ? 1 : -1;
    size_t off = 0;
    utf8_next(name, &off);
    while (off < name.len) {
        bool initial = token_is_boundary(name, off);
        uint32_t letter = base_letter(name, off);
        for (size_t k = n; k >= 2; k--)
            if (best[k - 1] >= 0 && letter == (unsigned char)capitals[k - 1] &&
                best[k - 1] + initial > best[k])
                best[k] = best[k - 1] + initial;
        utf8_next(name, &off);
    }
    return best[n] >= 0 && (size_t)best[n] * 2 >= n;
}

bool teaching_may_stand_for(struct slice acronym, struct slice name)
{
    char capitals[MAX_ACRONYM_BYTES];
    size_t n = capitals_of(acronym, capitals), found = 0;
    for (size_t off = 0; off < name.len; utf8_next(name, &off)) {
        uint32_t letter = token_is_boundary(name, off) ? base_letter(name, off) : 0;
        for (size_t k = 0; k < n && letter; k++)
            if (letter == (unsigned char)capitals[k]) {
                capitals[k] = 0;
                found++;
                break;
            }
    }
    return found >= 2 && (n == 2 || found * 2 > n);
}

struct span teaching_acronym_behind(struct slice text, size_t off)
{
    struct span none = {0, 0};
    struct token t = token_next(text, off);
    if (t.type != TOKEN_OPEN)
        return none;
    t = token_next(text, t.end);
    struct slice word = slice_cut(text, (struct span){t.start, t.end});
    if (slice_equal(word, SLICE("the")))
        t = token_next(text, t.end);
    if (t.type == TOKEN_OTHER || t.type == TOKEN_APOSTROPHE) /* a quotation mark */
        t = token_next(text, t.end);
    struct token close = token_next(text, t.end);
    if (close.type == TOKEN_OTHER || close.type == TOKEN_APOSTROPHE)
        close = token_next(text, close.end);
    if (t.type != TOKEN_WORD || (close.type != TOKEN_CLOSE && close.type != TOKEN_COMMA))
        return none;
    word = slice_cut(text, (struct span){t.start, t.end});
    return teaching_is_acronym(word) ? (struct span){t.start, t.end} : none;
}
