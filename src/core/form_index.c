/*
 * form_index.c - forms into a trie; see form_index.h.
 *
 * What a lexicon holds already is put back into the lists that it was made of, which costs
 * less than a look at its forms, and everything behind that knows one way alone.
 */
#include "form_index.h"

#include "large.h"

#include <stdlib.h>

/* ------------------------------------------------------------------ words */

static void add_infos(struct form_index *x)
{
    while (x->n_infos < x->vocabulary.n_ids) {
        ARRAY_RESERVE(x->infos, x->n_infos, x->cap_infos);
        x->infos[x->n_infos++] = (struct lexicon_word_info){0};
    }
}

static uint32_t word_id(struct form_index *x, struct slice word)
{
    uint32_t id = vocabulary_id(&x->vocabulary, word);
    add_infos(x);
    return id;
}

/* ------------------------------------------------------------------- trie */

/* Its number, or 0 where slots cannot hold any more. */
static uint32_t new_node(struct form_index *x)
{
    if (x->n_nodes > LEXICON_SLOT_MASK)
        return 0;
    ARRAY_RESERVE(x->nodes, x->n_nodes, x->cap_nodes);
    x->nodes[x->n_nodes] = (struct lexicon_node){0};
    return x->n_nodes++;
}

/* The slot of the edge from parent along a token, or the empty one for it. */
static uint32_t *edge_slot(const struct form_index *x, uint32_t parent, uint32_t token)
{
    uint32_t hash = lexicon_edge_hash(parent, token);
    for (uint32_t at = hash;; at++) {
        uint32_t *slot = &x->edges[at & (x->n_edges - 1)], node = *slot & LEXICON_SLOT_MASK;
        if (!*slot || (*slot == lexicon_slot(node - 1, hash) && x->nodes[node].parent == parent &&
                       x->nodes[node].token == token))
            return slot;
    }
}

static void enter_edge(struct form_index *x, uint32_t node)
{
    uint32_t parent = x->nodes[node].parent, token = x->nodes[node].token;
    *edge_slot(x, parent, token) = lexicon_slot(node - 1, lexicon_edge_hash(parent, token));
}

static void grow_edges(struct form_index *x, uint32_t n)
{
    free(x->edges);
    x->edges = large_alloc(n, sizeof *x->edges);
    x->n_edges = n;
    memset(x->edges, 0, n * sizeof *x->edges); /* pages that are read first come twice */
    for (uint32_t node = 1; node < x->n_nodes; node++)
        if (x->nodes[node].parent)
            enter_edge(x, node);
}

static uint32_t follow_or_add(struct form_index *x, uint32_t node, uint32_t token)
{
    if (x->n_used_edges * 4 >= x->n_edges * 3)
        grow_edges(x, x->n_edges * 2);
    uint32_t found = *edge_slot(x, node, token) & LEXICON_SLOT_MASK;
    if (found)
        return found;
    uint32_t next = new_node(x);
    if (next) {
        x->nodes[next].parent = node;
        x->nodes[next].token = token;
        x->nodes[node].goes_on = true;
        enter_edge(x, next);
        x->n_used_edges++;
    }
    return next;
}

static void push_end(struct form_index *x, uint32_t node, struct lexicon_end end)
{
    if (x->n_ends == x->cap_ends) {
        x->cap_ends = x->cap_ends ? x->cap_ends * 2 : 64;
        x->ends = memory_resize(x->ends, x->cap_ends, sizeof *x->ends);
        x->next_end = memory_resize(x->next_end, x->cap_ends, sizeof *x->next_end);
    }
    x->ends[x->n_ends] = end;
    x->next_end[x->n_ends++] = x->nodes[node].first_end;
    x->nodes[node].first_end = x->n_ends;
    x->nodes[node].n_ends++;
}

/* Lets the record's form end at node; a later claim comes before an earlier one. */
static uint32_t add_end(struct form_index *x, uint32_t node, struct lexicon_end end)
{
    uint32_t other = LEXICON_NONE;
    for (uint32_t i = x->nodes[node].first_end; i; i = x->next_end[i - 1]) {
        if (x->ends[i - 1].record == end.record)
            return LEXICON_NONE;
        other = x->ends[i - 1].record;
    }
    if (x->nodes[node].n_ends < UINT16_MAX)
        push_end(x, node, end);
    return other;
}

