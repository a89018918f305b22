/*
 * command_sections.c - `dragoman sections`: the outline with sizes and counts.
 */
#include "cli.h"

#include <stdlib.h>

enum { FILE_, SECTION, LEVEL, HEADING, START, END, WORDS, COUNTRIES, ORGANIZATIONS, TREATIES };

static void write_text(const struct value *v, struct output *out)
{
    output_add_escaped(&out->bytes, v[FILE_].text);
    buffer_format(&out->bytes, ": %zu: ", v[SECTION].number);
    for (size_t i = 1; i < v[LEVEL].number; i++)
        buffer_add(&out->bytes, SLICE("  "));
    output_add_line(&out->bytes, v[HEADING].text);
    buffer_format(&out->bytes, " (%zu words, countries %zu, organizations %zu, treaties %zu)",
                  v[WORDS].number, v[COUNTRIES].number, v[ORGANIZATIONS].number,
                  v[TREATIES].number);
}

static const char *const fields[] = {"file",          "section",  "level", "heading",
                                     "start",         "end",      "words", "countries",
                                     "organizations", "treaties", NULL};
static const struct record_type type = {fields, write_text};

struct counts {
    size_t of_kind[3];
};

static void count(struct cli *cli, struct document *d, struct counts *counts)
{
    static const char *const kinds[] = {"country", "organization", "treaty"};
    struct mentions m;
    cli_tag(cli, d, &m);
    for (size_t k = 0; k < 3; k++) {
        uint32_t kind = lexicon_kind(&cli->lexicon->lexicon, slice_of(kinds[k]));
        for (size_t i = 0; i < m.n; i++)
            if (m.items[i].kind == kind && cli_wants(cli, kind))
                counts[article_section_at(&d->article, m.items[i].start)].of_kind[k]++;
    }
    mentions_release(&m);
}

static void print(struct cli *cli, struct document *d, void *context)
{
    const struct writer *writer = context;
    const struct article *a = &d->article;
    struct counts *counts = memory_zeroed(a->n_sections, sizeof *counts);
    count(cli, d, counts);
    for (size_t i = 0; i < a->n_sections && !cli->out.failed; i++) {
        const struct section *s = &a->sections[i];
        struct value values[] = {
            [FILE_] = TEXT_VALUE(d->name),
            [SECTION] = NUMBER_VALUE(i),
            [LEVEL] = NUMBER_VALUE(s->level),
            [HEADING] = TEXT_VALUE(a->sections[i].name),
            [START] = NUMBER_VALUE(s->start),
            [END] = NUMBER_VALUE(s->end),
            [WORDS] = NUMBER_VALUE(article_count_words(a, (struct span){s->start, s->end})),
            [COUNTRIES] = NUMBER_VALUE(counts[i].of_kind[0]),
            [ORGANIZATIONS] = NUMBER_VALUE(counts[i].of_kind[1]),
            [TREATIES] = NUMBER_VALUE(counts[i].of_kind[2]),
        };
        writer->record(writer, values);
    }
    free(counts);
}

void command_sections(struct cli *cli)
{
    struct writer writer = writer_of(cli->options->format, &type, &cli->out);
    writer.begin(&writer);
    cli_each_document(cli, 0, print, &writer);
}
