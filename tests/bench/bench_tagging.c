/*
 * bench_tagging.c - make bench-tagging: how fast mentions are found, beside the fast greps.
 *
 * Every program finds the same 3,000 forms in the same texts (dragoman all of its lexicon, and
 * so does "grep, all"), on one core, in turns, and what it writes goes through a pipe. Times are
 * CPU seconds, user and system, medians; those of one table can be compared with each other and
 * hardly with those of another day. A program that is not installed is left out. From the
 * environment, besides what bench.h says:
 *
 *   BENCH_MB       size of a corpus (100)
 *   BENCH_BIG_MB   size of the one that shows how time grows (1000); 0: none
 *   BENCH_RUNS     runs of which the median is taken (3)
 *   BENCH_STARTS   runs of what takes milliseconds (1000)
 *   BENCH_OWN      forms in a lexicon of the reader's own (50000)
 *   BENCH_PEERS    the programs to compare with ("grep ugrep rg")
 */
#include "bench.h"
#include "process.h"
#include "sample.h"

#include <stdio.h>
#include <stdlib.h>

#define ARTICLE "assets/articles/armenia-charter.txt"

/* What takes longer than LONG_S is not run again, and what takes LIMIT_S and LIMIT_S_A_MB for
 * each megabyte is killed. */
enum { LONG_S = 20, LIMIT_S = 30, LIMIT_S_A_MB = 1, N_FORMS = 3000 };

enum program { DRAGOMAN, GREP, UGREP, RIPGREP, GREP_ALL, N_PROGRAMS };
static const char *const program_names[] = {"dragoman", "grep", "ugrep", "rg", "grep, all"};

enum corpus { DENSE, MIXED, SPARSE, OWN, WRAPPED, ONE_LINE, BIG, N_CORPORA };
static const struct corpus_kind {
    const char *name, *rule;
    int columns;      /* see make_corpus */
    bool is_own;      /* with a lexicon of its own */
    bool is_compared; /* else dragoman alone reads it */
} corpora[] = {
    [DENSE] = {"dense", "dense", 0, false, true},
    [MIXED] = {"mixed", "mixed", 0, false, true},
    [SPARSE] = {"sparse", "sparse", 0, false, true},
    [OWN] = {"own lexicon", "own", 0, true, true},
    [WRAPPED] = {"dense, wrapped", "dense", 72, false, true},
    [ONE_LINE] = {"dense, one line", "dense", -1, false, false},
    [BIG] = {"dense, big", "dense", 0, false, false},
};

enum { MAX_WORDS = 12 };
struct command {
    const char *words[MAX_WORDS]; /* NULL at the end */
};

struct measure {
    struct sample cpu_s;
    double wall_s; /* of the last run */
    double peak_mb;
    size_t n_lines;
    bool is_killed;
};

struct tagging {
    struct bench bench;
    double mb[N_CORPORA];
    const char *files[N_CORPORA]; /* NULL: not wanted */
    const char *forms, *all_forms, *own_forms, *own_lexicon, *empty, *article;
    bool is_there[N_PROGRAMS];
    int n_runs, n_starts, n_own;
    struct measure measures[N_CORPORA][N_PROGRAMS];
};

/* --------------------------------------------------------------- the files */

static bool make_corpora(struct tagging *t)
{
    double mb = bench_number("BENCH_MB", 100);
    for (int i = 0; i < N_CORPORA; i++) {
        const struct corpus_kind *kind = &corpora[i];
        t->mb[i] = i == BIG ? bench_number("BENCH_BIG_MB", 1000) : mb;
        if (t->mb[i] <= 0)
            continue;
        t->files[i] = bench_file(
            &t->bench, bench_format(&t->bench, "%s-%d-%gM", kind->rule, kind->columns, t->mb[i]),
            bench_format(&t->bench, "text %s %gM %d %d", kind->rule, t->mb[i], kind->columns,
                         t->n_own));
        if (!t->files[i])
            return false;
    }
    return true;
}

