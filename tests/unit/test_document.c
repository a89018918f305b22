/*
 * test_document.c - a file's name in, an article out: files, standard input, the bundled
 * article, and what cannot be read.
 */
#include "property.h"

#include "dragoman/document.h"
#include "dragoman/load.h"
#include "dragoman/utf8.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

static const struct document_reading reading = {
    .bundled = {TEXT("bundled.txt"), TEXT("The Title\n\nSome text, and more.\n")}};

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
    bool done = document_open(&d, path, &reading, &error);
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
    assert_true(document_open(&d, NULL, &reading, &error));
    assert_ptr_equal(d.article.text.ptr, reading.bundled.text.ptr); /* borrowed */
    assert_int_equal(d.article.text.len, reading.bundled.text.len);
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
        EXPECT(!document_open(&d, rows[i].path, &reading, &error), "%s is read", rows[i].path);
        EXPECT_TEXT(slice_of(rows[i].path), buffer_slice(&error.text),
                    slice_of(strerror(rows[i].reason)));
        error_release(&error);
    }
    settle();
}

/* What is packed is unpacked, and what comes out looked at again. */
static void test_filters(void **state)
{
    static const char records[] =
        "Name: x\nMatch: \\x01\nCommand: tail -c +2\n\n" /* a wrapper of one byte */
        "Name: page\nSuffix: .page\nCommand: cat\nType: html\n\n"
        "Name: broken\nMatch: broken\nCommand: false\n";
    static const struct {
        struct slice bytes, suffix;
        const char *type, *encoding;
        struct slice text; /* or, where refused, the reason */
        bool refused;
    } rows[] = {
        {TEXT("plain <p>"), TEXT(".txt"), "", "", TEXT("plain <p>"), false},
        {TEXT("\1packed"), TEXT(".txt"), "", "", TEXT("packed"), false},
        {TEXT("\1\1\1packed"), TEXT(".txt"), "", "", TEXT("packed"), false},
        {TEXT("\1\1\1\1packed"), TEXT(""), "", "", TEXT("is packed more than 3 times"), true},
        {TEXT("\1<!doctype html><p>a page</p>"), TEXT(".x"), "", "", TEXT("a page\n"), false},
        {TEXT("\1# md"), TEXT(".md.x"), "", "", TEXT("md\n"), false},
        {TEXT("\1caf\xE9\r\n"), TEXT(".x"), "", "", TEXT("caf\u00E9\n"), false},
        {TEXT("just <b>bold</b>"), TEXT(".page"), "", "", TEXT("just bold\n"), false},
        {TEXT("broken"), TEXT(""), "", "", TEXT("false failed with exit status 1"), true},
        /* what is chosen holds against the content and the name */
        {TEXT("\1packed"), TEXT(".x"), "text", "", TEXT("\u2401packed"), false},
        {TEXT("<html>a page"), TEXT(".html"), "text", "", TEXT("<html>a page"), false},
        {TEXT("plain <b>bold</b>"), TEXT(".txt"), "html", "", TEXT("plain bold\n"), false},
        {TEXT("*bold*"), TEXT(".txt"), "markdown", "", TEXT("bold\n"), false},
        {TEXT("2nd half"), TEXT(".txt"), "x", "", TEXT("nd half"), false},
        {TEXT("Subject: =?utf-8?q?S?=\n\nx"), TEXT(""), "mail", "", TEXT("S\n\nx\n"), false},
        /* encodings: chosen, declared, and of what a program says is a page */
        {TEXT("\xA4"), TEXT(".txt"), "", "iso-8859-15", TEXT("\u20AC"), false},
        {TEXT("\1\xA4"), TEXT(".txt"), "", "iso-8859-15", TEXT("\u20AC"), false},
        {TEXT("\xC3\xBC"), TEXT(".page"), "", "iso-8859-15", TEXT("\u00FC\n"), false},
        {TEXT("<html><meta charset=koi8-r>\xED"), TEXT(""), "", "", TEXT("\u041C\n"), false},
        {TEXT("<html><meta charset=koi8-r>\xED"), TEXT(""), "", "koi8-u", TEXT("\u041C\n"), false},
        {TEXT("<html><meta charset=koi8-r>\xED"), TEXT(""), "", "latin1", TEXT("\u00ED\n"), false},
        /* what nobody knows says nothing */
        {TEXT("<html><meta charset=nonsense>\xC3\xBC"), TEXT(""), "", "", TEXT("\u00FC\n"), false},
        {TEXT("From: a\nSubject: b\nContent-Type: text/plain; charset=nonsense\n\n\xC3\xBC"),
         TEXT(""), "", "",
         TEXT("From: a\nSubject: b\nContent-Type: text/plain; charset=nonsense\n\n\u00FC"), false},
        {TEXT("\xEF\xBB\xBF<html><meta charset=koi8-r>\xC3\xBC"), TEXT(""), "", "",
         TEXT("\u00FC\n"), false},
        {TEXT("<meta charset=koi8-r> in text \xC3\xBC"), TEXT(".txt"), "", "",
         TEXT("<meta charset=koi8-r> in text \u00FC"), false},
        {TEXT("From: a\nSubject: b\nContent-Type: text/plain; charset=koi8-r\n\n\xED"), TEXT(""),
         "", "", TEXT("From: a\nSubject: b\nContent-Type: text/plain; charset=koi8-r\n\n\u041C"),
         false},
    };
    struct filters filters = {0};
    (void)state;
    filters_add(&filters, SLICE("mine"), slice_of(records), NULL, NULL);
    assert_int_equal(filters.n, 3);
    for (size_t i = 0; i < N_OF(rows); i++) {
        struct document_reading how = {.filters = &filters, .type = slice_of(rows[i].type)};
        struct buffer name = {0};
        struct document d;
        struct error error = {0};
        if (rows[i].encoding[0])
            assert_true(encoding_find(slice_of(rows[i].encoding), &how.encoding));
        buffer_format(&name, "test_document.%ld", (long)getpid());
        buffer_add(&name, rows[i].suffix);
        buffer_add_byte(&name, '\0');
        int descriptor = open(name.ptr, O_CREAT | O_EXCL | O_WRONLY, 0600);
        assert_true(descriptor >= 0);
        assert_int_equal(write(descriptor, rows[i].bytes.ptr, rows[i].bytes.len),
                         rows[i].bytes.len);
        close(descriptor);
        bool done = document_open(&d, name.ptr, &how, &error);
        EXPECT(done != rows[i].refused, "row %zu: %.*s", i, SHOW(error.text));
        EXPECT_TEXT(rows[i].bytes, done ? d.article.text : buffer_slice(&error.text), rows[i].text);
        if (done)
            document_close(&d);
        unlink(name.ptr);
        buffer_release(&name);
        error_release(&error);
    }
    assert_true(document_knows(&filters, SLICE("mail")));
    assert_true(document_knows(&filters, SLICE("page")));
    assert_false(document_knows(&filters, SLICE("gz")));
    assert_false(document_knows(NULL, SLICE("")));
    filters_release(&filters);
    settle();
}

