/*
 * search.h - finding a reader's pattern in a text.
 *
 * PCRE2 syntax, smart case; a blank in the pattern matches over a line break, but
 * never over a blank line. Hits do not overlap and are never empty.
 */
#ifndef DRAGOMAN_SEARCH_H
#define DRAGOMAN_SEARCH_H

#include "dragoman/base.h"

enum search_case { SEARCH_SMART, SEARCH_CASELESS, SEARCH_EXACT };

struct search;

/* NULL and *error where PCRE2 refuses the pattern or it is empty. */
struct search *search_new(struct slice pattern, bool literal, enum search_case letter_case,
                          struct error *error);
void search_free(struct search *s);

enum search_result { SEARCH_NONE, SEARCH_FOUND, SEARCH_LIMIT };

/* The first hit that starts at or after from. SEARCH_LIMIT: the pattern ran into its
 * limits somewhere after from, and nothing can be said. */
enum search_result search_next(struct search *s, struct slice text, size_t from, struct span *hit);

struct hits {
    struct span *items; /* in order */
    size_t n, cap;
    bool limited; /* the pattern ran into its limits; items before that place are there */
};
void search_all(struct search *s, struct slice text, struct hits *hits);
void hits_release(struct hits *hits);
/* Index of the first hit that starts at or after off; hits->n where there is none. */
size_t hits_from(const struct hits *hits, size_t off);

#endif
