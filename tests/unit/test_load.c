/*
 * test_load.c - reading files, pipes and short reads, and what cleaning makes of bytes.
 */
#include "property.h"

#include "core/clean.h"
#include "dragoman/load.h"
#include "dragoman/utf8.h"

#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

#define BAD "\xEF\xBF\xBD"

static void expect_clean(struct slice bytes, struct slice text)
{
    struct buffer b = {0};
    buffer_add(&b, bytes);
    load_clean(&b, NULL);
    EXPECT_TEXT(bytes, buffer_slice(&b), text);
    buffer_release(&b);
}

static void test_clean(void **state)
{
    static const struct {
        struct slice bytes, text;
    } rows[] = {
        {TEXT(""), TEXT("")},
        {TEXT("a\tb\n\nc"), TEXT("a\tb\n\nc")},
        {TEXT("\u00E9\u20AC\U0001F600\u00A0"), TEXT("\u00E9\u20AC\U0001F600\u00A0")},
        /* the byte order mark, at the start alone */
        {TEXT("\uFEFF"), TEXT("")},
        {TEXT("\uFEFFa"), TEXT("a")},
        {TEXT("\uFEFF\uFEFFa"), TEXT("\uFEFFa")},
        {TEXT("a\uFEFF"), TEXT("a\uFEFF")},
        {TEXT("\xEF\xBB"), TEXT(BAD)},
        {TEXT("\uFEFF\r"), TEXT("\n")},
        /* line ends */
        {TEXT("a\r\nb\rc\n"), TEXT("a\nb\nc\n")},
        {TEXT("\r\r\n\n\r"), TEXT("\n\n\n\n")},
        {TEXT("a\r"), TEXT("a\n")},
        /* controls */
        {TEXT("a\0b"), TEXT("a\u2400b")},
        {TEXT("\0"), TEXT("\u2400")},
        {TEXT("\x01\x08\x0B\x0C\x1F\x7F"), TEXT("\u2401\u2408\u240B\u240C\u241F\u2421")},
        {TEXT("a\xC2\x80"
              "b\xC2\x9F"
              "c\xC2\x85"),
         TEXT("a" BAD "b" BAD "c" BAD)},
        {TEXT("\x9B"
              "2J"),
         TEXT(BAD "2J")},
        /* sequences of a terminal: SGR goes, the rest is shown */
        {TEXT("\x1B[1;31mred\x1B[0m \x1B[mx\x1B[38:5:1my"), TEXT("red xy")},
        {TEXT("\x1B[31"), TEXT("\u241B[31")},
        {TEXT("\x1B["), TEXT("\u241B[")},
        {TEXT("\x1B"), TEXT("\u241B")},
        {TEXT("\x1B[2J\x1B[?1mx"), TEXT("\u241B[2J\u241B[?1mx")},
        /* control strings go whole, or are shown whole */
        {TEXT("a\x1B]0;title\x07z"), TEXT("az")},
        {TEXT("\x1B]8;;http://a\x1B\\ls\x1B]8;;\x1B\\"), TEXT("ls")},
        {TEXT("\x1BPq#0\x1B\\\x1B_x\x1B\\\x1B^x\x1B\\\x1BXx\x1B\\z"), TEXT("z")},
        {TEXT("\x1B]0;title\nx\x07"), TEXT("\u241B]0;title\nx\u2407")},
        {TEXT("\x1B]0;title"), TEXT("\u241B]0;title")},
        {TEXT("\x1B]0;\x1B[2J\x07"), TEXT("\u241B]0;\u241B[2J\u2407")},
        {TEXT("\x1B\x1B[mm"), TEXT("\u241Bm")},
        {TEXT("\r\x1B[m\n"), TEXT("\n\n")},
        /* ill-formed bytes */
        {TEXT("\u00E9 caf\xE9"), TEXT("\u00E9 caf" BAD)},
        {TEXT("\u00E9 caf\xE9 au"), TEXT("\u00E9 caf" BAD " au")},
        {TEXT("\xE2\x82"), TEXT(BAD)},
        {TEXT("\xF0\x9F\x98"), TEXT(BAD)},
        {TEXT("\xC2"), TEXT(BAD)},
        {TEXT("\xC0\xAF\xED\xA0\x80"), TEXT(BAD BAD BAD BAD BAD)},
        {TEXT("\xC2\r\n"), TEXT(BAD "\n")},
        {TEXT(" \xFF\xFEh\0i\0"), TEXT(" " BAD BAD "h\u2400i\u2400")},
        /* other encodings: test_decode.c */
        {TEXT("caf\xE9 au"), TEXT("caf\u00E9 au")},
        {TEXT("\xFF\xFEh\0i\0"), TEXT("hi")},
        /* nothing else changes: these are text */
        {TEXT("a\u202Eb\u2028c\u200Bd"), TEXT("a\u202Eb\u2028c\u200Bd")},
    };
    (void)state;
    for (size_t i = 0; i < N_OF(rows); i++)
        expect_clean(rows[i].bytes, rows[i].text);
    settle();
}

