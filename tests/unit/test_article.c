/*
 * test_article.c - sections and their words, look-ups by offset, and places as people
 * count them. What is a heading is the business of the formats; see test_format_plain.c.
 */
#include "property.h"

/* Two headings, one of them underlined, and an item below the second. */
static const char sample[] = "First words of a text, which end like a sentence.\n"
                             "\n"
                             "ONE HEADING\n"
                             "\n"
                             "Body of the first section, two more words.\n"
                             "\n"
                             "Another heading\n"
                             "---------------\n"
                             "\n"
                             "- caf\u00E9 \u4E2D\u6587 end.\n";

static void test_sections(void **state)
{
    static const struct {
        const char *first; /* bytes of the section */
        const char *heading;
        unsigned level;
        size_t words;
    } rows[] = {
        {"First", "", 0, 10},
        {"ONE HEADING", "ONE HEADING", 1, 10},
        {"Another heading", "Another heading", 2, 7},
    };
    struct article a;
    (void)state;
    article_init_borrowed(&a, slice_of(sample));
    check_blocks(&a);
    check_sections(&a);
    assert_int_equal(a.n_sections, N_OF(rows));
    for (size_t i = 0; i < N_OF(rows); i++) {
        const struct section *s = &a.sections[i];
        EXPECT(s->level == rows[i].level, "row %zu: level %u", i, s->level);
        size_t words = article_count_words(&a, (struct span){s->start, s->end});
        EXPECT(words == rows[i].words, "row %zu: %zu words", i, words);
        EXPECT(slice_has_prefix(slice_of(sample + s->start), slice_of(rows[i].first)), "row %zu",
               i);
        EXPECT_TEXT(slice_of(rows[i].first), a.sections[i].name, slice_of(rows[i].heading));
    }
    article_release(&a);
    settle();
}

static void test_title(void **state)
{
    struct article a;
    (void)state;
    article_init_borrowed(&a, SLICE("\n\n The Title \n\nBody text that ends in a stop.\n"));
    EXPECT_TEXT(SLICE("title"), slice_cut(a.text, a.title), SLICE("The Title"));
    EXPECT_TEXT(SLICE("heading 0"), a.sections[0].name, SLICE("The Title"));
    assert_int_equal(a.n_sections, 1);
    assert_int_equal(a.sections[0].start, 0);
    assert_int_equal(article_count_words(&a, (struct span){0, a.text.len}), 9);
    article_release(&a);
    settle();
}

static void test_no_text(void **state)
{
    static const struct slice texts[] = {{NULL, 0}, TEXT(""), TEXT("\n"), TEXT(" \n\t\n\n ")};
    (void)state;
    for (size_t i = 0; i < N_OF(texts); i++) {
        struct article a;
        struct place_cursor cursor = {0};
        article_init_borrowed(&a, texts[i]);
        assert_int_equal(a.n_blocks, 0);
        assert_int_equal(a.n_sections, 1);
        assert_int_equal(a.sections[0].end, texts[i].len);
        assert_int_equal(article_count_words(&a, (struct span){0, a.text.len}), 0);
        assert_int_equal(a.title.end, 0);
        assert_int_equal(a.sections[0].name.len, 0);
        assert_int_equal(article_block_at(&a, 0), 0);
        assert_int_equal(article_section_at(&a, 0), 0);
        assert_int_equal(article_place(&a, &cursor, 0).line, 1);
        article_release(&a);
    }
}

static void test_takes_over(void **state)
{
    struct buffer bytes = {0};
    struct article a;
    (void)state;
    buffer_add(&bytes, SLICE("Some text, and more of it.\n"));
    const char *at = bytes.ptr;
    article_init(&a, &bytes, ARTICLE_PLAIN);
    assert_null(bytes.ptr);
    assert_int_equal(bytes.len + bytes.cap, 0);
    assert_ptr_equal(a.text.ptr, at); /* never copied */
    assert_int_equal(a.text.len, 27);
    article_release(&a);
    assert_int_equal(a.n_blocks + a.n_sections + a.text.len, 0);
}

