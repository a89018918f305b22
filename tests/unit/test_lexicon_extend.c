/*
 * test_lexicon_extend.c - a lexicon that goes on from the image of another is the lexicon of
 * all recfiles at once: the same records, rules, faults and mentions, whatever the reader's
 * recfile brings.
 */
#include "property.h"

#include "dragoman/lexicon_load.h"
#include "dragoman/load.h"

#include <dirent.h>
#include <unistd.h>

enum { MAX_FILES = 3 };

static const struct slice user_name = TEXT("user.rec");

struct sources {
    struct slice names[MAX_FILES], base[MAX_FILES]; /* of the lexicon that is gone on from */
    size_t n_base;
    struct slice user;
};

/* One lexicon, made in one of the two ways, and the faults of the reader's recfile. */
struct made {
    struct lexicon lexicon;
    struct lexicon_builder *builder;
    uint32_t *image;
    struct buffer faults;
};

static void note_fault(void *context, const struct lexicon_fault *fault)
{
    if (slice_equal(fault->file, user_name))
        buffer_format(context, "%zu: %.*s\n", fault->line, SHOW(fault->reason));
}

static uint32_t *make_base(const struct sources *s, size_t *n)
{
    struct lexicon_builder *builder = lexicon_builder_new((struct lexicon_checks){0});
    for (size_t i = 0; i < s->n_base; i++)
        lexicon_builder_add(builder, s->names[i], s->base[i]);
    uint32_t *image = lexicon_builder_image(builder, n);
    lexicon_builder_free(builder);
    return image;
}

static void make_at_once(struct made *m, const struct sources *s)
{
    size_t n;
    *m = (struct made){0};
    m->builder = lexicon_builder_new((struct lexicon_checks){note_fault, pattern_ok, &m->faults});
    for (size_t i = 0; i < s->n_base; i++)
        lexicon_builder_add(m->builder, s->names[i], s->base[i]);
    lexicon_builder_add(m->builder, user_name, s->user);
    m->image = lexicon_builder_image(m->builder, &n);
    assert_true(lexicon_open(&m->lexicon, m->image, n));
}

static void make_from_base(struct made *m, const struct lexicon *base, struct slice user,
                           size_t expected)
{
    *m = (struct made){0};
    m->builder = lexicon_builder_new((struct lexicon_checks){note_fault, pattern_ok, &m->faults});
    lexicon_builder_expect(m->builder, expected);
    lexicon_builder_add_lexicon(m->builder, base);
    lexicon_builder_add(m->builder, user_name, user);
    lexicon_builder_finish(m->builder, &m->lexicon);
}

static void made_release(struct made *m)
{
    lexicon_builder_free(m->builder);
    buffer_release(&m->faults);
    free(m->image);
}

/* ------------------------------------------------------------- comparing */

/* Everything about records and rules that their numbers and words do not change. */
static void describe(const struct lexicon *l, struct buffer *out)
{
    for (uint32_t i = 0; i < l->n_kinds; i++)
        buffer_format(out, "%.*s\n", SHOW(lexicon_text(l, l->kinds[i])));
    for (uint32_t i = 0; i < l->n_records; i++) {
        const struct lexicon_record *r = &l->records[i];
        buffer_format(out, "%.*s %.*s %u %u %u %u %u\n%.*s\n", SHOW(lexicon_text(l, r->id)),
                      SHOW(lexicon_text(l, r->name)), r->kind, r->first_except, r->n_excepts,
                      r->always, r->is_shape, SHOW(lexicon_text(l, r->text)));
    }
    for (uint32_t i = 0; i < l->n_rules; i++) {
        const struct lexicon_rule *r = &l->rules[i];
        buffer_format(out, "%u %u %u %u %.*s\n", r->record, r->type, r->has_trigger, r->needs,
                      SHOW(lexicon_text(l, r->pattern)));
    }
}

static void add_mentions(struct tagger *tagger, struct slice text, struct buffer *out)
{
    struct article a;
    struct mentions m = {0};
    article_init_borrowed(&a, text);
    tagger_run(tagger, &a, &m);
    for (size_t i = 0; i < m.n; i++) {
        const struct entity *e = &m.entities[m.items[i].entity];
        buffer_format(out, "%zu-%zu %u %s %.*s %.*s\n", m.items[i].start, m.items[i].end,
                      m.items[i].kind, lexicon_form_names[m.items[i].form], SHOW(e->id),
                      SHOW(e->name));
    }
    mentions_release(&m);
    article_release(&a);
}

