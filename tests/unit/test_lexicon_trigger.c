/*
 * test_lexicon_trigger.c - the words of a pattern by which its matches are found.
 *
 * What matters is that no match is missed: where the words are told, every match must
 * hold one of them as a whole word, and begin with it where they say so.
 */
#include "property.h"

#include "dragoman/token.h"

enum { MAX_WORDS = 700 };

struct told {
    struct slice words[MAX_WORDS];
    bool leads[MAX_WORDS];
    uint32_t follow[MAX_WORDS];
    size_t n;
    struct arena arena;
};

static void keep_word(void *context, struct trigger_word word)
{
    struct told *told = context;
    assert_true(told->n < MAX_WORDS);
    told->leads[told->n] = word.leads;
    told->follow[told->n] = word.follow;
    told->words[told->n++] = arena_copy(&told->arena, word.word);
}

static bool ask(const char *pattern, bool around, struct told *told)
{
    struct trigger_sink sink = {keep_word, NULL, told};
    struct slice exact = exact_copy(slice_of(pattern));
    *told = (struct told){0};
    bool known = lexicon_pattern_triggers(exact, around, &sink);
    exact_free(exact);
    return known;
}

/* The words in the order in which they are told, ! behind those that lead. */
static void test_words(void **state)
{
    static const struct {
        const char *pattern, *words;
    } rows[] = {
        {"Foo", "Foo!"},
        {"\\bFoo\\b", "Foo!"},
        {"^Foo$", "Foo!"},
        {"C\u00F4te", "C\u00F4te!"},
        {"Foo|Barbar", "Foo! Barbar!"},
        {"Treat(?:y|ies) of Rome", "Treaty! Treaties!"},
        {"[Ss]ummits?", "Summits! summits! Summit! summit!"},
        {"Ministry of \\p{Lu}\\w+", "Ministry!"},
        {"\\p{Lu}\\w+ Party", "Party"},
        {"(?:the )?Charter", "Charter"},
        {"(?<!the )Charter", "Charter!"},
        {"(?=C)Charter", "Charter!"},
        {"Charter(?! of)", "Charter!"},
        {"(?|Foo|Bar) Q", "Foo! Bar!"},
        {"(?>Foo) Q", "Foo!"},
        {"((((Foo))))", "Foo!"},
        {"(?:Foo)+ Bar", "Bar"},
        {"Foo{1,3} Bar", "Bar"},
        {"(?:[Ff]oo|Barn?)(?:s|ed)? Q",
         "Foos! foos! Barns! Bars! Fooed! Foo! fooed! foo! Barned! Barn! Bared! Bar!"},
        {"(?:(?:Foo|Bar)x|Qux) \\d", "Foox! Barx! Qux!"},
        {"(?(DEFINE)(?<C>\\p{Lu}))(?&C)\\w+ Party", "Party"},
    };
    (void)state;
    for (size_t i = 0; i < N_OF(rows); i++) {
        struct told told;
        struct buffer got = {0};
        ask(rows[i].pattern, false, &told);
        for (size_t k = 0; k < told.n; k++)
            buffer_format(&got, "%s%.*s%s", k ? " " : "", SHOW(told.words[k]),
                          told.leads[k] ? "!" : "");
        EXPECT_TEXT(slice_of(rows[i].pattern), buffer_slice(&got), slice_of(rows[i].words));
        buffer_release(&got);
        arena_release(&told.arena);
    }
    settle();
}

static void test_silent(void **state)
{
    static const char *const patterns[] = {
        "",         "A",         "[A-Z]+",   "\\w+land",  "\\w*land",    "\\S+land",     "Foo\\w+",
        "Foo\\d",   "Foo.*",     "Foo.Bar",  "Foo|",      "|Foo",        "Foo|\\w+",     "(?:Foo)?",
        "Foo|x?",   "(?i)foo",   "(?i:foo)", "\\QFoo\\E", "(*UTF)Foo",   "(?P<a>b)",     "Foo[a-z]",
        "[^ ]+Foo", "x{0,2}Foo", "\\d{1",    "Foo{1",     "Foo\\x{20}B", "(?:Foo|\\w+)",
    };
    (void)state;
    for (size_t i = 0; i < N_OF(patterns); i++)
        for (int around = 0; around < 2; around++) {
            struct told told;
            EXPECT(!ask(patterns[i], around, &told), "%s tells", patterns[i]);
            EXPECT(told.n == 0, "%s has words", patterns[i]);
            arena_release(&told.arena);
        }
    settle();
}

