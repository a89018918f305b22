/*
 * command_text.c - `dragoman text`: the bytes that every offset counts in, with the
 * mentions in colour where the output is coloured.
 */
#include "cli.h"

enum { PIECE_BYTES = 64 * 1024 };

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
    while (done < text.len && !cli->out.failed) { /* no second copy of a large text */
        size_t end = text.len - done > PIECE_BYTES ? done + PIECE_BYTES : text.len;
        buffer_add(&cli->out.bytes, slice_cut(text, (struct span){done, end}));
        output_settle(&cli->out);
        done = end;
    }
}

void command_text(struct cli *cli)
{
    cli_each_document(cli, 0, print, NULL);
}
