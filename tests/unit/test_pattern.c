/*
 * test_pattern.c - patterns as people read them, what is refused, and limits.
 */
#include "property.h"

#include "dragoman/pattern.h"

/* The matches of a pattern, each in brackets; ! where it ran into a limit. */
static void add_matches(struct slice source, unsigned options, struct slice text,
                        struct buffer *out)
{
    struct error error = {0};
    struct pattern *p = pattern_new(source, options, &error);
    struct span match;
    size_t from = 0;
    if (!p) {
        buffer_format(out, "refused: %.*s", SHOW(error.text));
        error_release(&error);
        return;
    }
    while (from <= text.len) {
        enum pattern_result result = pattern_find(p, text, from, &match);
        if (result == PATTERN_LIMIT)
            buffer_add_byte(out, '!');
        if (result != PATTERN_FOUND)
            break;
        buffer_add_byte(out, '[');
        buffer_add(out, slice_cut(text, match));
        buffer_add_byte(out, ']');
        from = match.end > match.start ? match.end : match.end + 1;
        while (from < text.len && !on_character(text, from))
            from++;
    }
    pattern_free(p);
}

struct row {
    struct slice source, text, matches;
};

static void expect_matches(const struct row *rows, size_t n, unsigned options)
{
    for (size_t i = 0; i < n; i++) {
        struct slice source = exact_copy(rows[i].source), text = exact_copy(rows[i].text);
        static const unsigned heavy[] = {0, PATTERN_HEAVY}; /* by interpreter and machine code */
        for (size_t k = 0; k < N_OF(heavy); k++) {
            struct buffer got = {0};
            add_matches(source, options | heavy[k], text, &got);
            EXPECT_TEXT(source, buffer_slice(&got), rows[i].matches);
            buffer_release(&got);
        }
        exact_free(source);
        exact_free(text);
    }
    settle();
}

static void test_syntax(void **state)
{
    static const struct row rows[] = {
        {TEXT("a"), TEXT(""), TEXT("")},
        {TEXT("a"), TEXT("banana"), TEXT("[a][a][a]")},
        {TEXT(""), TEXT("a"), TEXT("")},
        {TEXT("x*"), TEXT("axx"), TEXT("[xx]")}, /* never an empty one */
        {TEXT("|a"), TEXT("ba"), TEXT("[a]")},
        {TEXT("A"), TEXT("aA"), TEXT("[A]")},
        {TEXT("\\bUS\\b"), TEXT("US USA bUS US."), TEXT("[US][US]")},
        {TEXT("."), TEXT("\u00E9\u4E2D\n\U0001F600"), TEXT("[\u00E9][\u4E2D][\U0001F600]")},
        {TEXT("\\w+"), TEXT("T\u00FCrk-\u0420\u0444"), TEXT("[T\u00FCrk][\u0420\u0444]")},
        {TEXT("\\p{Lu}"), TEXT("a\u00C9\u0420b"), TEXT("[\u00C9][\u0420]")},
        {TEXT("^b|a$"), TEXT("a\nb\na"), TEXT("[a][b][a]")}, /* lines */
        {TEXT("\\Ab"), TEXT("a\nb"), TEXT("")},
        {TEXT("a.b"), TEXT("a\0b"), TEXT("[a\0b]")},
        {TEXT("a\0b"), TEXT("a\0b"), TEXT("[a\0b]")},
        {TEXT("(a)(b)?\\1"), TEXT("aa aba"), TEXT("[aa][aba]")},
        {TEXT("foo\\Kbar"), TEXT("foobar bar"), TEXT("[bar]")},
    };
    (void)state;
    expect_matches(rows, N_OF(rows), 0);
}

