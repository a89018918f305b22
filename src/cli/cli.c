/*
 * cli.c - the table of commands and what they share; see cli.h.
 */
#include "cli.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

void cli_message(struct slice subject, struct slice reason)
{
    struct output out = {.descriptor = STDERR_FILENO};
    buffer_add(&out.bytes, SLICE("dragoman: "));
    output_add_escaped(&out.bytes, subject);
    if (subject.len)
        buffer_add(&out.bytes, SLICE(": "));
    output_add_escaped(&out.bytes, reason);
    buffer_add_byte(&out.bytes, '\n');
    output_flush(&out);
    buffer_release(&out.bytes);
}

void cli_add_place(const struct lexicon_fault *fault, struct buffer *subject)
{
    buffer_add(subject, fault->file);
    if (fault->line)
        buffer_format(subject, ":%zu", fault->line);
}

bool cli_check_output(const struct output *out)
{
    if (!out->failed || out->error == EPIPE) /* who reads no further has what he wants */
        return true;
    cli_message(SLICE("standard output"), slice_of(strerror(out->error)));
    return false;
}

void cli_complain(struct cli *cli, struct slice subject, struct slice reason)
{
    output_flush(&cli->out); /* in the order in which things happened */
    cli_message(subject, reason);
    cli->status = EXIT_BAD;
}

void cli_each_document(struct cli *cli, size_t first,
                       void (*visit)(struct cli *cli, struct document *d, void *context),
                       void *context)
{
    const struct options *o = cli->options;
    const char *standard = isatty(STDIN_FILENO) ? NULL : "-";
    size_t n = o->n_words > first ? o->n_words : first + 1;
    for (size_t i = first; i < n && !cli->out.failed; i++) {
        const char *path = i < o->n_words ? o->words[i] : standard;
        struct document d;
        struct error error = {0};
        if (document_open(&d, path, &cli->reading, &error)) {
            visit(cli, &d, context);
            document_close(&d);
        } else {
            cli_complain(cli, path[0] ? slice_of(path) : SLICE("''"), buffer_slice(&error.text));
        }
        error_release(&error);
    }
}

void cli_tag(struct cli *cli, const struct document *d, struct mentions *m)
{
    *m = (struct mentions){0};
    if (!cli->tagger)
        cli->tagger = tagger_new(&cli->lexicon->lexicon);
    tagger_run(cli->tagger, &d->article, m);
    uint32_t limited = tagger_limited_rule(cli->tagger);
    if (limited != LEXICON_NONE) {
        const struct lexicon *l = &cli->lexicon->lexicon;
        struct buffer reason = {0};
        buffer_add(&reason, SLICE("a pattern of "));
        buffer_add(&reason, lexicon_text(l, l->records[l->rules[limited].record].id));
        buffer_add(&reason, SLICE(" ran into its limits and was passed over"));
        output_flush(&cli->out);
        cli_message(d->name, buffer_slice(&reason));
        buffer_release(&reason);
    }
}

bool cli_wants(const struct cli *cli, uint32_t kind)
{
    return kind <= UINT8_MAX && cli->wanted[kind];
}

static bool choose_kinds(struct cli *cli)
{
    struct slice rest = cli->options->kinds, name;
    for (uint32_t kind = 0; kind <= UINT8_MAX; kind++)
        cli->wanted[kind] = rest.len == 0;
    if (rest.len == 0)
        return true;
    while (slice_next(&rest, ',', &name)) {
        uint32_t kind = lexicon_kind(&cli->lexicon->lexicon, slice_trim(name));
        if (kind == LEXICON_NONE) {
            cli_complain(cli, SLICE("--kind"), SLICE("no lexicon has that kind"));
            return false;
        }
        cli->wanted[kind & UINT8_MAX] = true;
    }
    return true;
}

int cli_run(struct cli *cli)
{
    static void (*const commands[N_COMMANDS])(struct cli *) = {
        [COMMAND_READ] = command_text, /* where there is no terminal to read on */
        [COMMAND_TEXT] = command_text,         [COMMAND_SECTIONS] = command_sections,
        [COMMAND_MENTIONS] = command_mentions, [COMMAND_ENTITIES] = command_entities,
        [COMMAND_SEARCH] = command_search,     [COMMAND_LEXICON] = command_lexicon,
    };
    if (choose_kinds(cli))
        commands[cli->options->command](cli);
    output_flush(&cli->out);
    if (!cli_check_output(&cli->out))
        cli->status = EXIT_BAD;
    tagger_free(cli->tagger);
    buffer_release(&cli->out.bytes);
    return cli->status;
}
