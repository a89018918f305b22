/*
 * test_filter.c - the records of filters, which file needs which, and programs that do
 * their work, fail, hang, flood, and are not there. The programs are those of any system.
 */
#include "property.h"

#include "dragoman/filter.h"

#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* ---------------------------------------------------------------- records */

static struct buffer faults;

static void note_fault(void *context, const struct filter_fault *fault)
{
    (void)context;
    buffer_format(&faults, "%.*s:%zu: %.*s\n", SHOW(fault->file), fault->line, SHOW(fault->reason));
}

static void add(struct filters *f, const char *records)
{
    filters_add(f, SLICE("mine"), slice_of(records), note_fault, NULL);
}

static void test_records(void **state)
{
    static const struct {
        const char *records, *faults;
        size_t n;
    } rows[] = {
        {"", "", 0},
        {"Name: x\nSuffix: .x\nCommand: cat\n", "", 1},
        {"%rec: Filter\n\n# mine\nMatch: ab\nMatch: cd\nCommand: cat -u {}\nType: html\n"
         "Seconds: 5\nMegabytes: 1\n\nSuffix: .y\nCommand: 'a program' \"with it's\" words\n",
         "", 2},
        {"Match: x\n", "mine:1: a filter without a Command\n", 0},
        {"Command: cat\n", "mine:1: a filter with neither Match nor Suffix\n", 0},
        {"Match: x\nCommand:\n", "mine:2: a field without a value\n", 0},
        {"Match: x\nCommand: ''\n", "mine:2: Command names no program\n", 0},
        {"Match: x\nCommand: cat 'y\n", "mine:2: Command has a quotation mark that is not closed\n",
         0},
        {"Match: x\nCommand: cat\nCommand: cat\n", "mine:3: more than one Command\n", 0},
        {"Match: x\nCommand: cat\nType: pdf\n",
         "mine:3: Type is none of text, html, markdown and mail\n", 0},
        {"Match: x\nCommand: cat\nSeconds: 0\n", "mine:3: not a number from 1 to 999999\n", 0},
        {"Match: x\nCommand: cat\nMegabytes: 1e9\n", "mine:3: not a number from 1 to 999999\n", 0},
        {"Match: x\nCommand: cat\nSeconds: 99999999999999999999\n",
         "mine:3: not a number from 1 to 999999\n", 0},
        {"Match: \\q\nCommand: cat\n", "mine:1: Match has a \\ without xNN, \\, ? or * after it\n",
         0},
        {"Match: x\nComand: cat\n", "mine:2: a field of that name is not known\n", 0},
        {"Match: x\nnonsense\nCommand: cat\n", "mine:2: a line that is no field\n", 0},
        /* a faulty one is left out, the others stay */
        {"Bad: x\n\nMatch: x\nCommand: cat\n\nMatch: y\n",
         "mine:1: a field of that name is not known\nmine:6: a filter without a Command\n", 1},
    };
    (void)state;
    for (size_t i = 0; i < N_OF(rows); i++) {
        struct filters f = {0};
        faults.len = 0;
        add(&f, rows[i].records);
        EXPECT_TEXT(slice_of(rows[i].records), buffer_slice(&faults), slice_of(rows[i].faults));
        EXPECT(f.n == rows[i].n, "row %zu: %zu filters", i, f.n);
        filters_release(&f);
    }
    buffer_release(&faults);
    settle();
}

static void test_words(void **state)
{
    struct filters f = {0};
    (void)state;
    add(&f, "Match: x\nCommand: 'a program' -x  \"it's \"so{} {} '' \n");
    assert_int_equal(f.n, 1);
    static const char *const words[] = {"a program", "-x", "it's so{}", "{}", ""};
    assert_int_equal(f.items[0].n_words, N_OF(words));
    for (size_t i = 0; i < N_OF(words); i++)
        assert_string_equal(f.items[0].words[i].ptr, words[i]);
    assert_true(slice_equal(f.items[0].name, SLICE("a program")));
    filters_release(&f);
}

/* --------------------------------------------------------------- looking up */

