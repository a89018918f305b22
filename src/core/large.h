/*
 * large.h - memory for big tables that are looked up all over.
 */
#ifndef DRAGOMAN_LARGE_H
#define DRAGOMAN_LARGE_H

#include "dragoman/base.h"

/* n items of size bytes, not zeroed, for free() and memory_resize as any other memory; never
 * fails. From about a megabyte on it lies in large pages, where the system has them. */
void *large_alloc(size_t n, size_t size);

#endif
