/*
 * form_index.c - see form_index.h.
 *
 * Variants are made here and not when matching: a vocabulary entry is cheap, a
 * second look at every word of a text is not.
 */
#include "form_index.h"

#include "dragoman/utf8.h"

#include <stdlib.h>

/* ----------------------------------------------------------- string table */

static void rehash(struct string_table *t, const struct buffer *pool)
{
    t->n_slots = t->n_slots ? t->n_slots * 2 : 64;
    free(t->slots);
    t->slots = memory_zeroed(t->n_slots, sizeof *t->slots);
    for (uint32_t i = 0; i < t->n; i++) {
        struct lexicon_string s = t->strings[i];
        uint32_t hash = lexicon_hash((struct slice){pool->ptr + s.off, s.len}), at = hash;
        while (t->slots[at & (t->n_slots - 1)])
            at++;
        t->slots[at & (t->n_slots - 1)] = lexicon_slot(i, hash);
    }
}

/* The slot that holds s, or the empty one where it belongs. */
static uint32_t *find_slot(const struct string_table *t, const struct buffer *pool, struct slice s)
{
    uint32_t hash = lexicon_hash(s);
    for (uint32_t at = hash;; at++) {
        uint32_t *slot = &t->slots[at & (t->n_slots - 1)];
        uint32_t number = (*slot & LEXICON_SLOT_MASK) - 1;
        if (!*slot)
            return slot;
        struct lexicon_string have = t->strings[number];
        if (*slot == lexicon_slot(number, hash) &&
            slice_equal((struct slice){pool->ptr + have.off, have.len}, s))
            return slot;
    }
}

uint32_t string_table_find(const struct string_table *t, const struct buffer *pool, struct slice s)
{
    uint32_t slot = t->n_slots ? *find_slot(t, pool, s) : 0;
    return slot ? (slot & LEXICON_SLOT_MASK) - 1 : LEXICON_NONE;
}

uint32_t string_table_put(struct string_table *t, struct buffer *pool, struct slice s)
{
    if (t->n * 2 >= t->n_slots)
        rehash(t, pool);
    uint32_t *slot = find_slot(t, pool, s);
    if (*slot)
        return (*slot & LEXICON_SLOT_MASK) - 1;
    if (t->n == LEXICON_SLOT_MASK - 1)
        memory_exhausted();
    ARRAY_RESERVE(t->strings, t->n, t->cap);
    t->strings[t->n] = (struct lexicon_string){(uint32_t)pool->len, (uint32_t)s.len};
    buffer_add(pool, s);
    *slot = lexicon_slot(t->n, lexicon_hash(s));
    return t->n++;
}

void string_table_release(struct string_table *t)
{
    free(t->strings);
    free(t->slots);
    *t = (struct string_table){0};
}

/* ------------------------------------------------------------- vocabulary */

enum variant { VARIANT_NONE, VARIANT_SPELLING, VARIANT_CASE, VARIANT_CAPITALS };

/* lexicon_word.flags holds an enum variant until form_index_finish. */
static void put_entry(struct form_index *x, struct slice word, uint32_t id, enum variant variant)
{
    uint32_t before = x->words.n;
    uint32_t number = string_table_put(&x->words, x->pool, word);
    if (number < before)
        return;
    if (x->cap_entries <= number) {
        x->cap_entries = x->cap_entries ? x->cap_entries * 2 : 64;
        x->entries = memory_resize(x->entries, x->cap_entries, sizeof *x->entries);
    }
    x->entries[number] = (struct lexicon_word){x->words.strings[number], id, variant};
}

static void put_case_variants(struct form_index *x, struct slice word, uint32_t id)
{
    struct buffer upper = {0}, title = {0};
    utf8_to_upper(word, &upper);
    size_t off = 0;
    if (utf8_is_lower(utf8_next(word, &off))) {
        utf8_to_upper((struct slice){word.ptr, off}, &title);
        buffer_add(&title, (struct slice){word.ptr + off, word.len - off});
        put_entry(x, buffer_slice(&title), id, VARIANT_CASE);
    }
    put_entry(x, buffer_slice(&upper), id, VARIANT_CAPITALS);
    buffer_release(&upper);
    buffer_release(&title);
}