static bool make_lists(struct tagging *t)
{
    struct bench *b = &t->bench;
    t->forms = bench_file(b, "forms", bench_format(b, "forms %d 0", N_FORMS));
    t->all_forms = bench_file(b, "forms-all", "forms 0 0");
    t->own_forms = bench_file(b, "forms-own", bench_format(b, "forms %d %d", N_FORMS, t->n_own));
    t->own_lexicon = bench_file(b, "own.rec", bench_format(b, "lexicon %d", t->n_own));
    t->empty = "/dev/null";
    t->article = bench_source(b, ARTICLE);
    return t->forms && t->all_forms && t->own_forms && t->own_lexicon;
}

/* ------------------------------------------------------------------- runs */

static struct command command_of(const struct tagging *t, enum program program, enum corpus corpus)
{
    bool is_own = corpora[corpus].is_own;
    const char *file = t->files[corpus], *forms = is_own ? t->own_forms : t->forms;
    const struct command commands[N_PROGRAMS] = {
        [DRAGOMAN] = {{t->bench.dragoman, "mentions", "--format=tsv", file,
                       is_own ? "--lexicon" : NULL, t->own_lexicon}},
        [GREP] = {{"grep", "-aobFwf", forms, file}},
        [UGREP] = {{"ugrep", "-J1", "-owFf", forms, file}},
        [RIPGREP] = {{"rg", "-j1", "-owFf", forms, file}},
        [GREP_ALL] = {{"grep", "-aobFwf", t->all_forms, file}},
    };
    return commands[program];
}

/* For tens of thousands of forms ripgrep needs minutes before it reads a byte; the list of
 * all shipped forms is not the own lexicon's. */
static bool is_wanted(const struct tagging *t, enum program program, enum corpus corpus)
{
    return t->is_there[program] && !(program >= RIPGREP && corpora[corpus].is_own);
}

/* grep is at its best where it need not think of characters. */
static const char *locale_of(enum program program)
{
    return program == GREP || program == GREP_ALL ? "C" : "C.UTF-8";
}

static bool is_long(const struct measure *measure)
{
    return measure->is_killed || sample_at(&measure->cpu_s, 0.5) > LONG_S;
}

static void measure_once(struct tagging *t, enum program program, enum corpus corpus)
{
    struct measure *measure = &t->measures[corpus][program];
    struct command command = command_of(t, program, corpus);
    struct process_usage usage;
    if (is_long(measure) || !process_run(command.words, locale_of(program),
                                         LIMIT_S + LIMIT_S_A_MB * t->mb[corpus], &usage))
        return;
    sample_add(&measure->cpu_s, usage.cpu_s);
    measure->wall_s = usage.wall_s;
    measure->n_lines = usage.n_lines;
    measure->is_killed = measure->is_killed || usage.is_killed;
    measure->peak_mb = usage.peak_mb > measure->peak_mb ? usage.peak_mb : measure->peak_mb;
}

static void measure_corpus(struct tagging *t, enum corpus corpus)
{
    int n = corpora[corpus].is_compared ? N_PROGRAMS : 1;
    if (t->files[corpus])
        fprintf(stderr, "measuring with %s\n", t->files[corpus]);
    for (int run = 0; run < t->n_runs && t->files[corpus]; run++) {
        for (int i = 0; i < n; i++) {
            int program = run % 2 ? n - 1 - i : i; /* in turns, and each first at times */
            if (is_wanted(t, (enum program)program, corpus))
                measure_once(t, (enum program)program, corpus);
        }
    }
}

/* --------------------------------------------------------- tables of times */

static double ratio(double a, double b)
{
    return a >= 0 && b > 0 ? a / b : -1;
}

static double median_of(const struct tagging *t, enum corpus corpus, enum program program)
{
    const struct measure *measure = &t->measures[corpus][program];
    return measure->is_killed ? -1 : sample_at(&measure->cpu_s, 0.5);
}

