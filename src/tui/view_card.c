/*
 * view_card.c - who or what an entity is, and what this article says of it: facts of
 * the lexicon, the forms used, whom it is mentioned with, every mention in its words.
 */
#include "reader.h"

#include "dragoman/recfile.h"
#include "dragoman/utf8.h"

#include <stdlib.h>

enum { AROUND_BYTES = 34, COMPANIONS = 6, FACT_COLS = 14 };

/* ---------------------------------------------------------------- wrapping */

/* Adds text as lines of the panel's width, at a hanging indent. */
static void add_wrapped(struct reader *r, struct panel *p, struct slice text, int indent,
                        enum role role)
{
    int width = reader_screen(r).panel.cols - 4 - indent;
    size_t start = 0, good = 0;
    int used = 0;
    width = width < 10 ? 10 : width;
    for (size_t off = 0; off < text.len;) {
        int columns;
        size_t end = utf8_cluster_end(text, off, &columns);
        if (text.ptr[off] == ' ')
            good = off;
        if (used + columns > width) {
            size_t cut = good > start ? good : off;
            panel_add(p, slice_cut(text, (struct span){start, cut}), role)->indent = indent;
            start = cut + (text.ptr[cut] == ' ');
            used =
                (int)utf8_columns(slice_cut(text, (struct span){start, end > start ? end : start}));
            good = start;
        } else {
            used += columns;
        }
        off = end;
    }
    if (start < text.len)
        panel_add(p, slice_cut(text, (struct span){start, text.len}), role)->indent = indent;
}

static void add_gap(struct panel *p)
{
    if (p->n && p->items[p->n - 1].text.len)
        panel_add(p, SLICE(""), ROLE_TEXT);
}

static void add_fact(struct reader *r, struct panel *p, struct slice label, struct slice value)
{
    struct buffer line = {0};
    buffer_add(&line, label);
    while ((int)utf8_columns(buffer_slice(&line)) < FACT_COLS)
        buffer_add_byte(&line, ' ');
    size_t before = p->n;
    add_wrapped(r, p, value, FACT_COLS, ROLE_TEXT);
    if (before < p->n) {
        struct buffer first = {0};
        buffer_add(&first, buffer_slice(&line));
        buffer_add(&first, p->items[before].text);
        p->items[before].text = arena_copy(&p->arena, buffer_slice(&first));
        p->items[before].indent = 0;
        buffer_release(&first);
    }
    buffer_release(&line);
}

/* ------------------------------------------------------------------- facts */

/* Fields of a record in the order of the card, and what they are called there. */
static const struct {
    const char *field, *label;
    bool is_reference;
} facts[] = {
    {"Type", "type", false},        {"Capital", "capital", false},
    {"Region", "region", false},    {"Founded", "founded", false},
    {"Seat", "seat", false},        {"Members", "members", false},
    {"Member", "members", true},    {"Signed", "signed", false},
    {"InForce", "in force", false}, {"Party", "parties", true},
    {"Parties", "parties", false},  {"Depositary", "depositary", false},
    {"Status", "status", false},    {"See", "see also", true},
};

static void add_reference(const struct lexicon *l, struct slice id, struct buffer *out)
{
    uint32_t record = lexicon_find_id(l, id);
    if (out->len)
        buffer_add(out, SLICE(", "));
    buffer_add(out, record == LEXICON_NONE ? id : lexicon_text(l, l->records[record].name));
}

static void add_record_facts(struct reader *r, struct panel *p, uint32_t record)
{
    const struct lexicon *l = r->setup.lexicon;
    struct slice text = lexicon_text(l, l->records[record].text);
    struct slice summary = record_get(text, SLICE("Summary"));
    if (summary.len) {
        add_wrapped(r, p, summary, 0, ROLE_TEXT);
        add_gap(p);
    }
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++) {
        struct buffer value = {0};
        struct slice rest = text;
        struct rec_field field;
        size_t line = 1;
        while (record_next(&rest, &line, &field)) {
            if (!slice_equal(field.name, slice_of(facts[i].field)))
                continue;
            if (facts[i].is_reference) {
                add_reference(l, field.value, &value);
            } else {
                buffer_add(&value, value.len ? SLICE("; ") : SLICE(""));
                buffer_add(&value, field.value);
            }
        }
        if (value.len)
            add_fact(r, p, slice_of(facts[i].label), buffer_slice(&value));
        buffer_release(&value);
    }
}

