/*
 * word_list.c - see word_list.h.
 *
 * Sixty-four bytes a step become two bit masks, one of letters and digits and one of
 * bytes outside ASCII; where the first changes, a word begins or ends. Runs with other
 * characters in them are read again, by token.c, which knows Unicode.
 */
#include "word_list.h"

#include "bits.h"
#include "dragoman/token.h"
#include "word_class.h"

#include <stdlib.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum { STEP = 64 };

struct masks {
    uint64_t word, high; /* bit i: byte i */
};

#ifdef __SSE2__

static struct masks masks_of(const char *p)
{
    struct masks m = {0, 0};
    const __m128i case_bit = _mm_set1_epi8(0x20);
    /* signed comparison after a shift of the range to the lowest values */
    const __m128i letter_shift = _mm_set1_epi8((char)(0x80 - 'a'));
    const __m128i letter_limit = _mm_set1_epi8((char)(0x80 + 26));
    const __m128i digit_shift = _mm_set1_epi8((char)(0x80 - '0'));
    const __m128i digit_limit = _mm_set1_epi8((char)(0x80 + 10));
    for (unsigned i = 0; i < STEP; i += 16) {
        __m128i bytes = _mm_loadu_si128((const void *)(p + i));
        __m128i letter =
            _mm_cmplt_epi8(_mm_add_epi8(_mm_or_si128(bytes, case_bit), letter_shift), letter_limit);
        __m128i digit = _mm_cmplt_epi8(_mm_add_epi8(bytes, digit_shift), digit_limit);
        uint64_t high = (unsigned)_mm_movemask_epi8(bytes);
        uint64_t word = (unsigned)_mm_movemask_epi8(_mm_or_si128(letter, digit));
        m.high |= high << i;
        m.word |= (word | high) << i;
    }
    return m;
}

#else

static struct masks masks_of(const char *p)
{
    struct masks m = {0, 0};
    for (unsigned i = 0; i < STEP; i++) {
        unsigned char c = (unsigned char)p[i];
        bool high = c >= 0x80;
        bool word = (unsigned)(c | 0x20) - 'a' < 26 || (unsigned)c - '0' < 10;
        m.high |= (uint64_t)high << i;
        m.word |= (uint64_t)(word || high) << i;
    }
    return m;
}

#endif

/* Those of a step that ends behind to, as if nothing came there. */
static struct masks masks_of_last(struct slice text, size_t at, size_t to)
{
    char bytes[STEP] = {0};
    if (at < to)
        memcpy(bytes, text.ptr + at, to - at);
    return masks_of(bytes);
}

/* Where words are written; kept apart from the list, so that they stay in registers. */
struct writer {
    const char *origin; /* of the list, in the text */
    size_t left;        /* bytes of text from there */
    const uint32_t *classes;
    struct text_word *items;
    uint32_t *notable, *hinting;
    uint32_t n, n_notable, n_hinting;
};

static struct writer writer_of(const struct word_list *list, struct slice text,
                               const uint32_t *classes)
{
    return (struct writer){text.ptr + list->origin,
                           text.len - list->origin,
                           classes,
                           list->items,
                           list->notable,
                           list->hinting,
                           (uint32_t)list->n,
                           (uint32_t)list->n_notable,
                           (uint32_t)list->n_hinting};
}

static void leave_off(struct word_list *list, const struct writer *w)
{
    list->n = w->n;
    list->n_notable = w->n_notable;
    list->n_hinting = w->n_hinting;
}

/* There is room. */
static inline void write_word(struct writer *w, uint32_t start, uint32_t end, uint32_t flags)
{
    _Static_assert(WORD_STARTS == WORD_CLASS_STARTS * 4 && WORD_HINTS == WORD_CLASS_HINTS * 4,
                   "a class becomes a flag by a shift");
    char first = w->origin[start];
    uint32_t class = WORD_CLASS_STARTS | WORD_CLASS_HINTS;
    if (flags & WORD_ASCII)
        class = word_class_at(w->classes,
                              word_class_slot(first, word_prefix(w->origin, w->left, start, end)));
    flags |= class * 4 | (first < 'a'); /* a capital, a digit, not ASCII: WORD_STRONG */
    w->items[w->n] = (struct text_word){start, end, WORD_UNKNOWN, flags};
    w->notable[w->n_notable] = w->hinting[w->n_hinting] = w->n++;
    w->n_notable += (flags & (WORD_STRONG | WORD_STARTS)) != 0;
    w->n_hinting += class / WORD_CLASS_HINTS;
}

