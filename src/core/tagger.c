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

enum { MAX_FORM_TOKENS = 40 };

/* --------------------------------------------------------------- life */

static void find_small_starts(struct tagger *t)
{
    const struct lexicon *l = t->lexicon;
    for (uint32_t i = 0; i < l->n_words; i++) {
        struct slice w = lexicon_text(l, l->words[i].text);
        const struct lexicon_word_info *info = &l->infos[l->words[i].id];
        if ((!info->node && !info->n_triggers) || w.ptr[0] < 'a' || w.ptr[0] > 'z')
            continue;
        unsigned first = (unsigned char)w.ptr[0], low = w.len > 1 ? (unsigned char)w.ptr[1] : 0;
        unsigned high = w.len > 1 ? low : 255; /* one letter alone: whatever comes behind */
        for (unsigned second = low; second <= high; second++) {
            unsigned bit = first << 8 | second;
            if (w.len > 1 || !utf8_is_word(second))
                t->starts[bit / 8] |= (uint8_t)(1u << bit % 8);
        }
    }
}

struct tagger *tagger_new(const struct lexicon *lexicon)
{
    struct tagger *t = memory_zeroed(1, sizeof *t);
    t->lexicon = lexicon;
    t->patterns = memory_zeroed(lexicon->n_rules, sizeof *t->patterns);
    t->starts = memory_zeroed(65536 / 8, 1);
    t->record_entities = memory_zeroed(lexicon->n_records, sizeof *t->record_entities);
    t->head_entities = memory_zeroed(lexicon->n_infos, sizeof *t->head_entities);
    find_small_starts(t);
    return t;
}

