/*
 * lexicon_build.h - recfiles in, a lexicon or the image of one out.
 *
 * Sources are added in order; a later record with an Id that is there already
 * extends the earlier one. A faulty record is left out and reported, the rest
 * goes on.
 */
#ifndef DRAGOMAN_LEXICON_BUILD_H
#define DRAGOMAN_LEXICON_BUILD_H

#include "dragoman/base.h"
#include "dragoman/lexicon.h"

struct lexicon_fault {
    struct slice file; /* as given to lexicon_builder_add */
    size_t line;
    struct slice reason;
};

struct lexicon_checks {
    /* Called for each fault. */
    void (*report)(void *context, const struct lexicon_fault *fault);
    /* Whether PCRE2 takes a pattern, else *error says why not; NULL: not asked. */
    bool (*pattern_ok)(void *context, struct slice pattern, struct error *error);
    void *context;
};

struct lexicon_builder;
struct lexicon_builder *lexicon_builder_new(struct lexicon_checks checks);
/* Makes room at once for about that many bytes of recfiles, where a lexicon is added next. */
void lexicon_builder_expect(struct lexicon_builder *b, size_t n_bytes);
/* Goes on from a lexicon, before anything else is added; it is taken for faultless. */
void lexicon_builder_add_lexicon(struct lexicon_builder *b, const struct lexicon *lexicon);
/* Adds the records of a recfile; file and text have to live until the end. */
void lexicon_builder_add(struct lexicon_builder *b, struct slice file, struct slice text);
/* The end: nothing can be added any more. Reports references to nothing and forms claimed by
 * two records. The lexicon borrows the builder. */
void lexicon_builder_finish(struct lexicon_builder *b, struct lexicon *lexicon);
/* The same, and makes the image: *n words of 32 bits that the caller frees. */
uint32_t *lexicon_builder_image(struct lexicon_builder *b, size_t *n);
void lexicon_builder_free(struct lexicon_builder *b);

/* What can stand right behind a word of a match, as bits. */
enum trigger_follow { FOLLOW_BLANK = 1, FOLLOW_HYPHEN = 2, FOLLOW_OTHER = 4, FOLLOW_ANY = 7 };

struct trigger_word {
    struct slice word;
    bool leads;      /* a match begins with it */
    uint32_t follow; /* enum trigger_follow */
};

/*
 * The words of which one is in every match of a pattern, for an index: calls found for
 * each. With around, words that a look-around asks for count as well. A set that holds a
 * useless word is not taken. Returns false, and calls nothing, where the pattern does not
 * tell.
 */
struct trigger_sink {
    void (*found)(void *context, struct trigger_word word);
    bool (*useless)(void *context, struct slice word); /* may be NULL */
    void *context;
};
bool lexicon_pattern_triggers(struct slice pattern, bool around, const struct trigger_sink *sink);

/* The most words that a match of a pattern and what its look-arounds ask for can hold, or
 * LEXICON_MANY_WORDS. An underscore is a letter here. */
unsigned lexicon_pattern_words(struct slice pattern);

#endif
