/*
 * bench_reader.c - make bench-reader: how quickly the reader answers, beside other programs.
 *
 * Texts are broken at 72 columns, since not every program shows longer lines. Each is opened
 * by every program in turns, then each program is given the same things to do in its own
 * keys. One that is not installed is left out, and so is one that would need minutes for a
 * text. From the environment, besides what bench.h says:
 *
 *   BENCH_SIZES     the texts ("13K 1M 100M 1G oneline lines"); oneline is one line of 50 MB,
 *                   lines ten million lines
 *   BENCH_READERS   the programs to compare with ("less vim w3m most lnav")
 *   BENCH_RUNS      how often each is started (5)
 *   BENCH_STEPS     pages, lines, sections and mentions that are stepped (30); 0: the
 *                   programs are only started
 */
#include "bench.h"
#include "corpus.h"
#include "process.h"
#include "visit.h"

#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MAX_TEXTS = 8, SLOW_MS = 1000 };

struct reading {
    struct bench bench;
    struct text texts[MAX_TEXTS];
    int n_texts, n_runs, n_steps;
    bool is_there[N_READERS];
    struct visit visits[MAX_TEXTS][N_READERS];
};

/* --------------------------------------------------------------- the texts */

/* What stands behind the title, up to where a line may end. */
static bool read_start(struct text *text)
{
    char bytes[sizeof CORPUS_TITLE + 64] = {0};
    int file = open(text->path, O_RDONLY);
    if (file < 0 || read(file, bytes, sizeof bytes - 1) < 0)
        return false;
    close(file);
    const char *start = bytes + sizeof CORPUS_TITLE - 1;
    start += strspn(start, " \n");
    size_t len = strcspn(start, "\n");
    for (size_t i = 0; i < len && i < 12 && (unsigned char)start[i] < 0x80; i++)
        text->start[i] = start[i];
    return true;
}

static bool add_text(struct reading *r, struct slice label)
{
    struct bench *b = &r->bench;
    struct text *text = &r->texts[r->n_texts++];
    bool is_many = slice_equal(label, SLICE("lines"));
    struct stat file;
    text->label = bench_format(b, "%.*s", (int)label.len, label.ptr);
    text->is_one_line = slice_equal(label, SLICE("oneline"));
    int columns = text->is_one_line ? -1 : is_many ? 24 : 72;
    const char *size = text->is_one_line ? "50M" : is_many ? "210M" : text->label;
    text->path = bench_file(b, bench_format(b, "%s.txt", text->label),
                            bench_format(b, "text mixed %s %d 1000", size, columns));
    if (!text->path || stat(text->path, &file) != 0)
        return false;
    text->mb = (double)file.st_size / 1e6;
    return read_start(text);
}

static bool make_texts(struct reading *r)
{
    struct slice rest = slice_of(bench_setting("BENCH_SIZES", "13K 1M 100M 1G oneline lines"));
    struct slice label;
    while (slice_next(&rest, ' ', &label))
        if (label.len && (r->n_texts == MAX_TEXTS || !add_text(r, label)))
            return false;
    return r->n_texts > 0;
}

/* -------------------------------------------------------------- the visits */

static void find_readers(struct reading *r)
{
    struct slice rest = slice_of(bench_setting("BENCH_READERS", "less vim w3m most lnav")), name;
    r->is_there[READER_DRAGOMAN] = true;
    while (slice_next(&rest, ' ', &name))
        for (int i = READER_LESS; i < N_READERS; i++)
            if (slice_equal(name, slice_of(readers[i].name)))
                r->is_there[i] = process_exists(readers[i].name);
    for (int i = READER_LESS; i < N_READERS; i++)
        if (!r->is_there[i])
            printf("%s: not installed or not wanted, left out\n", readers[i].name);
}

static const char *program_of(const struct reading *r, int reader)
{
    return reader == READER_DRAGOMAN ? r->bench.dragoman : NULL;
}

