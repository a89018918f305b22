/*
 * test_encoding.c - labels, byte order marks, what web pages declare, and the guess
 * between UTF-8 and Windows-1252.
 */
#include "property.h"

#include "dragoman/encoding.h"

static void test_labels(void **state)
{
    static const struct {
        struct slice label;
        const char *name; /* NULL: none */
    } rows[] = {
        {TEXT("utf-8"), "UTF-8"},
        {TEXT("UTF8"), "UTF-8"},
        {TEXT(" Latin1\r\n"), "WINDOWS-1252"},
        {TEXT("ISO-8859-1"), "WINDOWS-1252"},
        {TEXT("us-ascii"), "WINDOWS-1252"},
        {TEXT("iso-8859-9"), "WINDOWS-1254"},
        {TEXT("Iso_8859-1:1987"), "WINDOWS-1252"},
        {TEXT("koi8-r"), "KOI8-R"},
        {TEXT("x-sjis"), "CP932"},
        {TEXT("GBK"), "GB18030"},
        {TEXT("utf-16"), "UTF-16LE"},
        {TEXT("utf-32be"), "UTF-32BE"}, /* of iconv alone */
        {TEXT("cp437"), "CP437"},
        {TEXT(""), NULL},
        {TEXT("  "), NULL},
        {TEXT("utf-9"), NULL},
        {TEXT("latin1 latin2"), NULL},
        {TEXT("utf-8//TRANSLIT"), NULL},
        {TEXT("../../tmp/x"), NULL},
        {TEXT("utf\0"), NULL},
        {TEXT("a-name-that-is-longer-than-any-encoding-has-ever-had"), NULL},
    };
    (void)state;
    for (size_t i = 0; i < N_OF(rows); i++) {
        struct encoding e;
        bool found = encoding_find(rows[i].label, &e);
        EXPECT(found == (rows[i].name != NULL), "\"%.*s\" found: %d", SHOW(rows[i].label), found);
        if (found && rows[i].name)
            EXPECT_TEXT(rows[i].label, slice_of(e.name), slice_of(rows[i].name));
    }
    settle();
}

/* How wide a code unit is decides how much a broken one costs. */
static void test_units(void **state)
{
    static const struct {
        struct slice label;
        unsigned unit;
    } rows[] = {{TEXT("utf-8"), 1},    {TEXT("utf-16be"), 2}, {TEXT("utf-32"), 4},
                {TEXT("utf-32le"), 4}, {TEXT("big5"), 1},     {TEXT("ucs-2be"), 2}};
    (void)state;
    for (size_t i = 0; i < N_OF(rows); i++) {
        struct encoding e;
        EXPECT(encoding_find(rows[i].label, &e) && e.unit == rows[i].unit, "%.*s",
               SHOW(rows[i].label));
    }
    settle();
}

static void test_marks(void **state)
{
    static const struct {
        struct slice bytes;
        const char *name;
        size_t len;
    } rows[] = {
        {TEXT("\xEF\xBB\xBFx"), "UTF-8", 3},   {TEXT("\xFE\xFF\0x"), "UTF-16BE", 2},
        {TEXT("\xFF\xFEx\0"), "UTF-16LE", 2},  {TEXT("\xFF\xFE\0\0"), "UTF-32LE", 4},
        {TEXT("\0\0\xFE\xFF"), "UTF-32BE", 4}, {TEXT("\xFF\xFE"), "UTF-16LE", 2},
        {TEXT("\xEF\xBB"), NULL, 0},           {TEXT(""), NULL, 0},
        {TEXT("x\xEF\xBB\xBF"), NULL, 0},
    };
    (void)state;
    for (size_t i = 0; i < N_OF(rows); i++) {
        struct encoding e = {0};
        size_t len = encoding_by_mark(rows[i].bytes, &e);
        EXPECT(len == rows[i].len, "row %zu: %zu", i, len);
        if (rows[i].name)
            EXPECT_TEXT(rows[i].bytes, slice_of(e.name), slice_of(rows[i].name));
    }
    settle();
}

