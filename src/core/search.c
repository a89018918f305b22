/*
 * search.c - a pattern of the reader's, over the whole text.
 */
#include "dragoman/search.h"

#include "dragoman/pattern.h"
#include "dragoman/utf8.h"
#include "needle.h"

#include <stdlib.h>

struct search {
    struct pattern *pattern;
    struct needle needle;
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
    s->needle = needle_of(source, literal, options & PATTERN_CASELESS);
    return s;
}

void search_free(struct search *s)
{
    if (!s)
        return;
    pattern_free(s->pattern);
    free(s);
}

static enum search_result result_of(enum pattern_result result, size_t from, const struct span *hit)
{
    switch (result) {
    case PATTERN_FOUND: /* \K and a look-behind can reach back */
        return hit->start >= from ? SEARCH_FOUND : SEARCH_NONE;
    case PATTERN_LIMIT:
        return SEARCH_LIMIT;
    case PATTERN_MORE:
        return SEARCH_MORE;
    case PATTERN_NONE:
    case PATTERN_OPEN:
        break;
    }
    return SEARCH_NONE;
}

enum search_result search_next(struct search *s, struct slice text, size_t from, struct span *hit)
{
    if (from > text.len || !needle_find(&s->needle, text, &from))
        return SEARCH_NONE;
    return result_of(pattern_find(s->pattern, text, from, hit), from, hit);
}

enum search_result search_turn(struct search *s, struct slice text, struct search_turns *turns,
                               struct span *hit)
{
    struct pattern_turns t = {turns->from, turns->seconds};
    if (t.from > text.len || !needle_find(&s->needle, text, &t.from))
        return SEARCH_NONE;
    enum pattern_result result = pattern_find_turn(s->pattern, text, &t, hit);
    *turns = (struct search_turns){t.from, t.seconds};
    return result_of(result, t.from, hit);
}