static void print_cell(const struct measure *measure)
{
    char text[32] = "-";
    if (measure->is_killed)
        snprintf(text, sizeof text, "stopped");
    else if (measure->cpu_s.n)
        snprintf(text, sizeof text, "%.3f s", sample_at(&measure->cpu_s, 0.5));
    printf(" %11s", text);
}

static void print_times(const struct tagging *t)
{
    printf("\n%-16s %8s", "CPU seconds", "MB");
    for (int program = 0; program < N_PROGRAMS; program++)
        printf(" %11s", program_names[program]);
    printf(" %9s %9s %9s %9s\n", "MB/s", "wall s", "mentions", "of grep");
    for (int i = 0; i < N_CORPORA; i++) {
        if (!t->files[i])
            continue;
        printf("%-16s %8g", corpora[i].name, t->mb[i]);
        for (int program = 0; program < N_PROGRAMS; program++)
            print_cell(&t->measures[i][program]);
        const struct measure *ours = &t->measures[i][DRAGOMAN];
        printf(" %9.1f %9.3f %9zu %9zu\n", ratio(t->mb[i], sample_at(&ours->cpu_s, 0.5)),
               ours->wall_s, ours->n_lines, t->measures[i][GREP].n_lines);
    }
}

/* --------------------------------------------------------------- the goals */

/* So many times as fast as the greps that are there; the goals are those beside GNU grep, with
 * the forms of which the corpus is made and with all that we look for. */
static void print_speed(const struct tagging *t, const char *what, enum corpus corpus, double must,
                        double ambitious)
{
    for (int program = GREP; program < N_PROGRAMS; program++) {
        double measured =
            ratio(median_of(t, corpus, (enum program)program), median_of(t, corpus, DRAGOMAN));
        bool is_goal = program == GREP || program == GREP_ALL;
        if (program == RIPGREP || (program == GREP_ALL && measured < 0))
            continue;
        goal_print(stdout, &(struct goal){
                               .what = bench_format((struct bench *)&t->bench, "%s, beside %s",
                                                    what, program_names[program]),
                               .measured = measured,
                               .must = is_goal ? must : -1,
                               .ambitious = is_goal ? ambitious : -1,
                               .unit = "x",
                               .is_least = true,
                           });
    }
}

/* Seconds a megabyte of one corpus in terms of those of the dense one. */
static void print_growth(const struct tagging *t, const char *what, enum corpus corpus)
{
    double each = ratio(median_of(t, corpus, DRAGOMAN), t->mb[corpus]);
    double base = ratio(median_of(t, DENSE, DRAGOMAN), t->mb[DENSE]);
    goal_print(stdout, &(struct goal){what, ratio(each, base), 1.3, 1.1, "x", false});
}

static void print_memory(struct tagging *t)
{
    struct process_usage usage;
    const struct command three = {{t->bench.dragoman, "mentions", "--format=tsv", t->files[DENSE],
                                   t->files[SPARSE], t->files[MIXED]}};
    double must = 1.5 * t->mb[DENSE] + 32, peak = t->measures[DENSE][DRAGOMAN].peak_mb;
    goal_print(stdout, &(struct goal){"peak memory, one corpus", peak, must, -1, " MB", false});
    if (process_run(three.words, "C.UTF-8", 3 * (LIMIT_S + LIMIT_S_A_MB * t->mb[DENSE]), &usage))
        goal_print(stdout, &(struct goal){"peak memory, three corpora in turn", usage.peak_mb, must,
                                          -1, " MB", false});
}

/* CPU milliseconds of two commands in turns; the medians. */
static void compare_starts(const struct command commands[2], int n, double ms[2])
{
    struct sample samples[2] = {{0}};
    for (int i = 0; i < 2 * n; i++) {
        struct process_usage usage;
        if (process_run(commands[i % 2].words, "C.UTF-8", LIMIT_S, &usage))
            sample_add(&samples[i % 2], usage.cpu_s * 1000);
    }
    for (int i = 0; i < 2; i++) {
        ms[i] = sample_at(&samples[i], 0.5);
        sample_release(&samples[i]);
    }
}

