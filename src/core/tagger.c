/*
 * tagger.c - finding mentions, a block at a time.
 *
 * First pass: every word that can begin a form, or is the trigger of a rule, is
 * looked up once; rules are run around their triggers and their hits kept. Second
 * pass: from left to right, the longest candidate at each place is taken: an acronym
 * that the article taught, a form of the lexicon, a rule's hit, or a short form.
 * Taken mentions teach: acronyms in parentheses, and head words for short forms.
 */
#include "dragoman/tagger.h"

#include "context.h"
#include "dragoman/utf8.h"
#include "tagger_rules.h"
#include "teaching.h"

#include <stdlib.h>

enum {
    MAX_FORM_TOKENS = 40,
    STRETCH_BYTES = 32 * 1024, /* of a block that are tagged together */
    MARGIN_BEFORE = 512,       /* bytes around a stretch whose words are listed too */
    MARGIN_BEHIND = 1024,
    MAX_SPELLINGS = 64 * 1024, /* that are remembered */
    NAME_BYTES = 512,          /* a rule's match begins at most so far before its trigger */
};

/* --------------------------------------------------------------- life */

static void find_filters(struct tagger *t)
{
    const struct lexicon *l = t->lexicon;
    for (uint32_t i = 0; i < l->n_words; i++) {
        if (!(l->words[i].flags & ~(uint32_t)LEXICON_WORD_CAPITALS))
            continue;
        struct slice w = lexicon_text(l, l->words[i].text);
        uint64_t prefix = word_prefix(w.ptr, w.len, 0, w.len);
        if (l->words[i].flags & LEXICON_WORD_STARTS)
            tagger_filter_add(t->starts, prefix);
        if (l->words[i].flags & (LEXICON_WORD_HINTS | LEXICON_WORD_ASKS))
            tagger_filter_add(t->hinting, prefix);
    }
}

static void find_everywhere(struct tagger *t)
{
    const struct lexicon *l = t->lexicon;
    uint32_t cap = 0;
    for (uint32_t rule = 0; rule < l->n_rules; rule++) {
        if (l->rules[rule].has_trigger || l->rules[rule].type == RULE_EXCEPT)
            continue;
        ARRAY_RESERVE(t->everywhere, t->n_everywhere, cap);
        t->everywhere[t->n_everywhere++] = rule;
    }
}

struct tagger *tagger_new(const struct lexicon *lexicon)
{
    struct tagger *t = memory_zeroed(1, sizeof *t);
    t->lexicon = lexicon;
    t->patterns = memory_zeroed((size_t)lexicon->n_rules * 2, sizeof *t->patterns);
    t->starts = memory_zeroed(TAGGER_FILTER_WORDS, sizeof *t->starts);
    t->hinting = memory_zeroed(TAGGER_FILTER_WORDS, sizeof *t->hinting);
    t->record_entities = memory_zeroed(lexicon->n_records, sizeof *t->record_entities);
    t->head_entities = memory_zeroed(lexicon->n_infos, sizeof *t->head_entities);
    t->known_forms = memory_zeroed(N_KNOWN_FORMS, sizeof *t->known_forms);
    find_filters(t);
    find_everywhere(t);
    return t;
}

void tagger_free(struct tagger *t)
{
    if (!t)
        return;
    for (size_t i = 0; i < (size_t)t->lexicon->n_rules * 2; i++)
        pattern_free(t->patterns[i]);
    free(t->patterns);
    free(t->starts);
    free(t->hinting);
    free(t->everywhere);
    free(t->record_entities);
    free(t->head_entities);
    name_map_release(&t->introduced);
    name_map_release(&t->spellings);
    name_map_release(&t->taught);
    free(t->heads);
    free(t->head_pool);
    word_list_release(&t->list);
    free(t->begins);
    free(t->hits);
    free(t->hints);
    free(t->due);
    free(t->shape_memos);
    free(t->known_forms);
    free(t);
}

void mentions_release(struct mentions *m)
{
    free(m->items);
    free(m->entities);
    arena_release(&m->arena);
    *m = (struct mentions){0};
}