static void test_find(void **state)
{
    static const char records[] = "Name: ab\nMatch: a?c\nMatch: \\x00\\*\\?\\\\.\nCommand: cat\n\n"
                                  "Name: late\nMatch: PK*word*x?z\nCommand: cat\n\n"
                                  "Name: both\nMatch: PK\nSuffix: .zip\nSuffix: .ZAP\n"
                                  "Command: cat\n\n"
                                  "Name: tex\nSuffix: .tex\nCommand: cat\n";
    static const struct {
        struct slice content, name;
        const char *filter;
    } rows[] = {
        {TEXT("abc"), TEXT("x"), "ab"},
        {TEXT("a\nc and more"), TEXT("x"), "ab"},
        {TEXT("\0*?\\."), TEXT("x"), "ab"},
        {TEXT("ab"), TEXT("x"), NULL},
        {TEXT(""), TEXT("x"), NULL},
        {TEXT(" abc"), TEXT("x"), NULL},
        {TEXT("PK word xyz"), TEXT("x"), "late"},
        {TEXT("PKwordxx\0z"), TEXT("x"), "late"},
        {TEXT("PK word xy"), TEXT("x"), NULL},
        {TEXT("PK xyz word"), TEXT("x"), NULL},
        {TEXT("PK"), TEXT("a.zip"), "both"},
        {TEXT("PK"), TEXT("a.Zap"), "both"},
        {TEXT("PK"), TEXT("a.zip.txt"), NULL},
        {TEXT("xx"), TEXT("a.zip"), NULL},
        {TEXT("any"), TEXT("a.tex"), "tex"},
        {TEXT("any"), TEXT("tex"), NULL},
    };
    struct filters f = {0};
    (void)state;
    add(&f, records);
    for (size_t i = 0; i < N_OF(rows); i++) {
        struct slice content = exact_copy(rows[i].content);
        const struct filter *found = filters_find(&f, content, rows[i].name);
        EXPECT_TEXT(rows[i].content, found ? found->name : SLICE("none"),
                    slice_of(rows[i].filter ? rows[i].filter : "none"));
        exact_free(content);
    }
    assert_true(filters_named(&f, SLICE("late")) == &f.items[1]);
    assert_null(filters_named(&f, SLICE("lat")));
    filters_release(&f);
    settle();
}

static void test_built_in(void **state)
{
    static const char epub[] = "PK\3\4..........................mimetypeapplication/epub+zip";
    static const char odt[] =
        "PK\3\4..........................mimetypeapplication/vnd.oasis.opendocument.text";
    static const struct {
        struct slice content, name;
        const char *filter;
    } rows[] = {
        {TEXT("\x1F\x8B\x08"), TEXT("x"), "gz"},
        {TEXT("\xFD"
              "7zXZ\0"),
         TEXT("x"), "xz"},
        {TEXT("\x28\xB5\x2F\xFD"), TEXT("x"), "zst"},
        {TEXT("BZh91AY&SY"), TEXT("x"), "bz2"},
        {TEXT("%PDF-1.7"), TEXT("x.txt"), "pdf"},
        {TEXT(epub), TEXT("x.zip"), "epub"},
        {TEXT(odt), TEXT("x.zip"), "odt"},
        {TEXT("PK\3\4....[Content_Types].xml....word/document.xml"), TEXT("x"), "docx"},
        {TEXT("PK\3\4"), TEXT("x.epub"), "epub"},
        {TEXT("PK\3\4"), TEXT("x.ODT"), "odt"},
        {TEXT("PK\3\4"), TEXT("x.docx"), "docx"},
        {TEXT("PK\3\4"), TEXT("x.zip"), NULL},
        {TEXT("not compressed"), TEXT("x.gz"), NULL},
        {TEXT("no such thing"), TEXT("x.pdf"), NULL},
        {TEXT("BZh is how it begins"), TEXT("x"), NULL},
    };
    struct filters f;
    (void)state;
    filters_load(&f, NULL, note_fault, NULL);
    assert_int_equal(faults.len, 0);
    for (size_t i = 0; i < N_OF(rows); i++) {
        const struct filter *found = filters_find(&f, rows[i].content, rows[i].name);
        EXPECT_TEXT(rows[i].name, found ? found->name : SLICE("none"),
                    slice_of(rows[i].filter ? rows[i].filter : "none"));
    }
    const struct filter *gz = filters_named(&f, SLICE("gz"));
    EXPECT_TEXT(SLICE("a.txt.gz"), filter_inner_name(gz, SLICE("a.txt.gz")), SLICE("a.txt"));
    EXPECT_TEXT(SLICE("a.GZ"), filter_inner_name(gz, SLICE("a.GZ")), SLICE("a"));
    EXPECT_TEXT(SLICE("a.xz"), filter_inner_name(gz, SLICE("a.xz")), SLICE("a.xz"));
    EXPECT_TEXT(SLICE("gz"), filter_inner_name(gz, SLICE("gz")), SLICE("gz"));
    filters_release(&f);
    settle();
}

