/*
 * vocabulary.c - see vocabulary.h.
 *
 * Variants are made here and not when matching: an entry is cheap, a second look at
 * every word of a text is not. What an entry is stays in its flags, above those of
 * enum lexicon_word_flag, for a builder that goes on from a lexicon.
 */
#include "vocabulary.h"

#include "dragoman/utf8.h"

enum variant { VARIANT_WRITTEN, VARIANT_SPELLING, VARIANT_CASE, VARIANT_CAPITALS };
enum { VARIANT_SHIFT = 8, VARIANT_MASK = 3, LATE = 1 << 10, OWN_FLAGS = LATE | 3 << VARIANT_SHIFT };

static enum variant variant_of(const struct lexicon_word *entry)
{
    return entry->flags >> VARIANT_SHIFT & VARIANT_MASK;
}

/* The word's entry, a new one with LEXICON_NONE for its id; until the next one is put. */
static struct lexicon_word *put_word(struct vocabulary *v, struct slice word)
{
    uint32_t before = v->words.n, number = string_table_put(&v->words, v->pool, word);
    struct lexicon_word *entry = &vocabulary_entries(v)[number];
    if (number == before)
        entry->id = LEXICON_NONE;
    return entry;
}

static void set_entry(struct vocabulary *v, struct lexicon_word *entry, uint32_t id,
                      enum variant variant)
{
    entry->id = id;
    entry->flags = (uint32_t)variant << VARIANT_SHIFT | (v->late ? (uint32_t)LATE : 0u);
}

static void put_variant(struct vocabulary *v, struct slice word, uint32_t id, enum variant variant)
{
    struct lexicon_word *entry = put_word(v, word);
    bool gives_way = !v->late && entry->flags & LATE && variant_of(entry) != VARIANT_WRITTEN;
    if (entry->id == LEXICON_NONE || gives_way)
        set_entry(v, entry, id, variant);
}

static bool is_ascii(struct slice s)
{
    unsigned char all = 0;
    for (size_t i = 0; i < s.len; i++)
        all |= (unsigned char)s.ptr[i];
    return all < 0x80;
}

static void set_upper(struct slice word, struct buffer *out)
{
    out->len = 0;
    if (!is_ascii(word)) {
        utf8_to_upper(word, out);
        return;
    }
    buffer_reserve(out, word.len);
    for (; out->len < word.len; out->len++) {
        unsigned char c = (unsigned char)word.ptr[out->len];
        bool lower = (unsigned char)(c - 'a') < 26;
        out->ptr[out->len] = (char)(c - (lower ? 'a' - 'A' : 0));
    }
}

static void put_case_variants(struct vocabulary *v, struct slice word, uint32_t id)
{
    size_t off = 0;
    if (utf8_is_lower(utf8_next(word, &off))) {
        set_upper((struct slice){word.ptr, off}, &v->title);
        buffer_add(&v->title, (struct slice){word.ptr + off, word.len - off});
        put_variant(v, buffer_slice(&v->title), id, VARIANT_CASE);
    }
    set_upper(word, &v->upper);
    if (!slice_equal(buffer_slice(&v->upper), word))
        put_variant(v, buffer_slice(&v->upper), id, VARIANT_CAPITALS);
}

static void put_spelling_variants(struct vocabulary *v, struct slice word, uint32_t id)
{
    size_t at = 0;
    while (spelling_next(&v->filter, word, &at, &v->spelled)) {
        put_variant(v, buffer_slice(&v->spelled), id, VARIANT_SPELLING);
        put_case_variants(v, buffer_slice(&v->spelled), id);
    }
}

/* The same for a word that is folded as utf8_fold_word does. */
static uint32_t folded_word_id(struct vocabulary *v, struct slice word)
{
    struct lexicon_word *entry = put_word(v, word);
    bool known = entry->id != LEXICON_NONE && variant_of(entry) < VARIANT_CASE;
    if (known && (v->late || !(entry->flags & LATE)))
        return entry->id;
    uint32_t id = known ? entry->id : v->n_ids++;
    set_entry(v, entry, id, VARIANT_WRITTEN);
    put_spelling_variants(v, word, id);
    put_case_variants(v, word, id);
    return id;
}

uint32_t vocabulary_id(struct vocabulary *v, struct slice word)
{
    if (is_ascii(word)) /* it is its own folded form */
        return folded_word_id(v, word);
    v->folded.len = 0;
    utf8_fold_word(word, &v->folded);
    return folded_word_id(v, buffer_slice(&v->folded));
}

void vocabulary_init(struct vocabulary *v, struct buffer *pool, const struct lexicon *base,
                     size_t extra)
{
    *v = (struct vocabulary){.pool = pool, .n_ids = TOKEN_WORD};
    v->words.item_bytes = sizeof(struct lexicon_word);
    spelling_filter_init(&v->filter, SPELLING_WORDS);
    if (!base) {
        vocabulary_id(v, SLICE("and")); /* TOKEN_WORD, see lexicon_mark_id */
        return;
    }
    string_table_take(&v->words, pool, base->words, base->n_words, extra);
    for (uint32_t i = 0; i < base->n_words; i++)
        vocabulary_entries(v)[i].flags &= OWN_FLAGS;
    v->n_ids = base->n_infos;
}

void vocabulary_release(struct vocabulary *v)
{
    string_table_release(&v->words);
    buffer_release(&v->folded);
    buffer_release(&v->spelled);
    buffer_release(&v->title);
    buffer_release(&v->upper);
}

void vocabulary_finish(struct vocabulary *v)
{
    for (uint32_t i = 0; i < v->words.n; i++)
        if (variant_of(&vocabulary_entries(v)[i]) == VARIANT_CAPITALS)
            vocabulary_entries(v)[i].flags |= LEXICON_WORD_CAPITALS;
}