/* Reads to the end, as a reader does it. */
static void read_all(struct document *d, struct error *error)
{
    struct pollfd polls[DOCUMENT_POLLS];
    while (document_read(d, 1000, error) != DOCUMENT_COMPLETE)
        poll(polls, (nfds_t)document_polls(d, polls), 20);
}

/* A conversion goes on in steps, tells who works, and ends when it is stopped. */
static void test_steps(void **state)
{
    static const char records[] = "Name: slow\nMatch: \\x01\nCommand: sh -c 'sleep 100; cat'\n\n"
                                  "Name: quick\nMatch: \\x02\nCommand: tail -c +2\n";
    char name[] = "test_document.XXXXXX";
    struct filters filters = {0};
    struct document_reading how = {.filters = &filters};
    struct document d;
    struct error error = {0};
    (void)state;
    filters_add(&filters, SLICE("mine"), slice_of(records), NULL, NULL);
    make_file(name, SLICE("\2\1text"));
    assert_true(document_begin(&d, name, &how, &error));
    bool seen = false;
    for (int i = 0; i < 500 && !seen; i++) {
        struct pollfd polls[DOCUMENT_POLLS];
        assert_int_not_equal(document_read(&d, 1, &error), DOCUMENT_COMPLETE);
        seen = slice_equal(document_converter(&d), SLICE("sh"));
        assert_true(document_is_packed(&d));
        poll(polls, (nfds_t)document_polls(&d, polls), 20);
    }
    EXPECT(seen, "sh does not run");
    document_stop(&d);
    assert_int_equal(document_read(&d, 1, &error), DOCUMENT_COMPLETE);
    assert_false(document_is_packed(&d));
    assert_int_equal(document_converter(&d).len, 0);
    assert_int_equal(d.read.len, 0);
    document_close(&d);
    EXPECT(waitpid(-1, NULL, WNOHANG) == -1 && errno == ECHILD, "a child is left");
    unlink(name);
    filters_release(&filters);
    error_release(&error);
    settle();
}

