/*
 * search.c - a pattern of the reader's, over the whole text.
 */
#include "dragoman/search.h"

#include "dragoman/pattern.h"
#include "dragoman/utf8.h"

#include <stdlib.h>

struct search {
    struct pattern *pattern;
};

struct search *search_new(struct slice source, bool literal, enum search_case letter_case,
                          struct error *error)
{
    unsigned options = PATTERN_HEAVY;
    if (source.len == 0) {
        error_set(error, "the pattern is empty");
        return NULL;
    }
    if (utf8_valid_len(source) != source.len) {
        error_set(error, "the pattern is not valid UTF-8");
        return NULL;
    }
    bool capital = literal ? false : pattern_has_capital(source);
    for (size_t off = 0; literal && off < source.len;)
        capital = utf8_is_upper(utf8_next(source, &off)) || capital;
    if (letter_case == SEARCH_CASELESS || (letter_case == SEARCH_SMART && !capital))
        options |= PATTERN_CASELESS;
    if (literal)
        options |= PATTERN_LITERAL;
    struct pattern *pattern = pattern_new(source, options, error);
    if (!pattern)
        return NULL;
    struct search *s = memory_zeroed(1, sizeof *s);
    s->pattern = pattern;
    return s;
}

void search_free(struct search *s)
{
    if (!s)
        return;
    pattern_free(s->pattern);
    free(s);
}

enum search_result search_next(struct search *s, struct slice text, size_t from, struct span *hit)
{
    if (from > text.len)
        return SEARCH_NONE;
    switch (pattern_find(s->pattern, text, from, hit)) {
    case PATTERN_FOUND:
        return hit->start >= from ? SEARCH_FOUND : SEARCH_NONE;
    case PATTERN_LIMIT:
        return SEARCH_LIMIT;
    case PATTERN_NONE:
    case PATTERN_OPEN:
        break;
    }
    return SEARCH_NONE;
}

void search_all(struct search *s, struct slice text, struct hits *hits)
{
    struct span hit;
    size_t from = 0;
    hits->n = 0;
    for (;;) {
        enum search_result result = search_next(s, text, from, &hit);
        hits->limited = result == SEARCH_LIMIT;
        if (result != SEARCH_FOUND)
            return;
        ARRAY_RESERVE(hits->items, hits->n, hits->cap);
        hits->items[hits->n++] = hit;
        from = hit.end;
    }
}

void hits_release(struct hits *hits)
{
    free(hits->items);
    *hits = (struct hits){0};
}

size_t hits_from(const struct hits *hits, size_t off)
{
    size_t low = 0, high = hits->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (hits->items[middle].start < off)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}
