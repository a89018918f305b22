/*
 * style.h - which bytes of a text are bold, italic or underlined.
 *
 * Spans with their style: sorted, disjoint, none of them empty or plain. They come from
 * markup, or from what was struck over itself for a printer (see load.h).
 */
#ifndef DRAGOMAN_STYLE_H
#define DRAGOMAN_STYLE_H

#include "dragoman/base.h"

enum style { STYLE_BOLD = 1, STYLE_ITALIC = 2, STYLE_UNDERLINE = 4 };

struct style_span {
    size_t start, end;
    uint8_t style; /* bits of enum style */
};

struct styles {
    struct style_span *items;
    size_t n, cap;
};

/* Where the styles of overstrike go, or NULL for none; the text that is cleaned is the part
 * from base on of the one that they are of. */
struct striking {
    struct styles *styles;
    size_t base;
};

/* Adds a span that starts at or behind the end of the last one; a plain or empty one, or
 * one that only continues the last, makes no new span. */
void styles_add(struct styles *s, struct span span, unsigned style);
/* Forgets everything behind off. */
void styles_cut(struct styles *s, size_t off);
/* Index of the first span that ends behind off, or n. */
size_t styles_after(const struct styles *s, size_t off);
void styles_release(struct styles *s);

#endif