static void test_reading(void **state)
{
    static const struct row rows[] = {
        /* a blank: any run of blanks with at most one line break */
        {TEXT("a b"), TEXT("a b a  b a\tb a\u00A0b a\u2009\u3000b"),
         TEXT("[a b][a  b][a\tb][a\u00A0b][a\u2009\u3000b]")},
        {TEXT("a b"), TEXT("a\nb"), TEXT("[a\nb]")},
        {TEXT("a b"), TEXT("a \n\t b"), TEXT("[a \n\t b]")},
        {TEXT("a b"), TEXT("a\n\nb a \n \n b ab a\u200Bb"), TEXT("")},
        {TEXT("a +b"), TEXT("a   b"), TEXT("[a   b]")},
        {TEXT("a ?b"), TEXT("ab a b"), TEXT("[ab][a b]")},
        {TEXT("a {0,1}b"), TEXT("ab a b"), TEXT("[ab][a b]")},
        {TEXT("(?:a b|c d)"), TEXT("c\nd"), TEXT("[c\nd]")},
        {TEXT("^ a"), TEXT(" a"), TEXT("[ a]")},
        /* an apostrophe, a hyphen */
        {TEXT("a's"), TEXT("a's a\u2019s a\u2018s a\u02BCs a`s"),
         TEXT("[a's][a\u2019s][a\u2018s][a\u02BCs]")},
        {TEXT("a\u2019s"), TEXT("a's a\u2019s"), TEXT("[a's][a\u2019s]")},
        {TEXT("a-b"), TEXT("a-b a\u2010b a\u2011b a\u2013b a\u2014b ab"),
         TEXT("[a-b][a\u2010b][a\u2011b][a\u2013b]")},
        {TEXT("a\u2013b"), TEXT("a-b a\u2013b"), TEXT("[a-b][a\u2013b]")},
        {TEXT("a-?b"), TEXT("ab a-b a\u2013b"), TEXT("[ab][a-b][a\u2013b]")},
        /* classes and escapes stand as they are */
        {TEXT("a[ ]b"), TEXT("a b a\u00A0b a\nb"), TEXT("[a b]")},
        {TEXT("a[ -]b"), TEXT("a b a-b a\u2013b a\nb"), TEXT("[a b][a-b]")},
        {TEXT("[a-c]+"), TEXT("abc-d"), TEXT("[abc]")},
        {TEXT("[^a-c ]+"), TEXT("abc d-e"), TEXT("[d-e]")},
        {TEXT("[]' ]+"), TEXT("]'\u2019 ]"), TEXT("[]'][ ]]")},
        {TEXT("[\\]' ]+"), TEXT("]'(\u2019 ]"), TEXT("[]'][ ]]")},
        {TEXT("[[:upper:] ]+"), TEXT("A B(C"), TEXT("[A B][C]")},
        {TEXT("[[:upper:]-]+"), TEXT("A-B(C"), TEXT("[A-B][C]")},
        {TEXT("a\\ b"), TEXT("a b a\nb"), TEXT("[a b]")},
        {TEXT("a\\-b"), TEXT("a-b a\u2013b"), TEXT("[a-b]")},
        {TEXT("a\\\u2019 b"), TEXT("a\u2019\nb a'\nb"), TEXT("[a\u2019\nb]")},
        {TEXT("a\\x{20}b"), TEXT("a b a\nb"), TEXT("[a b]")},
        {TEXT("\\N{U+2D}"), TEXT("-"), TEXT("[-]")},
        /* look-arounds */
        {TEXT("(?<=the )x"), TEXT("the x the\nx the\u00A0x of x"), TEXT("[x][x][x]")},
        {TEXT("(?<!the )x"), TEXT("the x the\nx of x"), TEXT("[x]")},
        {TEXT("(?<=a-)x"), TEXT("a-x a\u2013x"), TEXT("[x][x]")},
        {TEXT("(?<!the (?:new|old) )x y"), TEXT("the new x y x\ny"), TEXT("[x\ny]")},
        {TEXT("a(?= b)"), TEXT("a b a\nb a c"), TEXT("[a][a]")},
        {TEXT("a(?! b)"), TEXT("a b a\nb a c"), TEXT("[a]")},
        /* groups and options */
        {TEXT("(?i)a b"), TEXT("A\nB"), TEXT("[A\nB]")},
        {TEXT("(?i:a) b"), TEXT("A b A B"), TEXT("[A b]")},
        {TEXT("(?-i)a b"), TEXT("A B a b"), TEXT("[a b]")},
        {TEXT("(?x) a b # c"), TEXT("ab"), TEXT("[ab]")},
        {TEXT("(?ix) a b"), TEXT("AB"), TEXT("[AB]")},
        {TEXT("(?<name>a) \\k<name>"), TEXT("a a"), TEXT("[a a]")},
        {TEXT("(?<n>a)(?&n) b"), TEXT("aa b"), TEXT("[aa b]")},
        {TEXT("(?'n'a)\\k'n'"), TEXT("aa"), TEXT("[aa]")},
        {TEXT("(?P<n>a)(?P=n)"), TEXT("aa"), TEXT("[aa]")},
        {TEXT("(a)\\g{-1}"), TEXT("aa"), TEXT("[aa]")},
        {TEXT("(a)\\g-1"), TEXT("aa"), TEXT("[aa]")},
        {TEXT("(a)(?-1)"), TEXT("aa"), TEXT("[aa]")},
        {TEXT("(?# not it)a b"), TEXT("a\nb"), TEXT("[a\nb]")},
        {TEXT("(?#it's)a"), TEXT("a"), TEXT("[a]")},
        {TEXT("\\Qa b\\E"), TEXT("a b"), TEXT("[a b]")},
        {TEXT("(*UCP)a b"), TEXT("a\nb"), TEXT("[a\nb]")},
        {TEXT("a(*SKIP)(*FAIL)|b"), TEXT("ab"), TEXT("[b]")},
        {TEXT("(?(DEFINE)(?<C>\\p{Lu}\\w+))(?&C) (?&C)"), TEXT("One\nTwo"), TEXT("[One\nTwo]")},
    };
    (void)state;
    expect_matches(rows, N_OF(rows), 0);
}

