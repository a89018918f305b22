/*
 * command_mentions.c - `dragoman mentions`: every mention, in order. As text a line is
 * FILE:LINE:COLUMN: KIND: ENTITY: TEXT, which editors load as a quickfix list.
 */
#include "cli.h"

enum { FILE_, SECTION, HEADING, LINE, COLUMN, START, END, TEXT, KIND, ENTITY, ID, FORM };

static void write_text(const struct value *v, struct output *out)
{
    output_add_escaped(&out->bytes, v[FILE_].text);
    buffer_format(&out->bytes, ":%zu:%zu: ", v[LINE].number, v[COLUMN].number);
    buffer_add(&out->bytes, v[KIND].text);
    buffer_add(&out->bytes, SLICE(": "));
    buffer_add(&out->bytes, v[ENTITY].text);
    buffer_add(&out->bytes, SLICE(": "));
    struct buffer line = {0};
    output_add_line(&line, v[TEXT].text);
    output_add_kind(out, v[KIND].text, buffer_slice(&line));
    buffer_release(&line);
}

static const char *const fields[] = {"file", "section", "heading", "line", "column", "start", "end",
                                     "text", "kind",    "entity",  "id",   "form",   NULL};
static const struct record_type type = {fields, write_text};

static void print(struct cli *cli, struct document *d, void *context)
{
    const struct writer *writer = context;
    const struct lexicon *l = &cli->lexicon->lexicon;
    const struct article *a = &d->article;
    struct place_cursor cursor = {0};
    struct mentions m;
    cli_tag(cli, d, &m);
    for (size_t i = 0; i < m.n && !cli->out.failed; i++) {
        const struct mention *x = &m.items[i];
        const struct entity *e = &m.entities[x->entity];
        if (!cli_wants(cli, x->kind))
            continue;
        size_t section = article_section_at(a, x->start);
        struct place place = article_place(a, &cursor, x->start);
        struct value values[] = {
            [FILE_] = TEXT_VALUE(d->name),
            [SECTION] = NUMBER_VALUE(section),
            [HEADING] = TEXT_VALUE(a->sections[section].name),
            [LINE] = NUMBER_VALUE(place.line),
            [COLUMN] = NUMBER_VALUE(place.column),
            [START] = NUMBER_VALUE(x->start),
            [END] = NUMBER_VALUE(x->end),
            [TEXT] = TEXT_VALUE(slice_cut(a->text, (struct span){x->start, x->end})),
            [KIND] = TEXT_VALUE(lexicon_text(l, l->kinds[x->kind])),
            [ENTITY] = TEXT_VALUE(e->name),
            [ID] = TEXT_VALUE(e->id),
            [FORM] = TEXT_VALUE(slice_of(lexicon_form_names[x->form])),
        };
        writer->record(writer, values);
    }
    mentions_release(&m);
}

void command_mentions(struct cli *cli)
{
    struct writer writer = writer_of(cli->options->format, &type, &cli->out);
    writer.begin(&writer);
    cli_each_document(cli, 0, print, &writer);
}
