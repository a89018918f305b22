/*
 * seen.h - which names have been met before: a set that only grows, up to the size that it
 * was made for. It borrows the names.
 */
#ifndef DRAGOMAN_BENCH_SEEN_H
#define DRAGOMAN_BENCH_SEEN_H

#include "dragoman/base.h"

struct seen {
    struct slice *slots; /* a hash table, at most half full */
    size_t mask;
};

struct seen seen_new(size_t n);
void seen_free(struct seen *seen);

/* Where the name is, or the empty slot where it belongs. */
struct slice *seen_slot(const struct seen *seen, struct slice name);

#endif