static size_t expect_same(const struct made *got, const struct made *expected, struct slice user,
                          const struct slice *texts, size_t n_texts)
{
    struct buffer a = {0}, b = {0};
    size_t n = 0;
    describe(&got->lexicon, &a);
    describe(&expected->lexicon, &b);
    EXPECT_TEXT(user, buffer_slice(&a), buffer_slice(&b));
    EXPECT_TEXT(user, buffer_slice(&got->faults), buffer_slice(&expected->faults));
    struct tagger *x = tagger_new(&got->lexicon), *y = tagger_new(&expected->lexicon);
    for (size_t i = 0; i < n_texts; i++) {
        a.len = b.len = 0;
        add_mentions(x, texts[i], &a);
        add_mentions(y, texts[i], &b);
        EXPECT_TEXT(texts[i], buffer_slice(&a), buffer_slice(&b));
        n += a.len > 0;
    }
    tagger_free(x);
    tagger_free(y);
    buffer_release(&a);
    buffer_release(&b);
    return n;
}

/* Both ways, with room made before and without. How many texts had mentions. */
static size_t check(const struct sources *s, const struct slice *texts, size_t n_texts)
{
    struct made expected, got;
    struct lexicon base;
    size_t n_base, n = 0;
    uint32_t *image = make_base(s, &n_base);
    assert_true(lexicon_open(&base, image, n_base));
    make_at_once(&expected, s);
    for (size_t room = 0; room < 2; room++) {
        make_from_base(&got, &base, s->user, room * s->user.len);
        n += expect_same(&got, &expected, s->user, texts, n_texts);
        made_release(&got);
    }
    made_release(&expected);
    free(image);
    return n;
}

/* ---------------------------------------------------------- random lexicons */

/* Words that differ in case and spelling, so that entries get in each other's way. */
static const char *const words[] = {
    "union",   "Union",        "UNION", "organisation", "Organization", "Centre", "center",
    "defence", "Defense",      "North", "north",        "Aland",        "aland",  "T\u00FCrk",
    "Labour",  "Co-operation", "of",    "the",          "and",          "&",      "A.B.",
    "AB",      "Pact",         "Sea-",  "Jane's",       "Harbour",      "labor",  "Cooperation",
};
static const char *const kinds[] = {"Country", "Treaty", "Person"};

static void add_words(uint32_t *seed, struct buffer *out)
{
    for (uint32_t n = 1 + random_below(seed, 3); n > 0; n--) {
        buffer_add(out, slice_of(words[random_below(seed, N_OF(words))]));
        if (n > 1)
            buffer_add_byte(out, ' ');
    }
}

static void add_field(uint32_t *seed, struct buffer *out)
{
    static const char *const forms[] = {"Alias", "Adjective", "Acronym", "Metonym"};
    static const char *const heads[] = {"Union", "Pact", "Centre"};
    switch (random_below(seed, 9)) {
    case 0: /* of words that may be other records' */
        buffer_add(out, SLICE("Except: "));
        add_words(seed, out);
        break;
    case 1:
        buffer_add(out, SLICE("Except: (?<="));
        add_words(seed, out);
        buffer_add(out, SLICE(" )\\w+"));
        break;
    case 2:
        buffer_add(out, SLICE("Pattern: "));
        add_words(seed, out);
        buffer_add(out, SLICE(" (?:Treaty|[Pp]act|\\d+)"));
        break;
    case 3:
        buffer_format(out, "Pattern: \\w+ %s(?= %s)", words[random_below(seed, N_OF(words))],
                      words[random_below(seed, N_OF(words))]);
        break;
    case 4:
        buffer_format(out, "See: R%u", (unsigned)random_below(seed, 12));
        break;
    case 5:
        buffer_format(out, random_below(seed, 3) ? "Seat: \\\n+ x" : "Unknown: x");
        break;
    case 6:
        buffer_format(out, "Head: %s", heads[random_below(seed, N_OF(heads))]);
        break;
    default:
        buffer_format(out, "%s: ", forms[random_below(seed, N_OF(forms))]);
        add_words(seed, out);
    }
    buffer_add_byte(out, '\n');
}

