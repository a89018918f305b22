/*
 * test_layout.c - wrapping: what stands on the rows of a text, and what holds for every
 * text at every width: the rows are the text, none is too wide, and a step back undoes
 * a step on.
 */
#include "property_layout.h"

/* ------------------------------------------------------------------- rows */

/* The cells as they are shown, each row between bars; an empty line is a gap. */
static void add_rows(struct layout *l, struct buffer *out)
{
    struct row row;
    if (!layout_row_at(l, 0, &row))
        return;
    do {
        struct cell_text cell;
        if (!row.blank) {
            buffer_add_byte(out, '|');
            for (uint32_t i = 0; i < row.indent; i++)
                buffer_add_byte(out, '.');
            for (size_t off = row.start; layout_cell(l, &row, &off, &cell);)
                if (cell.blank)
                    for (int i = 0; i < cell.columns; i++)
                        buffer_add_byte(out, ' ');
                else
                    buffer_add(out, slice_cut(l->article->text, cell.bytes));
            buffer_add_byte(out, '|');
        }
        buffer_add_byte(out, '\n');
    } while (layout_next(l, &row));
}

struct row_case {
    struct slice text;
    int width;
    struct slice rows;
};

static void expect_rows(const struct row_case *cases, size_t n, bool chop)
{
    for (size_t i = 0; i < n; i++) {
        struct slice text = exact_copy(cases[i].text);
        struct buffer got = {0};
        struct article a;
        struct layout l;
        article_init_borrowed(&a, text);
        layout_init(&l, &a, cases[i].width, chop);
        add_rows(&l, &got);
        EXPECT_TEXT(cases[i].text, buffer_slice(&got), cases[i].rows);
        buffer_release(&got);
        layout_release(&l);
        article_release(&a);
        exact_free(text);
    }
    settle();
}

static void test_words(void **state)
{
    static const struct row_case cases[] = {
        {TEXT(""), 10, TEXT("")},
        {TEXT(" \n\n"), 10, TEXT("")},
        {TEXT("one"), 10, TEXT("|one|\n")},
        {TEXT("one two three."), 7, TEXT("|one two|\n|three.|\n")},
        {TEXT("one two three."), 8, TEXT("|one two|\n|three.|\n")},
        {TEXT("one two three."), 6, TEXT("|one|\n|two|\n|three.|\n")},
        {TEXT("one two three."), 100, TEXT("|one two three.|\n")},
        {TEXT("  one  \t two.\n"), 100, TEXT("|one two.|\n")}, /* a run of blanks is one cell */
        {TEXT("one  \t  two."), 4, TEXT("|one|\n|two.|\n")},
        {TEXT("a. b."), 1, TEXT("|a|\n|.|\n|b|\n|.|\n")},
        {TEXT("one."), 0, TEXT("|o|\n|n|\n|e|\n|.|\n")}, /* at least one column */
        {TEXT("one\u00A0two three."), 9, TEXT("|one\u00A0two|\n|three.|\n")},
        {TEXT("one\u2009two three."), 7, TEXT("|one two|\n|three.|\n")},
        /* a word that is too wide breaks at a hyphen or slash, else anywhere */
        {TEXT("un-American."), 6, TEXT("|un-|\n|Americ|\n|an.|\n")},
        {TEXT("a un-American."), 6, TEXT("|a|\n|un-|\n|Americ|\n|an.|\n")},
        {TEXT("un-American."), 11, TEXT("|un-|\n|American.|\n")},
        {TEXT("two un-x."), 6, TEXT("|two|\n|un-x.|\n")},
        {TEXT("https://ab.cd/ef."), 8, TEXT("|https://|\n|ab.cd/|\n|ef.|\n")},
        {TEXT("abcdefgh."), 3, TEXT("|abc|\n|def|\n|gh.|\n")},
        {TEXT("one\u2014two."), 5, TEXT("|one\u2014|\n|two.|\n")},
        /* two blocks, with and without a blank line between them */
        {TEXT("One.\n\n\n\nTwo.\n"), 9, TEXT("|One.|\n\n|Two.|\n")},
        {TEXT("One.\n\n- a\n- b\n"), 9, TEXT("|One.|\n\n|- a|\n|- b|\n")},
        {TEXT("THE HEADING\nof a paragraph, at once.\n\nAnother one.\n"), 99,
         TEXT("|THE HEADING|\n\n|of a paragraph, at once.|\n\n|Another one.|\n")},
        {TEXT("a\0b."), 9, TEXT("|a\0b.|\n")},
    };
    (void)state;
    expect_rows(cases, N_OF(cases), false);
}

