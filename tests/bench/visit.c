/*
 * visit.c - see visit.h.
 *
 * Keys are pressed as soon as the first screen is there, while a program may still be reading:
 * that is when a person presses them. Rest comes last, when there is nothing left to do. A
 * step that was not answered as expected ends the steps of its kind, which then are late
 * altogether: what is too slow to be measured must not look as if it were not there.
 */
#include "visit.h"

#include "corpus.h"
#include "session.h"

#include <string.h>

enum {
    LIMIT_MS = 5000, /* of an action, and for each megabyte: */
    LIMIT_MS_A_MB = 60,
    SETTLE_MS = 200, /* at rest: no CPU to speak of in so long */
    MOST_SETTLE_MS = 60000,
    IDLE_LISTEN_MS = 2000,
    ESCAPE_LISTEN_MS = 100,
    NUDGE_MS = 200,
    QUEUED = 100
};

/* Nothing matches, and every word has to be looked at. */
#define FUTILE "[a-y]+q[z]zq"

const char *const metric_names[] = {
    [FIRST_SCREEN] = "first full screen, ms",
    [FIRST_MENTION] = "mention after opening, ms",
    [PAGE] = "page, ms",
    [LINE] = "line, ms",
    [SECTION] = "section, ms",
    [MENTION] = "mention, ms",
    [END] = "end, ms",
    [HOME] = "home, ms",
    [FIND] = "find at 90 %, ms",
    [FIND_CASELESS] = "caseless find, ms",
    [FIND_REGEX] = "regex find, ms",
    [ESCAPE] = "Escape during a search, ms",
    [QUEUE] = "100 queued lines, ms",
    [RESIZE] = "resize, ms",
    [PAGE_BYTES] = "bytes a page",
    [PAGE_CELLS] = "  new cells",
    [PAGE_SPANS] = "  spans",
    [LINE_BYTES] = "bytes a line scrolled",
    [LINE_SPANS] = "  spans",
    [QUEUE_BYTES] = "bytes of 100 queued lines",
    [IDLE_MS] = "idle, CPU ms a second",
    [IDLE_BYTES] = "idle, bytes a second",
    [BUSY_MS] = "CPU ms until idle",
    [PEAK_MB] = "peak memory, MB",
};

static double limit_of(const struct text *text)
{
    return LIMIT_MS + LIMIT_MS_A_MB * text->mb;
}

static struct session *open_reader(const struct reader *reader, const struct text *text,
                                   const char *program, struct reply *reply)
{
    const char *argv[8] = {program ? program : reader->name};
    size_t n = 1;
    for (size_t i = 0; i < 4 && reader->options[i]; i++)
        argv[n++] = reader->options[i];
    argv[n] = text->path;
    const char *first = reader->opens_at_end ? CORPUS_LAST : CORPUS_TITLE;
    return session_open(argv, first, limit_of(text), reply);
}

static void add_time(struct visit *v, enum metric metric, const struct reply *reply, double ms)
{
    if (reply->is_complete)
        sample_add(&v->samples[metric], ms);
    else
        v->is_late[metric] = true;
}

void visit_open(struct visit *v, const struct reader *reader, const struct text *text,
                const char *program)
{
    struct reply reply;
    struct session *s = open_reader(reader, text, program, &reply);
    if (!s)
        return;
    add_time(v, FIRST_SCREEN, &reply, reply.full_ms);
    if (reply.is_complete && reader->mention) {
        session_keys(s, reader->mention, 1, NULL, limit_of(text), &reply);
        add_time(v, FIRST_MENTION, &reply, reply.last_ms);
    }
    session_close(s);
}

/* ------------------------------------------------------------------- steps */

struct stay {
    struct visit *visit;
    const struct reader *reader;
    const struct text *text;
    struct session *session;
    double limit_ms;
};

/* Presses keys; their time is a sample of a metric. */
static bool press(struct stay *stay, enum metric metric, const char *keys, int times,
                  const char *expected, struct reply *reply)
{
    session_keys(stay->session, keys, times, expected, stay->limit_ms, reply);
    add_time(stay->visit, metric, reply, reply->last_ms);
    return reply->is_complete;
}

/* A line down first: who is at home already has no answer to the key that goes there. */
static void go_home(struct stay *stay)
{
    struct reply reply;
    session_keys(stay->session, stay->reader->line, 1, NULL, NUDGE_MS, &reply);
    session_keys(stay->session, stay->reader->home, 1, NULL, stay->limit_ms, &reply);
}

static void add_sizes(struct stay *stay, enum metric metric, const struct reply *reply)
{
    struct sample *samples = stay->visit->samples;
    if (metric == PAGE) {
        sample_add(&samples[PAGE_BYTES], (double)reply->n_bytes);
        sample_add(&samples[PAGE_CELLS], (double)reply->new_cells);
        sample_add(&samples[PAGE_SPANS], (double)reply->spans);
    } else if (metric == LINE) {
        sample_add(&samples[LINE_BYTES], (double)reply->n_bytes);
        sample_add(&samples[LINE_SPANS], (double)reply->spans);
    }
}

