/*
 * forms.h - the plain forms of the shipped lexicon.
 *
 * Comes in: its recfiles. Goes out: each form once, in an order of choice: those of
 * countries first, then treaties and organizations, each picked evenly from its whole
 * file; so the first few thousand are a fair list of their own. Patterns and shapes are
 * left out, and so are combining forms ("Russo-"), which are no whole words.
 */
#ifndef DRAGOMAN_BENCH_FORMS_H
#define DRAGOMAN_BENCH_FORMS_H

#include "dragoman/base.h"

enum form_pool {
    POOL_COUNTRY,
    POOL_ADJECTIVE,
    POOL_METONYM,
    POOL_ORGANIZATION,
    POOL_ACRONYM,
    POOL_TREATY,
    N_POOLS
};
extern const char *const form_pool_names[]; /* by enum form_pool */

struct form {
    struct slice text; /* borrowed from the recfiles */
    enum form_pool pool;
};

struct forms {
    struct form *items;
    size_t n, cap;
};

/* The first n of the order of choice, or all where n is 0. */
void forms_choose(struct forms *forms, const struct slice *recfiles, size_t n_recfiles, size_t n);
void forms_release(struct forms *forms);

#endif
