/*
 * test_lexicon_build.c - what is reported when recfiles become a lexicon, with file and
 * line, and what stands in it afterwards.
 */
#include "property.h"

#include "dragoman/recfile.h"

#define COUNTRIES "%rec: Country\n\n"

static void note_fault(void *context, const struct lexicon_fault *fault)
{
    buffer_format(context, "%.*s:%zu: %.*s\n", SHOW(fault->file), fault->line, SHOW(fault->reason));
}

struct build {
    struct lexicon_builder *builder;
    struct buffer faults;
    uint32_t *image;
    struct lexicon lexicon;
};

/* Whether PCRE2 takes a pattern is another test's question. */
static bool is_good_pattern(void *context, struct slice pattern, struct error *error)
{
    (void)context;
    if (memchr(pattern.ptr, '!', pattern.len))
        error_set(error, "! in %.*s", SHOW(pattern));
    return error->text.len == 0;
}

static void begin(struct build *b)
{
    *b = (struct build){0};
    struct lexicon_checks checks = {note_fault, is_good_pattern, &b->faults};
    b->builder = lexicon_builder_new(checks);
}

static void finish(struct build *b)
{
    size_t n;
    b->image = lexicon_builder_image(b->builder, &n);
    assert_true(lexicon_open(&b->lexicon, b->image, n));
}

static void end(struct build *b)
{
    lexicon_builder_free(b->builder);
    buffer_release(&b->faults);
    free(b->image);
}

/* ----------------------------------------------------------------- faults */

struct row {
    struct slice text;
    const char *faults; /* of the file f.rec */
    size_t n_records;   /* that are there nonetheless */
};

static void expect_faults(const struct row *rows, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct build b;
        struct slice text = exact_copy(rows[i].text);
        begin(&b);
        lexicon_builder_add(b.builder, SLICE("f.rec"), text);
        finish(&b);
        EXPECT_TEXT(rows[i].text, buffer_slice(&b.faults), slice_of(rows[i].faults));
        EXPECT(b.lexicon.n_records == rows[i].n_records, "row %zu: %u records", i,
               (unsigned)b.lexicon.n_records);
        end(&b);
        exact_free(text);
    }
    settle();
}

static void test_faults(void **state)
{
    static const struct row rows[] = {
        {TEXT(""), "", 0},
        {TEXT("# nothing\n"), "", 0},
        {TEXT(COUNTRIES "Id: A\nName: Aland\n"), "", 1},
        {TEXT(COUNTRIES "Id: A\nName: Aland"), "", 1},
        {TEXT("Id: A\nName: Aland\n"), "f.rec:1: no %rec line says what kind this record is\n", 0},
        {TEXT(COUNTRIES "# c\nName: Aland\n"), "f.rec:4: a record without Id\n", 0},
        {TEXT(COUNTRIES "Id: A\n"), "f.rec:3: a record without Name\n", 0},
        {TEXT(COUNTRIES "Id: A\nName: Aland\nName: Beland\n"), "f.rec:5: a second Name\n", 0},
        {TEXT(COUNTRIES "Id: A\nName: Aland\nName: Aland\n"), "f.rec:5: a second Name\n", 0},
        {TEXT(COUNTRIES "Id: A\nName: Aland\nColour: red\n"), "f.rec:5: unknown field Colour\n", 0},
        {TEXT(COUNTRIES "Id: A\nName: Aland\nalias: x\n"), "f.rec:5: unknown field alias\n", 0},
        {TEXT(COUNTRIES "Id: A\nName: Aland\nAlias:\n"), "f.rec:5: field Alias is empty\n", 0},
        {TEXT(COUNTRIES "Id: A\nName:\n"),
         "f.rec:4: field Name is empty\nf.rec:3: a record without Name\n", 0},
        {TEXT(COUNTRIES "Id: A\nName: Aland\nwhat is this\n"),
         "f.rec:5: not a field: what is this\n", 0},
        {TEXT(COUNTRIES "Id: A\nName: Aland\nPattern: !a\n"), "f.rec:5: bad pattern: ! in !a\n", 0},
        {TEXT(COUNTRIES "Id: A\nName: Aland\nExcept: a\nExcept: b!\n"),
         "f.rec:6: bad pattern: ! in b!\n", 0},
        {TEXT(COUNTRIES "Id: A\nName: Aland\nShape: !\n"), "f.rec:5: bad pattern: ! in !\n", 0},
        {TEXT(COUNTRIES "Id: A\nName: \xFF\n"), "f.rec:1: not valid UTF-8\n", 0},
        /* every fault of a record is told, and the other records are there */
        {TEXT(COUNTRIES "Id: A\nName: Aland\nX: y\n\nId: B\nName: Beland\n\nName: C\n\nId: D\n"
                        "Name: Deland\nAlias: \nPattern: !\n"),
         "f.rec:5: unknown field X\n"
         "f.rec:10: a record without Id\n"
         "f.rec:14: field Alias is empty\n"
         "f.rec:15: bad pattern: ! in !\n",
         1},
        /* lines after values of several lines and comments */
        {TEXT(COUNTRIES "Id: A\nName: Aland\nSummary: a\n+ b\n+ c\n# d\nX: y\n"),
         "f.rec:9: unknown field X\n", 0},
        /* an extension is held to the same rules, but needs no Name */
        {TEXT(COUNTRIES "Id: A\nName: Aland\n\nId: A\nX: y\n\nId: A\nAlias: Alandia\n"),
         "f.rec:7: unknown field X\n", 1},
        {TEXT(COUNTRIES "Id: A\nName: Aland\nAlias: a\0b\n"), "", 1},
    };
    (void)state;
    expect_faults(rows, N_OF(rows));
}