/* An unclean byte is seen wherever it stands, many bytes at a time or not. */
static void test_clean_everywhere(void **state)
{
    static const struct {
        struct slice bytes, text;
    } rows[] = {
        {TEXT("\0"), TEXT("\u2400")},   {TEXT("\x1F"), TEXT("\u241F")},
        {TEXT("\x7F"), TEXT("\u2421")}, {TEXT("\r"), TEXT("\n")},
        {TEXT("\xC2\x85"), TEXT(BAD)},  {TEXT("\xC2\xA0"), TEXT("\xC2\xA0")},
        {TEXT("\xFF"), TEXT(BAD)},      {TEXT("\x1B[m"), TEXT("")},
        {TEXT("\t"), TEXT("\t")},       {TEXT("\xE2\x82"), TEXT(BAD)},
        {TEXT("~"), TEXT("~")},         {TEXT(" "), TEXT(" ")},
    };
    (void)state;
    for (size_t i = 0; i < N_OF(rows); i++)
        for (size_t before = 0; before < 18; before++)
            for (size_t after = 0; after < 18; after++) {
                static const struct slice letters = TEXT("abcdefghijklmnopqr");
                struct buffer bytes = {0}, text = {0};
                buffer_add(&bytes, (struct slice){letters.ptr, before});
                buffer_add(&text, buffer_slice(&bytes));
                buffer_add(&bytes, rows[i].bytes);
                buffer_add(&text, rows[i].text);
                buffer_add(&bytes, (struct slice){letters.ptr, after});
                buffer_add(&text, (struct slice){letters.ptr, after});
                expect_clean(buffer_slice(&bytes), buffer_slice(&text));
                buffer_release(&bytes);
                buffer_release(&text);
            }
    settle();
}

/* The same, a byte at a time. */
static size_t slow_clean_len(struct slice s)
{
    const unsigned char *p = (const unsigned char *)s.ptr;
    size_t at = 0;
    while (at < s.len) {
        int n = utf8_sequence_len(p + at, s.len - at);
        bool c0 = n == 1 && (p[at] < 0x20 || p[at] == 0x7F) && p[at] != '\n' && p[at] != '\t';
        if (n < 0 || c0 || (n == 2 && p[at] == 0xC2 && p[at + 1] < 0xA0))
            break;
        at += (size_t)n;
    }
    return at;
}

/* Text with one byte that may be wrong, in and at the ends of what is looked at together. */
static void test_clean_len(void **state)
{
    uint32_t seed = 11;
    (void)state;
    for (int i = 0; i < 20000; i++) {
        struct buffer b = {0};
        random_text(&seed, random_below(&seed, 60), &b);
        if (b.len && i % 4)
            b.ptr[random_below(&seed, (uint32_t)b.len)] = (char)random_below(&seed, 256);
        struct slice s = exact_copy(buffer_slice(&b));
        s.len -= s.len ? random_below(&seed, 4) % s.len : 0;
        EXPECT(clean_len(s) == slow_clean_len(s), "text %d", i);
        exact_free(s);
        buffer_release(&b);
    }
    settle();
}

/* Any bytes become text, and text stays as and where it is. */
static void test_clean_is_text(void **state)
{
    uint32_t seed = 7;
    (void)state;
    for (int i = 0; i < 2000; i++) {
        struct buffer b = {0};
        size_t len = random_below(&seed, 60);
        for (size_t k = 0; k < len; k++) {
            uint32_t any = random_below(&seed, 256);
            buffer_add_byte(&b, any < 80 ? "\x1B[m\r\n\xC2\xEF"[any % 7] : (char)any);
        }
        load_clean(&b, NULL);
        struct slice text = buffer_slice(&b);
        check_clean(text);
        if (!slice_has_prefix(text, SLICE("\uFEFF"))) {
            const char *at = b.ptr;
            size_t before = b.len;
            load_clean(&b, NULL);
            assert_ptr_equal(b.ptr, at);
            assert_int_equal(b.len, before);
        }
        buffer_release(&b);
    }
}

/* ---------------------------------------------------------------- reading */

/* An open file that has no name any more. */
static int open_unnamed(struct slice bytes)
{
    char name[] = "test_load.XXXXXX";
    int descriptor = mkstemp(name);
    assert_true(descriptor >= 0);
    assert_int_equal(unlink(name), 0);
    assert_int_equal(write(descriptor, bytes.ptr, bytes.len), bytes.len);
    assert_int_equal(lseek(descriptor, 0, SEEK_SET), 0);
    return descriptor;
}

static void expect_load(int descriptor, struct slice expected)
{
    struct buffer bytes = {0};
    struct error error = {0};
    EXPECT(load_descriptor(descriptor, &bytes, &error), "not read: %.*s", SHOW(error.text));
    EXPECT(slice_equal(buffer_slice(&bytes), expected), "%zu bytes instead of %zu", bytes.len,
           expected.len);
    buffer_release(&bytes);
    error_release(&error);
    close(descriptor);
}