/* The look-ups find what walking finds, at every offset. */
static void test_lookups(void **state)
{
    struct article a;
    (void)state;
    article_init_borrowed(&a, slice_of(sample));
    assert_true(a.n_blocks > 4);
    for (size_t off = 0; off <= a.text.len; off++) {
        size_t block = 0, section = 0;
        for (size_t i = 0; i < a.n_blocks; i++)
            block = a.blocks[i].start <= off ? i : block;
        for (size_t i = 0; i < a.n_sections; i++)
            section = a.sections[i].start <= off ? i : section;
        assert_int_equal(article_block_at(&a, off), block);
        assert_int_equal(article_section_at(&a, off), section);
    }
    assert_int_equal(article_section_at(&a, SIZE_MAX), a.n_sections - 1);
    article_release(&a);
}

static void test_add_block(void **state)
{
    struct article a = {.text = TEXT("0123456789")};
    (void)state;
    for (size_t i = 0; i < 100; i++)
        article_add_block(&a, (struct block){.start = i * 2, .end = i * 2 + 1, .hang = 3});
    assert_int_equal(a.n_blocks, 100);
    for (size_t i = 0; i < 100; i++) {
        assert_int_equal(a.blocks[i].start, i * 2);
        assert_int_equal(a.blocks[i].hang, 3);
        assert_int_equal(article_block_at(&a, i * 2 + 1), i);
    }
    article_release(&a);
}

/* ----------------------------------------------------------------- places */

static void test_places(void **state)
{
    static const struct {
        struct slice text;
        size_t off, line, column;
    } rows[] = {
        {TEXT(""), 0, 1, 1},
        {TEXT("abc"), 0, 1, 1},
        {TEXT("abc"), 3, 1, 4},
        {TEXT("a\nb\n"), 1, 1, 2}, /* the line break belongs to its line */
        {TEXT("a\nb\n"), 2, 2, 1},
        {TEXT("a\nb\n"), 4, 3, 1},
        {TEXT("\n\n\nx"), 3, 4, 1},
        {TEXT("\u00E9\u4E2D\U0001F600x"), 9, 1, 4}, /* columns are code points */
        {TEXT("a\n\u00E9e\u0301x"), 7, 2, 4},
        {TEXT("a\tb"), 2, 1, 3},
        {TEXT("\0\n\0x"), 3, 2, 2},
    };
    (void)state;
    for (size_t i = 0; i < N_OF(rows); i++) {
        struct article a;
        struct place_cursor cursor = {0};
        article_init_borrowed(&a, rows[i].text);
        struct place p = article_place(&a, &cursor, rows[i].off);
        EXPECT(p.line == rows[i].line && p.column == rows[i].column, "row %zu: %zu:%zu", i, p.line,
               p.column);
        article_release(&a);
    }
    settle();
}

/* One cursor for all offsets gives what a new cursor gives for each. */
static void test_place_cursor(void **state)
{
    struct article a;
    struct place_cursor along = {0};
    (void)state;
    article_init_borrowed(&a, slice_of(sample));
    for (size_t off = 0; off <= a.text.len; off++) {
        struct place_cursor fresh = {0};
        if (!on_character(a.text, off))
            continue;
        struct place expected = article_place(&a, &fresh, off);
        struct place p = article_place(&a, &along, off), again = article_place(&a, &along, off);
        assert_true(p.line == expected.line && p.column == expected.column);
        assert_true(p.line == again.line && p.column == again.column);
    }
    article_release(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sections), cmocka_unit_test(test_title),
        cmocka_unit_test(test_no_text),  cmocka_unit_test(test_takes_over),
        cmocka_unit_test(test_lookups),  cmocka_unit_test(test_add_block),
        cmocka_unit_test(test_places),   cmocka_unit_test(test_place_cursor),
    };
    return RUN(tests);
}