/* Names of the records whose field holds this Id: what a country is a member or party of. */
static void add_memberships(struct reader *r, struct panel *p, struct slice id,
                            struct slice field_name, struct slice label)
{
    const struct lexicon *l = r->setup.lexicon;
    struct buffer value = {0};
    for (uint32_t i = 0; i < l->n_records; i++) {
        struct slice rest = lexicon_text(l, l->records[i].text), line;
        while (slice_next(&rest, '\n', &line)) {
            size_t head = field_name.len;
            if (line.len != head + 2 + id.len || !slice_has_prefix(line, field_name) ||
                line.ptr[head] != ':' || memcmp(line.ptr + head + 2, id.ptr, id.len) != 0)
                continue;
            buffer_add(&value, value.len ? SLICE(", ") : SLICE(""));
            buffer_add(&value, lexicon_text(l, l->records[i].name));
            break;
        }
    }
    if (value.len)
        add_fact(r, p, label, buffer_slice(&value));
    buffer_release(&value);
}

/* ------------------------------------------------------------ this article */

struct form {
    struct slice text;
    size_t n;
};

static void add_forms(struct reader *r, struct panel *p, uint32_t entity)
{
    struct form *forms = NULL;
    size_t n = 0, cap = 0;
    for (size_t i = r->mentions->entities[entity].first; i < r->mentions->n; i++) {
        const struct mention *m = &r->mentions->items[i];
        struct slice text = slice_cut(reader_text(r), (struct span){m->start, m->end});
        size_t k = 0;
        if (m->entity != entity)
            continue;
        while (k < n && !slice_equal(forms[k].text, text))
            k++;
        if (k == n) {
            ARRAY_RESERVE(forms, n, cap);
            forms[n++] = (struct form){text, 0};
        }
        forms[k].n++;
    }
    struct buffer value = {0};
    for (size_t i = 0; i < n; i++) {
        buffer_add(&value, i ? SLICE(", ") : SLICE(""));
        buffer_add(&value, forms[i].text);
        buffer_format(&value, " %zu", forms[i].n);
    }
    for (size_t i = 0; i < value.len; i++)
        value.ptr[i] = value.ptr[i] == '\n' ? ' ' : value.ptr[i];
    add_fact(r, p, SLICE("called here"), buffer_slice(&value));
    buffer_release(&value);
    free(forms);
}

/* Those most often mentioned in the same paragraphs. */
static void add_companions(struct reader *r, struct panel *p, uint32_t entity)
{
    const struct mentions *m = r->mentions;
    size_t *counts = memory_zeroed(m->n_entities, sizeof *counts);
    size_t from = 0;
    while (from < m->n) {
        size_t block = article_block_at(r->article, m->items[from].start), to = from;
        bool here = false;
        for (; to < m->n && article_block_at(r->article, m->items[to].start) == block; to++)
            here = here || m->items[to].entity == entity;
        for (size_t i = from; here && i < to; i++)
            if (m->items[i].entity != entity)
                counts[m->items[i].entity]++;
        from = to;
    }
    struct buffer value = {0};
    for (int rank = 0; rank < COMPANIONS; rank++) {
        size_t best = 0;
        for (size_t i = 1; i < m->n_entities; i++)
            if (counts[i] > counts[best])
                best = i;
        if (m->n_entities == 0 || counts[best] == 0)
            break;
        buffer_add(&value, rank ? SLICE(", ") : SLICE(""));
        buffer_add(&value, m->entities[best].name);
        buffer_format(&value, " %zu", counts[best]);
        counts[best] = 0;
    }
    if (value.len)
        add_fact(r, p, SLICE("together with"), buffer_slice(&value));
    buffer_release(&value);
    free(counts);
}

