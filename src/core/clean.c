/*
 * clean.c - how far bytes are text as they stand; what load.c does with the others is there.
 *
 * Nearly every file is clean, and all of it goes through here, so that a search far ahead costs
 * what this costs. Sixty-four bytes a step become two bit masks: what is no text in ASCII, and
 * what lies outside it. Only the latter are looked at one by one, since quotes and accents
 * are in every paragraph and must not slow the letters around them down.
 */
#include "clean.h"

#include "bits.h"
#include "dragoman/utf8.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum { STEP = 64 };

struct masks {
    uint64_t control, high; /* bit i: byte i */
};

#ifdef __SSE2__

static struct masks masks_of(const unsigned char *p)
{
    struct masks m = {0, 0};
    const __m128i blank = _mm_set1_epi8(' '), del = _mm_set1_epi8(0x7F);
    const __m128i newline = _mm_set1_epi8('\n'), tab = _mm_set1_epi8('\t');
    for (unsigned i = 0; i < STEP; i += 16) {
        __m128i bytes = _mm_loadu_si128((const void *)(p + i));
        __m128i fine = _mm_or_si128(_mm_cmpeq_epi8(bytes, newline), _mm_cmpeq_epi8(bytes, tab));
        /* signed: what lies outside ASCII is less than a blank too */
        __m128i odd = _mm_or_si128(_mm_cmplt_epi8(bytes, blank), _mm_cmpeq_epi8(bytes, del));
        uint64_t high = (unsigned)_mm_movemask_epi8(bytes);
        uint64_t control = (unsigned)_mm_movemask_epi8(_mm_andnot_si128(fine, odd));
        m.high |= high << i;
        m.control |= (control & ~high) << i;
    }
    return m;
}

#else

static struct masks masks_of(const unsigned char *p)
{
    struct masks m = {0, 0};
    for (unsigned i = 0; i < STEP; i++) {
        unsigned char c = p[i];
        bool control = (c < 0x20 && c != '\n' && c != '\t') || c == 0x7F;
        m.control |= (uint64_t)control << i;
        m.high |= (uint64_t)(c >= 0x80) << i;
    }
    return m;
}

#endif

/* Bytes of the character at p, or 0 where it is ill-formed or a control. */
static inline unsigned character_len(const unsigned char *p, size_t left)
{
    if (left >= 3 && p[0] > 0xE0 && p[0] < 0xED && (p[1] & 0xC0) == 0x80 && (p[2] & 0xC0) == 0x80)
        return 3; /* most punctuation outside ASCII */
    int n = utf8_sequence_len(p, left);
    bool control = n == 1 ? (p[0] < 0x20 && p[0] != '\n' && p[0] != '\t') || p[0] == 0x7F
                          : n == 2 && p[0] == 0xC2 && p[1] < 0xA0;
    return n < 0 || control ? 0 : (unsigned)n;
}

size_t clean_len(struct slice bytes)
{
    const unsigned char *p = (const unsigned char *)bytes.ptr;
    size_t at = 0;
    while (bytes.len - at >= STEP) {
        struct masks m = masks_of(p + at);
        unsigned end = STEP;
        if (m.control)
            break;
        while (m.high) {
            unsigned i = lowest_bit(m.high), n = character_len(p + at + i, bytes.len - at - i);
            if (n < 2)
                return at + i;
            if (i + n >= STEP) {
                end = i + n;
                break;
            }
            m.high &= ~UINT64_C(0) << (i + n);
        }
        at += end;
    }
    while (at < bytes.len) {
        unsigned n = character_len(p + at, bytes.len - at);
        if (n == 0)
            return at;
        at += n;
    }
    return at;
}