static void test_regular_files(void **state)
{
    struct buffer big = {0};
    (void)state;
    expect_load(open_unnamed(SLICE("")), SLICE(""));
    expect_load(open_unnamed(SLICE("a\0b\r\n\xFF")), SLICE("a\0b\r\n\xFF")); /* not cleaned yet */
    for (size_t i = 0; i < 300000; i++)
        buffer_add_number(&big, i);
    expect_load(open_unnamed(buffer_slice(&big)), buffer_slice(&big));
    buffer_release(&big);
    settle();
}

static void test_pipe(void **state)
{
    int ends[2];
    (void)state;
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], "a\0b", 3), 3);
    close(ends[1]);
    expect_load(ends[0], SLICE("a\0b"));
    assert_int_equal(pipe(ends), 0);
    close(ends[1]);
    expect_load(ends[0], SLICE(""));
    settle();
}

/* A socket of packets gives each read one byte, in the middle of a character too. */
static void test_short_reads(void **state)
{
    static const char bytes[] = "x\u20AC\0y\n";
    int ends[2];
    (void)state;
    assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends), 0);
    for (size_t i = 0; i + 1 < sizeof bytes; i++)
        assert_int_equal(send(ends[1], bytes + i, 1, 0), 1);
    close(ends[1]);
    expect_load(ends[0], SLICE("x\u20AC\0y\n"));
    settle();
}

static void expect_refusal(const char *path, int reason)
{
    struct buffer bytes = {0};
    struct error error = {0};
    EXPECT(!load_file(path, &bytes, &error), "%s was read", path);
    EXPECT_TEXT(slice_of(path), buffer_slice(&error.text), slice_of(strerror(reason)));
    buffer_release(&bytes);
    error_release(&error);
}

static void test_files_by_name(void **state)
{
    char name[] = "test_load.XXXXXX";
    struct buffer bytes = {0};
    struct error error = {0};
    (void)state;
    int descriptor = mkstemp(name);
    assert_true(descriptor >= 0);
    assert_int_equal(write(descriptor, "text\n", 5), 5);
    close(descriptor);
    EXPECT(load_file(name, &bytes, &error), "not read: %.*s", SHOW(error.text));
    EXPECT_TEXT(SLICE("file"), buffer_slice(&bytes), SLICE("text\n"));
    unlink(name);
    expect_refusal(name, ENOENT);
    expect_refusal(".", EISDIR);
    expect_refusal("", ENOENT);
    buffer_release(&bytes);
    error_release(&error);
    settle();
}

static void test_bad_descriptor(void **state)
{
    struct buffer bytes = {0};
    struct error error = {0};
    (void)state;
    assert_false(load_descriptor(-1, &bytes, &error));
    EXPECT_TEXT(SLICE("-1"), buffer_slice(&error.text), slice_of(strerror(EBADF)));
    buffer_release(&bytes);
    error_release(&error);
    settle();
}

/* What has no end is ended; what only says so is no trouble. */
static void test_devices(void **state)
{
    struct buffer bytes = {0};
    struct error error = {0};
    (void)state;
    EXPECT(!load_file("/dev/zero", &bytes, &error), "/dev/zero has an end");
    EXPECT_TEXT(SLICE("/dev/zero"), buffer_slice(&error.text),
                SLICE("gives more than 64 MB"));
    buffer_release(&bytes);
    EXPECT(load_file("/dev/null", &bytes, &error), "/dev/null: %.*s", SHOW(error.text));
    EXPECT_TEXT(SLICE("/dev/null"), buffer_slice(&bytes), SLICE(""));
    if (access("/proc/self/status", R_OK) == 0) { /* of size 0, but not empty */
        EXPECT(load_file("/proc/self/status", &bytes, &error), "%.*s", SHOW(error.text));
        EXPECT(bytes.len > 20, "%zu bytes", bytes.len);
    }
    buffer_release(&bytes);
    int descriptor = open_unnamed(SLICE(""));
    if (ftruncate(descriptor, (off_t)1 << 43) == 0) { /* of 8 TB, but with nothing in it */
        EXPECT(!load_descriptor(descriptor, &bytes, &error), "8 TB were read");
        EXPECT_TEXT(SLICE("8 TB"), buffer_slice(&error.text), slice_of(strerror(EFBIG)));
    }
    close(descriptor);
    buffer_release(&bytes);
    error_release(&error);
    settle();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_clean),          cmocka_unit_test(test_clean_everywhere),
        cmocka_unit_test(test_clean_len),      cmocka_unit_test(test_clean_is_text),
        cmocka_unit_test(test_regular_files),  cmocka_unit_test(test_pipe),
        cmocka_unit_test(test_short_reads),    cmocka_unit_test(test_files_by_name),
        cmocka_unit_test(test_bad_descriptor), cmocka_unit_test(test_devices),
    };
    return RUN(tests);
}
