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

enum search_result {
    SEARCH_NONE,
    SEARCH_FOUND,
    SEARCH_LIMIT,
    SEARCH_MORE, /* of search_turn alone */
};

/* The first hit that starts at or after from. SEARCH_LIMIT: the pattern ran into its
 * limits somewhere after from, and nothing can be said. */
enum search_result search_next(struct search *s, struct slice text, size_t from, struct span *hit);

/* The same for a few milliseconds at the most. SEARCH_MORE: there is no hit up to turns->from,
 * which has moved on, and the next turn goes on there. Turns that go on for too long together
 * end with SEARCH_LIMIT. */
struct search_turns {
    size_t from;
    double seconds; /* used up so far; 0 for a new search */
};
enum search_result search_turn(struct search *s, struct slice text, struct search_turns *turns,
                               struct span *hit);

#endif
