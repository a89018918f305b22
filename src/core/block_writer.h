/*
 * block_writer.h - how formats with markup write an article: block after block.
 *
 * What is written becomes the article's text: runs of blanks and line breaks become
 * one blank, blocks are parted by a blank line, items of one list by a line break, and
 * no control character gets in. Style and link hold for what is written under them, but
 * never for blanks at their ends.
 */
#ifndef DRAGOMAN_BLOCK_WRITER_H
#define DRAGOMAN_BLOCK_WRITER_H

#include "dragoman/article.h"

struct block_writer {
    struct article *article;
    struct buffer text;
    struct block block;          /* the open one */
    bool open, blank;            /* a blank is due before the next character */
    bool keep;                   /* preformatted: blanks stay */
    unsigned style, blank_style; /* enum style; the second that of the blank that is due */
    bool in_link;
    size_t link_start; /* SIZE_MAX before the link's first letter */
    struct buffer target;
};

/* Begins a block; one that is open is ended. */
void block_open(struct block_writer *w, struct block block);
/* Adds to the open block; without one, text that is not blank begins a paragraph. */
void block_text(struct block_writer *w, struct slice text);
void block_line_break(struct block_writer *w);
/* Adds so many blanks as they are. */
void block_pad(struct block_writer *w, size_t n);
/* Ends the open block; an empty one leaves nothing. */
void block_close(struct block_writer *w);
/* Takes the open block back. */
void block_drop(struct block_writer *w);

/* Begins and ends a link; one that is open is ended. One without letters leaves nothing. */
void block_link_open(struct block_writer *w, struct slice target);
void block_link_close(struct block_writer *w);

/* Ends the text and hands it over. */
struct buffer block_writer_finish(struct block_writer *w);

#endif
