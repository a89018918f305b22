/*
 * test_decode.c - raw bytes to text in every encoding, in one piece and in all others.
 */
#include "property.h"

#include "dragoman/decode.h"
#include "dragoman/load.h"

#define BAD "\xEF\xBF\xBD"

static const struct {
    const char *label; /* NULL: to be found out */
    struct slice bytes, text;
} rows[] = {
    {NULL, TEXT(""), TEXT("")},
    {NULL, TEXT("a\tb\n\nc"), TEXT("a\tb\n\nc")},
    {NULL, TEXT("hi"), TEXT("hi")},
    /* UTF-8 */
    {NULL, TEXT("\xEF\xBB\xBFT\xC3\xBCrkiye"), TEXT("T\u00FCrkiye")},
    {NULL, TEXT("T\xC3\xBCrkiye \xE2\x80\x99 \xF0\x9F\x98\x80"),
     TEXT("T\u00FCrkiye \u2019 \U0001F600")},
    {NULL,
     TEXT("\xEF\xBB\xBF\xEF\xBB\xBF"
          "a"),
     TEXT("\uFEFFa")},
    {NULL, TEXT("\xEF\xBB"), TEXT(BAD)},
    {NULL,
     TEXT("\xEF\xBB\xBF"
          "caf\xE9"),
     TEXT("caf" BAD)},
    {"utf-8", TEXT("caf\xE9 d\xE9j\xE0"), TEXT("caf" BAD " d" BAD "j" BAD)},
    /* the example of the Unicode standard, table 3-11, with a good sequence in front */
    {NULL,
     TEXT("\xE2\x82\xAC"
          "a\xF1\x80\x80\xE1\x80\xC2"
          "b\x80"
          "c\x80\xBF"
          "d"),
     TEXT("\u20AC"
          "a" BAD BAD BAD "b" BAD "c" BAD BAD "d")},
    /* what is not */
    {NULL, TEXT("caf\xE9 d\xE9j\xE0 \x93vu\x94 \x80 5"),
     TEXT("caf\u00E9 d\u00E9j\u00E0 \u201Cvu\u201D \u20AC 5")},
    {NULL, TEXT("caf\xE9\r\nd\x81\x8D\x8F\x90\x9D.\x9F"),
     TEXT("caf\u00E9\nd" BAD BAD BAD BAD BAD ".\u0178")},
    {"latin1", TEXT("caf\xE9 \x80"), TEXT("caf\u00E9 \u20AC")},
    {"windows-1252", TEXT("\xEF\xBB\xBFx"), TEXT("\u00EF\u00BB\u00BFx")},
    {"iso-8859-15", TEXT("\xA4 5"), TEXT("\u20AC 5")},
    {"koi8-r", TEXT("\xED\xCF\xD3\xCB\xD7\xC1"), TEXT("\u041C\u043E\u0441\u043A\u0432\u0430")},
    /* UTF-16 and UTF-32 */
    {NULL, TEXT("\xFF\xFEh\0i\0\r\0\n\0"), TEXT("hi\n")},
    {NULL, TEXT("\xFE\xFF\0h\0i\0\r\0\n"), TEXT("hi\n")},
    {NULL, TEXT("\xFF\xFE\0\0h\0\0\0i\0\0\0"), TEXT("hi")},
    {NULL, TEXT("\0\0\xFE\xFF\0\0\0h\0\1\xF6\0"), TEXT("h\U0001F600")},
    {NULL, TEXT("\xFF\xFE\x3D\xD8\0\xDE!\0"), TEXT("\U0001F600!")},
    {NULL, TEXT("\xFF\xFE\0\xDEx\0"), TEXT(BAD "x")},   /* half of a pair */
    {NULL, TEXT("\xFF\xFE\x3D\xD8x\0"), TEXT(BAD "x")}, /* the other half */
    {NULL, TEXT("\xFF\xFE\x3D\xD8"), TEXT(BAD)},
    {NULL, TEXT("\xFF\xFEh\0i"), TEXT("h" BAD)},
    {NULL, TEXT("\xFF\xFE"), TEXT("")},
    {NULL, TEXT("\xFF\xFE\0\0\0\0\x11\0x\0\0\0"), TEXT(BAD "x")}, /* beyond U+10FFFF */
    {"utf-16", TEXT("h\0i\0"), TEXT("hi")},
    {"utf-16", TEXT("\xFE\xFF\0h\0i"), TEXT("hi")},
    {"utf-16be", TEXT("\0h\0i"), TEXT("hi")},
    {NULL, TEXT("h\0i\0"), TEXT("h\u2400i\u2400")}, /* without a mark it is what it is */
    /* several bytes a character, and shift states */
    {"shift_jis", TEXT("\x93\x8C\x8B\x9E"), TEXT("\u6771\u4EAC")},
    {"gbk", TEXT("\xB1\xB1\xBE\xA9"), TEXT("\u5317\u4EAC")},
    {"gbk", TEXT("\xB1"), TEXT(BAD)},
    {"euc-kr", TEXT("\xBC\xAD\xBF\xEF"), TEXT("\uC11C\uC6B8")},
    {"big5", TEXT("\xA5\x78\xA5\x5F"), TEXT("\u53F0\u5317")},
    {"iso-2022-jp", TEXT("a\x1B$BEl5~\x1B(Bb"),
     TEXT("a\u6771\u4EAC"
          "b")},
    /* controls, whatever they came in */
    {NULL, TEXT("a\r\nb\rc\r"), TEXT("a\nb\nc\n")},
    {NULL, TEXT("\x1B[1;31mred\x1B[0m \x1B[mx\x1B[38:5:1my\x1B[31"), TEXT("red xy\u241B[31")},
    {NULL, TEXT("\x1B[2J\x1B]0;t\x07\x1B\x1B[mm\x1B"), TEXT("\u241B[2J\u241Bm\u241B")},
    {NULL,
     TEXT("\x1B]8;;x\x1B\\a\x1BPq\x07"
          "b\x1B]0;t\nc\x1B_d"),
     TEXT("ab\u241B]0;t\nc\u241B_d")},
    {NULL,
     TEXT("\xC2\x85"
          "caf\xC3\xA9\xC2\x9B"
          "1m\x7F"),
     TEXT(BAD "caf\u00E9" BAD "1m\u2421")},
    {NULL, TEXT("\xFF\xFE\x1B\0[\0m\0x\0\x9B\0"), TEXT("x" BAD)},
    {"windows-1252", TEXT("\x9D\x1B[mx"), TEXT(BAD "x")},
};

