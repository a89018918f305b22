/*
 * filter_run.c - running one filter: the only place where a program is started.
 *
 * The program gets pipes on all three standard streams, so it can neither ask nor garble
 * the terminal, and a process group of its own, so that whatever it starts can be killed
 * with it. Writing and reading go on in one poll loop, because a program may say much
 * before it has read all. Nothing is waited for without an end.
 */
#include "dragoman/filter.h"

#include "dragoman/utf8.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

enum { READ_BYTES = 64 * 1024, ERROR_BYTES = 4096, LINE_BYTES = 300, TICK = 50, AWAY_MS = 1000 };

static long long now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (long long)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void close_end(int *end)
{
    if (*end >= 0)
        close(*end);
    *end = -1;
}

/* ------------------------------------------------------------------- starting */

/* Both ends above the standard streams, so that none is overwritten by another in the
 * child, and closed there. */
static bool open_pipe(int ends[2])
{
    int raw[2];
    if (pipe(raw) != 0)
        return false;
    for (int i = 0; i < 2; i++) {
        ends[i] = fcntl(raw[i], F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
        int reason = errno;
        close(raw[i]);
        errno = reason;
    }
    if (ends[0] >= 0 && ends[1] >= 0)
        return true;
    int reason = errno;
    close_end(&ends[0]);
    close_end(&ends[1]);
    errno = reason;
    return false;
}

static bool write_all(int descriptor, struct slice bytes)
{
    while (bytes.len) {
        ssize_t n = write(descriptor, bytes.ptr, bytes.len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return false;
        bytes = (struct slice){bytes.ptr + n, bytes.len - (size_t)n};
    }
    return true;
}

/* A file without a name that holds the content, for programs that want to seek in it. */
static int open_copy(struct slice content)
{
    char name[] = "/tmp/dragoman.XXXXXX";
    int raw = mkstemp(name), copy = -1;
    if (raw < 0)
        return -1;
    unlink(name);
    if (write_all(raw, content) && lseek(raw, 0, SEEK_SET) == 0)
        copy = fcntl(raw, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    int reason = errno;
    close(raw);
    errno = reason;
    return copy;
}

static bool takes_file(const struct filter *f)
{
    for (size_t i = 1; i < f->n_words; i++)
        if (slice_equal(f->words[i], SLICE("{}")))
            return true;
    return false;
}

/* The words as the program gets them; *path lives as long as they do. */
static char **arguments(const struct filter *f, const char *file, struct buffer *path)
{
    char **words = memory_zeroed(f->n_words + 1, sizeof *words);
    if (file && file[0] == '-') /* no option of the program's */
        buffer_add(path, SLICE("./"));
    buffer_add(path, file ? slice_of(file) : SLICE("/dev/fd/0"));
    buffer_add_byte(path, '\0');
    for (size_t i = 0; i < f->n_words; i++) {
        bool is_file = i > 0 && slice_equal(f->words[i], SLICE("{}"));
        words[i] = is_file ? path->ptr : (char *)(uintptr_t)f->words[i].ptr;
    }
    return words;
}

/* Returns 0 or the reason why there is no such process. */
static int spawn(const struct filter *f, const char *file, const int streams[3], int *pid)
{
    struct buffer path = {0};
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t none, standard;
    pid_t child;
    sigemptyset(&none);
    sigemptyset(&standard);
    static const int numbers[] = {SIGPIPE, SIGINT, SIGQUIT, SIGTERM, SIGHUP, SIGTSTP, SIGCHLD};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        sigaddset(&standard, numbers[i]);
    if (posix_spawn_file_actions_init(&actions) != 0)
        return ENOMEM;
    if (posix_spawnattr_init(&attributes) != 0) {
        posix_spawn_file_actions_destroy(&actions);
        return ENOMEM;
    }
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF |
                                              POSIX_SPAWN_SETSIGMASK);
    posix_spawnattr_setpgroup(&attributes, 0);
    posix_spawnattr_setsigdefault(&attributes, &standard);
    posix_spawnattr_setsigmask(&attributes, &none);
    for (int i = 0; i < 3; i++)
        posix_spawn_file_actions_adddup2(&actions, streams[i], i);
    char **words = arguments(f, file, &path);
    int reason = posix_spawnp(&child, words[0], &actions, &attributes, words, environ);
    *pid = child;
    free(words);
    buffer_release(&path);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return reason;
}

static void set_reason(const struct filter *f, int reason, struct error *error)
{
    if (reason == ENOENT)
        error_set(error, "needs %s, which is not installed", f->words[0].ptr);
    else
        error_set(error, "%s cannot be run: %s", f->words[0].ptr, strerror(reason));
}

bool filter_start(struct filter_job *job, const struct filter *f, const char *path,
                  struct slice content, struct error *error)
{
    int in[2] = {-1, -1}, out[2] = {-1, -1}, err[2] = {-1, -1}, reason = 0;
    bool copies = takes_file(f) && !path;
    *job = (struct filter_job){.filter = f, .in = -1, .out = -1, .err = -1};
    if (copies || takes_file(f))
        in[0] = copies ? open_copy(content) : open("/dev/null", O_RDONLY | O_CLOEXEC);
    else
        open_pipe(in);
    if (in[0] < 0 || !open_pipe(out) || !open_pipe(err)) {
        reason = errno;
    } else {
        int streams[3] = {in[0], out[1], err[1]};
        reason = spawn(f, path, streams, &job->pid);
    }
    close_end(&in[0]);
    close_end(&out[1]);
    close_end(&err[1]);
    job->in = in[1];
    job->out = out[0];
    job->err = err[0];
    if (reason) {
        job->pid = 0;
        set_reason(f, reason, error);
        filter_stop(job);
        return false;
    }
    int ends[3] = {job->in, job->out, job->err};
    for (int i = 0; i < 3; i++)
        if (ends[i] >= 0)
            fcntl(ends[i], F_SETFL, O_NONBLOCK);
    if (job->in >= 0)
        job->input = content;
    job->looked = now();
    job->deadline = job->looked + (long long)f->seconds * 1000;
    return true;
}

/* -------------------------------------------------------------------- running */

/* Writing to a program that reads no more is no reason to die. */
static ssize_t write_quietly(int descriptor, struct slice bytes)
{
    sigset_t pipe_set, before, waiting;
    const struct timespec none = {0};
    sigemptyset(&pipe_set);
    sigaddset(&pipe_set, SIGPIPE);
    sigpending(&waiting);
    sigprocmask(SIG_BLOCK, &pipe_set, &before);
    ssize_t n = write(descriptor, bytes.ptr, bytes.len);
    int reason = errno;
    if (n < 0 && reason == EPIPE && !sigismember(&waiting, SIGPIPE))
        while (sigtimedwait(&pipe_set, NULL, &none) < 0 && errno == EINTR)
            ;
    sigprocmask(SIG_SETMASK, &before, NULL);
    errno = reason;
    return n;
}

static bool is_temporary(int reason)
{
    return reason == EAGAIN || reason == EWOULDBLOCK || reason == EINTR;
}

static void write_some(struct filter_job *job)
{
    ssize_t n = job->input.len ? write_quietly(job->in, job->input) : 0;
    if (n > 0)
        job->input = (struct slice){job->input.ptr + n, job->input.len - (size_t)n};
    if (job->input.len == 0 || (n < 0 && !is_temporary(errno)))
        close_end(&job->in);
}

static void read_some(int *end, struct buffer *into)
{
    buffer_reserve(into, READ_BYTES);
    ssize_t n = read(*end, into->ptr + into->len, into->cap - into->len);
    if (n > 0)
        into->len += (size_t)n;
    else if (n == 0 || !is_temporary(errno))
        close_end(end);
}

/* The first line, in which nothing steers a terminal. */
static void add_first_line(struct slice text, struct buffer *out)
{
    struct slice line = {"", 0};
    while (line.len == 0 && slice_next(&text, '\n', &line))
        line = slice_trim(line);
    if (line.len > LINE_BYTES)
        line.len = LINE_BYTES;
    utf8_add_escaped(line, out);
}

static enum filter_state judge(struct filter_job *job, const siginfo_t *end, struct error *error)
{
    struct buffer line = {0};
    const char *program = job->filter->words[0].ptr;
    bool good = end->si_code == CLD_EXITED && end->si_status == 0;
    add_first_line(buffer_slice(&job->errors), &line);
    if (!good)
        error_set(error, "%s %s %d%s%.*s", program,
                  end->si_code == CLD_EXITED ? "failed with exit status" : "was ended by signal",
                  end->si_status, line.len ? ": " : "", (int)line.len, line.ptr ? line.ptr : "");
    buffer_release(&line);
    return good ? FILTER_DONE : FILTER_FAILED;
}

/* Has it ended? It stays a zombie, so that its group cannot be another's yet. */
static bool has_ended(struct filter_job *job, siginfo_t *end)
{
    memset(end, 0, sizeof *end);
    int result = waitid(P_PID, (id_t)job->pid, end, WEXITED | WNOHANG | WNOWAIT);
    if (result < 0 && errno == ECHILD) { /* somebody ignores SIGCHLD: nobody can tell how */
        end->si_code = CLD_EXITED;
        end->si_pid = job->pid;
    }
    job->is_over = end->si_pid != 0;
    return job->is_over;
}

static enum filter_state refuse(struct filter_job *job, const char *what, size_t limit,
                                const char *unit, struct error *error)
{
    error_set(error, "%s %s %zu %s and was stopped", job->filter->words[0].ptr, what, limit, unit);
    return FILTER_FAILED;
}

void filter_polls(const struct filter_job *job, struct pollfd polls[FILTER_POLLS])
{
    polls[0] = (struct pollfd){.fd = job->in, .events = POLLOUT};
    polls[1] = (struct pollfd){.fd = job->out, .events = POLLIN};
    polls[2] = (struct pollfd){.fd = job->err, .events = POLLIN};
}

/* The time in which we were stopped, and nobody read what it writes, is not its own. */
static void look_at_clock(struct filter_job *job)
{
    long long time = now(), away = time - job->looked;
    if (away > AWAY_MS)
        job->deadline += away;
    job->looked = time;
}

enum filter_state filter_step(struct filter_job *job, int milliseconds, struct buffer *output,
                              struct error *error)
{
    const struct filter *f = job->filter;
    struct pollfd ends[FILTER_POLLS];
    filter_polls(job, ends);
    look_at_clock(job);
    bool open = job->out >= 0 || job->err >= 0;
    int ready = poll(ends, FILTER_POLLS, open ? milliseconds : milliseconds < 5 ? milliseconds : 5);
    if (ready > 0 && ends[0].revents)
        write_some(job);
    if (ready > 0 && ends[1].revents) {
        size_t before = output->len;
        read_some(&job->out, output);
        job->n_output += output->len - before;
    }
    if (ready > 0 && ends[2].revents) {
        read_some(&job->err, &job->errors);
        if (job->errors.len > ERROR_BYTES)
            job->errors.len = ERROR_BYTES;
    }
    if (job->n_output > f->megabytes << 20)
        return refuse(job, "gives more than", f->megabytes, "MB", error);
    siginfo_t end;
    if (ready <= 0 || !open) { /* nothing more to read for now, or ever */
        bool was_over = job->is_over;
        if (has_ended(job, &end) && (!open || was_over)) /* a child of its may hold the pipes */
            return judge(job, &end, error);
    }
    if (now() > job->deadline)
        return refuse(job, "took more than", f->seconds, "seconds", error);
    return FILTER_RUNS;
}

void filter_stop(struct filter_job *job)
{
    close_end(&job->in);
    close_end(&job->out);
    close_end(&job->err);
    if (job->pid > 0) {
        kill(-job->pid, SIGKILL);
        while (waitpid(job->pid, NULL, 0) < 0 && errno == EINTR)
            ;
    }
    buffer_release(&job->errors);
    *job = (struct filter_job){.in = -1, .out = -1, .err = -1};
}

static bool is_interrupted(const sigset_t *ending)
{
    static const int numbers[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};
    sigset_t waiting;
    sigpending(&waiting);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (sigismember(ending, numbers[i]) && sigismember(&waiting, numbers[i]))
            return true;
    return false;
}

bool filter_run(const struct filter *f, const char *path, struct slice content,
                struct buffer *output, struct error *error)
{
    struct filter_job job;
    enum filter_state state = FILTER_RUNS;
    sigset_t ending, before;
    sigemptyset(&ending);
    sigaddset(&ending, SIGINT);
    sigaddset(&ending, SIGTERM);
    sigaddset(&ending, SIGHUP);
    sigaddset(&ending, SIGQUIT);
    sigprocmask(SIG_BLOCK, &ending, &before);
    if (!filter_start(&job, f, path, content, error))
        state = FILTER_FAILED;
    while (state == FILTER_RUNS) {
        state = filter_step(&job, TICK, output, error);
        if (state == FILTER_RUNS && is_interrupted(&ending)) {
            error_set(error, "%s was interrupted", f->words[0].ptr);
            state = FILTER_FAILED;
        }
    }
    filter_stop(&job);
    sigprocmask(SIG_SETMASK, &before, NULL); /* what waited arrives now */
    return state == FILTER_DONE;
}
