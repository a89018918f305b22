/*
 * large.c - see large.h.
 *
 * The tables of a reader's lexicon are some 25 MB that are written once and read
 * everywhere. In small pages most of the time that they take is the system's, which hands
 * them out one by one, and the processor's, which looks for each.
 */
#define _DEFAULT_SOURCE /* madvise(2) */
#include "large.h"

#include <stdlib.h>
#include <sys/mman.h>

void *large_alloc(size_t n, size_t size)
{
    const size_t page = (size_t)2 << 20, least = page / 2;
    if (size && n > SIZE_MAX / 2 / size)
        memory_exhausted();
    if (n * size < least)
        return memory_resize(NULL, n, size);
    size_t bytes = (n * size + page - 1) / page * page;
    void *p;
    if (posix_memalign(&p, page, bytes) != 0)
        memory_exhausted();
#ifdef MADV_HUGEPAGE
    madvise(p, bytes, MADV_HUGEPAGE); /* it is only advice */
#endif
    return p;
}