void tagger_free(struct tagger *t)
{
    if (!t)
        return;
    for (uint32_t i = 0; i < t->lexicon->n_rules; i++)
        pattern_free(t->patterns[i]);
    free(t->patterns);
    free(t->starts);
    free(t->record_entities);
    free(t->head_entities);
    string_table_release(&t->names);
    buffer_release(&t->name_pool);
    free(t->name_entities);
    free(t->words);
    free(t->hits);
    free(t->hints);
    free(t->taught);
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

/* ------------------------------------------------------------- entities */

static uint32_t new_entity(struct tagger *t, struct entity entity)
{
    struct mentions *m = t->out;
    ARRAY_RESERVE(m->entities, m->n_entities, m->cap_entities);
    entity.first = m->n;
    m->entities[m->n_entities] = entity;
    return (uint32_t)m->n_entities++;
}

static uint32_t record_entity(struct tagger *t, uint32_t record)
{
    const struct lexicon *l = t->lexicon;
    if (!t->record_entities[record]) {
        const struct lexicon_record *r = &l->records[record];
        t->record_entities[record] = 1 + new_entity(t, (struct entity){
                                                           .name = lexicon_text(l, r->name),
                                                           .id = lexicon_text(l, r->id),
                                                           .kind = r->kind,
                                                           .record = record,
                                                       });
    }
    return t->record_entities[record] - 1;
}

/* The name on one line with single blanks. */
static void add_one_line(struct slice text, struct buffer *out)
{
    bool gap = false;
    for (size_t off = 0; off < text.len;) {
        size_t start = off;
        uint32_t cp = utf8_next(text, &off);
        bool blank = cp == '\n' || utf8_is_blank(cp);
        if (gap && !blank)
            buffer_add_byte(out, ' ');
        if (!blank)
            buffer_add(out, (struct slice){text.ptr + start, off - start});
        gap = blank;
    }
}

/* An Id made of a name: capitals and digits, everything else a single hyphen. */
static void add_slug(struct slice name, struct buffer *out)
{
    struct buffer upper = {0}, ascii = {0};
    utf8_to_upper(name, &upper);
    utf8_to_ascii(buffer_slice(&upper), &ascii);
    for (size_t i = 0; i < ascii.len; i++) {
        char c = ascii.ptr[i];
        bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
        if (plain)
            buffer_add_byte(out, c);
        else if (c != '\'' && out->len && out->ptr[out->len - 1] != '-')
            buffer_add_byte(out, '-');
    }
    if (out->len && out->ptr[out->len - 1] == '-')
        out->len--;
    buffer_release(&upper);
    buffer_release(&ascii);
}

static uint32_t introduced_entity(struct tagger *t, struct slice text, uint32_t kind)
{
    struct buffer name = {0}, id = {0};
    add_one_line(text, &name);
    add_slug(buffer_slice(&name), &id);
    uint32_t before = t->names.n;
    uint32_t number = string_table_put(&t->names, &t->name_pool, buffer_slice(&id));
    if (number == before) {
        if (number >= t->cap_names) {
            t->cap_names = t->cap_names ? t->cap_names * 2 : 16;
            t->name_entities =
                memory_resize(t->name_entities, t->cap_names, sizeof *t->name_entities);
        }
        t->name_entities[number] =
            new_entity(t, (struct entity){.name = arena_copy(&t->out->arena, buffer_slice(&name)),
                                          .id = arena_copy(&t->out->arena, buffer_slice(&id)),
                                          .kind = kind,
                                          .record = LEXICON_NONE});
    }
    buffer_release(&name);
    buffer_release(&id);
    return t->name_entities[number];
}

/* --------------------------------------------------------- first pass */

/* Start of the next word at or after off that could matter, or the text's end: one with
 * a capital, a digit, a non-ASCII letter, or the first two small letters of a form. */
static size_t next_start(const struct tagger *t, size_t off)
{
    const unsigned char *p = (const unsigned char *)t->text.ptr;
    bool inside = off > 0 && !token_is_boundary(t->text, off);
    for (; off < t->text.len; off++) {
        unsigned char c = p[off];
        if (c >= 0x80) {
            size_t next = off;
            bool is_word = utf8_is_word(utf8_next(t->text, &next));
            if (is_word && !inside)
                return off;
            inside = is_word;
            off = next - 1;
            continue;
        }
        bool small = c >= 'a' && c <= 'z';
        bool strong = (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!inside && strong)
            return off;
        if (!inside && small && off + 1 < t->text.len) {
            unsigned bit = (unsigned)c << 8 | p[off + 1];
            if (p[off + 1] >= 0x80 || (t->starts[bit / 8] >> bit % 8 & 1))
                return off; /* an accent may be composed here and decomposed there */
        }
        inside = small || strong;
    }
    return off;
}

static void add_word(struct tagger *t, struct span span, uint32_t entry)
{
    ARRAY_RESERVE(t->words, t->n_words, t->cap_words);
    t->words[t->n_words++] = (struct word){span, entry};
}

static void find_words(struct tagger *t, size_t block_start)
{
    const struct lexicon *l = t->lexicon;
    for (size_t off = next_start(t, block_start); off < t->text.len;) {
        struct token token = token_next(t->text, off);
        if (token.type == TOKEN_END && token.end >= t->text.len)
            return;
        if (token.type != TOKEN_WORD) { /* a mark outside ASCII, or a blank line */
            off = next_start(t, token.end > off ? token.end : off + 1);
            continue;
        }
        uint32_t entry = lexicon_word_at(l, t->text, token);
        struct span span = {token.start, token.end};
        if (entry != LEXICON_NONE) {
            const struct lexicon_word_info *info = &l->infos[l->words[entry].id];
            if (info->node || info->heads)
                add_word(t, span, entry);
            for (uint32_t i = 0; i < info->n_triggers; i++)
                tagger_try_rule(t, l->triggers[info->first_trigger + i], span, block_start);
            if (!info->node && !info->heads)
                entry = LEXICON_NONE;
        }
        if (entry == LEXICON_NONE && teaching_is_acronym(tagger_cut(t, span)))
            add_word(t, span, entry);
        off = next_start(t, token.end);
    }
}

static int compare_hits(const void *a, const void *b)
{
    const struct hit *x = a, *y = b;
    if (x->span.start != y->span.start)
        return x->span.start < y->span.start ? -1 : 1;
    return (x->span.end < y->span.end) - (x->span.end > y->span.end); /* longest first */
}

/* --------------------------------------------------------- candidates */

static bool is_better(const struct candidate *best, struct span span)
{
    return span.end > best->span.end;
}

static bool form_fits(struct tagger *t, struct span span, struct lexicon_end end, bool capitals)
{
    if (capitals && !context_is_capitals(t->text, span))
        return false;
    if (end.form == FORM_ACRONYM && context_is_shouted_word(t->text, span))
        return false;
    if (end.form == FORM_METONYM && context_is_place(t->text, span))
        return false;
    return !context_is_address(t->text, span) && !tagger_is_excepted(t, end.record, span);
}

/* Walks the trie from a word and takes the longest form that fits. */
static void try_forms(struct tagger *t, const struct word *word, struct candidate *best)
{
    struct step {
        uint32_t node;
        size_t end, before;
        bool capitals;
    } steps[MAX_FORM_TOKENS];
    const struct lexicon *l = t->lexicon;
    size_t n = 0, off = word->span.end;
    bool capitals = l->words[word->entry].capitals;
    uint32_t node = l->infos[l->words[word->entry].id].node;
    size_t before = word->span.start;
    while (node) {
        steps[n++] = (struct step){node, off, before, capitals};
        if (!l->nodes[node].n_edges || n == MAX_FORM_TOKENS)
            break;
        struct token token = token_next(t->text, off);
        uint32_t id = lexicon_mark_id(token);
        if (token.type == TOKEN_END || token.type == TOKEN_OTHER)
            break;
        if (token.type == TOKEN_WORD) {
            uint32_t entry = lexicon_word_at(l, t->text, token);
            if (entry == LEXICON_NONE)
                break;
            id = l->words[entry].id;
            capitals = capitals || l->words[entry].capitals;
        }
        node = lexicon_follow(l, node, id, token.blank);
        before = off;
        off = token.end;
    }
    while (n-- > 0) {
        const struct lexicon_node *at = &l->nodes[steps[n].node];
        for (uint32_t i = 0; i < at->n_ends; i++) {
            struct lexicon_end end = l->ends[at->first_end + i];
            struct span span = {word->span.start, end.drops_last ? steps[n].before : steps[n].end};
            if (!is_better(best, span))
                continue;
            if (form_fits(t, span, end, steps[n].capitals)) {
                *best = (struct candidate){span, end.record, LEXICON_NONE, LEXICON_NONE,
                                           (uint8_t)end.form};
                return;
            }
        }
    }
}

static void try_taught(struct tagger *t, const struct word *word, struct candidate *best)
{
    struct slice text = tagger_cut(t, word->span);
    if (context_is_shouted_word(t->text, word->span))
        return;
    for (size_t i = t->n_taught; i-- > 0;)
        if (slice_equal(t->taught[i].acronym, text)) {
            *best = (struct candidate){word->span, LEXICON_NONE, LEXICON_NONE, t->taught[i].entity,
                                       FORM_ACRONYM};
            return;
        }
}

static void try_short(struct tagger *t, const struct word *word, struct candidate *best)
{
    const struct lexicon *l = t->lexicon;
    uint32_t id = l->words[word->entry].id;
    if (!l->infos[id].heads || !t->head_entities[id] || !is_better(best, word->span) ||
        !utf8_is_upper(utf8_peek(t->text, word->span.start)) || l->words[word->entry].capitals ||
        !context_is_alone(t->text, word->span))
        return;
    *best = (struct candidate){word->span, LEXICON_NONE, LEXICON_NONE, t->head_entities[id] - 1,
                               FORM_SHORT};
}

static void try_hit(struct tagger *t, const struct hit *hit, struct candidate *best)
{
    const struct lexicon_rule *rule = &t->lexicon->rules[hit->rule];
    if (!is_better(best, hit->span) || context_is_address(t->text, hit->span) ||
        tagger_is_excepted(t, rule->record, hit->span))
        return;
    *best = (struct candidate){hit->span, rule->record, LEXICON_NONE, LEXICON_NONE, FORM_PATTERN};
    if (rule->type == RULE_SHAPE)
        best->rule = hit->rule;
}

static struct candidate best_at_word(struct tagger *t, const struct word *word)
{
    struct candidate best = {.span = {word->span.start, word->span.start}};
    try_taught(t, word, &best);
    if (word->entry != LEXICON_NONE) {
        try_forms(t, word, &best);
        try_short(t, word, &best);
    }
    return best;
}

/* ------------------------------------------------------------ learning */

static void learn_heads(struct tagger *t, uint32_t entity, struct slice name)
{
    const struct lexicon *l = t->lexicon;
    for (size_t off = 0; off < name.len;) {
        struct token token = token_next(name, off);
        off = token.end > off ? token.end : off + 1;
        if (token.type == TOKEN_END && token.end == name.len)
            return;
        uint32_t entry = token.type == TOKEN_WORD ? lexicon_word_at(l, name, token) : LEXICON_NONE;
        if (entry == LEXICON_NONE)
            continue;
        uint32_t id = l->words[entry].id;
        uint32_t kind = t->out->entities[entity].kind;
        if (kind < 32 && (l->infos[id].heads >> kind & 1))
            t->head_entities[id] = entity + 1;
    }
}

static void teach(struct tagger *t, struct span acronym, uint32_t entity)
{
    for (size_t i = 0; i < t->n_taught; i++)
        if (slice_equal(t->taught[i].acronym, tagger_cut(t, acronym))) {
            t->taught[i].entity = entity; /* taught anew */
            return;
        }
    ARRAY_RESERVE(t->taught, t->n_taught, t->cap_taught);
    t->taught[t->n_taught++] = (struct taught){tagger_cut(t, acronym), entity};
}

/* "Name (ABC)": what comes behind a mention teaches. */
static void learn_acronym(struct tagger *t, uint32_t entity, struct span mention)
{
    struct span acronym = teaching_acronym_behind(t->text, mention.end);
    if (acronym.end && (teaching_stands_for(tagger_cut(t, acronym), tagger_cut(t, mention)) ||
                        teaching_stands_for(tagger_cut(t, acronym), t->out->entities[entity].name)))
        teach(t, acronym, entity);
}

static uint32_t take(struct tagger *t, const struct candidate *c)
{
    struct mentions *m = t->out;
    uint32_t entity = c->entity;
    if (c->rule != LEXICON_NONE)
        entity = introduced_entity(t, tagger_cut(t, c->span),
                                   t->lexicon->records[t->lexicon->rules[c->rule].record].kind);
    else if (entity == LEXICON_NONE)
        entity = record_entity(t, c->record);
    ARRAY_RESERVE(m->items, m->n, m->cap);
    m->items[m->n++] = (struct mention){
        .start = c->span.start,
        .end = c->span.end,
        .entity = entity,
        .kind = (uint8_t)m->entities[entity].kind,
        .form = c->form,
    };
    m->entities[entity].n_mentions++;
    return entity;
}

static void take_and_learn(struct tagger *t, const struct candidate *c)
{
    uint32_t entity = take(t, c);
    if (c->form == FORM_SHORT)
        return;
    learn_heads(t, entity, t->out->entities[entity].name);
    if (c->form != FORM_ACRONYM)
        learn_heads(t, entity, tagger_cut(t, c->span));
    learn_acronym(t, entity, c->span);
}

/* ---------------------------------------------------------- second pass */

/* The longest hit that begins at start; hits[*h] is the first that does not begin before. */
static void try_hits(struct tagger *t, size_t *h, size_t start, struct candidate *best)
{
    while (*h < t->n_hits && t->hits[*h].span.start < start)
        ++*h;
    for (size_t i = *h; i < t->n_hits && t->hits[i].span.start == start; i++)
        try_hit(t, &t->hits[i], best);
}

/* "ABC (Name)" where nobody knows ABC: the name is looked at first. */
static bool try_reversed(struct tagger *t, size_t word, size_t h, struct candidate *best,
                         struct span *full_name)
{
    struct span acronym = t->words[word].span;
    struct token open = token_next(t->text, acronym.end);
    if (open.type != TOKEN_OPEN || !teaching_is_acronym(tagger_cut(t, acronym)))
        return false;
    struct token name = token_next(t->text, open.end);
    if (slice_equal(tagger_cut(t, (struct span){name.start, name.end}), SLICE("the")))
        name = token_next(t->text, name.end);
    struct candidate inside = {.span = {name.start, name.start}};
    for (size_t i = word + 1; i < t->n_words && t->words[i].span.start <= name.start; i++)
        if (t->words[i].span.start == name.start)
            inside = best_at_word(t, &t->words[i]);
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

static uint32_t introduce_reversed(struct tagger *t, struct candidate *c, struct span name)
{
    if (c->rule != LEXICON_NONE)
        c->entity = introduced_entity(t, tagger_cut(t, name),
                                      t->lexicon->records[t->lexicon->rules[c->rule].record].kind);
    else if (c->entity == LEXICON_NONE)
        c->entity = record_entity(t, c->record);
    c->rule = LEXICON_NONE;
    return c->entity;
}

static void sweep(struct tagger *t)
{
    size_t pos = 0, h = 0, w = 0;
    while (w < t->n_words || h < t->n_hits) {
        while (w < t->n_words && t->words[w].span.start < pos)
            w++;
        while (h < t->n_hits && t->hits[h].span.start < pos)
            h++;
        bool word =
            w < t->n_words && (h == t->n_hits || t->words[w].span.start <= t->hits[h].span.start);
        if (!word && h == t->n_hits)
            return;
        size_t start = word ? t->words[w].span.start : t->hits[h].span.start;
        struct candidate best = {.span = {start, start}};
        if (word)
            best = best_at_word(t, &t->words[w]);
        try_hits(t, &h, start, &best);
        struct span name;
        if (word && best.span.end == start && try_reversed(t, w, h, &best, &name))
            teach(t, best.span, introduce_reversed(t, &best, name));
        pos = start + 1;
        if (best.span.end > start) {
            take_and_learn(t, &best);
            pos = best.span.end;
        }
    }
}

static void tag_block(struct tagger *t, const struct block *block)
{
    t->text = (struct slice){t->article->text.ptr, block->end};
    t->n_words = t->n_hits = t->n_hints = 0;
    t->has_hints = false;
    find_words(t, block->start);
    tagger_try_rules_everywhere(t, block->start);
    if (t->n_hits > 1)
        qsort(t->hits, t->n_hits, sizeof *t->hits, compare_hits);
    sweep(t);
}

void tagger_begin(struct tagger *t, const struct article *article, struct mentions *m)
{
    t->article = article;
    t->out = m;
    t->block = 0;
    t->n_taught = 0;
    t->limited_rule = LEXICON_NONE;
    if (t->is_used) { /* a new tagger's are zero already, and memory not yet touched */
        memset(t->record_entities, 0, t->lexicon->n_records * sizeof *t->record_entities);
        memset(t->head_entities, 0, t->lexicon->n_infos * sizeof *t->head_entities);
    }
    t->is_used = true;
    string_table_release(&t->names);
    t->name_pool.len = 0;
}

bool tagger_step(struct tagger *t, size_t bytes, size_t *done)
{
    const struct article *a = t->article;
    size_t step = 0;
    while (t->block < a->n_blocks && step < bytes) {
        const struct block *block = &a->blocks[t->block];
        tag_block(t, block);
        step += block->end - block->start;
        t->block++;
    }
    if (done)
        *done = t->block < a->n_blocks ? a->blocks[t->block].start : a->text.len;
    return t->block < a->n_blocks;
}

void tagger_run(struct tagger *t, const struct article *article, struct mentions *m)
{
    tagger_begin(t, article, m);
    tagger_step(t, SIZE_MAX, NULL);
}