/* British and American spelling, by the part in which they differ. */
static const char *const spellings[][2] = {
    {"isation", "ization"},   {"efence", "efense"},      {"ffence", "ffense"},
    {"Centre", "Center"},     {"centre", "center"},      {"Theatre", "Theater"},
    {"abour", "abor"},        {"ogramme", "ogram"},      {"Harbour", "Harbor"},
    {"eighbour", "eighbor"},  {"onour", "onor"},         {"olour", "olor"},
    {"avour", "avor"},        {"ehaviour", "ehavior"},   {"rmour", "rmor"},
    {"icence", "icense"},     {"ounsellor", "ounselor"}, {"avelling", "aveling"},
    {"ulphur", "ulfur"},      {"luminium", "luminum"},   {"ecognise", "ecognize"},
    {"rganised", "rganized"}, {"ivilis", "iviliz"},      {"odernis", "oderniz"},
};

/* Word with its part from replaced by to, if it has that part and does not go on with a
 * letter that makes it the longer of the two ("Programme" is no "Program" with an m). */
static bool respell(struct slice word, const char *from, const char *to, struct buffer *out)
{
    struct slice part = slice_of(from), other = slice_of(to);
    for (size_t i = 0; i + part.len <= word.len; i++) {
        struct slice tail = {word.ptr + i, word.len - i};
        bool longer = other.len > part.len && slice_has_prefix(tail, other);
        if (!slice_has_prefix(tail, part) || longer)
            continue;
        buffer_add(out, (struct slice){word.ptr, i});
        buffer_add(out, other);
        buffer_add(out, (struct slice){tail.ptr + part.len, tail.len - part.len});
        return true;
    }
    return false;
}

static void put_spelling_variants(struct form_index *x, struct slice word, uint32_t id)
{
    for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++)
        for (int side = 0; side < 2; side++) {
            struct buffer other = {0};
            if (respell(word, spellings[i][side], spellings[i][1 - side], &other)) {
                put_entry(x, buffer_slice(&other), id, VARIANT_SPELLING);
                put_case_variants(x, buffer_slice(&other), id);
            }
            buffer_release(&other);
        }
}

static uint32_t new_id(struct form_index *x)
{
    if (x->n_infos == x->cap_infos) {
        x->cap_infos = x->cap_infos ? x->cap_infos * 2 : 64;
        x->infos = memory_resize(x->infos, x->cap_infos, sizeof *x->infos);
        x->first_trigger = memory_resize(x->first_trigger, x->cap_infos, sizeof *x->first_trigger);
    }
    x->infos[x->n_infos] = (struct lexicon_word_info){0};
    x->first_trigger[x->n_infos] = 0;
    return x->n_infos++;
}

/* The id of a word, folded as utf8_fold_word does. */
static uint32_t word_id(struct form_index *x, struct slice word)
{
    uint32_t number = string_table_find(&x->words, x->pool, word);
    if (number != LEXICON_NONE && x->entries[number].flags < VARIANT_CASE)
        return x->entries[number].id;
    uint32_t id = new_id(x);
    if (number != LEXICON_NONE)
        x->entries[number] = (struct lexicon_word){x->words.strings[number], id, VARIANT_NONE};
    else
        put_entry(x, word, id, VARIANT_NONE);
    put_spelling_variants(x, word, id);
    put_case_variants(x, word, id);
    return id;
}

static uint32_t token_word_id(struct form_index *x, struct slice text, struct token t)
{
    struct buffer folded = {0};
    utf8_fold_word((struct slice){text.ptr + t.start, t.end - t.start}, &folded);
    uint32_t id = word_id(x, buffer_slice(&folded));
    buffer_release(&folded);
    return id;
}

/* ------------------------------------------------------------------- trie */