static void test_literal(void **state)
{
    static const struct row rows[] = {
        {TEXT("a.c"), TEXT("abc a.c"), TEXT("[a.c]")},
        {TEXT("(a|b)*"), TEXT("aab (a|b)*"), TEXT("[(a|b)*]")},
        {TEXT("\\Q\\E\\d"), TEXT("1 \\Q\\E\\d"), TEXT("[\\Q\\E\\d]")},
        {TEXT("[a]"), TEXT("a [a]"), TEXT("[[a]]")},
        {TEXT("$5^"), TEXT("$5^"), TEXT("[$5^]")},
        {TEXT("a#b"), TEXT("a#b"), TEXT("[a#b]")},
        {TEXT("a b"), TEXT("a\n b a\n\nb"), TEXT("[a\n b]")},
        {TEXT("a  b"), TEXT("a b a \n b"), TEXT("[a b][a \n b]")},
        {TEXT("a's-b"), TEXT("a\u2019s\u2013b"), TEXT("[a\u2019s\u2013b]")},
        {TEXT("\u00E9\U0001F600"), TEXT("\u00E9\U0001F600"), TEXT("[\u00E9\U0001F600]")},
        {TEXT("(?i)a"), TEXT("A (?i)a"), TEXT("[(?i)a]")},
        {TEXT("\0"), TEXT("a\0"), TEXT("[\0]")},
        {TEXT("\\"), TEXT("a\\"), TEXT("[\\]")},
        {TEXT("A"), TEXT("aA"), TEXT("[A]")},
    };
    (void)state;
    expect_matches(rows, N_OF(rows), PATTERN_LITERAL);
}

/* Within a block no line is blank, and a blank reads any run of blanks. */
static void test_block(void **state)
{
    static const struct row rows[] = {
        {TEXT("a b"), TEXT("a b a\n  b a\u00A0\tb ab"), TEXT("[a b][a\n  b][a\u00A0\tb]")},
        {TEXT("(?<=the )x"), TEXT("the\nx"), TEXT("[x]")},
        {TEXT("a[ ]b"), TEXT("a\nb a b"), TEXT("[a b]")},
    };
    (void)state;
    expect_matches(rows, N_OF(rows), PATTERN_BLOCK);
}

/* Every printable ASCII character finds itself, and the next one does not find it. */
static void test_literal_ascii(void **state)
{
    (void)state;
    for (char c = 0x20; c < 0x7F; c++) {
        const char source[] = {'x', c, 'y'}, other[] = {'x', c == ' ' ? '!' : ' ', 'y'};
        struct buffer got = {0}, expected = {0};
        add_matches((struct slice){source, 3}, PATTERN_LITERAL, (struct slice){source, 3}, &got);
        buffer_format(&expected, "[%.3s]", source);
        EXPECT_TEXT(buffer_slice(&expected), buffer_slice(&got), buffer_slice(&expected));
        got.len = 0;
        add_matches((struct slice){source, 3}, PATTERN_LITERAL, (struct slice){other, 3}, &got);
        EXPECT(got.len == 0, "x%cy is found in x%cy", c, other[1]);
        buffer_release(&got);
        buffer_release(&expected);
    }
    settle();
}

