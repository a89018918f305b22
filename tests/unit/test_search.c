/*
 * test_search.c - what a reader's pattern finds: over line breaks but not over blank
 * lines, with smart case, in order, never empty, and within limits.
 */
#include "property.h"

static struct search *new_search(const char *pattern, bool literal, enum search_case letter_case)
{
    struct error error = {0};
    struct search *s = search_new(slice_of(pattern), literal, letter_case, &error);
    if (!s)
        print_error("%s: %.*s\n", pattern, SHOW(error.text));
    assert_non_null(s);
    error_release(&error);
    return s;
}

struct row {
    const char *pattern;
    struct slice text, hits; /* each in brackets */
};

static void expect_hits(const struct row *rows, size_t n, bool literal,
                        enum search_case letter_case)
{
    for (size_t i = 0; i < n; i++) {
        struct search *s = new_search(rows[i].pattern, literal, letter_case);
        struct slice text = exact_copy(rows[i].text);
        struct hits hits = {0};
        struct buffer got = {0};
        search_all(s, text, &hits);
        check_hits(s, text, &hits);
        for (size_t k = 0; k < hits.n; k++) {
            buffer_add_byte(&got, '[');
            buffer_add(&got, slice_cut(text, hits.items[k]));
            buffer_add_byte(&got, ']');
        }
        EXPECT_TEXT(slice_of(rows[i].pattern), buffer_slice(&got), rows[i].hits);
        EXPECT(!hits.limited, "%s", rows[i].pattern);
        buffer_release(&got);
        hits_release(&hits);
        exact_free(text);
        search_free(s);
    }
    settle();
}

static void test_phrases(void **state)
{
    static const struct row rows[] = {
        {"a", TEXT(""), TEXT("")},
        {"one two", TEXT("one two, one\ntwo, one \n  two"),
         TEXT("[one two][one\ntwo][one \n  two]")},
        {"one two", TEXT("one\n\ntwo"), TEXT("")},
        {"one two", TEXT("one\n \ntwo"), TEXT("")},
        {"one two", TEXT("one\u00A0two"), TEXT("[one\u00A0two]")},
        {"it's", TEXT("it's it\u2019s"), TEXT("[it's][it\u2019s]")},
        {"us-armenia", TEXT("US-Armenia US\u2013Armenia"), TEXT("[US-Armenia][US\u2013Armenia]")},
        {"a|b", TEXT("cab"), TEXT("[a][b]")},
        {"aa", TEXT("aaaaa"), TEXT("[aa][aa]")}, /* hits do not overlap */
        {"^one", TEXT("one\none one"), TEXT("[one][one]")},
        {"\\w+$", TEXT("one two\nthree"), TEXT("[two][three]")},
        {"one\\s+two", TEXT("one\n\ntwo"), TEXT("[one\n\ntwo]")}, /* who asks for it gets it */
        {"a.b", TEXT("a\0b"), TEXT("[a\0b]")},
        {".", TEXT("\u00E9\u4E2D"), TEXT("[\u00E9][\u4E2D]")},
    };
    (void)state;
    expect_hits(rows, N_OF(rows), false, SEARCH_SMART);
}

static void test_smart_case(void **state)
{
    static const struct row rows[] = {
        {"us", TEXT("US us Us"), TEXT("[US][us][Us]")},
        {"Us", TEXT("US us Us"), TEXT("[Us]")},
        {"US", TEXT("US us Us"), TEXT("[US]")},
        {"\u00E9", TEXT("\u00C9 \u00E9"), TEXT("[\u00C9][\u00E9]")},
        {"\u00C9", TEXT("\u00C9 \u00E9"), TEXT("[\u00C9]")},
        {"\\bus\\B", TEXT("USA"), TEXT("[US]")}, /* the capital of an escape is none */
        {"\\x{75}s", TEXT("US us"), TEXT("[US][us]")},
        {"\\x{6F}ne", TEXT("ONE"), TEXT("[ONE]")},
        {"(?i)US", TEXT("US us"), TEXT("[US][us]")},
    };
    static const struct row caseless[] = {{"US", TEXT("US us"), TEXT("[US][us]")}};
    static const struct row exact[] = {{"us", TEXT("US us"), TEXT("[us]")}};
    (void)state;
    expect_hits(rows, N_OF(rows), false, SEARCH_SMART);
    expect_hits(caseless, N_OF(caseless), false, SEARCH_CASELESS);
    expect_hits(exact, N_OF(exact), false, SEARCH_EXACT);
}