/* The reader's own come first; a file that is not there is none. */
static void test_load(void **state)
{
    char name[] = "test_filter.XXXXXX";
    struct filters f;
    (void)state;
    int descriptor = mkstemp(name);
    assert_true(descriptor >= 0);
    static const char text[] = "Name: mine\nMatch: \\x1F\\x8B\nCommand: cat\n\nName: bad\n";
    assert_int_equal(write(descriptor, text, sizeof text - 1), sizeof text - 1);
    close(descriptor);
    faults.len = 0;
    filters_load(&f, name, note_fault, NULL);
    struct buffer expected = {0};
    buffer_format(&expected, "%s:5: a filter without a Command\n", name);
    EXPECT_TEXT(slice_of(name), buffer_slice(&faults), buffer_slice(&expected));
    EXPECT_TEXT(SLICE("first"), filters_find(&f, SLICE("\x1F\x8B"), SLICE(""))->name,
                SLICE("mine"));
    assert_non_null(filters_named(&f, SLICE("gz")));
    filters_release(&f);
    unlink(name);
    faults.len = 0;
    filters_load(&f, name, note_fault, NULL);
    assert_int_equal(faults.len, 0);
    filters_release(&f);
    filters_load(&f, ".", note_fault, NULL);
    assert_true(faults.len > 0);
    filters_release(&f);
    buffer_release(&faults);
    buffer_release(&expected);
    settle();
}

/* ------------------------------------------------------------------ running */

static unsigned count_descriptors(void)
{
    unsigned n = 0;
    DIR *open = opendir("/dev/fd");
    if (!open)
        return 0;
    while (readdir(open))
        n++;
    closedir(open);
    return n;
}

/* Nothing is left of a run: no child, no descriptor. */
static void expect_clean(unsigned descriptors)
{
    EXPECT(waitpid(-1, NULL, WNOHANG) == -1 && errno == ECHILD, "a child is left");
    EXPECT(count_descriptors() == descriptors, "a descriptor is left");
}

static double seconds_since(const struct timespec *start)
{
    struct timespec end;
    clock_gettime(CLOCK_MONOTONIC, &end);
    return (double)(end.tv_sec - start->tv_sec) + (double)(end.tv_nsec - start->tv_nsec) / 1e9;
}

/* Runs a command; *output and *reason are what came of it. */
static bool run(const char *command, const char *path, struct slice content, struct buffer *output,
                struct buffer *reason)
{
    struct buffer record = {0};
    struct filters f = {0};
    struct error error = {0};
    unsigned descriptors = count_descriptors();
    buffer_format(&record, "Match: x\nSeconds: 1\nMegabytes: 2\nCommand: %s\n", command);
    filters_add(&f, SLICE("mine"), buffer_slice(&record), note_fault, NULL);
    assert_int_equal(f.n, 1);
    output->len = reason->len = 0;
    bool done = filter_run(&f.items[0], path, content, output, &error);
    buffer_add(reason, buffer_slice(&error.text));
    expect_clean(descriptors);
    error_release(&error);
    filters_release(&f);
    buffer_release(&record);
    return done;
}

