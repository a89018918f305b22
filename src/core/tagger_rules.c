/*
 * tagger_rules.c - patterns, shapes and exceptions: when they are asked, and what.
 *
 * A rule is asked only around a word that all its matches hold, and compiled only where
 * a second such word is near: thousands of rules cost a text what the few that it
 * concerns cost.
 */
#include "tagger_rules.h"

#include "context.h"
#include "dragoman/utf8.h"

enum {
    HINT_WINDOW = 300, /* bytes behind a trigger in which a rule's other words are */
    RULE_WINDOW = 100, /* bytes before a trigger in which a rule's match may begin */
    EXCEPT_TOKENS = 8, /* on each side of a candidate that an exception sees */
    NAME_TOKENS = 12,  /* before a shape's trigger */
};

static struct pattern *rule_pattern(struct tagger *t, uint32_t rule)
{
    if (!t->patterns[rule]) {
        struct error error = {0};
        const struct lexicon_rule *r = &t->lexicon->rules[rule];
        t->patterns[rule] =
            pattern_new(lexicon_text(t->lexicon, r->pattern), PATTERN_BLOCK, &error);
        error_release(&error); /* a lexicon's patterns were checked when it was made */
    }
    return t->patterns[rule];
}

static bool find_rule(struct tagger *t, uint32_t rule, struct slice text, size_t from,
                      struct span *match)
{
    struct pattern *p = rule_pattern(t, rule);
    enum pattern_result result = p ? pattern_find(p, text, from, match) : PATTERN_NONE;
    if (result == PATTERN_LIMIT)
        t->limited_rule = rule;
    return result == PATTERN_FOUND;
}

/* A mention leaves out a leading article, a year and a possessive. */
static struct span trim_name(struct slice text, struct span s)
{
    static const char *const leads[] = {"the", "The", "THE", "a", "A", "its", "this"};
    struct token first = token_next(text, s.start);
    for (size_t i = 0; i < sizeof leads / sizeof *leads; i++)
        if (slice_equal(slice_cut(text, (struct span){first.start, first.end}),
                        slice_of(leads[i])) &&
            first.end < s.end && token_next(text, first.end).blank)
            s.start = token_next(text, first.end).start;
    first = token_next(text, s.start);
    if (first.end - first.start == 4 && text.ptr[first.start] >= '1' &&
        text.ptr[first.start] <= '2' && text.ptr[first.start + 3] >= '0' &&
        text.ptr[first.start + 3] <= '9' && first.end < s.end)
        s.start = token_next(text, first.end).start;
    if (s.end - s.start > 2 && text.ptr[s.end - 1] == 's') {
        size_t off = s.end - 1;
        if (utf8_is_apostrophe(utf8_prev(text, &off)))
            s.end = off;
    }
    return s;
}

static void add_hit(struct tagger *t, uint32_t rule, struct span span)
{
    span = trim_name(t->text, span);
    if (span.start >= span.end || !token_is_boundary(t->text, span.start) ||
        !token_is_boundary(t->text, span.end))
        return;
    ARRAY_RESERVE(t->hits, t->n_hits, t->cap_hits);
    t->hits[t->n_hits++] = (struct hit){span, rule};
}

/* Index of the first word that hints at rules and starts at or after off. All such words
 * of the block are found when the first is asked for. */
