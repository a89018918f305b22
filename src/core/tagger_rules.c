/*
 * tagger_rules.c - patterns, shapes and exceptions: when they are asked, and what.
 *
 * A rule is asked only around a word that all its matches hold, and compiled only where
 * a second such word is near: thousands of rules cost a text what the few that it
 * concerns cost.
 */
#include "tagger_rules.h"

#include "dragoman/lexicon_build.h"
#include "dragoman/utf8.h"

enum {
    RULE_BEHIND = 300, /* bytes behind a trigger that a rule sees */
    RULE_BEFORE = 100, /* bytes before a trigger in which a rule's match may begin, */
                       /* and no more words than the rule has */
    SHAPE_BEHIND = 24, /* bytes from a small trigger to the name that it announces, behind \K */
    NEED_BEHIND = 48,  /* words behind a trigger among which the others are that a rule needs */
    NEED_BEFORE = 16,  /* words before it */
    EXCEPT_WORDS = 8,  /* on each side of a candidate that an exception sees */
    EXCEPT_BATCH = 64, /* exceptions of one record that are looked at together */
};

struct pattern *tagger_rule_pattern(struct tagger *t, uint32_t rule, bool anchored)
{
    struct pattern **p = &t->patterns[rule * 2 + anchored];
    if (!*p) { /* a lexicon's patterns were checked when it was made */
        const struct lexicon *l = t->lexicon;
        unsigned options = PATTERN_BLOCK | (anchored ? PATTERN_ANCHORED : 0u);
        ARRAY_RESERVE(t->compiled, t->n_compiled, t->cap_compiled);
        t->compiled[t->n_compiled++] = rule * 2 + anchored;
        *p = pattern_find_code(l->codes, lexicon_text(l, l->rules[rule].pattern), options);
    }
    return *p;
}

static bool run_rule(struct tagger *t, uint32_t rule, bool anchored, struct slice text, size_t from,
                     struct span *match)
{
    struct pattern *p = tagger_rule_pattern(t, rule, anchored);
    enum pattern_result result = p ? pattern_find(p, text, from, match) : PATTERN_NONE;
    if (result == PATTERN_LIMIT)
        t->limited_rule = rule;
    return result == PATTERN_FOUND;
}

/* The first match at or behind from. */
static bool find_rule(struct tagger *t, uint32_t rule, struct slice text, size_t from,
                      struct span *match)
{
    return run_rule(t, rule, false, text, from, match);
}

/* The match exactly at off. */
static bool match_rule_at(struct tagger *t, uint32_t rule, struct slice text, size_t off,
                          struct span *match)
{
    return run_rule(t, rule, true, text, off, match);
}

static bool is_article(struct slice word)
{
    static const char *const articles[] = {"the", "The", "THE", "a", "A", "its", "this"};
    for (size_t i = 0; word.len <= 4 && i < sizeof articles / sizeof *articles; i++)
        if (slice_equal(word, slice_of(articles[i])))
            return true;
    return false;
}

static bool is_year(struct slice word)
{
    return word.len == 4 && (word.ptr[0] == '1' || word.ptr[0] == '2') && word.ptr[3] >= '0' &&
           word.ptr[3] <= '9';
}

/* A mention leaves out a leading article, a year and a possessive. */
static struct span trim_name(struct slice text, struct span s)
{
    struct token first = token_next(text, s.start);
    if (is_article(slice_cut(text, (struct span){first.start, first.end})) && first.end < s.end) {
        struct token second = token_next(text, first.end);
        s.start = second.blank ? second.start : s.start;
        first = second.blank ? second : first;
    }
    if (is_year(slice_cut(text, (struct span){first.start, first.end})) && first.end < s.end)
        s.start = token_next(text, first.end).start;
    if (s.end - s.start > 2 && text.ptr[s.end - 1] == 's') {
        size_t off = s.end - 1;
        if (utf8_is_apostrophe(utf8_prev(text, &off)))
            s.end = off;
    }
    return s;
}

