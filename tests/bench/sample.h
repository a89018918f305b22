/*
 * sample.h - measurements of one thing, and what a bench says about them.
 */
#ifndef DRAGOMAN_BENCH_SAMPLE_H
#define DRAGOMAN_BENCH_SAMPLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct sample {
    double *values;
    size_t n, cap;
};

void sample_add(struct sample *s, double value);
void sample_release(struct sample *s);
/* The value below which this part of the sample lies, 0.5: the median; -1 of nothing. */
double sample_at(const struct sample *s, double part);

/* One goal: what was measured beside two bounds. A bound below 0 does not exist. */
struct goal {
    const char *what;
    double measured; /* below 0: not measured, and not printed; INFINITY: too late */
    double must, ambitious;
    const char *unit; /* printed behind each of the three */
    bool is_least;    /* the bounds are least values, as of a speed; else greatest */
};

/* Under a heading, a line a goal: what, measured, both bounds and the verdict. */
void goal_print_heading(FILE *out);
void goal_print(FILE *out, const struct goal *goal);

#endif
