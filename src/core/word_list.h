/*
 * word_list.h - the words of a stretch of text, found many bytes a step.
 *
 * The words are those of token.h, without the marks between them. A list covers a
 * stretch short enough to stay in the processor's cache; offsets count from its origin.
 */
#ifndef DRAGOMAN_WORD_LIST_H
#define DRAGOMAN_WORD_LIST_H

#include "dragoman/base.h"

enum word_flags {
    WORD_STRONG = 1, /* begins with a capital or digit, or holds a character outside ASCII */
    WORD_ASCII = 2,
};

#define WORD_UNKNOWN (UINT32_MAX - 1) /* an entry that has not been looked up */

struct text_word {
    uint32_t start, end; /* bytes from the origin */
    uint32_t entry;      /* of the vocabulary, LEXICON_NONE or WORD_UNKNOWN */
    uint32_t flags;      /* enum word_flags */
};

struct word_list {
    struct text_word *items;
    size_t n, cap;
    size_t origin; /* bytes from the start of the text */
};

/* Fills the list with the words of text between from and to, which are boundaries; no
 * more than UINT32_MAX bytes. */
void word_list_fill(struct word_list *list, struct slice text, size_t from, size_t to);
void word_list_release(struct word_list *list);

/* Index of the first word that starts at or after off. */
size_t word_list_from(const struct word_list *list, size_t off);

static inline struct span word_list_span(const struct word_list *list, size_t i)
{
    return (struct span){list->origin + list->items[i].start, list->origin + list->items[i].end};
}

/* The first eight bytes of the word from start to end as a number; the text has len. */
static inline uint64_t word_prefix(const char *text, size_t len, size_t start, size_t end)
{
    uint64_t x = 0;
    size_t n = end - start;
    if (n >= sizeof x || start + sizeof x <= len) {
        memcpy(&x, text + start, sizeof x);
        return n >= sizeof x ? x : x & ((UINT64_C(1) << 8 * n) - 1);
    }
    memcpy(&x, text + start, n);
    return x;
}

#endif