static uint32_t first_node(struct form_index *x, uint32_t id)
{
    if (!x->infos[id].node) {
        uint32_t node = new_node(x);
        x->infos[id].node = node;
    }
    return x->infos[id].node;
}

/* Adds exactly this form. A full stop behind a word may be absent in the text. */
static uint32_t add_plain(struct form_index *x, struct slice form, struct lexicon_end end)
{
    uint32_t node = 0, before_period = 0;
    size_t off = 0;
    uint8_t last = TOKEN_END;
    for (;;) {
        struct token t = token_next(form, off);
        if (t.type == TOKEN_OTHER)
            return LEXICON_NONE;
        if (t.type == TOKEN_END)
            break;
        before_period = t.type == TOKEN_PERIOD ? node : 0;
        struct slice word = {form.ptr + t.start, t.end - t.start};
        uint32_t id = t.type == TOKEN_WORD ? word_id(x, word) : lexicon_mark_id(t);
        node = node ? follow_or_add(x, node, id * 2 + t.blank) : first_node(x, id);
        if (!node)
            return LEXICON_NONE;
        last = t.type;
        off = t.end;
    }
    if (!node)
        return LEXICON_NONE;
    end.drops_last = last == TOKEN_HYPHEN;
    if (before_period)
        add_end(x, before_period, end);
    return add_end(x, node, end);
}

static bool is_capital_letters(struct slice form)
{
    for (size_t i = 0; i < form.len; i++)
        if (form.ptr[i] < 'A' || form.ptr[i] > 'Z')
            return false;
    return form.len >= 2 && form.len <= 6;
}

/* Writes the form with a full stop behind each letter of its words of two capitals; false
 * where it has none. Roman numbers are left. */
static bool dot_words(struct slice form, struct buffer *out)
{
    bool found = false;
    size_t done = 0;
    for (size_t off = 0; off < form.len;) {
        struct token t = token_next(form, off);
        if (t.type == TOKEN_END || t.end <= off)
            break;
        off = t.end;
        struct slice word = slice_cut(form, (struct span){t.start, t.end});
        if (t.type != TOKEN_WORD || word.len != 2 || !is_capital_letters(word) ||
            (strchr("IVXL", word.ptr[0]) && strchr("IVXL", word.ptr[1])) ||
            (off < form.len && form.ptr[off] == '.'))
            continue;
        buffer_add(out, slice_cut(form, (struct span){done, t.start}));
        buffer_format(out, "%c.%c.", word.ptr[0], word.ptr[1]);
        done = off;
        found = true;
    }
    buffer_add(out, slice_cut(form, (struct span){done, form.len}));
    return found;
}

uint32_t form_index_add(struct form_index *x, struct slice form, uint32_t record,
                        enum lexicon_form type)
{
    struct lexicon_end end = {record, type, 0};
    struct buffer variant = {0};
    size_t at = 0;
    if (slice_has_prefix(form, SLICE("the ")) || slice_has_prefix(form, SLICE("The ")))
        form = (struct slice){form.ptr + 4, form.len - 4};
    while (spelling_next(&x->joined, form, &at, &variant))
        add_plain(x, buffer_slice(&variant), end);
    if (is_capital_letters(form)) {
        variant.len = 0;
        for (size_t i = 0; i < form.len; i++) {
            buffer_add_byte(&variant, form.ptr[i]);
            buffer_add_byte(&variant, '.');
        }
        add_plain(x, buffer_slice(&variant), end);
    } else {
        variant.len = 0;
        if (dot_words(form, &variant))
            add_plain(x, buffer_slice(&variant), end);
    }
    buffer_release(&variant);
    return add_plain(x, form, end);
}

/* --------------------------------------------------------- rules and heads */

static void push_trigger(struct form_index *x, uint32_t word, struct lexicon_trigger trigger)
{
    ARRAY_RESERVE(x->triggers, x->n_triggers, x->cap_triggers);
    x->triggers[x->n_triggers++] = (struct word_trigger){word, 0, trigger};
}

