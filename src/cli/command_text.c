/*
 * command_text.c - `dragoman text`: the bytes that every offset counts in, with the
 * mentions in colour where the output is coloured.
 */
#include "cli.h"

static void print(struct cli *cli, struct document *d, void *context)
{
    (void)context;
    struct slice text = d->article.text;
    size_t done = 0;
    if (cli->out.color) {
        const struct lexicon *l = &cli->lexicon->lexicon;
        struct mentions m;
        cli_tag(cli, d, &m);
        for (size_t i = 0; i < m.n; i++) {
            const struct mention *x = &m.items[i];
            if (!cli_wants(cli, x->kind))
                continue;
            buffer_add(&cli->out.bytes, slice_cut(text, (struct span){done, x->start}));
            output_add_kind(&cli->out, lexicon_text(l, l->kinds[x->kind]),
                            slice_cut(text, (struct span){x->start, x->end}));
            done = x->end;
            output_settle(&cli->out);
        }
        mentions_release(&m);
    }
    buffer_add(&cli->out.bytes, slice_cut(text, (struct span){done, text.len}));
    output_settle(&cli->out);
}

void command_text(struct cli *cli)
{
    cli_each_document(cli, 0, print, NULL);
}
