/*
 * test_filters.c - the reader while a filter converts a file, in a real pseudo-terminal. The
 * filter waits until the test lets it go, so that nothing depends on how fast anybody is.
 */
#include "world.h"

#include <errno.h>
#include <time.h>

/* The filter runs where the reader does; its process is gone when the test is over. */
static const char filters[] =
    "Name: slow\nMatch: SLOW\n"
    "Command: sh -c 'echo $$ >pid; until [ -e go ]; do sleep 0.02; done; tail -n +2'\n\n"
    "Name: bad\nSuffix: .bad\n"
    "Command: sh -c 'echo $$ >pid; until [ -e go ]; do sleep 0.02; done; echo why >&2; false'\n\n"
    "Name: missing\nSuffix: .missing\nCommand: no-such-program\n";

static int set_up_filters(void **state)
{
    if (set_up(state) != 0 || mkdir("home/dragoman", 0700) != 0)
        return -1;
    put_file("home/dragoman/filters", filters);
    put_file("a.slow", "SLOW\nThe Slow Title\n\nFrance met Germany there.\n");
    put_file("b.slow", "SLOW\nAnother Title\n\nFrance met Spain there.\n");
    put_file("c.bad", "Nothing\n");
    put_file("d.missing", "Nothing\n");
    put_file("plain", "The Plain Title\n\nItaly met Norway, and Italy went.\n");
    return 0;
}

static void open_files(struct world *w, const char *first, const char *second, const char *third)
{
    start_as(w,
             (struct screen_setup){.arguments = (const char *const[]){first, second, third, NULL}});
}

static pid_t converter(void)
{
    long pid = 0;
    FILE *file = fopen("pid", "r");
    if (file && fscanf(file, "%ld", &pid) != 1)
        pid = 0;
    if (file)
        fclose(file);
    return (pid_t)pid;
}

/* What no screen tells is looked at until it is so. */
static bool await_process(bool there, pid_t *pid)
{
    enum { TRIES = 1000 };
    const struct timespec pause = {0, 10000000};
    for (int i = 0; i < TRIES; i++) {
        if (there)
            *pid = converter();
        bool is_there = *pid > 0 && (kill(*pid, 0) == 0 || errno != ESRCH);
        if (is_there == there)
            return true;
        nanosleep(&pause, NULL);
    }
    return false;
}

static pid_t await_converter(struct world *w)
{
    pid_t pid = 0;
    expect(w, BOTTOM, "converting ");
    assert_true(await_process(true, &pid));
    return pid;
}

static void expect_gone_process(pid_t pid)
{
    assert_true(await_process(false, &pid));
}

/* ------------------------------------------------------------------- tests */

/* Nothing to show as yet: keys and sizes are obeyed, and then the article is there. */
static void test_first_file(void **state)
{
    struct world *w = *state;
    open_files(w, "a.slow", NULL, NULL);
    await_converter(w);
    expect(w, TOP, "a.slow");
    expect(w, BOTTOM, "a.slow with sh");
    press(w, "jG cLqi");
    press(w, "q");
    settle(w);
    screen_resize(w->screen, 10, 60);
    press(w, ":nonsense\r");
    expect(w, BOTTOM, "no command :nonsense");
    press(w, ":e plai\033"); /* closes the prompt, and nothing else */
    press(w, "j");
    expect(w, BOTTOM, "a.slow with sh");
    put_file("go", "");
    expect(w, FIRST, "The Slow Title");
    press(w, "c");
    expect(w, BOTTOM, "country France");
    press(w, "q");
    expect_exit(w, 0);
    expect_left_as_found(w);
}

/* The time in which the reader is stopped is not the filter's, and nothing is lost. */
static void test_stopped(void **state)
{
    struct world *w = *state;
    open_files(w, "a.slow", NULL, NULL);
    await_converter(w);
    press(w, "\032");
    await(w, has_stopped, NULL, "the stop", "");
    expect_left_as_found(w);
    screen_continue(w->screen);
    expect(w, BOTTOM, "a.slow with sh");
    put_file("go", "");
    expect(w, FIRST, "The Slow Title");
    press(w, "q");
    expect_exit(w, 0);
}

/* The article that is read stays until the next one is there. */
static void test_next_file(void **state)
{
    struct world *w = *state;
    open_files(w, "plain", "a.slow", "b.slow");
    expect(w, FIRST, "The Plain Title");
    press(w, ":n\r");
    pid_t first = await_converter(w);
    press(w, "cc");
    expect(w, BOTTOM, "country Norway");
    expect(w, FIRST, "The Plain Title");
    press(w, "\033");
    expect(w, BOTTOM, "a.slow: stopped");
    expect_gone_process(first);
    press(w, ":n\r");
    expect(w, BOTTOM, "a.slow with sh");
    press(w, ":n\r");
    expect(w, BOTTOM, "b.slow with sh");
    press(w, "\003");
    expect(w, BOTTOM, "b.slow: stopped");
    press(w, ":e b.slow\r");
    expect(w, BOTTOM, "b.slow with sh");
    put_file("go", "");
    expect(w, FIRST, "Another Title");
    press(w, ":e\r");
    expect(w, FIRST, "Another Title");
    press(w, ":1\r:n\r:n\r");
    settle(w);
    press(w, "q");
    expect_exit(w, 0);
    expect_left_as_found(w);
}

