/*
 * lexicon_pack.c - the image of a lexicon: its arrays one behind the other.
 *
 * A builder's strings hold what it has outgrown, and the same bytes more than once. In an
 * image each record's text stands once, and what is part of it (Id, Name, patterns) is no
 * copy; the words of the vocabulary stand side by side, as they are looked at together.
 */
#include "lexicon_builder.h"
#include "lexicon_image.h"

#include <stdlib.h>

static uint32_t *pack(const struct lexicon *l, size_t *n)
{
    *n = IMAGE_HEADER;
#define LENGTH(member, count) *n += ((size_t)l->count * sizeof *l->member + 3) / 4;
    IMAGE_SECTIONS(LENGTH)
#undef LENGTH
    uint32_t *image = memory_zeroed(*n, sizeof *image), *at = image + IMAGE_HEADER;
    image[0] = IMAGE_MAGIC;
    image[1] = (uint32_t)*n;
#define COPY(member, count)                                                                        \
    image[2 + IMAGE_INDEX_##member] = l->count;                                                    \
    if (l->count)                                                                                  \
        memcpy(at, l->member, (size_t)l->count * sizeof *l->member);                               \
    at += ((size_t)l->count * sizeof *l->member + 3) / 4;
    IMAGE_SECTIONS(COPY)
#undef COPY
    return image;
}

/* Puts the bytes behind all others. */
static void put(const struct lexicon *l, struct buffer *strings, struct lexicon_string *s)
{
    struct slice bytes = lexicon_text(l, *s);
    s->off = (uint32_t)strings->len;
    buffer_add(strings, bytes);
}

/* Finds the bytes within a text that has been put already, or puts them. */
static void put_within(const struct lexicon *l, struct buffer *strings, struct lexicon_string *s,
                       struct lexicon_string text)
{
    struct slice bytes = lexicon_text(l, *s), rest = {strings->ptr + text.off, text.len};
    while (rest.len && !slice_has_prefix(rest, bytes))
        rest = (struct slice){rest.ptr + 1, rest.len - 1};
    if (rest.len)
        s->off = (uint32_t)(rest.ptr - strings->ptr);
    else
        put(l, strings, s);
}

static void *copy_of(const void *items, size_t n, size_t size)
{
    void *copy = memory_zeroed(n, size);
    if (n)
        memcpy(copy, items, n * size);
    return copy;
}

uint32_t *lexicon_builder_image(struct lexicon_builder *b, size_t *n)
{
    struct lexicon l;
    struct buffer strings = {0};
    lexicon_builder_finish(b, &l);
    struct lexicon_word *words = copy_of(l.words, l.n_words, sizeof *words);
    struct lexicon_string *kinds = copy_of(l.kinds, l.n_kinds, sizeof *kinds);
    struct lexicon_record *records = copy_of(l.records, l.n_records, sizeof *records);
    struct lexicon_rule *rules = copy_of(l.rules, l.n_rules, sizeof *rules);
    for (uint32_t i = 0; i < l.n_words; i++)
        put(&l, &strings, &words[i].text);
    for (uint32_t i = 0; i < l.n_kinds; i++)
        put(&l, &strings, &kinds[i]);
    for (uint32_t i = 0; i < l.n_records; i++) {
        put(&l, &strings, &records[i].text);
        put_within(&l, &strings, &records[i].id, records[i].text);
        put_within(&l, &strings, &records[i].name, records[i].text);
    }
    for (uint32_t i = 0; i < l.n_rules; i++)
        put_within(&l, &strings, &rules[i].pattern, records[rules[i].record].text);
    struct lexicon packed = l;
    packed.words = words;
    packed.kinds = kinds;
    packed.records = records;
    packed.rules = rules;
    packed.strings = strings.ptr;
    packed.n_strings = (uint32_t)strings.len;
    uint32_t *image = pack(&packed, n);
    free(words);
    free(kinds);
    free(records);
    free(rules);
    buffer_release(&strings);
    return image;
}
