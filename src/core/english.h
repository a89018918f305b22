/*
 * english.h - the closed word classes of English that tell what a name does in its
 * sentence. A word may be of several classes.
 */
#ifndef DRAGOMAN_ENGLISH_H
#define DRAGOMAN_ENGLISH_H

#include "dragoman/base.h"

enum english_class {
    ENGLISH_PLACE = 1,  /* prepositions of place, verbs with a place as their object */
    ENGLISH_MOTION = 2, /* verbs and nouns that lead to a place: "flew to" */
    ENGLISH_ACTOR = 4,  /* those whose being somewhere means the government there */
    ENGLISH_ARTICLE = 8,
    ENGLISH_GOAL = 16,        /* prepositions that say where to or where from */
    ENGLISH_SHOUTED = 32,     /* ordinary words that look like an acronym in capitals */
    ENGLISH_DETERMINER = 64,  /* what can stand before a head word that stands alone */
    ENGLISH_NO_NAME = 128,    /* capitalised, they begin no name: function words, titles, dates */
    ENGLISH_CONNECTIVE = 256, /* they join the words of a name */
};

enum { ENGLISH_LONGEST = 15 }; /* bytes of the longest word */

/* The classes of a word in any case, as bits; 0 where it is of none. */
unsigned english_classes(struct slice word);

#endif