/* A pipe brings its bytes in pieces, whatever they are: the same comes of them. */
static void test_pieces(void **state)
{
    static const char records[] = "Name: x\nMatch: \\x01\\x02*z\nCommand: tail -c +3\n";
    static const struct {
        struct slice bytes, text;
    } rows[] = {
        {TEXT(""), TEXT("")},
        {TEXT("Plain, with a T\u00FCrkiye.\r\n"), TEXT("Plain, with a T\u00FCrkiye.\n")},
        {TEXT("caf\xE9 d\xE9j\xE0 \x93vu\x94"), TEXT("caf\u00E9 d\u00E9j\u00E0 \u201Cvu\u201D")},
        {TEXT("\xFF\xFEh\0i\0"), TEXT("hi")},
        {TEXT("<!doctype html><meta charset=koi8-r><p>\xED\xED"), TEXT("\u041C\u041C\n")},
        {TEXT("\xEF\xBB\xBF<html><p>page"), TEXT("page\n")},
        {TEXT("---\ntitle: T\n---\n*Text*\n"), TEXT("T\n\nText\n")},
        {TEXT("Subject: =?utf-8?q?S?=\nFrom: a\n\nText.\n"), TEXT("S\n\nBy a\n\nText.\n")},
        {TEXT("Subject: b\nno mail\n"), TEXT("Subject: b\nno mail\n")},
        {TEXT("\1\2packed with a z"), TEXT("packed with a z")},
        {TEXT("\1\2packed without"), TEXT("\u2401\u2402packed without")},
        {TEXT("\1"), TEXT("\u2401")},
        {TEXT("a\bab _\bc_\b\u00E9\n\nword\b\b\b\bword +\bo\nx\bx"),
         TEXT("ab c\u00E9\n\nword \u2022\nx")},
        {TEXT("e\be\u0301 word\b\b\b\bwo\n\bx\b"),
         TEXT("e\u2408e\u0301 word\u2408\u2408\u2408\u2408wo\n\u2408x\u2408")},
    };
    struct filters filters = {0};
    struct document_reading how = {.filters = &filters};
    (void)state;
    filters_add(&filters, SLICE("mine"), slice_of(records), NULL, NULL);
    int before = dup(STDIN_FILENO);
    for (size_t i = 0; i < N_OF(rows); i++)
        for (size_t step = 1; step < 40; step += 1 + step / 4) {
            struct document d;
            struct error error = {0};
            int ends[2];
            assert_int_equal(pipe(ends), 0);
            assert_true(dup2(ends[0], STDIN_FILENO) >= 0);
            close(ends[0]);
            assert_true(document_begin(&d, "-", &how, &error));
            for (size_t at = 0; at < rows[i].bytes.len; at += step) {
                size_t left = rows[i].bytes.len - at, n = left < step ? left : step;
                assert_int_equal(write(ends[1], rows[i].bytes.ptr + at, n), n);
                assert_int_equal(document_read(&d, SIZE_MAX, &error), DOCUMENT_WAITS);
                while (document_format(&d, SIZE_MAX))
                    ;
            }
            close(ends[1]);
            read_all(&d, &error);
            while (document_format(&d, SIZE_MAX))
                ;
            EXPECT(slice_equal(d.article.text, rows[i].text) && error.text.len == 0,
                   "row %zu in steps of %zu: \"%.*s\" %.*s", i, step, SHOW(d.article.text),
                   SHOW(error.text));
            check_blocks(&d.article);
            document_close(&d);
            error_release(&error);
        }
    if (before >= 0) {
        dup2(before, STDIN_FILENO);
        close(before);
    }
    filters_release(&filters);
    settle();
}

