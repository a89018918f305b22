/*
 * document.h - a file's name in, an article out, at once or piece by piece.
 *
 * Piece by piece: document_begin opens; document_read reads on without ever waiting for
 * a producer, and document_format makes blocks of what was read. Each does a bounded work, so
 * that a reader can do something else in between. Text without markup is there as far as
 * it is formatted; markup and what is packed only when all of it was read.
 */
#ifndef DRAGOMAN_DOCUMENT_H
#define DRAGOMAN_DOCUMENT_H

#include "dragoman/encoding.h"
#include "dragoman/filter.h"

enum document_state {
    DOCUMENT_MORE,     /* can be read at once */
    DOCUMENT_WAITS,    /* nothing has arrived yet, from a producer or a filter */
    DOCUMENT_COMPLETE, /* all of it was read */
};

struct document {
    struct slice name; /* as given; borrowed */
    struct article article;
    enum document_state state;
    struct slice read;         /* the text as far as it was read, without markup */
    size_t size;               /* of a file when it was opened, 0 for what has no size */
    bool is_cut;               /* the file ended before its size */
    bool follows;              /* it may grow when it is complete: no line is cut by its end */
    int descriptor;            /* -1: none, or closed */
    struct document_bytes *in; /* what has come in and is not yet article */
};

/* An asset or other text in memory that lives longer than the document. */
struct document_source {
    struct slice name, text;
};

/* How files are read; all zero: found out from each, without filters. It outlives the
 * documents. */
struct document_reading {
    struct document_source bundled;
    const struct filters *filters;
    struct slice type;        /* a format or the name of a filter, or empty */
    struct encoding encoding; /* of all that no filter has converted, or unknown */
};

/* Is there a format or a filter of that name? */
bool document_knows(const struct filters *filters, struct slice type);

/* Opens a file; "-" is standard input; NULL is the bundled article, which is borrowed.
 * False and *error "REASON" where it cannot be read. */
bool document_open(struct document *d, const char *path, const struct document_reading *reading,
                   struct error *error);
void document_close(struct document *d);

bool document_begin(struct document *d, const char *path, const struct document_reading *reading,
                    struct error *error);
/* Reads about so many bytes of what can be read without waiting. Where the system refuses or
 * there is no more room the document is complete, and *error says why; else it is empty. */
enum document_state document_read(struct document *d, size_t bytes, struct error *error);
/* Nothing of it can be shown before all of it was read and filters have converted it. */
bool document_is_packed(const struct document *d);
/* The program that does so now, or empty. */
struct slice document_converter(const struct document *d);
/* What there is to wait for (with poll(2)) while nothing can be read; a filter wants to be looked
 * at now and then as well. Returns how many there are. */
enum { DOCUMENT_POLLS = FILTER_POLLS };
size_t document_polls(const struct document *d, struct pollfd polls[DOCUMENT_POLLS]);
/* Stops a conversion: the document is complete, without a text. */
void document_stop(struct document *d);
/* Formats about so many bytes of what was read; false once there is nothing to format. */
bool document_format(struct document *d, size_t bytes);
/* What was read is formatted and settled as it is; more may come. */
void document_pause(struct document *d);

/* The bytes of the text from start on, as far as the file can tell them before they were
 * read in order: true where the file is its own text so far and bytes up to end are text too.
 * They then stand in article.text.ptr as well. */
bool document_peek(struct document *d, size_t start, size_t end);

enum document_ahead {
    DOCUMENT_AHEAD,    /* here are the bytes */
    DOCUMENT_ASK,      /* it has come a piece further: ask again */
    DOCUMENT_IN_ORDER, /* what comes next is not text as it stands: it has to be read first */
};
/* Looks at the bytes from start on, about up to end, where they were not read yet, and does not
 * keep them: a search has passed over them long before they could be read in order. Everything
 * from what was read up to them is looked at too, a piece at a time, so that their offsets are
 * those of the text. *bytes then are whole characters of it, from *from on, valid until the
 * next call; end does not lie behind the end of the file. */
enum document_ahead document_look_ahead(struct document *d, size_t start, size_t end, size_t *from,
                                        struct slice *bytes);

enum document_change {
    DOCUMENT_SAME,
    DOCUMENT_GROWN,     /* and may be read on */
    DOCUMENT_TRUNCATED, /* these two: opened anew, its text is empty */
    DOCUMENT_REPLACED,
    DOCUMENT_GONE,
};
/* What happened to the file of a complete document since it was read. */
enum document_change document_check(struct document *d);

#endif