/* An article that comes while something is typed waits for that. */
static void test_prompt(void **state)
{
    struct world *w = *state;
    open_files(w, "plain", "a.slow", NULL);
    expect(w, FIRST, "The Plain Title");
    press(w, ":n\r");
    pid_t pid = await_converter(w);
    press(w, "/Nor");
    expect(w, BOTTOM, "/Nor");
    put_file("go", "");
    expect_gone_process(pid);
    press(w, "way");
    expect(w, BOTTOM, "/Norway");
    expect(w, FIRST, "The Plain Title");
    press(w, "\033");
    expect(w, FIRST, "The Slow Title");
    press(w, "q");
    expect_exit(w, 0);
}

static void test_failures(void **state)
{
    struct world *w = *state;
    open_files(w, "plain", "c.bad", NULL);
    expect(w, FIRST, "The Plain Title");
    press(w, ":n\r");
    await_converter(w);
    unsigned before = screen_bells(w->screen);
    put_file("go", "");
    expect(w, BOTTOM, "c.bad: sh failed with exit status 1: why");
    expect_bell(w, before);
    expect(w, FIRST, "The Plain Title");
    press(w, ":e d.missing\r");
    expect(w, BOTTOM, "d.missing: needs no-such-program, which is not installed");
    press(w, "q");
    expect_exit(w, 0);
    /* they are no dead end for :n */
    open_files(w, "plain", "d.missing", "b.slow");
    expect(w, FIRST, "The Plain Title");
    press(w, ":n\r");
    expect(w, BOTTOM, "d.missing: needs no-such-program");
    expect(w, TOP, "(1/3)");
    press(w, ":n\r");
    expect(w, FIRST, "Another Title");
    press(w, ":n\r");
    expect(w, BOTTOM, "this is the last file");
    press(w, ":p\r:p\r");
    expect(w, FIRST, "The Plain Title");
    press(w, "q");
    expect_exit(w, 0);
    /* of several files the first that can be read is shown */
    unlink("go");
    unlink("pid");
    open_files(w, "d.missing", "c.bad", "plain");
    await_converter(w);
    put_file("go", "");
    expect(w, FIRST, "The Plain Title");
    expect(w, BOTTOM, "d.missing: needs no-such-program");
    press(w, "q");
    expect_exit(w, 0);
    unlink("go");
    unlink("pid");
    open_files(w, "c.bad", NULL, NULL);
    await_converter(w);
    put_file("go", "");
    expect_exit(w, 2);
    expect(w, ANYWHERE, "dragoman: c.bad: sh failed with exit status 1: why");
    expect_left_as_found(w);
}

/* However it ends, the terminal is as it was and the filter gone. */
static void test_ends(void **state)
{
    static const struct {
        const char *keys;
        int number, status;
    } ends[] = {{"q", 0, 0}, {"\033", 0, 2}, {"\003", 0, 2}, {"", SIGTERM, 0}, {"", SIGHUP, 0}};
    struct world *w = *state;
    for (size_t i = 0; i < LENGTH(ends); i++) {
        unlink("pid");
        open_files(w, "a.slow", NULL, NULL);
        pid_t pid = await_converter(w);
        if (ends[i].number) {
            screen_signal(w->screen, ends[i].number);
            await(w, has_ended, NULL, "the end of the program", "");
            assert_true(WIFSIGNALED(screen_status(w->screen)));
        } else {
            press(w, ends[i].keys);
            expect_exit(w, ends[i].status);
        }
        expect_left_as_found(w);
        expect_gone_process(pid);
    }
}

static void test_standard_input(void **state)
{
    struct world *w = *state;
    start_as(w, (struct screen_setup){.input = "SLOW\nOut of a Pipe\n\nand on.\n"});
    pid_t pid = await_converter(w);
    put_file("go", "");
    expect(w, FIRST, "Out of a Pipe");
    press(w, "q");
    expect_exit(w, 0);
    expect_gone_process(pid);
}

int main(void)
{
    if (!find_program()) {
        perror("DRAGOMAN");
        return 1;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_first_file, set_up_filters, tear_down),
        cmocka_unit_test_setup_teardown(test_stopped, set_up_filters, tear_down),
        cmocka_unit_test_setup_teardown(test_next_file, set_up_filters, tear_down),
        cmocka_unit_test_setup_teardown(test_prompt, set_up_filters, tear_down),
        cmocka_unit_test_setup_teardown(test_failures, set_up_filters, tear_down),
        cmocka_unit_test_setup_teardown(test_ends, set_up_filters, tear_down),
        cmocka_unit_test_setup_teardown(test_standard_input, set_up_filters, tear_down),
    };
    signal(SIGPIPE, SIG_IGN);
    return cmocka_run_group_tests_name("filters", tests, NULL, NULL);
}