/* n steps, from the start again whenever the text may be over: a step is so many bytes. */
static void step(struct stay *stay, enum metric metric, const char *keys, int n, double step_bytes)
{
    int n_a_round = (int)(stay->text->mb * 1e6 / step_bytes);
    struct reply reply;
    if (!keys)
        return;
    go_home(stay);
    for (int i = 0; i < n; i++) {
        if (n_a_round > 0 && i && i % n_a_round == 0)
            go_home(stay);
        if (!press(stay, metric, keys, 1, NULL, &reply))
            return;
        add_sizes(stay, metric, &reply);
    }
}

static void go_to_both_ends(struct stay *stay)
{
    struct reply reply;
    if (stay->text->is_one_line && !stay->reader->wraps_lines)
        return;
    go_home(stay);
    for (int i = 0; i < 3; i++)
        if (!press(stay, END, stay->reader->end, 1, CORPUS_LAST, &reply) ||
            !press(stay, HOME, stay->reader->home, 1, stay->text->start, &reply))
            return;
}

/* The full stop is not in what is typed, and so not in the prompt. */
static void find(struct stay *stay, enum metric metric, const char *pattern)
{
    char keys[128];
    struct reply reply;
    if (!pattern || (stay->text->is_one_line && stay->reader != &readers[READER_DRAGOMAN]))
        return;
    go_home(stay);
    snprintf(keys, sizeof keys, "%s%s\r", stay->reader->find, pattern);
    press(stay, metric, keys, 1, CORPUS_LANDMARK ".", &reply);
}

/* Only where the search is still running when Escape comes. A program may have nothing to
 * write then; so the next key has to be answered. */
static void escape_search(struct stay *stay)
{
    struct reply reply;
    char keys[64];
    snprintf(keys, sizeof keys, "%s" FUTILE "\r", stay->reader->find);
    go_home(stay);
    session_listen(stay->session, keys, 20, &reply);
    double before = session_cpu_ms(stay->session);
    session_listen(stay->session, "", 20, &reply);
    if (session_cpu_ms(stay->session) - before < 1)
        return;
    if (session_listen(stay->session, "\033", ESCAPE_LISTEN_MS, &reply)) {
        sample_add(&stay->visit->samples[ESCAPE], reply.last_ms);
        return;
    }
    session_keys(stay->session, stay->reader->line, 1, NULL, stay->limit_ms, &reply);
    add_time(stay->visit, ESCAPE, &reply, ESCAPE_LISTEN_MS + reply.last_ms);
}

static void queue(struct stay *stay)
{
    struct reply reply;
    go_home(stay);
    if (press(stay, QUEUE, stay->reader->line, QUEUED, NULL, &reply))
        sample_add(&stay->visit->samples[QUEUE_BYTES], (double)reply.n_bytes);
}

static void resize(struct stay *stay, int n)
{
    struct reply reply;
    for (int i = 0; i < n; i++) {
        int more = i % 2 ? 0 : 6;
        session_resize(stay->session, SESSION_ROWS + more, SESSION_COLS + 3 * more, stay->limit_ms,
                       &reply);
        add_time(stay->visit, RESIZE, &reply, reply.last_ms);
    }
}

static void rest(struct stay *stay)
{
    struct sample *samples = stay->visit->samples;
    struct reply reply;
    double before, cpu = session_cpu_ms(stay->session), waited = 0;
    do {
        before = cpu;
        session_listen(stay->session, "", SETTLE_MS, &reply);
        cpu = session_cpu_ms(stay->session);
        waited += SETTLE_MS;
    } while (cpu - before > SETTLE_MS / 10.0 && waited < MOST_SETTLE_MS);
    sample_add(&samples[BUSY_MS], cpu);
    session_listen(stay->session, "", IDLE_LISTEN_MS, &reply);
    double seconds = IDLE_LISTEN_MS / 1000.0;
    sample_add(&samples[IDLE_MS], (session_cpu_ms(stay->session) - cpu) / seconds);
    sample_add(&samples[IDLE_BYTES], (double)reply.n_bytes / seconds);
}

void visit_stay(struct visit *v, const struct reader *reader, const struct text *text,
                const char *program, int n_steps)
{
    struct reply reply;
    struct stay stay = {v, reader, text, open_reader(reader, text, program, &reply),
                        limit_of(text)};
    if (!stay.session)
        return;
    step(&stay, PAGE, reader->page, n_steps, 4000);
    step(&stay, LINE, reader->line, n_steps, 200);
    step(&stay, SECTION, reader->section, n_steps, 25000);
    step(&stay, MENTION, reader->mention, n_steps, 200);
    queue(&stay);
    resize(&stay, 6);
    go_to_both_ends(&stay);
    find(&stay, FIND, CORPUS_LANDMARK);
    find(&stay, FIND_CASELESS, reader->caseless);
    find(&stay, FIND_REGEX, reader->regex);
    if (reader == &readers[READER_DRAGOMAN])
        escape_search(&stay);
    rest(&stay);
    sample_add(&v->samples[PEAK_MB], session_peak_mb(stay.session));
    session_close(stay.session);
}

void visit_release(struct visit *v)
{
    for (int i = 0; i < N_METRICS; i++)
        sample_release(&v->samples[i]);
}