static void test_caseless(void **state)
{
    static const struct row rows[] = {
        {TEXT("us"), TEXT("US us uS"), TEXT("[US][us][uS]")},
        {TEXT("\u00E9t\u00E9"), TEXT("\u00C9T\u00C9"), TEXT("[\u00C9T\u00C9]")},
        {TEXT("\u0440\u0444"), TEXT("\u0420\u0424"), TEXT("[\u0420\u0424]")},
        {TEXT("(?-i)us"), TEXT("US us"), TEXT("[us]")},
    };
    (void)state;
    expect_matches(rows, N_OF(rows), PATTERN_CASELESS);
}

/* ---------------------------------------------------------------- refused */

/* The offset is one into what the user wrote, whatever it was read as. */
static void test_refused(void **state)
{
    static const struct {
        struct slice source;
        const char *error; /* the wording of PCRE2 changes, and so do some of its offsets */
    } rows[] = {
        {TEXT("("), "missing closing parenthesis at offset 1"},
        {TEXT("a b("), "missing closing parenthesis at offset 4"},
        {TEXT("it's a b)"), "unmatched closing parenthesis at offset 8"},
        {TEXT("a - b[z-a]"), " at offset "},
        {TEXT("*"), " at offset "},
        {TEXT("a\\"), " at offset "},
        {TEXT("\\C"), "\\C"},
        {TEXT("a\\Cb"), "\\C"},
        {TEXT("\\C+"), "\\C"},
        {TEXT("[a"), " at offset "},
        {TEXT("(*LIMIT_MATCH=1000000000)(a+)+$"), "LIMIT_MATCH=1000000000) is not for a pattern"},
        {TEXT("(*UTF)(*NO_JIT)a"), "at offset 6"},
        {TEXT("(*NO_START_OPT)"), "at offset 0"},
        {TEXT("(?<=a*)b"), " at offset "},
        {TEXT("\\p{Nonsense}"), " at offset "},
        {TEXT("(?<n>a)(?<n>b)"), " at offset "},
        {TEXT("\\1"), " at offset "},
    };
    (void)state;
    for (size_t i = 0; i < N_OF(rows); i++) {
        struct error error = {0};
        struct slice source = exact_copy(rows[i].source);
        struct pattern *p = pattern_new(source, 0, &error);
        EXPECT(!p, "%.*s is taken", SHOW(source));
        buffer_add_byte(&error.text, '\0');
        EXPECT(strstr(error.text.ptr, rows[i].error), "%.*s: %s", SHOW(source), error.text.ptr);
        pattern_free(p);
        error_release(&error);
        exact_free(source);
    }
    settle();
}

static void test_too_long(void **state)
{
    struct buffer source = {0};
    struct error error = {0};
    (void)state;
    for (int i = 0; i < 70000; i++)
        buffer_add_byte(&source, 'a');
    assert_null(pattern_new(buffer_slice(&source), 0, &error));
    assert_true(error.text.len > 0);
    source.len = 20000;
    struct pattern *p = pattern_new(buffer_slice(&source), PATTERN_LITERAL, &error);
    assert_non_null(p);
    pattern_free(p);
    pattern_free(NULL);
    error_release(&error);
    buffer_release(&source);
}

/* ----------------------------------------------------------------- limits */

/* Patterns that would run for years stop, by the interpreter and in machine code. */
static void test_limits(void **state)
{
    static const char *const sources[] = {"(a+)+$", "(a|aa)+$", "(?:a*)*[bc]", "(x+x+)+y|(a+a+)+b"};
    struct buffer text = {0};
    (void)state;
    for (int i = 0; i < 5000; i++)
        buffer_add_byte(&text, 'a');
    buffer_add_byte(&text, '!');
    for (size_t i = 0; i < N_OF(sources); i++)
        for (unsigned heavy = 0; heavy <= PATTERN_HEAVY; heavy += PATTERN_HEAVY) {
            struct error error = {0};
            struct span match;
            struct pattern *p = pattern_new(slice_of(sources[i]), heavy, &error);
            assert_non_null(p);
            EXPECT(pattern_find(p, buffer_slice(&text), 0, &match) == PATTERN_LIMIT, "%s",
                   sources[i]);
            /* and can be asked again */
            EXPECT(pattern_find(p, SLICE("aab y"), 0, &match) != PATTERN_LIMIT, "%s", sources[i]);
            pattern_free(p);
        }
    buffer_release(&text);
    settle();
}