void tagger_add_hit(struct tagger *t, uint32_t rule, struct span span)
{
    span = trim_name(t->text, span);
    if (span.start >= span.end || !token_is_boundary(t->text, span.start) ||
        !token_is_boundary(t->text, span.end))
        return;
    ARRAY_RESERVE(t->hits, t->n_hits, t->cap_hits);
    t->hits[t->n_hits++] = (struct hit){span, rule};
}

/* Notes the words that hint at rules from the first that has not been looked at up to the
 * word end; questions come nearly in order. */
static void find_hints(struct tagger *t, size_t first, size_t end)
{
    const struct lexicon *l = t->lexicon;
    if (first < t->hinted.start || first > t->hinted.end) {
        t->n_hints = t->hint_near = 0;
        t->hinted = (struct span){first, first};
    }
    const struct word_list *list = &t->list;
    size_t i = t->hinting_near;
    while (i > 0 && list->hinting[i - 1] >= t->hinted.end)
        i--;
    for (; i < list->n_hinting && list->hinting[i] < end; i++) {
        uint32_t word = list->hinting[i];
        uint32_t entry = word < t->hinted.end ? LEXICON_NONE : tagger_entry(t, word);
        if (entry == LEXICON_NONE ||
            !(l->words[entry].flags & (LEXICON_WORD_HINTS | LEXICON_WORD_ASKS)))
            continue;
        ARRAY_RESERVE(t->hints, t->n_hints, t->cap_hints);
        t->hints[t->n_hints++] = (struct hint){word, l->words[entry].id, l->words[entry].flags};
    }
    t->hinting_near = i;
    if (t->hinted.end < end)
        t->hinted.end = end;
}

/* Index of the first hint at or after a word of the list; all up to the word end are there. */
static size_t hints_between(struct tagger *t, size_t word, size_t end)
{
    find_hints(t, word, end < t->list.n ? end : t->list.n);
    size_t i = t->hint_near;
    while (i > 0 && t->hints[i - 1].word >= word)
        i--;
    while (i < t->n_hints && t->hints[i].word < word)
        i++;
    return t->hint_near = i;
}

size_t tagger_word_at(struct tagger *t, size_t off)
{
    const struct word_list *list = &t->list;
    size_t i = t->word_near, at = off - list->origin;
    while (i > 0 && list->items[i - 1].start >= at)
        i--;
    while (i < list->n && list->items[i].start < at)
        i++;
    return t->word_near = i;
}

/* The text up to the end of what a rule sees around its trigger: a block may be very long. */
static struct slice rule_text(const struct tagger *t, struct span word)
{
    struct slice text = t->text;
    if (text.len - word.end > RULE_BEHIND)
        text.len = token_boundary_behind(t->text, word.end + RULE_BEHIND);
    return text;
}

/* Runs a rule around a word that it needs. */
static void try_rule(struct tagger *t, struct lexicon_trigger trigger, size_t index)
{
    struct span match, word = word_list_span(&t->list, index);
    size_t block_start = t->article->blocks[t->block].start, from = word.start;
    for (size_t i = t->n_hits; i-- > 0 && i + 8 > t->n_hits;)
        if (t->hits[i].rule == trigger.rule && t->hits[i].span.end > word.start)
            return; /* an earlier trigger of the same match */
    bool shape = t->lexicon->rules[trigger.rule].type == RULE_SHAPE;
    if (shape && t->list.items[index].flags & WORD_STRONG) {
        tagger_try_shape(t, trigger.rule, index);
        return;
    }
    struct slice text = rule_text(t, word);
    if (trigger.leads) {
        if (match_rule_at(t, trigger.rule, text, word.start, &match))
            tagger_add_hit(t, trigger.rule, match);
        return;
    }
    uint32_t n_words = t->lexicon->rules[trigger.rule].n_words;
    size_t first = index < n_words ? 0 : index - n_words + 1;
    from = from - block_start > RULE_BEFORE ? from - RULE_BEFORE : block_start;
    from = token_boundary_before(t->text, from, block_start);
    if (first > 0 && word_list_span(&t->list, first).start > from)
        from = word_list_span(&t->list, first).start;
    size_t last = shape ? word.end + SHAPE_BEHIND : word.start;
    while (from < word.end && find_rule(t, trigger.rule, text, from, &match)) {
        if (match.start > last)
            return;
        if (match.end > word.start) {
            tagger_add_hit(t, trigger.rule, match);
            return;
        }
        from = match.end; /* a match is never empty */
    }
}

