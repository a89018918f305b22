/*
 * test_context.c - what the words around a candidate say about it. The candidate stands
 * in brackets in each text.
 */
#include "property.h"

#include "core/context.h"

struct row {
    const char *marked;
    bool answer;
};

static void expect_answers(bool (*question)(struct slice text, struct span candidate),
                           const struct row *rows, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct buffer b = {0};
        struct span span = read_marked(rows[i].marked, &b);
        struct slice text = exact_copy(buffer_slice(&b));
        EXPECT(question(text, span) == rows[i].answer, "%s", rows[i].marked);
        exact_free(text);
        buffer_release(&b);
    }
    settle();
}

static void test_place(void **state)
{
    static const struct row rows[] = {
        /* its government */
        {"[Moscow]", false},
        {"[Moscow] said no.", false},
        {"The talks with [Moscow] failed.", false},
        {"relations between [Moscow] and Paris", false},
        {"pressure from [Moscow]", false},
        {"a message to [Moscow]", false},
        {"Today [Moscow] said", false},
        {"In 2014, [Moscow] said", false},
        {"The end. [Moscow] said", false},
        {"anti-[Moscow] feeling", false},
        {"[Moscow]'s view", false},
        {"[Moscow], which", false},
        /* after a preposition of place */
        {"in [Moscow]", true},
        {"In [Moscow], they", true},
        {"in\n[Moscow]", true},
        {"in the [Kremlin]", true},
        {"outside [Moscow]", true},
        {"near\u00A0[Moscow]", true},
        {"visited [Moscow]", true},
        {"downtown [Moscow]", true},
        /* unless somebody there acts */
        {"policymakers in [Moscow]", false},
        {"officials in\n[Moscow]", false},
        {"those in [Washington]", false},
        {"restaurants in [Moscow]", true},
        /* a way there */
        {"flew to [Moscow]", true},
        {"his trip to [Moscow]", true},
        {"returned from [Moscow]", true},
        {"a letter to [Moscow]", false},
        /* part of a longer name */
        {"Russia's Greater [Moscow] area", true},
        {"[Moscow] State University", true},
        {"the [Moscow] Times", true},
        {"He said Greater [Moscow]", true},
        /* in title case a capital says nothing */
        {"[Moscow] Warns Kyiv", false},
        {"First.\n\nHow Kyiv Can Counter [Moscow] in the East\n", false},
        {"What [Moscow] Wants From Paris", false},
        {"Why a [Moscow] Summit Brings Nothing New", true},
        {"Life and Death in [Moscow]", true},
        {"The Future of Greater [Moscow] After the War", true},
        {"[Moscow] State University", true},
        {"Ivan [Moscow] Smith", true},
        {"Petrov, Ivan [Moscow] Smith", true},
        {"By Ivan [Moscow] Smith and Others", true},
        {"The Mayor, Ivan [Moscow] Smith, left the hall", true},
        {"He Met Ivan [Moscow] Smith.", true},
        /* a dateline */
        {"[MOSCOW] \u2014 They met.", true},
        {"[Moscow] (Reuters) - They met.", true},
        {"[Moscow] - They met.", true},
        {"[MOSCOW], May 3", true},
        {"[MOSCOW], they say", false},
        {"First.\n\n[Moscow] \u2014 They met.", true},
        {"and [Moscow] \u2014 which", false},
    };
    (void)state;
    expect_answers(context_is_place, rows, N_OF(rows));
}

static void test_capitals(void **state)
{
    static const struct row rows[] = {
        {"[RUSSIA]", true},      {"[RUSSIA'S WAR]", true},
        {"[Russia]", false},     {"[RUSSIa]", false},
        {"[US]", false},         {"[USA]", false},
        {"[USSR]", true},        {"[U.S.S.R.]", true},
        {"[NEW START 2]", true}, {"x [C\u00D4TE] y", true},
        {"[C\u00F4TE]", false},  {"[]", false},
        {"[1234]", false},       {"lower [UPPER] lower", true},
    };
    (void)state;
    expect_answers(context_is_capitals, rows, N_OF(rows));
}