/* A text of about two megabytes, not all of it ASCII. */
static void add_long_text(struct buffer *text)
{
    while (text->len < 2000000)
        buffer_format(text, "Line at %zu, on T\u00FCrkiye \u2013 and no more.\n", text->len);
}

static void begin_reading(struct document *d, const char *name)
{
    struct error error = {0};
    assert_true(document_begin(d, name, &reading, &error));
    assert_int_equal(document_read(d, 1, &error), DOCUMENT_MORE);
    document_format(d, 1);
}

static enum document_ahead look(struct document *d, size_t start, size_t end, size_t *from,
                                struct slice *bytes)
{
    enum document_ahead ahead;
    int n = 0;
    do
        ahead = document_look_ahead(d, start, end, from, bytes);
    while (ahead == DOCUMENT_ASK && n++ < 100);
    return ahead;
}

/* Whole characters of the text, wherever one looks, and nothing of it is kept. */
static void test_ahead(void **state)
{
    char name[] = "test_document.XXXXXX";
    struct buffer text = {0};
    struct document d;
    (void)state;
    add_long_text(&text);
    make_file(name, buffer_slice(&text));
    begin_reading(&d, name);
    size_t was_read = d.read.len;
    for (size_t start = 1900000; start > 100000; start -= 33333) {
        struct slice bytes = {"", 0};
        size_t from = 0, end = start + 70001 < text.len ? start + 70001 : text.len;
        EXPECT(look(&d, start, end, &from, &bytes) == DOCUMENT_AHEAD, "at %zu", start);
        EXPECT(from >= start && from < start + 4, "at %zu", start);
        EXPECT(from + bytes.len <= end && from + bytes.len + 4 > end, "at %zu", start);
        EXPECT_TEXT(SLICE("ahead"), bytes,
                    slice_cut(buffer_slice(&text), (struct span){from, from + bytes.len}));
        EXPECT(utf8_valid_len(bytes) == bytes.len, "at %zu", start);
    }
    assert_int_equal(d.read.len, was_read);
    document_close(&d);
    unlink(name);
    buffer_release(&text);
    settle();
}

/* Not beyond what becomes other text, nor beyond the end of a file that has changed. */
static void test_not_ahead(void **state)
{
    static const struct slice rows[] = {TEXT("\r"), TEXT("\x01"), TEXT("\xFF"), TEXT("\xC2\x85"),
                                        TEXT("\xE2\x80 ")};
    struct buffer text = {0};
    struct error error = {0};
    struct slice bytes;
    struct document d;
    size_t from;
    (void)state;
    add_long_text(&text);
    for (size_t i = 0; i < N_OF(rows); i++) {
        char name[] = "test_document.XXXXXX";
        struct buffer changed = {0};
        buffer_add(&changed, buffer_slice(&text));
        memcpy(changed.ptr + 1000000, rows[i].ptr, rows[i].len);
        make_file(name, buffer_slice(&changed));
        begin_reading(&d, name);
        EXPECT(look(&d, 900000, 990000, &from, &bytes) == DOCUMENT_AHEAD, "row %zu", i);
        EXPECT(look(&d, 900000, 1100000, &from, &bytes) == DOCUMENT_IN_ORDER, "row %zu", i);
        EXPECT(look(&d, 1200000, 1300000, &from, &bytes) == DOCUMENT_IN_ORDER, "row %zu", i);
        document_read(&d, 1200000, &error);
        bool same = d.read.len >= 1000000 && d.read.ptr[1000000] == changed.ptr[1000000];
        EXPECT(!same, "row %zu", i);
        document_close(&d);
        unlink(name);
        buffer_release(&changed);
    }
    char name[] = "test_document.XXXXXX";
    make_file(name, buffer_slice(&text));
    begin_reading(&d, name);
    EXPECT(look(&d, 1900000, text.len, &from, &bytes) == DOCUMENT_AHEAD, "the end");
    assert_int_equal(truncate(name, (off_t)text.len - 1), 0);
    EXPECT(look(&d, 1900000, text.len, &from, &bytes) == DOCUMENT_IN_ORDER, "a cut end");
    document_close(&d);
    begin_reading(&d, name);
    assert_int_equal(truncate(name, (off_t)text.len + 1), 0);
    EXPECT(look(&d, 1900000, text.len - 1, &from, &bytes) == DOCUMENT_IN_ORDER, "a grown file");
    document_close(&d);
    unlink(name);
    buffer_release(&text);
    error_release(&error);
    settle();
}

