/*
 * frame.h - a screen in memory: rows and columns of cells, and a cursor.
 *
 * Views write into frames, the terminal copies them out, tests print them. What goes
 * in is made harmless on the way: no cell ever holds a control character, bidi
 * controls become a symbol, and nothing is wider than the frame.
 */
#ifndef DRAGOMAN_FRAME_H
#define DRAGOMAN_FRAME_H

#include "dragoman/base.h"

/* What a cell is; the theme says how that looks. */
enum role {
    ROLE_TEXT,
    ROLE_TITLE,
    ROLE_BYLINE,
    ROLE_HEADING,
    ROLE_QUOTE,
    ROLE_BOILERPLATE,
    ROLE_BAR,     /* the title bar */
    ROLE_STATUS,  /* the bottom line */
    ROLE_MESSAGE, /* what the last key did, on the bottom line */
    ROLE_ERROR,   /* what went wrong, there too */
    ROLE_PROMPT,
    ROLE_FRAMEWORK, /* lines, the empty density bar, hints */
    ROLE_VISIBLE,   /* the part of the density bar that is on screen */
    ROLE_LABEL,     /* names of facts, of keys */
    ROLE_KIND,      /* of kind 0; kind k is ROLE_KIND + k, the last for all others */
    ROLE_LAST_KIND = ROLE_KIND + 5,
    N_ROLES
};

enum mark {
    MARK_FOCUS = 1,    /* the focused mention */
    MARK_HIT = 2,      /* a match of the search */
    MARK_CURRENT = 4,  /* the current one */
    MARK_SELECTED = 8, /* the chosen line of a panel */
    MARK_BARE = 16,    /* the role's colour without its attributes: a tick, no text */
    MARK_BOLD = 32,    /* the styles of the text, in the order of enum style */
    MARK_ITALIC = 64,
    MARK_UNDERLINE = 128,
    MARK_STYLES = MARK_BOLD | MARK_ITALIC | MARK_UNDERLINE,
};

enum { CELL_BYTES = 24 };

struct cell {
    char bytes[CELL_BYTES]; /* a grapheme cluster in UTF-8; marks beyond that are left out */
    uint8_t len;
    uint8_t columns; /* 1 or 2; 0 is the right half of the cell before */
    uint8_t role;
    uint8_t marks;
    uint32_t link; /* id of the link that it belongs to, or 0 */
};

/* A link on the screen; in every frame the same target has the same id. */
struct frame_link {
    uint32_t id;
    size_t start, len; /* of its target */
};

struct frame {
    int rows, cols;
    struct cell *cells; /* rows * cols */
    struct frame_link *links;
    size_t n_links, cap_links;
    struct buffer targets;
    int cursor_row, cursor_col;
    bool cursor; /* shown */
};

struct area {
    int row, col, rows, cols;
};

void frame_release(struct frame *f);
/* Makes it rows x cols of blanks of ROLE_TEXT, without a cursor. */
void frame_clear(struct frame *f, int rows, int cols);
struct cell *frame_at(struct frame *f, int row, int col);
void frame_copy(struct frame *to, const struct frame *from);
/* The id of a target, for cells of the link; 0 where a terminal could not take it. */
uint32_t frame_add_link(struct frame *f, struct slice target);
/* Its target: printable ASCII. */
struct slice frame_target(const struct frame *f, uint32_t link);

/* Writes text from col on, up to but not into column limit; returns the column after
 * it. What is outside of the frame is left out. */
int frame_put(struct frame *f, int row, int col, int limit, struct slice text, enum role role,
              unsigned marks);
/* The same, with … at the end where the text does not fit. */
int frame_put_short(struct frame *f, int row, int col, int limit, struct slice text, enum role role,
                    unsigned marks);
void frame_fill(struct frame *f, int row, int col, int limit, enum role role, unsigned marks);

static inline enum role role_of_kind(uint32_t kind)
{
    return kind < ROLE_LAST_KIND - ROLE_KIND ? (enum role)(ROLE_KIND + kind) : ROLE_LAST_KIND;
}

#endif
