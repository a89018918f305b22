/*
 * document.c - see document.h.
 */
#include "dragoman/document.h"

#include "dragoman/load.h"

#include <unistd.h>

bool document_open(struct document *d, const char *path, struct document_source bundled,
                   struct error *error)
{
    struct buffer bytes = {0};
    *d = (struct document){.name = path ? slice_of(path) : bundled.name};
    if (!path) {
        article_init_borrowed(&d->article, bundled.text);
        return true;
    }
    bool done = strcmp(path, "-") == 0 ? load_descriptor(STDIN_FILENO, &bytes, error)
                                       : load_file(path, &bytes, error);
    if (!done) {
        buffer_release(&bytes);
        return false;
    }
    load_clean(&bytes);
    article_init(&d->article, &bytes, article_guess_format(buffer_slice(&bytes), d->name));
    return true;
}

void document_close(struct document *d)
{
    article_release(&d->article);
}