static void add_word(struct word_list *list, struct slice text, size_t start, size_t end,
                     uint32_t flags, const uint32_t *classes)
{
    struct writer w = writer_of(list, text, classes);
    write_word(&w, (uint32_t)(start - list->origin), (uint32_t)(end - list->origin), flags);
    leave_off(list, &w);
}

/* The words of a step without a byte outside ASCII, which begin and end at these bits; the
 * first begins at open instead, if it is not SIZE_MAX. */
static void add_plain(struct word_list *list, struct slice text, size_t at, size_t open,
                      uint64_t starts, uint64_t ends, const uint32_t *classes)
{
    struct writer w = writer_of(list, text, classes);
    uint32_t base = (uint32_t)(at - list->origin);
    if (open != SIZE_MAX && ends) {
        write_word(&w, (uint32_t)(open - list->origin), base + lowest_bit(ends), WORD_ASCII);
        ends &= ends - 1;
    }
    for (; ends; ends &= ends - 1, starts &= starts - 1)
        write_word(&w, base + lowest_bit(starts), base + lowest_bit(ends), WORD_ASCII);
    leave_off(list, &w);
}

/* Room for the words of a step and of a run that ends in it. */
static void reserve(struct word_list *list, size_t n)
{
    if (list->cap - list->n >= n)
        return;
    while (list->cap - list->n < n)
        list->cap = list->cap ? list->cap * 2 : 1024;
    list->items = memory_resize(list->items, list->cap, sizeof *list->items);
    list->notable = memory_resize(list->notable, list->cap, sizeof *list->notable);
    list->hinting = memory_resize(list->hinting, list->cap, sizeof *list->hinting);
}

/* The words of a run that is not all ASCII. */
static void add_run(struct word_list *list, struct slice text, size_t start, size_t end,
                    const uint32_t *classes)
{
    text.len = end;
    while (start < end) {
        struct token t = token_next(text, start);
        if (t.type == TOKEN_WORD) {
            reserve(list, STEP);
            add_word(list, text, t.start, t.end, t.ascii ? WORD_ASCII : WORD_STRONG, classes);
        }
        start = t.end > start ? t.end : end;
    }
    reserve(list, STEP);
}

void word_list_fill(struct word_list *list, struct slice text, size_t from, size_t to,
                    const uint32_t *classes)
{
    size_t start = from;           /* of the run that is open */
    uint64_t inside = 0, high = 0; /* a run is open; it is not all ASCII */
    list->n = list->n_notable = list->n_hinting = 0;
    list->origin = from;
    for (size_t at = from; at < to || inside; at += STEP) {
        struct masks m = at + STEP <= to ? masks_of(text.ptr + at) : masks_of_last(text, at, to);
        uint64_t before = m.word << 1 | inside;
        uint64_t starts = m.word & ~before, ends = ~m.word & before;
        reserve(list, STEP);
        if (!(m.high | high)) {
            add_plain(list, text, at, inside ? start : SIZE_MAX, starts, ends, classes);
            inside = m.word >> (STEP - 1);
            if (inside && starts)
                start = at + highest_bit(starts);
            continue;
        }
        for (; ends; ends &= ends - 1) {
            unsigned end = lowest_bit(ends);
            if (!inside) {
                start = at + lowest_bit(starts);
                starts &= starts - 1;
            }
            inside = 0;
            uint64_t own = m.high & ((UINT64_C(1) << end) - 1); /* not those of earlier runs */
            if (own)
                high |= start > at ? own >> (start - at) : own;
            if (high)
                add_run(list, text, start, at + end, classes);
            else
                add_word(list, text, start, at + end, WORD_ASCII, classes);
            high = 0;
        }
        if (starts) {
            start = at + lowest_bit(starts);
            inside = 1;
        }
        if (inside && m.high)
            high |= start > at ? m.high >> (start - at) : m.high;
    }
}

void word_list_release(struct word_list *list)
{
    free(list->items);
    free(list->notable);
    free(list->hinting);
    *list = (struct word_list){0};
}

size_t word_list_from(const struct word_list *list, size_t off)
{
    size_t low = 0, high = list->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (list->origin + list->items[middle].start < off)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}
