/*
 * test_needle.c - the letters that every match of a pattern holds: which they are, and that
 * a search that looks for them first finds what PCRE2 finds.
 */
#include "property.h"

#include "core/needle.h"
#include "dragoman/pattern.h"

enum { ANYWHERE = 9999 };

static void test_needles(void **state)
{
    static const struct {
        const char *pattern, *needle;
        size_t before;
        bool literal, caseless;
    } rows[] = {
        {"Geneva", "Geneva", 0, false, false},
        {"Geneva", "geneva", 0, false, true},
        {"ab", "", 0, false, false}, /* too short to be worth it */
        {"kestrel", "trel", 9, false, true},
        {"Kestrel", "Kestrel", 0, false, false},
        {"the treaty", "treaty", ANYWHERE, false, false},
        {"x's treaty-port", "treaty", ANYWHERE, false, false},
        {"colou?ring", "colo", 0, false, false},
        {"abcd*efg", "abc", 0, false, false},
        {"abcd+efg", "abcd", 0, false, false},
        {"abcd+?efghi", "efghi", ANYWHERE, false, false},
        {"abcd{2,3}efghi", "efghi", ANYWHERE, false, false},
        {"abcd{0}", "abc", 0, false, false},
        {"{abc}", "abc}", ANYWHERE, false, false},
        {"ab{cde|fgh}", "", 0, false, false},
        {"abc|def", "", 0, false, false},
        {"(abc|def)ghi", "ghi", ANYWHERE, false, false},
        {"(?:a(b)[)]\\)c)?defg", "defg", ANYWHERE, false, false},
        {"[abc]defg", "defg", 4, false, false},
        {"[]abc]defg", "defg", 4, false, false},
        {"[^]abc]defg", "defg", 4, false, false},
        {"[[:alpha:]]defg|x", "", 0, false, false},
        {"[\\]]defg", "defg", 4, false, false},
        {"[\\Q]\\E]defg", "", 0, false, false},
        {"[\\c]x]defg", "", 0, false, false},
        {"(\\c)x)defg", "", 0, false, false},
        {"\\bdefg\\d", "defg", 4, false, false},
        {"de\\.fg", "de.fg", 0, false, false},
        {"\\x41bcd", "", 0, false, false},
        {"\\Qa|b\\Ecde", "", 0, false, false},
        {"(?i)abc", "", 0, false, false},
        {"(?-i:abc)def", "", 0, false, false},
        {"(*ANYCRLF)abc", "", 0, false, false},
        {"abc(?:x(*ACCEPT))def", "", 0, false, false},
        {"(?<=abc)def", "def", ANYWHERE, false, false},
        {"(?|(abc)|(def))ghi", "", 0, false, false},
        {"\u00E9abc", "abc", 8, false, true},
        {"^abc$", "abc", 4, false, false},
        {"a|b*c", "a|b*c", 0, true, false},
        {"a b(c", "b(c", ANYWHERE, true, false},
        {"abcdefghijabcdefghijabcdefghijabcdefghijabc", "abcdefghijabcdefghijabcdefghijab", 0, true,
         false},
    };
    (void)state;
    for (size_t i = 0; i < N_OF(rows); i++) {
        struct needle n = needle_of(slice_of(rows[i].pattern), rows[i].literal, rows[i].caseless);
        EXPECT_TEXT(slice_of(rows[i].pattern), ((struct slice){n.bytes, n.len}),
                    slice_of(rows[i].needle));
        size_t before = n.before == SIZE_MAX ? ANYWHERE : n.before;
        EXPECT(n.len == 0 || before == rows[i].before, "%s: %zu", rows[i].pattern, before);
    }
    settle();
}

/* Wherever it stands, and in both cases. */
static void test_find(void **state)
{
    static const char *const words[] = {"needle", "NEEDLE", "nEEdlE"};
    struct needle exact = needle_of(SLICE("needle"), false, false);
    struct needle any = needle_of(SLICE("needle"), false, true);
    (void)state;
    for (size_t i = 0; i < N_OF(words); i++)
        for (size_t before = 0; before < 40; before++)
            for (size_t behind = 0; behind < 20; behind++) {
                struct buffer b = {0};
                for (size_t k = 0; k < before; k++)
                    buffer_add_byte(&b, "need le"[k % 7]);
                buffer_add(&b, slice_of(words[i]));
                for (size_t k = 0; k < behind; k++)
                    buffer_add_byte(&b, "dle"[k % 3]);
                struct slice text = exact_copy(buffer_slice(&b));
                size_t from = 0;
                EXPECT(needle_find(&any, text, &from) && from == before, "%zu", before);
                EXPECT(before == 0 || !needle_find(&any, text, &(size_t){before + 1}), "%zu",
                       before);
                EXPECT(needle_find(&exact, text, &(size_t){0}) == (i == 0), "%zu", before);
                text.len = before + 5;
                EXPECT(!needle_find(&any, text, &(size_t){0}), "%zu", before);
                text.len = b.len;
                exact_free(text);
                buffer_release(&b);
            }
    settle();
}

/* What is found is what PCRE2 alone finds. */
static void test_same_matches(void **state)
{
    static const char *const patterns[] = {
        "treaty",          "Treaty",
        "of the",          "russia?n?",
        "u\\.s\\.",        "\\bin the",
        "[a-z]oscow",      ".{0,3}oscow",
        "(an)?d the",      "armenian\\w*",
        "the|nato",        "(?<=the )treaty",
        "organi[sz]ation", "abcdefghi",
        "\\w+ion",         "eaeu(?! )",
        "nato's",          "2024+",
        "https?://",       "\u0430\u0431\u0432",
        "\\x{430}b?",      "(?=treaty)treat\\w",
        "x*union",         "un{1,2}ion",
        "treaty\\s+of",
    };
    uint32_t seed = 5;
    (void)state;
    for (size_t k = 0; k < N_OF(patterns); k++) {
        struct error error = {0};
        struct slice source = slice_of(patterns[k]);
        struct search *s = search_new(source, false, SEARCH_SMART, &error);
        unsigned caseless = pattern_has_capital(source) ? 0 : PATTERN_CASELESS;
        struct pattern *p = pattern_new(source, caseless, &error);
        EXPECT(s && p, "%s: %.*s", patterns[k], SHOW(error.text));
        for (int i = 0; s && p && i < 60; i++) {
            struct buffer b = {0};
            struct hits hits = {0};
            struct span match;
            size_t n = 0, from = 0;
            random_text(&seed, 120, &b);
            struct slice text = exact_copy(buffer_slice(&b));
            search_all(s, text, &hits);
            for (; pattern_find(p, text, from, &match) == PATTERN_FOUND; n++) {
                bool same = n < hits.n && hits.items[n].start == match.start &&
                            hits.items[n].end == match.end;
                EXPECT(same, "%s: match %zu at %zu", patterns[k], n, match.start);
                from = match.end;
            }
            EXPECT(n == hits.n, "%s: %zu and not %zu", patterns[k], hits.n, n);
            hits_release(&hits);
            exact_free(text);
            buffer_release(&b);
        }
        pattern_free(p);
        search_free(s);
        error_release(&error);
    }
    settle();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_needles),
        cmocka_unit_test(test_find),
        cmocka_unit_test(test_same_matches),
    };
    return RUN(tests);
}
