/*
 * lexicon.c - looking things up in the image.
 */
#include "dragoman/lexicon.h"

#include "lexicon_image.h"

#include "dragoman/hash.h"
#include "dragoman/utf8.h"

const char *const lexicon_form_names[] = {"name",    "alias", "acronym", "adjective",
                                          "metonym", "short", "pattern"};

bool lexicon_open(struct lexicon *l, const uint32_t *image, size_t n)
{
    if (n < IMAGE_HEADER || image[0] != IMAGE_MAGIC || image[1] != n)
        return false;
    *l = (struct lexicon){0};
    size_t at = IMAGE_HEADER;
#define SECTION(member, count)                                                                     \
    l->count = image[2 + IMAGE_INDEX_##member];                                                    \
    l->member = (const void *)(image + at);                                                        \
    at += ((size_t)l->count * sizeof *l->member + 3) / 4;
    IMAGE_SECTIONS(SECTION)
#undef SECTION
    return at == n;
}

uint32_t lexicon_hash(struct slice bytes)
{
    return (uint32_t)hash_bytes(bytes, 0);
}

/* memcmp for words, which are short. */
static inline bool same_bytes(const char *a, const char *b, size_t n)
{
    uint64_t x, y;
    uint32_t u, v;
    if (n >= sizeof x) {
        for (size_t i = 0; i + sizeof x < n; i += sizeof x) {
            memcpy(&x, a + i, sizeof x);
            memcpy(&y, b + i, sizeof y);
            if (x != y)
                return false;
        }
        memcpy(&x, a + n - sizeof x, sizeof x);
        memcpy(&y, b + n - sizeof y, sizeof y);
        return x == y;
    }
    if (n >= sizeof u) {
        memcpy(&u, a, sizeof u);
        memcpy(&v, b, sizeof v);
        if (u != v)
            return false;
        memcpy(&u, a + n - sizeof u, sizeof u);
        memcpy(&v, b + n - sizeof v, sizeof v);
        return u == v;
    }
    while (n > 0 && a[n - 1] == b[n - 1])
        n--;
    return n == 0;
}

static uint32_t find_word(const struct lexicon *l, struct slice word)
{
    if (!l->n_slots)
        return LEXICON_NONE;
    uint32_t hash = (uint32_t)hash_bytes(word, 0);
    for (uint32_t i = hash;; i++) {
        uint32_t slot = l->slots[i & (l->n_slots - 1)];
        if (!slot)
            return LEXICON_NONE;
        uint32_t number = (slot & LEXICON_SLOT_MASK) - 1;
        const struct lexicon_word *entry = &l->words[number];
        if (slot == lexicon_slot(number, hash) && entry->text.len == word.len &&
            same_bytes(l->strings + entry->text.off, word.ptr, word.len))
            return number;
    }
}

uint32_t lexicon_word(const struct lexicon *l, struct slice word, bool ascii)
{
    if (ascii)
        return find_word(l, word);
    struct buffer folded = {0};
    utf8_fold_word(word, &folded);
    uint32_t found = find_word(l, buffer_slice(&folded));
    buffer_release(&folded);
    return found;
}

uint32_t lexicon_follow(const struct lexicon *l, uint32_t node, uint32_t id, bool blank)
{
    uint32_t token = id * 2 + blank;
    if (!l->nodes[node].goes_on)
        return 0;
    uint32_t hash = lexicon_edge_hash(node, token);
    for (uint32_t i = hash;; i++) {
        uint32_t slot = l->edges[i & (l->n_edges - 1)];
        if (!slot)
            return 0;
        uint32_t next = slot & LEXICON_SLOT_MASK;
        if (slot == lexicon_slot(next - 1, hash) && l->nodes[next].parent == node &&
            l->nodes[next].token == token)
            return next;
    }
}

uint32_t lexicon_hint_from(const struct lexicon *l, uint32_t id, uint32_t first)
{
    const struct lexicon_word_info *info = &l->infos[id];
    uint32_t low = info->first_hint, high = low + info->n_hints;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (l->hints[middle].rule < first)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

uint32_t lexicon_mark_id(struct token t)
{
    if (t.type == TOKEN_AMPERSAND && t.blank)
        return TOKEN_WORD; /* the first word of every vocabulary is "and" */
    return t.type;
}

uint32_t lexicon_find_id(const struct lexicon *l, struct slice id)
{
    for (uint32_t i = 0; i < l->n_records; i++)
        if (slice_equal(lexicon_text(l, l->records[i].id), id))
            return i;
    return LEXICON_NONE;
}

static uint32_t find_exact(const struct lexicon *l, struct slice form)
{
    uint32_t node = 0;
    size_t off = 0;
    for (;;) {
        struct token t = token_next(form, off);
        if (t.type == TOKEN_END && t.end == form.len)
            break;
        if (t.type == TOKEN_END || t.type == TOKEN_OTHER)
            return LEXICON_NONE;
        uint32_t id = lexicon_mark_id(t);
        if (t.type == TOKEN_WORD) {
            uint32_t word = lexicon_word_at(l, form, t);
            if (word == LEXICON_NONE)
                return LEXICON_NONE;
            id = l->words[word].id;
        }
        node = off == 0 ? l->infos[id].node : lexicon_follow(l, node, id, t.blank);
        if (!node)
            return LEXICON_NONE;
        off = t.end;
    }
    return node && l->nodes[node].n_ends ? l->ends[l->nodes[node].first_end].record : LEXICON_NONE;
}

static bool equal_in_any_case(struct slice a, struct slice b)
{
    struct buffer x = {0}, y = {0};
    utf8_to_lower(a, &x);
    utf8_to_lower(b, &y);
    bool equal = slice_equal(buffer_slice(&x), buffer_slice(&y));
    buffer_release(&x);
    buffer_release(&y);
    return equal;
}

/* Does a field of the record that holds a form or the Id equal it in any case? */
static bool has_form(const struct lexicon *l, uint32_t record, struct slice form)
{
    static const char *const fields[] = {
        "Id: ", "Name: ", "Alias: ", "Acronym: ", "Adjective: ", "Metonym: "};
    struct slice rest = lexicon_text(l, l->records[record].text), line;
    while (slice_next(&rest, '\n', &line))
        for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
            struct slice prefix = slice_of(fields[i]);
            if (slice_has_prefix(line, prefix) &&
                equal_in_any_case(
                    slice_trim((struct slice){line.ptr + prefix.len, line.len - prefix.len}), form))
                return true;
        }
    return false;
}

/* The form with straight apostrophes and all its words small, with a capital, or in
 * capitals. */
static void add_cased(struct slice form, bool first, bool rest, struct buffer *out)
{
    bool inside = false;
    for (size_t off = 0; off < form.len;) {
        size_t start = off;
        uint32_t cp = utf8_next(form, &off);
        struct slice letter = {form.ptr + start, off - start};
        bool upper = inside ? rest : first;
        if (utf8_is_apostrophe(cp))
            buffer_add_byte(out, '\'');
        else if (upper)
            utf8_to_upper(letter, out);
        else
            utf8_to_lower(letter, out);
        inside = utf8_is_word(cp) || utf8_is_apostrophe(cp);
    }
}

static uint32_t find_in_any_case(const struct lexicon *l, struct slice form)
{
    struct buffer cased = {0};
    uint32_t record = LEXICON_NONE;
    for (int how = 0; record == LEXICON_NONE && how < 2; how++) {
        cased.len = 0;
        add_cased(form, true, how == 1, &cased);
        record = find_exact(l, buffer_slice(&cased));
    }
    cased.len = 0;
    add_cased(form, false, false, &cased);
    for (uint32_t i = 0; record == LEXICON_NONE && i < l->n_records; i++)
        if (has_form(l, i, buffer_slice(&cased)))
            record = i;
    buffer_release(&cased);
    return record;
}

uint32_t lexicon_find(const struct lexicon *l, struct slice form)
{
    form = slice_trim(form);
    uint32_t record = find_exact(l, form);
    if (record == LEXICON_NONE)
        record = lexicon_find_id(l, form);
    return record == LEXICON_NONE && form.len ? find_in_any_case(l, form) : record;
}

uint32_t lexicon_kind(const struct lexicon *l, struct slice name)
{
    for (uint32_t i = 0; i < l->n_kinds; i++)
        if (slice_equal(lexicon_text(l, l->kinds[i]), name))
            return i;
    return LEXICON_NONE;
}
