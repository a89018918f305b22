/*
 * utf8.h - code points, grapheme clusters and their width.
 *
 * Offsets are bytes. Everything but utf8_repair and the two functions before it takes
 * text that is valid UTF-8 already (load has seen to it) and offsets on character
 * boundaries. What Unicode defines comes from utf8proc; nothing here is a
 * table of ours.
 */
#ifndef DRAGOMAN_UTF8_H
#define DRAGOMAN_UTF8_H

#include "dragoman/base.h"

/* The code point at *off, which moves past it. */
uint32_t utf8_next(struct slice text, size_t *off);
/* The code point before *off, which moves onto it; 0 at the start of the text. */
uint32_t utf8_prev(struct slice text, size_t *off);
/* The code point at off without moving; 0 at the end. */
uint32_t utf8_peek(struct slice text, size_t off);
void utf8_put(struct buffer *out, uint32_t code_point);

/* Bytes of the well-formed sequence at p, of which left can be read, or minus the bytes
 * of the maximal ill-formed subpart there (Unicode 15, table 3-7 and section 3.9). */
int utf8_sequence_len(const unsigned char *p, size_t left);
/* Bytes up to the first ill-formed sequence. */
size_t utf8_valid_len(struct slice bytes);
/* Appends bytes to out, each maximal ill-formed subpart as one U+FFFD. */
void utf8_repair(struct slice bytes, struct buffer *out);

/* Blanks that people read as a space: U+0020, tab, no-break and typographic spaces; not LF. */
bool utf8_is_blank(uint32_t cp);
/* Letters, digits and marks, and the soft hyphen inside them (general categories L, N, M). */
bool utf8_is_word(uint32_t cp);
bool utf8_is_upper(uint32_t cp);
bool utf8_is_lower(uint32_t cp);
bool utf8_is_apostrophe(uint32_t cp); /* ' U+2019 U+2018 U+02BC */
bool utf8_is_hyphen(uint32_t cp);     /* - U+2010 U+2011 U+2013 */
/* Wide East Asian characters, between which a line may break (a part of UAX #14). */
bool utf8_is_ideographic(uint32_t cp);
/* Characters that steer the bidirectional algorithm (UAX #9, table 4). */
bool utf8_is_bidi_control(uint32_t cp);

/* End of the extended grapheme cluster (UAX #29) that starts at off; *columns
 * is its width on a terminal: 0, 1 or 2. LF is a cluster of width 0. */
size_t utf8_cluster_end(struct slice text, size_t off, int *columns);
/* Columns of a whole text. */
size_t utf8_columns(struct slice text);
size_t utf8_count(struct slice text); /* code points */

/* Appends text in NFD without soft hyphens: the form in which words are compared. */
void utf8_fold_word(struct slice text, struct buffer *out);
void utf8_to_lower(struct slice text, struct buffer *out);
void utf8_to_upper(struct slice text, struct buffer *out);
/* Appends an ASCII rendering for terminals that cannot show text: accents go, quotes
 * and dashes become their ASCII kin, anything else becomes '?' once per column. */
void utf8_to_ascii(struct slice text, struct buffer *out);
/* Appends what may hold anything (a file's name): control characters as \xNN, invalid
 * bytes too. */
void utf8_add_escaped(struct slice text, struct buffer *out);

#endif