static void test_declared(void **state)
{
    static const struct {
        struct slice page;
        const char *name; /* NULL: none */
    } rows[] = {
        {TEXT("<meta charset=koi8-r>"), "KOI8-R"},
        {TEXT("<META CHARSET = 'KOI8-R' >"), "KOI8-R"},
        {TEXT("<meta/charset=\"koi8-r\"/>"), "KOI8-R"},
        {TEXT("<!doctype html><html><head><title>a</title><meta charset=latin1>"), "WINDOWS-1252"},
        {TEXT("<meta http-equiv=content-type content='text/html; charset=koi8-r'>"), "KOI8-R"},
        {TEXT("<meta content='text/html; charset = \"koi8-r\"' http-equiv='Content-Type'>"),
         "KOI8-R"},
        {TEXT("<meta http-equiv=content-type content='text/html; charset=koi8-r;x'>"), "KOI8-R"},
        /* an http-equiv is needed for content, and not for charset */
        {TEXT("<meta content='text/html; charset=koi8-r'>"), NULL},
        {TEXT("<meta http-equiv=refresh content='text/html; charset=koi8-r'>"), NULL},
        {TEXT("<meta charset=koi8-r content='text/html; charset=big5'>"), "KOI8-R"},
        /* a page that can be read as ASCII is not UTF-16 */
        {TEXT("<meta charset=utf-16>"), "UTF-8"},
        {TEXT("<meta charset=utf-32>"), "UTF-8"},
        {TEXT("<meta charset=x-user-defined>"), "WINDOWS-1252"},
        /* unknown: the next one counts */
        {TEXT("<meta charset=nonsense><meta charset=koi8-r>"), "KOI8-R"},
        {TEXT("<meta charset=''>"), NULL},
        /* comments, other tags, attribute values and end tags are passed over */
        {TEXT("<!-- <meta charset=big5> --><meta charset=koi8-r>"), "KOI8-R"},
        {TEXT("<!--><meta charset=koi8-r>"), "KOI8-R"},
        {TEXT("<a title='<meta charset=big5>'><meta charset=koi8-r>"), "KOI8-R"},
        {TEXT("</meta charset=big5><meta charset=koi8-r>"), "KOI8-R"},
        {TEXT("<!x <meta charset=big5>"), NULL},
        {TEXT("<?php <meta charset=big5>"), NULL},
        {TEXT("<metadata charset=koi8-r>"), NULL},
        {TEXT("meta charset=koi8-r>"), NULL},
        /* the XML declaration, where no meta element tells */
        {TEXT("<?xml version='1.0' encoding='koi8-r'?><html>"), "KOI8-R"},
        {TEXT("<?xml version='1.0' encoding='big5'?><meta charset=koi8-r>"), "KOI8-R"},
        {TEXT(" <?xml version='1.0' encoding='koi8-r'?>"), NULL},
        {TEXT("<?xml version='1.0'?> encoding='koi8-r'"), NULL},
        {TEXT("<?xml encoding=koi8-r?>"), NULL},
        /* cut off anywhere */
        {TEXT(""), NULL},
        {TEXT("<"), NULL},
        {TEXT("<m"), NULL},
        {TEXT("<meta"), NULL},
        {TEXT("<meta charset"), NULL},
        {TEXT("<meta charset="), NULL},
        {TEXT("<!--"), NULL},
        {TEXT("<?xml"), NULL},
        {TEXT("<meta http-equiv=content-type content='charset=\"koi8-r'>"), NULL},
        {TEXT("<meta http-equiv=content-type content='charset'>"), NULL},
        {TEXT("<meta http-equiv=content-type content='charset charset=koi8-r'>"), "KOI8-R"},
    };
    (void)state;
    for (size_t i = 0; i < N_OF(rows); i++) {
        struct slice page = exact_copy(rows[i].page);
        struct encoding e = {0};
        bool found = encoding_declared(page, &e);
        EXPECT(found == (rows[i].name != NULL), "\"%.*s\" declares: %d", SHOW(page), found);
        if (found && rows[i].name)
            EXPECT_TEXT(page, slice_of(e.name), slice_of(rows[i].name));
        exact_free(page);
    }
    settle();
}

/* Only the first 1024 bytes count. */
static void test_declared_early(void **state)
{
    struct buffer page = {0};
    struct encoding e;
    (void)state;
    while (page.len < 1024 - 21)
        buffer_add_byte(&page, ' ');
    buffer_add(&page, SLICE("<meta charset=koi8-r>"));
    assert_true(encoding_declared(buffer_slice(&page), &e));
    page.ptr[0] = 'x';
    buffer_add(&page, SLICE("   "));
    memmove(page.ptr + 1, page.ptr, page.len - 1);
    assert_false(encoding_declared(buffer_slice(&page), &e));
    buffer_release(&page);
}