static void test_literal(void **state)
{
    static const struct row rows[] = {
        {"a.b", TEXT("axb a.b A.B"), TEXT("[a.b][A.B]")},
        {"(a", TEXT("(a (A"), TEXT("[(a][(A]")},
        {"\\D", TEXT("\\D \\d"), TEXT("[\\D]")}, /* here it is a capital */
        {"\\d", TEXT("\\D \\d 1"), TEXT("[\\D][\\d]")},
        {"one two", TEXT("one\ntwo one\n\ntwo"), TEXT("[one\ntwo]")},
        {"{US}", TEXT("{US}"), TEXT("[{US}]")},
        {"[]", TEXT("a []"), TEXT("[[]]")},
        {"*", TEXT("**"), TEXT("[*][*]")},
    };
    (void)state;
    expect_hits(rows, N_OF(rows), true, SEARCH_SMART);
}

static void test_never_empty(void **state)
{
    static const struct row rows[] = {
        {"x*", TEXT("axxb"), TEXT("[xx]")},
        {"x*", TEXT(""), TEXT("")},
        {"x*", TEXT("ab"), TEXT("")},
        {"$", TEXT("a\nb"), TEXT("")},
        {"\\b", TEXT("one two"), TEXT("")},
        {"(?=o)", TEXT("one two"), TEXT("")},
        {"x?", TEXT("\u00E9x\u4E2Dx"), TEXT("[x][x]")},
        {"|a", TEXT("ba"), TEXT("[a]")}, /* the empty one does not hide the other */
        {"(?:foo)?|bar", TEXT("bar foo bar"), TEXT("[bar][foo][bar]")},
        {"a*?", TEXT("aa"), TEXT("[a][a]")},
        {"a\\K|b", TEXT("ab"), TEXT("[b]")},
    };
    (void)state;
    expect_hits(rows, N_OF(rows), false, SEARCH_SMART);
}

/* A hit that begins before from is none, even where \K or a look-behind reaches back. */
static void test_from(void **state)
{
    static const struct {
        const char *pattern, *text;
        size_t from, start; /* SIZE_MAX: none */
    } rows[] = {
        {"a", "aba", 0, 0},          {"a", "aba", 1, 2},          {"a", "aba", 2, 2},
        {"a", "aba", 3, SIZE_MAX},   {"a", "", 0, SIZE_MAX},      {"(?<=a)b", "ab", 1, 1},
        {"\\Ab", "ab", 1, SIZE_MAX}, {"\\bb", "ab", 1, SIZE_MAX}, {"x*", "ax", 1, 1},
        {"a", "aba", 99, SIZE_MAX},
    };
    (void)state;
    for (size_t i = 0; i < N_OF(rows); i++) {
        struct search *s = new_search(rows[i].pattern, false, SEARCH_SMART);
        struct span hit = {SIZE_MAX, SIZE_MAX};
        enum search_result result = search_next(s, slice_of(rows[i].text), rows[i].from, &hit);
        EXPECT((result == SEARCH_FOUND) == (rows[i].start != SIZE_MAX), "row %zu", i);
        EXPECT(result != SEARCH_FOUND || hit.start == rows[i].start, "row %zu", i);
        search_free(s);
    }
    settle();
}

static void test_refused(void **state)
{
    static const struct {
        struct slice pattern;
        bool literal;
    } rows[] = {
        {TEXT(""), false},     {TEXT(""), true},      {TEXT("("), false},     {TEXT("\\C"), false},
        {TEXT("\xFF"), false}, {TEXT("a\xC3"), true}, {TEXT("[z-a]"), false}, {{NULL, 0}, true},
    };
    (void)state;
    for (size_t i = 0; i < N_OF(rows); i++) {
        struct error error = {0};
        struct search *s = search_new(rows[i].pattern, rows[i].literal, SEARCH_SMART, &error);
        EXPECT(!s, "row %zu is taken", i);
        EXPECT(error.text.len > 0, "row %zu: no reason", i);
        search_free(s);
        error_release(&error);
    }
    settle();
}