static void push_hint(struct form_index *x, uint32_t word, struct lexicon_hint hint)
{
    ARRAY_RESERVE(x->hints, x->n_hints, x->cap_hints);
    x->hints[x->n_hints++] = (struct word_hint){word, hint};
}

void form_index_add_trigger(struct form_index *x, struct slice word, struct lexicon_trigger trigger)
{
    push_trigger(x, word_id(x, word), trigger);
}

void form_index_add_hint(struct form_index *x, struct slice word, struct lexicon_hint hint,
                         bool late)
{
    x->vocabulary.late = late;
    push_hint(x, word_id(x, word), hint);
    x->vocabulary.late = false;
}

void form_index_drop_hints(struct form_index *x, const bool *rules)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < x->n_hints; i++)
        if (!rules[x->hints[i].hint.rule])
            x->hints[n++] = x->hints[i];
    x->n_hints = n;
}

void form_index_add_head(struct form_index *x, struct slice word, uint32_t kind)
{
    uint32_t id = word_id(x, word);
    if (kind < 32)
        x->infos[id].heads |= UINT32_C(1) << kind;
}

/* -------------------------------------------------------- from a lexicon on */

/* What recfiles of forms have hardly more of than one in so many bytes. */
enum { BYTES_A_WORD = 16, BYTES_A_NODE = 20 };

/* A copy of n items with room for cap. */
static void *copy_of(const void *items, uint32_t n, uint32_t cap, size_t size)
{
    void *copy = large_alloc(cap, size);
    if (n)
        memcpy(copy, items, n * size);
    return copy;
}

/* In the order in which they stand the other way round: the last one is the first again. */
static void take_ends(struct form_index *x, const struct lexicon *base)
{
    for (uint32_t node = 0; node < base->n_nodes; node++) {
        const struct lexicon_node *run = &base->nodes[node];
        x->nodes[node].first_end = x->nodes[node].n_ends = 0;
        for (uint32_t i = run->n_ends; i > 0; i--)
            push_end(x, node, base->ends[run->first_end + i - 1]);
    }
}

static void take_words(struct form_index *x, const struct lexicon *base)
{
    for (uint32_t id = 0; id < base->n_infos; id++) {
        const struct lexicon_word_info *info = &base->infos[id];
        for (uint32_t i = 0; i < info->n_triggers; i++)
            push_trigger(x, id, base->triggers[info->first_trigger + i]);
        for (uint32_t i = 0; i < info->n_hints; i++)
            push_hint(x, id, base->hints[info->first_hint + i]);
        x->infos[id] = (struct lexicon_word_info){.node = info->node, .heads = info->heads};
    }
}

static void take_edges(struct form_index *x, const struct lexicon *base, uint32_t more)
{
    uint32_t n = base->n_edges;
    for (uint32_t i = 0; i < base->n_nodes; i++)
        x->n_used_edges += base->nodes[i].parent != 0;
    while (x->n_used_edges + more >= n / 4 * 3)
        n *= 2;
    if (n == base->n_edges) {
        x->edges = copy_of(base->edges, n, n, sizeof *x->edges);
        x->n_edges = n;
        return;
    }
    grow_edges(x, n);
}

static void take_over(struct form_index *x, const struct lexicon *base, uint32_t more)
{
    x->n_infos = base->n_infos;
    x->cap_infos = base->n_infos + more;
    x->infos = large_alloc(x->cap_infos, sizeof *x->infos);
    x->n_nodes = base->n_nodes;
    x->cap_nodes = base->n_nodes + more;
    x->nodes = copy_of(base->nodes, x->n_nodes, x->cap_nodes, sizeof *x->nodes);
    x->cap_ends = base->n_ends + more;
    x->ends = large_alloc(x->cap_ends, sizeof *x->ends);
    x->next_end = memory_resize(NULL, x->cap_ends, sizeof *x->next_end);
    take_edges(x, base, more);
    take_ends(x, base);
    take_words(x, base);
}

void form_index_init(struct form_index *x, struct buffer *pool, const struct lexicon *base,
                     size_t n_bytes)
{
    *x = (struct form_index){.n_ends = 0};
    spelling_filter_init(&x->joined, SPELLING_FORMS);
    vocabulary_init(&x->vocabulary, pool, base, n_bytes / BYTES_A_WORD);
    if (base) {
        take_over(x, base, (uint32_t)(n_bytes / BYTES_A_NODE));
        return;
    }
    new_node(x); /* 0 is no node */
    grow_edges(x, 64);
    add_infos(x);
}

