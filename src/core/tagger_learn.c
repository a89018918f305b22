/*
 * tagger_learn.c - the entities of an article, and what its mentions teach.
 *
 * A mention of a record is one entity however it is named; a name that no record lists
 * makes an entity of its own. Each mention teaches: acronyms in parentheses, and the head
 * words by which a later short form takes it up.
 */
#include "tagger_rules.h"

#include "dragoman/utf8.h"
#include "teaching.h"

enum { MAX_SPELLINGS = 64 * 1024 }; /* of introduced names that are remembered */

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

void tagger_teach(struct tagger *t, struct span acronym, uint32_t entity)
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
        tagger_teach(t, acronym, entity);
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

void tagger_take(struct tagger *t, const struct candidate *c)
{
    uint32_t entity = take(t, c);
    if (c->form == FORM_SHORT)
        return;
    learn_aliases(t, entity);
    learn_heads(t, entity, c);
    learn_acronym(t, entity, c->span);
}

uint32_t tagger_introduce(struct tagger *t, struct candidate *c, struct span name)
{
    if (c->rule != LEXICON_NONE)
        c->entity = introduced_entity(t, tagger_cut(t, name),
                                      t->lexicon->records[t->lexicon->rules[c->rule].record].kind);
    else if (c->entity == LEXICON_NONE)
        c->entity = record_entity(t, c->record);
    c->rule = LEXICON_NONE;
    return c->entity;
}