/* What nobody could compile is read to its end and not past it. */
static void test_no_patterns(void **state)
{
    static const char *const patterns[] = {
        "(",   ")",   "[", "[a",    "[^",      "[]",    "[[:",   "[\\",    "(?",      "(?<",
        "(?:", "(?(", "{", "Foo(",  "Foo)Bar", "Foo[",  "Foo{",  "\\p{L",  "\\p",     "\\",
        "a)",  "*",   "?", "Foo\\", "(?:Foo",  "(?:F|", "Foo(?", "Foo(?<", "(?:Foo?", "\\x{",
    };
    (void)state;
    for (size_t i = 0; i < N_OF(patterns); i++)
        for (int around = 0; around < 2; around++) {
            struct told told;
            bool known = ask(patterns[i], around, &told);
            EXPECT(known == (told.n > 0), "%s", patterns[i]);
            arena_release(&told.arena);
        }
    settle();
}

static bool is_told(const struct told *told, struct slice word)
{
    for (size_t i = 0; i < told->n; i++)
        if (slice_equal(told->words[i], word))
            return true;
    return false;
}

/* Is one of the words in the span of the text, as its first word if first? */
static bool holds_word(const struct told *told, struct slice text, struct span span, bool first)
{
    size_t end;
    for (size_t off = span.start; off < span.end; off = end) {
        struct token t = token_next(text, off);
        end = t.end > off ? t.end : text.len;
        if (t.type == TOKEN_WORD && t.end <= span.end &&
            is_told(told, slice_cut(text, (struct span){t.start, t.end})))
            return true;
        if (first)
            return false;
    }
    return false;
}

static bool all_lead(const struct told *told)
{
    for (size_t i = 0; i < told->n; i++)
        if (!told->leads[i])
            return false;
    return true;
}

static size_t count_words(struct slice text)
{
    size_t n = 0, end;
    for (size_t off = 0; off < text.len; off = end) {
        struct token t = token_next(text, off);
        n += t.type == TOKEN_WORD;
        end = t.end > off ? t.end : text.len;
    }
    return n;
}

static void expect_sound(const char *source, const char *sample)
{
    struct error error = {0};
    struct slice text = slice_of(sample);
    struct told told;
    struct span match = {0, 0};
    struct pattern *p = pattern_new(slice_of(source), 0, &error);
    EXPECT(p && pattern_find(p, text, 0, &match) == PATTERN_FOUND, "%s: no match", source);
    EXPECT(count_words(slice_cut(text, match)) <= lexicon_pattern_words(slice_of(source)),
           "%s has more words in \"%s\"", source, sample);
    if (ask(source, false, &told)) {
        EXPECT(holds_word(&told, text, match, false), "%s misses \"%s\"", source, sample);
        EXPECT(!all_lead(&told) || holds_word(&told, text, match, true),
               "%s leads past the start of \"%s\"", source, sample);
    }
    arena_release(&told.arena);
    if (ask(source, true, &told))
        EXPECT(holds_word(&told, text, (struct span){0, text.len}, false),
               "%s misses \"%s\" around", source, sample);
    arena_release(&told.arena);
    pattern_free(p);
    error_release(&error);
}