/* Words from a word to those from first to last, 0 inside them. */
static size_t distance(size_t word, size_t first, size_t last)
{
    return word < first ? first - word : word > last ? word - last : 0;
}

static bool is_due(const struct tagger *t, uint32_t trigger)
{
    for (size_t i = 0; i < t->n_due; i++)
        if (t->due[i] == trigger)
            return true;
    return false;
}

/* Notes the triggers of a word whose rules a hint so many words away names, if they see so
 * far. Both are in the order of rules. */
static void add_due(struct tagger *t, const struct lexicon_word_info *info, uint32_t hint,
                    size_t distance)
{
    const struct lexicon *l = t->lexicon;
    uint32_t at = info->first_trigger + info->n_alone, end = info->first_trigger + info->n_triggers;
    uint32_t first = l->infos[hint].first_hint, last = first + l->infos[hint].n_hints;
    while (at < end && first < last) {
        uint32_t rule = l->triggers[at].rule;
        if (l->hints[first].rule < rule) {
            first++;
            continue;
        }
        if (l->hints[first].rule == rule && distance < l->hints[first].n_words && !is_due(t, at)) {
            ARRAY_RESERVE(t->due, t->n_due, t->cap_due);
            t->due[t->n_due++] = at;
        }
        at++;
    }
}

/* What stands right behind a word, for struct lexicon_trigger. */
static uint32_t follow_at(struct slice text, size_t off)
{
    unsigned char c = off < text.len ? (unsigned char)text.ptr[off] : 0;
    return c == ' ' || c == '\n' || c == '\t' ? FOLLOW_BLANK
           : c == '-'                         ? FOLLOW_HYPHEN
           : c >= 0x80                        ? FOLLOW_ANY
                                              : FOLLOW_OTHER;
}

/* Notes the triggers of a word whose rules have a word near that they need. */
static void find_due(struct tagger *t, uint32_t id, size_t word)
{
    const struct lexicon *l = t->lexicon;
    size_t n_words = l->infos[id].n_words; /* of which the word itself is one */
    size_t before = n_words < NEED_BEFORE ? n_words : NEED_BEFORE;
    size_t first = word > before ? word - before : 0;
    size_t end = word + (n_words < NEED_BEHIND ? n_words : NEED_BEHIND);
    t->n_due = 0;
    for (size_t i = hints_between(t, first, end); i < t->n_hints && t->hints[i].word < end; i++)
        if (t->hints[i].flags & LEXICON_WORD_ASKS && lexicon_may_ask(l, id, t->hints[i].id))
            add_due(t, &l->infos[id], t->hints[i].id, distance(t->hints[i].word, word, word));
}

/* A rule is asked only where what stands behind the trigger can be its, and where a word
 * that it needs is near. */
void tagger_try_rules(struct tagger *t, size_t word)
{
    const struct lexicon *l = t->lexicon;
    uint32_t id = l->words[tagger_entry(t, word)].id;
    const struct lexicon_word_info *info = &l->infos[id];
    uint32_t follow = follow_at(t->text, word_list_span(&t->list, word).end);
    for (uint32_t i = 0; i < info->n_alone; i++)
        if (l->triggers[info->first_trigger + i].follow & follow)
            try_rule(t, l->triggers[info->first_trigger + i], word);
    if (!(info->follow & follow))
        return;
    find_due(t, id, word);
    for (size_t i = 0; i < t->n_due; i++)
        if (l->triggers[t->due[i]].follow & follow)
            try_rule(t, l->triggers[t->due[i]], word);
}

