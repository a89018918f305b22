/*
 * chunk.h - a text without markup, cut into chunks: runs of lines that are not blank.
 *
 * The text may grow while it is cut: a chunk is closed once nothing behind it can change
 * it. No chunk is longer than two times CHUNK_BYTES: a longer one ends at the end of a
 * line, and a line longer than that is cut at a blank, the same way however it came in.
 */
#ifndef DRAGOMAN_CHUNK_H
#define DRAGOMAN_CHUNK_H

#include "dragoman/base.h"

enum { CHUNK_BYTES = 64 * 1024 };

struct chunk {
    struct span span; /* first byte of the first line to the end of the last, without LF */
    size_t n_lines;
    size_t first;   /* bytes of the first line */
    size_t longest; /* bytes of the longest line */
    bool has_marks; /* a line may begin with the mark of an item: not with a word */
    bool is_piece;  /* it begins inside an overlong line */
};

struct chunks {
    struct slice text; /* as much as there is */
    struct chunk *items;
    size_t n, cap;
    size_t scanned; /* start of the line, or of the piece, to look at next */
    bool open;      /* the last chunk can take more lines */
    bool inside;    /* scanned lies inside an overlong line */
};

/* Cuts on as far as the text tells, complete: it goes no further; true when it has cut
 * many and stopped before that. */
bool chunks_scan(struct chunks *c, bool complete);
/* Leaves the first n out. */
void chunks_drop(struct chunks *c, size_t n);
void chunks_release(struct chunks *c);

/* Where to cut a stretch of text that is longer than wanted: behind a sentence, else a
 * clause, a word, a character, at most limit bytes behind start. */
size_t chunk_cut(struct slice text, size_t start, size_t limit);

#endif
