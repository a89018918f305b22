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
    WORD_STARTS = 4, /* it may, see word_class.h; so may all that is not ASCII */
    WORD_HINTS = 8,  /* the same */
};

#define WORD_UNKNOWN (UINT32_MAX - 1) /* an entry that has not been looked up */

struct text_word {
    uint32_t start, end; /* bytes from the origin */
    uint32_t entry;      /* of the vocabulary, LEXICON_NONE or WORD_UNKNOWN */
    uint32_t flags;      /* enum word_flags */
};

struct word_list {
    struct text_word *items;
    uint32_t *notable; /* numbers of the words that are strong or may start something */
    uint32_t *hinting; /* of those that may hint at something */
    size_t n, cap, n_notable, n_hinting;
    size_t origin; /* bytes from the start of the text */
};

/* Fills the list with the words of text between from and to, which are boundaries; no
 * more than UINT32_MAX bytes. The table of classes is that of word_class.h. */
void word_list_fill(struct word_list *list, struct slice text, size_t from, size_t to,
                    const uint32_t *classes);
void word_list_release(struct word_list *list);

/* Index of the first word that starts at or after off. */
size_t word_list_from(const struct word_list *list, size_t off);

static inline struct span word_list_span(const struct word_list *list, size_t i)
{
    return (struct span){list->origin + list->items[i].start, list->origin + list->items[i].end};
}

#endif
