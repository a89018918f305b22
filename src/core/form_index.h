/*
 * form_index.h - the vocabulary and the trie of a lexicon while it is made.
 *
 * Forms go in as text; what comes out are the arrays of struct lexicon. An index can go
 * on from a lexicon that was made before.
 */
#ifndef DRAGOMAN_FORM_INDEX_H
#define DRAGOMAN_FORM_INDEX_H

#include "dragoman/lexicon.h"
#include "vocabulary.h"
#include "word_class.h"

struct form_index {
    struct vocabulary vocabulary;
    struct spelling_filter joined;
    struct lexicon_word_info *infos;
    struct lexicon_node *nodes; /* first_end is a list head + 1 until form_index_finish */
    struct lexicon_end *ends;
    uint32_t *next_end; /* list links + 1 */
    uint32_t *edges;
    struct word_trigger {
        uint32_t word, needs; /* needs: 1 where the rule needs something else */
        struct lexicon_trigger trigger;
    } * triggers;
    struct word_hint {
        uint32_t word;
        struct lexicon_hint hint;
    } * hints;
    struct lexicon_trigger *sorted_triggers; /* after form_index_finish */
    struct lexicon_hint *sorted_hints;       /* the same */
    uint32_t *pairs, n_pairs;                /* the same */
    uint32_t *classes;                       /* the same; WORD_CLASS_NUMBERS */
    uint32_t n_infos, cap_infos, n_nodes, cap_nodes, n_ends, cap_ends, n_edges, n_used_edges,
        n_triggers, cap_triggers, n_hints, cap_hints;
};

/* An empty index, or one that goes on from base, with whose strings the pool begins, with room
 * for the forms of about that many bytes of recfiles. */
void form_index_init(struct form_index *index, struct buffer *pool, const struct lexicon *base,
                     size_t n_bytes);
void form_index_release(struct form_index *index);

/* Adds a form of a record with its variants. Returns another record that has claimed
 * the same form before, or LEXICON_NONE. A form without a word adds nothing. */
uint32_t form_index_add(struct form_index *index, struct slice form, uint32_t record,
                        enum lexicon_form type);
void form_index_add_trigger(struct form_index *index, struct slice word,
                            struct lexicon_trigger trigger);
/* A late word is one of an exception, see vocabulary.h. */
void form_index_add_hint(struct form_index *index, struct slice word, struct lexicon_hint hint,
                         bool late);
/* Takes back the hints of the rules that are marked. */
void form_index_drop_hints(struct form_index *index, const bool *rules);
void form_index_add_head(struct form_index *index, struct slice word, uint32_t kind);
/* Puts lists into runs, so that the arrays are as struct lexicon says; rule i is rule
 * numbers[i] of the n_rules there. */
void form_index_finish(struct form_index *index, const uint32_t *numbers,
                       const struct lexicon_rule *rules, uint32_t n_rules);

#endif
