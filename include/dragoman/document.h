/*
 * document.h - a file's name in, an article out.
 */
#ifndef DRAGOMAN_DOCUMENT_H
#define DRAGOMAN_DOCUMENT_H

#include "dragoman/article.h"

struct document {
    struct slice name; /* as given; borrowed */
    struct article article;
};

/* An asset or other text in memory that lives longer than the document. */
struct document_source {
    struct slice name, text;
};

/* Opens a file; "-" is standard input; NULL is the bundled article, which is borrowed.
 * False and *error "REASON" where it cannot be read. */
bool document_open(struct document *d, const char *path, struct document_source bundled,
                   struct error *error);
void document_close(struct document *d);

#endif
