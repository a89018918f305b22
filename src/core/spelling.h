/*
 * spelling.h - the other ways in which a word or a form is spelled.
 */
#ifndef DRAGOMAN_SPELLING_H
#define DRAGOMAN_SPELLING_H

#include "dragoman/base.h"

enum spelling_set {
    SPELLING_WORDS, /* British and American words */
    SPELLING_FORMS, /* with a hyphen or joined */
};

/* Tells most texts that have one spelling alone at a glance. */
struct spelling_filter {
    enum spelling_set set;
    uint64_t bits[256];
};

void spelling_filter_init(struct spelling_filter *filter, enum spelling_set set);

/* Puts the next other spelling of text into other; false where there is none any more. *at
 * starts as 0 and is then left alone. */
bool spelling_next(const struct spelling_filter *filter, struct slice text, size_t *at,
                   struct buffer *other);

#endif