/* Records R0 to R11 and shapes, some of them more than once. */
static void random_recfile(uint32_t *seed, unsigned n_records, struct buffer *out)
{
    for (unsigned i = 0; i < n_records; i++) {
        if (i == 0 || random_below(seed, 3) == 0)
            buffer_format(out, "%%rec: %s\n\n", kinds[random_below(seed, N_OF(kinds))]);
        buffer_format(out, "Id: R%u\n", (unsigned)random_below(seed, 12));
        if (random_below(seed, 4)) {
            buffer_add(out, SLICE("Name: "));
            add_words(seed, out);
            buffer_add_byte(out, '\n');
        }
        for (uint32_t n = random_below(seed, 4); n > 0; n--)
            add_field(seed, out);
        buffer_add_byte(out, '\n');
    }
    if (random_below(seed, 3) == 0)
        buffer_add(out, SLICE("Id: S\nName: Shape\nShape: \\w+ (?:Centre|Union) of \\w+\n\n"));
}

static void random_prose(uint32_t *seed, struct buffer *out)
{
    static const char *const joints[] = {" ", " ", " ", " ", " ", ", ", ". ", "-", "\n", "\n\n"};
    for (int i = 0; i < 120; i++) {
        buffer_add(out, slice_of(words[random_below(seed, N_OF(words))]));
        if (random_below(seed, 9) == 0)
            buffer_add(out, SLICE(" Treaty 12"));
        buffer_add(out, slice_of(joints[random_below(seed, N_OF(joints))]));
    }
}

static void test_random_lexicons(void **state)
{
    size_t n = 0;
    (void)state;
    for (uint32_t seed = 1, i = 0; i < 400; i++) {
        struct buffer base = {0}, user = {0}, prose[2] = {{0}};
        random_recfile(&seed, random_below(&seed, 12), &base);
        random_recfile(&seed, random_below(&seed, 6), &user);
        random_prose(&seed, &prose[0]);
        utf8_to_upper(buffer_slice(&prose[0]), &prose[1]);
        struct sources s = {.names = {TEXT("base.rec")},
                            .base = {buffer_slice(&base)},
                            .n_base = 1,
                            .user = buffer_slice(&user)};
        struct slice texts[] = {buffer_slice(&prose[0]), buffer_slice(&prose[1])};
        n += check(&s, texts, N_OF(texts));
        buffer_release(&base);
        buffer_release(&user);
        buffer_release(&prose[0]);
        buffer_release(&prose[1]);
    }
    assert_true(n > 400);
    settle();
}

/* ------------------------------------------------------- the shipped lexicon */

/* New records, forms that collide, and more of what is there in every field that decides. */
static const char extension[] =
    "%rec: Organization\n\nId: LIGHTS\nName: Porcelain Harbour Lights\nAlias: State Turkey\n"
    "Acronym: PHL\n\nId: NATO\nAlias: Brussels Club\nPattern: Alliance (?:of|in) \\w+\n"
    "Except: NATO phonetic\nSee: LIGHTS\nSee: NOWHERE\n\n"
    "%rec: Country\n\nId: GE\nAlias: Georgia Tech\nExcept: Georgia Street\n\nId: TR\n"
    "Adjective: Anatolian\nSummary: One more.\n\nId: JO\nAlias: Michael\n\n"
    "%rec: Person\n\nId: DOE\nName: Jane Doe\nAlias: Doe\nExcept: (?:John|Baby) Doe\n\n"
    "Id: JORDAN\nName: Jordan\n\nId: PEOPLE\nName: Titled people\nShape: Envoy \\w+\n"
    "Head: Envoy\n";

static const char more_prose[] =
    "The PORCELAIN HARBOUR LIGHTS and the Porcelain Harbor Lights (PHL) wrote to Georgia Tech, on "
    "Georgia Street, near Atlanta, Georgia. NATO, the NATO phonetic alphabet, the Brussels Club, "
    "an Alliance of Willing. Michael Jordan, Jane Doe, John Doe, Envoy Smith, the Envoy. State "
    "Turkey, roast turkey, Turkey, Anatolian. The U.S., US, P.H.L. PORCELAIN FROM CHINA.\n";

