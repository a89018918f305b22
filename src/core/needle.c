/*
 * needle.c - see needle.h.
 *
 * The pattern is read just far enough to see which letters must stand together in what it
 * matches: outside of groups, classes and alternatives, and not before a quantifier that
 * takes none of them. All that is not plainly so ends a run of letters, or the reading. Only
 * ASCII counts, and without regard to case neither K nor S, which Unicode has more of.
 *
 * It is found by its two rarest letters, sixteen places of the text at a time.
 */
#include "needle.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum { LEAST_BYTES = 3, CHARACTER_BYTES = 4 };

#define FAR SIZE_MAX

/* ------------------------------------------------------------- the pattern */

struct reading {
    struct needle best, run; /* so far, and the one that goes on */
    size_t before;           /* bytes of a match up to here at most */
};

static void add_before(struct reading *r, size_t bytes)
{
    r->before = r->before == FAR || bytes == FAR ? FAR : r->before + bytes;
}

/* What comes next does not stand behind the run in every match. */
static void end_run(struct reading *r)
{
    if (r->run.len > r->best.len)
        r->best = r->run;
    r->run.len = 0;
}

static bool is_letter(char c)
{
    return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

static bool is_letter_or_digit(char c)
{
    return is_letter(c) || (c >= '0' && c <= '9');
}

/* One that stands for itself alone: blanks, quotes and hyphens stand for more. */
static void add_character(struct reading *r, char c, bool caseless)
{
    bool is_kin = caseless && ((c | 0x20) == 'k' || (c | 0x20) == 's');
    bool is_plain = c > ' ' && c < 0x7F && c != '\'' && c != '-' && !is_kin;
    if (!is_plain || r->run.len == NEEDLE_BYTES)
        end_run(r);
    if (is_plain) {
        if (r->run.len == 0)
            r->run.before = r->before;
        r->run.bytes[r->run.len++] = caseless && is_letter(c) ? (char)(c | 0x20) : c;
    }
    add_before(r, c == ' ' ? FAR : is_plain ? 1 : CHARACTER_BYTES);
}

/* An escape that changes how what stands behind it is read. */
static bool is_odd_escape(struct slice s, size_t off)
{
    char next = off + 1 < s.len ? s.ptr[off + 1] : '\0';
    return s.ptr[off] == '\\' && (next == '\0' || next == 'Q' || next == 'E' || next == 'c');
}

/* Behind the class at off, and more than the length of the source where it is not understood. */
static size_t class_end(struct slice s, size_t off)
{
    off += off + 1 < s.len && s.ptr[off + 1] == '^' ? 2 : 1;
    off += off < s.len && s.ptr[off] == ']';
    while (off < s.len && s.ptr[off] != ']') {
        if (s.ptr[off] == '[' || is_odd_escape(s, off)) /* of [:alpha:] */
            return s.len + 1;
        off += s.ptr[off] == '\\' ? 2 : 1;
    }
    return off + 1;
}

/* Does the group at off neither name nor switch anything? */
static bool is_plain_group(struct slice s, size_t off)
{
    struct slice rest = {s.ptr + off + 1, s.len - off - 1};
    if (slice_has_prefix(rest, SLICE("?")))
        return rest.len > 1 && rest.ptr[1] && strchr(":=!<>", rest.ptr[1]);
    return !slice_has_prefix(rest, SLICE("*"));
}

/* The same for a group. */
static size_t group_end(struct slice s, size_t off)
{
    size_t depth = 0;
    while (off < s.len && !is_odd_escape(s, off)) {
        char c = s.ptr[off];
        if (c == '(' && !is_plain_group(s, off))
            break;
        depth += c == '(';
        depth -= c == ')';
        off = c == '[' ? class_end(s, off) : off + (c == '\\' ? 2 : 1);
        if (depth == 0)
            return off;
    }
    return s.len + 1;
}

/* Behind the braces at off where they are a quantifier; else they are letters. */
static size_t brace_end(struct slice s, size_t off)
{
    size_t end = off + 1;
    while (end < s.len && s.ptr[end] && strchr("0123456789, ", s.ptr[end]))
        end++;
    return end < s.len && s.ptr[end] == '}' ? end + 1 : off + 1;
}

/* Behind what begins at off; more than the length of the source where that is not understood. */
static size_t read_piece(struct reading *r, struct slice s, size_t off, bool caseless)
{
    char c = s.ptr[off], next = '\0';
    if (off + 1 < s.len)
        next = s.ptr[off + 1];
    switch (c) {
    case '|':
        return s.len + 1;
    case '\\':
        if (next == '\0' || (is_letter_or_digit(next) && !strchr("bBdDwWsShHvV", next)))
            return s.len + 1;
        if (is_letter(next)) {
            end_run(r);
            add_before(r, CHARACTER_BYTES);
            return off + 2;
        }
        add_character(r, next, caseless);
        return off + 2;
    case '(':
        end_run(r);
        add_before(r, FAR);
        return group_end(s, off);
    case '[':
        end_run(r);
        add_before(r, CHARACTER_BYTES);
        return class_end(s, off);
    case '*':
    case '?':
    case '{':
        r->run.len -= r->run.len > 0;
        end_run(r);
        add_before(r, c == '?' ? 0 : FAR);
        return c == '{' ? brace_end(s, off) : off + 1;
    case '+':
        end_run(r);
        add_before(r, FAR);
        return off + 1;
    case '.':
    case '^':
    case '$':
        end_run(r);
        add_before(r, CHARACTER_BYTES);
        return off + 1;
    default:
        add_character(r, c, caseless);
        return off + 1;
    }
}

/* The rarer a byte in prose, the sooner it tells that the others are not there. */
static unsigned commonness(char c)
{
    static const char letters[] = "zqxjkvbpygfwmucldrhsnioate";
    const char *at = is_letter(c) ? strchr(letters, c | 0x20) : NULL;
    return at ? 1 + (unsigned)(at - letters) : 0;
}

static void choose_bytes(struct needle *n)
{
    for (unsigned i = 1; i < n->len; i++) {
        if (commonness(n->bytes[i]) < commonness(n->bytes[n->rare])) {
            n->also = n->rare;
            n->rare = i;
        } else if (n->also == n->rare || commonness(n->bytes[i]) < commonness(n->bytes[n->also])) {
            n->also = i;
        }
    }
}

struct needle needle_of(struct slice source, bool literal, bool caseless)
{
    struct reading r = {.run = {.caseless = caseless}};
    for (size_t off = 0; off < source.len;) {
        if (literal)
            add_character(&r, source.ptr[off++], caseless);
        else
            off = read_piece(&r, source, off, caseless);
        if (off > source.len)
            return (struct needle){.len = 0};
    }
    end_run(&r);
    if (r.best.len < LEAST_BYTES)
        r.best.len = 0;
    choose_bytes(&r.best);
    return r.best;
}

/* ---------------------------------------------------------------- the text */

static char folded(char c, bool caseless)
{
    return caseless && is_letter(c) ? (char)(c | 0x20) : c;
}

static bool stands_at(const struct needle *n, const char *p)
{
    for (size_t i = 0; i < n->len; i++)
        if (folded(p[i], n->caseless) != n->bytes[i])
            return false;
    return true;
}

#ifdef __SSE2__

enum { AT_ONCE = 16, STEP = 64 };

/* One of the two bytes in all places, and the bit that makes its cases one, or none. */
struct lookout {
    unsigned at;
    __m128i byte, fold;
};

static struct lookout lookout_for(const struct needle *n, unsigned at)
{
    char fold = n->caseless && is_letter(n->bytes[at]) ? 0x20 : 0;
    return (struct lookout){at, _mm_set1_epi8(n->bytes[at]), _mm_set1_epi8(fold)};
}

static inline __m128i seen(struct lookout l, const char *p)
{
    __m128i bytes = _mm_loadu_si128((const void *)(p + l.at));
    return _mm_cmpeq_epi8(_mm_or_si128(bytes, l.fold), l.byte);
}

/* Passes over places where the needle does not start, most of them; those are left where it may,
 * and some at the end. Both bytes are looked for in every place: to branch on the first one
 * costs more. */
static const char *skip(const struct needle *n, const char *p, const char *last)
{
    struct lookout rare = lookout_for(n, n->rare), also = lookout_for(n, n->also);
    for (; last - p >= STEP; p += STEP) {
        __m128i any = _mm_setzero_si128();
        for (unsigned i = 0; i < STEP; i += AT_ONCE)
            any = _mm_or_si128(any, _mm_and_si128(seen(rare, p + i), seen(also, p + i)));
        if (_mm_movemask_epi8(any))
            break;
    }
    for (; last - p >= AT_ONCE; p += AT_ONCE)
        if (_mm_movemask_epi8(_mm_and_si128(seen(rare, p), seen(also, p))))
            break;
    return p;
}

#else

static const char *skip(const struct needle *n, const char *p, const char *last)
{
    char rare = n->bytes[n->rare];
    while (p < last && folded(p[n->rare], n->caseless) != rare)
        p++;
    return p;
}

#endif

bool needle_find(const struct needle *n, struct slice text, size_t *from)
{
    enum { NEAR = 16 };
    if (n->len == 0)
        return true;
    if (text.len < n->len || *from > text.len - n->len)
        return false;
    const char *last = text.ptr + (text.len - n->len), *p = text.ptr + *from;
    while (p <= last) {
        p = skip(n, p, last);
        for (const char *end = last - p < NEAR ? last + 1 : p + NEAR; p < end; p++) {
            if (!stands_at(n, p))
                continue;
            size_t at = (size_t)(p - text.ptr);
            at = n->before < at - *from ? at - n->before : *from;
            while (at > *from && ((unsigned char)text.ptr[at] & 0xC0) == 0x80)
                at--;
            *from = at;
            return true;
        }
    }
    return false;
}
