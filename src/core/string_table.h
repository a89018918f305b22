/*
 * string_table.h - items by the string that each begins with, numbered from 0 in order of
 * arrival.
 *
 * The strings are in a pool that the caller owns and hands to each call. An item is any
 * struct whose first member is a struct lexicon_string, so that what is known of a string is
 * where the string is found.
 */
#ifndef DRAGOMAN_STRING_TABLE_H
#define DRAGOMAN_STRING_TABLE_H

#include "dragoman/lexicon.h"

struct string_table { /* start with a zeroed one */
    void *items;
    size_t item_bytes;        /* 0: an item is a struct lexicon_string and no more */
    uint32_t *slots;          /* see lexicon_slot */
    uint32_t n, cap, n_slots; /* n_slots is a power of two */
};

void string_table_release(struct string_table *t); /* leaves an empty one */

/* The number of the item of s; a new one is zeroed, and its string added to the pool. */
uint32_t string_table_put(struct string_table *t, struct buffer *pool, struct slice s);
/* The number of the item of s, or LEXICON_NONE. */
uint32_t string_table_find(const struct string_table *t, const struct buffer *pool, struct slice s);
/* Takes over n items, whose strings are in the pool, into an empty table, with room for extra
 * ones. */
void string_table_take(struct string_table *t, const struct buffer *pool, const void *items,
                       uint32_t n, size_t extra);

#endif
