/*
 * test_utf8.c - decoding and repair after table 3-7 of Unicode, classes, grapheme
 * clusters and their columns, and the forms in which words are compared.
 */
#include "property.h"

/* ------------------------------------------------------------ well-formed */

static void test_sequence_len(void **state)
{
    static const struct {
        struct slice bytes;
        int len; /* or minus the bytes of the ill-formed part */
    } rows[] = {
        {TEXT("a"), 1},
        {TEXT("\0"), 1},
        {TEXT("\x7F"), 1},
        {TEXT("\x80"), -1},
        {TEXT("\xBF\x80"), -1},
        {TEXT("\xC0\xAF"), -1}, /* overlong */
        {TEXT("\xC1\xBF"), -1},
        {TEXT("\xC2\x80"), 2},
        {TEXT("\xC2"), -1},
        {TEXT("\xC2\x41"), -1},
        {TEXT("\xC2\xC2"), -1},
        {TEXT("\xDF\xBF"), 2},
        {TEXT("\xE0\x9F\xBF"), -1}, /* overlong */
        {TEXT("\xE0\xA0\x80"), 3},
        {TEXT("\xE0\xA0"), -2},
        {TEXT("\xE0\xA0\x41"), -2},
        {TEXT("\xE0"), -1},
        {TEXT("\xE2\x82\xAC"), 3},
        {TEXT("\xE2\x82"), -2},
        {TEXT("\xED\x9F\xBF"), 3},
        {TEXT("\xED\xA0\x80"), -1}, /* a surrogate */
        {TEXT("\xEF\xBF\xBF"), 3},
        {TEXT("\xF0\x8F\xBF\xBF"), -1}, /* overlong */
        {TEXT("\xF0\x90\x80\x80"), 4},
        {TEXT("\xF0\x90\x80"), -3},
        {TEXT("\xF0\x90"), -2},
        {TEXT("\xF0"), -1},
        {TEXT("\xF0\x90\x80\x41"), -3},
        {TEXT("\xF4\x8F\xBF\xBF"), 4},
        {TEXT("\xF4\x90\x80\x80"), -1}, /* above U+10FFFF */
        {TEXT("\xF5\x80\x80\x80"), -1},
        {TEXT("\xFF"), -1},
    };
    (void)state;
    for (size_t i = 0; i < N_OF(rows); i++) {
        struct slice s = exact_copy(rows[i].bytes);
        int len = utf8_sequence_len((const unsigned char *)s.ptr, s.len);
        EXPECT(len == rows[i].len, "row %zu: %d instead of %d", i, len, rows[i].len);
        exact_free(s);
    }
    settle();
}

#define BAD "\xEF\xBF\xBD"

static void test_repair(void **state)
{
    static const struct {
        struct slice bytes;
        size_t valid; /* bytes before the first ill-formed ones */
        struct slice repaired;
    } rows[] = {
        {TEXT(""), 0, TEXT("")},
        {TEXT("plain"), 5, TEXT("plain")},
        {TEXT("a\0b"), 3, TEXT("a\0b")},
        {TEXT("\u00E9\u20AC\U0001F600"), 9, TEXT("\u00E9\u20AC\U0001F600")},
        {TEXT("ab\xC3"), 2, TEXT("ab" BAD)},
        {TEXT("ab\xE2\x82"), 2, TEXT("ab" BAD)},
        {TEXT("ab\xF0\x9F\x98"), 2, TEXT("ab" BAD)},
        {TEXT("\xC3(\xA9"), 0, TEXT(BAD "(" BAD)},
        {TEXT(BAD), 3, TEXT(BAD)},
        /* the examples of tables 3-8 to 3-11 of the Unicode Standard */
        {TEXT("\xC0\xAF\xE0\x80\xBF\xF0\x81\x82\x41"), 0,
         TEXT(BAD BAD BAD BAD BAD BAD BAD BAD "A")},
        {TEXT("\xED\xA0\x80\xED\xBF\xBF\xED\xAF\x41"), 0,
         TEXT(BAD BAD BAD BAD BAD BAD BAD BAD "A")},
        {TEXT("\xF4\x91\x92\x93\xFF\x41\x80\xBF\x42"), 0,
         TEXT(BAD BAD BAD BAD BAD "A" BAD BAD "B")},
        {TEXT("\xE1\x80\xE2\xF0\x91\x92\xF1\xBF\x41"), 0, TEXT(BAD BAD BAD BAD "A")},
    };
    (void)state;
    for (size_t i = 0; i < N_OF(rows); i++) {
        struct buffer out = {0};
        struct slice s = exact_copy(rows[i].bytes);
        size_t valid = utf8_valid_len(s);
        EXPECT(valid == rows[i].valid, "row %zu: valid %zu, not %zu", i, valid, rows[i].valid);
        utf8_repair(s, &out);
        EXPECT_TEXT(rows[i].bytes, buffer_slice(&out), rows[i].repaired);
        buffer_release(&out);
        exact_free(s);
    }
    settle();
}

