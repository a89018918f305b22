/*
 * sample.c - see sample.h. Medians, since other programs run on the machine as well: a mean
 * would measure them.
 */
#include "sample.h"

#include "dragoman/base.h"

#include <math.h>
#include <stdlib.h>

void sample_add(struct sample *s, double value)
{
    ARRAY_RESERVE(s->values, s->n, s->cap);
    s->values[s->n++] = value;
}

void sample_release(struct sample *s)
{
    free(s->values);
    *s = (struct sample){0};
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

double sample_at(const struct sample *s, double part)
{
    if (s->n == 0)
        return -1;
    qsort(s->values, s->n, sizeof *s->values, compare);
    size_t i = (size_t)(part * (double)s->n);
    return s->values[i < s->n ? i : s->n - 1];
}

/* ------------------------------------------------------------------- goals */

/* A bound that does not exist is no hindrance. */
static bool reaches(const struct goal *goal, double bound)
{
    return bound < 0 || (goal->is_least ? goal->measured >= bound : goal->measured <= bound);
}

static const char *verdict(const struct goal *goal)
{
    bool has_must = goal->must >= 0, has_ambitious = goal->ambitious >= 0;
    if (!reaches(goal, goal->must))
        return "MISSED";
    if (has_ambitious && reaches(goal, goal->ambitious))
        return "ambitious";
    return has_must ? "must" : "";
}

static void print_value(FILE *out, double value, const char *unit)
{
    char text[32] = "-";
    if (isinf(value))
        snprintf(text, sizeof text, "too late");
    else if (value >= 0)
        snprintf(text, sizeof text, "%.*f%s", value < 1 ? 3 : value < 100 ? 2 : 0, value, unit);
    fprintf(out, " %12s", text);
}

void goal_print_heading(FILE *out)
{
    fprintf(out, "%-50s %12s %12s %12s  %s\n", "", "measured", "must", "ambitious", "reaches");
}

void goal_print(FILE *out, const struct goal *goal)
{
    if (goal->measured < 0)
        return;
    fprintf(out, "%-50s", goal->what);
    print_value(out, goal->measured, goal->unit);
    print_value(out, goal->must, goal->unit);
    print_value(out, goal->ambitious, goal->unit);
    fprintf(out, "  %s\n", verdict(goal));
}
