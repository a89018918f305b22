/*
 * string_table.c - see string_table.h. Open addressing, at most five eighths full; a slot
 * holds some bits of the hash, so that hardly a string is compared in vain.
 */
#include "string_table.h"

#include "large.h"

#include <stdlib.h>

enum { LEAST_SLOTS = 64 };

static size_t bytes_of(const struct string_table *t, size_t n)
{
    return n * (t->item_bytes ? t->item_bytes : sizeof(struct lexicon_string));
}

static void *item_at(const struct string_table *t, uint32_t i)
{
    return (char *)t->items + bytes_of(t, i);
}

static struct slice string_at(const struct string_table *t, const struct buffer *pool, uint32_t i)
{
    const struct lexicon_string *s = item_at(t, i);
    return (struct slice){pool->ptr + s->off, s->len};
}

static void rehash(struct string_table *t, const struct buffer *pool, uint32_t n_slots)
{
    free(t->slots);
    t->n_slots = n_slots;
    t->slots = large_alloc(n_slots, sizeof *t->slots);
    memset(t->slots, 0, n_slots * sizeof *t->slots); /* pages that are read first come twice */
    for (uint32_t i = 0; i < t->n; i++) {
        uint32_t hash = lexicon_hash(string_at(t, pool, i)), at = hash;
        while (t->slots[at & (n_slots - 1)])
            at++;
        t->slots[at & (n_slots - 1)] = lexicon_slot(i, hash);
    }
}

/* How many slots n items need. */
static uint32_t slots_for(size_t n)
{
    uint32_t n_slots = LEAST_SLOTS;
    while (n_slots / 8 * 5 < n && n_slots <= LEXICON_SLOT_MASK)
        n_slots *= 2;
    return n_slots;
}

/* The slot that holds s, or the empty one where it belongs. */
static uint32_t *find_slot(const struct string_table *t, const struct buffer *pool, struct slice s,
                           uint32_t hash)
{
    for (uint32_t at = hash;; at++) {
        uint32_t *slot = &t->slots[at & (t->n_slots - 1)];
        uint32_t number = (*slot & LEXICON_SLOT_MASK) - 1;
        if (!*slot ||
            (*slot == lexicon_slot(number, hash) && slice_equal(string_at(t, pool, number), s)))
            return slot;
    }
}

uint32_t string_table_find(const struct string_table *t, const struct buffer *pool, struct slice s)
{
    uint32_t slot = t->n_slots ? *find_slot(t, pool, s, lexicon_hash(s)) : 0;
    return slot ? (slot & LEXICON_SLOT_MASK) - 1 : LEXICON_NONE;
}

uint32_t string_table_put(struct string_table *t, struct buffer *pool, struct slice s)
{
    if (t->n >= t->n_slots / 8 * 5)
        rehash(t, pool, slots_for((size_t)t->n + 1));
    uint32_t hash = lexicon_hash(s), *slot = find_slot(t, pool, s, hash);
    if (*slot)
        return (*slot & LEXICON_SLOT_MASK) - 1;
    if (t->n == LEXICON_SLOT_MASK - 1)
        memory_exhausted();
    if (t->n == t->cap) {
        t->cap = t->cap ? t->cap * 2 : 16;
        t->items = memory_resize(t->items, t->cap, bytes_of(t, 1));
    }
    struct lexicon_string string = {(uint32_t)pool->len, (uint32_t)s.len};
    memset(item_at(t, t->n), 0, bytes_of(t, 1));
    memcpy(item_at(t, t->n), &string, sizeof string);
    buffer_add(pool, s);
    *slot = lexicon_slot(t->n, hash);
    return t->n++;
}

void string_table_take(struct string_table *t, const struct buffer *pool, const void *items,
                       uint32_t n, size_t extra)
{
    t->n = n;
    t->cap = (uint32_t)(n + extra);
    t->items = large_alloc(t->cap, bytes_of(t, 1));
    if (n)
        memcpy(t->items, items, bytes_of(t, n));
    rehash(t, pool, slots_for(t->cap));
}

void string_table_release(struct string_table *t)
{
    free(t->items);
    free(t->slots);
    *t = (struct string_table){.item_bytes = t->item_bytes};
}
