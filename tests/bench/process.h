/*
 * process.h - runs a program once, and says what it took.
 */
#ifndef DRAGOMAN_BENCH_PROCESS_H
#define DRAGOMAN_BENCH_PROCESS_H

#include <stdbool.h>
#include <stddef.h>

struct process_usage {
    double cpu_s;  /* user and system */
    double wall_s; /* until its output ended and it was gone */
    double peak_mb;
    size_t n_bytes, n_lines; /* that it wrote to standard output */
    bool is_killed;          /* for it used more CPU than the limit */
    int status;              /* as of waitpid */
};

/* argv ends with NULL, argv[0] is looked for in PATH. The program runs on one core, and
 * what it writes goes through a pipe and is counted; that is done on any core. locale is its
 * LC_ALL. False where it cannot be started. */
bool process_run(const char *const *argv, const char *locale, double limit_s,
                 struct process_usage *usage);

/* Is a program of that name in PATH? */
bool process_exists(const char *name);

double process_now_s(void);

#endif
