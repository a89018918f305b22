/*
 * command_entities.c - `dragoman entities`: who is mentioned, how often and where; by
 * kind, the most mentioned first.
 */
#include "cli.h"

#include <stdlib.h>

enum { FILE_, KIND, ENTITY, ID, MENTIONS, SECTIONS, FIRST };

static void write_text(const struct value *v, struct output *out)
{
    output_add_escaped(&out->bytes, v[FILE_].text);
    buffer_add(&out->bytes, SLICE(": "));
    buffer_add(&out->bytes, v[KIND].text);
    buffer_add(&out->bytes, SLICE(": "));
    output_add_kind(out, v[KIND].text, v[ENTITY].text);
    buffer_format(&out->bytes, ": %zu mention%s, section%s ", v[MENTIONS].number,
                  v[MENTIONS].number == 1 ? "" : "s", v[SECTIONS].n_numbers == 1 ? "" : "s");
    for (size_t i = 0; i < v[SECTIONS].n_numbers; i++)
        buffer_format(&out->bytes, "%s%zu", i ? ", " : "", v[SECTIONS].numbers[i]);
}

static const char *const fields[] = {"file",     "kind",     "entity", "id",
                                     "mentions", "sections", "first",  NULL};
static const struct record_type type = {fields, write_text};

static int compare(const void *a, const void *b)
{
    const struct entity *x = *(const struct entity *const *)a;
    const struct entity *y = *(const struct entity *const *)b;
    if (x->kind != y->kind)
        return x->kind < y->kind ? -1 : 1;
    if (x->n_mentions != y->n_mentions)
        return x->n_mentions > y->n_mentions ? -1 : 1;
    return x->first < y->first ? -1 : x->first > y->first;
}

/* The numbers of the sections that mention the entity, in order; returns how many. */
static size_t find_sections(const struct article *a, const struct mentions *m, size_t entity,
                            size_t *sections)
{
    size_t n = 0;
    for (size_t i = m->entities[entity].first; i < m->n; i++) {
        if (m->items[i].entity != entity)
            continue;
        size_t section = article_section_at(a, m->items[i].start);
        if (n == 0 || sections[n - 1] != section)
            sections[n++] = section;
    }
    return n;
}

static void print(struct cli *cli, struct document *d, void *context)
{
    const struct writer *writer = context;
    const struct lexicon *l = &cli->lexicon->lexicon;
    const struct article *a = &d->article;
    struct mentions m;
    cli_tag(cli, d, &m);
    const struct entity **order = memory_zeroed(m.n_entities, sizeof(const struct entity *));
    size_t *sections = memory_zeroed(a->n_sections, sizeof *sections), n = 0;
    for (size_t i = 0; i < m.n_entities; i++)
        if (m.entities[i].n_mentions && cli_wants(cli, m.entities[i].kind))
            order[n++] = &m.entities[i];
    if (n)
        qsort(order, n, sizeof(const struct entity *), compare);
    for (size_t i = 0; i < n && !cli->out.failed; i++) {
        const struct entity *e = order[i];
        struct value values[] = {
            [FILE_] = TEXT_VALUE(d->name),
            [KIND] = TEXT_VALUE(lexicon_text(l, l->kinds[e->kind])),
            [ENTITY] = TEXT_VALUE(e->name),
            [ID] = TEXT_VALUE(e->id),
            [MENTIONS] = NUMBER_VALUE(e->n_mentions),
            [SECTIONS] = {.type = VALUE_NUMBERS, .numbers = sections},
            [FIRST] = NUMBER_VALUE(m.items[e->first].start),
        };
        values[SECTIONS].n_numbers = find_sections(a, &m, (size_t)(e - m.entities), sections);
        writer->record(writer, values);
    }
    free(order);
    free(sections);
    mentions_release(&m);
}

void command_entities(struct cli *cli)
{
    struct writer writer = writer_of(cli->options->format, &type, &cli->out);
    writer.begin(&writer);
    cli_each_document(cli, 0, print, &writer);
}
