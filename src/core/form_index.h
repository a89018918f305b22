/*
 * form_index.h - the vocabulary and the trie of a lexicon while it is made.
 *
 * Forms go in as text; what comes out are the arrays of struct lexicon. Spellings
 * of one word share an id; capitals and a capital first letter are further entries
 * of the vocabulary, which give way to a word that is really written so.
 */
#ifndef DRAGOMAN_FORM_INDEX_H
#define DRAGOMAN_FORM_INDEX_H

#include "dragoman/lexicon.h"

/* Strings by content, each with a number from 0 in order of arrival. */
struct string_table {
    struct lexicon_string *strings; /* into the pool */
    uint32_t *slots;                /* see lexicon_slot */
    uint32_t n, cap, n_slots;       /* n_slots is a power of two */
};

/* The number of s, which is added to pool where it is new. */
uint32_t string_table_put(struct string_table *t, struct buffer *pool, struct slice s);
uint32_t string_table_find(const struct string_table *t, const struct buffer *pool, struct slice s);
void string_table_release(struct string_table *t);

struct form_index {
    struct buffer *pool; /* of strings, the image's */
    struct string_table words;
    struct lexicon_word *entries; /* by number in words */
    struct lexicon_word_info *infos;
    struct lexicon_node *nodes; /* first_end is a list head + 1 until form_index_finish */
    struct lexicon_end *ends;
    uint32_t *next_end; /* list links + 1 */
    struct lexicon_edge *edges;
    uint32_t *first_trigger; /* by word id, list head + 1 */
    struct lexicon_trigger *triggers;
    uint32_t *next_trigger;
    struct word_hint {
        uint32_t word;
        struct lexicon_hint hint;
    } * hints;
    struct lexicon_hint *sorted_hints; /* after form_index_finish */
    uint32_t *pairs, n_pairs;          /* the same */
    uint32_t cap_entries, n_infos, cap_infos, n_nodes, cap_nodes, n_ends, cap_ends, n_edges,
        n_used_edges, n_triggers, cap_triggers, n_hints, cap_hints;
};

void form_index_init(struct form_index *index, struct buffer *pool);
void form_index_release(struct form_index *index);

/* Adds a form of a record with its variants. Returns another record that has claimed
 * the same form before, or LEXICON_NONE. A form without a word adds nothing. */
uint32_t form_index_add(struct form_index *index, struct slice form, uint32_t record,
                        enum lexicon_form type);
void form_index_add_trigger(struct form_index *index, struct slice word,
                            struct lexicon_trigger trigger);
void form_index_add_hint(struct form_index *index, struct slice word, struct lexicon_hint hint);
void form_index_add_head(struct form_index *index, struct slice word, uint32_t kind);
/* Puts lists into runs, so that the arrays are as struct lexicon says; rule i is rule
 * numbers[i] of rules there. */
void form_index_finish(struct form_index *index, const uint32_t *numbers,
                       const struct lexicon_rule *rules);

#endif