/* An ill-formed byte is found wherever it stands, eight bytes at a time or not. */
static void test_valid_len_everywhere(void **state)
{
    char bytes[40];
    (void)state;
    for (size_t len = 1; len < sizeof bytes; len++)
        for (size_t at = 0; at < len; at++) {
            memset(bytes, 'a', sizeof bytes);
            bytes[at] = (char)0xFF;
            assert_int_equal(utf8_valid_len((struct slice){bytes, len}), at);
        }
}

/* Whatever three bytes stand between letters, the repaired text is well-formed. */
static void test_repair_is_well_formed(void **state)
{
    static const unsigned char leads[] = {0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF,
                                          0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEF,
                                          0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFE, 0xFF};
    (void)state;
    struct buffer out = {0};
    for (size_t i = 0; i < N_OF(leads); i++)
        for (size_t j = 0; j < N_OF(leads); j++)
            for (size_t k = 0; k < N_OF(leads); k++) {
                const char bytes[] = {'x', (char)leads[i], (char)leads[j], (char)leads[k], 'y'};
                out.len = 0;
                utf8_repair((struct slice){bytes, sizeof bytes}, &out);
                assert_int_equal(utf8_valid_len(buffer_slice(&out)), out.len);
                assert_true(out.ptr[0] == 'x' && out.ptr[out.len - 1] == 'y');
            }
    buffer_release(&out);
}

/* ------------------------------------------------------------ code points */

static void test_every_code_point(void **state)
{
    (void)state;
    struct buffer b = {0};
    for (uint32_t cp = 0; cp <= 0x10FFFF; cp++) {
        if (cp >= 0xD800 && cp <= 0xDFFF)
            continue;
        size_t off = 1;
        b.len = 0;
        buffer_add_byte(&b, 'x');
        utf8_put(&b, cp);
        buffer_add_byte(&b, 'y');
        struct slice text = buffer_slice(&b);
        if (utf8_peek(text, 1) != cp || utf8_next(text, &off) != cp || off != b.len - 1 ||
            utf8_prev(text, &off) != cp || off != 1 || utf8_valid_len(text) != b.len ||
            utf8_count(text) != 3)
            fail_msg("U+%04X", (unsigned)cp);
    }
    buffer_release(&b);
}

static void test_ends(void **state)
{
    size_t off = 0;
    (void)state;
    assert_int_equal(utf8_peek(SLICE("a"), 1), 0);
    assert_int_equal(utf8_peek((struct slice){NULL, 0}, 0), 0);
    assert_int_equal(utf8_prev(SLICE("a"), &off), 0);
    assert_int_equal(off, 0);
    off = 1;
    assert_int_equal(utf8_prev(SLICE("\0"), &off), 0);
    assert_int_equal(off, 0);
    assert_int_equal(utf8_count(SLICE("")), 0);
    assert_int_equal(utf8_count(SLICE("a\u00E9\u4E2D\U0001F600\0")), 5);
}

/* ---------------------------------------------------------------- classes */

static void test_classes(void **state)
{
    static const struct {
        uint32_t cp;
        const char *classes; /* blank, word, upper, lower, apostrophe, hyphen, ideographic,
                                direction */
    } rows[] = {
        {0, ""},        {' ', "b"},      {'\t', "b"},    {'\n', ""},     {0xA0, "b"},
        {0x2007, "b"},  {0x2009, "b"},   {0x202F, "b"},  {0x205F, "b"},  {0x3000, "bi"},
        {0x200B, ""},   {0x2028, ""},    {'a', "wl"},    {'Z', "wu"},    {'0', "w"},
        {'_', ""},      {'@', ""},       {'[', ""},      {'`', ""},      {'{', ""},
        {0xAA, "w"},    {0xE9, "wl"},    {0xC9, "wu"},   {0xDF, "wl"},   {0xD7, ""},
        {0xF7, ""},     {0x130, "wu"},   {0x1C5, "wu"},  {0x301, "w"},   {0xAD, "w"},
        {0x430, "wl"},  {0x410, "wu"},   {0x5D0, "w"},   {0x661, "w"},   {0x2167, "w"},
        {0xB2, "w"},    {'\'', "a"},     {0x2019, "a"},  {0x2018, "a"},  {0x2BC, "a"},
        {0x201C, ""},   {'-', "h"},      {0x2010, "h"},  {0x2011, "h"},  {0x2013, "h"},
        {0x2014, ""},   {0x2212, ""},    {0x4E2D, "wi"}, {0x3042, "wi"}, {0xAC00, "wi"},
        {0x3001, "i"},  {0xFF21, "wui"}, {0x61C, "d"},   {0x200E, "d"},  {0x200F, "d"},
        {0x202A, "d"},  {0x202E, "d"},   {0x2066, "d"},  {0x2069, "d"},  {0x206A, ""},
        {0x1F600, "i"}, {0x10FFFF, ""},
    };
    (void)state;
    for (size_t i = 0; i < N_OF(rows); i++) {
        uint32_t cp = rows[i].cp;
        struct buffer got = {0};
        char label[16];
        if (utf8_is_blank(cp))
            buffer_add_byte(&got, 'b');
        if (utf8_is_word(cp))
            buffer_add_byte(&got, 'w');
        if (utf8_is_upper(cp))
            buffer_add_byte(&got, 'u');
        if (utf8_is_lower(cp))
            buffer_add_byte(&got, 'l');
        if (utf8_is_apostrophe(cp))
            buffer_add_byte(&got, 'a');
        if (utf8_is_hyphen(cp))
            buffer_add_byte(&got, 'h');
        if (utf8_is_ideographic(cp))
            buffer_add_byte(&got, 'i');
        if (utf8_is_bidi_control(cp))
            buffer_add_byte(&got, 'd');
        snprintf(label, sizeof label, "U+%04X", (unsigned)cp);
        EXPECT_TEXT(slice_of(label), buffer_slice(&got), slice_of(rows[i].classes));
        buffer_release(&got);
    }
    settle();
}

