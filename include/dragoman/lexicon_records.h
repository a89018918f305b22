/*
 * lexicon_records.h - what the image of a lexicon is made of: plain records of 32-bit
 * words that refer to each other by number. See lexicon.h.
 */
#ifndef DRAGOMAN_LEXICON_RECORDS_H
#define DRAGOMAN_LEXICON_RECORDS_H

#include "dragoman/base.h"

enum lexicon_form {
    FORM_NAME,
    FORM_ALIAS,
    FORM_ACRONYM,
    FORM_ADJECTIVE,
    FORM_METONYM,
    FORM_SHORT, /* "the Charter" for a treaty named before; never in a lexicon */
    FORM_PATTERN,
};
extern const char *const lexicon_form_names[]; /* by enum lexicon_form, as in jsonl */

enum lexicon_rule_type {
    RULE_PATTERN, /* a form of its record */
    RULE_SHAPE,   /* a name that is its own entity, of the record's kind */
    RULE_EXCEPT,  /* where a candidate of its record is no mention */
};

#define LEXICON_NONE       UINT32_MAX
#define LEXICON_MANY_WORDS UINT16_MAX /* there is no bound */

/* Byte range of the image's strings. */
struct lexicon_string {
    uint32_t off, len;
};

struct lexicon_record {
    struct lexicon_string id, name, text; /* text: all its fields as a recfile */
    uint32_t kind;
    uint32_t first_except, n_excepts; /* rules */
    uint32_t always;                  /* one of them needs no word near */
    uint32_t is_shape;                /* describes names of a kind, is no entity itself */
};

struct lexicon_rule {
    struct lexicon_string pattern;
    uint32_t record, type;
    uint32_t has_trigger; /* else it has to be looked for everywhere */
    uint32_t needs;       /* bit s: it needs a word of its set s near, see struct lexicon_hint */
    uint32_t n_words;     /* the most that it sees: no match and its look-arounds hold more */
};

struct lexicon_word {
    struct lexicon_string text;
    uint32_t id;    /* spellings of one word share it; below TOKEN_WORD are the marks */
    uint32_t flags; /* enum lexicon_word_flag; above 8 bits the vocabulary's own */
};

enum lexicon_word_flag {
    LEXICON_WORD_CAPITALS = 1, /* this entry is the word in capitals */
    LEXICON_WORD_STARTS = 2,   /* it begins a form, is a head or a trigger */
    LEXICON_WORD_HINTS = 4,    /* at exceptions */
    LEXICON_WORD_ASKS = 8,     /* it hints at other rules */
};

struct lexicon_word_info {              /* by word id */
    uint32_t node;                      /* of the forms that begin with it, or 0 */
    uint32_t first_trigger, n_triggers; /* rules that need nothing else first, then by rule */
    uint32_t n_alone;                   /* of them need nothing else */
    uint32_t follow;                    /* of the others together, see struct lexicon_trigger */
    uint32_t n_words;                   /* the most that one of the others sees */
    uint32_t first_hint, n_hints;       /* in order */
    uint32_t heads;   /* bit k: a short form of kind k ("Charter"), from field Head */
    uint32_t asks;    /* it hints at a rule that is no exception */
    uint32_t near[2]; /* lexicon_filter of the records at whose exceptions it hints */
};

/* A rule that needs the word near: an exception to a candidate, another to its trigger. A
 * rule may need words of two sets, one of each. */
struct lexicon_hint {
    uint32_t rule;
    uint16_t set, n_words; /* those of the rule */
};

struct lexicon_node {
    uint32_t parent, token; /* the edge to it: word id * 2 + blank before it; parent 0: none */
    uint32_t first_end;
    uint16_t n_ends;  /* forms that end here */
    uint16_t goes_on; /* longer ones do not */
};

struct lexicon_end {
    uint32_t record, form;
    uint32_t drops_last; /* a combining form: the hyphen that it needs is not part of it */
};

struct lexicon_trigger {
    uint32_t rule;
    uint32_t leads;  /* the rule's matches begin with the word */
    uint32_t follow; /* what they have right behind it: enum trigger_follow */
};

#endif
