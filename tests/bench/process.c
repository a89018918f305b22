/*
 * process.c - see process.h.
 *
 * A pipe and not /dev/null, which grep recognizes, to stop at its first match; and not a
 * file, which some file systems write out when it is truncated and closed again.
 */
#define _GNU_SOURCE
#include "process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* On a busy machine a second of CPU may take several. */
enum { PIPE_BYTES = 1 << 20, NOT_EXECUTED = 127, PATIENCE = 10 };

double process_now_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

bool process_exists(const char *name)
{
    const char *rest = getenv("PATH");
    char path[4096];
    while (rest && *rest) {
        size_t len = strcspn(rest, ":");
        snprintf(path, sizeof path, "%.*s/%s", (int)len, rest, name);
        if (access(path, X_OK) == 0)
            return true;
        rest += len + (rest[len] == ':');
    }
    return false;
}

/* The last core that may be used; the first one has the machine's own work to do. */
static void pin_to_one_core(void)
{
    cpu_set_t allowed, one;
    CPU_ZERO(&one);
    if (sched_getaffinity(0, sizeof allowed, &allowed) != 0)
        return;
    for (size_t core = CPU_SETSIZE; core-- > 0;) {
        if (CPU_ISSET(core, &allowed)) {
            CPU_SET(core, &one);
            sched_setaffinity(0, sizeof one, &one);
            return;
        }
    }
}

static void execute(const char *const *argv, const char *locale, double limit_s, int output)
{
    int null = open("/dev/null", O_RDWR);
    rlim_t seconds = (rlim_t)limit_s + 1;
    setrlimit(RLIMIT_CPU, &(struct rlimit){seconds, seconds + 1});
    pin_to_one_core();
    setenv("LC_ALL", locale, 1);
    dup2(null, STDIN_FILENO);
    dup2(output, STDOUT_FILENO);
    dup2(null, STDERR_FILENO);
    execvp(argv[0], (char *const *)argv);
    _exit(NOT_EXECUTED);
}

static void count(struct process_usage *usage, const char *bytes, size_t len)
{
    usage->n_bytes += len;
    for (const char *end = bytes + len; (bytes = memchr(bytes, '\n', (size_t)(end - bytes)));)
        if (usage->n_lines++, ++bytes == end)
            break;
}

/* Until the output ends or the time is over: false. */
static bool take_output(int input, double deadline, struct process_usage *usage)
{
    static char bytes[1 << 16];
    struct pollfd wait = {.fd = input, .events = POLLIN};
    for (;;) {
        double left = deadline - process_now_s();
        if (left <= 0 || poll(&wait, 1, (int)(left * 1000) + 1) == 0)
            return false;
        ssize_t n = read(input, bytes, sizeof bytes);
        if (n > 0)
            count(usage, bytes, (size_t)n);
        else if (n == 0 || errno != EINTR)
            return true;
    }
}

static double seconds(struct timeval time)
{
    return (double)time.tv_sec + (double)time.tv_usec * 1e-6;
}

bool process_run(const char *const *argv, const char *locale, double limit_s,
                 struct process_usage *usage)
{
    struct rusage used;
    int ends[2];
    double start = process_now_s();
    *usage = (struct process_usage){0};
    if (pipe2(ends, O_CLOEXEC) != 0)
        return false;
    fcntl(ends[0], F_SETPIPE_SZ, PIPE_BYTES);
    pid_t child = fork();
    if (child == 0)
        execute(argv, locale, limit_s, ends[1]);
    close(ends[1]);
    if (child > 0) {
        if (!take_output(ends[0], start + PATIENCE * limit_s, usage))
            kill(child, SIGKILL);
        wait4(child, &usage->status, 0, &used);
        usage->is_killed = WIFSIGNALED(usage->status);
        usage->wall_s = process_now_s() - start;
        usage->cpu_s = seconds(used.ru_utime) + seconds(used.ru_stime);
        usage->peak_mb = (double)used.ru_maxrss * 1024 / 1e6;
    }
    close(ends[0]);
    return child > 0 && !(WIFEXITED(usage->status) && WEXITSTATUS(usage->status) == NOT_EXECUTED);
}