/* Deep recursion and captures without end do not exhaust the stack. */
static void test_deep(void **state)
{
    static const char *const sources[] = {"(?:(a)|b)*c", "(\\((?1)*\\))", "((?:.|\\n)*?)\\1z",
                                          "(a(?1)?)x"};
    struct buffer text = {0};
    (void)state;
    for (int i = 0; i < 200000; i++)
        buffer_add_byte(&text, i < 100000 ? 'a' : '(');
    for (size_t i = 0; i < N_OF(sources); i++)
        for (unsigned heavy = 0; heavy <= PATTERN_HEAVY; heavy += PATTERN_HEAVY) {
            struct error error = {0};
            struct span match;
            struct pattern *p = pattern_new(slice_of(sources[i]), heavy, &error);
            assert_non_null(p);
            EXPECT(pattern_find(p, buffer_slice(&text), 0, &match) != PATTERN_FOUND, "%s",
                   sources[i]);
            pattern_free(p);
        }
    buffer_release(&text);
    settle();
}

/* --------------------------------------------------------------- matching */

static void test_match_at(void **state)
{
    static const struct {
        const char *source, *text;
        size_t off;
        const char *match; /* NULL: none */
    } rows[] = {
        {"b", "abab", 1, "b"},   {"b", "abab", 0, NULL},    {"b", "abab", 2, NULL},
        {"b+", "abbb", 2, "bb"}, {"(?<=a)b", "ab", 1, "b"}, {"(?<=a)b", "bb", 1, NULL},
        {"\\bb", "ab", 1, NULL}, {"^b", "a\nb", 2, "b"},    {"^b", "ab", 1, NULL},
        {"a|b", "ab", 2, NULL},
    };
    (void)state;
    for (size_t i = 0; i < N_OF(rows); i++) {
        struct error error = {0};
        struct slice text = slice_of(rows[i].text);
        struct span match = {0, 0};
        struct pattern *p = pattern_new(slice_of(rows[i].source), PATTERN_ANCHORED, &error);
        assert_non_null(p);
        bool found = pattern_find(p, text, rows[i].off, &match) == PATTERN_FOUND;
        EXPECT(found == (rows[i].match != NULL), "%s in %s", rows[i].source, rows[i].text);
        if (found && rows[i].match) {
            EXPECT(match.start == rows[i].off, "%s in %s", rows[i].source, rows[i].text);
            EXPECT_TEXT(text, slice_cut(text, match), slice_of(rows[i].match));
        }
        pattern_free(p);
    }
    settle();
}

/* Looking from the middle on sees what is before, but nothing behind the end. */
static void test_from(void **state)
{
    struct error error = {0};
    struct span match = {0, 0};
    (void)state;
    struct pattern *p = pattern_new(SLICE("(?<=the )US(?= Army)"), 0, &error);
    assert_non_null(p);
    assert_int_equal(pattern_find(p, SLICE("the US Army"), 4, &match), PATTERN_FOUND);
    assert_true(match.start == 4 && match.end == 6);
    assert_int_equal(pattern_find(p, SLICE("the US Army"), 5, &match), PATTERN_NONE);
    assert_int_equal(pattern_find(p, (struct slice){"the US Army", 10}, 0, &match), PATTERN_NONE);
    pattern_free(p);
    p = pattern_new(SLICE("a"), 0, &error);
    assert_int_equal(pattern_find(p, SLICE("a"), 1, &match), PATTERN_NONE);
    assert_int_equal(pattern_find(p, SLICE(""), 0, &match), PATTERN_NONE);
    pattern_free(p);
}

/* A pattern that was compiled before does what one does that is compiled now; what is not
 * among the codes, or of another version, is compiled. */
static void test_codes(void **state)
{
    struct slice source = SLICE("(?<=the )U\\.?S(?= A)"), other = SLICE("Army");
    struct buffer bytes = {0};
    struct span match = {0, 0};
    (void)state;
    size_t head = pattern_save(source, PATTERN_BLOCK, &bytes);
    assert_true(head > 0 && head < bytes.len);
    struct pattern_code code = {pattern_key(source, PATTERN_BLOCK), (uint32_t)head,
                                (uint32_t)(bytes.len - head)};
    uint32_t *aligned = memory_zeroed(bytes.len / 4 + 1, sizeof *aligned);
    memcpy(aligned, bytes.ptr, bytes.len);
    struct pattern_codes codes = {&code, 1, aligned, {0, 0, (uint32_t)head}};
    for (int spoilt = 0; spoilt < 2; spoilt++) {
        struct pattern *p = pattern_find_code(&codes, source, PATTERN_BLOCK);
        assert_non_null(p);
        assert_int_equal(pattern_find(p, SLICE("the U.S Army"), 0, &match), PATTERN_FOUND);
        assert_true(match.start == 4 && match.end == 7);
        pattern_free(p);
        aligned[1] ^= 0xFF; /* PCRE2's version */
    }
    struct pattern *p = pattern_find_code(&codes, other, PATTERN_BLOCK);
    assert_int_equal(pattern_find(p, SLICE("the U.S Army"), 0, &match), PATTERN_FOUND);
    pattern_free(p);
    p = pattern_find_code(NULL, other, PATTERN_BLOCK);
    assert_non_null(p);
    pattern_free(p);
    assert_true(pattern_key(source, 0) != pattern_key(source, PATTERN_ANCHORED));
    bytes.len = 0;
    assert_int_equal(pattern_save(SLICE("("), 0, &bytes), 0);
    free(aligned);
    buffer_release(&bytes);
}

