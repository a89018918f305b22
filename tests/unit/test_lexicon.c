/*
 * test_lexicon.c - opening an image, and finding records by any form and in any case.
 */
#include "property.h"

#include "dragoman/token.h"

static const char records[] =
    "%rec: Country\n\n"
    "Id: RU\nName: Russia\nAlias: Russian Federation\nAdjective: Russian\nAdjective: Russo-\n"
    "Metonym: Moscow\nMetonym: the Kremlin\n\n"
    "Id: US\nName: United States\nAlias: United States of America\nAcronym: US\nAcronym: USA\n\n"
    "Id: TR\nName: T\u00FCrkiye\nAlias: Turkey\n\n"
    "Id: CI\nName: C\u00F4te d'Ivoire\n\n"
    "Id: KN\nName: St. Kitts & Nevis\n\n"
    "%rec: Organization\n\n"
    "Id: WHO\nName: World Health Organization\nAcronym: WHO\n\n"
    "Id: CE-ORG\nName: Centre for Labour\n\n"
    "Id: LCO\nName: League for Co-operation\n";

static void test_find(void **state)
{
    static const struct {
        const char *form, *id; /* or nothing */
    } rows[] = {
        /* every form, as it is written */
        {"Russia", "RU"},
        {"Russian Federation", "RU"},
        {"Russian", "RU"},
        {"Russo-", "RU"},
        {"Moscow", "RU"},
        {"Kremlin", "RU"},
        {"the Kremlin", "RU"},
        {"US", "US"},
        {"USA", "US"},
        {"T\u00FCrkiye", "TR"},
        {"World Health Organization", "WHO"},
        /* its Id */
        {"RU", "RU"},
        {"CE-ORG", "CE-ORG"},
        {"ce-org", "CE-ORG"},
        /* in any case */
        {"russia", "RU"},
        {"RUSSIA", "RU"},
        {"rUSSIAN fEDERATION", "RU"},
        {"MOSCOW", "RU"},
        {"us", "US"},
        {"usa", "US"},
        {"t\u00FCrkiye", "TR"},
        {"T\u00DCRKIYE", "TR"},
        {"who", "WHO"},
        {"world health organization", "WHO"},
        {"WORLD health organisation", "WHO"},
        {"u.s.", "US"},
        {"c\u00F4te d\u2019ivoire", "CI"},
        /* whatever people do not see */
        {"  Russia\n", "RU"},
        {"Russian\n  Federation", "RU"},
        {"Russian\u00A0Federation", "RU"},
        {"U.S.", "US"},
        {"U.S.A.", "US"},
        {"Tu\u0308rkiye", "TR"},
        {"C\u00F4te d\u2019Ivoire", "CI"},
        {"St. Kitts and Nevis", "KN"},
        {"St. Kitts & Nevis", "KN"},
        {"World Health Organisation", "WHO"},
        {"Center for Labor", "CE-ORG"},
        {"League for Cooperation", "LCO"},
        {"LEAGUE FOR COOPERATION", "LCO"},
        /* nothing */
        {"", ""},
        {" \n", ""},
        {"Russi", ""},
        {"Russias", ""},
        {"Russian Fed", ""},
        {"United", ""},
        {"World Health", ""},
        {"Health Organization", ""},
        {"Russia China", ""},
        {"Russia;", ""},
        {"Russia; China", ""},
        {"Russia\n\nChina", ""},
        {"\"Russia\"", ""},
        {"-", ""},
        {"Country", ""},
    };
    struct made_lexicon made = make_lexicon(records);
    const struct lexicon *l = &made.lexicon;
    (void)state;
    for (size_t i = 0; i < N_OF(rows); i++) {
        struct slice form = exact_copy(slice_of(rows[i].form));
        uint32_t record = lexicon_find(l, form);
        struct slice id = SLICE("");
        if (record != LEXICON_NONE)
            id = lexicon_text(l, l->records[record].id);
        EXPECT_TEXT(form, id, slice_of(rows[i].id));
        exact_free(form);
    }
    free_lexicon(&made);
    settle();
}

