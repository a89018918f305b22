/*
 * screen.h - a real program in a real pseudo-terminal, and what its screen shows.
 *
 * A small shell-like process leads the session: it gives the program its own process
 * group in the foreground, reports every stop and end, and keeps the terminal open, so
 * that its modes can be read when the program is gone. The screen is libvterm's. Nothing
 * here waits for a time to pass: screen_wait looks until what it waits for has come.
 */
#ifndef DRAGOMAN_TESTS_TTY_SCREEN_H
#define DRAGOMAN_TESTS_TTY_SCREEN_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include <termios.h>

struct screen_setup {
    const char *program;
    const char *const *arguments;   /* behind the program's name, NULL at the end; or NULL */
    const char *const *environment; /* NAME=VALUE, or NAME to remove it; NULL at the end */
    const char *input;              /* standard input, by a pipe; NULL: the terminal */
    int rows, cols;
};

enum screen_life { SCREEN_RUNS, SCREEN_STOPPED, SCREEN_ENDED };

enum { SCREEN_CELL_BYTES = 25 };

struct screen_cell {
    char bytes[SCREEN_CELL_BYTES]; /* UTF-8, empty where nothing was drawn */
    bool bold, underline, italic, reverse;
    int foreground, background; /* of the palette; -1: the terminal's own */
    int link;                   /* the last digit of its hyperlink's target, 1 to 9; 0: none */
};

struct screen;
typedef bool screen_predicate(struct screen *s, const void *context);

/* NULL where there is no pseudo-terminal to be had. screen_close kills what still runs. */
struct screen *screen_open(const struct screen_setup *setup);
void screen_close(struct screen *s);

/* Reads what the program writes until the predicate holds: true. False after ten seconds,
 * or a second after the program has ended. */
bool screen_wait(struct screen *s, screen_predicate *holds, const void *context);
void screen_dump(struct screen *s); /* on standard error, for a person */

/* All the keys must have been taken by the terminal: true. */
bool screen_send(struct screen *s, const char *keys);
void screen_resize(struct screen *s, int rows, int cols);
void screen_hang_up(struct screen *s); /* the terminal's window is closed */
/* Text on the screen that is not the program's, such as a shell's prompt. */
void screen_scribble(struct screen *s, const char *text);

/* The screen as it is; strings are valid until the next wait. */
int screen_rows(const struct screen *s);
int screen_cols(const struct screen *s);
const char *screen_row(struct screen *s, int row); /* UTF-8 without blanks at its end */
struct screen_cell screen_cell_at(const struct screen *s, int row, int col);
void screen_cursor(const struct screen *s, int *row, int *col);
bool screen_cursor_visible(const struct screen *s);
bool screen_is_alternate(const struct screen *s);
unsigned screen_bells(const struct screen *s);
/* Every byte that the program wrote so far. */
const char *screen_bytes(const struct screen *s, size_t *len);

/* The program as a process. screen_continue is the shell's "fg". */
enum screen_life screen_life(const struct screen *s);
int screen_status(const struct screen *s); /* as of waitpid, of a stopped or ended one */
void screen_signal(const struct screen *s, int number);
void screen_continue(struct screen *s);

/* The modes of the terminal, as the program found them and as they are. */
struct termios screen_modes_before(const struct screen *s);
struct termios screen_modes(const struct screen *s);
void screen_set_modes(const struct screen *s, struct termios modes);

#endif
