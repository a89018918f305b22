/*
 * token.h - text as the words and marks that names are made of.
 *
 * A token is a maximal run of letters, digits and marks, or one punctuation
 * mark that can stand inside a name. Differences that readers do not see are
 * gone at this level: any apostrophe is TOKEN_APOSTROPHE, hyphen, non-breaking
 * hyphen and en dash are TOKEN_HYPHEN, any run of blanks with at most one line
 * break in it is one blank, and a line break after a hyphen is none at all.
 */
#ifndef DRAGOMAN_TOKEN_H
#define DRAGOMAN_TOKEN_H

#include "dragoman/base.h"

enum token_type {
    TOKEN_END,   /* of the text, or a blank line */
    TOKEN_OTHER, /* a mark that no name contains */
    TOKEN_HYPHEN,
    TOKEN_APOSTROPHE,
    TOKEN_PERIOD,
    TOKEN_COMMA,
    TOKEN_AMPERSAND,
    TOKEN_SLASH,
    TOKEN_PLUS,
    TOKEN_OPEN,  /* ( */
    TOKEN_CLOSE, /* ) */
    TOKEN_COLON,
    TOKEN_EXCLAMATION,
    TOKEN_WORD,
};

struct token {
    size_t start, end; /* bytes */
    uint8_t type;      /* enum token_type */
    bool blank;        /* a blank or line break before it */
    bool ascii;        /* a word of ASCII characters alone: it is its own folded form */
};

/* The token at or after off, or TOKEN_END at text.len. */
struct token token_next(struct slice text, size_t off);
/* The token that ends at or before off; type TOKEN_END where there is none. */
struct token token_before(struct slice text, size_t off);
/* Is off between a word and something else, so that a match may begin or end here? */
bool token_is_boundary(struct slice text, size_t off);
/* The nearest such place at or before off, but not before low; at or behind off. */
size_t token_boundary_before(struct slice text, size_t off, size_t low);
size_t token_boundary_behind(struct slice text, size_t off);

#endif
