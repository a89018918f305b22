/*
 * command_lexicon.c - `dragoman lexicon list | show NAME | check FILE...`.
 */
#include "cli.h"

enum { KIND, ENTITY, ID };

static void write_text(const struct value *v, struct output *out)
{
    buffer_format(&out->bytes, "%-13.*s ", (int)v[KIND].text.len, v[KIND].text.ptr);
    output_add_kind(out, v[KIND].text, v[ENTITY].text);
    buffer_add(&out->bytes, SLICE(" ["));
    buffer_add(&out->bytes, v[ID].text);
    buffer_add(&out->bytes, SLICE("]"));
}

static const char *const fields[] = {"kind", "entity", "id", NULL};
static const struct record_type type = {fields, write_text};

static void list(struct cli *cli)
{
    const struct lexicon *l = &cli->lexicon->lexicon;
    struct writer writer = writer_of(cli->options->format, &type, &cli->out);
    writer.begin(&writer);
    for (uint32_t i = 0; i < l->n_records && !cli->out.failed; i++) {
        const struct lexicon_record *r = &l->records[i];
        if (r->is_shape || !cli_wants(cli, r->kind))
            continue;
        struct value values[] = {
            [KIND] = TEXT_VALUE(lexicon_text(l, l->kinds[r->kind])),
            [ENTITY] = TEXT_VALUE(lexicon_text(l, r->name)),
            [ID] = TEXT_VALUE(lexicon_text(l, r->id)),
        };
        writer.record(&writer, values);
    }
}

static void show(struct cli *cli, const char *name)
{
    const struct lexicon *l = &cli->lexicon->lexicon;
    uint32_t record = lexicon_find(l, slice_of(name));
    if (record == LEXICON_NONE) {
        output_flush(&cli->out);
        cli_message(slice_of(name), SLICE("nobody of that name is in the lexicon"));
        if (cli->status == EXIT_DONE)
            cli->status = EXIT_NOTHING;
        return;
    }
    if (cli->out.bytes.len)
        buffer_add_byte(&cli->out.bytes, '\n');
    buffer_add(&cli->out.bytes, lexicon_text(l, l->records[record].text));
}

static void complain_of(void *context, const struct lexicon_fault *fault)
{
    struct cli *cli = context;
    struct buffer subject = {0};
    cli_add_place(fault, &subject);
    cli_complain(cli, buffer_slice(&subject), fault->reason);
    buffer_release(&subject);
}

static void check(struct cli *cli)
{
    struct loaded_lexicon checked;
    const struct options *o = cli->options;
    lexicon_load(&checked, cli->shipped, cli->n_shipped, cli->lexicon_directory, o->words + 1,
                 o->n_words - 1, complain_of, cli);
    lexicon_unload(&checked);
}

void command_lexicon(struct cli *cli)
{
    const struct options *o = cli->options;
    struct slice verb = o->n_words ? slice_of(o->words[0]) : SLICE("");
    if (slice_equal(verb, SLICE("list")) && o->n_words == 1) {
        list(cli);
    } else if (slice_equal(verb, SLICE("show")) && o->n_words > 1) {
        for (size_t i = 1; i < o->n_words; i++)
            show(cli, o->words[i]);
    } else if (slice_equal(verb, SLICE("check")) && o->n_words > 1) {
        check(cli);
    } else {
        cli_complain(cli, SLICE("lexicon"), SLICE("takes list, show NAME or check FILE..."));
    }
}