/* --------------------------------------------------------------- clusters */

static void test_clusters(void **state)
{
    static const struct {
        struct slice text;
        const char *clusters; /* bytes:columns of each */
    } rows[] = {
        {TEXT(""), ""},
        {TEXT("ab"), "1:1 1:1"},
        {TEXT("a\n"), "1:1 1:0"},
        {TEXT("\u00E9"), "2:1"},
        {TEXT("e\u0301x"), "3:1 1:1"},
        {TEXT("e\u0301\u0323\u0308"), "7:1"},
        {TEXT("\u0301"), "2:0"}, /* a mark with nothing to stand on */
        {TEXT("\u4E2D\u6587"), "3:2 3:2"},
        {TEXT("\uFF21"), "3:2"},
        {TEXT("\uAC00\u1100\u1161\u11A8"), "3:2 9:2"},
        {TEXT("\U0001F600"), "4:2"},
        {TEXT("\U0001F468\u200D\U0001F469\u200D\U0001F467"), "18:2"},
        {TEXT("\U0001F44D\U0001F3FD"), "8:2"},
        {TEXT("\U0001F1E6\U0001F1F2\U0001F1F7\U0001F1FA"), "8:2 8:2"},
        {TEXT("\u2764\uFE0F"), "6:2"},
        {TEXT("1\uFE0F\u20E3"), "7:2"},
        {TEXT("\u00ADa"), "2:0 1:1"},
        {TEXT("\u200B"), "3:0"},
        {TEXT("a\u202Eb"), "1:1 3:1 1:1"},
        {TEXT("\u202E\u0301"), "3:1 2:0"}, /* a bidi control stands alone */
        {TEXT("\u0E01\u0E33"), "6:2"},
    };
    (void)state;
    for (size_t i = 0; i < N_OF(rows); i++) {
        struct slice text = exact_copy(rows[i].text);
        struct buffer got = {0};
        size_t sum = 0;
        for (size_t off = 0; off < text.len;) {
            int columns = -1;
            size_t end = utf8_cluster_end(text, off, &columns);
            assert_true(end > off && end <= text.len);
            buffer_format(&got, "%s%zu:%d", off ? " " : "", end - off, columns);
            sum += (size_t)columns;
            off = end;
        }
        EXPECT_TEXT(rows[i].text, buffer_slice(&got), slice_of(rows[i].clusters));
        EXPECT(utf8_columns(text) == sum, "row %zu: columns", i);
        buffer_release(&got);
        exact_free(text);
    }
    settle();
}

/* Clusters part any text without a gap, and none is wider than two columns. */
static void test_clusters_of_any_text(void **state)
{
    uint32_t seed = 1;
    (void)state;
    for (int i = 0; i < 300; i++) {
        struct buffer b = {0};
        random_text(&seed, 60, &b);
        struct slice text = buffer_slice(&b);
        for (size_t off = 0; off < text.len;) {
            int columns = -1;
            size_t end = utf8_cluster_end(text, off, &columns);
            assert_true(end > off && end <= text.len && on_character(text, end));
            assert_in_range(columns, 0, 2);
            off = end;
        }
        buffer_release(&b);
    }
}

/* ------------------------------------------------------------------ forms */

