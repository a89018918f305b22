/*
 * tagger_rules.h - the state of a tagger, and the part of it that asks rules.
 */
#ifndef DRAGOMAN_TAGGER_RULES_H
#define DRAGOMAN_TAGGER_RULES_H

#include "dragoman/pattern.h"
#include "dragoman/tagger.h"
#include "form_index.h"

struct word { /* of the current block, one that can begin or trigger something */
    struct span span;
    uint32_t entry; /* of the vocabulary, or LEXICON_NONE for a possible acronym */
};

struct hit { /* of a rule */
    struct span span;
    uint32_t rule;
};

struct hint { /* a word that hints at rules, see struct lexicon_word_info */
    struct span span;
    uint32_t id;
};

struct taught { /* an acronym of this article */
    struct slice acronym;
    uint32_t entity;
};

struct candidate {
    struct span span;
    uint32_t record; /* or LEXICON_NONE */
    uint32_t rule;   /* of a shape, or LEXICON_NONE */
    uint32_t entity; /* of the article where it is known already, or LEXICON_NONE */
    uint8_t form;
};

struct tagger {
    const struct lexicon *lexicon;
    struct pattern **patterns; /* by rule, compiled when first needed */
    uint8_t *starts;           /* bit a * 256 + b: a form may begin with small letters a b */

    const struct article *article;
    struct mentions *out;
    struct slice text; /* up to the end of the current block */
    size_t block;
    uint32_t *record_entities; /* by record: entity + 1 of this article */
    uint32_t *head_entities;   /* by word id: entity + 1 that it stands for now */
    struct string_table names; /* of entities that the article introduced */
    struct buffer name_pool;
    uint32_t *name_entities; /* by number in names */
    uint32_t limited_rule;
    bool is_used; /* for an article before */

    struct word *words;
    struct hit *hits;
    struct hint *hints; /* of the block, once one has been asked for */
    bool has_hints;
    struct taught *taught;
    size_t n_words, cap_words, n_hits, cap_hits, n_taught, cap_taught, cap_names, n_hints,
        cap_hints;
};

static inline struct slice tagger_cut(const struct tagger *t, struct span span)
{
    return slice_cut(t->text, span);
}

/* Asks a rule around one of its trigger words; what it finds is added to t->hits. */
void tagger_try_rule(struct tagger *t, struct lexicon_trigger trigger, struct span word,
                     size_t block_start);
/* Asks the rules whose pattern names no word in the whole block. */
void tagger_try_rules_everywhere(struct tagger *t, size_t block_start);
/* Does an exception of the record hold the span? */
bool tagger_is_excepted(struct tagger *t, uint32_t record, struct span span);

#endif