static void test_references(void **state)
{
    static const struct row rows[] = {
        {TEXT(COUNTRIES "Id: A\nName: Aland\nMember: B\nParty: C\nSee: D\n"),
         "f.rec:5: reference to B, which is nowhere\n"
         "f.rec:6: reference to C, which is nowhere\n"
         "f.rec:7: reference to D, which is nowhere\n",
         1},
        {TEXT(COUNTRIES "Id: A\nName: Aland\nSee: B\n+ C\n"),
         "f.rec:5: reference to B + C, which is nowhere\n", 1},
        {TEXT(COUNTRIES "Id: A\nName: Aland\nSee: B\n\nId: B\nName: Beland\nSee: A\nSee: B\n"), "",
         2},
        {TEXT(COUNTRIES "Id: A\nName: Aland\nSee: Aland\n"),
         "f.rec:5: reference to Aland, which is nowhere\n", 1},
        /* to a record that was left out */
        {TEXT(COUNTRIES "Id: A\nName: Aland\nSee: B\n\nId: B\n"),
         "f.rec:7: a record without Name\nf.rec:5: reference to B, which is nowhere\n", 1},
        {TEXT(COUNTRIES "Id: A\nName: Aland\n\nId: A\nSee: C\n"),
         "f.rec:7: reference to C, which is nowhere\n", 1},
        /* facts are not references */
        {TEXT(COUNTRIES "Id: A\nName: Aland\nDepositary: B\nMembers: C\n"), "", 1},
    };
    (void)state;
    expect_faults(rows, N_OF(rows));
}

#define TOO(form, other) "\"" form "\" is a form of " other " too, and no Except decides\n"

static void test_collisions(void **state)
{
    static const struct row rows[] = {
        {TEXT(COUNTRIES "Id: A\nName: Aland\n\nId: B\nName: Beland\nAlias: Aland\n"),
         "f.rec:8: " TOO("Aland", "A"), 2},
        {TEXT(COUNTRIES "Id: A\nName: Aland\n\nId: B\nName: Aland\n"),
         "f.rec:6: " TOO("Aland", "A"), 2},
        {TEXT(COUNTRIES "Id: A\nName: Aland\nAcronym: AL\n\nId: B\nName: Beland\nAcronym: AL\n"),
         "f.rec:9: " TOO("AL", "A"), 2},
        /* forms that differ in what readers do not see */
        {TEXT(COUNTRIES "Id: A\nName: World Organization\n\nId: B\nName: World  Organisation\n"),
         "f.rec:6: " TOO("World  Organisation", "A"), 2},
        {TEXT(COUNTRIES "Id: A\nName: A-B\n\nId: B\nName: A\u2013B\n"),
         "f.rec:6: " TOO("A\u2013B", "A"), 2},
        {TEXT(COUNTRIES "Id: A\nName: T\u00FCrk\n\nId: B\nName: Tu\u0308rk\n"),
         "f.rec:6: " TOO("Tu\u0308rk", "A"), 2},
        {TEXT(COUNTRIES "Id: A\nName: Aland\n\nId: B\nName: the Aland\n"),
         "f.rec:6: " TOO("the Aland", "A"), 2},
        /* an exception of either record decides, where it names the form */
        {TEXT(COUNTRIES "Id: A\nName: Aland\nExcept: x Aland\n\nId: B\nName: Aland\n"), "", 2},
        {TEXT(COUNTRIES "Id: A\nName: Aland\n\nId: B\nName: Aland\nExcept: Aland x\n"), "", 2},
        {TEXT(COUNTRIES "Id: A\nName: Aland\nExcept: x\n\nId: B\nName: Aland\n"),
         "f.rec:7: " TOO("Aland", "A"), 2},
        /* no collisions */
        {TEXT(COUNTRIES "Id: A\nName: Aland\nAlias: Aland\nAlias: aland\n"), "", 1},
        {TEXT(COUNTRIES "Id: A\nName: Aland\n\nId: A\nAlias: Aland\n"), "", 1},
        {TEXT(COUNTRIES "Id: A\nName: Aland\n\nId: B\nName: Aland Union\n"), "", 2},
        {TEXT(COUNTRIES "Id: A\nName: Us\n\nId: B\nName: US\n"), "", 2},
    };
    (void)state;
    expect_faults(rows, N_OF(rows));
}