static bool is_slow(const struct visit *v)
{
    return v->is_late[FIRST_SCREEN] || sample_at(&v->samples[FIRST_SCREEN], 0.5) > SLOW_MS;
}

static void visit_text(struct reading *r, int text)
{
    const struct text *t = &r->texts[text];
    struct visit *visits = r->visits[text];
    for (int i = 0; i < N_READERS; i++)
        visits[i].is_wanted = r->is_there[i] && t->mb <= readers[i].most_mb;
    for (int run = 0; run < r->n_runs; run++)
        for (int i = 0; i < N_READERS; i++)
            if (visits[i].is_wanted && !is_slow(&visits[i]))
                visit_open(&visits[i], &readers[i], t, program_of(r, i));
    for (int i = 0; i < N_READERS && r->n_steps > 0; i++)
        if (visits[i].is_wanted)
            visit_stay(&visits[i], &readers[i], t, program_of(r, i), r->n_steps);
}

/* ------------------------------------------------------ what was measured */

static void print_cell(const struct sample *sample, bool is_late)
{
    char text[32] = "-";
    double median = sample_at(sample, 0.5);
    int digits = median < 10 ? 2 : median < 100 ? 1 : 0;
    if (is_late)
        snprintf(text, sizeof text, "too late");
    else if (sample->n > 5)
        snprintf(text, sizeof text, "%.*f [%.*f]", digits, median, digits, sample_at(sample, 0.95));
    else if (sample->n)
        snprintf(text, sizeof text, "%.*f", digits, median);
    printf(" %15s", text);
}

static void print_visits(const struct reading *r, int text)
{
    printf("\n%s: %.3g MB. Medians [and 95th percentiles]\n%-27s", r->texts[text].label,
           r->texts[text].mb, "");
    for (int i = 0; i < N_READERS; i++)
        if (r->visits[text][i].is_wanted)
            printf(" %15s", readers[i].name);
    printf("\n");
    for (int metric = 0; metric < N_METRICS; metric++) {
        printf("%-27s", metric_names[metric]);
        for (int i = 0; i < N_READERS; i++)
            if (r->visits[text][i].is_wanted)
                print_cell(&r->visits[text][i].samples[metric], r->visits[text][i].is_late[metric]);
        printf("\n");
    }
}

/* --------------------------------------------------------------- the goals */

static double median(const struct reading *r, int text, int reader, enum metric metric)
{
    const struct visit *visit = &r->visits[text][reader];
    return visit->is_late[metric] ? INFINITY : sample_at(&visit->samples[metric], 0.5);
}

static double ours(const struct reading *r, int text, enum metric metric)
{
    return median(r, text, READER_DRAGOMAN, metric);
}

/* So many times what less took, or -1. */
static double of_less(const struct reading *r, int text, enum metric metric, double times)
{
    double less = median(r, text, READER_LESS, metric);
    return less >= 0 && !isinf(less) ? times * less : -1;
}

static void print_goal(const char *what, double measured, double must, double ambitious,
                       const char *unit)
{
    goal_print(stdout, &(struct goal){what, measured, must, ambitious, unit, false});
}

static void print_start_goals(const struct reading *r, int text)
{
    double first = ours(r, text, FIRST_SCREEN);
    print_goal("first full screen, beside less", first, of_less(r, text, FIRST_SCREEN, 2),
               of_less(r, text, FIRST_SCREEN, 1.3), " ms");
    print_goal("first full screen", first, 10, -1, " ms");
    print_goal("mention after opening", ours(r, text, FIRST_MENTION), 20, 1, " ms");
}

/* Beside a page of less, where less cannot do the same. */
static void print_step_goals(const struct reading *r, int text, const char *what,
                             enum metric metric)
{
    const struct sample *sample = &r->visits[text][READER_DRAGOMAN].samples[metric];
    bool is_one_line = r->texts[text].is_one_line;
    enum metric beside = metric == LINE ? LINE : PAGE;
    print_goal(what, ours(r, text, metric), is_one_line ? 5 : 2,
               is_one_line ? 1 : of_less(r, text, beside, 1.5), " ms");
    print_goal("  in 19 of 20 times", sample_at(sample, 0.95), 5, -1, " ms");
}

