/*
 * decode.h - raw bytes in pieces in, clean text out.
 *
 * However a file is cut into pieces, the same text comes of it: what a piece leaves open
 * (a cut character, a CR that may be half a line end, an escape sequence) is kept for the
 * next one. Text is what load.h says it is.
 */
#ifndef DRAGOMAN_DECODE_H
#define DRAGOMAN_DECODE_H

#include "dragoman/encoding.h"
#include "dragoman/style.h"

struct decoder {
    struct encoding encoding; /* ENCODING_UNKNOWN until it has been found out */
    bool begun;               /* the byte order mark has been looked for */
    unsigned char before;     /* the byte in front of held, while the encoding is unknown */
    void *converter;          /* iconv's */
    struct buffer held;       /* raw bytes that wait for more */
    struct buffer cut;        /* UTF-8 that waits for more */
    struct striking striking; /* see clean.h */
};

/* Begins with the encoding that is known (ENCODING_UNKNOWN: a byte order mark and the
 * bytes tell). False where this system cannot read it; it is then read as UTF-8. */
bool decoder_init(struct decoder *d, const struct encoding *encoding);

/* Appends to text what bytes bring; with last these were all. */
void decoder_add(struct decoder *d, struct slice bytes, bool last, struct buffer *text);

/* Are bytes text as they stand, and is nothing kept that would come before them? Then they
 * count as decoded, and nothing was copied. */
bool decoder_passes(struct decoder *d, struct slice bytes);

/* The input pauses: takes what waits only for a guess as it looks now. */
void decoder_pause(struct decoder *d, struct buffer *text);

void decoder_release(struct decoder *d);

#endif