static void test_fold(void **state)
{
    static const struct {
        struct slice text, folded;
    } rows[] = {
        {TEXT(""), TEXT("")},
        {TEXT("Abc1"), TEXT("Abc1")}, /* case stays */
        {TEXT("\u00E9"), TEXT("e\u0301")},
        {TEXT("e\u0301"), TEXT("e\u0301")},
        {TEXT("T\u00FCrkiye"), TEXT("Tu\u0308rkiye")},
        {TEXT("Arme\u00ADnia"), TEXT("Armenia")},
        {TEXT("\u00AD"), TEXT("")},
        {TEXT("\u1EC7"), TEXT("e\u0323\u0302")},
        {TEXT("\u00EA\u0323"), TEXT("e\u0323\u0302")}, /* marks in canonical order */
        {TEXT("e\u0302\u0323"), TEXT("e\u0323\u0302")},
        {TEXT("\uAC01"), TEXT("\u1100\u1161\u11A8")},
        {TEXT("\uFB01"), TEXT("\uFB01")}, /* canonical, not compatible */
        {TEXT("\u212B"), TEXT("A\u030A")},
        {TEXT("a\0b"), TEXT("a\0b")},
    };
    (void)state;
    for (size_t i = 0; i < N_OF(rows); i++) {
        struct buffer out = {0}, again = {0};
        utf8_fold_word(rows[i].text, &out);
        EXPECT_TEXT(rows[i].text, buffer_slice(&out), rows[i].folded);
        utf8_fold_word(buffer_slice(&out), &again);
        EXPECT_TEXT(rows[i].text, buffer_slice(&again), buffer_slice(&out));
        buffer_release(&out);
        buffer_release(&again);
    }
    settle();
}

static void test_case(void **state)
{
    static const struct {
        struct slice text, lower, upper;
    } rows[] = {
        {TEXT(""), TEXT(""), TEXT("")},
        {TEXT("aBc 1"), TEXT("abc 1"), TEXT("ABC 1")},
        {TEXT("\u00C9t\u00E9"), TEXT("\u00E9t\u00E9"), TEXT("\u00C9T\u00C9")},
        {TEXT("\u0420\u0444"), TEXT("\u0440\u0444"), TEXT("\u0420\u0424")},
        {TEXT("e\u0301\0"), TEXT("e\u0301\0"), TEXT("E\u0301\0")},
        {TEXT("\u4E2D"), TEXT("\u4E2D"), TEXT("\u4E2D")},
    };
    (void)state;
    for (size_t i = 0; i < N_OF(rows); i++) {
        struct buffer lower = {0}, upper = {0};
        utf8_to_lower(rows[i].text, &lower);
        utf8_to_upper(rows[i].text, &upper);
        EXPECT_TEXT(rows[i].text, buffer_slice(&lower), rows[i].lower);
        EXPECT_TEXT(rows[i].text, buffer_slice(&upper), rows[i].upper);
        buffer_release(&lower);
        buffer_release(&upper);
    }
    settle();
}

static void test_ascii(void **state)
{
    static const struct {
        struct slice text, ascii;
    } rows[] = {
        {TEXT(""), TEXT("")},
        {TEXT("plain\n\ttext"), TEXT("plain\n\ttext")},
        {TEXT("T\u00FCrkiye, \u00C9"), TEXT("Turkiye, E")},
        {TEXT("u\u0308x"), TEXT("ux")}, /* a combining mark has no column */
        {TEXT("\u2018a\u2019 \u201Cb\u201D \u00ABc\u00BB"), TEXT("'a' \"b\" \"c\"")},
        {TEXT("a\u2013b\u2014c\u2212d"), TEXT("a-b-c-d")},
        {TEXT("a\u00A0b\u2003c"), TEXT("a b c")},
        {TEXT("\u2022 \u2026"), TEXT("* .")},
        {TEXT("\u2502\u2500"), TEXT("|-")},
        {TEXT("\u4E2Dx\u0430"), TEXT("??x?")},
        {TEXT("\u00ADa\u200Bb"), TEXT("ab")},
    };
    (void)state;
    for (size_t i = 0; i < N_OF(rows); i++) {
        struct buffer out = {0};
        utf8_to_ascii(rows[i].text, &out);
        EXPECT_TEXT(rows[i].text, buffer_slice(&out), rows[i].ascii);
        buffer_release(&out);
    }
    settle();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sequence_len),
        cmocka_unit_test(test_repair),
        cmocka_unit_test(test_valid_len_everywhere),
        cmocka_unit_test(test_repair_is_well_formed),
        cmocka_unit_test(test_every_code_point),
        cmocka_unit_test(test_ends),
        cmocka_unit_test(test_classes),
        cmocka_unit_test(test_clusters),
        cmocka_unit_test(test_clusters_of_any_text),
        cmocka_unit_test(test_fold),
        cmocka_unit_test(test_case),
        cmocka_unit_test(test_ascii),
    };
    return RUN(tests);
}