/* Frees the lists, which have become runs. */
static void release_lists(struct form_index *x)
{
    free(x->next_end);
    free(x->triggers);
    free(x->hints);
    x->next_end = NULL;
    x->triggers = NULL;
    x->hints = NULL;
}

void form_index_release(struct form_index *x)
{
    vocabulary_release(&x->vocabulary);
    free(x->infos);
    free(x->nodes);
    free(x->ends);
    free(x->edges);
    release_lists(x);
    free(x->sorted_triggers);
    free(x->sorted_hints);
    free(x->pairs);
    free(x->classes);
    *x = (struct form_index){.n_ends = 0};
}

/* -------------------------------------------------------------- the finish */

static void finish_ends(struct form_index *x)
{
    struct lexicon_end *ends = memory_zeroed(x->n_ends, sizeof *ends);
    uint32_t n = 0;
    for (uint32_t node = 0; node < x->n_nodes; node++) {
        uint32_t list = x->nodes[node].first_end;
        x->nodes[node].first_end = n;
        for (; list; list = x->next_end[list - 1])
            ends[n++] = x->ends[list - 1];
    }
    free(x->ends);
    x->ends = ends;
}

/* The items, sorted by the number below n_keys that is at offset key of each; items that
 * are equal in it keep their order. Frees the items. */
static void *sorted_by(void *items, uint32_t n, size_t size, size_t key, uint32_t n_keys)
{
    uint32_t *at = memory_zeroed((size_t)n_keys + 1, sizeof *at), number;
    char *from = items, *to = memory_zeroed(n, size);
    for (uint32_t i = 0; i < n; i++) {
        memcpy(&number, from + i * size + key, sizeof number);
        at[number + 1]++;
    }
    for (uint32_t i = 0; i < n_keys; i++)
        at[i + 1] += at[i];
    for (uint32_t i = 0; i < n; i++) {
        memcpy(&number, from + i * size + key, sizeof number);
        memcpy(to + at[number]++ * size, from + i * size, size);
    }
    free(at);
    free(items);
    return to;
}

static void sort_triggers(struct form_index *x, size_t key, uint32_t n_keys)
{
    x->triggers = sorted_by(x->triggers, x->n_triggers, sizeof *x->triggers, key, n_keys);
}

static void sort_hints(struct form_index *x, size_t key, uint32_t n_keys)
{
    x->hints = sorted_by(x->hints, x->n_hints, sizeof *x->hints, key, n_keys);
}

static void sort_by_rule(struct form_index *x, const uint32_t *numbers,
                         const struct lexicon_rule *rules, uint32_t n_rules)
{
    for (uint32_t i = 0; i < x->n_triggers; i++) {
        struct word_trigger *t = &x->triggers[i];
        t->trigger.rule = numbers[t->trigger.rule];
        t->needs = rules[t->trigger.rule].needs != 0;
    }
    for (uint32_t i = 0; i < x->n_hints; i++)
        x->hints[i].hint.rule = numbers[x->hints[i].hint.rule];
    sort_triggers(x, offsetof(struct word_trigger, trigger.rule), n_rules);
    sort_hints(x, offsetof(struct word_hint, hint.rule), n_rules);
}

/* Enters each trigger of a rule with each hint at it into the filter, or only counts. */
static size_t enter_pairs(struct form_index *x)
{
    size_t n = 0;
    uint32_t h = 0;
    for (uint32_t i = 0; i < x->n_triggers; i++) {
        uint32_t rule = x->triggers[i].trigger.rule;
        while (h < x->n_hints && x->hints[h].hint.rule < rule)
            h++;
        for (uint32_t k = h; k < x->n_hints && x->hints[k].hint.rule == rule; k++, n++)
            if (x->pairs) {
                uint32_t bit = lexicon_pair_bit(x->n_pairs, x->triggers[i].word, x->hints[k].word);
                x->pairs[bit / 32] |= UINT32_C(1) << bit % 32;
            }
    }
    return n;
}

