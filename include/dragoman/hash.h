/*
 * hash.h - one hash for short and long strings.
 *
 * Eight bytes a step are mixed by a multiplication with 2^64 over the golden ratio
 * (Knuth, The Art of Computer Programming, volume 3, 6.4). Not for adversaries: who
 * chooses the bytes can make them collide, and gets slow tables for it.
 */
#ifndef DRAGOMAN_HASH_H
#define DRAGOMAN_HASH_H

#include "dragoman/base.h"

#define HASH_FACTOR UINT64_C(0x9E3779B97F4A7C15)

static inline uint64_t hash_bytes(struct slice bytes, uint64_t seed)
{
    uint64_t h = (bytes.len ^ seed) * HASH_FACTOR, x = 0;
    const char *p = bytes.ptr;
    size_t left = bytes.len;
    for (; left > sizeof x; p += sizeof x, left -= sizeof x) {
        memcpy(&x, p, sizeof x);
        h = (h ^ x) * HASH_FACTOR;
        h ^= h >> 32;
    }
    if (left >= 4) { /* the last four bytes may be read twice */
        uint32_t low, high;
        memcpy(&low, p, sizeof low);
        memcpy(&high, p + left - sizeof high, sizeof high);
        x = low | (uint64_t)high << 32;
    } else if (left) {
        x = (unsigned char)p[0] | (uint64_t)(unsigned char)p[left / 2] << 8 |
            (uint64_t)(unsigned char)p[left - 1] << 16;
    } else {
        x = 0;
    }
    h = (h ^ x) * HASH_FACTOR;
    return h ^ h >> 32;
}

#endif
