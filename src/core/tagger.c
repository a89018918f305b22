/*
 * tagger.c - finding mentions, a block at a time.
 *
 * First pass: every word that can begin a form, or is the trigger of a rule, is
 * looked up once; rules are run around their triggers and their hits kept. Second
 * pass: from left to right, the longest candidate at each place is taken: an acronym
 * that the article taught, a form of the lexicon, a rule's hit, or a short form.
 * Taken mentions teach: acronyms in parentheses, and head words for short forms.
 */
#include "dragoman/tagger.h"

#include "context.h"
#include "dragoman/utf8.h"
#include "tagger_rules.h"
#include "teaching.h"

#include <stdlib.h>

enum {
    STRETCH_BYTES = 32 * 1024, /* of a block that are tagged together */
    MARGIN_BEFORE = 512,       /* bytes around a stretch whose words are listed too */
    MARGIN_BEHIND = 1024,
    NAME_BYTES = 512, /* a rule's match begins at most so far before its trigger */
};

/* --------------------------------------------------------------- life */

static void find_everywhere(struct tagger *t)
{
    const struct lexicon *l = t->lexicon;
    uint32_t cap = 0;
    for (uint32_t rule = 0; rule < l->n_rules; rule++) {
        if (l->rules[rule].has_trigger || l->rules[rule].type == RULE_EXCEPT)
            continue;
        ARRAY_RESERVE(t->everywhere, t->n_everywhere, cap);
        t->everywhere[t->n_everywhere++] = rule;
    }
}

struct tagger *tagger_new(const struct lexicon *lexicon)
{
    struct tagger *t = memory_zeroed(1, sizeof *t);
    t->lexicon = lexicon;
    t->patterns = memory_zeroed((size_t)lexicon->n_rules * 2, sizeof *t->patterns);
    t->record_entities = memory_zeroed(lexicon->n_records, sizeof *t->record_entities);
    t->head_entities = memory_zeroed(lexicon->n_infos, sizeof *t->head_entities);
    t->known_words = memory_zeroed((size_t)1 << KNOWN_WORD_BITS, sizeof *t->known_words);
    t->known_forms = memory_zeroed(N_KNOWN_FORMS, sizeof *t->known_forms);
    find_everywhere(t);
    return t;
}

void tagger_free(struct tagger *t)
{
    if (!t)
        return;
    for (size_t i = 0; i < t->n_compiled; i++)
        pattern_free(t->patterns[t->compiled[i]]);
    free(t->patterns);
    free(t->compiled);
    free(t->everywhere);
    free(t->record_entities);
    free(t->head_entities);
    name_map_release(&t->introduced);
    name_map_release(&t->spellings);
    name_map_release(&t->taught);
    free(t->heads);
    free(t->head_pool);
    word_list_release(&t->list);
    free(t->begins);
    free(t->hits);
    free(t->hints);
    free(t->due);
    free(t->shape_memos);
    free(t->known_words);
    free(t->known_forms);
    free(t);
}

void mentions_release(struct mentions *m)
{
    free(m->items);
    free(m->entities);
    arena_release(&m->arena);
    *m = (struct mentions){0};
}

