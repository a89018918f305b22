/*
 * visit.h - one reader on one text: what is done there, and what that took.
 */
#ifndef DRAGOMAN_BENCH_VISIT_H
#define DRAGOMAN_BENCH_VISIT_H

#include "readers.h"
#include "sample.h"

#include <stdbool.h>

enum metric {
    FIRST_SCREEN,
    FIRST_MENTION, /* asked for as soon as the screen is full */
    PAGE,
    LINE,
    SECTION,
    MENTION,
    END,
    HOME,
    FIND,
    FIND_CASELESS,
    FIND_REGEX,
    ESCAPE, /* during a search */
    QUEUE,  /* a hundred lines */
    RESIZE,
    PAGE_BYTES,
    PAGE_CELLS,
    PAGE_SPANS,
    LINE_BYTES,
    LINE_SPANS,
    QUEUE_BYTES,
    IDLE_MS, /* of CPU a second */
    IDLE_BYTES,
    BUSY_MS, /* of CPU from opening until idle */
    PEAK_MB,
    N_METRICS
};
extern const char *const metric_names[]; /* by enum metric, with the unit */

struct text {
    const char *label, *path;
    double mb;
    bool is_one_line;
    char start[16]; /* what stands behind the title */
};

struct visit {
    bool is_wanted;
    struct sample samples[N_METRICS];
    bool is_late[N_METRICS]; /* once it was not answered as expected within the limit */
};

/* The first screen and the first mention; may be repeated. */
void visit_open(struct visit *v, const struct reader *reader, const struct text *text,
                const char *program);
/* All that is done by keys, so many times where it can be repeated; and rest. */
void visit_stay(struct visit *v, const struct reader *reader, const struct text *text,
                const char *program, int n_steps);
void visit_release(struct visit *v);

#endif