/* Each fault is told with the file that it is in, in the order of the files. */
static void test_several_files(void **state)
{
    struct build b;
    (void)state;
    begin(&b);
    lexicon_builder_add(b.builder, SLICE("one.rec"),
                        SLICE(COUNTRIES "Id: A\nName: Aland\nSee: T\n\nName: x\n"));
    lexicon_builder_add(b.builder, SLICE("two.rec"),
                        SLICE("%rec: Treaty\n\nId: T\nName: Aland\nParty: Z\n"));
    finish(&b);
    EXPECT_TEXT(SLICE("two files"), buffer_slice(&b.faults),
                SLICE("one.rec:7: a record without Id\n"
                      "two.rec:5: reference to Z, which is nowhere\n"
                      "two.rec:3: " TOO("Aland", "A")));
    end(&b);
    settle();
}

/* Without a report and a check of patterns everything that can go in goes in. */
static void test_no_checks(void **state)
{
    size_t n;
    (void)state;
    struct lexicon l;
    struct lexicon_builder *builder = lexicon_builder_new((struct lexicon_checks){0});
    lexicon_builder_add(builder, SLICE("f.rec"),
                        SLICE(COUNTRIES "Id: A\nName: Aland\nPattern: (\n\nId: B\n\nX: y\n"));
    uint32_t *image = lexicon_builder_image(builder, &n);
    lexicon_builder_free(builder);
    assert_true(lexicon_open(&l, image, n));
    assert_int_equal(l.n_records, 1);
    assert_int_equal(l.n_rules, 1);
    free(image);
    lexicon_builder_free(NULL);
}

/* ------------------------------------------------------------ what is there */

static void expect_found(const struct lexicon *l, const char *form, const char *id)
{
    uint32_t record = lexicon_find(l, slice_of(form));
    struct slice got = SLICE("");
    if (record != LEXICON_NONE)
        got = lexicon_text(l, l->records[record].id);
    EXPECT_TEXT(slice_of(form), got, slice_of(id));
}

static void test_extension(void **state)
{
    struct build b;
    (void)state;
    begin(&b);
    lexicon_builder_add(b.builder, SLICE("one.rec"),
                        SLICE(COUNTRIES "Id: A\nName: Aland\nAlias: Old Alias\n\n"
                                        "Id: B\nName: Beland\nCapital: Beetown\n"));
    lexicon_builder_add(b.builder, SLICE("two.rec"),
                        SLICE(COUNTRIES "Id: A\nAlias: New Alias\nPattern: Alands?\n\n"
                                        "Id: B\nName: Other Name\nSummary: Second.\n"));
    finish(&b);
    const struct lexicon *l = &b.lexicon;
    EXPECT_TEXT(SLICE("faults"), buffer_slice(&b.faults), SLICE(""));
    assert_int_equal(l->n_records, 2);
    assert_int_equal(l->n_rules, 1);
    expect_found(l, "Old Alias", "A");
    expect_found(l, "New Alias", "A");
    expect_found(l, "Aland", "A");
    EXPECT_TEXT(SLICE("A"), lexicon_text(l, l->records[0].text),
                SLICE("Id: A\nName: Aland\nAlias: Old Alias\nAlias: New Alias\n"
                      "Pattern: Alands?\n"));
    EXPECT_TEXT(SLICE("B"), lexicon_text(l, l->records[1].text),
                SLICE("Id: B\nName: Beland\nCapital: Beetown\nSummary: Second.\n"));
    EXPECT_TEXT(SLICE("B"), lexicon_text(l, l->records[1].name), SLICE("Beland"));
    end(&b);
    settle();
}

