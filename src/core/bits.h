/*
 * bits.h - where the bits of a mask are; a mask of zero has none, and must not be asked.
 */
#ifndef DRAGOMAN_BITS_H
#define DRAGOMAN_BITS_H

#include <stdint.h>

static inline unsigned lowest_bit(uint64_t bits)
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

static inline unsigned highest_bit(uint64_t bits)
{
#ifdef __GNUC__
    return 63 - (unsigned)__builtin_clzll(bits);
#else
    unsigned n = 63;
    while (!(bits >> n & 1))
        n--;
    return n;
#endif
}

#endif