static void test_wide(void **state)
{
    static const struct row_case cases[] = {
        {TEXT("\u4E2D\u6587\u5B57\u3002"), 4, TEXT("|\u4E2D\u6587|\n|\u5B57\u3002|\n")},
        {TEXT("\u4E2D\u6587\u5B57\u3002"), 5, TEXT("|\u4E2D\u6587|\n|\u5B57\u3002|\n")},
        {TEXT("\u4E2D\u6587."), 1, TEXT("|\u4E2D|\n|\u6587|\n|.|\n")}, /* wider than the column */
        {TEXT("ab\u4E2D\u6587 cd."), 5, TEXT("|ab\u4E2D|\n|\u6587|\n|cd.|\n")},
        {TEXT("cafe\u0301 cafe\u0301s."), 4, TEXT("|cafe\u0301|\n|cafe\u0301|\n|s.|\n")},
        {TEXT("e\u0301e\u0301e\u0301."), 2, TEXT("|e\u0301e\u0301|\n|e\u0301.|\n")},
        {TEXT("\U0001F468\u200D\U0001F469x."), 2, TEXT("|\U0001F468\u200D\U0001F469|\n|x.|\n")},
        {TEXT("Arme\u00ADnia."), 8, TEXT("|Arme\u00ADnia.|\n")},
    };
    (void)state;
    expect_rows(cases, N_OF(cases), false);
}

static void test_indents(void **state)
{
    static const struct row_case cases[] = {
        /* further rows of an item hang below its text */
        {TEXT("- one two three\n"), 9, TEXT("|- one two|\n|..three|\n")},
        {TEXT("- one two three four\n"), 7, TEXT("|- one|\n|..two|\n|..three|\n|..four|\n")},
        {TEXT("10. one two\n11. three\n"), 8,
         TEXT("|10. one|\n|....two|\n|11.|\n|....thre|\n|....e|\n")},
        {TEXT("  - one two\n  - three\n"), 9, TEXT("|..- one|\n|....two|\n|..- three|\n")},
        /* not where the column would be lost to it */
        {TEXT("- one two\n"), 3, TEXT("|-|\n|one|\n|two|\n")},
        {TEXT("One.\n\n    A quotation set off by blanks before each of its\n"
              "    two lines.\n"),
         24,
         TEXT("|One.|\n\n|....A quotation set off|\n|....by blanks before|\n"
              "|....each of its two|\n|....lines.|\n")},
        {TEXT("One.\n\n    A quotation set off by blanks before each of its\n"
              "    two lines.\n"),
         7,
         TEXT("|One.|\n\n|A|\n|quotati|\n|on set|\n|off by|\n|blanks|\n|before|\n|each of|\n"
              "|its two|\n|lines.|\n")},
    };
    (void)state;
    expect_rows(cases, N_OF(cases), false);
}

static void test_preformatted(void **state)
{
    static const struct row_case cases[] = {
        {TEXT("Year   Trade\n2023      12\n"), 20, TEXT("|Year   Trade|\n|2023      12|\n")},
        {TEXT("Year   Trade\n2023      12\n"), 8, TEXT("|Year   T|\n|rade|\n|2023    |\n|  12|\n")},
        {TEXT("  a | b\n  1 | 2\n"), 20, TEXT("|  a | b|\n|  1 | 2|\n")},
        {TEXT("a\tb\nc\td\n"), 20, TEXT("|a        b|\n|c        d|\n")},
    };
    (void)state;
    expect_rows(cases, N_OF(cases), false);
}

static void test_chop(void **state)
{
    static const struct row_case cases[] = {
        {TEXT("one two three.\n\nfour\n"), 3, TEXT("|one two three.|\n\n|four|\n")},
        {TEXT("- one two\n- three\n"), 3, TEXT("|- one two|\n|- three|\n")},
        {TEXT("Year   Trade\n2023      12\n"), 3, TEXT("|Year   Trade|\n|2023      12|\n")},
    };
    (void)state;
    expect_rows(cases, N_OF(cases), true);
}

