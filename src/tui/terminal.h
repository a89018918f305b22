/*
 * terminal.h - the terminal: the one file below it that includes curses.h.
 */
#ifndef DRAGOMAN_TERMINAL_H
#define DRAGOMAN_TERMINAL_H

#include "frame.h"

/* Takes the terminal that descriptor in reads from and out writes to. False and *error
 * where it cannot serve. */
bool terminal_open(int in, int out, struct error *error);
/* Gives it back as it was; to be called once more does nothing. */
void terminal_close(void);
/* Gives it back for a while (suspend, editor), and takes it again. */
void terminal_leave(void);
void terminal_return(void);

void terminal_size(int *rows, int *cols);
/* Colours the terminal can show; 0: none. */
int terminal_colors(void);
/* Follows a change of the terminal's size. */
void terminal_resize(void);

/* Shows a frame; only what differs from the one before is sent. */
void terminal_draw(const struct frame *f, int theme, bool monochrome);
/* Makes hyperlinks (OSC 8) of the links in what is shown, as far as they are none yet; to be called
 * when there is time. False: there is nothing to be done. */
bool terminal_has_new_links(void);
void terminal_link(void);
/* Sends everything anew at the next frame. */
void terminal_forget(void);
/* The next key that has arrived, or false where none has. */
bool terminal_key(uint32_t *key);
void terminal_bell(void);
/* Puts text on the clipboard where the terminal knows OSC 52 (xterm control sequences). */
void terminal_copy(struct slice text);

#endif