size_t mentions_after(const struct mentions *m, size_t off)
{
    size_t low = 0, high = m->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (m->items[middle].end <= off)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

uint32_t tagger_limited_rule(const struct tagger *t)
{
    return t->limited_rule;
}

/* --------------------------------------------------------- first pass */

/* Notes the words at which mentions can begin and asks the rules of trigger words, also of
 * those behind the stretch that a match from inside it may need. */
static void find_words(struct tagger *t)
{
    const struct lexicon *l = t->lexicon;
    size_t end = t->stretch.end - t->list.origin;
    uint32_t first = (uint32_t)word_list_from(&t->list, t->stretch.start);
    for (size_t k = 0; k < t->list.n_notable; k++) {
        uint32_t i = t->list.notable[k];
        if (i < first)
            continue;
        if (t->list.items[i].start >= end + NAME_BYTES)
            break;
        bool inside = t->list.items[i].start < end, begins = false;
        if (t->list.items[i].flags & WORD_STARTS) {
            uint32_t entry = tagger_entry(t, i);
            if (entry != LEXICON_NONE && l->words[entry].flags & LEXICON_WORD_STARTS) {
                const struct lexicon_word_info *info = &l->infos[l->words[entry].id];
                begins = info->node || info->heads;
                if (info->n_triggers)
                    tagger_try_rules(t, i);
            }
        }
        if (!inside ||
            (!begins && !teaching_is_acronym(tagger_cut(t, word_list_span(&t->list, i)))))
            continue;
        ARRAY_RESERVE(t->begins, t->n_begins, t->cap_begins);
        t->begins[t->n_begins++] = i;
    }
}

static int compare_hits(const void *a, const void *b)
{
    const struct hit *x = a, *y = b;
    if (x->span.start != y->span.start)
        return x->span.start < y->span.start ? -1 : 1;
    if (x->span.end != y->span.end) /* longest first */
        return x->span.end > y->span.end ? -1 : 1;
    return x->rule > y->rule ? -1 : x->rule < y->rule; /* a later claim before an earlier one */
}

/* ---------------------------------------------------------- second pass */

/* The longest hit that begins at start; hits[*h] is the first that does not begin before. */
static void try_hits(struct tagger *t, size_t *h, size_t start, struct candidate *best)
{
    while (*h < t->n_hits && t->hits[*h].span.start < start)
        ++*h;
    for (size_t i = *h; i < t->n_hits && t->hits[i].span.start == start; i++)
        tagger_try_hit(t, &t->hits[i], best);
}

/* "ABC (Name)" where nobody knows ABC: the name is looked at first. */
static bool try_reversed(struct tagger *t, size_t word, size_t h, struct candidate *best,
                         struct span *full_name)
{
    struct span acronym = word_list_span(&t->list, word);
    struct token open = token_next(t->text, acronym.end);
    if (open.type != TOKEN_OPEN || !teaching_is_acronym(tagger_cut(t, acronym)))
        return false;
    struct token name = token_next(t->text, open.end);
    if (slice_equal(tagger_cut(t, (struct span){name.start, name.end}), SLICE("the")))
        name = token_next(t->text, name.end);
    struct candidate inside = {.span = {name.start, name.start}};
    for (size_t i = word + 1; i < t->list.n && word_list_span(&t->list, i).start <= name.start; i++)
        if (word_list_span(&t->list, i).start == name.start)
            inside = tagger_best_at(t, i);
    try_hits(t, &h, name.start, &inside);
    struct token close = token_next(t->text, inside.span.end);
    if (inside.span.end == inside.span.start || close.type != TOKEN_CLOSE ||
        !teaching_stands_for(tagger_cut(t, acronym), tagger_cut(t, inside.span)))
        return false;
    *full_name = inside.span;
    *best = inside;
    best->span = acronym;
    best->form = FORM_ACRONYM;
    return true;
}

/* "A-land's Ministry of Mines" names the ministry, and A-land too: where a mention begins
 * with an owner that is another's name, takes the owner and leaves the rest. */
static void take_owner(struct tagger *t, size_t word, struct candidate *c)
{
    struct span first = word_list_span(&t->list, word);
    struct token mark = {.end = first.end};
    if (mark.end >= c->span.end)
        return;
    do {
        mark = token_next(t->text, mark.end);
    } while (mark.type != TOKEN_APOSTROPHE && mark.type != TOKEN_END && mark.end < c->span.end);
    if (mark.type != TOKEN_APOSTROPHE)
        return;
    struct token rest = token_next(t->text, mark.end);
    if (!rest.blank && slice_equal(tagger_cut(t, (struct span){rest.start, rest.end}), SLICE("s")))
        rest = token_next(t->text, rest.end);
    if (!rest.blank || rest.end > c->span.end || !utf8_is_upper(utf8_peek(t->text, rest.start)))
        return;
    struct candidate owner = {.span = {c->span.start, c->span.start}};
    tagger_try_forms(t, word, mark.start, &owner);
    if (owner.span.end != mark.start || owner.record == c->record)
        return;
    tagger_take(t, &owner);
    c->span.start = rest.start;
    struct candidate longer = tagger_form_at(t, tagger_word_at(t, rest.start));
    if (longer.span.start == rest.start && longer.span.end > c->span.end)
        *c = longer;
}

static void sweep(struct tagger *t)
{
    size_t h = 0, w = 0;
    t->word_near = 0;
    for (;;) {
        size_t pos = t->free_from;
        while (w < t->n_begins && word_list_span(&t->list, t->begins[w]).start < pos)
            w++;
        while (h < t->n_hits && t->hits[h].span.start < pos)
            h++;
        size_t hit = h < t->n_hits ? t->hits[h].span.start : SIZE_MAX;
        size_t start = w < t->n_begins ? word_list_span(&t->list, t->begins[w]).start : SIZE_MAX;
        bool word = start <= hit;
        start = word ? start : hit;
        if (start >= t->stretch.end)
            return;
        struct candidate best = {.span = {start, start}};
        if (word)
            best = tagger_best_at(t, t->begins[w]);
        try_hits(t, &h, start, &best);
        struct span name;
        if (word && best.span.end == start && try_reversed(t, t->begins[w], h, &best, &name))
            tagger_teach(t, best.span, tagger_introduce(t, &best, name));
        t->free_from = start + 1;
        if (best.span.end > start) {
            if (word && tagger_entry(t, t->begins[w]) != LEXICON_NONE)
                take_owner(t, t->begins[w], &best);
            tagger_take(t, &best);
            t->free_from = best.span.end;
        }
    }
}

/* A block is tagged in stretches, so that a very long one takes no more memory, and can
 * be left in its middle. */
static void tag_stretch(struct tagger *t)
{
    const struct block *block = &t->article->blocks[t->block];
    struct slice text = t->text;
    size_t from = t->stretch.start, to = t->stretch.end;
    from = from - block->start > MARGIN_BEFORE
               ? token_boundary_before(text, from - MARGIN_BEFORE, block->start)
               : block->start;
    to = block->end - to > MARGIN_BEHIND ? token_boundary_behind(text, to + MARGIN_BEHIND)
                                         : block->end;
    t->n_begins = t->n_hits = t->n_hints = t->word_near = t->hint_near = t->hinting_near = 0;
    t->hinted = (struct span){0, 0};
    t->name.word = (struct span){0, 0};
    word_list_fill(&t->list, text, from, to, t->lexicon->classes);
    find_words(t);
    if (t->n_everywhere)
        tagger_try_rules_everywhere(t);
    if (t->n_hits > 1)
        qsort(t->hits, t->n_hits, sizeof *t->hits, compare_hits);
    if (t->free_from < t->stretch.start)
        t->free_from = t->stretch.start;
    sweep(t);
}

void tagger_begin(struct tagger *t, const struct article *article, struct mentions *m)
{
    t->article = article;
    t->out = m;
    t->block = 0;
    t->stretch = (struct span){0, 0};
    memset(t->known_forms, 0, N_KNOWN_FORMS * sizeof *t->known_forms);
    t->free_from = 0;
    t->n_heads = t->n_head_pool = 0;
    t->limited_rule = LEXICON_NONE;
    if (t->is_used) { /* a new tagger's are zero already, and memory not yet touched */
        memset(t->record_entities, 0, t->lexicon->n_records * sizeof *t->record_entities);
        memset(t->head_entities, 0, t->lexicon->n_infos * sizeof *t->head_entities);
    }
    t->is_used = true;
    name_map_release(&t->introduced);
    name_map_release(&t->spellings);
    name_map_release(&t->taught);
}

static bool has_more(struct tagger *t)
{
    const struct article *a = t->article;
    while (t->block < a->n_blocks && t->stretch.end >= a->blocks[t->block].end)
        t->block++;
    return t->block < a->n_blocks;
}

static void next_stretch(struct tagger *t)
{
    const struct article *a = t->article;
    size_t from = t->stretch.end;
    const struct block *block = &a->blocks[t->block];
    if (from < block->start)
        from = block->start;
    t->text = (struct slice){a->text.ptr, block->end};
    t->stretch = (struct span){from, block->end};
    if (block->end - from > STRETCH_BYTES)
        t->stretch.end = token_boundary_behind(t->text, from + STRETCH_BYTES);
}

bool tagger_step(struct tagger *t, size_t bytes, size_t *done)
{
    size_t step = 0;
    bool more = has_more(t);
    while (step < bytes && more) {
        next_stretch(t);
        tag_stretch(t);
        step += t->stretch.end - t->stretch.start;
        more = has_more(t);
    }
    size_t next = more ? t->article->blocks[t->block].start : t->article->text.len;
    if (done)
        *done = next > t->stretch.end ? next : t->stretch.end;
    return more;
}

void tagger_run(struct tagger *t, const struct article *article, struct mentions *m)
{
    tagger_begin(t, article, m);
    tagger_step(t, SIZE_MAX, NULL);
}