/* A record keeps its Id wherever it stands: its text is read again where a lexicon is made
 * of two. */
static void test_id_behind_name(void **state)
{
    struct build b;
    (void)state;
    begin(&b);
    lexicon_builder_add(b.builder, SLICE("f.rec"),
                        SLICE(COUNTRIES "Name: Aland\nId: A\n\nName: Aland\nId: A\nSeat: X\n"));
    finish(&b);
    EXPECT_TEXT(SLICE("A"), lexicon_text(&b.lexicon, b.lexicon.records[0].text),
                SLICE("Name: Aland\nId: A\nSeat: X\n"));
    end(&b);
    settle();
}

/* Values of several lines become one, in the record's text and in its forms. */
static void test_long_values(void **state)
{
    struct build b;
    (void)state;
    begin(&b);
    lexicon_builder_add(b.builder, SLICE("f.rec"),
                        SLICE(COUNTRIES "Id: A\nName: Aland\nSummary: One \\\n  two\n"
                                        "Alias: United Lands \\\nof Aland\n"
                                        "Region: North\n+ and east\n"));
    finish(&b);
    EXPECT_TEXT(SLICE("faults"), buffer_slice(&b.faults), SLICE(""));
    EXPECT_TEXT(SLICE("A"), lexicon_text(&b.lexicon, b.lexicon.records[0].text),
                SLICE("Id: A\nName: Aland\nSummary: One two\nAlias: United Lands of Aland\n"
                      "Region: North and east\n"));
    expect_found(&b.lexicon, "United Lands of Aland", "A");
    end(&b);
    settle();
}

static void test_kinds(void **state)
{
    struct build b;
    (void)state;
    begin(&b);
    lexicon_builder_add(b.builder, SLICE("f.rec"),
                        SLICE("%rec: Country\n\nId: A\nName: Aland\n\n%rec: Person\n\nId: P\n"
                              "Name: Jane Doe\n\n%rec: country\n\nId: B\nName: Beland\n"));
    finish(&b);
    const struct lexicon *l = &b.lexicon;
    EXPECT_TEXT(SLICE("faults"), buffer_slice(&b.faults), SLICE(""));
    assert_int_equal(l->n_kinds, 2);
    EXPECT_TEXT(SLICE("kind 0"), lexicon_text(l, l->kinds[0]), SLICE("country"));
    EXPECT_TEXT(SLICE("kind 1"), lexicon_text(l, l->kinds[1]), SLICE("person"));
    assert_int_equal(l->records[0].kind, 0);
    assert_int_equal(l->records[1].kind, 1);
    assert_int_equal(l->records[2].kind, 0);
    end(&b);
    settle();
}

/* Exceptions of one record stand side by side; every rule keeps its record. */
static void test_rules(void **state)
{
    static const char *const excepts[][2] = {{"a1", "a2"}, {"b1", ""}, {"", ""}};
    struct build b;
    (void)state;
    begin(&b);
    lexicon_builder_add(b.builder, SLICE("f.rec"),
                        SLICE(COUNTRIES "Id: A\nName: Aland\nExcept: a1\nPattern: ap\n\n"
                                        "Id: B\nName: Beland\nExcept: b1\n\n"
                                        "Id: A\nExcept: a2\n\n"
                                        "Id: S\nName: Shapes\nShape: s1\nHead: Union\n"));
    finish(&b);
    const struct lexicon *l = &b.lexicon;
    EXPECT_TEXT(SLICE("faults"), buffer_slice(&b.faults), SLICE(""));
    assert_int_equal(l->n_rules, 5);
    for (uint32_t r = 0; r < l->n_records; r++)
        for (uint32_t i = 0; i < l->records[r].n_excepts; i++) {
            const struct lexicon_rule *rule = &l->rules[l->records[r].first_except + i];
            assert_int_equal(rule->type, RULE_EXCEPT);
            assert_int_equal(rule->record, r);
            EXPECT_TEXT(SLICE("except"), lexicon_text(l, rule->pattern), slice_of(excepts[r][i]));
        }
    assert_int_equal(l->records[0].n_excepts, 2);
    assert_int_equal(l->records[1].n_excepts, 1);
    assert_false(l->records[0].is_shape);
    assert_true(l->records[2].is_shape);
    expect_found(l, "Union", ""); /* a head is no form */
    end(&b);
    settle();
}