static void test_runs(void **state)
{
    static const struct {
        const char *command;
        struct slice content, output;
    } rows[] = {
        {"cat", TEXT("some content"), TEXT("some content")},
        {"cat", TEXT(""), TEXT("")},
        {"cat", TEXT("\0\xFF\n"), TEXT("\0\xFF\n")},
        {"true", TEXT("is not read"), TEXT("")},
        {"tr a-z A-Z", TEXT("capitals"), TEXT("CAPITALS")},
        {"echo '$(id) ; `x` *' {}x", TEXT(""), TEXT("$(id) ; `x` * {}x\n")}, /* no shell */
        {"cat {}", TEXT("a copy of it"), TEXT("a copy of it")},
        {"tail -c 4 {}", TEXT("that can be sought"), TEXT("ught")},
        {"cat {} {}", TEXT(""), TEXT("")},
        {"sh -c 'cat; echo said >&2'", TEXT("and a warning"), TEXT("and a warning")},
    };
    struct buffer output = {0}, reason = {0};
    (void)state;
    for (size_t i = 0; i < N_OF(rows); i++) {
        bool done = run(rows[i].command, NULL, rows[i].content, &output, &reason);
        EXPECT(done, "%s: %.*s", rows[i].command, SHOW(reason));
        EXPECT_TEXT(slice_of(rows[i].command), buffer_slice(&output), rows[i].output);
    }
    buffer_release(&output);
    buffer_release(&reason);
    settle();
}

/* A file's own name is handed over, and is no option and no end of a line. */
static void test_names(void **state)
{
    static const char *const names[] = {"-n test_filter", "test\nfilter", "test_filter '\"$(x)"};
    struct buffer output = {0}, reason = {0};
    (void)state;
    for (size_t i = 0; i < N_OF(names); i++) {
        FILE *file = fopen(names[i], "w");
        assert_non_null(file);
        fputs("inside", file);
        fclose(file);
        bool done = run("cat {}", names[i], SLICE("content"), &output, &reason);
        EXPECT(done, "%s: %.*s", names[i], SHOW(reason));
        EXPECT_TEXT(slice_of(names[i]), buffer_slice(&output), SLICE("inside"));
        unlink(names[i]);
    }
    buffer_release(&output);
    buffer_release(&reason);
    settle();
}

static void test_failures(void **state)
{
    static const struct {
        const char *command, *reason;
    } rows[] = {
        {"false", "false failed with exit status 1"},
        {"sh -c 'exit 77'", "sh failed with exit status 77"},
        {"sh -c 'printf \"\\n  why\\033[31m not\\nmore\\n\" >&2; exit 3'",
         "sh failed with exit status 3: why\\x1B[31m not"},
        {"sh -c 'kill -9 $$'", "sh was ended by signal 9"},
        {"no-such-program-at-all", "needs no-such-program-at-all, which is not installed"},
        {"/dev/null", "/dev/null cannot be run: Permission denied"},
        {"sleep 20", "sleep took more than 1 seconds and was stopped"},
        {"sh -c 'trap \"\" TERM HUP INT; while :; do :; done'",
         "sh took more than 1 seconds and was stopped"},
        {"sh -c 'exec >&- 2>&-; sleep 20'", "sh took more than 1 seconds and was stopped"},
        {"yes", "yes gives more than 2 MB and was stopped"},
        {"sh -c 'yes >&2'", "sh took more than 1 seconds and was stopped"},
    };
    struct buffer output = {0}, reason = {0};
    (void)state;
    for (size_t i = 0; i < N_OF(rows); i++) {
        struct timespec start;
        clock_gettime(CLOCK_MONOTONIC, &start);
        bool done = run(rows[i].command, NULL, SLICE("content"), &output, &reason);
        EXPECT(!done, "%s has no fault", rows[i].command);
        EXPECT_TEXT(slice_of(rows[i].command), buffer_slice(&reason), slice_of(rows[i].reason));
        EXPECT(seconds_since(&start) < 10, "%s: %.1f s", rows[i].command, seconds_since(&start));
        EXPECT(output.len < (3u << 20), "%s: %zu bytes", rows[i].command, output.len);
    }
    buffer_release(&output);
    buffer_release(&reason);
    settle();
}

