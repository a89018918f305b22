/*
 * spelling.c - pairs of parts in which spellings differ.
 *
 * No part is shorter than four letters, so a set of the parts' first four says of nearly
 * every word that it holds none of them.
 */
#include "spelling.h"

#include <assert.h>

enum { HEAD_BYTES = 4 };

/* British and American spelling, by the part in which they differ. */
static const char *const words[][2] = {
    {"isation", "ization"},   {"efence", "efense"},      {"ffence", "ffense"},
    {"Centre", "Center"},     {"centre", "center"},      {"Theatre", "Theater"},
    {"abour", "abor"},        {"ogramme", "ogram"},      {"Harbour", "Harbor"},
    {"eighbour", "eighbor"},  {"onour", "onor"},         {"olour", "olor"},
    {"avour", "avor"},        {"ehaviour", "ehavior"},   {"rmour", "rmor"},
    {"icence", "icense"},     {"ounsellor", "ounselor"}, {"avelling", "aveling"},
    {"ulphur", "ulfur"},      {"luminium", "luminum"},   {"ecognise", "ecognize"},
    {"rganised", "rganized"}, {"ivilis", "iviliz"},      {"odernis", "oderniz"},
};

static const char *const forms[][2] = {
    {"Co-oper", "Cooper"},
    {"co-oper", "cooper"},
    {"Co-ordinat", "Coordinat"},
};

static const struct {
    const char *const (*pairs)[2];
    size_t n;
} sets[] = {
    [SPELLING_WORDS] = {words, sizeof words / sizeof *words},
    [SPELLING_FORMS] = {forms, sizeof forms / sizeof *forms},
};

/* Number of the bit for the first letters of a part. */
static unsigned head_bit(const char *p)
{
    uint32_t head;
    memcpy(&head, p, HEAD_BYTES);
    return head * 0x9E3779B1u >> 18;
}

void spelling_filter_init(struct spelling_filter *filter, enum spelling_set set)
{
    *filter = (struct spelling_filter){.set = set};
    for (size_t i = 0; i < sets[set].n; i++)
        for (int side = 0; side < 2; side++) {
            assert(strlen(sets[set].pairs[i][side]) >= HEAD_BYTES);
            unsigned bit = head_bit(sets[set].pairs[i][side]);
            filter->bits[bit / 64] |= UINT64_C(1) << bit % 64;
        }
}

static bool may_differ(const struct spelling_filter *filter, struct slice text)
{
    for (size_t i = 0; i + HEAD_BYTES <= text.len; i++) {
        unsigned bit = head_bit(text.ptr + i);
        if (filter->bits[bit / 64] >> bit % 64 & 1)
            return true;
    }
    return false;
}

/* Text with its part from replaced by to, if it has that part and does not go on with a
 * letter that makes it the longer of the two ("Programme" is no "Program" with an m). */
static bool respell(struct slice text, const char *from, const char *to, struct buffer *out)
{
    struct slice part = slice_of(from), other = slice_of(to);
    for (size_t i = 0; i + part.len <= text.len; i++) {
        struct slice tail = {text.ptr + i, text.len - i};
        if (tail.ptr[0] != part.ptr[0] || !slice_has_prefix(tail, part) ||
            (other.len > part.len && slice_has_prefix(tail, other)))
            continue;
        buffer_add(out, (struct slice){text.ptr, i});
        buffer_add(out, other);
        buffer_add(out, (struct slice){tail.ptr + part.len, tail.len - part.len});
        return true;
    }
    return false;
}

bool spelling_next(const struct spelling_filter *filter, struct slice text, size_t *at,
                   struct buffer *other)
{
    if (*at == 0 && !may_differ(filter, text))
        return false;
    other->len = 0;
    while (*at < 2 * sets[filter->set].n) {
        const char *const *pair = sets[filter->set].pairs[*at / 2];
        size_t side = *at % 2;
        ++*at;
        if (respell(text, pair[side], pair[1 - side], other))
            return true;
    }
    return false;
}