/* A pattern and a text in which it matches. */
static void test_soundness(void **state)
{
    static const char *const rows[][2] = {
        {"Foo", "a Foo b"},
        {"Foo|Bar", "Bar"},
        {"Foo Bar", "Foo\nBar"},
        {"\\w+land", "Finland"},
        {"\\w+land Party", "Finland Party"},
        {"\\S+land Party", "x/land Party"},
        {"(\\w+)land", "Finland"},
        {"\\d+th Congress", "19th Congress"},
        {"\\p{Lu}\\p{Ll}+ish Party", "Danish Party"},
        {"\\pL+land", "Finland"},
        {".land", "Xland"},
        {"[A-Z]land", "Xland"},
        {"[]x]land", "xland"},
        {"[^a]land", "xland"},
        {"[[:upper:]]land", "Xland"},
        {"[[:upper:] ]land", "Xland"},
        {"[a\\]b]land", "bland"},
        {"(?:Fin|Po)land", "Poland"},
        {"(?:Fin|Po)?land", "land"},
        {"(?:Fin|Po)+land", "FinPoland"},
        {"(?:the )?Charter", "the Charter"},
        {"(?:the )?Charter", "Charter"},
        {"(?:the |an )*Charter", "the the Charter"},
        /* what may be absent does not part words */
        {"Co-?operation Council", "Cooperation Council"},
        {"Co-?operation Council", "Co-operation Council"},
        {"Foo ?Bar", "FooBar"},
        {"Foo ?Bar", "Foo Bar"},
        {"Foo'?s", "Foos"},
        {"Foo\\.?Bar", "FooBar"},
        {"Foo\\s*Bar", "FooBar"},
        {"Foo\\s?Bar", "FooBar"},
        {"Foo[ -]?Bar", "FooBar"},
        {"Foo(?: of)?Bar", "FooBar"},
        {"Foo(?:-x)?Bar", "FooBar"},
        {"Foo(?:-x)?(?:Qux)?", "FooQux"},
        {"Foo(?: |)Bar", "FooBar"},
        {"Foo(?=[^ ])\\w+", "Foobar"},
        {"Foo(?!x)\\w+", "Foobar"},
        {"Foos? Bar", "Foo Bar"},
        {"Foos? Bar", "Foos Bar"},
        {"Fo+ Bar", "Fooo Bar"},
        {"Fo{2} Bar", "Foo Bar"},
        {"Fo{0} Bar", "F Bar"},
        {"Foo?? Bar", "Fo Bar"},
        {"Foo(?:'s)? Bar", "Foo's Bar"},
        {"Foo(?:, Bar)* Qux", "Foo Qux"},
        {"(?:Foo ){0,2}Bar", "Foo Foo Bar"},
        {"[Ff]oo[ds]?", "foos"},
        {"[Ff]oo[ds]? [Bb]ar", "Food bar"},
        {"(?:Colo|Co)u?r", "Colour"},
        {"Foo(?:ed|ings?)?", "Fooing"},
        {"Foo(?:ed|ings?)?", "Foo"},
        {"Foo\\b", "Foo."},
        {"\\bFoo", "(Foo"},
        {"(?<!the )Foo", "Foo"},
        {"(?<=the )Foo", "the Foo"},
        {"Foo(?= Bar)", "Foo Bar"},
        {"Foo(?! Bar)", "Foo Qux"},
        {"Foo(?= Bar| Qux)", "Foo Qux"},
        {"(?<!the |an )Foo(?= Bar)", "a Foo Bar"},
        {"(Foo|Bar)\\1", "FooFoo"},
        {"(?<n>Foo) Bar", "Foo Bar"},
        {"(?<n>Foo)\\k<n>", "FooFoo"},
        /* neither does the end of a group */
        {"(?:Armenia|Georgia)ns?", "Armenians"},
        {"(Armenia|Georgia)ns?", "Armenians"},
        {"(?:South Korea|Armenia)ns?", "Armenians"},
        {"(?|Foo|Bar)x", "Barx"},
        {"(?>Foo|Bar) x", "Bar x"},
        {"(?:(?:(?:Foo)))x?", "Foox"},
        {"C\u00F4te d'Ivoire", "C\u00F4te d\u2019Ivoire"},
        {"\u00C9?lan", "\u00C9lan"},
        {"Nagorno-Karabakh", "Nagorno\u2013Karabakh"},
        {"Foo\\x{20}Bar", "Foo Bar"},
        {"Foo\\x41", "FooA"},
        {"\\x46oo", "Foo"},
        {"Foo\\.", "Foo."},
        {"Foo\\-Bar", "Foo-Bar"},
        {"Foo\\/Bar", "Foo/Bar"},
        {"Foo\\KBar", "FooBar"},
        {"Foo\\K Bar", "Foo Bar"},
        {"Foo_Bar", "Foo_Bar"},
        {"Foo\\W+Bar", "Foo, Bar"},
        {"(?#Foo)Bar", "Bar"},
        {"Foo\\z", "Foo"},
        {"U\\.?S\\.? Army", "US Army"},
        {"(?(DEFINE)(?<C>\\p{Lu}\\w+))(?&C)land Party", "Poland Party"},
        {"(?(DEFINE)(?<C>\\p{Lu}\\w+))(?&C) Party", "Polish Party"},
    };
    (void)state;
    for (size_t i = 0; i < N_OF(rows); i++)
        expect_sound(rows[i][0], rows[i][1]);
    settle();
}

