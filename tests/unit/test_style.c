/*
 * test_style.c - spans of style, and overstrike as man and nroff write it. Styles are
 * written out as START-END and the letters b, i, u, with blanks between spans.
 */
#include "property.h"

#include "dragoman/load.h"

static void describe(const struct styles *s, struct buffer *out)
{
    for (size_t i = 0; i < s->n; i++) {
        const struct style_span *span = &s->items[i];
        buffer_format(out, "%s%zu-%zu", i ? " " : "", span->start, span->end);
        buffer_add(out, slice_of(span->style & STYLE_BOLD ? "b" : ""));
        buffer_add(out, slice_of(span->style & STYLE_ITALIC ? "i" : ""));
        buffer_add(out, slice_of(span->style & STYLE_UNDERLINE ? "u" : ""));
    }
}

static void test_overstrike(void **state)
{
    static const struct {
        struct slice bytes, text, styles;
    } rows[] = {
        {TEXT("plain"), TEXT("plain"), TEXT("")},
        {TEXT("x\bx"), TEXT("x"), TEXT("0-1b")},
        {TEXT("N\bNA\bAM\bME\bE is"), TEXT("NAME is"), TEXT("0-4b")},
        {TEXT("a _\bf_\bi_\bl_\be b"), TEXT("a file b"), TEXT("2-6u")},
        {TEXT("f\b_i\b_"), TEXT("fi"), TEXT("0-2u")},
        {TEXT("x\bx\bx\bx"), TEXT("x"), TEXT("0-1b")},
        {TEXT("_\bx\bx"), TEXT("x"), TEXT("0-1bu")},
        {TEXT("x\bx\b_"), TEXT("x"), TEXT("0-1bu")},
        {TEXT("a\bab\bb_\bc"), TEXT("abc"), TEXT("0-2b 2-3u")},
        {TEXT("+\bo one"), TEXT("\u2022 one"), TEXT("")},
        {TEXT("o\b+ one"), TEXT("\u2022 one"), TEXT("")},
        {TEXT("+\bo\b+\bo one"), TEXT("\u2022 one"), TEXT("")},
        {TEXT("_\b_"), TEXT("_"), TEXT("0-1b")},
        /* letters of several bytes, with marks, of two columns */
        {TEXT("\u00E9\b\u00E9_\b\u4E2D"), TEXT("\u00E9\u4E2D"), TEXT("0-2b 2-5u")},
        {TEXT("e\u0301\be\u0301"), TEXT("e\u0301"), TEXT("0-3b")},
        {TEXT("_\be\u0301x"), TEXT("e\u0301x"), TEXT("0-3u")},
        /* a whole word at once */
        {TEXT("word\b\b\b\b____ x"), TEXT("word x"), TEXT("0-4u")},
        {TEXT("word\b\b\b\bword"), TEXT("word"), TEXT("0-4b")},
        {TEXT("a word\b\b\b\bw"), TEXT("a word\u2408\u2408\u2408\u2408w"), TEXT("")},
        /* what hides one letter behind another is shown */
        {TEXT("a\bb"), TEXT("a\u2408b"), TEXT("")},
        {TEXT("x\b"), TEXT("x\u2408"), TEXT("")},
        {TEXT("\bx"), TEXT("\u2408x"), TEXT("")},
        {TEXT("a\n\ba"), TEXT("a\n\u2408a"), TEXT("")},
        {TEXT("x\b\nx"), TEXT("x\u2408\nx"), TEXT("")},
        {TEXT("x\b\x1Bx"), TEXT("x\u2408\u241Bx"), TEXT("")},
        {TEXT("x\b\xFFx"), TEXT("x\u2408\uFFFDx"), TEXT("")},
        {TEXT("\xFF\b\xFF"), TEXT("\uFFFD\u2408\uFFFD"), TEXT("")},
        {TEXT("\t\b\t"), TEXT("\t\u2408\t"), TEXT("")},
    };
    (void)state;
    for (size_t i = 0; i < N_OF(rows); i++) {
        struct buffer b = {0}, got = {0};
        struct styles styles = {0};
        buffer_add(&b, rows[i].bytes);
        load_clean(&b, &styles);
        describe(&styles, &got);
        EXPECT_TEXT(rows[i].bytes, buffer_slice(&b), rows[i].text);
        EXPECT_TEXT(rows[i].bytes, buffer_slice(&got), rows[i].styles);
        buffer_release(&b);
        buffer_release(&got);
        styles_release(&styles);
    }
    settle();
}

/* However many backspaces there are, time and memory stay linear. */
static void test_flood(void **state)
{
    static const char *const parts[] = {"\b", "x\b", "x\bx", "ab\b\b", "xx\b\bx"};
    (void)state;
    for (size_t i = 0; i < N_OF(parts); i++) {
        struct buffer b = {0};
        struct styles styles = {0};
        while (b.len < 1024 * 1024)
            buffer_add(&b, slice_of(parts[i]));
        load_clean(&b, &styles);
        assert_int_equal(utf8_valid_len(buffer_slice(&b)), b.len);
        for (size_t k = 0; k < styles.n; k++) {
            assert_true(styles.items[k].start < styles.items[k].end);
            assert_true(styles.items[k].end <= b.len);
        }
        buffer_release(&b);
        styles_release(&styles);
    }
}

static void test_spans(void **state)
{
    struct styles s = {0};
    struct buffer got = {0};
    (void)state;
    styles_add(&s, (struct span){2, 4}, STYLE_BOLD);
    styles_add(&s, (struct span){4, 6}, STYLE_BOLD);
    styles_add(&s, (struct span){6, 7}, STYLE_ITALIC);
    styles_add(&s, (struct span){7, 8}, 0);
    styles_add(&s, (struct span){8, 8}, STYLE_BOLD);
    styles_add(&s, (struct span){9, 12}, STYLE_ITALIC);
    describe(&s, &got);
    EXPECT_TEXT(SLICE("added"), buffer_slice(&got), SLICE("2-6b 6-7i 9-12i"));
    assert_int_equal(styles_after(&s, 0), 0);
    assert_int_equal(styles_after(&s, 5), 0);
    assert_int_equal(styles_after(&s, 6), 1);
    assert_int_equal(styles_after(&s, 12), 3);
    styles_cut(&s, 10);
    styles_cut(&s, 9);
    styles_cut(&s, 5);
    got.len = 0;
    describe(&s, &got);
    EXPECT_TEXT(SLICE("cut"), buffer_slice(&got), SLICE("2-5b"));
    buffer_release(&got);
    styles_release(&s);
    settle();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_overstrike),
        cmocka_unit_test(test_flood),
        cmocka_unit_test(test_spans),
    };
    return RUN(tests);
}