/* More goes in and out than a pipe holds, at once; who does not read is no trouble. */
static void test_large(void **state)
{
    struct buffer content = {0}, output = {0}, reason = {0};
    (void)state;
    for (size_t i = 0; content.len < 1500000; i++)
        buffer_add_number(&content, i);
    assert_true(run("cat", NULL, buffer_slice(&content), &output, &reason));
    assert_true(slice_equal(buffer_slice(&content), buffer_slice(&output)));
    assert_true(run("head -c 5", NULL, buffer_slice(&content), &output, &reason));
    EXPECT_TEXT(SLICE("head"), buffer_slice(&output), SLICE("01234"));
    assert_true(run("true", NULL, buffer_slice(&content), &output, &reason));
    buffer_release(&content);
    buffer_release(&output);
    buffer_release(&reason);
    settle();
}

/* What a program leaves behind goes with it, and is not waited for. */
static void test_grandchildren(void **state)
{
    struct buffer output = {0}, reason = {0};
    struct timespec start;
    (void)state;
    clock_gettime(CLOCK_MONOTONIC, &start);
    bool done = run("sh -c 'sleep 300 & echo $!'", NULL, SLICE(""), &output, &reason);
    EXPECT(done, "%.*s", SHOW(reason));
    EXPECT(seconds_since(&start) < 0.9, "waited %.1f s", seconds_since(&start));
    buffer_add_byte(&output, '\0');
    pid_t grandchild = (pid_t)atol(output.ptr);
    assert_true(grandchild > 1);
    bool gone = false;
    for (int i = 0; i < 500 && !gone; i++) { /* until init has reaped it */
        char path[64];
        struct timespec pause = {0, 10000000};
        snprintf(path, sizeof path, "/proc/%ld/cmdline", (long)grandchild);
        FILE *file = fopen(path, "r");
        gone = !file || fgetc(file) == EOF; /* a zombie has no arguments */
        if (file)
            fclose(file);
        if (!gone)
            nanosleep(&pause, NULL);
    }
    EXPECT(gone, "it is still there");
    buffer_release(&output);
    buffer_release(&reason);
    settle();
}

/* The time in which nobody looks is not the program's. */
static void test_away(void **state)
{
    const struct timespec away = {1, 300000000};
    struct filters f = {0};
    struct filter_job job;
    struct buffer output = {0};
    struct error error = {0};
    enum filter_state result;
    (void)state;
    add(&f, "Match: x\nSeconds: 1\nCommand: sh -c 'sleep 0.1; cat'\n");
    assert_true(filter_start(&job, &f.items[0], NULL, SLICE("content"), &error));
    nanosleep(&away, NULL);
    while ((result = filter_step(&job, 20, &output, &error)) == FILTER_RUNS)
        ;
    filter_stop(&job);
    EXPECT(result == FILTER_DONE, "%.*s", SHOW(error.text));
    EXPECT_TEXT(SLICE("away"), buffer_slice(&output), SLICE("content"));
    buffer_release(&output);
    error_release(&error);
    filters_release(&f);
    settle();
}

static void ignore(int number)
{
    (void)number;
}

/* A signal that would end us ends the program first, and then arrives. */
static void test_interrupted(void **state)
{
    struct buffer output = {0}, reason = {0};
    struct sigaction action = {.sa_handler = ignore}, before;
    (void)state;
    sigaction(SIGTERM, &action, &before);
    bool done = run("sh -c 'kill -TERM $PPID; sleep 20'", NULL, SLICE(""), &output, &reason);
    assert_false(done);
    EXPECT_TEXT(SLICE("sh"), buffer_slice(&reason), SLICE("sh was interrupted"));
    sigaction(SIGTERM, &before, NULL);
    buffer_release(&output);
    buffer_release(&reason);
    settle();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_records), cmocka_unit_test(test_words),
        cmocka_unit_test(test_find),    cmocka_unit_test(test_built_in),
        cmocka_unit_test(test_load),    cmocka_unit_test(test_runs),
        cmocka_unit_test(test_names),   cmocka_unit_test(test_failures),
        cmocka_unit_test(test_large),   cmocka_unit_test(test_grandchildren),
        cmocka_unit_test(test_away),    cmocka_unit_test(test_interrupted),
    };
    return RUN(tests);
}
