/*
 * base.h - the few plain types that every stage shares, and its memory.
 *
 * A slice is bytes that somebody else owns; a span is a half-open range of
 * byte offsets into the text of an article; a buffer owns its bytes; an arena
 * owns everything that dies together. Nothing in here is NUL-terminated.
 *
 * Memory never runs out quietly: every allocation that fails calls the hook
 * that main installs, which does not return.
 */
#ifndef DRAGOMAN_BASE_H
#define DRAGOMAN_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#ifdef __GNUC__
#define PRINTF_LIKE(string, first) __attribute__((format(printf, string, first)))
#else
#define PRINTF_LIKE(string, first)
#endif

struct slice {
    const char *ptr;
    size_t len; /* bytes */
};

struct span {
    size_t start, end; /* byte offsets of the first byte, and after the last */
};

#define SLICE(literal) ((struct slice){(literal), sizeof(literal) - 1})

static inline struct slice slice_of(const char *string)
{
    return (struct slice){string, strlen(string)};
}

static inline struct slice slice_cut(struct slice s, struct span cut)
{
    return (struct slice){s.ptr + cut.start, cut.end - cut.start};
}

bool slice_equal(struct slice a, struct slice b);
bool slice_has_prefix(struct slice s, struct slice prefix);
int slice_compare(struct slice a, struct slice b); /* bytewise, shorter first */
/* The next piece of *rest up to separator, which is consumed; false at the end. */
bool slice_next(struct slice *rest, char separator, struct slice *piece);
struct slice slice_trim(struct slice s); /* blanks and newlines at both ends */

/* For when memory runs out; the default aborts. Must not return. */
extern void (*memory_exhausted)(void);
/* realloc that cannot fail; n items of size bytes, overflow counts as exhausted. */
void *memory_resize(void *ptr, size_t n, size_t size);
void *memory_zeroed(size_t n, size_t size);

/* Grows array so that it has room for one more; evaluates its arguments twice. */
#define ARRAY_RESERVE(array, n, cap)                                                               \
    do {                                                                                           \
        if ((n) == (cap)) {                                                                        \
            (cap) = (cap) ? (cap)*2 : 16;                                                          \
            (array) = memory_resize((array), (cap), sizeof *(array));                              \
        }                                                                                          \
    } while (0)

struct buffer {
    char *ptr;
    size_t len, cap;
};

void buffer_release(struct buffer *b);
void buffer_grow(struct buffer *b, size_t extra);
static inline void buffer_reserve(struct buffer *b, size_t extra)
{
    if (extra > b->cap - b->len)
        buffer_grow(b, extra);
}
static inline void buffer_add(struct buffer *b, struct slice s)
{
    buffer_reserve(b, s.len);
    if (s.len)
        memcpy(b->ptr + b->len, s.ptr, s.len);
    b->len += s.len;
}
static inline void buffer_add_byte(struct buffer *b, char c)
{
    buffer_reserve(b, 1);
    b->ptr[b->len++] = c;
}
void buffer_add_number(struct buffer *b, size_t number);
void buffer_format(struct buffer *b, const char *format, ...) PRINTF_LIKE(2, 3);
static inline struct slice buffer_slice(const struct buffer *b)
{
    return (struct slice){b->ptr ? b->ptr : "", b->len};
}

struct arena_chunk;
struct arena {
    struct arena_chunk *chunks;
};

void arena_release(struct arena *a);
void *arena_alloc(struct arena *a, size_t len); /* zeroed, aligned for any type */
struct slice arena_copy(struct arena *a, struct slice s);

/* Why something failed, in one line without a newline: "reason" or "FILE: reason". */
struct error {
    struct buffer text;
};

void error_set(struct error *e, const char *format, ...) PRINTF_LIKE(2, 3);
static inline void error_release(struct error *e)
{
    buffer_release(&e->text);
}

#endif