static bool same_styles(const struct styles *a, const struct styles *b)
{
    bool same = a->n == b->n;
    for (size_t i = 0; i < a->n && same; i++)
        same = a->items[i].start == b->items[i].start && a->items[i].end == b->items[i].end &&
               a->items[i].style == b->items[i].style;
    return same;
}

/* Overstrike is found wherever it begins, and however it is cut by the pieces that are read. */
static void test_struck_late(void **state)
{
    enum { PIECE = 256 * 1024 };
    static const char struck[] =
        "A line of N\bNA\bAM\bME\bE and word\b\b\b\b____ \u00E9\b\u00E9 o\b+\n";
    (void)state;
    for (size_t shift = 0; shift < sizeof struck; shift++) {
        struct buffer bytes = {0};
        struct styles styles = {0};
        struct document d;
        struct error error = {0};
        char name[] = "test_document.XXXXXX";
        while (bytes.len < PIECE - shift)
            buffer_add_byte(&bytes, bytes.len % 60 == 59 ? '\n' : 'a');
        buffer_add(&bytes, slice_of(struck));
        buffer_add(&bytes, slice_of(struck));
        make_file(name, buffer_slice(&bytes));
        assert_true(document_open(&d, name, &reading, &error));
        load_clean(&bytes, &styles);
        EXPECT(slice_equal(d.article.text, buffer_slice(&bytes)), "cut at %zu", shift);
        EXPECT(same_styles(&d.article.styles, &styles), "cut at %zu: other styles", shift);
        document_close(&d);
        unlink(name);
        buffer_release(&bytes);
        styles_release(&styles);
    }
    settle();
}

/* Standard input is a pipe of which the end to write to is returned. */
static int open_pipe(int *before)
{
    int ends[2];
    *before = dup(STDIN_FILENO);
    assert_int_equal(pipe(ends), 0);
    assert_true(dup2(ends[0], STDIN_FILENO) >= 0);
    close(ends[0]);
    return ends[1];
}

static void close_pipe(int before)
{
    if (before < 0)
        return;
    dup2(before, STDIN_FILENO);
    close(before);
}

static void write_and_read(struct document *d, int end, struct slice bytes)
{
    struct error error = {0};
    assert_int_equal(write(end, bytes.ptr, bytes.len), bytes.len);
    document_read(d, SIZE_MAX, &error);
    while (document_format(d, SIZE_MAX))
        ;
    error_release(&error);
}

/* After a pause the text goes on as if in a new paragraph, wherever it was cut. */
static void test_pauses(void **state)
{
    static const struct slice pieces[] = {
        TEXT("One line\n"), TEXT("and one"), TEXT(" more\nand its next"),
        TEXT(" line\n\n"),  TEXT("# x\n"),   TEXT("the end\n")};
    int before, end = open_pipe(&before);
    struct document d;
    struct error error = {0};
    (void)state;
    assert_true(document_begin(&d, "-", &reading, &error));
    for (size_t i = 0; i < N_OF(pieces); i++) {
        write_and_read(&d, end, pieces[i]);
        document_pause(&d);
        check_blocks(&d.article);
    }
    close(end);
    read_all(&d, &error);
    while (document_format(&d, SIZE_MAX))
        ;
    check_blocks(&d.article);
    check_sections(&d.article);
    EXPECT_TEXT(SLICE("pauses"), d.article.text,
                SLICE("One line\nand one more\nand its next line\n\n# x\nthe end\n"));
    document_close(&d);
    error_release(&error);
    close_pipe(before);
    settle();
}