static void test_find_id(void **state)
{
    struct made_lexicon made = make_lexicon(records);
    const struct lexicon *l = &made.lexicon;
    (void)state;
    for (uint32_t i = 0; i < l->n_records; i++)
        assert_int_equal(lexicon_find_id(l, lexicon_text(l, l->records[i].id)), i);
    assert_int_equal(lexicon_find_id(l, SLICE("ru")), LEXICON_NONE);
    assert_int_equal(lexicon_find_id(l, SLICE("Russia")), LEXICON_NONE);
    assert_int_equal(lexicon_find_id(l, SLICE("")), LEXICON_NONE);
    assert_int_equal(lexicon_kind(l, SLICE("country")), 0);
    assert_int_equal(lexicon_kind(l, SLICE("organization")), 1);
    assert_int_equal(lexicon_kind(l, SLICE("Country")), LEXICON_NONE);
    assert_int_equal(lexicon_kind(l, SLICE("")), LEXICON_NONE);
    free_lexicon(&made);
}

/* -------------------------------------------------------- words and trie */

/* The id of the first word of a text, or LEXICON_NONE. */
static uint32_t word_id(const struct lexicon *l, const char *word)
{
    struct slice text = exact_copy(slice_of(word));
    uint32_t entry = lexicon_word_at(l, text, token_next(text, 0));
    exact_free(text);
    return entry == LEXICON_NONE ? LEXICON_NONE : l->words[entry].id;
}

static void test_words(void **state)
{
    /* spellings of one word share an id; a lone small letter does not make another */
    static const struct {
        const char *a, *b;
        bool same;
    } rows[] = {
        {"Russia", "RUSSIA", true},
        {"Organization", "Organisation", true},
        {"Organization", "ORGANISATION", true},
        {"Centre", "Center", true},
        {"Labour", "Labor", true},
        {"T\u00FCrkiye", "Tu\u0308rkiye", true},
        {"T\u00FCrk\u00ADiye", "T\u00FCrkiye", true},
        {"of", "Of", true},
        {"of", "OF", true},
        {"and", "And", true},
        {"Russia", "Russian", false},
        {"Federation", "Organization", false},
    };
    struct made_lexicon made = make_lexicon(records);
    (void)state;
    for (size_t i = 0; i < N_OF(rows); i++) {
        uint32_t a = word_id(&made.lexicon, rows[i].a), b = word_id(&made.lexicon, rows[i].b);
        EXPECT(a != LEXICON_NONE && b != LEXICON_NONE, "%s, %s", rows[i].a, rows[i].b);
        EXPECT((a == b) == rows[i].same, "%s, %s", rows[i].a, rows[i].b);
    }
    EXPECT(word_id(&made.lexicon, "russia") == LEXICON_NONE, "russia");
    EXPECT(word_id(&made.lexicon, "Nowhere") == LEXICON_NONE, "Nowhere");
    EXPECT(word_id(&made.lexicon, "\u4E2D") == LEXICON_NONE, "not in the vocabulary");
    free_lexicon(&made);
    settle();
}

static void test_follow(void **state)
{
    struct made_lexicon made = make_lexicon(records);
    const struct lexicon *l = &made.lexicon;
    (void)state;
    uint32_t node = l->infos[word_id(l, "United")].node;
    assert_true(node > 0);
    assert_int_equal(l->nodes[node].n_ends, 0);
    uint32_t states = lexicon_follow(l, node, word_id(l, "States"), true);
    assert_true(states > 0);
    assert_int_equal(l->nodes[states].n_ends, 1);
    assert_int_equal(l->ends[l->nodes[states].first_end].form, FORM_NAME);
    assert_int_equal(lexicon_follow(l, node, word_id(l, "States"), false), 0);
    assert_int_equal(lexicon_follow(l, node, word_id(l, "Russia"), true), 0);
    assert_int_equal(lexicon_follow(l, 0, word_id(l, "States"), true), 0);
    /* a combining form ends behind its hyphen, and gives it back */
    uint32_t russo = lexicon_follow(l, l->infos[word_id(l, "Russo")].node, TOKEN_HYPHEN, false);
    assert_true(russo > 0 && l->nodes[russo].n_ends == 1);
    assert_true(l->ends[l->nodes[russo].first_end].drops_last);
    free_lexicon(&made);
}

