/*
 * lexicon_finish.c - a lexicon of the records that were taken in.
 *
 * The lexicon is the builder's own arrays.
 */
#include "lexicon_builder.h"

#include <stdlib.h>

/* The exceptions, now that all forms of the records are known. Of those that were known
 * before, only the ones of records with new forms are looked at again. */
static void find_words_of_exceptions(struct lexicon_builder *b)
{
    bool *again = memory_zeroed(b->n_rules, sizeof *again), any = false;
    for (uint32_t i = 0; i < b->n_known_rules; i++)
        if (b->rules[i].type == RULE_EXCEPT && b->drafts[b->rules[i].record].has_new_forms)
            again[i] = any = true;
    if (any)
        form_index_drop_hints(&b->index, again);
    for (uint32_t i = 0; i < b->n_rules; i++)
        if (b->rules[i].type == RULE_EXCEPT && (i >= b->n_known_rules || again[i]))
            rule_words_find(b, i);
    free(again);
}

/* All fields of a record that was extended as one text. */
static void join_fields(struct lexicon_builder *b, struct lexicon_string *text, struct slice more)
{
    buffer_reserve(&b->strings, text->len + more.len); /* it is added to itself */
    struct slice first = {b->strings.ptr + text->off, text->len};
    text->off = (uint32_t)b->strings.len;
    text->len += (uint32_t)more.len;
    buffer_add(&b->strings, first);
    buffer_add(&b->strings, more);
}

static void finish_records(struct lexicon_builder *b)
{
    for (size_t i = 0; i < b->records.n; i++) {
        uint32_t extension = b->drafts[i].extension;
        if (extension)
            join_fields(b, &lexicon_builder_record(b, i)->text,
                        buffer_slice(&b->extensions[extension - 1]));
    }
}

/* Excepts of one record side by side; everything else keeps its number. */
static uint32_t *sort_rules(struct lexicon_builder *b)
{
    struct lexicon_record *records = b->records.items; /* NULL where there are none */
    uint32_t *number = memory_zeroed(b->n_rules, sizeof *number), n = 0;
    b->sorted_rules = memory_zeroed(b->n_rules, sizeof *b->sorted_rules);
    for (size_t i = 0; i < b->n_rules; i++)
        if (b->rules[i].type == RULE_EXCEPT)
            records[b->rules[i].record].n_excepts++;
    for (size_t i = 0; i < b->records.n; i++) {
        records[i].first_except = n;
        n += records[i].n_excepts;
        records[i].n_excepts = 0;
    }
    for (size_t i = 0; i < b->n_rules; i++) {
        struct lexicon_rule rule = b->rules[i];
        struct lexicon_record *r = &records[rule.record];
        number[i] = rule.type == RULE_EXCEPT ? r->first_except + r->n_excepts++ : n++;
        r->always |= rule.type == RULE_EXCEPT && !rule.needs;
        b->sorted_rules[number[i]] = rule;
    }
    return number;
}

/* Has the record an exception that speaks of the form, by its longest word? */
static bool has_except(const struct lexicon_builder *b, const struct lexicon_record *record,
                       struct slice form)
{
    struct slice word = {"", 0}, left = form, piece;
    while (slice_next(&left, ' ', &piece))
        word = piece.len > word.len ? piece : word;
    for (uint32_t i = 0; i < record->n_excepts; i++) {
        struct lexicon_string pattern = b->sorted_rules[record->first_except + i].pattern;
        struct slice rest = {b->strings.ptr + pattern.off, pattern.len};
        for (; rest.len >= word.len; rest.ptr++, rest.len--)
            if (slice_has_prefix(rest, word))
                return true;
    }
    return false;
}

static void report_faults(struct lexicon_builder *b)
{
    for (size_t i = 0; i < b->n_references; i++) {
        struct reference r = b->references[i];
        if (string_table_find(&b->records, &b->strings, r.id) == LEXICON_NONE)
            REPORT(b, r.origin, "reference to %.*s, which is nowhere", (int)r.id.len, r.id.ptr);
    }
    for (size_t i = 0; i < b->n_collisions; i++) {
        struct collision c = b->collisions[i];
        const struct lexicon_record *record = lexicon_builder_record(b, c.record);
        const struct lexicon_record *claimer = lexicon_builder_record(b, c.other);
        struct slice other = {b->strings.ptr + claimer->id.off, claimer->id.len};
        if (!has_except(b, record, c.form) && !has_except(b, claimer, c.form))
            REPORT(b, c.origin, "\"%.*s\" is a form of %.*s too, and no Except decides",
                   (int)c.form.len, c.form.ptr, (int)other.len, other.ptr);
    }
}

void lexicon_builder_finish(struct lexicon_builder *b, struct lexicon *l)
{
    find_words_of_exceptions(b);
    finish_records(b);
    uint32_t *numbers = sort_rules(b);
    report_faults(b);
    form_index_finish(&b->index, numbers, b->sorted_rules, (uint32_t)b->n_rules);
    free(numbers);
    *l = (struct lexicon){
        .kinds = b->kinds.items,
        .records = b->records.items,
        .rules = b->sorted_rules,
        .words = b->index.vocabulary.words.items,
        .slots = b->index.vocabulary.words.slots,
        .infos = b->index.infos,
        .nodes = b->index.nodes,
        .ends = b->index.ends,
        .edges = b->index.edges,
        .triggers = b->index.sorted_triggers,
        .hints = b->index.sorted_hints,
        .pairs = b->index.pairs,
        .classes = b->index.classes,
        .strings = b->strings.ptr,
        .n_kinds = b->kinds.n,
        .n_records = b->records.n,
        .n_rules = (uint32_t)b->n_rules,
        .n_words = b->index.vocabulary.words.n,
        .n_slots = b->index.vocabulary.words.n_slots,
        .n_infos = b->index.n_infos,
        .n_nodes = b->index.n_nodes,
        .n_ends = b->index.n_ends,
        .n_edges = b->index.n_edges,
        .n_triggers = b->index.n_triggers,
        .n_hints = b->index.n_hints,
        .n_pairs = b->index.n_pairs,
        .n_classes = WORD_CLASS_NUMBERS,
        .n_strings = (uint32_t)b->strings.len,
    };
    lexicon_builder_close(b);
}
