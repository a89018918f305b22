/*
 * word_class.h - what a word may be for a lexicon, told by its first eight bytes, so that
 * most words of a text are never looked up.
 *
 * A table of two bits a slot. Words with a small first letter, which are most words of a
 * text and few of those that begin a name, have slots of their own.
 */
#ifndef DRAGOMAN_WORD_CLASS_H
#define DRAGOMAN_WORD_CLASS_H

#include "dragoman/hash.h"

enum word_class {
    WORD_CLASS_STARTS = 1, /* LEXICON_WORD_STARTS, or another word that shares the slot */
    WORD_CLASS_HINTS = 2,  /* LEXICON_WORD_HINTS or LEXICON_WORD_ASKS, the same */
};

enum {
    WORD_CLASS_BITS = 17,       /* of a slot's number; one less for a small letter */
    WORD_CLASSES_A_NUMBER = 16, /* slots in 32 bits */
    WORD_CLASS_NUMBERS = ((1 << WORD_CLASS_BITS) * 3 / 2) / WORD_CLASSES_A_NUMBER,
};

/* The first eight bytes of the word from start to end as a number; the text has len. */
static inline uint64_t word_prefix(const char *text, size_t len, size_t start, size_t end)
{
    uint64_t x = 0;
    size_t n = end - start < sizeof x ? end - start : sizeof x;
    if (start + sizeof x > len) {
        memcpy(&x, text + start, n);
        return x;
    }
    memcpy(&x, text + start, sizeof x);
    return x & UINT64_MAX >> (sizeof x - n) * 8;
}

/* A word's slot, by its first byte and its prefix. */
static inline unsigned word_class_slot(char first, uint64_t prefix)
{
    unsigned small = first >= 'a';
    return (small << WORD_CLASS_BITS) +
           (unsigned)(prefix * HASH_FACTOR >> (64 - WORD_CLASS_BITS + small));
}

static inline uint32_t word_class_at(const uint32_t *classes, unsigned slot)
{
    return classes[slot / WORD_CLASSES_A_NUMBER] >> slot % WORD_CLASSES_A_NUMBER * 2 & 3;
}

#endif
