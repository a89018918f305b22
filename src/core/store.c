/*
 * store.c - see store.h.
 */
#define _DEFAULT_SOURCE /* MAP_ANONYMOUS, MAP_NORESERVE: in no POSIX, on every system */
#include "store.h"

#include <assert.h>
#include <stdlib.h>
#include <sys/mman.h>

enum { LEAST_BYTES = 1024 * 1024, HUGE_BYTES = 16 * 1024 * 1024 };

void store_init(struct store *s, size_t wished)
{
    *s = (struct store){0};
    size_t cap = wished > LEAST_BYTES ? wished : LEAST_BYTES;
    for (bool refused = false; cap >= LEAST_BYTES; cap /= 2, refused = true) {
        void *p = mmap(NULL, cap, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        if (p == MAP_FAILED)
            continue;
        size_t half = cap / 2;
        if (refused && half >= LEAST_BYTES) { /* a limit: leave as much for all else */
            munmap((char *)p + half, cap - half);
            cap = half;
        }
        *s = (struct store){.ptr = p, .cap = cap, .is_mapped = true};
#ifdef MADV_HUGEPAGE
        if (cap >= HUGE_BYTES)
            madvise(p, cap, MADV_HUGEPAGE);
#endif
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
