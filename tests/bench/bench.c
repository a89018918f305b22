/*
 * bench.c - see bench.h.
 *
 * A file is made under another name first, so that one that was interrupted is not taken
 * for a whole one by the next run.
 */
#define _XOPEN_SOURCE 700 /* realpath */
#include "bench.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static const char make_corpus[] = "tests/bench/make_corpus", prose[] = "tests/bench/prose";

const char *bench_format(struct bench *b, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int len = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    char *text = arena_alloc(&b->arena, (size_t)len + 1);
    va_start(arguments, format);
    vsnprintf(text, (size_t)len + 1, format, arguments);
    va_end(arguments);
    return text;
}

const char *bench_setting(const char *name, const char *otherwise)
{
    const char *value = getenv(name);
    return value && value[0] ? value : otherwise;
}

double bench_number(const char *name, double otherwise)
{
    const char *value = getenv(name);
    return value && value[0] ? strtod(value, NULL) : otherwise;
}

static void set_environment(const char *home)
{
    static const char *const homes[] = {"HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME",
                                        "XDG_DATA_HOME", "XDG_CACHE_HOME"};
    static const char *const removed[] = {
        "LESS",    "LESSOPEN", "GREP_COLORS", "RIPGREP_CONFIG_PATH",
        "VIMINIT", "NO_COLOR", "COLORFGBG",   "COLORTERM",
        "LINES",   "COLUMNS",  "ESCDELAY"};
    for (size_t i = 0; i < sizeof homes / sizeof *homes; i++)
        setenv(homes[i], home, 1);
    for (size_t i = 0; i < sizeof removed / sizeof *removed; i++)
        unsetenv(removed[i]);
    setenv("LESSHISTFILE", "-", 1);
    setenv("LC_ALL", "C.UTF-8", 1);
    setenv("TERM", "xterm-256color", 1);
}

bool bench_open(struct bench *b)
{
    char path[PATH_MAX];
    *b = (struct bench){.dragoman = bench_setting("DRAGOMAN", "./dragoman"),
                        .sources = bench_setting("srcdir", ".")};
    const char *directory = bench_setting("BENCH_DIR", "bench-files");
    if (access(b->dragoman, X_OK) != 0 || (mkdir(directory, 0777) != 0 && errno != EEXIST) ||
        !realpath(directory, path)) {
        fprintf(stderr, "bench: %s or %s: %s\n", b->dragoman, directory, strerror(errno));
        return false;
    }
    b->directory = bench_format(b, "%s", path);
    const char *home = bench_format(b, "%s/home", b->directory);
    if (mkdir(home, 0777) != 0 && errno != EEXIST)
        return false;
    set_environment(home);
    return true;
}

void bench_close(struct bench *b)
{
    arena_release(&b->arena);
}

const char *bench_source(struct bench *b, const char *name)
{
    return bench_format(b, "%s/%s", b->sources, name);
}

/* ------------------------------------------------------------------- files */

static bool is_fresh(const char *path, const char *grammar)
{
    struct stat file, program, rules;
    return stat(path, &file) == 0 && stat(make_corpus, &program) == 0 &&
           stat(grammar, &rules) == 0 && file.st_mtime >= program.st_mtime &&
           file.st_mtime >= rules.st_mtime;
}

/* In the child: make_corpus with its output into a file. */
static void execute(struct bench *b, const char *path, const char *words)
{
    char *argv[32] = {(char *)make_corpus};
    size_t n = 1;
    struct slice rest = slice_of(words), word;
    while (slice_next(&rest, ' ', &word) && n < 24) {
        char *copy = memory_zeroed(word.len + 1, 1);
        argv[n++] = memcpy(copy, word.ptr, word.len);
    }
    argv[n++] = (char *)bench_source(b, prose);
    argv[n++] = (char *)bench_source(b, "assets/lexicon/countries.rec");
    argv[n++] = (char *)bench_source(b, "assets/lexicon/organizations.rec");
    argv[n++] = (char *)bench_source(b, "assets/lexicon/treaties.rec");
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    if (file >= 0 && dup2(file, STDOUT_FILENO) >= 0)
        execv(make_corpus, argv);
    perror(make_corpus);
    _exit(1);
}

const char *bench_file(struct bench *b, const char *name, const char *words)
{
    const char *path = bench_format(b, "%s/%s", b->directory, name);
    const char *unfinished = bench_format(b, "%s/unfinished", b->directory);
    int status = 1;
    if (is_fresh(path, bench_source(b, prose)))
        return path;
    fprintf(stderr, "making %s\n", path);
    pid_t child = fork();
    if (child == 0)
        execute(b, unfinished, words);
    if (child > 0 && waitpid(child, &status, 0) == child && status == 0 &&
        rename(unfinished, path) == 0)
        return path;
    fprintf(stderr, "bench: %s cannot be made\n", path);
    return NULL;
}