static void test_guess(void **state)
{
    static const struct {
        struct slice bytes;
        bool windows;
    } rows[] = {
        /* Windows-1252 */
        {TEXT("caf\xE9"), true},
        {TEXT("\xC9tats unis"), true},
        {TEXT("C\xF4te d\x92Ivoire, T\xFCrkiye"), true},
        {TEXT("it\x92s"), true},
        {TEXT("\x93quoted\x94 \x96 and dashed \x97 text\x85"), true},
        {TEXT("\x93"
              "caf\xE9\x94"),
         true},
        {TEXT("the caf\xE9\x92s owner"), true},
        {TEXT("costs \x80 5 or 5 \x80"), true},
        {TEXT("\xAB\xA0oui\xA0\xBB"), true},
        {TEXT("c\x9Cur, na\xEFve, d\xE9j\xE0 vu"), true},
        {TEXT("\xC9\xC0\xC8 in capitals: T\xDCRKIYE"), true},
        {TEXT("g\xFCn\xFCm\xFCz\x81\x8D\x8F\x90\x9D"), true},
        /* one pair that could be UTF-8 among many that cannot */
        {TEXT("LIBERT\xC9\xA0: d\xE9j\xE0 \xE9t\xE9 pr\xE9vu \xE9lev\xE9 r\xE9p\xE9t\xE9"), true},
        /* UTF-8, broken */
        {TEXT("caf\xC3\xA9 and \xFF"), false},
        {TEXT("caf\xC3\xA9 and caf\xE9"), false},
        {TEXT("\xE2\x80\x99 d\xE9j\xE0 \xE9t\xE9 pr\xE9vu"), false},
        {TEXT("a\xFF"
              "b"),
         false},
        {TEXT("\xC0\xAF and a\xC0\xAF"
              "b"),
         false},
        {TEXT("a\xED\xA0\x80"
              "b"),
         false},
        {TEXT("cut \xE2\x82 off"), false},
        {TEXT("cut off \xE2\x82"), false},
        {TEXT("cut off \xF0\x9F\x92"), false},
        {TEXT("x\xF0\x9F\x92y"), false},
        {TEXT("caf\xC3"), false},
        {TEXT("\x61\xF1\x80\x80\xE1\x80\xC2\x62\x80\x63\x80\xBF\x64"), false},
        /* nothing to tell by, and no text at all */
        {TEXT(""), false},
        {TEXT("plain"), false},
        {TEXT("\xC2"), false},
        {TEXT("\0caf\xE9"), false},
        {TEXT("caf\xE9\0"), false},
    };
    (void)state;
    for (size_t i = 0; i < N_OF(rows); i++) {
        struct slice bytes = exact_copy(rows[i].bytes);
        enum encoding_kind kind = encoding_guess(bytes, ' ', true);
        EXPECT((kind == ENCODING_OTHER) == rows[i].windows && kind != ENCODING_UNKNOWN,
               "row %zu: \"%.*s\"", i, SHOW(bytes));
        exact_free(bytes);
    }
    settle();
}

/* It asks for more only while there may be more to see. */
static void test_guess_in_time(void **state)
{
    struct buffer b = {0};
    (void)state;
    assert_int_equal(encoding_guess(SLICE("\xE9t\xE9"), ' ', false), ENCODING_UNKNOWN);
    assert_int_equal(encoding_guess(SLICE("\xE2\x80\x99quoted"), ' ', false), ENCODING_UTF8);
    buffer_add(&b, SLICE("\xE9t\xE9"));
    while (b.len < ENCODING_WINDOW)
        buffer_add_byte(&b, ' ');
    assert_int_equal(encoding_guess(buffer_slice(&b), ' ', false), ENCODING_OTHER);
    buffer_release(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_labels),         cmocka_unit_test(test_units),
        cmocka_unit_test(test_marks),          cmocka_unit_test(test_declared),
        cmocka_unit_test(test_declared_early), cmocka_unit_test(test_guess),
        cmocka_unit_test(test_guess_in_time),
    };
    return RUN(tests);
}
