/*
 * style.c - see style.h. Whoever finds styles finds them in order, so that adding is
 * appending, and looking one up is a binary search.
 */
#include "dragoman/style.h"

#include <assert.h>
#include <stdlib.h>

void styles_add(struct styles *s, struct span span, unsigned style)
{
    if (!style || span.start >= span.end)
        return;
    struct style_span *last = s->n ? &s->items[s->n - 1] : NULL;
    assert(!last || last->end <= span.start);
    if (last && last->end == span.start && last->style == style) {
        last->end = span.end;
        return;
    }
    ARRAY_RESERVE(s->items, s->n, s->cap);
    s->items[s->n++] = (struct style_span){span.start, span.end, (uint8_t)style};
}

void styles_cut(struct styles *s, size_t off)
{
    while (s->n && s->items[s->n - 1].start >= off)
        s->n--;
    if (s->n && s->items[s->n - 1].end > off)
        s->items[s->n - 1].end = off;
}

size_t styles_after(const struct styles *s, size_t off)
{
    size_t low = 0, high = s->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (s->items[middle].end <= off)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

void styles_release(struct styles *s)
{
    free(s->items);
    *s = (struct styles){0};
}