static void begin(struct decoder *d, const char *label)
{
    struct encoding e = {0};
    if (label)
        assert_true(encoding_find(slice_of(label), &e));
    assert_true(decoder_init(d, &e));
}

/* Feeds a copy of a part, so that a sanitizer sees who keeps pointing at it. */
static void feed(struct decoder *d, struct slice bytes, bool last, struct buffer *text)
{
    struct slice copy = exact_copy(bytes);
    decoder_add(d, copy, last, text);
    exact_free(copy);
}

/* Cut at one place, at two, and at every one. */
static void test_pieces(void **state)
{
    (void)state;
    for (size_t i = 0; i < N_OF(rows); i++) {
        struct slice bytes = rows[i].bytes;
        for (size_t from = 0; from <= bytes.len; from++)
            for (size_t to = from; to <= bytes.len; to++) {
                struct decoder d;
                struct buffer text = {0};
                begin(&d, rows[i].label);
                feed(&d, slice_cut(bytes, (struct span){0, from}), false, &text);
                feed(&d, slice_cut(bytes, (struct span){from, to}), false, &text);
                feed(&d, slice_cut(bytes, (struct span){to, bytes.len}), true, &text);
                EXPECT(slice_equal(buffer_slice(&text), rows[i].text),
                       "row %zu cut at %zu and %zu: \"%.*s\"", i, from, to, SHOW(text));
                buffer_release(&text);
                decoder_release(&d);
            }
        struct decoder d;
        struct buffer text = {0};
        begin(&d, rows[i].label);
        for (size_t k = 0; k < bytes.len; k++)
            feed(&d, (struct slice){bytes.ptr + k, 1}, false, &text);
        feed(&d, SLICE(""), true, &text);
        EXPECT_TEXT(bytes, buffer_slice(&text), rows[i].text);
        buffer_release(&text);
        decoder_release(&d);
    }
    settle();
}

static void test_load(void **state)
{
    (void)state;
    for (size_t i = 0; i < N_OF(rows); i++) {
        struct buffer b = {0};
        struct encoding e = {0};
        if (rows[i].label)
            assert_true(encoding_find(slice_of(rows[i].label), &e));
        buffer_add(&b, rows[i].bytes);
        assert_true(load_decode(&b, &e));
        EXPECT_TEXT(rows[i].bytes, buffer_slice(&b), rows[i].text);
        buffer_release(&b);
    }
    settle();
}

