/*
 * lexicon.h - the entities and the forms that name them.
 *
 * Comes in: recfiles. Goes out: a read-only image, one block of memory without
 * pointers, so that the shipped lexicon is made when dragoman is built and costs
 * nothing when it starts. A word of the text gives an entry of the vocabulary, an
 * entry the start of a trie over words and marks (see token.h), a node of the trie
 * the records whose form ends there. Rules (PCRE2 patterns) are reached from their
 * trigger words in the same vocabulary.
 *
 * Whatever people do not see is levelled when the image is built: the vocabulary
 * holds British and American spelling, capitals, and full stops in acronyms.
 */
#ifndef DRAGOMAN_LEXICON_H
#define DRAGOMAN_LEXICON_H

#include "dragoman/base.h"
#include "dragoman/lexicon_records.h"
#include "dragoman/token.h"

struct lexicon {
    const struct lexicon_string *kinds;
    const struct lexicon_record *records;
    const struct lexicon_rule *rules;
    const struct lexicon_word *words;
    const uint32_t *slots; /* hash table of words, see lexicon_slot */
    const struct lexicon_word_info *infos;
    const struct lexicon_node *nodes;
    const struct lexicon_end *ends;
    const uint32_t *edges; /* hash table of nodes, see lexicon_slot */
    const struct lexicon_trigger *triggers;
    const struct lexicon_hint *hints;
    const uint32_t *pairs;   /* a filter, see lexicon_may_ask */
    const uint32_t *classes; /* of words, see word_class.h */
    const char *strings;
    const struct pattern_codes *codes; /* of the rules, see pattern.h; NULL: compile them */
    uint32_t n_kinds, n_records, n_rules, n_words, n_slots, n_infos, n_nodes, n_ends, n_edges,
        n_triggers, n_hints, n_pairs, n_classes, n_strings;
};

/* Opens an image of n 32-bit words; false where it is not one of this version. The
 * lexicon borrows the image. */
bool lexicon_open(struct lexicon *lexicon, const uint32_t *image, size_t n);

static inline struct slice lexicon_text(const struct lexicon *l, struct lexicon_string s)
{
    return (struct slice){l->strings + s.off, s.len};
}

/* The vocabulary's entry for a word, or LEXICON_NONE; ascii as in struct token. */
uint32_t lexicon_word(const struct lexicon *l, struct slice word, bool ascii);
static inline uint32_t lexicon_word_at(const struct lexicon *l, struct slice text, struct token t)
{
    return lexicon_word(l, (struct slice){text.ptr + t.start, t.end - t.start}, t.ascii);
}
/* The trie's node after node along a token of word id and blank; 0: none. */
uint32_t lexicon_follow(const struct lexicon *l, uint32_t node, uint32_t id, bool blank);
/* Index of the first hint of a word, by its id, at a rule from first on; the end of its
 * hints where there is none. */
uint32_t lexicon_hint_from(const struct lexicon *l, uint32_t id, uint32_t first);
/* Can one word, by its id, hint at a rule of which the other is a trigger? Hardly ever true
 * where it cannot. */
static inline uint32_t lexicon_pair_bit(uint32_t n_pairs, uint32_t trigger, uint32_t hint)
{
    uint32_t h = trigger * 0x9E3779B1u ^ hint * 0x85EBCA6Bu;
    return (h ^ h >> 15) & (n_pairs * 32 - 1);
}
static inline bool lexicon_may_ask(const struct lexicon *l, uint32_t trigger, uint32_t hint)
{
    uint32_t bit = lexicon_pair_bit(l->n_pairs, trigger, hint);
    return l->pairs[bit / 32] >> bit % 32 & 1;
}
/* Sets of numbers as bits, to tell at once that two have none in common. */
static inline void lexicon_filter_add(uint32_t filter[2], uint32_t number)
{
    filter[number / 32 % 2] |= UINT32_C(1) << number % 32;
}
static inline bool lexicon_filter_has(const uint32_t filter[2], uint32_t number)
{
    return filter[number / 32 % 2] >> number % 32 & 1;
}
/* What a whole text names, in any case, or where no form does, whose Id it is. */
uint32_t lexicon_find(const struct lexicon *l, struct slice form);
uint32_t lexicon_find_id(const struct lexicon *l, struct slice id);
/* Kind by name ("country"), or LEXICON_NONE. */
uint32_t lexicon_kind(const struct lexicon *l, struct slice name);

/* The word ids of marks, and of a blank-separated "&" that reads "and". */
uint32_t lexicon_mark_id(struct token token);

uint32_t lexicon_hash(struct slice bytes);
/* What a slot of a hash table holds for word number i, or node i + 1: i + 1 in 24 bits, and
 * 8 bits of the hash, so that hardly one is looked at in vain. An empty slot is 0. */
enum { LEXICON_SLOT_BITS = 24, LEXICON_SLOT_MASK = (1 << LEXICON_SLOT_BITS) - 1 };
static inline uint32_t lexicon_slot(uint32_t i, uint32_t hash)
{
    return (i + 1) | (hash & ~(uint32_t)LEXICON_SLOT_MASK);
}
static inline uint32_t lexicon_edge_hash(uint32_t node, uint32_t token)
{
    return (node * 0x9E3779B1u) ^ (token * 0x85EBCA6Bu);
}

#endif