/* While triggers and hints are in the order of rules. */
static void finish_pairs(struct form_index *x)
{
    enum { BITS_A_PAIR = 16 };
    size_t n = enter_pairs(x);
    for (x->n_pairs = 1; x->n_pairs < n * BITS_A_PAIR / 32; x->n_pairs *= 2)
        ;
    x->pairs = memory_zeroed(x->n_pairs, sizeof *x->pairs);
    enter_pairs(x);
}

static void finish_triggers(struct form_index *x, const struct lexicon_rule *rules)
{
    sort_triggers(x, offsetof(struct word_trigger, needs), 2);
    sort_triggers(x, offsetof(struct word_trigger, word), x->n_infos);
    x->sorted_triggers = memory_zeroed(x->n_triggers, sizeof *x->sorted_triggers);
    for (uint32_t i = 0; i < x->n_triggers; i++) {
        struct lexicon_word_info *info = &x->infos[x->triggers[i].word];
        uint32_t n_words = rules[x->triggers[i].trigger.rule].n_words;
        x->sorted_triggers[i] = x->triggers[i].trigger;
        if (x->triggers[i].needs) {
            info->follow |= x->triggers[i].trigger.follow;
            info->n_words = n_words > info->n_words ? n_words : info->n_words;
        } else {
            info->n_alone++;
        }
        if (info->n_triggers++ == 0)
            info->first_trigger = i;
    }
}

static void finish_hints(struct form_index *x, const struct lexicon_rule *rules)
{
    sort_hints(x, offsetof(struct word_hint, word), x->n_infos);
    x->sorted_hints = memory_zeroed(x->n_hints, sizeof *x->sorted_hints);
    for (uint32_t i = 0; i < x->n_hints; i++) {
        struct lexicon_word_info *info = &x->infos[x->hints[i].word];
        const struct lexicon_rule *rule = &rules[x->hints[i].hint.rule];
        x->sorted_hints[i] = x->hints[i].hint;
        if (rule->type == RULE_EXCEPT)
            lexicon_filter_add(info->near, rule->record);
        else
            info->asks = true;
        if (info->n_hints++ == 0)
            info->first_hint = i;
    }
}

static uint32_t word_flags(const struct lexicon_word_info *info)
{
    bool starts = info->node || info->heads || info->n_triggers;
    return (starts ? LEXICON_WORD_STARTS : 0u) |
           (info->near[0] | info->near[1] ? LEXICON_WORD_HINTS : 0u) |
           (info->asks ? LEXICON_WORD_ASKS : 0u);
}

static void enter_class(struct form_index *x, struct slice word, uint32_t flags)
{
    unsigned slot = word_class_slot(word.ptr[0], word_prefix(word.ptr, word.len, 0, word.len));
    uint32_t class = (flags & LEXICON_WORD_STARTS ? WORD_CLASS_STARTS : 0u) |
                     (flags & (LEXICON_WORD_HINTS | LEXICON_WORD_ASKS) ? WORD_CLASS_HINTS : 0u);
    x->classes[slot / WORD_CLASSES_A_NUMBER] |= class << slot % WORD_CLASSES_A_NUMBER * 2;
}

static void finish_words(struct form_index *x)
{
    struct vocabulary *v = &x->vocabulary;
    vocabulary_finish(v);
    x->classes = memory_zeroed(WORD_CLASS_NUMBERS, sizeof *x->classes);
    for (uint32_t i = 0; i < v->words.n; i++) {
        struct lexicon_word *entry = &vocabulary_entries(v)[i];
        entry->flags |= word_flags(&x->infos[entry->id]);
        if (entry->text.len) /* all of a word may fold away */
            enter_class(x, (struct slice){v->pool->ptr + entry->text.off, entry->text.len},
                        entry->flags);
    }
}

void form_index_finish(struct form_index *x, const uint32_t *numbers,
                       const struct lexicon_rule *rules, uint32_t n_rules)
{
    finish_ends(x);
    sort_by_rule(x, numbers, rules, n_rules);
    finish_pairs(x);
    finish_triggers(x, rules);
    finish_hints(x, rules);
    release_lists(x);
    finish_words(x);
}
