/*
 * english.h - the closed word classes of English that tell what a name does in its
 * sentence. A word may be of several classes.
 */
#ifndef DRAGOMAN_ENGLISH_H
#define DRAGOMAN_ENGLISH_H

#include "dragoman/base.h"

enum english_class {
    ENGLISH_PLACE = 1 << 0,      /* prepositions of place, verbs with a place as their object */
    ENGLISH_MOTION = 1 << 1,     /* what leads to a place: "flew to" */
    ENGLISH_SIEGE = 1 << 2,      /* what is done to a city, not to a government */
    ENGLISH_ATTACK = 1 << 3,     /* what comes down on a city */
    ENGLISH_CITY_THING = 1 << 4, /* what a city has and a government has not */
    ENGLISH_CITY_PART = 1 << 5,  /* what there is of a city: "the heart of" */
    ENGLISH_ACTOR = 1 << 6,      /* those whose being somewhere means the government there */
    ENGLISH_ARTICLE = 1 << 7,
    ENGLISH_GOAL = 1 << 8,        /* prepositions that say where to or where from */
    ENGLISH_WHERE = 1 << 9,       /* prepositions that say where */
    ENGLISH_TOWN = 1 << 10,       /* what a city is */
    ENGLISH_JOINT = 1 << 11,      /* words that join names of one kind */
    ENGLISH_SHOUTED = 1 << 12,    /* ordinary words that look like an acronym in capitals */
    ENGLISH_DETERMINER = 1 << 13, /* what can stand before a head word that stands alone */
    ENGLISH_NO_NAME = 1 << 14, /* capitalised, they begin no name: function words, titles, dates */
    ENGLISH_CONNECTIVE = 1 << 15, /* they join the words of one name */
    ENGLISH_IN = 1 << 16,         /* prepositions before what a capital owns */
    ENGLISH_TITLE = 1 << 17,      /* titles of persons */
    ENGLISH_GROUND = 1 << 18,     /* what is named after a country on a map */
    ENGLISH_LANGUAGE = 1 << 19,   /* what a language has */
    ENGLISH_SPEECH = 1 << 20,     /* verbs of which a language is the object */
    ENGLISH_ON = 1 << 21,
    ENGLISH_OF = 1 << 22,
    ENGLISH_FROM = 1 << 23,
    ENGLISH_ABOUT = 1 << 24,       /* what can stand before the subject in a treaty's name */
    ENGLISH_EVENT = 1 << 25,       /* what is named after the city where it is or was */
    ENGLISH_PART = 1 << 26,        /* what stands before a city's name in that of another place */
    ENGLISH_OBJECT = 1 << 27,      /* pronouns that are no subject */
    ENGLISH_CONJUNCTION = 1 << 28, /* a subject follows them */
};

enum { ENGLISH_LONGEST = 14 }; /* bytes of the longest word */

/* The classes of a word in any case, as bits; 0 where it is of none. */
unsigned english_classes(struct slice word);

#endif
