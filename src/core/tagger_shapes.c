/*
 * tagger_shapes.c - names that no record lists, found by their shape.
 *
 * A shape is tried at every word at which the name around its trigger can begin, the
 * farthest first. That costs much, and the same names come again and again: a shape sees
 * one character before the name and, at first, the text up to three characters of the
 * next small word. Where that decides, the answer is kept under these very bytes. A name
 * that is a form of the lexicon from its first to its last word is no question.
 */
#include "tagger_rules.h"

#include "context.h"
#include "dragoman/hash.h"
#include "dragoman/utf8.h"
#include "english.h"

#include <stdlib.h>

enum {
    FIRST_MEMOS = 256, /* powers of two: a short text asks for little memory */
    MAX_MEMOS = 16384,
    MAX_SEEN = 250, /* bytes; more is not kept */
    NEXT_BYTES = 3, /* of the small word behind the name */
    NAME_WORDS = 24,
    SEEN_BEHIND = 300, /* bytes behind the trigger where the first look does not decide */
};

struct shape_memo {
    uint64_t hash;
    uint32_t rule;
    uint8_t seen;       /* bytes that decided */
    uint8_t start, end; /* of the name, from the first byte seen; end 0: none */
    uint8_t is_open;    /* they did not decide */
};

/* Where two names are joined by "and" between start and end, so that no one name goes over
 * it: what stands before is a form of the lexicon, or ends with a trigger of the same rule.
 * The offset of that "and", or end. */
static size_t names_joined_at(const struct lexicon *l, uint32_t rule, struct slice text,
                              size_t start, size_t end)
{
    const uint32_t and_id = TOKEN_WORD; /* see lexicon_mark_id */
    uint32_t node = 0;
    bool ends = false, triggers = false;
    for (size_t off = start; off < end;) {
        struct token token = token_next(text, off);
        bool is_word = token.type == TOKEN_WORD;
        uint32_t entry = is_word ? lexicon_word_at(l, text, token) : LEXICON_NONE;
        uint32_t id = entry != LEXICON_NONE ? l->words[entry].id
                      : is_word             ? LEXICON_NONE
                                            : lexicon_mark_id(token);
        if (token.type == TOKEN_END || token.start >= end)
            break;
        if (id == and_id && off > start && (ends || triggers))
            return token.start;
        triggers = false;
        for (uint32_t i = 0; entry != LEXICON_NONE && i < l->infos[id].n_triggers; i++)
            triggers = triggers || l->triggers[l->infos[id].first_trigger + i].rule == rule;
        if (id == LEXICON_NONE || (off > start && !node))
            node = 0;
        else
            node = off == start ? l->infos[id].node : lexicon_follow(l, node, id, token.blank);
        ends = node && l->nodes[node].n_ends;
        off = token.end > off ? token.end : end;
    }
    return end;
}

static size_t character_end(struct slice text, size_t off)
{
    while (off < text.len && ((unsigned char)text.ptr[off] & 0xC0) == 0x80)
        off++;
    return off;
}

/* Can a name go on over what stands between two words? */
static bool is_name_gap(struct slice gap)
{
    if (gap.len == 0 || gap.len > 4)
        return false;
    for (size_t i = 0; i < gap.len; i++)
        if (strchr(".;:!?()\"/", gap.ptr[i]))
            return false;
    return true;
}

static bool joins_name(struct slice word)
{
    return word.len <= 3 ||
           english_classes(word) & (ENGLISH_CONNECTIVE | ENGLISH_GOAL | ENGLISH_ABOUT);
}

/* Where a name with this word in it is over for certain: a little behind its last word;
 * *name is the end of the last capitalised one. */
static size_t name_end(struct tagger *t, size_t word, size_t *name)
{
    const struct word_list *list = &t->list;
    size_t last = word + NAME_WORDS < list->n ? word + NAME_WORDS : list->n;
    size_t end = *name = word_list_span(list, word).end;
    while (++word < last) {
        struct span next = word_list_span(list, word);
        if (!is_name_gap(tagger_cut(t, (struct span){end, next.start})))
            break;
        bool number = utf8_peek(t->text, next.start) <= '9';
        bool strong = list->items[word].flags & WORD_STRONG && !number;
        if (number || (!strong && !joins_name(tagger_cut(t, next)))) {
            end = next.start + NEXT_BYTES;
            return character_end(t->text, end < next.end ? end : next.end);
        }
        end = next.end;
        if (strong)
            *name = end;
    }
    if (word == last)
        *name = SIZE_MAX;
    end = end + NEXT_BYTES - 1;
    return character_end(t->text, end < t->text.len ? end : t->text.len);
}

