/*
 * prompt.h - a line that the user types, with its history.
 */
#ifndef DRAGOMAN_PROMPT_H
#define DRAGOMAN_PROMPT_H

#include "frame.h"
#include "key.h"

struct history {
    struct buffer *lines; /* oldest first */
    size_t n, cap;
};

void history_add(struct history *h, struct slice line);
void history_release(struct history *h);

struct prompt {
    bool active;
    char kind; /* the character that it shows: / ? : & */
    struct buffer text;
    size_t cursor; /* byte offset into text */
    struct history *history;
    size_t place;        /* in the history; its n is the line being typed */
    struct buffer draft; /* what was typed before going up */
};

enum prompt_result { PROMPT_SAME, PROMPT_CHANGED, PROMPT_DONE, PROMPT_CANCELLED };

void prompt_open(struct prompt *p, char kind, struct history *history);
enum prompt_result prompt_key(struct prompt *p, uint32_t key);
/* Draws it on a row and puts the frame's cursor there. */
void prompt_draw(const struct prompt *p, struct frame *f, int row, struct slice hint);
void prompt_release(struct prompt *p);

#endif