static uint32_t new_node(struct form_index *x)
{
    ARRAY_RESERVE(x->nodes, x->n_nodes, x->cap_nodes);
    x->nodes[x->n_nodes] = (struct lexicon_node){0};
    return x->n_nodes++;
}

static struct lexicon_edge *edge_slot(struct lexicon_edge *edges, uint32_t n, uint32_t node,
                                      uint32_t token)
{
    for (uint32_t at = lexicon_edge_hash(node, token);; at++) {
        struct lexicon_edge *e = &edges[at & (n - 1)];
        if (!e->node || (e->node == node && e->token == token))
            return e;
    }
}

static void grow_edges(struct form_index *x)
{
    uint32_t n = x->n_edges ? x->n_edges * 2 : 64;
    struct lexicon_edge *edges = memory_zeroed(n, sizeof *edges);
    for (uint32_t i = 0; i < x->n_edges; i++)
        if (x->edges[i].node)
            *edge_slot(edges, n, x->edges[i].node, x->edges[i].token) = x->edges[i];
    free(x->edges);
    x->edges = edges;
    x->n_edges = n;
}

static uint32_t follow_or_add(struct form_index *x, uint32_t node, uint32_t token)
{
    if (x->n_used_edges * 4 >= x->n_edges * 3)
        grow_edges(x);
    struct lexicon_edge *e = edge_slot(x->edges, x->n_edges, node, token);
    if (!e->node) {
        *e = (struct lexicon_edge){node, token, new_node(x)};
        x->n_used_edges++;
        x->nodes[node].n_edges++;
    }
    return e->next;
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
    if (x->n_ends == x->cap_ends) {
        x->cap_ends = x->cap_ends ? x->cap_ends * 2 : 64;
        x->ends = memory_resize(x->ends, x->cap_ends, sizeof *x->ends);
        x->next_end = memory_resize(x->next_end, x->cap_ends, sizeof *x->next_end);
    }
    x->ends[x->n_ends] = end;
    x->next_end[x->n_ends++] = x->nodes[node].first_end;
    x->nodes[node].first_end = x->n_ends;
    x->nodes[node].n_ends++;
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
        uint32_t id = t.type == TOKEN_WORD ? token_word_id(x, form, t) : lexicon_mark_id(t);
        node = node ? follow_or_add(x, node, id * 2 + t.blank) : first_node(x, id);
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
    static const char *const joined[][2] = {
        {"Co-oper", "Cooper"}, {"co-oper", "cooper"}, {"Co-ordinat", "Coordinat"}};
    struct lexicon_end end = {record, type, 0};
    struct buffer variant = {0};
    if (slice_has_prefix(form, SLICE("the ")) || slice_has_prefix(form, SLICE("The ")))
        form = (struct slice){form.ptr + 4, form.len - 4};
    for (size_t i = 0; i < sizeof joined / sizeof *joined; i++)
        for (int side = 0; side < 2; side++) {
            variant.len = 0;
            if (respell(form, joined[i][side], joined[i][1 - side], &variant))
                add_plain(x, buffer_slice(&variant), end);
        }
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

void form_index_add_trigger(struct form_index *x, struct slice word, struct lexicon_trigger trigger)
{
    struct token all = {0, word.len, TOKEN_WORD, false, false};
    uint32_t id = token_word_id(x, word, all);
    if (x->n_triggers == x->cap_triggers) {
        x->cap_triggers = x->cap_triggers ? x->cap_triggers * 2 : 64;
        x->triggers = memory_resize(x->triggers, x->cap_triggers, sizeof *x->triggers);
        x->next_trigger = memory_resize(x->next_trigger, x->cap_triggers, sizeof *x->next_trigger);
    }
    x->triggers[x->n_triggers] = trigger;
    x->next_trigger[x->n_triggers++] = x->first_trigger[id];
    x->first_trigger[id] = x->n_triggers;
}

void form_index_add_hint(struct form_index *x, struct slice word, struct lexicon_hint hint)
{
    struct token all = {0, word.len, TOKEN_WORD, false, false};
    uint32_t id = token_word_id(x, word, all);
    ARRAY_RESERVE(x->hints, x->n_hints, x->cap_hints);
    x->hints[x->n_hints++] = (struct word_hint){id, hint};
}

void form_index_add_head(struct form_index *x, struct slice word, uint32_t kind)
{
    struct token all = {0, word.len, TOKEN_WORD, false, false};
    if (kind < 32)
        x->infos[token_word_id(x, word, all)].heads |= UINT32_C(1) << kind;
}

/* ------------------------------------------------------------------- ends */

void form_index_init(struct form_index *x, struct buffer *pool)
{
    *x = (struct form_index){.pool = pool};
    new_node(x); /* 0 is no node */
    grow_edges(x);
    for (int i = 0; i < TOKEN_WORD; i++)
        new_id(x);
    word_id(x, SLICE("and")); /* TOKEN_WORD, which lexicon_mark_id gives to a lone & */
}

void form_index_release(struct form_index *x)
{
    string_table_release(&x->words);
    free(x->entries);
    free(x->infos);
    free(x->nodes);
    free(x->ends);
    free(x->next_end);
    free(x->edges);
    free(x->first_trigger);
    free(x->triggers);
    free(x->next_trigger);
    free(x->hints);
    free(x->sorted_hints);
    free(x->pairs);
    *x = (struct form_index){0};
}

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

/* Puts a trigger into its place among the n of one word. */
static void insert_trigger(struct lexicon_trigger *triggers, uint32_t n,
                           struct lexicon_trigger trigger, const struct lexicon_rule *rules)
{
    bool alone = !rules[trigger.rule].needs;
    while (n > 0) {
        bool before = !rules[triggers[n - 1].rule].needs;
        if (before == alone ? triggers[n - 1].rule < trigger.rule : before)
            break;
        triggers[n] = triggers[n - 1];
        n--;
    }
    triggers[n] = trigger;
}

static void finish_triggers(struct form_index *x, const uint32_t *numbers,
                            const struct lexicon_rule *rules)
{
    struct lexicon_trigger *triggers = memory_zeroed(x->n_triggers, sizeof *triggers);
    uint32_t n = 0;
    for (uint32_t id = 0; id < x->n_infos; id++) {
        struct lexicon_word_info *info = &x->infos[id];
        info->first_trigger = n;
        for (uint32_t list = x->first_trigger[id]; list; list = x->next_trigger[list - 1]) {
            struct lexicon_trigger trigger = x->triggers[list - 1];
            trigger.rule = numbers[trigger.rule];
            insert_trigger(triggers + info->first_trigger, info->n_triggers, trigger, rules);
            if (rules[trigger.rule].needs)
                info->follow |= trigger.follow;
            else
                info->n_alone++;
            info->n_triggers++;
            n++;
        }
    }
    free(x->triggers);
    x->triggers = triggers;
}

static int compare_hints(const void *a, const void *b)
{
    const struct word_hint *x = a, *y = b;
    if (x->word != y->word)
        return x->word < y->word ? -1 : 1;
    if (x->hint.rule != y->hint.rule)
        return x->hint.rule < y->hint.rule ? -1 : 1;
    return x->hint.set < y->hint.set ? -1 : x->hint.set > y->hint.set;
}

static void finish_hints(struct form_index *x, const uint32_t *numbers,
                         const struct lexicon_rule *rules)
{
    for (uint32_t i = 0; i < x->n_hints; i++)
        x->hints[i].hint.rule = numbers[x->hints[i].hint.rule];
    if (x->n_hints)
        qsort(x->hints, x->n_hints, sizeof *x->hints, compare_hints);
    x->sorted_hints = memory_zeroed(x->n_hints, sizeof *x->sorted_hints);
    for (uint32_t i = 0; i < x->n_hints; i++) {
        struct lexicon_word_info *info = &x->infos[x->hints[i].word];
        uint32_t rule = x->hints[i].hint.rule;
        bool except = rules[rule].type == RULE_EXCEPT;
        x->sorted_hints[i] = x->hints[i].hint;
        if (except)
            lexicon_filter_add(info->near, rules[rule].record);
        else
            info->asks = true;
        if (info->n_hints++ == 0)
            info->first_hint = i;
    }
}

static int compare_by_rule(const void *a, const void *b)
{
    const struct word_hint *x = a, *y = b;
    return x->hint.rule < y->hint.rule ? -1 : x->hint.rule > y->hint.rule;
}

/* All triggers as hints, which say of what rule they are. */
static struct word_hint *triggers_by_rule(const struct form_index *x)
{
    struct word_hint *triggers = memory_zeroed(x->n_triggers, sizeof *triggers);
    for (uint32_t id = 0; id < x->n_infos; id++)
        for (uint32_t i = 0; i < x->infos[id].n_triggers; i++) {
            uint32_t at = x->infos[id].first_trigger + i;
            triggers[at] = (struct word_hint){id, {x->triggers[at].rule, 0}};
        }
    if (x->n_triggers)
        qsort(triggers, x->n_triggers, sizeof *triggers, compare_by_rule);
    return triggers;
}

/* Enters each trigger of a rule with each hint at it into the filter, or only counts. */
static size_t enter_pairs(struct form_index *x, const struct word_hint *triggers)
{
    size_t n = 0;
    uint32_t h = 0;
    for (uint32_t i = 0; i < x->n_triggers; i++) {
        uint32_t rule = triggers[i].hint.rule;
        while (h < x->n_hints && x->hints[h].hint.rule < rule)
            h++;
        for (uint32_t k = h; k < x->n_hints && x->hints[k].hint.rule == rule; k++, n++)
            if (x->pairs) {
                uint32_t bit = lexicon_pair_bit(x->n_pairs, triggers[i].word, x->hints[k].word);
                x->pairs[bit / 32] |= UINT32_C(1) << bit % 32;
            }
    }
    return n;
}

/* Leaves the hints in the order of rules. */
static void finish_pairs(struct form_index *x)
{
    enum { BITS_A_PAIR = 16 };
    struct word_hint *triggers = triggers_by_rule(x);
    if (x->n_hints)
        qsort(x->hints, x->n_hints, sizeof *x->hints, compare_by_rule);
    size_t n = enter_pairs(x, triggers);
    for (x->n_pairs = 1; x->n_pairs < n * BITS_A_PAIR / 32; x->n_pairs *= 2)
        ;
    x->pairs = memory_zeroed(x->n_pairs, sizeof *x->pairs);
    enter_pairs(x, triggers);
    free(triggers);
}

static uint32_t word_flags(const struct lexicon_word_info *info, uint32_t variant)
{
    bool starts = info->node || info->heads || info->n_triggers;
    return (variant == VARIANT_CAPITALS ? LEXICON_WORD_CAPITALS : 0u) |
           (starts ? LEXICON_WORD_STARTS : 0u) |
           (info->near[0] | info->near[1] ? LEXICON_WORD_HINTS : 0u) |
           (info->asks ? LEXICON_WORD_ASKS : 0u);
}

void form_index_finish(struct form_index *x, const uint32_t *numbers,
                       const struct lexicon_rule *rules)
{
    finish_ends(x);
    finish_triggers(x, numbers, rules);
    finish_hints(x, numbers, rules);
    finish_pairs(x);
    for (uint32_t i = 0; i < x->words.n; i++) {
        struct lexicon_word *entry = &x->entries[i];
        struct buffer word = {0}; /* once more, so that words that are near stay near */
        buffer_add(&word, (struct slice){x->pool->ptr + entry->text.off, entry->text.len});
        entry->text.off = (uint32_t)x->pool->len;
        buffer_add(x->pool, buffer_slice(&word));
        buffer_release(&word);
        entry->flags = word_flags(&x->infos[entry->id], entry->flags);
    }
}
