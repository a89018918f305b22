/*
 * theme.h - how roles look, for each number of colours and for none.
 *
 * The three kinds differ by colour and by attribute, so that neither is needed to tell
 * them apart. Styles of the text never change the look of a mention; without colours they
 * are all slanted, because bold and underlined are the kinds there.
 */
#ifndef DRAGOMAN_THEME_H
#define DRAGOMAN_THEME_H

#include "frame.h"

enum attribute {
    LOOK_BOLD = 1,
    LOOK_DIM = 2,
    LOOK_UNDERLINE = 4,
    LOOK_ITALIC = 8,
    LOOK_REVERSE = 16,
    LOOK_SLANT = 32, /* italic where the terminal has it, else nothing */
};

struct look {
    int foreground, background; /* number of a colour, or -1 for the terminal's own */
    unsigned attributes;
};

/* Index of a theme by name ("dark", "light", "mono"), or -1. */
int theme_find(struct slice name);
/* The theme for a terminal by its COLORFGBG (as rxvt and others set it; may be NULL). */
int theme_for_background(const char *colorfgbg);
/* The look of a cell where the terminal has that many colours (below 8: none). */
struct look theme_look(int theme, int colors, enum role role, unsigned marks);

#endif
