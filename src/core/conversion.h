/*
 * conversion.h - what is packed, through the filters that it needs, one after the other.
 *
 * All bytes of a file come in; out come those that no filter needs any more. It is driven
 * step by step, so that somebody can do something else meanwhile, or runs at once.
 */
#ifndef DRAGOMAN_CONVERSION_H
#define DRAGOMAN_CONVERSION_H

#include "dragoman/filter.h"

struct conversion {
    const struct filters *filters;
    const struct filter *chosen; /* to be the first, whatever the bytes are; or NULL */
    const char *path;            /* of the file itself, or NULL */
    bool at_once;                /* without a step in between */
    struct slice name;           /* without what filters have taken off */
    struct buffer bytes;         /* of the file; in the end, what came of them */
    bool has_type;               /* a filter has told what it is */
    enum article_format type;
    struct buffer output; /* of the filter that runs */
    struct filter_job job;
    bool runs;
    unsigned depth;
};

/* Waits at most so long for the filter that runs; goes on with the next. FILTER_DONE: all is
 * in bytes. FILTER_FAILED: *error says why. */
enum filter_state conversion_step(struct conversion *c, int milliseconds, struct error *error);
/* Stops what runs, and frees what is left; in any state, also a zeroed one. */
void conversion_release(struct conversion *c);

#endif
