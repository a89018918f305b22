/*
 * needle.h - a few letters that every match of a pattern holds.
 *
 * Looking for them is ten times as fast as matching, and most of a long text has none; where it
 * has, PCRE2 decides as ever. A pattern that is not understood has no needle.
 */
#ifndef DRAGOMAN_NEEDLE_H
#define DRAGOMAN_NEEDLE_H

#include "dragoman/base.h"

enum { NEEDLE_BYTES = 32 };

struct needle {
    char bytes[NEEDLE_BYTES]; /* small letters where caseless */
    size_t len;               /* 0: there is none */
    bool caseless;
    size_t before;       /* bytes from the start of a match to it at most, or SIZE_MAX */
    unsigned rare, also; /* the places in it of the two bytes that are looked for */
};

/* Of a pattern that PCRE2 takes as pattern.h says. */
struct needle needle_of(struct slice source, bool literal, bool caseless);
/* Where the first match in text at or behind from can start, as far as the needle tells; false
 * where there is none. */
bool needle_find(const struct needle *n, struct slice text, size_t *from);

#endif