static struct slice read_file(const char *folder, const char *name)
{
    struct buffer path = {0}, bytes = {0};
    struct error error = {0};
    buffer_format(&path, "%s/%s", folder, name);
    buffer_add_byte(&path, '\0');
    if (!load_file(path.ptr, &bytes, &error))
        bytes.len = 0;
    load_clean(&bytes, NULL);
    struct slice text = exact_copy(buffer_slice(&bytes));
    error_release(&error);
    buffer_release(&path);
    buffer_release(&bytes);
    return text;
}

static void test_shipped_lexicon(void **state)
{
    static const char *const files[MAX_FILES] = {"countries.rec", "organizations.rec",
                                                 "treaties.rec"};
    struct slice texts[200] = {TEXT(more_prose)};
    size_t n_texts = 1;
    struct buffer path = {0};
    struct sources s = {.n_base = MAX_FILES, .user = TEXT(extension)};
    const char *top = getenv("srcdir") ? getenv("srcdir") : ".";
    (void)state;
    buffer_format(&path, "%s/assets/lexicon", top);
    buffer_add_byte(&path, '\0');
    for (size_t i = 0; i < MAX_FILES; i++) {
        s.names[i] = slice_of(files[i]);
        s.base[i] = read_file(path.ptr, files[i]);
        assert_true(s.base[i].len > 0);
    }
    path.len = 0;
    buffer_format(&path, "%s/tests/cases", top);
    buffer_add_byte(&path, '\0');
    DIR *cases = opendir(path.ptr);
    assert_non_null(cases);
    for (struct dirent *entry; (entry = readdir(cases)) && n_texts < N_OF(texts);) {
        char name[300];
        snprintf(name, sizeof name, "%s/input.txt", entry->d_name);
        texts[n_texts++] = read_file(path.ptr, name);
    }
    closedir(cases);
    assert_true(check(&s, texts, n_texts) > 80);
    for (size_t i = 0; i < MAX_FILES; i++)
        exact_free(s.base[i]);
    for (size_t i = 1; i < n_texts; i++)
        exact_free(texts[i]);
    buffer_release(&path);
    settle();
}

/* ------------------------------------------------------------ lexicon_load */

static void note_name(void *context, const struct lexicon_fault *fault)
{
    buffer_format(context, "%zu: %.*s\n", fault->line, SHOW(fault->reason));
}

/* What is at fault is told file after file, also where one cannot be read. */
static void test_load(void **state)
{
    char good[] = "extend_XXXXXX";
    const char *files[] = {good, "no such folder/no such file", good};
    static const char text[] = "%rec: Country\n\nId: A\nAlias: x\n\nId: B\nName: Beland\n";
    struct loaded_lexicon loaded;
    struct buffer faults = {0};
    struct made_lexicon base = make_lexicon("%rec: Country\n\nId: C\nName: Celand\n");
    int descriptor = mkstemp(good);
    (void)state;
    assert_true(descriptor >= 0);
    assert_int_equal(write(descriptor, text, sizeof text - 1), sizeof text - 1);
    close(descriptor);
    bool read_all = lexicon_load(&loaded, base.image, base.image[1], NULL, files, N_OF(files),
                                 note_name, &faults);
    unlink(good);
    assert_false(read_all);
    EXPECT_TEXT(SLICE("faults"), buffer_slice(&faults),
                SLICE("3: a record without Name\n0: No such file or directory\n"
                      "3: a record without Name\n"));
    assert_int_equal(loaded.lexicon.n_records, 2);
    assert_int_equal(lexicon_find(&loaded.lexicon, SLICE("Celand")), 0);
    assert_int_equal(lexicon_find(&loaded.lexicon, SLICE("Beland")), 1);
    lexicon_unload(&loaded);
    buffer_release(&faults);
    free_lexicon(&base);
    settle();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_random_lexicons),
        cmocka_unit_test(test_shipped_lexicon),
        cmocka_unit_test(test_load),
    };
    return RUN(tests);
}