static void print_starts(struct tagging *t)
{
    const char *program = t->bench.dragoman;
    const struct command cat[2] = {{{program, "mentions", "--format=tsv", t->article}},
                                   {{"cat", t->article}}};
    const struct command shipped[2] = {{{program, "mentions", "--format=tsv", t->empty}},
                                       {{program, "--version"}}};
    const struct command own[2] = {
        {{program, "mentions", "--format=tsv", t->empty, "--lexicon", t->own_lexicon}},
        {{program, "mentions", "--format=tsv", t->empty}}};
    double ms[2];
    compare_starts(cat, t->n_starts, ms);
    printf("%-50s %9.3f ms, cat %.3f ms\n", "the bundled article, whole process", ms[0], ms[1]);
    goal_print(stdout, &(struct goal){"the same, of cat", ratio(ms[0], ms[1]), 3, 1.5, "x", false});
    compare_starts(shipped, t->n_starts, ms);
    goal_print(stdout, &(struct goal){"start-up with the lexicon, beyond --version",
                                      ms[0] > ms[1] ? ms[0] - ms[1] : 0, 3, -1, " ms", false});
    compare_starts(own, t->n_starts / 50 + 1, ms);
    goal_print(stdout, &(struct goal){"start-up with a lexicon of one's own, beyond that",
                                      ms[0] > ms[1] ? ms[0] - ms[1] : 0, 60, -1, " ms", false});
}

static void print_goals(struct tagging *t)
{
    printf("\nAgainst the goals; own lexicon: %d forms besides the shipped ones\n", t->n_own);
    goal_print_heading(stdout);
    print_speed(t, "dense policy prose", DENSE, 2, 3.5);
    print_speed(t, "mixed", MIXED, 3, 4.5);
    print_speed(t, "sparse", SPARSE, 4, 6);
    print_speed(t, "own lexicon, dense", OWN, 2, 3.5);
    print_speed(t, "dense, wrapped at 72", WRAPPED, -1, -1);
    print_growth(t, "seconds a MB, big of dense", BIG);
    print_growth(t, "seconds a MB, wrapped of dense", WRAPPED);
    print_growth(t, "seconds a MB, one line of dense", ONE_LINE);
    print_memory(t);
    print_starts(t);
}

/* -------------------------------------------------------------------- main */

static void find_programs(struct tagging *t)
{
    struct slice rest = slice_of(bench_setting("BENCH_PEERS", "grep ugrep rg")), name;
    t->is_there[DRAGOMAN] = true;
    while (slice_next(&rest, ' ', &name))
        for (int i = GREP; i < N_PROGRAMS; i++)
            if (slice_equal(name, slice_of(program_names[i])))
                t->is_there[i] = process_exists(program_names[i]);
    t->is_there[GREP_ALL] = t->is_there[GREP];
    for (int i = GREP; i < GREP_ALL; i++)
        if (!t->is_there[i])
            printf("%s: not installed or not wanted, left out\n", program_names[i]);
}

static void release(struct tagging *t)
{
    for (int i = 0; i < N_CORPORA; i++)
        for (int program = 0; program < N_PROGRAMS; program++)
            sample_release(&t->measures[i][program].cpu_s);
    bench_close(&t->bench);
}

int main(void)
{
    struct tagging t = {.n_runs = (int)bench_number("BENCH_RUNS", 3),
                        .n_starts = (int)bench_number("BENCH_STARTS", 1000),
                        .n_own = (int)bench_number("BENCH_OWN", 50000)};
    bool good = bench_open(&t.bench) && make_corpora(&t) && make_lists(&t);
    if (good) {
        find_programs(&t);
        for (int i = 0; i < N_CORPORA; i++)
            measure_corpus(&t, (enum corpus)i);
        print_times(&t);
        print_goals(&t);
        good = t.measures[DENSE][DRAGOMAN].n_lines > 1;
    }
    release(&t);
    return good ? 0 : 1;
}