/* Rules whose pattern names no word are looked for in the whole stretch. */
void tagger_try_rules_everywhere(struct tagger *t)
{
    struct slice text = rule_text(t, t->stretch);
    for (uint32_t i = 0; i < t->n_everywhere; i++) {
        struct span match;
        size_t from = t->stretch.start;
        while (from < t->stretch.end && find_rule(t, t->everywhere[i], text, from, &match)) {
            tagger_add_hit(t, t->everywhere[i], match);
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

/* A candidate of which exceptions are asked: its first and last word of the list. */
struct doubted {
    struct span span;
    size_t first, last;
};

/* The sets of which a word stands near, for a batch of rules from first on: bit i of
 * found[s] is set s of rule first + i. */
static void find_needed(struct tagger *t, const struct lexicon_record *r, uint32_t first,
                        const struct doubted *d, uint64_t found[2])
{
    const struct lexicon *l = t->lexicon;
    uint32_t record = (uint32_t)(r - l->records);
    size_t word = d->first > EXCEPT_WORDS ? d->first - EXCEPT_WORDS : 0;
    size_t end = d->last + 1 + EXCEPT_WORDS, n_words = d->last - d->first + 1;
    for (size_t i = hints_between(t, word, end); i < t->n_hints && t->hints[i].word < end; i++) {
        const struct lexicon_word_info *info = &l->infos[t->hints[i].id];
        if (!(t->hints[i].flags & LEXICON_WORD_HINTS) || !lexicon_filter_has(info->near, record))
            continue;
        size_t needs = n_words + distance(t->hints[i].word, d->first, d->last);
        uint32_t at = lexicon_hint_from(l, t->hints[i].id, first);
        for (; at < info->first_hint + info->n_hints && l->hints[at].rule - first < EXCEPT_BATCH;
             at++)
            if (needs <= l->hints[at].n_words)
                found[l->hints[at].set] |= UINT64_C(1) << (l->hints[at].rule - first);
    }
}

/* Asks one exception, in as many words around the candidate as it sees. */
static bool is_exception(struct tagger *t, uint32_t rule, const struct doubted *d)
{
    const struct word_list *list = &t->list;
    size_t n_words = t->lexicon->rules[rule].n_words, own = d->last - d->first + 1;
    size_t reach = n_words < own ? 0 : n_words - own;
    reach = reach < EXCEPT_WORDS ? reach : EXCEPT_WORDS;
    size_t first = d->first > reach ? d->first - reach : 0, behind = d->last + 1 + reach;
    size_t from = first < list->n ? list->origin + list->items[first].start : d->span.start;
    struct slice text = t->text;
    if (behind < list->n)
        text.len = list->origin + list->items[behind].start;
    if (from < t->article->blocks[t->block].start || from > d->span.start)
        from = d->span.start;
    return is_inside_match(t, rule, text, from, d->span);
}

/* Exceptions are run only where the words that they need are near. */
bool tagger_is_excepted(struct tagger *t, uint32_t record, struct span span)
{
    const struct lexicon *l = t->lexicon;
    const struct lexicon_record *r = &l->records[record];
    if (r->n_excepts == 0)
        return false;
    size_t word = tagger_word_at(t, span.start), last = word;
    while (last + 1 < t->list.n && t->list.origin + t->list.items[last + 1].start < span.end)
        last++;
    struct doubted doubted = {span, word, last};
    for (uint32_t base = 0; base < r->n_excepts; base += EXCEPT_BATCH) {
        uint64_t found[2] = {0};
        find_needed(t, r, r->first_except + base, &doubted, found);
        if (!(found[0] | found[1]) && !r->always)
            continue;
        for (uint32_t i = base; i < r->n_excepts && i - base < EXCEPT_BATCH; i++) {
            uint32_t needs = l->rules[r->first_except + i].needs;
            uint32_t has =
                (found[0] >> (i - base) & 1 ? 1u : 0u) | (found[1] >> (i - base) & 1 ? 2u : 0u);
            if ((needs & ~has) == 0 && is_exception(t, r->first_except + i, &doubted))
                return true;
        }
    }
    return false;
}
