/*
 * view.h - panels: outline, index, card, links, help.
 *
 * A panel is a list of lines; some can be chosen, and most of those lead somewhere in
 * the text. A view only builds that list; drawing, moving, narrowing and jumping are
 * the same for all.
 */
#ifndef DRAGOMAN_VIEW_H
#define DRAGOMAN_VIEW_H

#include "frame.h"
#include "prompt.h"

struct reader;

enum { NOWHERE = -1 };

struct item {
    struct slice text;  /* in the panel's arena */
    struct slice right; /* at the right edge */
    struct slice match; /* what narrowing looks at; empty: text */
    size_t off;         /* where Enter goes */
    uint32_t entity;    /* that Enter focuses there, or LEXICON_NONE */
    int indent;         /* columns */
    enum role role;
    bool leads; /* can be chosen */
    bool current;
};

struct panel {
    const struct view *view; /* NULL: no panel is open */
    struct item *items;
    size_t n, cap;
    struct arena arena;
    size_t selected, top; /* indices of items */
    bool from_head;       /* the top stays where it is until the selection moves */
    struct buffer title;
    struct prompt filter;
    struct buffer narrowed; /* what the items were narrowed by; empty: these are all */
    struct history filters;
    uint32_t entity; /* of a card */
    int sort;        /* of the index */
    uint32_t kind;   /* of the index: only this one, or LEXICON_NONE */
};

struct view {
    const char *name;
    uint32_t key; /* that opens and closes it */
    void (*build)(struct reader *r, struct panel *p);
    /* Keys of its own; false where it has no use for the key. May be NULL. */
    bool (*handle)(struct reader *r, struct panel *p, uint32_t key);
};

extern const struct view view_outline, view_index, view_card, view_links, view_help;

/* Adds a line with a copy of text; the rest is set on what is returned. */
struct item *panel_add(struct panel *p, struct slice text, enum role role);
/* A line that leads to an offset. */
struct item *panel_add_place(struct panel *p, struct slice text, enum role role, size_t off);
void panel_open(struct reader *r, const struct view *view);
void panel_close(struct reader *r);
void panel_rebuild(struct reader *r);
void panel_release(struct panel *p);
void panel_key(struct reader *r, uint32_t key);
void panel_draw(struct reader *r, struct frame *f, struct area area);

#endif