static void test_shouted_word(void **state)
{
    static const struct row rows[] = {
        {"ASKING OTHERS TO JOIN [US]", true},
        {"ASKING [WHO] WINS", true},
        {"Text.\nTO JOIN [US] NOW\nMore text.", true},
        {"TO JOIN THE [US]", false},                    /* with its article a name */
        {"WARNS ALLIES AS [US] AND CHINA SPAR", false}, /* no pronoun as a subject */
        {"TO JOIN THEM AND [US]", true},
        {"to join [US]", false},
        {"To Join [US] Now", false},
        {"[US] TARIFFS RISE", false}, /* nothing before it */
        {"A [US]", false},            /* too little around it */
        {"TO JOIN [NATO]", false},
        {"TO JOIN [EU]", false},
        {"[US]", false},
        {"WE SAID [\u00C9U]", false},
    };
    (void)state;
    expect_answers(context_is_shouted_word, rows, N_OF(rows));
}

static void test_address(void **state)
{
    static const struct row rows[] = {
        {"[Russia]", false},
        {"see [Russia].", false},
        {"and/or [Russia]", false},
        {"US/[Russia]", false},
        {"https://example.org/[Russia]", true},
        {"https://example.org/a?b=[Russia]&c", true},
        {"https://example.org/wiki/Treaty_of_[Russia]", true},
        {"https://example.org/why-[Russia]-left", true},
        {"https://[Russia].example", true},
        {"(https://example.org/[Russia])", true},
        {"<https://example.org/[Russia]>", true},
        {"www.example.org/[Russia]", true},
        {"www.[Russia].example", true},
        {"write to [Russia]@example.org", true},
        {"write to desk.[Russia]@example.org", true},
        {"write to [Russia].desk@example.org", true},
        {"write to desk@[Russia].example", true},
        {"as @[Russia] wrote", true},
        {"https://example.org/ [Russia]", false},
        {"https://example.org/\n[Russia]", false},
        {"[Russia] https://example.org/", false},
        {"(https://example.org/) [Russia]", false},
    };
    (void)state;
    expect_answers(context_is_address, rows, N_OF(rows));
}

static void test_alone(void **state)
{
    static const struct row rows[] = {
        {"the union's [Court]", false},
        {"the union\u2019s [Court] said", false},
        {"[Charter]", true},
        {"the [Charter] says", true},
        {"The [Charter] says", true},
        {"Under the [Charter], they", true},
        {"This [Charter]", true},
        {"the new [Charter]", true},
        {"says. [Charter] members", true},
        {"of [Charter] members", true},
        {"(the [Charter])", true},
        {"the [Charter]'s text", true},
        {"the [Charter]. Then", true},
        {"the UN [Charter]", false},
        {"the Paris\n[Charter]", false},
        {"the [Charter] Commission", false},
        {"the [Charter]\nCommission", false},
        {"sub-[Charter]", false},
        {"If [Charter] members", true},
        {"end.\n\nUnion\n\n[Charter]", true},
    };
    (void)state;
    expect_answers(context_is_alone, rows, N_OF(rows));
}

/* No question looks outside the text, wherever the candidate stands. */
static void test_any_text(void **state)
{
    static bool (*const questions[])(struct slice, struct span) = {
        context_is_place, context_is_capitals, context_is_shouted_word, context_is_address,
        context_is_alone};
    uint32_t seed = 5;
    unsigned answers[N_OF(questions)][2] = {0};
    (void)state;
    for (int i = 0; i < 2000; i++) {
        struct buffer b = {0};
        random_text(&seed, 12, &b);
        struct slice text = exact_copy(buffer_slice(&b));
        struct span s = {0, 0};
        s.start = random_below(&seed, (uint32_t)text.len + 1);
        while (!on_character(text, s.start))
            s.start--;
        s.end = s.start + random_below(&seed, (uint32_t)(text.len - s.start) + 1);
        while (!on_character(text, s.end))
            s.end++;
        for (size_t q = 0; q < N_OF(questions); q++)
            answers[q][questions[q](text, s)]++;
        exact_free(text);
        buffer_release(&b);
    }
    for (size_t q = 0; q < N_OF(questions); q++)
        assert_int_equal(answers[q][0] + answers[q][1], 2000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_place),        cmocka_unit_test(test_capitals),
        cmocka_unit_test(test_shouted_word), cmocka_unit_test(test_address),
        cmocka_unit_test(test_alone),        cmocka_unit_test(test_any_text),
    };
    return RUN(tests);
}
