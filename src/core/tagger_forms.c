/*
 * tagger_forms.c - the candidates for a mention at one place: the forms of the lexicon, an
 * acronym that the article taught, a short form, a rule's hit.
 */
#include "tagger_rules.h"

#include "context.h"
#include "dragoman/utf8.h"
#include "teaching.h"

enum { MAX_FORM_TOKENS = 40 };

uint32_t tagger_look_up(struct tagger *t, size_t word)
{
    struct text_word *w = &t->list.items[word];
    struct span span = word_list_span(&t->list, word);
    struct slice text = tagger_cut(t, span);
    if (!(w->flags & WORD_ASCII) || text.len > sizeof t->known_words->bytes)
        return w->entry = lexicon_word(t->lexicon, text, w->flags & WORD_ASCII);
    uint64_t bytes = word_prefix(t->text.ptr, t->text.len, span.start, span.end);
    struct known_word *known = &t->known_words[bytes * HASH_FACTOR >> (64 - KNOWN_WORD_BITS)];
    if (known->bytes != bytes)
        *known = (struct known_word){bytes, lexicon_word(t->lexicon, text, true)};
    return w->entry = known->entry;
}

static bool is_better(const struct candidate *best, struct span span)
{
    return span.end > best->span.end;
}

static bool form_fits(struct tagger *t, struct span span, struct lexicon_end end, bool capitals)
{
    if (capitals && !context_is_capitals(t->text, span))
        return false;
    if (end.form == FORM_ACRONYM && context_is_shouted_word(t->text, span))
        return false;
    if (end.form == FORM_METONYM && context_is_place(t->text, span))
        return false;
    if (end.form == FORM_ADJECTIVE && context_is_language(t->text, span))
        return false;
    return !context_is_other_name(t->text, span) && !context_is_address(t->text, span) &&
           !tagger_is_excepted(t, end.record, span);
}

/* The token behind off, and its entry where it is a word; *next is the word of the list
 * that comes at or after off. */
static struct token next_token(struct tagger *t, size_t off, size_t *next, uint32_t *entry)
{
    *entry = LEXICON_NONE;
    if (*next < t->list.n && t->text.ptr[off] == ' ' &&
        t->list.origin + t->list.items[*next].start == off + 1) { /* as nearly always */
        struct span span = word_list_span(&t->list, *next);
        *entry = tagger_entry(t, (*next)++);
        return (struct token){span.start, span.end, TOKEN_WORD, true, false};
    }
    struct token token = token_next(t->text, off);
    if (token.type != TOKEN_WORD)
        return token;
    while (*next < t->list.n && t->list.origin + t->list.items[*next].start < token.start)
        ++*next;
    bool listed = *next < t->list.n && word_list_span(&t->list, *next).start == token.start;
    *entry = listed ? tagger_entry(t, (*next)++) : lexicon_word_at(t->lexicon, t->text, token);
    return token;
}

/* Walks the trie from a word up to limit and takes the longest form that fits. */
void tagger_try_forms(struct tagger *t, size_t word, size_t limit, struct candidate *best)
{
    struct step {
        uint32_t node;
        size_t end, before;
        bool capitals;
    } steps[MAX_FORM_TOKENS];
    const struct lexicon *l = t->lexicon;
    const struct lexicon_word *first = &l->words[tagger_entry(t, word)];
    struct span span = word_list_span(&t->list, word);
    size_t n = 0, off = span.end, before = span.start;
    bool capitals = first->flags & LEXICON_WORD_CAPITALS;
    uint32_t node = l->infos[first->id].node;
    word++;
    while (node) {
        steps[n++] = (struct step){node, off, before, capitals};
        if (!l->nodes[node].goes_on || n == MAX_FORM_TOKENS)
            break;
        uint32_t entry;
        struct token token = next_token(t, off, &word, &entry);
        uint32_t id = lexicon_mark_id(token);
        if (token.type == TOKEN_END || token.type == TOKEN_OTHER || token.end > limit)
            break;
        if (token.type == TOKEN_WORD) {
            if (entry == LEXICON_NONE)
                break;
            id = l->words[entry].id;
            capitals = capitals || l->words[entry].flags & LEXICON_WORD_CAPITALS;
        }
        node = lexicon_follow(l, node, id, token.blank);
        before = off;
        off = token.end;
    }
    while (n-- > 0) {
        const struct lexicon_node *at = &l->nodes[steps[n].node];
        for (uint32_t i = 0; i < at->n_ends; i++) {
            struct lexicon_end end = l->ends[at->first_end + i];
            span.end = end.drops_last ? steps[n].before : steps[n].end;
            if (!is_better(best, span))
                continue;
            if (form_fits(t, span, end, steps[n].capitals)) {
                *best = (struct candidate){span, end.record, LEXICON_NONE, LEXICON_NONE,
                                           (uint8_t)end.form};
                return;
            }
        }
    }
}

struct candidate tagger_form_at(struct tagger *t, size_t word)
{
    struct known_form *known = &t->known_forms[word % N_KNOWN_FORMS];
    if (known->word != word || known->stretch != t->stretch.end) {
        size_t start = word_list_span(&t->list, word).start;
        struct candidate form = {.span = {start, start}};
        if (tagger_entry(t, word) != LEXICON_NONE)
            tagger_try_forms(t, word, SIZE_MAX, &form);
        *known = (struct known_form){word, t->stretch.end, form};
    }
    return known->form;
}

static void try_taught(struct tagger *t, struct span word, struct candidate *best)
{
    struct slice text = tagger_cut(t, word);
    if (!teaching_is_acronym(text))
        return;
    uint32_t entity = name_map_find(&t->taught, text);
    if (entity != LEXICON_NONE && !context_is_shouted_word(t->text, word))
        *best = (struct candidate){word, LEXICON_NONE, LEXICON_NONE, entity, FORM_ACRONYM};
}

static void try_short(struct tagger *t, uint32_t entry, struct span word, struct candidate *best)
{
    const struct lexicon *l = t->lexicon;
    uint32_t id = l->words[entry].id;
    if (!l->infos[id].heads || !t->head_entities[id] || !is_better(best, word) ||
        !utf8_is_upper(utf8_peek(t->text, word.start)) ||
        l->words[entry].flags & LEXICON_WORD_CAPITALS || !context_is_alone(t->text, word))
        return;
    *best =
        (struct candidate){word, LEXICON_NONE, LEXICON_NONE, t->head_entities[id] - 1, FORM_SHORT};
}

void tagger_try_hit(struct tagger *t, const struct hit *hit, struct candidate *best)
{
    const struct lexicon_rule *rule = &t->lexicon->rules[hit->rule];
    if (!is_better(best, hit->span) || context_is_address(t->text, hit->span) ||
        tagger_is_excepted(t, rule->record, hit->span))
        return;
    *best = (struct candidate){hit->span, rule->record, LEXICON_NONE, LEXICON_NONE, FORM_PATTERN};
    if (rule->type == RULE_SHAPE)
        best->rule = hit->rule;
}

struct candidate tagger_best_at(struct tagger *t, size_t word)
{
    struct span span = word_list_span(&t->list, word);
    struct candidate best = {.span = {span.start, span.start}};
    uint32_t entry = tagger_entry(t, word);
    if (t->taught.table.n)
        try_taught(t, span, &best);
    if (entry != LEXICON_NONE) {
        struct candidate form = tagger_form_at(t, word);
        if (is_better(&best, form.span))
            best = form;
        try_short(t, entry, span, &best);
    }
    return best;
}
