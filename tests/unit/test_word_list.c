/*
 * test_word_list.c - the fast list of words says what the tokens say.
 */
#include "property.h"

#include "core/word_class.h"
#include "core/word_list.h"
#include "dragoman/token.h"

static const uint32_t no_classes[WORD_CLASS_NUMBERS];

/* Compares the list of text from on with the tokens read one by one. */
static void expect_same(struct slice text, size_t from)
{
    struct word_list list = {0};
    size_t n = 0;
    word_list_fill(&list, text, from, text.len, no_classes);
    for (size_t off = from; off < text.len;) {
        struct token t = token_next(text, off);
        off = t.end > off ? t.end : off + 1;
        if (t.type != TOKEN_WORD)
            continue;
        struct span span = n < list.n ? word_list_span(&list, n) : (struct span){0, 0};
        EXPECT(span.start == t.start && span.end == t.end, "word %zu of \"%.*s\" from %zu", n,
               SHOW(text), from);
        if (n < list.n)
            EXPECT(!(list.items[n].flags & WORD_ASCII) == !t.ascii, "ascii of word %zu", n);
        n++;
    }
    EXPECT(n == list.n, "%zu words of \"%.*s\" from %zu, not %zu", list.n, SHOW(text), from, n);
    word_list_release(&list);
}

static void test_words(void **state)
{
    static const struct slice rows[] = {
        TEXT(""),
        TEXT("a"),
        TEXT(" "),
        TEXT("US"),
        TEXT("the US, U.S. and R2D2 (2014)"),
        TEXT("[@`{/:A-Z_0-9"),
        TEXT("T\u00FCrkiye\u2019s C\u00F4te d\u2019Ivoire"),
        TEXT("South\u00A0Korea\u2014North\u202FKorea"),
        TEXT("Tu\u0308rkiye \u4E2D\u56FD\u3002x"),
        TEXT("one\0two\x7F three\n\nfour"),
        TEXT("a word that ends at the sixty-fourth byte of the text, the edge of it"),
        TEXT("0123456789012345678901234567890123456789012345678901234567890123456789"),
        TEXT("\u00E9\u00E9\u00E9\u00E9\u00E9\u00E9\u00E9\u00E9\u00E9\u00E9\u00E9\u00E9\u00E9\u00E9"
             "\u00E9\u00E9\u00E9\u00E9\u00E9\u00E9\u00E9\u00E9\u00E9\u00E9\u00E9\u00E9\u00E9\u00E9"
             "\u00E9\u00E9\u00E9\u00E9\u00E9\u00E9\u00E9\u00E9\u00E9\u00E9\u00E9\u00E9 x"),
    };
    (void)state;
    for (size_t i = 0; i < N_OF(rows); i++) {
        struct slice text = exact_copy(rows[i]);
        for (size_t from = 0; from <= text.len; from++)
            if (token_is_boundary(text, from) &&
                (from == text.len || ((unsigned char)text.ptr[from] & 0xC0) != 0x80))
                expect_same(text, from);
        exact_free(text);
    }
    settle();
}

/* Words and marks in every order, so that each meets every edge of a step. */
static void test_mixtures(void **state)
{
    static const char *const parts[] = {"a",      "Zz",     "09", " ",  "\n", ".",
                                        "\u2019", "\u00E9", "-",  "\t", "x",  "\u00AD"};
    uint32_t seed = 1;
    (void)state;
    for (int round = 0; round < 400; round++) {
        struct buffer text = {0};
        while (text.len < 200) {
            seed = seed * 1664525 + 1013904223;
            buffer_add(&text, slice_of(parts[(seed >> 16) % N_OF(parts)]));
        }
        expect_same(buffer_slice(&text), 0);
        buffer_release(&text);
    }
    settle();
}

static void test_flags(void **state)
{
    struct word_list list = {0};
    struct slice text = SLICE("the US 27 \u00E9t\u00E9 e\u0301 x");
    static const uint32_t strong[] = {0, 1, 1, 1, 1, 0};
    (void)state;
    word_list_fill(&list, text, 0, text.len, no_classes);
    assert_int_equal(list.n, N_OF(strong));
    for (size_t i = 0; i < list.n; i++)
        EXPECT((list.items[i].flags & WORD_STRONG) == strong[i], "strong: word %zu", i);
    assert_int_equal(word_list_from(&list, 0), 0);
    assert_int_equal(word_list_from(&list, 4), 1);
    assert_int_equal(word_list_from(&list, 5), 2);
    assert_int_equal(word_list_from(&list, text.len), list.n);
    word_list_release(&list);
    settle();
}

static void enter(uint32_t *classes, struct slice word, uint32_t class)
{
    unsigned slot = word_class_slot(word.ptr[0], word_prefix(word.ptr, word.len, 0, word.len));
    classes[slot / WORD_CLASSES_A_NUMBER] |= class << slot % WORD_CLASSES_A_NUMBER * 2;
}

/* Which words are worth a look: strong ones, those of the table, and what is not ASCII. */
static void test_classes(void **state)
{
    struct slice text = SLICE("a pact on the river, Union of \u00E9t\u00E9s; the last pact");
    static const uint32_t notable[] = {1, 5, 7, 10}, hinting[] = {3, 7, 8};
    uint32_t *classes = memory_zeroed(WORD_CLASS_NUMBERS, sizeof *classes);
    struct word_list list = {0};
    (void)state;
    enter(classes, SLICE("pact"), WORD_CLASS_STARTS);
    enter(classes, SLICE("the"), WORD_CLASS_HINTS);
    word_list_fill(&list, text, 0, text.len, classes);
    assert_int_equal(list.n, 11);
    assert_int_equal(list.n_notable, N_OF(notable));
    assert_memory_equal(list.notable, notable, sizeof notable);
    assert_int_equal(list.n_hinting, N_OF(hinting));
    assert_memory_equal(list.hinting, hinting, sizeof hinting);
    word_list_release(&list);
    free(classes);
    settle();
}

static void test_prefix(void **state)
{
    static const char text[] = "short words and extraordinary";
    const size_t len = sizeof text - 1;
    uint64_t expected = 0;
    (void)state;
    memcpy(&expected, "short", 5);
    assert_true(word_prefix(text, len, 0, 5) == expected);
    memcpy(&expected, "extraord", 8);
    assert_true(word_prefix(text, len, 16, len) == expected);
    expected = 0;
    memcpy(&expected, "nary", 4);
    assert_true(word_prefix(text, len, len - 4, len) == expected);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words),  cmocka_unit_test(test_mixtures),
        cmocka_unit_test(test_flags),  cmocka_unit_test(test_classes),
        cmocka_unit_test(test_prefix),
    };
    return RUN(tests);
}