static size_t hints_from(struct tagger *t, size_t off)
{
    const struct lexicon *l = t->lexicon;
    for (size_t at = t->article->blocks[t->block].start; !t->has_hints && at < t->text.len;) {
        struct token token = token_next(t->text, at);
        at = token.end > at ? token.end : t->text.len;
        uint32_t entry =
            token.type == TOKEN_WORD ? lexicon_word_at(l, t->text, token) : LEXICON_NONE;
        if (entry == LEXICON_NONE || !l->infos[l->words[entry].id].n_hints)
            continue;
        ARRAY_RESERVE(t->hints, t->n_hints, t->cap_hints);
        t->hints[t->n_hints++] = (struct hint){{token.start, token.end}, l->words[entry].id};
    }
    t->has_hints = true;
    size_t low = 0, high = t->n_hints;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (t->hints[middle].span.start < off)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool match_rule_at(struct tagger *t, uint32_t rule, size_t off, struct span *match)
{
    struct pattern *p = rule_pattern(t, rule);
    enum pattern_result result = p ? pattern_match_at(p, t->text, off, match) : PATTERN_NONE;
    if (result == PATTERN_LIMIT)
        t->limited_rule = rule;
    return result == PATTERN_FOUND;
}

/* Where two names are joined by "and" between start and end, so that no one name goes over
 * it: what stands before is a form of the lexicon, or ends with a trigger of the same rule.
 * The offset of that "and", or end. */
static size_t names_joined_at(struct tagger *t, uint32_t rule, size_t start, size_t end)
{
    const struct lexicon *l = t->lexicon;
    const uint32_t and_id = TOKEN_WORD; /* see lexicon_mark_id */
    uint32_t node = 0;
    bool ends = false, triggers = false;
    for (size_t off = start; off < end;) {
        struct token token = token_next(t->text, off);
        bool is_word = token.type == TOKEN_WORD;
        uint32_t entry = is_word ? lexicon_word_at(l, t->text, token) : LEXICON_NONE;
        uint32_t id = entry != LEXICON_NONE ? l->words[entry].id
                      : is_word             ? LEXICON_NONE
                                            : lexicon_mark_id(token);
        if (token.type == TOKEN_END || token.start >= end)
            break;
        if (id == and_id && off > start && (ends || triggers))
            return token.start;
        triggers = false;
        for (uint32_t i = 0; entry != LEXICON_NONE && i < l->infos[id].n_triggers; i++)
            triggers = triggers || l->triggers[l->infos[id].first_trigger + i].rule == rule;
        if (id == LEXICON_NONE || (off > start && !node))
            node = 0;
        else
            node = off == start ? l->infos[id].node : lexicon_follow(l, node, id, token.blank);
        ends = node && l->nodes[node].n_ends;
        off = token.end > off ? token.end : end;
    }
    return end;
}

/* A shape is tried at every word at which the name around its trigger can begin. */
static void try_shape(struct tagger *t, uint32_t rule, struct span word, size_t block_start)
{
    size_t starts[NAME_TOKENS], all = t->text.len;
    size_t n = context_name_starts(t->text, block_start, word, starts, NAME_TOKENS);
    while (n-- > 0) {
        struct span match;
        if (names_joined_at(t, rule, starts[n], word.start) < word.start ||
            !match_rule_at(t, rule, starts[n], &match))
            continue;
        size_t joined = names_joined_at(t, rule, starts[n], match.end);
        if (joined < match.end) { /* once more, up to the "and" */
            t->text.len = joined;
            bool found = match_rule_at(t, rule, starts[n], &match);
            t->text.len = all;
            if (!found)
                continue;
        }
        if (match.end > word.start) {
            add_hit(t, rule, match);
            return;
        }
    }
}

/* Compiling costs more than a look at the words around: is one there that the rule needs
 * besides its trigger? */
static bool is_worth_compiling(struct tagger *t, uint32_t rule, struct span word)
{
    const struct lexicon *l = t->lexicon;
    size_t from = word.start > RULE_WINDOW ? word.start - RULE_WINDOW : 0;
    if (!l->rules[rule].has_hint)
        return true;
    for (size_t i = hints_from(t, from); i < t->n_hints; i++) {
        if (t->hints[i].span.start >= word.end + HINT_WINDOW)
            return false;
        if (lexicon_hint(l, t->hints[i].id, rule, 1) != LEXICON_NONE)
            return true;
    }
    return false;
}

static bool is_inside_character(struct slice text, size_t off)
{
    return off < text.len && ((unsigned char)text.ptr[off] & 0xC0) == 0x80;
}

/* The nearest place at or before off, but not before low, where a word may begin or end. */
static size_t boundary_before(struct slice text, size_t off, size_t low)
{
    while (off > low && (is_inside_character(text, off) || !token_is_boundary(text, off)))
        off--;
    return off;
}

static size_t boundary_behind(struct slice text, size_t off)
{
    while (off < text.len && (is_inside_character(text, off) || !token_is_boundary(text, off)))
        off++;
    return off;
}

/* Runs a rule around a word that it needs. */
void tagger_try_rule(struct tagger *t, struct lexicon_trigger trigger, struct span word,
                     size_t block_start)
{
    size_t from = word.start;
    struct span match;
    for (size_t i = t->n_hits; i-- > 0 && i + 8 > t->n_hits;)
        if (t->hits[i].rule == trigger.rule && t->hits[i].span.end > word.start)
            return; /* an earlier trigger of the same match */
    if (!t->patterns[trigger.rule] && !is_worth_compiling(t, trigger.rule, word))
        return;
    if (t->lexicon->rules[trigger.rule].type == RULE_SHAPE) {
        try_shape(t, trigger.rule, word, block_start);
        return;
    }
    if (trigger.leads) {
        if (match_rule_at(t, trigger.rule, word.start, &match))
            add_hit(t, trigger.rule, match);
        return;
    }
    from = from - block_start > RULE_WINDOW ? from - RULE_WINDOW : block_start;
    from = boundary_before(t->text, from, block_start);
    struct slice text = t->text; /* not beyond the window: a block may be very long */
    if (text.len - word.end > HINT_WINDOW)
        text.len = boundary_behind(t->text, word.end + HINT_WINDOW);
    while (from < word.end && find_rule(t, trigger.rule, text, from, &match)) {
        if (match.start > word.start)
            return;
        if (match.end > word.start) {
            add_hit(t, trigger.rule, match);
            return;
        }
        from = match.end; /* a match is never empty */
    }
}

/* Rules whose pattern names no word are looked for in the whole block. */
void tagger_try_rules_everywhere(struct tagger *t, size_t block_start)
{
    const struct lexicon *l = t->lexicon;
    for (uint32_t rule = 0; rule < l->n_rules; rule++) {
        struct span match;
        size_t from = block_start;
        if (l->rules[rule].has_trigger || l->rules[rule].type == RULE_EXCEPT)
            continue;
        while (from < t->text.len && find_rule(t, rule, t->text, from, &match)) {
            add_hit(t, rule, match);
            from = match.end;
        }
    }
}

/* Does a match of the exception, somewhere in text from from on, hold the span? */
static bool is_inside_match(struct tagger *t, uint32_t rule, struct slice text, size_t from,
                            struct span span)
{
    struct span match;
    while (from <= span.start && find_rule(t, rule, text, from, &match) &&
           match.start <= span.start) {
        if (match.end >= span.end)
            return true;
        from = match.end;
    }
    return false;
}

/* Is one of the record's exceptions hinted at by this word, and does it hold the span? */
static bool is_hinted(struct tagger *t, const struct lexicon_record *r, uint32_t id,
                      struct slice text, size_t from, struct span span)
{
    uint32_t first = r->first_except, end = first + r->n_excepts, rule;
    while ((rule = lexicon_hint(t->lexicon, id, first, end - first)) != LEXICON_NONE) {
        if (is_inside_match(t, rule, text, from, span))
            return true;
        first = rule + 1;
    }
    return false;
}

/* Exceptions are run only where a word that they need is near, or where they need none. */
bool tagger_is_excepted(struct tagger *t, uint32_t record, struct span span)
{
    const struct lexicon *l = t->lexicon;
    const struct lexicon_record *r = &l->records[record];
    size_t block = t->article->blocks[t->block].start;
    if (r->n_excepts == 0)
        return false;
    struct slice text = {t->text.ptr, span.end};
    size_t from = span.start;
    for (int i = 0; i < EXCEPT_TOKENS && from > block; i++) {
        struct token token = token_before(t->text, from);
        if (token.type == TOKEN_END || token.start < block)
            break;
        from = token.start;
    }
    for (int i = 0; i < EXCEPT_TOKENS && text.len < t->text.len; i++) {
        struct token token = token_next(t->text, text.len);
        text.len = token.end;
        if (token.type == TOKEN_END)
            break;
    }
    for (uint32_t i = 0; i < r->n_excepts; i++)
        if (!l->rules[r->first_except + i].has_hint &&
            is_inside_match(t, r->first_except + i, text, from, span))
            return true;
    for (size_t i = hints_from(t, from); i < t->n_hints && t->hints[i].span.end <= text.len; i++) {
        struct span word = t->hints[i].span;
        bool own = word.start >= span.start && word.end <= span.end;
        if (!own && is_hinted(t, r, t->hints[i].id, text, from, span))
            return true;
    }
    return false;
}