/* ------------------------------------------------------------- properties */

static void check_text(struct slice text, int widest)
{
    struct article a;
    article_init_borrowed(&a, text);
    for (int width = 1; width <= widest; width++)
        check_layout(&a, width, false);
    check_layout(&a, 80, true);
    check_layout(&a, 1, true);
    article_release(&a);
}

static void test_every_width(void **state)
{
    static const struct slice texts[] = {
        {NULL, 0},
        TEXT(""),
        TEXT("\n \n"),
        TEXT("x"),
        TEXT("The Title\n\nBy Jane Doe\n\nA paragraph, which is followed by a heading\nand was "
             "filled by some editor, so that it has\nlines of its own.\n\nA Heading\n\n- an item, "
             "too long\n- another\n\n  a | table\n  1 | 2\n\n\u4E2D\u6587\u3002 cafe\u0301s, "
             "https://example.org/a/long/address?with=things#in-it\n\n    A quotation set off by "
             "some blanks before its lines,\n    of which there are two.\n\n* * *\n"),
        TEXT("\u3000\u3000\u4E2D\u6587\u3000"),
        TEXT("\u00A0\n\n\u00A0\u00A0x"),
        TEXT("\u2003a\u2003\n\n\u2003b"),
        TEXT("\u0301\u0301 \u0301a."),
        TEXT("\u200B\u200B\n\n\u00AD"),
        TEXT("a\u202Eb\u2066c\u2069 d\u2028e."),
        TEXT("a\0b\0 \0."),
        TEXT("a\tb\n\tc\td\n"),
        TEXT("| |\n| |\n|\n"),
    };
    (void)state;
    for (size_t i = 0; i < N_OF(texts); i++) {
        struct slice text = exact_copy(texts[i]);
        check_text(text, 100);
        exact_free(text);
    }
}

static void test_any_text(void **state)
{
    uint32_t seed = 23;
    (void)state;
    for (int i = 0; i < 400; i++) {
        struct buffer b = {0};
        random_text(&seed, 60, &b);
        struct slice text = exact_copy(buffer_slice(&b));
        check_text(text, 24);
        exact_free(text);
        buffer_release(&b);
    }
}

/* A word of ten thousand letters, of marks on one letter, and of nothing but hyphens. */
static void test_long_words(void **state)
{
    static const char *const letters[] = {"x", "\u0301", "-", "\u4E2D", "\u00AD", "\u200B"};
    (void)state;
    for (size_t i = 0; i < N_OF(letters); i++) {
        struct buffer b = {0};
        struct article a;
        buffer_add(&b, SLICE("Before it a "));
        for (int k = 0; k < 10000; k++)
            buffer_add(&b, slice_of(letters[i]));
        buffer_add(&b, SLICE(" and after.\n"));
        article_init_borrowed(&a, buffer_slice(&b));
        check_layout(&a, 1, false);
        check_layout(&a, 72, false);
        check_layout(&a, 20000, false);
        check_layout(&a, 72, true);
        article_release(&a);
        buffer_release(&b);
    }
}

/* The same place is found again at any other width. */
static void test_resize(void **state)
{
    static const char text[] = "One two three four five six seven eight.\n\n- nine ten eleven\n";
    struct article a;
    (void)state;
    article_init_borrowed(&a, slice_of(text));
    for (int width = 1; width < 50; width += 7)
        for (size_t off = 0; off <= a.text.len; off++) {
            struct layout l;
            struct row row;
            layout_init(&l, &a, width, false);
            assert_true(layout_row_at(&l, off, &row));
            assert_true(row.start <= off && (off < row.next || off == a.text.len));
            layout_release(&l);
        }
    article_release(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words),    cmocka_unit_test(test_wide),
        cmocka_unit_test(test_indents),  cmocka_unit_test(test_preformatted),
        cmocka_unit_test(test_chop),     cmocka_unit_test(test_every_width),
        cmocka_unit_test(test_any_text), cmocka_unit_test(test_long_words),
        cmocka_unit_test(test_resize),
    };
    return RUN(tests);
}
