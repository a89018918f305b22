/*
 * test_teaching.c - what looks like an acronym, what it may stand for, and where an
 * article introduces one.
 */
#include "property.h"

#include "core/teaching.h"

static void test_is_acronym(void **state)
{
    static const struct {
        struct slice word;
        bool is;
    } rows[] = {
        {TEXT("EEU"), true},
        {TEXT("UN"), true},
        {TEXT("CoE"), true}, /* no more small letters than capitals */
        {TEXT("UNSCs"), true},
        {TEXT("G20"), false}, /* one capital */
        {TEXT("GUAM2"), true},
        {TEXT("MERCOSURMERC"), true}, /* twelve bytes */
        {TEXT("MERCOSURMERCO"), false},
        {TEXT(""), false},
        {TEXT("E"), false},
        {TEXT("Union"), false},
        {TEXT("AbCde"), false},
        {TEXT("eu"), false},
        {TEXT("2014"), false},
        {TEXT("A1"), false},
        {TEXT("\u00C9\u00C9"), false}, /* of ASCII letters alone */
        {TEXT("A\0B"), true},
    };
    (void)state;
    for (size_t i = 0; i < N_OF(rows); i++) {
        struct slice word = exact_copy(rows[i].word);
        EXPECT(teaching_is_acronym(word) == rows[i].is, "\"%.*s\"", SHOW(rows[i].word));
        exact_free(word);
    }
    settle();
}

static void test_stands_for(void **state)
{
    static const struct {
        const char *acronym, *name;
        bool stands;
    } rows[] = {
        {"EEU", "Eurasian Economic Union", true},
        {"CSTO", "Collective Security Treaty Organization", true},
        {"MFA", "Ministry of Foreign Affairs", true},
        {"MOFA", "Ministry of Foreign Affairs", true},
        {"CoE", "Council of Europe", true},
        {"EAEU", "Eurasian Economic Union", true}, /* an inner letter */
        {"UNESCO", "United Nations Educational, Scientific and Cultural Organization", true},
        {"UNSC", "United Nations Security Council", true}, /* initials before inner letters */
        {"EP", "\u00C9lys\u00E9e Palace", true},           /* without its accent */
        {"EP", "E\u0301lyse\u0301e Palace", true},
        {"ARF", "ASEAN Regional Forum", true},
        {"PKK", "Parti Karker\u00EAn Kurdistan", true},
        {"NK", "Nagorno-Karabakh", true},          /* a hyphen begins a word */
        {"FSB2", "Federal Security Bureau", true}, /* digits prove nothing */
        {"UNSC", "Security Council", false},
        {"EEU", "Economic Union", false},
        {"XYZ", "Eurasian Economic Union", false},
        {"EU", "Customs and European Union", false}, /* the first letter begins the name */
        {"ABC", "", false},
        {"", "Eurasian Economic Union", false},
        {"RUSS", "Russian", false},
        {"EEUX", "Eurasian Economic Union", false}, /* a letter is left */
    };
    (void)state;
    for (size_t i = 0; i < N_OF(rows); i++) {
        struct slice acronym = exact_copy(slice_of(rows[i].acronym));
        struct slice name = exact_copy(slice_of(rows[i].name));
        EXPECT(teaching_stands_for(acronym, name) == rows[i].stands, "%s for %s", rows[i].acronym,
               rows[i].name);
        exact_free(acronym);
        exact_free(name);
    }
    settle();
}

static void test_may_stand_for(void **state)
{
    static const struct {
        const char *acronym, *name;
        bool may;
    } rows[] = {
        {"ELN", "National Liberation Army", true},
        {"PAN", "National Action Party", true},
        {"PDC", "Christian Democratic Party", true},
        {"RN", "National Rally", true},
        {"RN", "National Party", false}, /* of two letters both */
        {"PT", "Workers' Party", false},
        {"UK", "Ministry of Defence", false},
        {"MP", "Labour Party", false},
        {"PDF", "Party Programme", false},
        {"AXCP", "Popular Front", false},
        {"", "Popular Front", false},
        {"PF", "", false},
    };
    (void)state;
    for (size_t i = 0; i < N_OF(rows); i++) {
        struct slice acronym = exact_copy(slice_of(rows[i].acronym));
        struct slice name = exact_copy(slice_of(rows[i].name));
        EXPECT(teaching_may_stand_for(acronym, name) == rows[i].may, "%s for %s", rows[i].acronym,
               rows[i].name);
        exact_free(acronym);
        exact_free(name);
    }
    settle();
}

static void test_acronym_behind(void **state)
{
    static const struct {
        const char *text;    /* behind a name */
        const char *acronym; /* or nothing */
    } rows[] = {
        {" (EEU)", "EEU"},
        {"(EEU)", "EEU"},
        {"\n(EEU) and", "EEU"},
        {" ( EEU )", "EEU"},
        {" (the EEU)", "EEU"},
        {" (\"EEU\")", "EEU"},
        {" (\u201CEEU\u201D)", "EEU"},
        {" (\u2018EEU\u2019)", "EEU"},
        {" (the \u201CEEU\u201D)", "EEU"},
        {" (EEU, founded in 2014)", "EEU"},
        {" (CoE)", "CoE"},
        {"", ""},
        {" and (EEU)", ""},
        {"'s (EEU)", ""},
        {"\n\n(EEU)", ""}, /* another paragraph */
        {" (see below)", ""},
        {" (2014)", ""},
        {" (EEU is young)", ""},
        {" (Moscow)", ""},
        {" ()", ""},
        {" (", ""},
        {" (EEU", ""},
        {" (\"EEU", ""},
        {" (the", ""},
        {" [EEU]", ""},
    };
    (void)state;
    for (size_t i = 0; i < N_OF(rows); i++) {
        struct slice text = exact_copy(slice_of(rows[i].text));
        struct span s = teaching_acronym_behind(text, 0);
        assert_true(s.start <= s.end && s.end <= text.len);
        EXPECT_TEXT(text, slice_cut(text, s), slice_of(rows[i].acronym));
        exact_free(text);
    }
    settle();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_is_acronym),
        cmocka_unit_test(test_stands_for),
        cmocka_unit_test(test_may_stand_for),
        cmocka_unit_test(test_acronym_behind),
    };
    return RUN(tests);
}