static void test_marks(void **state)
{
    struct made_lexicon made = make_lexicon(records);
    struct slice text = SLICE("a & b&c-d");
    (void)state;
    struct token t = token_next(text, 1);
    assert_int_equal(lexicon_mark_id(t), word_id(&made.lexicon, "and")); /* a lone & */
    t = token_next(text, 5);
    assert_int_equal(lexicon_mark_id(t), TOKEN_AMPERSAND);
    t = token_next(text, 7);
    assert_int_equal(lexicon_mark_id(t), TOKEN_HYPHEN);
    free_lexicon(&made);
}

static void test_form_names(void **state)
{
    static const char *const names[] = {
        [FORM_NAME] = "name",           [FORM_ALIAS] = "alias",     [FORM_ACRONYM] = "acronym",
        [FORM_ADJECTIVE] = "adjective", [FORM_METONYM] = "metonym", [FORM_SHORT] = "short",
        [FORM_PATTERN] = "pattern"};
    (void)state;
    for (size_t i = 0; i < N_OF(names); i++)
        assert_string_equal(lexicon_form_names[i], names[i]);
}

/* ------------------------------------------------------------------ image */

static void test_empty(void **state)
{
    struct made_lexicon made = make_lexicon("");
    const struct lexicon *l = &made.lexicon;
    (void)state;
    assert_int_equal(l->n_records, 0);
    assert_int_equal(l->n_kinds, 0);
    assert_int_equal(lexicon_find(l, SLICE("Russia")), LEXICON_NONE);
    assert_int_equal(lexicon_find(l, SLICE("")), LEXICON_NONE);
    assert_int_equal(lexicon_find_id(l, SLICE("")), LEXICON_NONE);
    assert_int_equal(word_id(l, "Russia"), LEXICON_NONE);
    free_lexicon(&made);
}

/* An image of another length, version or make is refused. */
static void test_refused(void **state)
{
    struct lexicon_builder *builder = lexicon_builder_new((struct lexicon_checks){0});
    struct lexicon l;
    size_t n;
    (void)state;
    lexicon_builder_add(builder, SLICE("test.rec"), slice_of(records));
    uint32_t *image = lexicon_builder_image(builder, &n);
    lexicon_builder_free(builder);
    assert_true(lexicon_open(&l, image, n));
    assert_int_equal(l.n_records, 8);
    assert_false(lexicon_open(&l, image, 0));
    assert_false(lexicon_open(&l, image, 1));
    assert_false(lexicon_open(&l, image, n - 1));
    image[0]++; /* the version */
    assert_false(lexicon_open(&l, image, n));
    image[0]--;
    image[1]--; /* its length */
    assert_false(lexicon_open(&l, image, n));
    assert_false(lexicon_open(&l, image, n - 1));
    image[1]++;
    image[3]++; /* the number of records */
    assert_false(lexicon_open(&l, image, n));
    image[3]--;
    assert_true(lexicon_open(&l, image, n));
    free(image);
}

/* The image holds no pointers: it works wherever its words are. */
static void test_moved(void **state)
{
    struct lexicon_builder *builder = lexicon_builder_new((struct lexicon_checks){0});
    struct lexicon l;
    size_t n;
    (void)state;
    lexicon_builder_add(builder, SLICE("test.rec"), slice_of(records));
    uint32_t *image = lexicon_builder_image(builder, &n);
    uint32_t *copy = malloc(n * sizeof *copy);
    assert_non_null(copy);
    memcpy(copy, image, n * sizeof *copy);
    memset(image, 0xFF, n * sizeof *image);
    free(image);
    lexicon_builder_free(builder);
    assert_true(lexicon_open(&l, copy, n));
    uint32_t record = lexicon_find(&l, SLICE("RUSSIAN FEDERATION"));
    assert_int_equal(record, 0);
    EXPECT_TEXT(SLICE("name"), lexicon_text(&l, l.records[record].name), SLICE("Russia"));
    free(copy);
    settle();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_find),  cmocka_unit_test(test_find_id),
        cmocka_unit_test(test_words), cmocka_unit_test(test_follow),
        cmocka_unit_test(test_marks), cmocka_unit_test(test_form_names),
        cmocka_unit_test(test_empty), cmocka_unit_test(test_refused),
        cmocka_unit_test(test_moved),
    };
    return RUN(tests);
}
