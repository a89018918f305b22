/*
 * vocabulary.h - the words of a lexicon while it is made.
 *
 * Spellings of one word share an id; capitals and a capital first letter are further
 * entries, which give way to a word that is really written so. Words of exceptions are
 * looked at last and give way to those of forms, also where a lexicon that had them
 * already goes on.
 */
#ifndef DRAGOMAN_VOCABULARY_H
#define DRAGOMAN_VOCABULARY_H

#include "spelling.h"
#include "string_table.h"

struct vocabulary {
    struct buffer *pool;       /* of strings, the lexicon's */
    struct string_table words; /* of struct lexicon_word */
    uint32_t n_ids;
    bool late; /* words of exceptions come now */
    struct spelling_filter filter;
    struct buffer folded, spelled, title, upper; /* scratch */
};

/* An empty one, or one that goes on from base, whose strings the pool begins with, with room
 * for extra words more. */
void vocabulary_init(struct vocabulary *v, struct buffer *pool, const struct lexicon *base,
                     size_t extra);
void vocabulary_release(struct vocabulary *v);

/* The id of a word. New ids are counted in n_ids. */
uint32_t vocabulary_id(struct vocabulary *v, struct slice word);
static inline struct lexicon_word *vocabulary_entries(const struct vocabulary *v)
{
    return v->words.items;
}
/* Says of the entries which are words in capitals. */
void vocabulary_finish(struct vocabulary *v);

#endif
