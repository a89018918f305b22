/*
 * readers.h - the programs that read a text, and the keys by which each does what.
 */
#ifndef DRAGOMAN_BENCH_READERS_H
#define DRAGOMAN_BENCH_READERS_H

#include <stdbool.h>

struct reader {
    const char *name;
    const char *options[4]; /* before the file, NULL at the end */
    /* NULL: it cannot. Patterns are typed behind find, and Return behind them. */
    const char *page, *line, *end, *home, *find, *caseless, *regex, *section, *mention;
    double most_mb;   /* what is larger would take minutes or all of the memory */
    bool wraps_lines; /* shows all of a long line */
    bool opens_at_end;
};

extern const struct reader readers[];
enum { READER_DRAGOMAN, READER_LESS, N_READERS = 6 };

#endif
