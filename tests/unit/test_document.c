/*
 * test_document.c - a file's name in, an article out: files, standard input, the bundled
 * article, and what cannot be read.
 */
#include "property.h"

#include "dragoman/document.h"

#include <errno.h>
#include <unistd.h>

static const struct document_source bundled = {TEXT("bundled.txt"),
                                               TEXT("The Title\n\nSome text, and more.\n")};

/* A file of its own for each test; the caller removes it. */
static void make_file(char *name, struct slice bytes)
{
    int descriptor = mkstemp(name);
    assert_true(descriptor >= 0);
    assert_int_equal(write(descriptor, bytes.ptr, bytes.len), bytes.len);
    assert_int_equal(close(descriptor), 0);
}

static void expect_document(const char *path, struct slice text)
{
    struct document d;
    struct error error = {0};
    bool done = document_open(&d, path, bundled, &error);
    EXPECT(done, "%s: %.*s", path, SHOW(error.text));
    if (done) {
        EXPECT_TEXT(slice_of(path), d.article.text, text);
        EXPECT_TEXT(slice_of(path), d.name, slice_of(path));
        check_blocks(&d.article);
        check_sections(&d.article);
        document_close(&d);
    }
    error_release(&error);
}

static void test_files(void **state)
{
    static const struct {
        struct slice bytes, text;
    } rows[] = {
        {TEXT(""), TEXT("")},
        {TEXT("The Title\n\nSome text.\n"), TEXT("The Title\n\nSome text.\n")},
        {TEXT("no line end"), TEXT("no line end")},
        {TEXT("\uFEFFa\r\nb\0\x1B[1mc\xFF"), TEXT("a\nb\u2400c\uFFFD")},
        {TEXT("\0\0\0"), TEXT("\u2400\u2400\u2400")},
        {TEXT("cut off \xE2\x82"), TEXT("cut off \uFFFD")},
    };
    (void)state;
    for (size_t i = 0; i < N_OF(rows); i++) {
        char name[] = "test_document.XXXXXX";
        make_file(name, rows[i].bytes);
        expect_document(name, rows[i].text);
        unlink(name);
    }
    settle();
}

/* Standard input is read to its end; afterwards it is what it was. */
static void test_standard_input(void **state)
{
    int ends[2], before = dup(STDIN_FILENO);
    (void)state;
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], "From a pipe.\r\n", 14), 14);
    close(ends[1]);
    assert_true(dup2(ends[0], STDIN_FILENO) >= 0);
    close(ends[0]);
    expect_document("-", SLICE("From a pipe.\n"));
    expect_document("-", SLICE("")); /* there is nothing left */
    if (before >= 0) {
        dup2(before, STDIN_FILENO);
        close(before);
    }
    settle();
}

static void test_bundled(void **state)
{
    struct document d;
    struct error error = {0};
    (void)state;
    assert_true(document_open(&d, NULL, bundled, &error));
    assert_ptr_equal(d.article.text.ptr, bundled.text.ptr); /* borrowed */
    assert_int_equal(d.article.text.len, bundled.text.len);
    EXPECT_TEXT(SLICE("name"), d.name, SLICE("bundled.txt"));
    EXPECT_TEXT(SLICE("title"), d.article.sections[0].name, SLICE("The Title"));
    document_close(&d);
    error_release(&error);
    settle();
}

static void test_unreadable(void **state)
{
    char gone[] = "test_document.XXXXXX";
    struct {
        const char *path;
        int reason;
    } rows[] = {{gone, ENOENT}, {".", EISDIR}, {"", ENOENT}, {"./no/such", ENOENT}};
    (void)state;
    make_file(gone, SLICE(""));
    unlink(gone);
    for (size_t i = 0; i < N_OF(rows); i++) {
        struct document d;
        struct error error = {0};
        EXPECT(!document_open(&d, rows[i].path, bundled, &error), "%s is read", rows[i].path);
        EXPECT_TEXT(slice_of(rows[i].path), buffer_slice(&error.text),
                    slice_of(strerror(rows[i].reason)));
        error_release(&error);
    }
    settle();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_files),
        cmocka_unit_test(test_standard_input),
        cmocka_unit_test(test_bundled),
        cmocka_unit_test(test_unreadable),
    };
    return RUN(tests);
}