static void print_key_goals(const struct reading *r, int text)
{
    print_step_goals(r, text, "page", PAGE);
    print_step_goals(r, text, "line", LINE);
    print_step_goals(r, text, "section", SECTION);
    print_step_goals(r, text, "mention", MENTION);
    print_goal("end", ours(r, text, END), 5, 1, " ms");
    print_goal("home", ours(r, text, HOME), 5, 1, " ms");
    print_goal("resize", ours(r, text, RESIZE), 10, 1, " ms");
    print_goal("100 queued lines", ours(r, text, QUEUE), 20, 8, " ms");
}

/* The goals are for 100 MB and 1 GB, and lie on a line between them. */
static void print_find_goals(const struct reading *r, int text)
{
    double mb = r->texts[text].mb, more = (mb - 100) / 900;
    bool is_big = mb > 99;
    print_goal("find at 90 %", ours(r, text, FIND), is_big ? 56 + 542 * more : -1,
               is_big ? 30 + 170 * more : -1, " ms");
    print_goal("caseless find", ours(r, text, FIND_CASELESS), is_big ? 2.36 * mb : -1,
               is_big ? 1.5 * mb : -1, " ms");
    print_goal("regex find", ours(r, text, FIND_REGEX), is_big ? 2.36 * mb : -1,
               is_big ? 1.5 * mb : -1, " ms");
    print_goal("Escape during a search", ours(r, text, ESCAPE), 50, 50, " ms");
}

static void print_size_goals(const struct reading *r, int text)
{
    double cells = ours(r, text, PAGE_CELLS), spans = ours(r, text, PAGE_SPANS),
           line_spans = ours(r, text, LINE_SPANS), mb = r->texts[text].mb;
    print_goal("bytes a page", ours(r, text, PAGE_BYTES), 1.5 * cells + 16 * spans,
               1.3 * cells + 10 * spans, " B");
    print_goal("bytes a line scrolled", ours(r, text, LINE_BYTES), 200 + 16 * line_spans,
               110 + 10 * line_spans, " B");
    print_goal("bytes of 100 queued lines", ours(r, text, QUEUE_BYTES), 15000, 8000, " B");
    print_goal("idle, CPU a second", ours(r, text, IDLE_MS), 1, 0, " ms");
    print_goal("idle, bytes a second", ours(r, text, IDLE_BYTES), 0, 0, " B");
    print_goal("peak memory", ours(r, text, PEAK_MB), 2 * mb + 16, 8 + 0.12 * mb, " MB");
}

static void print_goals(const struct reading *r, int text)
{
    printf("\nAgainst the goals, %s\n", r->texts[text].label);
    goal_print_heading(stdout);
    print_start_goals(r, text);
    print_key_goals(r, text);
    print_find_goals(r, text);
    print_size_goals(r, text);
    if (text > 0)
        print_goal(bench_format((struct bench *)&r->bench, "first full screen, of that of %s",
                                r->texts[0].label),
                   ours(r, text, FIRST_SCREEN) / ours(r, 0, FIRST_SCREEN), -1, 1.2, "x");
    fflush(stdout);
}

/* -------------------------------------------------------------------- main */

static void release(struct reading *r)
{
    for (int text = 0; text < MAX_TEXTS; text++)
        for (int i = 0; i < N_READERS; i++)
            visit_release(&r->visits[text][i]);
    bench_close(&r->bench);
}

int main(void)
{
    static struct reading r;
    r.n_runs = (int)bench_number("BENCH_RUNS", 5);
    r.n_steps = (int)bench_number("BENCH_STEPS", 30);
    bool good = bench_open(&r.bench) && make_texts(&r);
    if (good) {
        find_readers(&r);
        for (int text = 0; text < r.n_texts; text++) {
            visit_text(&r, text);
            print_visits(&r, text);
            print_goals(&r, text);
        }
    }
    release(&r);
    return good ? 0 : 1;
}
