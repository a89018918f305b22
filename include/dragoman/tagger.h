/*
 * tagger.h - an article and a lexicon in, mentions out.
 *
 * Mentions are sorted, disjoint, inside the text and on character boundaries.
 * Leftmost, then longest wins; the rules of what is a mention are those of the
 * lexicon (forms, patterns, exceptions) and of English prose (context.h).
 *
 * The work goes on block by block, so that it can be sliced between keys.
 */
#ifndef DRAGOMAN_TAGGER_H
#define DRAGOMAN_TAGGER_H

#include "dragoman/article.h"
#include "dragoman/lexicon.h"

struct mention {
    size_t start, end; /* bytes of the text */
    uint32_t entity;   /* index into mentions.entities */
    uint8_t kind;      /* index into lexicon.kinds */
    uint8_t form;      /* enum lexicon_form */
};

/* An entity that the article mentions: of the lexicon, or introduced by the article. */
struct entity {
    struct slice name, id;
    uint32_t kind;
    uint32_t record; /* of the lexicon, or LEXICON_NONE */
    size_t n_mentions;
    size_t first; /* its first mention, index into mentions.items */
};

struct mentions {
    struct mention *items;
    size_t n, cap;
    struct entity *entities; /* in order of first mention */
    size_t n_entities, cap_entities;
    struct arena arena; /* names that the article introduced */
};

void mentions_release(struct mentions *m);
/* Index of the first mention that ends after off; m->n where there is none. */
size_t mentions_after(const struct mentions *m, size_t off);

struct tagger;
/* The tagger borrows the lexicon and keeps what it compiles for the next article. */
struct tagger *tagger_new(const struct lexicon *lexicon);
void tagger_free(struct tagger *t);

/* Starts on an article; its mentions are appended to m as the tagger steps. */
void tagger_begin(struct tagger *t, const struct article *article, struct mentions *m);
/* Tags whole blocks until at least that many bytes are done; false once all are. *done
 * is then the offset up to which the article's mentions are known; it may be NULL. */
bool tagger_step(struct tagger *t, size_t bytes, size_t *done);
/* Both at once. */
void tagger_run(struct tagger *t, const struct article *article, struct mentions *m);
/* A rule that ran into the limits of PCRE2 since tagger_begin, or LEXICON_NONE. */
uint32_t tagger_limited_rule(const struct tagger *t);

#endif
