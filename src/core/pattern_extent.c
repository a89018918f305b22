/*
 * pattern_extent.c - how many words a match of a pattern can hold at most.
 *
 * A rule is asked only near words that its matches hold; that bound tells how near. A
 * pattern is read as a sequence of parts, each letters, marks, either or a group. A word
 * counts where it can begin, so that the sum is never too small; where letters follow
 * letters for certain, no new word begins.
 */
#include "dragoman/lexicon_build.h"

#include "dragoman/utf8.h"
#include "pattern_scan.h"

enum { MAX_DEPTH = 50, MANY = LEXICON_MANY_WORDS };

struct extent {
    unsigned n_words;
    bool inside; /* it ends with a letter or digit for certain */
};

enum part { PART_NOTHING, PART_LETTER, PART_MARK, PART_EITHER, PART_UNKNOWN };

static unsigned plus(unsigned a, unsigned b)
{
    return a + b < MANY ? a + b : MANY;
}

static unsigned times(unsigned a, unsigned b)
{
    return a == 0 || b == 0 ? 0 : a > MANY / b ? MANY : a * b;
}

/* A part that takes one character, so and so often. */
static struct extent add_part(struct extent e, enum part part, struct repetition r)
{
    if (part == PART_UNKNOWN)
        return (struct extent){MANY, false};
    if (part == PART_NOTHING || r.max == 0)
        return e;
    if (part == PART_LETTER)
        return (struct extent){plus(e.n_words, !e.inside), e.inside || r.min > 0};
    if (part == PART_EITHER) /* every other one may begin a word */
        e.n_words = r.max == MANY ? MANY : plus(e.n_words, r.max / 2 + 1);
    return (struct extent){e.n_words, false};
}

static char here(const struct pattern_scan *s, size_t ahead)
{
    return pattern_scan_here(s, ahead);
}

static enum part property_part(const struct pattern_scan *s)
{
    char name = here(s, 2) == '{' ? here(s, 3) : here(s, 2);
    return here(s, 1) == 'p' && is_one_of(name, "LN") ? PART_LETTER : PART_EITHER;
}

static enum part escape_part(struct pattern_scan *s)
{
    char c = here(s, 1);
    enum part part = is_one_of(c, "bBAZzGK")                ? PART_NOTHING
                     : is_one_of(c, "wd")                   ? PART_LETTER
                     : is_one_of(c, "pP")                   ? property_part(s)
                     : is_one_of(c, "shvRW")                ? PART_MARK
                     : is_one_of(c, "SDNXxoc")              ? PART_EITHER
                     : utf8_is_word((unsigned char)c & 127) ? PART_UNKNOWN
                                                            : PART_MARK;
    pattern_scan_escape(s);
    return part;
}

static bool is_between(char first, char last, const char *range)
{
    return first >= range[0] && first <= last && last <= range[1];
}

/* One character of a class, or a range. */
static enum part class_item(struct pattern_scan *s)
{
    if (here(s, 0) == '\\')
        return escape_part(s);
    if (here(s, 0) == '[') /* [:alpha:] and the like */
        return s->off++, PART_EITHER;
    char first = here(s, 0), last = here(s, 2);
    enum part part = utf8_is_word(utf8_next(s->pattern, &s->off)) ? PART_LETTER : PART_MARK;
    if (here(s, 0) != '-' || last == ']')
        return part;
    s->off++;
    return is_between(first, last, "az") || is_between(first, last, "AZ") ||
                   is_between(first, last, "09")
               ? PART_LETTER
               : PART_EITHER;
}

static enum part class_part(struct pattern_scan *s)
{
    struct pattern_scan end = *s;
    bool letters = !is_one_of(here(s, 1), "^]"), marks = letters;
    pattern_scan_class(&end);
    for (s->off++; s->off + 1 < end.off && (letters || marks);) {
        enum part part = class_item(s);
        letters = letters && part == PART_LETTER;
        marks = marks && part == PART_MARK;
    }
    s->off = end.off;
    return letters ? PART_LETTER : marks ? PART_MARK : PART_EITHER;
}

static struct extent extent_of_alternatives(struct pattern_scan *s, bool inside, unsigned depth);

/* A group from its parenthesis on, and its quantifier. */
static struct extent add_group(struct extent e, struct pattern_scan *s, unsigned depth)
{
    struct pattern_scan group = *s;
    bool negative, around = pattern_scan_is_look_around(s, &negative);
    bool special = is_one_of(here(s, 1), "?*"), known = is_one_of(here(s, 2), ":|>");
    bool defines = slice_has_prefix(
        (struct slice){s->pattern.ptr + s->off, s->pattern.len - s->off}, SLICE("(?(DEFINE)"));
    group.off += !special ? 1 : around && here(s, 2) == '<' ? 4 : 3;
    pattern_scan_group(s);
    struct repetition r = pattern_scan_quantifier(s);
    if (defines)
        return e;
    if (special && !around && !known)
        return (struct extent){MANY, false};
    bool goes_on = e.inside && r.max <= 1 && !around;
    struct extent in = extent_of_alternatives(&group, goes_on, depth + 1);
    e.n_words = plus(e.n_words, around ? in.n_words : times(in.n_words, r.max));
    if (!around)
        e.inside = in.inside && (r.min > 0 || e.inside);
    return e;
}

/* A sequence up to | or ) or the end. */
static struct extent extent_of_sequence(struct pattern_scan *s, bool inside, unsigned depth)
{
    struct extent e = {0, inside};
    while (!pattern_scan_at_end(s) && here(s, 0) != '|' && here(s, 0) != ')') {
        enum part part;
        if (here(s, 0) == '(') {
            e = add_group(e, s, depth);
            continue;
        }
        if (here(s, 0) == '\\') {
            part = escape_part(s);
        } else if (here(s, 0) == '[') {
            part = class_part(s);
        } else if (is_one_of(here(s, 0), "^$.")) {
            part = here(s, 0) == '.' ? PART_EITHER : PART_NOTHING;
            s->off++;
        } else {
            part = utf8_is_word(utf8_next(s->pattern, &s->off)) ? PART_LETTER : PART_MARK;
        }
        e = add_part(e, part, pattern_scan_quantifier(s));
    }
    return e;
}

static struct extent extent_of_alternatives(struct pattern_scan *s, bool inside, unsigned depth)
{
    struct extent all = {0, true};
    if (depth > MAX_DEPTH)
        return (struct extent){MANY, false};
    for (;;) {
        struct extent one = extent_of_sequence(s, inside, depth);
        all.n_words = one.n_words > all.n_words ? one.n_words : all.n_words;
        all.inside = all.inside && one.inside;
        if (here(s, 0) != '|')
            return all;
        s->off++;
    }
}

unsigned lexicon_pattern_words(struct slice pattern)
{
    struct pattern_scan s = {pattern, 0};
    if (pattern_scan_has_options(pattern))
        return MANY;
    struct extent all = extent_of_alternatives(&s, false, 0);
    return pattern_scan_at_end(&s) ? all.n_words : MANY;
}