/* Any bytes, cut anywhere, in any encoding: the same text, and it is text. */
static void test_random(void **state)
{
    static const char *const labels[] = {NULL, "utf-8", "latin1", "utf-16", "gbk", "iso-2022-jp"};
    static const char *const parts[] = {"\x1B[m", "\r\n", "\xC3\xA9", "\xE2\x80\x99", "\xE9",
                                        "\x93",   "abc ", "\xEF",     "\x1B[1",       "\xFF\xFE"};
    uint32_t seed = 11;
    (void)state;
    for (int i = 0; i < 4000; i++) {
        const char *label = labels[random_below(&seed, N_OF(labels))];
        struct buffer bytes = {0}, whole = {0}, pieces = {0};
        struct decoder d;
        for (size_t n = random_below(&seed, 30); n > 0; n--) {
            if (random_below(&seed, 3))
                buffer_add(&bytes, slice_of(parts[random_below(&seed, N_OF(parts))]));
            else
                buffer_add_byte(&bytes, (char)random_below(&seed, 256));
        }
        begin(&d, label);
        feed(&d, buffer_slice(&bytes), true, &whole);
        decoder_release(&d);
        begin(&d, label);
        for (size_t at = 0; at < bytes.len;) {
            size_t n = 1 + random_below(&seed, 9);
            n = n < bytes.len - at ? n : bytes.len - at;
            feed(&d, (struct slice){bytes.ptr + at, n}, false, &pieces);
            at += n;
        }
        feed(&d, SLICE(""), true, &pieces);
        decoder_release(&d);
        assert_true(slice_equal(buffer_slice(&whole), buffer_slice(&pieces)));
        assert_int_equal(utf8_valid_len(buffer_slice(&whole)), whole.len);
        for (size_t off = 0; off < whole.len;) {
            uint32_t cp = utf8_next(buffer_slice(&whole), &off);
            assert_true(cp == '\n' || cp == '\t' || (cp >= 0x20 && cp < 0x7F) || cp >= 0xA0);
        }
        buffer_release(&bytes);
        buffer_release(&whole);
        buffer_release(&pieces);
    }
}

/* A large file passes through the pieces that iconv works in. */
static void test_large(void **state)
{
    struct buffer bytes = {0}, expected = {0};
    struct encoding e = {0};
    (void)state;
    for (int i = 0; i < 100000; i++) {
        buffer_add(&bytes, SLICE("T\xFCrkiye "));
        buffer_add(&expected, SLICE("T\u00FCrkiye "));
    }
    assert_true(load_decode(&bytes, &e));
    assert_true(slice_equal(buffer_slice(&bytes), buffer_slice(&expected)));
    buffer_release(&bytes);
    buffer_release(&expected);
}

/* A pipe that pauses shows what it has brought; plain ASCII decides nothing. */
static void test_pause(void **state)
{
    struct decoder d;
    struct buffer text = {0};
    (void)state;
    begin(&d, NULL);
    feed(&d, SLICE("hi"), false, &text);
    decoder_pause(&d, &text);
    EXPECT_TEXT(SLICE("hi"), buffer_slice(&text), SLICE("hi"));
    feed(&d, SLICE(", T\xC3\xBC"), false, &text);
    EXPECT_TEXT(SLICE("held"), buffer_slice(&text), SLICE("hi, T"));
    decoder_pause(&d, &text);
    EXPECT_TEXT(SLICE("T\xC3\xBC"), buffer_slice(&text), SLICE("hi, T\u00FC"));
    feed(&d, SLICE("rkiye caf\xE9"), true, &text);
    EXPECT_TEXT(SLICE("rkiye"), buffer_slice(&text), SLICE("hi, T\u00FCrkiye caf" BAD));
    decoder_release(&d);
    text.len = 0;
    begin(&d, NULL); /* a character that is cut tells nothing */
    feed(&d, SLICE("it\xE2"), false, &text);
    decoder_pause(&d, &text);
    feed(&d, SLICE("\x80\x99s"), true, &text);
    EXPECT_TEXT(SLICE("it\xE2"), buffer_slice(&text), SLICE("it\u2019s"));
    decoder_release(&d);
    text.len = 0;
    begin(&d, NULL);
    feed(&d, SLICE("hi"), false, &text);
    decoder_pause(&d, &text);
    feed(&d, SLICE(", caf\xE9"), true, &text);
    EXPECT_TEXT(SLICE("caf\xE9"), buffer_slice(&text), SLICE("hi, caf\u00E9"));
    decoder_release(&d);
    buffer_release(&text);
    settle();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pieces), cmocka_unit_test(test_load),  cmocka_unit_test(test_random),
        cmocka_unit_test(test_large),  cmocka_unit_test(test_pause),
    };
    return RUN(tests);
}