/* A lexicon that is added gives the same lexicon, and can be extended. */
static void test_add_lexicon(void **state)
{
    static const char *const forms[] = {"Aland",  "Alander",          "AL", "Beland",
                                        "beland", "Jane\u2019s Pact", "B",  "New"};
    static const char *const ids[] = {"A", "A", "A", "B", "B", "P", "B", "A"};
    struct made_lexicon first =
        make_lexicon(COUNTRIES "Id: A\nName: Aland\nAdjective: Alander\nAcronym: AL\nExcept: x y\n"
                               "Pattern: Alands (?:of|in)\n\nId: B\nName: Beland\nSee: A\n\n"
                               "%rec: Treaty\n\nId: P\nName: Jane's Pact\nSummary: A\n+ b\n\n"
                               "Id: S\nName: Shapes\nShape: \\w+ Pact\nHead: Pact\n");
    struct build b;
    (void)state;
    begin(&b);
    lexicon_builder_add_lexicon(b.builder, &first.lexicon);
    lexicon_builder_add(b.builder, SLICE("f.rec"), SLICE(COUNTRIES "Id: A\nAlias: New\nX: y\n"));
    lexicon_builder_add(b.builder, SLICE("g.rec"), SLICE(COUNTRIES "Id: A\nAlias: New\n"));
    finish(&b);
    EXPECT_TEXT(SLICE("faults"), buffer_slice(&b.faults), SLICE("f.rec:5: unknown field X\n"));
    assert_int_equal(b.lexicon.n_records, first.lexicon.n_records);
    assert_int_equal(b.lexicon.n_rules, first.lexicon.n_rules);
    assert_int_equal(b.lexicon.n_kinds, first.lexicon.n_kinds);
    for (size_t i = 0; i < N_OF(forms); i++)
        expect_found(&b.lexicon, forms[i], ids[i]);
    for (uint32_t i = 1; i < b.lexicon.n_records; i++)
        EXPECT_TEXT(SLICE("text"), lexicon_text(&b.lexicon, b.lexicon.records[i].text),
                    lexicon_text(&first.lexicon, first.lexicon.records[i].text));
    assert_true(b.lexicon.records[3].is_shape);
    end(&b);
    free_lexicon(&first);
    settle();
}

/* So many words that every table grows. */
static void test_many_records(void **state)
{
    struct buffer text = {0};
    struct build b;
    (void)state;
    buffer_add(&text, SLICE(COUNTRIES));
    for (int i = 0; i < 3000; i++)
        buffer_format(&text, "Id: I%d\nName: Land%d of Word%d\nAlias: Common Land%d\n\n", i, i,
                      i % 700, i);
    begin(&b);
    lexicon_builder_add(b.builder, SLICE("f.rec"), buffer_slice(&text));
    finish(&b);
    assert_int_equal(b.faults.len, 0);
    assert_int_equal(b.lexicon.n_records, 3000);
    for (int i = 0; i < 3000; i += 7) {
        char form[40], id[16];
        snprintf(id, sizeof id, "I%d", i);
        snprintf(form, sizeof form, "Land%d of Word%d", i, i % 700);
        expect_found(&b.lexicon, form, id);
        snprintf(form, sizeof form, "common land%d", i);
        if (i < 70) /* any case is looked for one by one */
            expect_found(&b.lexicon, form, id);
    }
    end(&b);
    buffer_release(&text);
    settle();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_faults),         cmocka_unit_test(test_references),
        cmocka_unit_test(test_collisions),     cmocka_unit_test(test_several_files),
        cmocka_unit_test(test_no_checks),      cmocka_unit_test(test_extension),
        cmocka_unit_test(test_id_behind_name), cmocka_unit_test(test_long_values),
        cmocka_unit_test(test_kinds),          cmocka_unit_test(test_rules),
        cmocka_unit_test(test_add_lexicon),    cmocka_unit_test(test_many_records),
    };
    return RUN(tests);
}
