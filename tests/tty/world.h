/*
 * world.h - a program, a terminal and a folder of its own for each test, keys that are
 * pressed and what is expected to come of them.
 *
 * Every expectation is waited for, never slept for; see screen.h. DRAGOMAN names the
 * program, ./dragoman by default.
 */
#ifndef DRAGOMAN_TESTS_TTY_WORLD_H
#define DRAGOMAN_TESTS_TTY_WORLD_H

#include "screen.h"

#include <dirent.h>
#include <limits.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define LENGTH(array) (sizeof(array) / sizeof *(array))

enum { ROWS = 24, COLS = 80 };
enum { TOP = 0, FIRST = 1, BOTTOM = -1, ANYWHERE = -1000 }; /* rows of the screen */

/* A key without a use in the text: the bell that it rings comes after the screen has been
 * drawn, so that everything written before it has come as well. */
#define USELESS_KEY "\x1D"

struct world {
    char directory[PATH_MAX]; /* of this test alone: where it and the program are */
    struct screen *screen;
    const char *keys; /* the last ones sent, for a failure's report */
};

static char program[PATH_MAX], origin[PATH_MAX];

/* ------------------------------------------------------------------- world */

/* Files are named as seen from the test's own directory. */
static inline const char *put_file(const char *name, const char *text)
{
    FILE *file = fopen(name, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
    return name;
}

static inline void remove_all(const char *path)
{
    DIR *directory;
    struct dirent *entry;
    if (unlink(path) == 0 || chdir(path) != 0)
        return;
    directory = opendir(".");
    while (directory && (entry = readdir(directory)))
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            remove_all(entry->d_name);
    if (directory)
        closedir(directory);
    if (chdir("..") == 0)
        rmdir(path);
}

/* The program inherits this environment; a case adds its own by screen_setup. */
static inline void set_environment(const char *home)
{
    static const char *const homes[] = {"HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME",
                                        "XDG_DATA_HOME", "XDG_CACHE_HOME"};
    static const char *const removed[] = {"NO_COLOR", "COLORFGBG", "COLORTERM", "LINES",
                                          "COLUMNS",  "TERMINFO",  "ESCDELAY",  "LANG"};
    for (size_t i = 0; i < LENGTH(homes); i++)
        setenv(homes[i], home, 1);
    for (size_t i = 0; i < LENGTH(removed); i++)
        unsetenv(removed[i]);
    setenv("LC_ALL", "C.UTF-8", 1);
    setenv("TERM", "xterm-256color", 1);
}

static inline int set_up(void **state)
{
    struct world *w = calloc(1, sizeof *w);
    const char *parent = getenv("TMPDIR");
    if (!w || chdir(parent && parent[0] ? parent : "/tmp") != 0)
        return -1;
    *state = w;
    strcpy(w->directory, "dragoman-tty-XXXXXX");
    if (!mkdtemp(w->directory) || chdir(w->directory) != 0 || mkdir("home", 0700) != 0 ||
        !getcwd(w->directory, sizeof w->directory - sizeof "/home"))
        return -1;
    strcat(w->directory, "/home");
    set_environment(w->directory);
    *strrchr(w->directory, '/') = '\0';
    return 0;
}

static inline int tear_down(void **state)
{
    struct world *w = *state;
    int result = chdir(origin);
    screen_close(w->screen);
    remove_all(w->directory);
    free(w);
    return result == 0 ? chdir(origin) : result;
}

static inline void start_as(struct world *w, struct screen_setup setup)
{
    setup.program = program;
    setup.rows = setup.rows ? setup.rows : ROWS;
    setup.cols = setup.cols ? setup.cols : COLS;
    screen_close(w->screen);
    w->keys = "";
    w->screen = screen_open(&setup);
    if (!w->screen)
        fail_msg("%s", "no pseudo-terminal can be opened");
}

/* The bundled article when path is NULL. */
static inline void start(struct world *w, const char *path)
{
    start_as(w, (struct screen_setup){.arguments = (const char *const[]){path, NULL}});
}

/* ------------------------------------------------------------ expectations */

static inline void print_visibly(const char *text)
{
    for (; *text; text++)
        if ((unsigned char)*text < 0x20)
            fprintf(stderr, "^%c", *text + '@');
        else
            fputc(*text, stderr);
}

static inline void await(struct world *w, screen_predicate *holds, const void *context,
                         const char *what, const char *detail)
{
    if (screen_wait(w->screen, holds, context))
        return;
    fputs("after the keys \"", stderr);
    print_visibly(w->keys);
    fprintf(stderr, "\" in vain: %s \"%s\"\n", what, detail);
    screen_dump(w->screen);
    fail();
}

static inline void press(struct world *w, const char *keys)
{
    w->keys = keys;
    assert_true(screen_send(w->screen, keys));
}

struct words {
    int row;
    const char *text;
};

static inline bool holds_words(struct screen *s, const void *context)
{
    const struct words *words = context;
    int row = words->row == ANYWHERE ? 0 : words->row;
    int last = words->row == ANYWHERE ? screen_rows(s) - 1 : row;
    row = row < 0 ? row + screen_rows(s) : row;
    last = last < 0 ? last + screen_rows(s) : last;
    for (; row <= last; row++)
        if (strstr(screen_row(s, row), words->text))
            return true;
    return false;
}

static inline bool lacks_words(struct screen *s, const void *context)
{
    return !holds_words(s, context);
}

static inline void expect(struct world *w, int row, const char *text)
{
    await(w, holds_words, &(struct words){row, text}, "the words", text);
}

static inline void expect_gone(struct world *w, int row, const char *text)
{
    await(w, lacks_words, &(struct words){row, text}, "gone are the words", text);
}

static inline bool says(struct screen *s, const void *context)
{
    const char *line = screen_row(s, screen_rows(s) - 1), *text = context;
    return line[0] == ' ' && strncmp(line + 1, text, strlen(text)) == 0;
}

/* The bottom line begins so. */
static inline void expect_said(struct world *w, const char *text)
{
    await(w, says, text, "it said", text);
}

static inline bool rang_since(struct screen *s, const void *context)
{
    return screen_bells(s) > *(const unsigned *)context;
}

static inline void expect_bell(struct world *w, unsigned before)
{
    await(w, rang_since, &before, "the bell", "");
}

/* Until all is drawn; the reader must show its text, not a panel or prompt. */
static inline void settle(struct world *w)
{
    unsigned before = screen_bells(w->screen);
    press(w, USELESS_KEY);
    expect_bell(w, before);
}

/* Everything but the bottom line, to be freed. */
static inline char *picture(struct screen *s)
{
    size_t len = 0, cap = (size_t)screen_rows(s) * ((size_t)screen_cols(s) * SCREEN_CELL_BYTES + 1);
    char *text = malloc(cap + 1);
    assert_non_null(text);
    text[0] = '\0';
    for (int row = 0; row < screen_rows(s) - 1; row++)
        len += (size_t)sprintf(text + len, "%s\n", screen_row(s, row));
    return text;
}

static inline bool equals_picture(struct screen *s, const void *context)
{
    char *now = picture(s);
    bool same = strcmp(now, context) == 0;
    free(now);
    return same;
}

static inline bool has_ended(struct screen *s, const void *context)
{
    (void)context;
    return screen_life(s) == SCREEN_ENDED;
}

static inline bool has_stopped(struct screen *s, const void *context)
{
    (void)context;
    return screen_life(s) == SCREEN_STOPPED;
}

static inline void expect_exit(struct world *w, int status)
{
    await(w, has_ended, NULL, "the end of the program", "");
    int now = screen_status(w->screen);
    if (WIFEXITED(now) && WEXITSTATUS(now) == status)
        return;
    screen_dump(w->screen);
    fail_msg("the program ended with status %#x", (unsigned)now);
}

static inline bool contains(const char *bytes, size_t len, const char *part)
{
    size_t n = strlen(part);
    for (size_t i = 0; i + n <= len; i++)
        if (memcmp(bytes + i, part, n) == 0)
            return true;
    return false;
}

static inline bool wrote(struct screen *s, const void *context)
{
    size_t len;
    const char *bytes = screen_bytes(s, &len);
    return contains(bytes, len, context);
}

static inline bool same_modes(struct termios a, struct termios b)
{
    return a.c_iflag == b.c_iflag && a.c_oflag == b.c_oflag && a.c_cflag == b.c_cflag &&
           a.c_lflag == b.c_lflag && memcmp(a.c_cc, b.c_cc, sizeof a.c_cc) == 0 &&
           cfgetispeed(&a) == cfgetispeed(&b) && cfgetospeed(&a) == cfgetospeed(&b);
}

/* The modes that were found, the main screen, a cursor. */
static inline bool is_left_as_found(struct screen *s, const void *context)
{
    (void)context;
    return !screen_is_alternate(s) && screen_cursor_visible(s) &&
           same_modes(screen_modes(s), screen_modes_before(s));
}

static inline void expect_left_as_found(struct world *w)
{
    await(w, is_left_as_found, NULL, "the terminal as it was found", "");
}

/* By its full name, for the tests go to directories of their own. */
static inline bool find_program(void)
{
    const char *name = getenv("DRAGOMAN");
    name = name && name[0] ? name : "./dragoman";
    if (!getcwd(origin, sizeof origin))
        return false;
    int len = name[0] == '/' ? snprintf(program, sizeof program, "%s", name)
                             : snprintf(program, sizeof program, "%s/%s", origin, name);
    if (len < 0 || (size_t)len >= sizeof program)
        return false;
    return access(program, X_OK) == 0;
}

#endif
