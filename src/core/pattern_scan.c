/*
 * pattern_scan.c - see pattern_scan.h.
 *
 * What PCRE2 would refuse is read to its end all the same, and never past it by more than
 * a byte or two: every look goes through pattern_scan_here.
 */
#include "pattern_scan.h"

static char here(const struct pattern_scan *s, size_t ahead)
{
    return pattern_scan_here(s, ahead);
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static unsigned scan_number(struct pattern_scan *s)
{
    unsigned n = 0;
    for (; is_digit(here(s, 0)); s->off++)
        n = n < LEXICON_MANY_WORDS ? n * 10 + (unsigned)(here(s, 0) - '0') : n;
    return n < LEXICON_MANY_WORDS ? n : LEXICON_MANY_WORDS;
}

/* From the digit or comma behind the brace on. */
static struct repetition scan_braces(struct pattern_scan *s)
{
    struct repetition r = {scan_number(s), LEXICON_MANY_WORDS, true};
    if (here(s, 0) == '}')
        r.max = r.min;
    else if (here(s, 0) == ',' && is_digit(here(s, 1)))
        s->off++, r.max = scan_number(s);
    while (!pattern_scan_at_end(s) && here(s, 0) != '}')
        s->off++;
    s->off++;
    return r;
}

struct repetition pattern_scan_quantifier(struct pattern_scan *s)
{
    struct repetition r = {1, 1, true};
    char c = here(s, 0);
    if (is_one_of(c, "?*+")) {
        r.min = c == '+';
        r.max = c == '?' ? 1 : LEXICON_MANY_WORDS;
        s->off++;
    } else if (c == '{' && (is_digit(here(s, 1)) || here(s, 1) == ',')) {
        s->off++;
        r = scan_braces(s);
    } else {
        r.present = false;
        return r;
    }
    if (is_one_of(here(s, 0), "?+"))
        s->off++;
    return r;
}

void pattern_scan_class(struct pattern_scan *s)
{
    s->off++;
    if (here(s, 0) == '^')
        s->off++;
    if (here(s, 0) == ']')
        s->off++;
    while (!pattern_scan_at_end(s) && here(s, 0) != ']') {
        if (here(s, 0) == '[' && here(s, 1) == ':')
            for (s->off += 2; !pattern_scan_at_end(s) && !(here(s, 0) == ':' && here(s, 1) == ']');
                 s->off++)
                ;
        s->off += here(s, 0) == '\\' || (here(s, 0) == ':' && here(s, 1) == ']') ? 2 : 1;
    }
    s->off++;
}

bool pattern_scan_escape(struct pattern_scan *s)
{
    char c = here(s, 1);
    s->off += 2;
    if (is_one_of(c, "pPxogkN") && here(s, 0) == '{') {
        while (!pattern_scan_at_end(s) && here(s, 0) != '}')
            s->off++;
        s->off++;
    } else if (c == 'p' || c == 'P') {
        s->off++;
    }
    return is_one_of(c, "bAZzG");
}

bool pattern_scan_is_look_around(const struct pattern_scan *s, bool *negative)
{
    size_t at = here(s, 2) == '<' ? 3 : 2;
    *negative = here(s, at) == '!';
    return here(s, 1) == '?' && (here(s, at) == '=' || here(s, at) == '!');
}

void pattern_scan_group(struct pattern_scan *s)
{
    size_t depth = 0;
    do {
        depth += here(s, 0) == '(';
        depth -= here(s, 0) == ')';
        if (here(s, 0) == '[')
            pattern_scan_class(s);
        else
            s->off += here(s, 0) == '\\' ? 2 : 1;
    } while (depth && !pattern_scan_at_end(s));
}

bool pattern_scan_has_options(struct slice pattern)
{
    for (size_t i = 0; i + 2 < pattern.len; i++)
        if (pattern.ptr[i] == '(' &&
            ((pattern.ptr[i + 1] == '?' && is_one_of(pattern.ptr[i + 2], "isxmn-^PR0123456789")) ||
             pattern.ptr[i + 1] == '*'))
            return true;
    for (size_t i = 0; i + 1 < pattern.len; i++)
        if (pattern.ptr[i] == '\\' && is_one_of(pattern.ptr[i + 1], "QE"))
            return true;
    return false;
}
