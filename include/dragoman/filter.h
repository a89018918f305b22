/*
 * filter.h - programs that turn other formats into one that is read here.
 *
 * A table of records says which content (by its first bytes) or which name is for which
 * program; the reader's own records come before those that are built in. A program is run
 * without a shell, in a process group of its own, with a limit on its time and its output,
 * and never outlives its run.
 */
#ifndef DRAGOMAN_FILTER_H
#define DRAGOMAN_FILTER_H

#include "dragoman/article.h"

#include <poll.h>

struct filter {
    struct slice name;
    struct slice *matches;  /* patterns of the content, as written; one has to fit */
    struct slice *suffixes; /* of the file's name; one has to fit */
    size_t n_matches, n_suffixes;
    struct slice *words; /* the program and its arguments; {} is the file */
    size_t n_words;
    bool has_type; /* what comes out is known; else it is found out like any file's */
    enum article_format type;
    size_t seconds, megabytes; /* limits */
};

struct filters {
    struct filter *items;
    size_t n, cap;
    struct arena arena;
};

struct filter_fault {
    struct slice file;
    size_t line; /* 0: of the file as a whole */
    struct slice reason;
};
typedef void filter_report(void *context, const struct filter_fault *fault);

/* The reader's own file of records (NULL, or one that is not there: none), then those that
 * are built in. Faulty records are reported and left out. */
void filters_load(struct filters *f, const char *path, filter_report *report, void *context);
/* Adds the records of a recfile; file names it in faults. */
void filters_add(struct filters *f, struct slice file, struct slice records, filter_report *report,
                 void *context);
void filters_release(struct filters *f);

/* The filter for a file, or NULL where it needs none. */
const struct filter *filters_find(const struct filters *f, struct slice content, struct slice name);
/* The same for the start of a file: is there a filter that may need all of it, can that be
 * told only with more of its bytes, or is there none? */
enum filter_need { FILTER_NOT, FILTER_OPEN, FILTER_LIKELY };
enum filter_need filters_ask(const struct filters *f, struct slice start, struct slice name);
const struct filter *filters_named(const struct filters *f, struct slice name);
/* The name of what a filter makes of a file: "a.txt" of "a.txt.gz". */
struct slice filter_inner_name(const struct filter *f, struct slice name);

/* The records that are built in. */
extern const char filters_built_in[];

/*
 * A run, to be driven step by step. The input is content, through a pipe; a {} in the
 * command is the file of that path, or where path is NULL a copy of the content.
 */
enum filter_state { FILTER_RUNS, FILTER_DONE, FILTER_FAILED };
struct filter_job {
    const struct filter *filter;
    struct slice input;   /* not yet written; borrowed */
    struct buffer errors; /* the start of what it says on standard error */
    int in, out, err;     /* our ends, or -1 */
    long long deadline;   /* milliseconds of the monotonic clock */
    long long looked;     /* the same: the last step */
    size_t n_output;
    int pid;
    bool is_over; /* it has ended, and is not reaped yet */
};

bool filter_start(struct filter_job *job, const struct filter *f, const char *path,
                  struct slice content, struct error *error);
/* What a step would wait for. */
enum { FILTER_POLLS = 3 };
void filter_polls(const struct filter_job *job, struct pollfd polls[FILTER_POLLS]);
/* Waits at most so long and appends what has come to output. *error, as of all functions
 * here, is a reason that names the program. */
enum filter_state filter_step(struct filter_job *job, int milliseconds, struct buffer *output,
                              struct error *error);
/* To be called in any state after filter_start; kills what still runs. */
void filter_stop(struct filter_job *job);

/* All of it at once. A signal that would end us stops the program first. */
bool filter_run(const struct filter *f, const char *path, struct slice content,
                struct buffer *output, struct error *error);

#endif
