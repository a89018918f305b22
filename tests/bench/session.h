/*
 * session.h - a full-screen program in a pseudo-terminal, and how long it takes to answer.
 *
 * Comes in: a program and keys. Goes out: for each action when its bytes came, how many,
 * and what they changed on the screen, which is libvterm's. An action is over when what
 * was expected is on the screen and nothing has come for a while; that while is not
 * counted. Times are milliseconds since the keys were written.
 */
#ifndef DRAGOMAN_BENCH_SESSION_H
#define DRAGOMAN_BENCH_SESSION_H

#include <stdbool.h>
#include <stddef.h>

enum { SESSION_ROWS = 24, SESSION_COLS = 80 };

struct reply {
    bool is_complete; /* something came, and what was expected; else the limit ended it */
    double first_ms, last_ms;
    double full_ms; /* when the last row that was empty got its text */
    size_t n_bytes;
    size_t new_cells; /* not blank, in rows that were not on the screen before */
    size_t spans;     /* stretches of cells with a look of their own in those rows */
};

struct session;

/* Starts argv, which ends with NULL, and waits until the screen shows `expected` (NULL:
 * anything). NULL where there is no terminal. */
struct session *session_open(const char *const *argv, const char *expected, double limit_ms,
                             struct reply *reply);
void session_close(struct session *s); /* kills it */

/* Writes keys at once, so many times, and waits for the answer. */
void session_keys(struct session *s, const char *keys, int times, const char *expected,
                  double limit_ms, struct reply *reply);
void session_resize(struct session *s, int rows, int cols, double limit_ms, struct reply *reply);
/* Writes keys and takes what comes within so many milliseconds; true: something came. */
bool session_listen(struct session *s, const char *keys, double ms, struct reply *reply);

/* Of the program as a process, until now. */
double session_cpu_ms(const struct session *s);
double session_peak_mb(const struct session *s);

#endif