/* A mention among the words around it, on one line. */
static void add_line_around(const struct reader *r, const struct mention *m, struct buffer *out)
{
    struct slice text = reader_text(r);
    const struct block *b = &r->article->blocks[article_block_at(r->article, m->start)];
    size_t start = m->start - b->start > AROUND_BYTES ? m->start - AROUND_BYTES : b->start;
    size_t end = b->end > m->end + AROUND_BYTES ? m->end + AROUND_BYTES : b->end;
    while (start > b->start && start < m->start && text.ptr[start - 1] != ' ')
        start++;
    while (end < b->end && end > m->end && text.ptr[end] != ' ')
        end--;
    buffer_add(out, start > b->start ? SLICE("\u2026") : SLICE(""));
    for (size_t i = start; i < end; i++)
        buffer_add_byte(out, text.ptr[i] == '\n' || text.ptr[i] == '\t' ? ' ' : text.ptr[i]);
    buffer_add(out, end < b->end ? SLICE("\u2026") : SLICE(""));
}

static void add_mentions(struct reader *r, struct panel *p, uint32_t entity)
{
    const struct article *a = r->article;
    size_t section = SIZE_MAX;
    for (size_t i = r->mentions->entities[entity].first; i < r->mentions->n; i++) {
        const struct mention *m = &r->mentions->items[i];
        struct buffer line = {0};
        if (m->entity != entity)
            continue;
        if (article_section_at(a, m->start) != section) {
            section = article_section_at(a, m->start);
            struct slice heading = a->sections[section].name;
            add_gap(p);
            panel_add(p, heading.len ? heading : r->document.name, ROLE_HEADING);
        }
        add_line_around(r, m, &line);
        struct item *item = panel_add_place(p, buffer_slice(&line), ROLE_TEXT, m->start);
        item->entity = entity;
        item->current = i == r->focus;
        buffer_release(&line);
    }
}

static void build(struct reader *r, struct panel *p)
{
    const struct lexicon *l = r->setup.lexicon;
    const struct entity *e = &r->mentions->entities[p->entity];
    struct slice kind = lexicon_text(l, l->kinds[e->kind]);
    buffer_add(&p->title, e->name);
    buffer_add(&p->title, SLICE("  ("));
    buffer_add(&p->title, kind);
    buffer_add(&p->title, SLICE(", "));
    buffer_add(&p->title, e->id);
    buffer_add(&p->title, SLICE(")"));
    if (e->record != LEXICON_NONE) {
        add_record_facts(r, p, e->record);
    } else {
        add_wrapped(r, p, SLICE("Introduced by this article; no lexicon lists it."), 0, ROLE_TEXT);
    }
    add_gap(p);
    struct buffer count = {0};
    buffer_format(&count, "%zu", e->n_mentions);
    add_fact(r, p, SLICE("mentions"), buffer_slice(&count));
    buffer_release(&count);
    add_forms(r, p, p->entity);
    add_companions(r, p, p->entity);
    add_mentions(r, p, p->entity);
    add_gap(p);
    add_memberships(r, p, e->id, SLICE("Member"), SLICE("member of"));
    add_memberships(r, p, e->id, SLICE("Party"), SLICE("party to"));
}

const struct view view_card = {"card", 'K', build, NULL};

void do_card(struct reader *r, const struct call *call)
{
    (void)call;
    uint32_t entity = reader_focused_entity(r);
    if (entity == LEXICON_NONE) {
        reader_complain(r, "nothing has the focus; c, o, t or Tab give it");
        return;
    }
    r->panel.entity = entity;
    panel_open(r, &view_card);
    r->panel.from_head = true; /* who it is first, then where it is mentioned */
}