/* The start of a text answers only where what comes behind it does not matter. */
static void test_part(void **state)
{
    static const struct {
        const char *text;
        enum pattern_result result;
    } rows[] = {
        {"Council of E", PATTERN_OPEN},
        {"Council of Europe.", PATTERN_FOUND},
        {"Council o", PATTERN_OPEN},
        {"Council to", PATTERN_NONE},
        {"Coun", PATTERN_OPEN},
        {"Bank of", PATTERN_NONE},
        {"Council of Europe", PATTERN_OPEN},
    };
    (void)state;
    for (int uses = 0; uses < 40; uses++)
        for (size_t i = 0; i < N_OF(rows); i++) {
            struct error error = {0};
            struct span match = {0, 0};
            struct pattern *p =
                pattern_new(SLICE("Council of \\p{Lu}\\w+"), PATTERN_ANCHORED, &error);
            for (int k = 0; k < uses; k++) /* until it is machine code */
                pattern_find_in_part(p, SLICE("x"), 0, &match);
            EXPECT(pattern_find_in_part(p, slice_of(rows[i].text), 0, &match) == rows[i].result,
                   "%s after %d uses", rows[i].text, uses);
            pattern_free(p);
        }
    settle();
}

/* The change to machine code after many uses changes no answer. */
static void test_many_uses(void **state)
{
    struct error error = {0};
    (void)state;
    struct pattern *p = pattern_new(SLICE("(?<!the )U\\.?S b"), 0, &error);
    for (int i = 0; i < 500; i++) {
        struct span match = {0, 0};
        assert_int_equal(pattern_find(p, SLICE("the US b U.S\nb"), 0, &match), PATTERN_FOUND);
        assert_true(match.start == 9 && match.end == 14);
        assert_int_equal(pattern_find(p, SLICE("the US b"), 4, &match), PATTERN_NONE);
    }
    pattern_free(p);
}

static void test_capital(void **state)
{
    static const struct {
        struct slice source;
        bool capital;
    } rows[] = {
        {TEXT(""), false},         {TEXT("abc 1"), false},    {TEXT("aBc"), true},
        {TEXT("\\W\\S"), false},   {TEXT("\\Wa\\B"), false},  {TEXT("\\WA"), true},
        {TEXT("\\\\A"), true},     {TEXT("\u00C9"), true},    {TEXT("\u00E9"), false},
        {TEXT("[A-Z]"), true},     {TEXT("\\"), false},       {TEXT("a\\"), false},
        {TEXT("\\p{Lu}x"), false}, {TEXT("\\x{E9}x"), false}, {TEXT("\\x{E9}X"), true},
    };
    (void)state;
    for (size_t i = 0; i < N_OF(rows); i++) {
        struct slice source = exact_copy(rows[i].source);
        EXPECT(pattern_has_capital(source) == rows[i].capital, "%.*s", SHOW(source));
        exact_free(source);
    }
    settle();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_syntax),    cmocka_unit_test(test_reading),
        cmocka_unit_test(test_literal),   cmocka_unit_test(test_literal_ascii),
        cmocka_unit_test(test_block),     cmocka_unit_test(test_caseless),
        cmocka_unit_test(test_refused),   cmocka_unit_test(test_too_long),
        cmocka_unit_test(test_limits),    cmocka_unit_test(test_deep),
        cmocka_unit_test(test_match_at),  cmocka_unit_test(test_from),
        cmocka_unit_test(test_codes),     cmocka_unit_test(test_part),
        cmocka_unit_test(test_many_uses), cmocka_unit_test(test_capital),
    };
    return RUN(tests);
}
