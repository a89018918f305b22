/*
 * seen.c - see seen.h. Open addressing; a name is never taken out, so that a probe may end at
 * the first empty slot.
 */
#include "seen.h"

#include "dragoman/lexicon.h"

#include <stdlib.h>

struct seen seen_new(size_t n)
{
    struct seen seen = {.mask = 63};
    while (seen.mask < 2 * n)
        seen.mask = 2 * seen.mask + 1;
    seen.slots = memory_zeroed(seen.mask + 1, sizeof *seen.slots);
    return seen;
}

void seen_free(struct seen *seen)
{
    free(seen->slots);
}

struct slice *seen_slot(const struct seen *seen, struct slice name)
{
    size_t i = lexicon_hash(name) & seen->mask;
    while (seen->slots[i].ptr && !slice_equal(seen->slots[i], name))
        i = (i + 1) & seen->mask;
    return &seen->slots[i];
}
