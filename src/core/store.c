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

enum { LEAST_BYTES = 1024 * 1024, AHEAD_BYTES = 128 * 1024, PAGE_BYTES = 64 * 1024 };

static bool set_aside(struct store *s, size_t cap)
{
    void *p =
        mmap(NULL, cap, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (p == MAP_FAILED)
        return false;
    *s = (struct store){.ptr = p, .cap = cap, .is_mapped = true};
    return true;
}

void store_init(struct store *s, size_t wished, size_t enough)
{
    *s = (struct store){0};
    size_t cap = wished > LEAST_BYTES ? wished : LEAST_BYTES;
    if (set_aside(s, cap) || (enough >= LEAST_BYTES && set_aside(s, enough)))
        return;
    for (cap /= 2; cap >= LEAST_BYTES; cap /= 2) {
        size_t half = cap / 2; /* there is a limit: as much is left for all else */
        if (!set_aside(s, cap))
            continue;
        if (half >= LEAST_BYTES) {
            munmap(s->ptr + half, cap - half);
            s->cap = half;
        }
        return;
    }
    s->ptr = memory_resize(NULL, LEAST_BYTES, 1);
    s->cap = LEAST_BYTES;
}

void store_release(struct store *s)
{
    if (s->is_mapped)
        munmap(s->ptr, s->cap);
    else
        free(s->ptr);
    *s = (struct store){0};
}

/* In a large text, memory for the next bytes is asked for at once and not page by page,
 * where the system can do that. */
static void touch(struct store *s)
{
#ifdef MADV_POPULATE_WRITE
    if (!s->is_mapped || s->len < LEAST_BYTES || s->touched >= s->len + AHEAD_BYTES / 2)
        return;
    size_t start = (s->len + PAGE_BYTES - 1) / PAGE_BYTES * PAGE_BYTES;
    start = s->touched > start ? s->touched : start;
    size_t end = start + AHEAD_BYTES;
    if (end <= s->cap)
        madvise(s->ptr + start, end - start, MADV_POPULATE_WRITE);
    s->touched = end;
#else
    (void)s;
#endif
}

struct buffer store_room(struct store *s, size_t wished)
{
    touch(s);
    size_t left = s->cap - s->len;
    return (struct buffer){.ptr = s->ptr + s->len, .cap = wished < left ? wished : left};
}

void store_take(struct store *s, struct buffer *room)
{
    assert(room->ptr == s->ptr + s->len && room->len <= s->cap - s->len);
    s->len += room->len;
    *room = (struct buffer){0};
}
