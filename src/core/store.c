/*
 * store.c - see store.h.
 *
 * Small pages on purpose: to clear a huge one takes longer than a key may wait.
 */
#define _DEFAULT_SOURCE /* MAP_ANONYMOUS, MAP_NORESERVE: in no POSIX, on every system */
#include "store.h"

#include <assert.h>
#include <stdlib.h>
#include <sys/mman.h>

enum { LEAST_BYTES = 1024 * 1024 };

static void *reserve(size_t bytes)
{
    void *p = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE,
                   -1, 0);
    return p == MAP_FAILED ? NULL : p;
}

/* The first half of twice as much. */
static void *reserve_half(size_t bytes)
{
    char *p = reserve(2 * bytes);
    if (p)
        munmap(p + bytes, bytes);
    return p;
}

/* Rounded up, so that halves begin on a page. */
static size_t round_up(size_t bytes)
{
    return bytes / LEAST_BYTES * LEAST_BYTES + LEAST_BYTES;
}

void store_init(struct store *s, size_t wished, size_t needed)
{
    size_t cap = round_up(wished);
    void *p = reserve(cap);
    if (!p && round_up(needed) < cap)
        cap = round_up(needed);
    while (!p && cap && !(p = reserve_half(cap)))
        cap = cap / 2 / LEAST_BYTES * LEAST_BYTES;
    *s = (struct store){.ptr = p, .cap = cap, .is_mapped = true};
    if (!p)
        *s = (struct store){.ptr = memory_resize(NULL, LEAST_BYTES, 1), .cap = LEAST_BYTES};
}

void store_release(struct store *s)
{
    if (s->is_mapped)
        munmap(s->ptr, s->cap);
    else
        free(s->ptr);
    *s = (struct store){0};
}

struct buffer store_room(struct store *s, size_t wished)
{
    size_t left = s->cap - s->len;
    return (struct buffer){.ptr = s->ptr + s->len, .cap = wished < left ? wished : left};
}

void store_take(struct store *s, struct buffer *room)
{
    assert(room->ptr == s->ptr + s->len && room->len <= s->cap - s->len);
    s->len += room->len;
    *room = (struct buffer){0};
}
