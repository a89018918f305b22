/*
 * word_list.c - see word_list.h.
 *
 * Sixty-four bytes a step become two bit masks, one of letters and digits and one of
 * bytes outside ASCII; where the first changes, a word begins or ends. Runs with other
 * characters in them are read again, by token.c, which knows Unicode.
 */
#include "word_list.h"

#include "dragoman/token.h"

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

static unsigned lowest_bit(uint64_t bits)
{
#ifdef __GNUC__
    return (unsigned)__builtin_ctzll(bits);
#else
    unsigned n = 0;
    while (!(bits >> n & 1))
        n++;
    return n;
#endif
}

static inline void add_word(struct word_list *list, struct slice text, size_t start, size_t end,
                            uint32_t flags)
{
    if (text.ptr[start] < 'a') /* a capital, a digit or a byte outside ASCII */
        flags |= WORD_STRONG;
    list->items[list->n++] = (struct text_word){
        (uint32_t)(start - list->origin), (uint32_t)(end - list->origin), WORD_UNKNOWN, flags};
}

/* Room for the words of a step and of a run that ends in it. */
static void reserve(struct word_list *list, size_t n)
{
    if (list->cap - list->n >= n)
        return;
    while (list->cap - list->n < n)
        list->cap = list->cap ? list->cap * 2 : 1024;
    list->items = memory_resize(list->items, list->cap, sizeof *list->items);
}

/* The words of a run that is not all ASCII. */
static void add_run(struct word_list *list, struct slice text, size_t start, size_t end)
{
    text.len = end;
    while (start < end) {
        struct token t = token_next(text, start);
        if (t.type == TOKEN_WORD) {
            reserve(list, STEP);
            add_word(list, text, t.start, t.end, t.ascii ? WORD_ASCII : WORD_STRONG);
        }
        start = t.end > start ? t.end : end;
    }
    reserve(list, STEP);
}

void word_list_fill(struct word_list *list, struct slice text, size_t from, size_t to)
{
    size_t start = from;           /* of the run that is open */
    uint64_t inside = 0, high = 0; /* a run is open; it is not all ASCII */
    list->n = 0;
    list->origin = from;
    for (size_t at = from; at < to || inside; at += STEP) {
        char tail[STEP] = {0};
        size_t left = at < to ? to - at : 0;
        if (left < STEP && left)
            memcpy(tail, text.ptr + at, left);
        struct masks m = masks_of(left < STEP ? tail : text.ptr + at);
        uint64_t before = m.word << 1 | inside;
        uint64_t starts = m.word & ~before, ends = ~m.word & before;
        reserve(list, STEP);
        if (!(m.high | high)) {
            for (; ends; ends &= ends - 1, inside = 0) {
                if (!inside) {
                    start = at + lowest_bit(starts);
                    starts &= starts - 1;
                }
                add_word(list, text, start, at + lowest_bit(ends), WORD_ASCII);
            }
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
                add_run(list, text, start, at + end);
            else
                add_word(list, text, start, at + end, WORD_ASCII);
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