static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

/* Whatever is struck over what, and however it comes in pieces: the same comes of it as of the
 * whole, and what was settled stays. */
static void test_struck_pieces(void **state)
{
    static const char *const parts[] = {"a",        "b",
                                        "_",        "\b",
                                        "\b",       "\b",
                                        "a\ba",     "_\bb",
                                        "\u00E9",   "\u00E9\b\u00E9",
                                        "e\u0301",  "+\bo",
                                        "\n",       "\n\n",
                                        "\t",       "word\b\b\b\bword",
                                        "ab\b\bab", "\r\n",
                                        "\xFF",     "  long words of a line that go on "};
    enum { ROUNDS = 300 };
    struct document_reading utf8 = {0};
    uint32_t seed = 7;
    (void)state;
    assert_true(encoding_find(SLICE("utf-8"), &utf8.encoding));
    for (int round = 0; round < ROUNDS; round++) {
        struct buffer bytes = {0}, whole = {0}, settled = {0};
        struct styles styles = {0};
        struct document d;
        struct error error = {0};
        for (uint32_t n = next_random(&seed) % 300; n > 0; n--)
            buffer_add(&bytes, slice_of(parts[next_random(&seed) % N_OF(parts)]));
        buffer_add(&whole, buffer_slice(&bytes));
        load_clean(&whole, &styles);
        int before, end = open_pipe(&before);
        assert_true(document_begin(&d, "-", &utf8, &error));
        for (size_t at = 0, n; at < bytes.len; at += n) {
            n = 1 + next_random(&seed) % (next_random(&seed) % 3 ? 8 : 600);
            n = n < bytes.len - at ? n : bytes.len - at;
            write_and_read(&d, end, (struct slice){bytes.ptr + at, n});
            const struct article *a = &d.article;
            assert_true(a->text.len >= settled.len);
            assert_true(!settled.len || memcmp(a->text.ptr, settled.ptr, settled.len) == 0);
            settled.len = 0;
            size_t stays = a->n_settled ? a->blocks[a->n_settled - 1].end : 0;
            buffer_add(&settled, (struct slice){a->text.ptr, stays});
        }
        close(end);
        read_all(&d, &error);
        while (document_format(&d, SIZE_MAX))
            ;
        EXPECT_TEXT(buffer_slice(&bytes), d.article.text, buffer_slice(&whole));
        EXPECT(same_styles(&d.article.styles, &styles), "round %d: other styles", round);
        document_close(&d);
        close_pipe(before);
        buffer_release(&bytes);
        buffer_release(&whole);
        buffer_release(&settled);
        styles_release(&styles);
        error_release(&error);
    }
    settle();
}

static void test_endless(void **state)
{
    struct document d;
    struct error error = {0};
    char name[] = "test_document.XXXXXX";
    (void)state;
    EXPECT(!document_open(&d, "/dev/zero", &reading, &error), "/dev/zero has an end");
    EXPECT_TEXT(SLICE("/dev/zero"), buffer_slice(&error.text), SLICE("gives more than 64 MB"));
    make_file(name, SLICE(""));
    if (truncate(name, (off_t)1 << 43) == 0) { /* of 8 TB, but with nothing in it */
        EXPECT(!document_open(&d, name, &reading, &error), "8 TB were read");
        EXPECT_TEXT(SLICE("8 TB"), buffer_slice(&error.text), slice_of(strerror(EFBIG)));
    }
    unlink(name);
    error_release(&error);
    settle();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_files),       cmocka_unit_test(test_standard_input),
        cmocka_unit_test(test_bundled),     cmocka_unit_test(test_unreadable),
        cmocka_unit_test(test_filters),     cmocka_unit_test(test_steps),
        cmocka_unit_test(test_pieces),      cmocka_unit_test(test_struck_late),
        cmocka_unit_test(test_ahead),       cmocka_unit_test(test_not_ahead),
        cmocka_unit_test(test_pauses),      cmocka_unit_test(test_struck_pieces),
        cmocka_unit_test(test_endless),
    };
    return RUN(tests);
}
