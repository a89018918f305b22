/*
 * bench.h - where a bench finds the program, and the files that it measures with.
 *
 * From the environment: DRAGOMAN, the program (./dragoman); srcdir, the sources (.);
 * BENCH_DIR, where the files go (bench-files); make_corpus is in tests/bench. The programs
 * that are measured get a home of their own, so that nobody's settings and lexicon count.
 */
#ifndef DRAGOMAN_BENCH_BENCH_H
#define DRAGOMAN_BENCH_BENCH_H

#include "dragoman/base.h"

struct bench {
    const char *dragoman, *sources, *directory;
    struct arena arena;
};

/* False and a message where there is no program or no place for files. */
bool bench_open(struct bench *b);
void bench_close(struct bench *b);

/* A setting, or what it is by default. */
const char *bench_setting(const char *name, const char *otherwise);
double bench_number(const char *name, double otherwise);

/* A text as printf makes it, which lives as long as the bench. */
const char *bench_format(struct bench *b, const char *format, ...)
#if defined(__GNUC__)
    __attribute__((format(printf, 2, 3)))
#endif
    ;
/* The path of a file below the sources. */
const char *bench_source(struct bench *b, const char *name);
/* The path of a file that make_corpus made with these words, separated by blanks; the
 * recfiles are added to them. One that is younger than make_corpus and its grammar is taken as
 * it is. NULL and a message where it cannot be made. */
const char *bench_file(struct bench *b, const char *name, const char *words);

#endif