/* The most words that a match and its look-arounds hold. */
static void test_number_of_words(void **state)
{
    static const struct {
        const char *pattern;
        unsigned n;
    } rows[] = {
        {"", 0},
        {"Foo", 1},
        {"Foo Bar", 2},
        {"Foo|Bar Qux", 2},
        {"U\\.?S\\.?", 2},
        {"[A-Z]\\w+(?:an|ish) Party", 2},
        {"\\p{Lu}[\\p{L}\\p{N}]*+", 1},
        {"\\d+th", 1},
        {"C\u00F4te d\u2019Ivoire", 3},
        {"Foo(?:n|ns)?", 1},
        {"Foo(?:s|'s|-based) Bar", 3},
        {"(?:the )?Foo", 2},
        {"(?:Foo ){2,3}Bar", 4},
        {"(?:[ab])+", LEXICON_MANY_WORDS},
        {"(?: |-)+Foo", 1},
        {"[a-z]+", 1},
        {"[ ,;.-]+", 0},
        {"[a-z-]", 1},
        {"[!-~]{4}", 3},
        {"[^.!?]{0,80}", 41},
        {"[[:alpha:]]{2}", 2},
        {"[]a]", 1},
        {"Foo(?= Bar Qux)", 3},
        {"(?<!Foo )Bar", 2},
        {"Foo(?! \\p{Lu})", 2},
        {"(?(DEFINE)(?<n>a b c))Foo", 1},
        {"(?(DEFINE)(?<n>a b c))(?&n)", LEXICON_MANY_WORDS},
        {"(Foo) \\1", LEXICON_MANY_WORDS},
        {"Foo.*Bar", LEXICON_MANY_WORDS},
        {"Foo.Bar", 3},
        {"(?i)foo", LEXICON_MANY_WORDS},
        {"(?:a )*", LEXICON_MANY_WORDS},
        {"(?:(?:a ){300}){300}", LEXICON_MANY_WORDS},
        {"(Foo", 1},
        {"Foo)", LEXICON_MANY_WORDS},
        {"[a", 1},
        {"Foo\\", 1},
        {"Foo{2", 1},
    };
    (void)state;
    for (size_t i = 0; i < N_OF(rows); i++) {
        struct slice exact = exact_copy(slice_of(rows[i].pattern));
        unsigned n = lexicon_pattern_words(exact);
        EXPECT(n == rows[i].n, "%s: %u words", rows[i].pattern, n);
        exact_free(exact);
    }
    settle();
}

/* With around, the words of look-arounds count, but not what must be absent. */
static void test_around(void **state)
{
    static const struct {
        const char *pattern, *word;
        bool told;
    } rows[] = {
        {"\\w+(?= Party)", "Party", true},
        {"(?<=Ministry of )\\w+", "Ministry", true},
        {"\\w+(?! Party)", "Party", false},
        {"(?<!Ministry of )\\w+", "Ministry", false},
    };
    (void)state;
    for (size_t i = 0; i < N_OF(rows); i++) {
        struct told told;
        EXPECT(!ask(rows[i].pattern, false, &told), "%s tells", rows[i].pattern);
        arena_release(&told.arena);
        ask(rows[i].pattern, true, &told);
        EXPECT(is_told(&told, slice_of(rows[i].word)) == rows[i].told, "%s", rows[i].pattern);
        arena_release(&told.arena);
    }
    settle();
}

static bool is_foo(void *context, struct slice word)
{
    (void)context;
    return slice_equal(word, SLICE("Foo"));
}

/* A set with a useless word gives way to another, or to none. */
static void test_useless(void **state)
{
    static const struct {
        const char *pattern;
        bool known;
    } rows[] = {{"Foo", false},
                {"Foo Bar", true},
                {"Foo|Bar", false},
                {"(?:Foo|Bar) Qux", true},
                {"Bar", true}};
    (void)state;
    for (size_t i = 0; i < N_OF(rows); i++) {
        struct told told = {0};
        struct trigger_sink sink = {keep_word, is_foo, &told};
        bool known = lexicon_pattern_triggers(slice_of(rows[i].pattern), false, &sink);
        EXPECT(known == rows[i].known, "%s", rows[i].pattern);
        EXPECT(!is_told(&told, SLICE("Foo")), "%s", rows[i].pattern);
        arena_release(&told.arena);
    }
    settle();
}

/* Deep nesting and very many alternatives end, and say nothing wrong. */
static void test_large(void **state)
{
    struct buffer deep = {0}, wide = {0};
    struct told told;
    (void)state;
    for (int i = 0; i < 5000; i++)
        buffer_add_byte(&deep, '(');
    buffer_add(&deep, SLICE("Foo"));
    for (int i = 0; i < 5000; i++)
        buffer_add_byte(&deep, ')');
    buffer_add_byte(&deep, '\0');
    assert_false(ask(deep.ptr, false, &told));
    arena_release(&told.arena);
    for (int i = 0; i < 5000; i++)
        buffer_format(&wide, "%sWord%d", i ? "|" : "", i);
    buffer_add_byte(&wide, '\0');
    if (ask(wide.ptr, false, &told))
        assert_int_equal(told.n, 5000);
    arena_release(&told.arena);
    buffer_release(&deep);
    buffer_release(&wide);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words),       cmocka_unit_test(test_silent),
        cmocka_unit_test(test_no_patterns), cmocka_unit_test(test_soundness),
        cmocka_unit_test(test_around),      cmocka_unit_test(test_useless),
        cmocka_unit_test(test_large),       cmocka_unit_test(test_number_of_words),
    };
    return RUN(tests);
}