/* What was found before the place that costs too much is there. */
static void test_limits(void **state)
{
    struct buffer text = {0};
    struct hits hits = {0};
    (void)state;
    buffer_add(&text, SLICE("one b, two b, "));
    for (int i = 0; i < 5000; i++)
        buffer_add_byte(&text, 'a');
    buffer_add_byte(&text, '!');
    struct search *s = new_search("b|(a+)+$", false, SEARCH_SMART);
    search_all(s, buffer_slice(&text), &hits);
    assert_true(hits.limited);
    assert_int_equal(hits.n, 2);
    check_hits(s, buffer_slice(&text), &hits);
    /* and the next text starts afresh */
    search_all(s, SLICE("b"), &hits);
    assert_false(hits.limited);
    assert_int_equal(hits.n, 1);
    search_free(s);
    search_free(NULL);
    hits_release(&hits);
    assert_int_equal(hits.n + hits.cap, 0);
    buffer_release(&text);
}

/* A search that takes long is done in turns, finds the same, and ends all the same. */
static void test_turns(void **state)
{
    struct buffer text = {0};
    struct span hit = {0, 0};
    (void)state;
    struct search *s = new_search("a+[0-9]", false, SEARCH_SMART);
    for (int i = 0; i < 200000; i++)
        buffer_add_byte(&text, 'a');
    buffer_add(&text, SLICE(" a1"));
    struct slice endless = {text.ptr, text.len - 3};
    struct slice long_one = {text.ptr + text.len - 12003, 12003};
    struct search_turns turns = {0, 0};
    size_t n = 0, from = 0;
    enum search_result result;
    while ((result = search_turn(s, endless, &turns, &hit)) == SEARCH_MORE) {
        assert_true(turns.from > from);
        from = turns.from;
        n++;
    }
    assert_true(n > 10);
    assert_int_equal(result, SEARCH_LIMIT);
    turns = (struct search_turns){0, 0};
    while ((result = search_turn(s, long_one, &turns, &hit)) == SEARCH_MORE)
        n++;
    assert_int_equal(result, SEARCH_FOUND);
    assert_int_equal(hit.start, 12001);
    turns = (struct search_turns){long_one.len + 1, 0};
    assert_int_equal(search_turn(s, long_one, &turns, &hit), SEARCH_NONE);
    search_free(s);
    buffer_release(&text);
}

static void test_many_hits(void **state)
{
    struct buffer text = {0};
    struct hits hits = {0};
    (void)state;
    for (int i = 0; i < 20000; i++)
        buffer_add(&text, SLICE("a b\n"));
    struct search *s = new_search("b\\n?|a", false, SEARCH_SMART);
    search_all(s, buffer_slice(&text), &hits);
    assert_int_equal(hits.n, 40000);
    check_hits(s, buffer_slice(&text), &hits);
    hits_release(&hits);
    search_free(s);
    buffer_release(&text);
}

static void test_any_text(void **state)
{
    static const char *const patterns[] = {"\\w+", "the treaty", "x*",  "[^a]+",
                                           "a|",   "\\s*",       "u.s."};
    uint32_t seed = 17;
    (void)state;
    for (size_t k = 0; k < N_OF(patterns); k++) {
        struct search *s = new_search(patterns[k], false, SEARCH_SMART);
        for (int i = 0; i < 100; i++) {
            struct buffer b = {0};
            struct hits hits = {0};
            random_text(&seed, 40, &b);
            struct slice text = exact_copy(buffer_slice(&b));
            search_all(s, text, &hits);
            check_hits(s, text, &hits);
            hits_release(&hits);
            exact_free(text);
            buffer_release(&b);
        }
        search_free(s);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_phrases),   cmocka_unit_test(test_smart_case),
        cmocka_unit_test(test_literal),   cmocka_unit_test(test_never_empty),
        cmocka_unit_test(test_from),      cmocka_unit_test(test_refused),
        cmocka_unit_test(test_limits),    cmocka_unit_test(test_turns),
        cmocka_unit_test(test_many_hits), cmocka_unit_test(test_any_text),
    };
    return RUN(tests);
}
