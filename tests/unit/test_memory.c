/*
 * test_memory.c - memory that runs out: whichever allocation fails, the hook is called once
 * and ends the program with one message; nothing crashes, and nothing is lost until then.
 *
 * The linker puts the functions below in the place of the C library's (see Makefile.am).
 * Each run is a child process, since the hook must not return.
 */
#include "property_layout.h"

#include "dragoman/document.h"
#include "dragoman/lexicon_load.h"

#include <sys/wait.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/lsan_interface.h>
#define CHECK_LEAKS() __lsan_do_leak_check()
enum { STRIDE = 5 }; /* looking for leaks takes a while */
#else
#define CHECK_LEAKS() (void)0
enum { STRIDE = 1 };
#endif

enum { EXIT_EXHAUSTED = 2, EXIT_DONE = 0 };

static const char message[] = "out of memory\n";

void *__real_malloc(size_t size);
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *ptr, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *ptr, size_t size);

static size_t n_allocations, failing; /* number of the one that fails, from 1; 0: none */

static bool fails(void)
{
    return ++n_allocations == failing;
}

void *__wrap_malloc(size_t size)
{
    return fails() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t n, size_t size)
{
    return fails() ? NULL : __real_calloc(n, size);
}

void *__wrap_realloc(void *ptr, size_t size)
{
    return fails() ? NULL : __real_realloc(ptr, size);
}

static void exhausted(void)
{
    ssize_t written = write(STDERR_FILENO, message, sizeof message - 1);
    failing = 0;
    CHECK_LEAKS();
    _exit(written > 0 ? EXIT_EXHAUSTED : EXIT_FAILURE);
}

/* ---------------------------------------------------------------- the work */

static const char *const names[] = {"m.txt", "m.html", "m.md", "m.rec"};
static const char *const texts[] = {
    "A Title of Things\n\nBy Somebody\n\nNorthland and the Lake Union (LU) met. The LU wrote.\n\n"
    "SOME HEADING\n\n- one\n- two caf\xE9\n\n  a | b\n",
    "<html><head><title>T</title><meta name=author "
    "content=A></head><article><h1>T</h1><p>Northland "
    "&amp; the Treaty of Lakes<ul><li>one<li>two</ul><table><tr><td>1<td>2</table>",
    "---\ntitle: T\nauthor: A\n---\n\n# One\n\nNorthland &copy; *Two*\n\n> three\n\n- four\n\n"
    "| a | b |\n|---|---|\n| 1 | 2 |\n",
    "%rec: Country\n\nId: XA\nName: Northland\nPattern: North(?:ern)? [A-Z]\\w+\nExcept: Northland "
    "Street\nSee: NONE\n\nId: XA\nAlias: North Land\n\n%rec: Treaty\n\nName: x\nId: T\nPattern: "
    "Treaty of (?:Lakes|Seas\n",
};

static void put_files(void)
{
    for (size_t i = 0; i < N_OF(names); i++) {
        FILE *file = fopen(names[i], "w");
        assert_non_null(file);
        assert_true(fputs(texts[i], file) >= 0);
        fclose(file);
    }
}

static void search(struct slice text)
{
    struct error error = {0};
    struct hits hits = {0};
    struct search *s = search_new(SLICE("n[a-z]+"), false, SEARCH_SMART, &error);
    search_all(s, text, &hits);
    hits_release(&hits);
    search_free(s);
    assert_null(search_new(SLICE("("), false, SEARCH_SMART, &error));
    error_release(&error);
}

static void lay_out(const struct article *a)
{
    struct layout l;
    struct row row;
    layout_init(&l, a, 20, false);
    for (bool any = layout_row_at(&l, 0, &row); any;)
        any = layout_next(&l, &row);
    layout_release(&l);
}

static void ignore_fault(void *context, const struct lexicon_fault *fault)
{
    (void)context;
    (void)fault;
}

/* An image as the shipped one, with which the reader's recfiles become one. */
static uint32_t *build_image(size_t *n)
{
    struct lexicon_builder *builder = lexicon_builder_new((struct lexicon_checks){0});
    lexicon_builder_add(builder, SLICE("shipped.rec"),
                        SLICE("%rec: Country\n\nId: XB\nName: Southland\nMetonym: Southtown\n"));
    uint32_t *image = lexicon_builder_image(builder, n);
    lexicon_builder_free(builder);
    return image;
}

static void work(void)
{
    size_t n;
    uint32_t *image = build_image(&n);
    struct loaded_lexicon lexicon;
    lexicon_load(&lexicon, image, n, ".", &names[3], 1, ignore_fault, NULL);
    struct tagger *tagger = tagger_new(&lexicon.lexicon);
    for (size_t i = 0; i < 3; i++) {
        struct document d;
        struct mentions mentions = {0};
        struct error error = {0};
        assert_true(document_open(&d, names[i], &(struct document_reading){0}, &error));
        tagger_run(tagger, &d.article, &mentions);
        lay_out(&d.article);
        search(d.article.text);
        mentions_release(&mentions);
        document_close(&d);
        assert_false(document_open(&d, "missing", &(struct document_reading){0}, &error));
        error_release(&error);
    }
    tagger_free(tagger);
    lexicon_unload(&lexicon);
    free(image);
}

/* ------------------------------------------------------------------- runs */

/* The status of a child in which that allocation fails; *said: what it wrote. */
static int run(size_t number, char *said, size_t size)
{
    int ends[2], status;
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        dup2(ends[1], STDERR_FILENO);
        close(ends[0]);
        memory_exhausted = exhausted;
        n_allocations = 0;
        failing = number;
        work();
        failing = 0;
        CHECK_LEAKS();
        _exit(EXIT_DONE);
    }
    close(ends[1]);
    ssize_t n, len = 0;
    while ((n = read(ends[0], said + len, size - 1 - (size_t)len)) > 0)
        len += n;
    said[len] = '\0';
    close(ends[0]);
    assert_int_equal(waitpid(child, &status, 0), child);
    return status;
}

static void test_every_allocation(void **state)
{
    char said[4096], directory[] = "/tmp/dragoman-memory-XXXXXX";
    int status = 0;
    size_t number = 1;
    (void)state;
    assert_non_null(mkdtemp(directory));
    assert_int_equal(chdir(directory), 0);
    put_files();
    for (;; number += STRIDE) {
        status = run(number, said, sizeof said);
        if (WIFEXITED(status) && WEXITSTATUS(status) == EXIT_DONE)
            break; /* there are fewer */
        EXPECT(WIFEXITED(status) && WEXITSTATUS(status) == EXIT_EXHAUSTED,
               "allocation %zu: status %#x: %s", number, (unsigned)status, said);
        EXPECT(strcmp(said, message) == 0, "allocation %zu: %s", number, said);
        if (bad_rows > 5)
            break;
    }
    print_message("%zu allocations\n", number);
    assert_true(number > 200);
    for (size_t i = 0; i < N_OF(names); i++)
        unlink(names[i]);
    assert_int_equal(chdir("/"), 0);
    assert_int_equal(rmdir(directory), 0);
    settle();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_allocation),
    };
    return RUN(tests);
}
