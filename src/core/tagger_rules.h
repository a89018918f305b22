/*
 * tagger_rules.h - the state of a tagger, and its parts: forms, rules, shapes, learning.
 */
#ifndef DRAGOMAN_TAGGER_RULES_H
#define DRAGOMAN_TAGGER_RULES_H

#include "dragoman/hash.h"
#include "dragoman/pattern.h"
#include "dragoman/tagger.h"
#include "name_map.h"
#include "word_class.h"
#include "word_list.h"

struct hit { /* of a rule */
    struct span span;
    uint32_t rule;
};

struct hint {      /* a word that hints at rules, see struct lexicon_hint */
    uint32_t word; /* index into the list */
    uint32_t id;
    uint32_t flags; /* enum lexicon_word_flag */
};

struct candidate {
    struct span span;
    uint32_t record; /* or LEXICON_NONE */
    uint32_t rule;   /* of a shape, or LEXICON_NONE */
    uint32_t entity; /* of the article where it is known already, or LEXICON_NONE */
    uint8_t form;
};

struct heads { /* word ids of the head words in an entity's name: n of tagger.head_pool */
    uint32_t first, n;
};

enum { MAX_NAME_STARTS = 12, N_KNOWN_FORMS = 64, KNOWN_WORD_BITS = 9 };

struct tagger {
    const struct lexicon *lexicon;
    struct pattern **patterns; /* by rule * 2 + anchored, compiled when first needed */
    uint32_t *compiled;        /* indices of those that have been */
    uint32_t *everywhere;      /* rules whose pattern names no word */
    uint32_t n_everywhere;

    const struct article *article;
    struct mentions *out;
    struct slice text; /* up to the end of the current block */
    size_t block;
    struct span stretch;        /* of the block, that is tagged now */
    size_t free_from;           /* end of the last mention */
    uint32_t *record_entities;  /* by record: entity + 1 of this article */
    uint32_t *head_entities;    /* by word id: entity + 1 that it stands for now */
    struct name_map introduced; /* entities that the article introduced, by Id */
    struct name_map spellings;  /* the same, by the bytes of a mention */
    struct name_map taught;     /* by acronym */
    struct heads *heads;        /* by entity */
    uint32_t *head_pool;
    uint32_t limited_rule;
    bool is_used; /* for an article before */

    struct word_list list; /* of the stretch and a margin */
    uint32_t *begins;      /* words of the list that can begin a mention */
    struct hit *hits;
    struct hint *hints;
    uint32_t *due;      /* triggers whose rules are to be asked */
    struct span hinted; /* words of the list that have been looked at for hints */
    struct {            /* of the last shape's trigger, see tagger_shapes.c */
        struct span word;
        size_t starts[MAX_NAME_STARTS], n; /* where its name can begin, the farthest last */
        struct slice around;               /* what the shape sees at first */
        bool is_listed;                    /* it is a form of the lexicon */
    } name;
    struct shape_memo *shape_memos;
    size_t n_memos, n_kept_memos;
    struct known_word { /* of at most eight bytes, by a hash of them; 0: none */
        uint64_t bytes;
        uint32_t entry;
    } * known_words;
    struct known_form { /* of the stretch, by word % N_KNOWN_FORMS */
        size_t word, stretch;
        struct candidate form;
    } * known_forms;
    size_t word_near, hint_near, hinting_near; /* where the last look-ups ended */
    size_t n_compiled, cap_compiled, n_begins, cap_begins, n_due, cap_due, n_hits, cap_hits,
        n_hints, cap_hints, n_heads, cap_heads, n_head_pool, cap_head_pool;
};

static inline struct slice tagger_cut(const struct tagger *t, struct span span)
{
    return slice_cut(t->text, span);
}

/* Looks a word of the list up in the vocabulary. */
uint32_t tagger_look_up(struct tagger *t, size_t word);
/* The vocabulary's entry for a word of the list, or LEXICON_NONE. */
static inline uint32_t tagger_entry(struct tagger *t, size_t word)
{
    uint32_t entry = t->list.items[word].entry;
    return entry == WORD_UNKNOWN ? tagger_look_up(t, word) : entry;
}

/* ---- tagger_forms.c: the better of a candidate and what begins at a word is kept */

/* Walks the trie from a word up to limit and takes the longest form that fits. */
void tagger_try_forms(struct tagger *t, size_t word, size_t limit, struct candidate *best);
void tagger_try_hit(struct tagger *t, const struct hit *hit, struct candidate *best);
/* The best candidate but for rules' hits; its span is empty where there is none. */
struct candidate tagger_best_at(struct tagger *t, size_t word);
/* The longest form of the lexicon that begins at a word and fits; its span is empty where
 * there is none. */
struct candidate tagger_form_at(struct tagger *t, size_t word);

/* ---- tagger_learn.c */

/* Adds the mention and learns what it teaches. */
void tagger_take(struct tagger *t, const struct candidate *c);
/* From here on an acronym means the entity. */
void tagger_teach(struct tagger *t, struct span acronym, uint32_t entity);
/* The entity of a candidate whose full name stands at name. */
uint32_t tagger_introduce(struct tagger *t, struct candidate *c, struct span name);

/* ---- tagger_rules.c and tagger_shapes.c */

/* Index of the first word of the list that starts at or after off. */
size_t tagger_word_at(struct tagger *t, size_t off);
/* Asks the rules of which a word of the list is a trigger; what they find is added to
 * t->hits. */
void tagger_try_rules(struct tagger *t, size_t word);
/* Asks a shape around its trigger, a word of the list. */
void tagger_try_shape(struct tagger *t, uint32_t rule, size_t word);
/* A rule's pattern, anchored or not; NULL where PCRE2 does not take it. */
struct pattern *tagger_rule_pattern(struct tagger *t, uint32_t rule, bool anchored);
/* Adds what a rule has found, without article, year and possessive, if it ends at words. */
void tagger_add_hit(struct tagger *t, uint32_t rule, struct span span);
/* Asks the rules whose pattern names no word in the whole stretch. */
void tagger_try_rules_everywhere(struct tagger *t);
/* Does an exception of the record hold the span? */
bool tagger_is_excepted(struct tagger *t, uint32_t record, struct span span);

#endif
