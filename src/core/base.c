/*
 * base.c - slices, buffers, arenas and errors.
 *
 * The one mutable global of the core is the hook for exhausted memory: it has
 * to be reachable from every allocation, and a program has one memory.
 */
#include "dragoman/base.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void (*memory_exhausted)(void) = abort;

void *memory_resize(void *ptr, size_t n, size_t size)
{
    if (size && n > SIZE_MAX / size)
        memory_exhausted();
    size_t bytes = n * size;
    void *p = realloc(ptr, bytes ? bytes : 1);
    if (!p)
        memory_exhausted();
    return p;
}

void *memory_zeroed(size_t n, size_t size)
{
    void *p = calloc(n ? n : 1, size ? size : 1);
    if (!p)
        memory_exhausted();
    return p;
}

bool slice_equal(struct slice a, struct slice b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

bool slice_has_prefix(struct slice s, struct slice prefix)
{
    return s.len >= prefix.len && slice_equal((struct slice){s.ptr, prefix.len}, prefix);
}

int slice_compare(struct slice a, struct slice b)
{
    size_t n = a.len < b.len ? a.len : b.len;
    int order = n ? memcmp(a.ptr, b.ptr, n) : 0;
    return order ? order : (a.len > b.len) - (a.len < b.len);
}

bool slice_next(struct slice *rest, char separator, struct slice *piece)
{
    if (!rest->ptr)
        return false;
    const char *end = rest->len ? memchr(rest->ptr, separator, rest->len) : NULL;
    if (!end) {
        *piece = *rest;
        *rest = (struct slice){NULL, 0};
        return true;
    }
    *piece = (struct slice){rest->ptr, (size_t)(end - rest->ptr)};
    rest->len -= piece->len + 1;
    rest->ptr = end + 1;
    return true;
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n';
}

struct slice slice_trim(struct slice s)
{
    while (s.len && is_space(s.ptr[0])) {
        s.ptr++;
        s.len--;
    }
    while (s.len && is_space(s.ptr[s.len - 1]))
        s.len--;
    return s;
}

void buffer_release(struct buffer *b)
{
    free(b->ptr);
    *b = (struct buffer){0};
}

void buffer_grow(struct buffer *b, size_t extra)
{
    if (extra > SIZE_MAX / 2 - b->len)
        memory_exhausted();
    size_t cap = b->cap ? b->cap : 64;
    while (cap - b->len < extra)
        cap *= 2;
    b->ptr = memory_resize(b->ptr, cap, 1);
    b->cap = cap;
}

void buffer_add_number(struct buffer *b, size_t number)
{
    char digits[24];
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number);
    buffer_add(b, (struct slice){digits + at, sizeof digits - at});
}

static void buffer_vformat(struct buffer *b, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    int need = vsnprintf(NULL, 0, format, args);
    if (need > 0) {
        buffer_reserve(b, (size_t)need + 1);
        vsnprintf(b->ptr + b->len, (size_t)need + 1, format, again);
        b->len += (size_t)need;
    }
    va_end(again);
}

void buffer_format(struct buffer *b, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    buffer_vformat(b, format, args);
    va_end(args);
}

/* ------------------------------------------------------------------ arena */

struct arena_chunk {
    struct arena_chunk *next;
    size_t used, cap;
    max_align_t data[];
};

enum { CHUNK_BYTES = 32 * 1024 };

void arena_release(struct arena *a)
{
    struct arena_chunk *chunk = a->chunks;
    while (chunk) {
        struct arena_chunk *next = chunk->next;
        free(chunk);
        chunk = next;
    }
    a->chunks = NULL;
}

void *arena_alloc(struct arena *a, size_t len)
{
    const size_t align = sizeof(max_align_t);
    if (len > SIZE_MAX / 2)
        memory_exhausted();
    len = (len + align - 1) / align * align;
    struct arena_chunk *chunk = a->chunks;
    if (!chunk || chunk->cap - chunk->used < len) {
        size_t cap = len > CHUNK_BYTES ? len : CHUNK_BYTES;
        chunk = memory_resize(NULL, 1, sizeof *chunk + cap);
        *chunk = (struct arena_chunk){.next = a->chunks, .cap = cap};
        a->chunks = chunk;
    }
    void *p = (char *)chunk->data + chunk->used;
    chunk->used += len;
    memset(p, 0, len);
    return p;
}

struct slice arena_copy(struct arena *a, struct slice s)
{
    char *p = arena_alloc(a, s.len);
    if (s.len)
        memcpy(p, s.ptr, s.len);
    return (struct slice){p, s.len};
}

/* ------------------------------------------------------------------ error */

void error_set(struct error *e, const char *format, ...)
{
    va_list args;
    e->text.len = 0;
    va_start(args, format);
    buffer_vformat(&e->text, format, args);
    va_end(args);
}