size_t mentions_after(const struct mentions *m, size_t off)
{
    size_t low = 0, high = m->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (m->items[middle].end <= off)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

uint32_t tagger_limited_rule(const struct tagger *t)
{
    return t->limited_rule;
}

/* ------------------------------------------------------------- entities */

static uint32_t new_entity(struct tagger *t, struct entity entity)
{
    struct mentions *m = t->out;
    ARRAY_RESERVE(m->entities, m->n_entities, m->cap_entities);
    entity.first = m->n;
    m->entities[m->n_entities] = entity;
    return (uint32_t)m->n_entities++;
}

static uint32_t record_entity(struct tagger *t, uint32_t record)
{
    const struct lexicon *l = t->lexicon;
    if (!t->record_entities[record]) {
        const struct lexicon_record *r = &l->records[record];
        t->record_entities[record] = 1 + new_entity(t, (struct entity){
                                                           .name = lexicon_text(l, r->name),
                                                           .id = lexicon_text(l, r->id),
                                                           .kind = r->kind,
                                                           .record = record,
                                                       });
    }
    return t->record_entities[record] - 1;
}

/* The name on one line with single blanks. */
static void add_one_line(struct slice text, struct buffer *out)
{
    bool gap = false;
    for (size_t off = 0; off < text.len;) {
        size_t start = off;
        uint32_t cp = utf8_next(text, &off);
        bool blank = cp == '\n' || utf8_is_blank(cp);
        if (gap && !blank)
            buffer_add_byte(out, ' ');
        if (!blank)
            buffer_add(out, (struct slice){text.ptr + start, off - start});
        gap = blank;
    }
}

/* An Id made of a name: capitals and digits, everything else a single hyphen. */
static void add_slug(struct slice name, struct buffer *out)
{
    struct buffer upper = {0}, ascii = {0};
    utf8_to_upper(name, &upper);
    utf8_to_ascii(buffer_slice(&upper), &ascii);
    for (size_t i = 0; i < ascii.len; i++) {
        char c = ascii.ptr[i];
        bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
        if (plain)
            buffer_add_byte(out, c);
        else if (c != '\'' && out->len && out->ptr[out->len - 1] != '-')
            buffer_add_byte(out, '-');
    }
    if (out->len && out->ptr[out->len - 1] == '-')
        out->len--;
    buffer_release(&upper);
    buffer_release(&ascii);
}

/* The entity of a name that no record lists: one for all that differ only in blanks, case
 * and punctuation. */
static uint32_t make_entity(struct tagger *t, struct slice text, uint32_t kind)
{
    struct buffer name = {0}, id = {0};
    add_one_line(text, &name);
    add_slug(buffer_slice(&name), &id);
    uint32_t entity = name_map_find(&t->introduced, buffer_slice(&id));
    if (entity == LEXICON_NONE) {
        entity =
            new_entity(t, (struct entity){.name = arena_copy(&t->out->arena, buffer_slice(&name)),
                                          .id = arena_copy(&t->out->arena, buffer_slice(&id)),
                                          .kind = kind,
                                          .record = LEXICON_NONE});
        name_map_put(&t->introduced, buffer_slice(&id), entity);
    }
    buffer_release(&name);
    buffer_release(&id);
    return entity;
}

static uint32_t introduced_entity(struct tagger *t, struct slice text, uint32_t kind)
{
    uint32_t entity = name_map_find(&t->spellings, text);
    if (entity != LEXICON_NONE)
        return entity;
    entity = make_entity(t, text, kind);
    if (t->spellings.table.n < MAX_SPELLINGS)
        name_map_put(&t->spellings, text, entity);
    return entity;
}

/* --------------------------------------------------------- first pass */

/* Notes the words at which mentions can begin and asks the rules of trigger words, also of
 * those behind the stretch that a match from inside it may need. */
static void find_words(struct tagger *t)
{
    const struct lexicon *l = t->lexicon;
    size_t end = t->stretch.end - t->list.origin;
    for (size_t i = word_list_from(&t->list, t->stretch.start);
         i < t->list.n && t->list.items[i].start < end + NAME_BYTES; i++) {
        bool inside = t->list.items[i].start < end, begins = false;
        if (tagger_filter_has(t, t->starts, i)) {
            uint32_t entry = tagger_entry(t, i);
            if (entry != LEXICON_NONE && l->words[entry].flags & LEXICON_WORD_STARTS) {
                const struct lexicon_word_info *info = &l->infos[l->words[entry].id];
                begins = info->node || info->heads;
                if (info->n_triggers)
                    tagger_try_rules(t, i);
            }
        } else if (!(t->list.items[i].flags & WORD_STRONG)) {
            continue;
        }
        if (!inside ||
            (!begins && !teaching_is_acronym(tagger_cut(t, word_list_span(&t->list, i)))))
            continue;
        ARRAY_RESERVE(t->begins, t->n_begins, t->cap_begins);
        t->begins[t->n_begins++] = (uint32_t)i;
    }
}

static int compare_hits(const void *a, const void *b)
{
    const struct hit *x = a, *y = b;
    if (x->span.start != y->span.start)
        return x->span.start < y->span.start ? -1 : 1;
    if (x->span.end != y->span.end) /* longest first */
        return x->span.end > y->span.end ? -1 : 1;
    return x->rule > y->rule ? -1 : x->rule < y->rule; /* a later claim before an earlier one */
}

/* --------------------------------------------------------- candidates */

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
static void try_forms(struct tagger *t, size_t word, size_t limit, struct candidate *best)
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
        if (!l->nodes[node].n_edges || n == MAX_FORM_TOKENS)
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
            try_forms(t, word, SIZE_MAX, &form);
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

static void try_hit(struct tagger *t, const struct hit *hit, struct candidate *best)
{
    const struct lexicon_rule *rule = &t->lexicon->rules[hit->rule];
    if (!is_better(best, hit->span) || context_is_address(t->text, hit->span) ||
        tagger_is_excepted(t, rule->record, hit->span))
        return;
    *best = (struct candidate){hit->span, rule->record, LEXICON_NONE, LEXICON_NONE, FORM_PATTERN};
    if (rule->type == RULE_SHAPE)
        best->rule = hit->rule;
}

static struct candidate best_at_word(struct tagger *t, size_t word)
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

/* ------------------------------------------------------------ learning */

static bool is_head(const struct lexicon *l, uint32_t entry, uint32_t kind)
{
    return entry != LEXICON_NONE && l->words[entry].flags & LEXICON_WORD_STARTS && kind < 32 &&
           (l->infos[l->words[entry].id].heads >> kind & 1);
}

/* Calls take for each head word in a name of an entity's kind. */
static void each_head(struct tagger *t, struct slice name, uint32_t entity,
                      void (*take)(struct tagger *t, uint32_t id, uint32_t entity))
{
    const struct lexicon *l = t->lexicon;
    for (size_t off = 0; off < name.len;) {
        struct token token = token_next(name, off);
        off = token.end > off ? token.end : off + 1;
        uint32_t entry = token.type == TOKEN_WORD ? lexicon_word_at(l, name, token) : LEXICON_NONE;
        if (is_head(l, entry, t->out->entities[entity].kind))
            take(t, l->words[entry].id, entity);
    }
}

static void keep_head(struct tagger *t, uint32_t id, uint32_t entity)
{
    ARRAY_RESERVE(t->head_pool, t->n_head_pool, t->cap_head_pool);
    t->head_pool[t->n_head_pool++] = id;
    t->heads[entity].n++;
}

static void use_head(struct tagger *t, uint32_t id, uint32_t entity)
{
    t->head_entities[id] = entity + 1;
}

/* The head words of an entity's name, found at its first mention. */
static struct heads heads_of(struct tagger *t, uint32_t entity)
{
    const struct entity *e = &t->out->entities[entity];
    for (uint32_t at = (uint32_t)t->n_heads; at <= entity; at++) {
        ARRAY_RESERVE(t->heads, t->n_heads, t->cap_heads);
        t->heads[t->n_heads++] = (struct heads){UINT32_MAX, 0};
    }
    struct heads *heads = &t->heads[entity];
    if (heads->first != UINT32_MAX)
        return *heads;
    *heads = (struct heads){(uint32_t)t->n_head_pool, 0};
    each_head(t, e->name, entity, keep_head);
    return *heads;
}

/* An entity that is named for the first time may be taken up by a head word of any of its
 * aliases. */
static void learn_aliases(struct tagger *t, uint32_t entity)
{
    const struct entity *e = &t->out->entities[entity];
    if (e->record == LEXICON_NONE || e->n_mentions != 1)
        return;
    struct slice rest = lexicon_text(t->lexicon, t->lexicon->records[e->record].text), line;
    while (slice_next(&rest, '\n', &line))
        if (slice_has_prefix(line, SLICE("Alias: ")))
            each_head(t, line, entity, use_head);
}

/* From here on a head word in the entity's name, or in the form used here, means it. */
static void learn_heads(struct tagger *t, uint32_t entity, const struct candidate *c)
{
    struct heads heads = heads_of(t, entity);
    for (uint32_t i = 0; i < heads.n; i++)
        t->head_entities[t->head_pool[heads.first + i]] = entity + 1;
    if (c->form == FORM_ACRONYM)
        return;
    for (size_t i = tagger_word_at(t, c->span.start);
         i < t->list.n && t->list.origin + t->list.items[i].start < c->span.end; i++) {
        uint32_t entry = tagger_entry(t, i);
        if (is_head(t->lexicon, entry, t->out->entities[entity].kind))
            t->head_entities[t->lexicon->words[entry].id] = entity + 1;
    }
}

static void teach(struct tagger *t, struct span acronym, uint32_t entity)
{
    name_map_put(&t->taught, tagger_cut(t, acronym), entity);
}

/* "Name (ABC)": what comes behind a mention teaches. */
static void learn_acronym(struct tagger *t, uint32_t entity, struct span mention)
{
    size_t behind = mention.end + 1;
    if (behind < t->text.len && t->text.ptr[behind - 1] == ' ' &&
        (unsigned char)t->text.ptr[behind] < 0x80 && t->text.ptr[behind] > '(')
        return; /* as nearly always: no parenthesis */
    struct span acronym = teaching_acronym_behind(t->text, mention.end);
    if (acronym.end &&
        (teaching_stands_for(tagger_cut(t, acronym), tagger_cut(t, mention)) ||
         teaching_stands_for(tagger_cut(t, acronym), t->out->entities[entity].name) ||
         teaching_may_stand_for(tagger_cut(t, acronym), tagger_cut(t, mention))))
        teach(t, acronym, entity);
}

static uint32_t take(struct tagger *t, const struct candidate *c)
{
    struct mentions *m = t->out;
    uint32_t entity = c->entity;
    if (c->rule != LEXICON_NONE)
        entity = introduced_entity(t, tagger_cut(t, c->span),
                                   t->lexicon->records[t->lexicon->rules[c->rule].record].kind);
    else if (entity == LEXICON_NONE)
        entity = record_entity(t, c->record);
    ARRAY_RESERVE(m->items, m->n, m->cap);
    m->items[m->n++] = (struct mention){
        .start = c->span.start,
        .end = c->span.end,
        .entity = entity,
        .kind = (uint8_t)m->entities[entity].kind,
        .form = c->form,
    };
    m->entities[entity].n_mentions++;
    return entity;
}

static void take_and_learn(struct tagger *t, const struct candidate *c)
{
    uint32_t entity = take(t, c);
    if (c->form == FORM_SHORT)
        return;
    learn_aliases(t, entity);
    learn_heads(t, entity, c);
    learn_acronym(t, entity, c->span);
}

/* ---------------------------------------------------------- second pass */

/* The longest hit that begins at start; hits[*h] is the first that does not begin before. */
static void try_hits(struct tagger *t, size_t *h, size_t start, struct candidate *best)
{
    while (*h < t->n_hits && t->hits[*h].span.start < start)
        ++*h;
    for (size_t i = *h; i < t->n_hits && t->hits[i].span.start == start; i++)
        try_hit(t, &t->hits[i], best);
}

/* "ABC (Name)" where nobody knows ABC: the name is looked at first. */
static bool try_reversed(struct tagger *t, size_t word, size_t h, struct candidate *best,
                         struct span *full_name)
{
    struct span acronym = word_list_span(&t->list, word);
    struct token open = token_next(t->text, acronym.end);
    if (open.type != TOKEN_OPEN || !teaching_is_acronym(tagger_cut(t, acronym)))
        return false;
    struct token name = token_next(t->text, open.end);
    if (slice_equal(tagger_cut(t, (struct span){name.start, name.end}), SLICE("the")))
        name = token_next(t->text, name.end);
    struct candidate inside = {.span = {name.start, name.start}};
    for (size_t i = word + 1; i < t->list.n && word_list_span(&t->list, i).start <= name.start; i++)
        if (word_list_span(&t->list, i).start == name.start)
            inside = best_at_word(t, i);
    try_hits(t, &h, name.start, &inside);
    struct token close = token_next(t->text, inside.span.end);
    if (inside.span.end == inside.span.start || close.type != TOKEN_CLOSE ||
        !teaching_stands_for(tagger_cut(t, acronym), tagger_cut(t, inside.span)))
        return false;
    *full_name = inside.span;
    *best = inside;
    best->span = acronym;
    best->form = FORM_ACRONYM;
    return true;
}

static uint32_t introduce_reversed(struct tagger *t, struct candidate *c, struct span name)
{
    if (c->rule != LEXICON_NONE)
        c->entity = introduced_entity(t, tagger_cut(t, name),
                                      t->lexicon->records[t->lexicon->rules[c->rule].record].kind);
    else if (c->entity == LEXICON_NONE)
        c->entity = record_entity(t, c->record);
    c->rule = LEXICON_NONE;
    return c->entity;
}

/* "A-land's Ministry of Mines" names the ministry, and A-land too: where a mention begins
 * with an owner that is another's name, takes the owner and leaves the rest. */
static void take_owner(struct tagger *t, size_t word, struct candidate *c)
{
    struct span first = word_list_span(&t->list, word);
    struct token mark = {.end = first.end};
    if (mark.end >= c->span.end)
        return;
    do {
        mark = token_next(t->text, mark.end);
    } while (mark.type != TOKEN_APOSTROPHE && mark.type != TOKEN_END && mark.end < c->span.end);
    if (mark.type != TOKEN_APOSTROPHE)
        return;
    struct token rest = token_next(t->text, mark.end);
    if (!rest.blank && slice_equal(tagger_cut(t, (struct span){rest.start, rest.end}), SLICE("s")))
        rest = token_next(t->text, rest.end);
    if (!rest.blank || rest.end > c->span.end || !utf8_is_upper(utf8_peek(t->text, rest.start)))
        return;
    struct candidate owner = {.span = {c->span.start, c->span.start}};
    try_forms(t, word, mark.start, &owner);
    if (owner.span.end != mark.start || owner.record == c->record)
        return;
    take_and_learn(t, &owner);
    c->span.start = rest.start;
}

static void sweep(struct tagger *t)
{
    size_t h = 0, w = 0;
    t->word_near = 0;
    for (;;) {
        size_t pos = t->free_from;
        while (w < t->n_begins && word_list_span(&t->list, t->begins[w]).start < pos)
            w++;
        while (h < t->n_hits && t->hits[h].span.start < pos)
            h++;
        size_t hit = h < t->n_hits ? t->hits[h].span.start : SIZE_MAX;
        size_t start = w < t->n_begins ? word_list_span(&t->list, t->begins[w]).start : SIZE_MAX;
        bool word = start <= hit;
        start = word ? start : hit;
        if (start >= t->stretch.end)
            return;
        struct candidate best = {.span = {start, start}};
        if (word)
            best = best_at_word(t, t->begins[w]);
        try_hits(t, &h, start, &best);
        struct span name;
        if (word && best.span.end == start && try_reversed(t, t->begins[w], h, &best, &name))
            teach(t, best.span, introduce_reversed(t, &best, name));
        t->free_from = start + 1;
        if (best.span.end > start) {
            if (word && tagger_entry(t, t->begins[w]) != LEXICON_NONE)
                take_owner(t, t->begins[w], &best);
            take_and_learn(t, &best);
            t->free_from = best.span.end;
        }
    }
}

/* A block is tagged in stretches, so that a very long one takes no more memory, and can
 * be left in its middle. */
static void tag_stretch(struct tagger *t)
{
    const struct block *block = &t->article->blocks[t->block];
    struct slice text = t->text;
    size_t from = t->stretch.start, to = t->stretch.end;
    from = from - block->start > MARGIN_BEFORE
               ? token_boundary_before(text, from - MARGIN_BEFORE, block->start)
               : block->start;
    to = block->end - to > MARGIN_BEHIND ? token_boundary_behind(text, to + MARGIN_BEHIND)
                                         : block->end;
    t->n_begins = t->n_hits = t->n_hints = t->word_near = t->hint_near = 0;
    t->hinted = (struct span){0, 0};
    t->name.word = (struct span){0, 0};
    word_list_fill(&t->list, text, from, to);
    find_words(t);
    if (t->n_everywhere)
        tagger_try_rules_everywhere(t);
    if (t->n_hits > 1)
        qsort(t->hits, t->n_hits, sizeof *t->hits, compare_hits);
    if (t->free_from < t->stretch.start)
        t->free_from = t->stretch.start;
    sweep(t);
}

void tagger_begin(struct tagger *t, const struct article *article, struct mentions *m)
{
    t->article = article;
    t->out = m;
    t->block = 0;
    t->stretch = (struct span){0, 0};
    memset(t->known_forms, 0, N_KNOWN_FORMS * sizeof *t->known_forms);
    t->free_from = 0;
    t->n_heads = t->n_head_pool = 0;
    t->limited_rule = LEXICON_NONE;
    if (t->is_used) { /* a new tagger's are zero already, and memory not yet touched */
        memset(t->record_entities, 0, t->lexicon->n_records * sizeof *t->record_entities);
        memset(t->head_entities, 0, t->lexicon->n_infos * sizeof *t->head_entities);
    }
    t->is_used = true;
    name_map_release(&t->introduced);
    name_map_release(&t->spellings);
    name_map_release(&t->taught);
}

static bool has_more(struct tagger *t)
{
    const struct article *a = t->article;
    while (t->block < a->n_blocks && t->stretch.end >= a->blocks[t->block].end)
        t->block++;
    return t->block < a->n_blocks;
}

static void next_stretch(struct tagger *t)
{
    const struct article *a = t->article;
    size_t from = t->stretch.end;
    const struct block *block = &a->blocks[t->block];
    if (from < block->start)
        from = block->start;
    t->text = (struct slice){a->text.ptr, block->end};
    t->stretch = (struct span){from, block->end};
    if (block->end - from > STRETCH_BYTES)
        t->stretch.end = token_boundary_behind(t->text, from + STRETCH_BYTES);
}

bool tagger_step(struct tagger *t, size_t bytes, size_t *done)
{
    size_t step = 0;
    bool more = has_more(t);
    while (step < bytes && more) {
        next_stretch(t);
        tag_stretch(t);
        step += t->stretch.end - t->stretch.start;
        more = has_more(t);
    }
    size_t next = more ? t->article->blocks[t->block].start : t->article->text.len;
    if (done)
        *done = next > t->stretch.end ? next : t->stretch.end;
    return more;
}

void tagger_run(struct tagger *t, const struct article *article, struct mentions *m)
{
    tagger_begin(t, article, m);
    tagger_step(t, SIZE_MAX, NULL);
}