/* Looks where the name around a trigger can begin, once for all shapes that ask. */
static void find_name(struct tagger *t, size_t index)
{
    struct span word = word_list_span(&t->list, index);
    if (t->name.word.end == word.end)
        return;
    size_t block_start = t->article->blocks[t->block].start;
    t->name.word = word;
    t->name.n = context_name_starts(t->text, block_start, word, t->name.starts, MAX_NAME_STARTS);
    size_t start = t->name.starts[t->name.n - 1], first = start, end;
    uint32_t before = first > 0 ? utf8_prev(t->text, &first) : ' ';
    t->name.around = tagger_cut(t, (struct span){first, name_end(t, index, &end)});
    t->name.is_listed =
        before == ' ' && tagger_form_at(t, tagger_word_at(t, start)).span.end >= end;
}

/* A shape's name in text, which begins at byte first of the article: its span in text,
 * empty where there is none. With part, text is the start of a longer one, and *is_open
 * tells that it does not decide. */
static struct span find_in(struct tagger *t, uint32_t rule, struct slice text, size_t first,
                           bool part, bool *is_open)
{
    struct span none = {0, 0}, match;
    struct pattern *p = tagger_rule_pattern(t, rule, true);
    size_t word = t->name.word.start - first;
    *is_open = false;
    for (size_t n = t->name.n; p && n-- > 0;) {
        size_t start = t->name.starts[n] - first;
        if (names_joined_at(t->lexicon, rule, text, start, word) < word)
            continue;
        enum pattern_result result = part ? pattern_find_in_part(p, text, start, &match)
                                          : pattern_find(p, text, start, &match);
        if (result == PATTERN_OPEN) {
            *is_open = true;
            return none;
        }
        if (result == PATTERN_LIMIT)
            t->limited_rule = rule;
        if (result != PATTERN_FOUND)
            continue;
        size_t joined = names_joined_at(t->lexicon, rule, text, start, match.end);
        struct slice before = {text.ptr, joined}; /* once more, up to the "and" */
        if (joined < match.end && pattern_find(p, before, start, &match) != PATTERN_FOUND)
            continue;
        if (match.end > word)
            return match;
    }
    return none;
}

/* A larger table; what was kept is asked again. */
static void grow_memos(struct tagger *t)
{
    free(t->shape_memos);
    t->n_memos = t->n_memos ? t->n_memos * 4 : FIRST_MEMOS;
    t->shape_memos = memory_zeroed(t->n_memos, sizeof *t->shape_memos);
    t->n_kept_memos = 0;
}

/* What a look at the text around decides, from the memos or for them. */
static struct shape_memo *look(struct tagger *t, uint32_t rule, size_t first)
{
    struct slice text = t->name.around;
    uint64_t seed = (uint64_t)rule << 32 | (t->name.word.start - first) << 8 | t->name.n;
    uint64_t hash = hash_bytes(text, seed);
    if (t->n_kept_memos * 2 >= t->n_memos && t->n_memos < MAX_MEMOS)
        grow_memos(t);
    struct shape_memo *memo = &t->shape_memos[(hash ^ hash >> 32) % t->n_memos];
    if (memo->hash == hash && memo->rule == rule && memo->seen == text.len)
        return memo;
    bool is_open;
    struct span name = find_in(t, rule, text, first, true, &is_open);
    t->n_kept_memos += !memo->seen;
    *memo = (struct shape_memo){
        hash, rule, (uint8_t)text.len, (uint8_t)name.start, (uint8_t)name.end, is_open};
    return memo;
}

void tagger_try_shape(struct tagger *t, uint32_t rule, size_t word)
{
    find_name(t, word);
    if (t->name.is_listed)
        return;
    size_t first = (size_t)(t->name.around.ptr - t->text.ptr);
    struct span name = {0, 0};
    bool is_open = true;
    if (t->name.around.len <= MAX_SEEN) {
        const struct shape_memo *memo = look(t, rule, first);
        name = (struct span){memo->start, memo->end};
        is_open = memo->is_open;
    }
    if (is_open) {
        size_t end = t->name.word.end + SEEN_BEHIND;
        end = end < t->text.len ? token_boundary_behind(t->text, end) : t->text.len;
        name = find_in(t, rule, tagger_cut(t, (struct span){first, end}), first, false, &is_open);
    }
    if (name.end)
        tagger_add_hit(t, rule, (struct span){first + name.start, first + name.end});
}
