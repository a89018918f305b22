/*
 * pattern_scan.h - the parts of a PCRE2 pattern, read without its engine: where a class, an
 * escape or a group ends, and how often it may come.
 */
#ifndef DRAGOMAN_PATTERN_SCAN_H
#define DRAGOMAN_PATTERN_SCAN_H

#include "dragoman/lexicon_records.h"

struct pattern_scan {
    struct slice pattern;
    size_t off;
};

/* How often a part comes; LEXICON_MANY_WORDS: there is no bound. */
struct repetition {
    unsigned min, max;
    bool present; /* there is a quantifier */
};

static inline bool pattern_scan_at_end(const struct pattern_scan *s)
{
    return s->off >= s->pattern.len;
}

/* The byte so far ahead, '\0' behind the end. */
static inline char pattern_scan_here(const struct pattern_scan *s, size_t ahead)
{
    return s->off + ahead < s->pattern.len ? s->pattern.ptr[s->off + ahead] : '\0';
}

static inline bool is_one_of(char c, const char *list)
{
    return c != '\0' && strchr(list, c) != NULL;
}

/* Each moves past what stands at s->off. */
struct repetition pattern_scan_quantifier(struct pattern_scan *s);
void pattern_scan_class(struct pattern_scan *s);
void pattern_scan_group(struct pattern_scan *s);
/* Returns whether the escape is a word boundary of width zero. */
bool pattern_scan_escape(struct pattern_scan *s);

/* Is the group at s->off a look-around, and does it ask for what must be absent? */
bool pattern_scan_is_look_around(const struct pattern_scan *s, bool *negative);
/* Are there options, back references or quotes, which change what the rest means? */
bool pattern_scan_has_options(struct slice pattern);

#endif
