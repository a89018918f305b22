/*
 * window.h - a part of the text that is shown before the index has come to it.
 *
 * A place far on in a large file is read from there, and its blocks and mentions are made
 * as well as they can be told without what stands before. It is an article of its own, over
 * the same text and with the same offsets; once the index has arrived it is left.
 */
#ifndef DRAGOMAN_WINDOW_H
#define DRAGOMAN_WINDOW_H

#include "dragoman/tagger.h"

struct window {
    struct article article; /* its blocks; the text is the document's, up to the window's end */
    size_t start;           /* where its blocks begin; its end is article.text.len */
    struct article tagged;  /* those of its blocks that are tagged, or will be */
    struct mentions mentions;
    struct tagger *tagger;
    size_t tag_start, tag_end; /* mentions between these are known */
};

void window_release(struct window *w);
void window_leave(struct window *w); /* keeps only what the next one needs too */
/* Around off, from the text as far as it is there: up to end. */
void window_open(struct window *w, struct slice text, size_t off);
/* Forgets the mentions; those from the block at or behind off are to be found. */
void window_tag_from(struct window *w, const struct lexicon *lexicon, size_t off);
/* Finds those up to off; false once none is left to find. */
bool window_tag(struct window *w, size_t off);
/* Does it hold off, with a screen or more on both sides? */
bool window_holds(const struct window *w, size_t off, size_t len);

enum { WINDOW_BYTES = 64 * 1024 }; /* on either side of a place */

#endif
