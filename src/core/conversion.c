/*
 * conversion.c - see conversion.h. What a filter makes of a file is looked at like a file; a
 * limit on the depth stops files that unpack to themselves.
 */
#include "conversion.h"

enum { MAX_FILTERS = 3 };

/* What the filter has written is what there is now. */
static void take_output(struct conversion *c, const struct filter *f)
{
    buffer_release(&c->bytes);
    c->bytes = c->output;
    c->output = (struct buffer){0};
    c->name = filter_inner_name(f, c->name);
    c->has_type = f->has_type;
    c->type = f->type;
}

/* Starts the next filter; FILTER_DONE where none is needed. */
static enum filter_state start_next(struct conversion *c, struct error *error)
{
    const struct filter *f = c->chosen;
    if (c->has_type)
        return FILTER_DONE;
    if (!f && c->filters)
        f = filters_find(c->filters, buffer_slice(&c->bytes), c->name);
    if (!f)
        return FILTER_DONE;
    if (c->depth == MAX_FILTERS) {
        error_set(error, "is packed more than %d times", MAX_FILTERS);
        return FILTER_FAILED;
    }
    const char *path = c->depth++ == 0 ? c->path : NULL;
    c->chosen = NULL;
    if (!c->at_once) {
        c->runs = filter_start(&c->job, f, path, buffer_slice(&c->bytes), error);
        return c->runs ? FILTER_RUNS : FILTER_FAILED;
    }
    if (!filter_run(f, path, buffer_slice(&c->bytes), &c->output, error))
        return FILTER_FAILED;
    take_output(c, f);
    return FILTER_RUNS;
}

enum filter_state conversion_step(struct conversion *c, int milliseconds, struct error *error)
{
    if (!c->runs)
        return start_next(c, error);
    const struct filter *f = c->job.filter;
    enum filter_state state = filter_step(&c->job, milliseconds, &c->output, error);
    if (state == FILTER_RUNS)
        return state;
    filter_stop(&c->job);
    c->runs = false;
    if (state == FILTER_FAILED)
        return state;
    take_output(c, f);
    return start_next(c, error);
}

void conversion_release(struct conversion *c)
{
    if (c->runs)
        filter_stop(&c->job);
    buffer_release(&c->bytes);
    buffer_release(&c->output);
    *c = (struct conversion){0};
}
