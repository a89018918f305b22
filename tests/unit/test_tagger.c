/*
 * test_tagger.c - texts and the mentions that are expected in them, by a small lexicon
 * that is made here, and what holds for the mentions of any text.
 */
#include "property.h"

#include "dragoman/tagger.h"

static const char records[] =
    "%rec: Country\n\n"
    "Id: RU\nName: Russia\nAlias: Russian Federation\nAdjective: Russian\nAdjective: Russians\n"
    "Adjective: Russo-\nMetonym: Moscow\nMetonym: the Kremlin\n"
    "Pattern: \\b(?:[Tt]he )?Kremlin side\\b(?:'s)?\n"
    "Except: \\bRussian dressing\\b\n\n"
    "Id: US\nName: United States\nAlias: United States of America\nAcronym: US\nAcronym: USA\n"
    "Adjective: American\nAdjective: Americans\nMetonym: Washington\n\n"
    "Id: AM\nName: Armenia\nAdjective: Armenian\nAdjective: Armenians\nMetonym: Yerevan\n\n"
    "Id: TR\nName: T\u00FCrkiye\nAlias: Turkey\nExcept: \\bTurkey (?:dinner|sandwich)\\b\n\n"
    "Id: GE\nName: Georgia\nAdjective: Georgian\n"
    "Except: \\b(?:Atlanta|Macon), Georgia\\b|\\bGeorgia(?= Tech\\b)\n"
    "Except: (?<=\\bstate of )Georgia\\b\n\n"
    "Id: CI\nName: C\u00F4te d'Ivoire\n\n"
    "Id: SU\nName: Soviet Union\nAdjective: Soviet\n\n"
    "Id: DE\nName: Germany\nPattern: \\w+part\\b(?= idea)\n\n"
    "%rec: Organization\n\n"
    "Id: CSTO\nName: Collective Security Treaty Organization\nAcronym: CSTO\n\n"
    "Id: GD\nName: Georgian Dream\n\n"
    "Id: RU-MOD\nName: Ministry of Defence of Russia\nAlias: Russian Ministry of Defence\n\n"
    "Id: WHO\nName: World Health Organization\nAcronym: WHO\n\n"
    "Id: EU\nName: European Union\nAcronym: EU\nPattern: \\b27 member states\\b\n\n"
    "Id: NATO\nName: North Atlantic Treaty Organization\nAcronym: NATO\n\n"
    "Id: UN\nName: United Nations\nAcronym: UN\n\n"
    "Id: CLT\nName: Centre for Labour and Trade\n\n"
    "Id: MT\nName: The Moscow Times\n\n"
    "Id: EBRD\nName: European Bank for Co-operation\n\n"
    "Id: EGA\nName: e-Governance Academy\nAlias: \u00E9tat-major uni\nAlias: m\u00E9tier union\n"
    "Alias: iTrade forum\n\n"
    "Id: ORGANIZATION-SHAPES\nName: Organizations by their names\nHead: Organization\nHead: Union\n"
    "Shape: \\bMinistry of \\p{Lu}\\w+(?: \\p{Lu}\\w+)*\n"
    "Shape: \\b\\p{Lu}\\p{Ll}+(?: \\p{Lu}\\p{Ll}+)* Union\\b\n\n"
    "%rec: Treaty\n\n"
    "Id: NEW-START\nName: New START Treaty\nAlias: New START\n\n"
    "Id: UN-CHARTER\nName: Charter of the United Nations\nAlias: UN Charter\n\n"
    "Id: SCP\nName: Charter on Strategic Partnership\n\n"
    "Id: PARIS\nName: Paris Agreement\n\n"
    "Id: TREATY-SHAPES\nName: Treaties by their names\nHead: Charter\nHead: Treaty\n"
    "Head: Agreement\nHead: Convention\nShape: \\bTreaty of \\p{Lu}\\w+\n"
    "Shape: \\b(?:[12]\\d{3} )?\\p{Lu}\\w+(?: \\p{Lu}\\w+)* Convention\\b\n\n"
    "%rec: Person\n\n"
    "Id: JD\nName: Jane Doe\n";

static struct made_lexicon made;

static int set_up(void **state)
{
    (void)state;
    made = make_lexicon(records);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    free_lexicon(&made);
    return 0;
}

/* A mention as "START-END KIND:ID FORM". */
static void add_mentions(const struct mentions *m, struct buffer *out)
{
    for (size_t i = 0; i < m->n; i++) {
        const struct mention *x = &m->items[i];
        struct slice kind = lexicon_text(&made.lexicon, made.lexicon.kinds[x->kind]);
        buffer_format(out, "%s%zu-%zu %.*s:%.*s %s", i ? ", " : "", x->start, x->end, SHOW(kind),
                      SHOW(m->entities[x->entity].id), lexicon_form_names[x->form]);
    }
}

struct row {
    struct slice text;
    const char *mentions;
};

/* What comes behind it on a further line is of the same paragraph. */
#define LEAD "Somebody wrote in a line that was long enough to be wrapped "

static void expect_mentions(const struct row *rows, size_t n)
{
    struct tagger *tagger = tagger_new(&made.lexicon);
    for (size_t i = 0; i < n; i++) {
        struct slice text = exact_copy(rows[i].text);
        struct article a;
        struct mentions m = {0};
        struct buffer got = {0};
        article_init_borrowed(&a, text);
        tagger_run(tagger, &a, &m);
        check_mentions(text, &m);
        add_mentions(&m, &got);
        EXPECT_TEXT(rows[i].text, buffer_slice(&got), slice_of(rows[i].mentions));
        EXPECT(tagger_limited_rule(tagger) == LEXICON_NONE, "row %zu: a limit", i);
        buffer_release(&got);
        mentions_release(&m);
        article_release(&a);
        exact_free(text);
    }
    tagger_free(tagger);
    settle();
}

static void test_words(void **state)
{
    static const struct row rows[] = {
        {TEXT("Talks with Russia and Armenia went on."),
         "11-17 country:RU name, 22-29 country:AM name"},
        {TEXT("The Russian Federation, Russians, a Russian."),
         "4-22 country:RU alias, 24-32 country:RU adjective, 36-43 country:RU adjective"},
        {TEXT("No Prussia, no Russias, no Russia2, no Armenianness."), ""},
        {TEXT("not russia, nor chinA or soviet"), ""},
        {TEXT("(Russia), \"Russia\"; \u201CRussia\u201D/Russia..."),
         "1-7 country:RU name, 11-17 country:RU name, 23-29 country:RU name, 33-39 "
         "country:RU name"},
        {TEXT("US told us, WHO asked who."),
         "0-2 country:US acronym, 12-15 organization:WHO acronym"},
        {TEXT("She met Jane Doe."), "8-16 person:JD name"},
        /* the longest of those that begin first */
        {TEXT("The Georgian Dream is no Georgian dream."),
         "4-18 organization:GD name, 25-33 country:GE adjective"},
        {TEXT("The United States of America, the United States, the United."),
         "4-28 country:US alias, 34-47 country:US name"},
        {TEXT("The Collective Security Treaty Organization is no treaty."),
         "4-43 organization:CSTO name"},
        {TEXT("The Russian Ministry of Defence and the Russian ministry."),
         "4-31 organization:RU-MOD alias, 40-47 country:RU adjective"},
        {TEXT("New START is the New START Treaty."),
         "0-9 treaty:NEW-START alias, 17-33 treaty:NEW-START name"},
        {TEXT("She reads The Moscow Times."), "14-26 organization:MT name"},
        /* where the longest is no mention, a shorter one is */
        {TEXT("the Soviet Union's, a Union of Soviet republics"),
         "4-16 country:SU name, 31-37 country:SU adjective"},
    };
    (void)state;
    expect_mentions(rows, N_OF(rows));
}

static void test_hyphens(void **state)
{
    static const struct row rows[] = {
        {TEXT("the US-Armenia talks"), "4-6 country:US acronym, 7-14 country:AM name"},
        {TEXT("the US\u2013Armenia talks"), "4-6 country:US acronym, 9-16 country:AM name"},
        {TEXT("the US\u2011Armenia and US\u2010Armenia talks"),
         "4-6 country:US acronym, 9-16 country:AM name, 21-23 country:US acronym, 26-33 "
         "country:AM name"},
        {TEXT("the US - Armenia talks"), "4-6 country:US acronym, 9-16 country:AM name"},
        {TEXT("the US\u2014Armenia talks"), "4-6 country:US acronym, 9-16 country:AM name"},
        {TEXT("the US-\nArmenia talks"), "4-6 country:US acronym, 8-15 country:AM name"},
        {TEXT("pro-Russian, non-US, anti-Moscow"),
         "4-11 country:RU adjective, 17-19 country:US acronym, 26-32 country:RU metonym"},
        {TEXT("the Russo-Georgian War, as Russo said"),
         "4-9 country:RU adjective, 10-18 country:GE adjective"},
        {TEXT("the Russo\u2013Georgian War"),
         "4-9 country:RU adjective, 12-20 country:GE adjective"},
        {TEXT("a Russian-American"), "2-9 country:RU adjective, 10-18 country:US adjective"},
        {TEXT("an Armenia-based, US-led effort"), "3-10 country:AM name, 18-20 country:US acronym"},
    };
    (void)state;
    expect_mentions(rows, N_OF(rows));
}

static void test_possessives(void **state)
{
    static const struct row rows[] = {
        {TEXT("Russia's and Armenia\u2019s"), "0-6 country:RU name, 13-20 country:AM name"},
        {TEXT("the United States' and the Americans\u2019 role"),
         "4-17 country:US name, 27-36 country:US adjective"},
        {TEXT("the US's, the CSTO\u2019s"),
         "4-6 country:US acronym, 14-18 organization:CSTO acronym"},
        {TEXT("C\u00F4te d\u2019Ivoire\u2019s and Moscow's"),
         "0-16 country:CI name, 25-31 country:RU metonym"},
    };
    (void)state;
    expect_mentions(rows, N_OF(rows));
}

static void test_line_breaks(void **state)
{
    static const struct row rows[] = {
        {TEXT(LEAD "the Russian\n"
                   "Federation"),
         "64-82 country:RU alias"},
        {TEXT("the Russian  Federation"), "4-23 country:RU alias"},
        {TEXT(LEAD "the Russian \n\t "
                   "Federation"),
         "64-85 country:RU alias"},
        {TEXT(LEAD "the US-\nArmenia "
                   "talks"),
         "64-66 country:US acronym, 68-75 country:AM name"},
        {TEXT(LEAD "the US\u2013\n"
                   "Armenia talks"),
         "64-66 country:US acronym, 70-77 country:AM name"},
        {TEXT(LEAD "the Russo-\n"
                   "Georgian War"),
         "64-69 country:RU adjective, 71-79 country:GE adjective"},
        {TEXT("the Russian\u00A0Federation and the United\u202FStates\u2009of\u3000America"),
         "4-23 country:RU alias, 32-62 country:US alias"},
        {TEXT("the Russian.\n\nFederation is the next paragraph."), "4-11 country:RU adjective"},
        {TEXT("the Collective Security\nTreaty Organization"), "4-43 organization:CSTO name"},
        {TEXT(LEAD "the New\nSTART\n"
                   "Treaty"),
         "64-80 treaty:NEW-START name"},
        {TEXT(LEAD "the U.S.\nArmenia"), "64-68 country:US acronym, 69-76 country:AM name"},
        {TEXT(LEAD "Russia\n's and \n"
                   "(EU)\n"),
         "60-66 country:RU name, 76-78 organization:EU acronym"},
    };
    (void)state;
    expect_mentions(rows, N_OF(rows));
}

static void test_unicode(void **state)
{
    static const struct row rows[] = {
        {TEXT("T\u00FCrkiye and Tu\u0308rkiye, not Turkiye"),
         "0-8 country:TR name, 13-22 country:TR name"},
        {TEXT("C\u00F4te d'Ivoire, Co\u0302te d\u2019Ivoire, C\u00F4te d\u02BCIvoire"),
         "0-14 country:CI name, 16-33 country:CI name, 35-50 country:CI name"},
        {TEXT("Arme\u00ADnia and the Rus\u00ADsian Fede\u00ADration"),
         "0-9 country:AM name, 18-40 country:RU alias"},
        {TEXT("Tu\u0308r\u00ADkiye\u2019s \u4E2D\u6587US"), "0-11 country:TR name"},
        {TEXT("Russia\u0301 and Russia\u00E9 and \u00C9Russia, but Russia\u3002"),
         "40-46 country:RU name"},
        /* after any mark, whatever word is before it */
        {TEXT("zz\u2014Armenia, zz\u2026Armenia, zz\u201CArmenia\u201D"),
         "5-12 country:AM name, 19-26 country:AM name, 33-40 country:AM name"},
        {TEXT("zz\u00A0Armenia zz\u3000Armenia"), "4-11 country:AM name, 17-24 country:AM name"},
        {TEXT("\u202ERussia\u202C \uFEFFArmenia\u200B"),
         "3-9 country:RU name, 16-23 country:AM name"},
    };
    (void)state;
    expect_mentions(rows, N_OF(rows));
}

static void test_spellings(void **state)
{
    static const struct row rows[] = {
        {TEXT("the Russian Ministry of Defense"), "4-31 organization:RU-MOD alias"},
        {TEXT("the World Health Organisation"), "4-29 organization:WHO name"},
        {TEXT("the Collective Security Treaty Organisation"), "4-43 organization:CSTO name"},
        {TEXT("the Centre for Labour & Trade, the Center for Labor and Trade"),
         "4-29 organization:CLT name, 35-61 organization:CLT name"},
        {TEXT("the centre for Labour and Trade"), ""},
        {TEXT("European Bank for Co-operation, European Bank for Cooperation"),
         "0-30 organization:EBRD name, 32-61 organization:EBRD name"},
    };
    (void)state;
    expect_mentions(rows, N_OF(rows));
}

static void test_acronyms(void **state)
{
    static const struct row rows[] = {
        {TEXT("the U.S. and the U.S.A."), "4-8 country:US acronym, 17-23 country:US acronym"},
        {TEXT("the U.S.-Armenia talks, the U.S.'s"),
         "4-8 country:US acronym, 9-16 country:AM name, 28-32 country:US acronym"},
        {TEXT("It left the U.S."), "12-16 country:US acronym"},
        {TEXT("N.A.T.O. and E.U."), "0-8 organization:NATO acronym, 13-17 organization:EU acronym"},
        {TEXT("the US, USA, USAs and USAF"), "4-6 country:US acronym, 8-11 country:US acronym"},
        {TEXT("the Us, the Nato, the eu"), ""},
    };
    (void)state;
    expect_mentions(rows, N_OF(rows));
}

static void test_capitals(void **state)
{
    static const struct row rows[] = {
        {TEXT("RUSSIA AND THE UNITED STATES"), "0-6 country:RU name, 15-28 country:US name"},
        {TEXT("RUSSIA'S WAR"), "0-6 country:RU name"},
        {TEXT("GEORGIAN DREAM WINS ARMENIAN VOTE"),
         "0-14 organization:GD name, 20-28 country:AM adjective"},
        {TEXT("T\u00DCRKIYE AND C\u00D4TE D'IVOIRE"), "0-8 country:TR name, 13-27 country:CI name"},
        {TEXT("ASKING OTHERS TO JOIN US"), ""},
        {TEXT("ALL TALK TO THE US"), "16-18 country:US acronym"},
        {TEXT("NOBODY KNOWS WHO WINS"), ""},
        {TEXT("RUSSIa and RuSSIA"), ""},
    };
    (void)state;
    expect_mentions(rows, N_OF(rows));
}

/* Names that begin with a small letter, whatever comes behind it. */
static void test_small_letters(void **state)
{
    static const struct row rows[] = {
        {TEXT("an e-Governance Academy here"), "3-23 organization:EGA name"},
        {TEXT("e-Governance Academy, iTrade forum"),
         "0-20 organization:EGA name, 22-34 organization:EGA alias"},
        {TEXT("the \u00E9tat-major uni there"), "4-19 organization:EGA alias"},
        {TEXT("the m\u00E9tier union there"), "4-17 organization:EGA alias"},
        {TEXT("the me\u0301tier union there"), "4-18 organization:EGA alias"},
        {TEXT("the iTrade forum there"), "4-16 organization:EGA alias"},
    };
    (void)state;
    expect_mentions(rows, N_OF(rows));
}

static void test_exceptions(void **state)
{
    static const struct row rows[] = {
        {TEXT("a Russian salad with Russian dressing"), "2-9 country:RU adjective"},
        {TEXT(LEAD "Russian\n dressing"), ""},
        {TEXT(LEAD "Atlanta,\n"
                   "Georgia, and the state of\nGeorgia"),
         ""},
        {TEXT("Atlanta, Georgia, and the state of Georgia are not Georgia."),
         "51-58 country:GE name"},
        {TEXT("Georgia Tech is not in Georgia."), "23-30 country:GE name"},
        {TEXT("a Turkey sandwich in Turkey"), "21-27 country:TR alias"},
        {TEXT("in Atlanta they said that Georgia was far"), "26-33 country:GE name"},
        {TEXT("Atlanta, Georgia.\n\nGeorgia is here."), "19-26 country:GE name"},
        /* a longer name takes the words of an exception */
        {TEXT("Atlanta, Georgian Dream"), "9-23 organization:GD name"},
    };
    (void)state;
    expect_mentions(rows, N_OF(rows));
}

static void test_patterns_and_shapes(void **state)
{
    static const struct row rows[] = {
        {TEXT("All 27 member states of the EU and 28 member states."),
         "4-20 organization:EU pattern, 28-30 organization:EU acronym"},
        {TEXT(LEAD "the 27\nmember "
                   "states"),
         "64-80 organization:EU pattern"},
        {TEXT(LEAD "The Kremlin side "
                   "and the\nKremlin side"),
         "64-76 country:RU pattern, 85-97 country:RU pattern"},
        {TEXT("The Kremlin side's and the\u00A0Kremlin side"),
         "4-16 country:RU pattern, 28-40 country:RU pattern"},
        {TEXT("The 1999 Istanbul Convention is the Istanbul Convention."),
         "9-28 treaty:ISTANBUL-CONVENTION pattern, 36-55 treaty:ISTANBUL-CONVENTION "
         "pattern"},
        {TEXT("the Ministry of Foreign Affairs, the Ministry of  Foreign Affairs"),
         "4-31 organization:MINISTRY-OF-FOREIGN-AFFAIRS pattern, 37-65 "
         "organization:MINISTRY-OF-FOREIGN-AFFAIRS pattern"},
        {TEXT("the Treaty of S\u00E8vres"), "4-21 treaty:TREATY-OF-SEVRES pattern"},
        {TEXT("the Eurasian Economic Union"), "4-27 organization:EURASIAN-ECONOMIC-UNION pattern"},
        {TEXT("the ministry of nothing, a party, the union"), ""},
        {TEXT("a Bypartner of the Bypart idea"), "19-25 country:DE pattern"},
    };
    (void)state;
    expect_mentions(rows, N_OF(rows));
}

static void test_taught_acronyms(void **state)
{
    static const struct row rows[] = {
        /* a name, then its acronym */
        {TEXT("EEU. The Eurasian Economic Union (EEU) is young. The EEU grows."),
         "9-32 organization:EURASIAN-ECONOMIC-UNION pattern, 34-37 "
         "organization:EURASIAN-ECONOMIC-UNION acronym, 53-56 "
         "organization:EURASIAN-ECONOMIC-UNION acronym"},
        {TEXT("The Eurasian Economic Union (the \u201CEEU\u201D) and the EEU\u2019s."),
         "4-27 organization:EURASIAN-ECONOMIC-UNION pattern, 36-39 "
         "organization:EURASIAN-ECONOMIC-UNION acronym, 52-55 "
         "organization:EURASIAN-ECONOMIC-UNION acronym"},
        {TEXT(LEAD "The Eurasian\n"
                   "Economic Union\n(EEU).\n\nNext: the EEU."),
         "64-87 organization:EURASIAN-ECONOMIC-UNION pattern, 89-92 "
         "organization:EURASIAN-ECONOMIC-UNION acronym, 106-109 "
         "organization:EURASIAN-ECONOMIC-UNION acronym"},
        {TEXT("The United Nations Centre for X (UNCX), the UNCX."), "4-18 organization:UN name"},
        {TEXT("The Ministry of Foreign Affairs (MFA, for short) and MFA."),
         "4-31 organization:MINISTRY-OF-FOREIGN-AFFAIRS pattern, 33-36 "
         "organization:MINISTRY-OF-FOREIGN-AFFAIRS acronym, 53-56 "
         "organization:MINISTRY-OF-FOREIGN-AFFAIRS acronym"},
        {TEXT("The Russian Ministry of Defence (RMD). The RMD."),
         "4-31 organization:RU-MOD alias, 33-36 organization:RU-MOD acronym, 43-46 "
         "organization:RU-MOD acronym"},
        {TEXT("The European Union (EU)."),
         "4-18 organization:EU name, 20-22 organization:EU acronym"},
        /* an acronym, then its name */
        {TEXT("The EEU (Eurasian Economic Union) and the EEU."),
         "4-7 organization:EURASIAN-ECONOMIC-UNION acronym, 9-32 "
         "organization:EURASIAN-ECONOMIC-UNION pattern, 42-45 "
         "organization:EURASIAN-ECONOMIC-UNION acronym"},
        {TEXT("The MFA (the Ministry of Foreign Affairs) and the MFA."),
         "4-7 organization:MINISTRY-OF-FOREIGN-AFFAIRS acronym, 13-40 "
         "organization:MINISTRY-OF-FOREIGN-AFFAIRS pattern, 50-53 "
         "organization:MINISTRY-OF-FOREIGN-AFFAIRS acronym"},
        /* nothing is taught */
        {TEXT("The Eurasian Economic Union (see below) and below."),
         "4-27 organization:EURASIAN-ECONOMIC-UNION pattern"},
        {TEXT("The Eurasian Economic Union (2014) and 2014."),
         "4-27 organization:EURASIAN-ECONOMIC-UNION pattern"},
        {TEXT("The Eurasian Economic Union (XYZ) and XYZ."),
         "4-27 organization:EURASIAN-ECONOMIC-UNION pattern"},
        {TEXT("The Eurasian Economic Union and (EEU) and EEU."),
         "4-27 organization:EURASIAN-ECONOMIC-UNION pattern"},
        {TEXT("EEU (see below) and ABC (2014) and GDP (Gross Domestic Product)."), ""},
        {TEXT("The Eurasian Economic Union (EEU) is not eeu, EEUs or xEEU."),
         "4-27 organization:EURASIAN-ECONOMIC-UNION pattern, 29-32 "
         "organization:EURASIAN-ECONOMIC-UNION acronym"},
        /* an article's own meaning goes before the lexicon's */
        {TEXT("The Western Harbour Union (WHU), and WHO."),
         "4-25 organization:WESTERN-HARBOUR-UNION pattern, 27-30 "
         "organization:WESTERN-HARBOUR-UNION acronym, 37-40 organization:WHO acronym"},
        {TEXT("The Northern Area Trade Union (NATU) is not NATO."),
         "4-29 organization:NORTHERN-AREA-TRADE-UNION pattern, 31-35 "
         "organization:NORTHERN-AREA-TRADE-UNION acronym, 44-48 organization:NATO "
         "acronym"},
    };
    (void)state;
    expect_mentions(rows, N_OF(rows));
}

static void test_short_forms(void **state)
{
    static const struct row rows[] = {
        {TEXT("The Charter on Strategic Partnership is new. The Charter says so, and the "
              "Charter's text too."),
         "4-36 treaty:SCP name, 49-56 treaty:SCP short, 74-81 treaty:SCP short"},
        {TEXT("The Charter says. Then the Charter on Strategic Partnership."),
         "27-59 treaty:SCP name"},
        {TEXT("The Charter on Strategic Partnership: a charter, Charter Commission, Paris "
              "Charter."),
         "4-36 treaty:SCP name"},
        {TEXT("The Charter on Strategic Partnership, the UN Charter, the Charter."),
         "4-36 treaty:SCP name, 42-52 treaty:UN-CHARTER alias, 58-65 treaty:UN-CHARTER "
         "short"},
        {TEXT("The Paris Agreement and the Agreement, not the Treaty."),
         "4-19 treaty:PARIS name, 28-37 treaty:PARIS short"},
        {TEXT("The Collective Security Treaty Organization, the Treaty, the Organization."),
         "4-43 organization:CSTO name, 61-73 organization:CSTO short"},
        {TEXT("The CSTO and the Organization, the Organisation."),
         "4-8 organization:CSTO acronym, 17-29 organization:CSTO short, 35-47 "
         "organization:CSTO short"},
        {TEXT("The Treaty of S\u00E8vres and the Treaty."),
         "4-21 treaty:TREATY-OF-SEVRES pattern, 30-36 treaty:TREATY-OF-SEVRES short"},
        {TEXT("The European Union.\n\nThe Union is a union."),
         "4-18 organization:EU name, 25-30 organization:EU short"},
        {TEXT("The Eurasian Economic Union, later the Union; the EU, the Union."),
         "4-27 organization:EURASIAN-ECONOMIC-UNION pattern, 39-44 "
         "organization:EURASIAN-ECONOMIC-UNION short, 50-52 organization:EU acronym, "
         "58-63 organization:EU short"},
    };
    (void)state;
    expect_mentions(rows, N_OF(rows));
}

static void test_metonyms(void **state)
{
    static const struct row rows[] = {
        {TEXT("Moscow said no, and Washington agreed."),
         "0-6 country:RU metonym, 20-30 country:US metonym"},
        {TEXT("He lives in Moscow, near Moscow, outside Washington."), ""},
        {TEXT("Officials in Moscow and in Washington agreed."), "13-19 country:RU metonym"},
        {TEXT("They flew to Moscow. A letter to Moscow came."), "33-39 country:RU metonym"},
        {TEXT("relations between Moscow and the Kremlin"),
         "18-24 country:RU metonym, 33-40 country:RU metonym"},
        {TEXT("Moscow State University"), ""},
        {TEXT("MOSCOW \u2014 Russia said no."), "11-17 country:RU name"},
        {TEXT("The Charter, signed in Moscow\nby Russia"), "33-39 country:RU name"},
    };
    (void)state;
    expect_mentions(rows, N_OF(rows));
}

static void test_addresses(void **state)
{
    static const struct row rows[] = {
        {TEXT("See https://example.org/Russia/Armenia?US=1#WHO for more on Russia."),
         "60-66 country:RU name"},
        {TEXT("See www.Russia.example, or (https://example.org/Treaty_of_Rome)."), ""},
        {TEXT("https://example.org/US-Russia-talks"), ""},
        {TEXT("Write to Russia@example.org, desk@Russia.example or US.desk@example.org."), ""},
        {TEXT("the US/Russia talks"), "4-6 country:US acronym, 7-13 country:RU name"},
    };
    (void)state;
    expect_mentions(rows, N_OF(rows));
}

static void test_blocks(void **state)
{
    static const struct row rows[] = {
        {TEXT(""), ""},
        {TEXT("\n \n"), ""},
        {TEXT("\0Russia\0"), "1-7 country:RU name"},
        {TEXT("Russia"), "0-6 country:RU name"},
        {TEXT("The Russian\n\nBy Jane X\n\n- Armenia\n- the United\n- States\n"),
         "4-11 country:RU adjective, 26-33 country:AM name"},
        {TEXT("Russia Today\n\nText on Armenia ends here.\n\nThe US View\n\nMore on "
              "Georgia.\n"),
         "0-6 country:RU name, 22-29 country:AM name, 46-48 country:US acronym, 63-70 "
         "country:GE name"},
    };
    (void)state;
    expect_mentions(rows, N_OF(rows));
}

/* --------------------------------------------------------------- entities */

static void test_entities(void **state)
{
    static const struct {
        const char *id, *name;
        size_t n_mentions, first;
        bool introduced;
    } rows[] = {
        {"US", "United States", 2, 0, false},
        {"RU", "Russia", 3, 1, false},
        {"MINISTRY-OF-FOREIGN-AFFAIRS", "Ministry of Foreign Affairs", 3, 4, true},
    };
    static const struct slice text =
        TEXT("The U.S., Russia and Americans on Russian talks. The Ministry of\n  Foreign Affairs "
             "(MFA) and the MFA. Russia too.\n");
    struct tagger *tagger = tagger_new(&made.lexicon);
    struct article a;
    struct mentions m = {0};
    (void)state;
    article_init_borrowed(&a, text);
    tagger_run(tagger, &a, &m);
    check_mentions(text, &m);
    assert_int_equal(m.n_entities, N_OF(rows));
    for (size_t i = 0; i < N_OF(rows); i++) {
        const struct entity *e = &m.entities[i];
        EXPECT_TEXT(slice_of(rows[i].id), e->id, slice_of(rows[i].id));
        EXPECT_TEXT(slice_of(rows[i].id), e->name, slice_of(rows[i].name));
        EXPECT(e->n_mentions == rows[i].n_mentions, "%s: %zu", rows[i].id, e->n_mentions);
        EXPECT(e->first == rows[i].first, "%s: first %zu", rows[i].id, e->first);
        EXPECT((e->record == LEXICON_NONE) == rows[i].introduced, "%s", rows[i].id);
    }
    for (size_t off = 0; off <= text.len + 1; off++) {
        size_t i = 0;
        while (i < m.n && m.items[i].end <= off)
            i++;
        assert_int_equal(mentions_after(&m, off), i);
    }
    mentions_release(&m);
    assert_int_equal(m.n + m.n_entities, 0);
    assert_int_equal(mentions_after(&m, 0), 0);
    article_release(&a);
    tagger_free(tagger);
    settle();
}

/* An acronym that comes before its name introduces the same entity as the name does. */
static void test_introduced_name(void **state)
{
    static const struct slice text = TEXT("The MFA (the Ministry of  Foreign Affairs) spoke.\n");
    struct tagger *tagger = tagger_new(&made.lexicon);
    struct article a;
    struct mentions m = {0};
    (void)state;
    article_init_borrowed(&a, text);
    tagger_run(tagger, &a, &m);
    EXPECT(m.n_entities == 1, "%zu entities", m.n_entities);
    if (m.n_entities)
        EXPECT_TEXT(text, m.entities[0].name, SLICE("Ministry of Foreign Affairs"));
    mentions_release(&m);
    article_release(&a);
    tagger_free(tagger);
    settle();
}

/* --------------------------------------------------------------- the work */

#define LONG_TEXT                                                                                  \
    "Russia's View\n\nThe Eurasian Economic Union (EEU) and Moscow.\n\nThe EEU again, "            \
    "and the US.\n\n- Armenia\n- the Charter\n\nThe Paris Agreement, and the Agreement.\n"

/* Block by block comes to what all at once comes to; done grows to the text's end. */
static void test_steps(void **state)
{
    static const struct slice text = TEXT(LONG_TEXT);
    struct tagger *tagger = tagger_new(&made.lexicon);
    struct article a;
    struct mentions all = {0}, stepped = {0};
    struct buffer expected = {0}, got = {0};
    size_t done = 0, before = 0, n = 0;
    (void)state;
    article_init_borrowed(&a, text);
    tagger_run(tagger, &a, &all);
    add_mentions(&all, &expected);
    tagger_begin(tagger, &a, &stepped);
    bool more;
    do {
        more = tagger_step(tagger, 1, &done);
        assert_true(done > before);
        for (size_t i = 0; i < stepped.n; i++)
            assert_true(stepped.items[i].end <= done);
        before = done;
        n++;
    } while (more);
    assert_int_equal(done, text.len);
    assert_int_equal(n, a.n_blocks);
    assert_false(tagger_step(tagger, 1, NULL));
    add_mentions(&stepped, &got);
    EXPECT_TEXT(text, buffer_slice(&got), buffer_slice(&expected));
    assert_true(all.n > 8);
    buffer_release(&expected);
    buffer_release(&got);
    mentions_release(&all);
    mentions_release(&stepped);
    article_release(&a);
    tagger_free(tagger);
    settle();
}

/* What one article teaches is forgotten in the next one. */
static void test_next_article(void **state)
{
    static const struct row rows[] = {
        {TEXT(LONG_TEXT), NULL},
        {TEXT("The EEU, the Agreement, the Union."), ""},
        {TEXT(LONG_TEXT), NULL},
    };
    struct tagger *tagger = tagger_new(&made.lexicon);
    struct buffer first = {0};
    (void)state;
    for (size_t i = 0; i < N_OF(rows); i++) {
        struct article a;
        struct mentions m = {0};
        struct buffer got = {0};
        article_init_borrowed(&a, rows[i].text);
        tagger_run(tagger, &a, &m);
        add_mentions(&m, &got);
        if (i == 0)
            buffer_add(&first, buffer_slice(&got));
        EXPECT_TEXT(rows[i].text, buffer_slice(&got),
                    rows[i].mentions ? slice_of(rows[i].mentions) : buffer_slice(&first));
        buffer_release(&got);
        mentions_release(&m);
        article_release(&a);
    }
    buffer_release(&first);
    tagger_free(tagger);
    settle();
}

static void test_any_text(void **state)
{
    uint32_t seed = 29;
    struct tagger *tagger = tagger_new(&made.lexicon);
    size_t n = 0;
    (void)state;
    for (int i = 0; i < 3000; i++) {
        struct buffer b = {0};
        struct article a;
        struct mentions m = {0};
        random_text(&seed, 1 + (unsigned)i % 80, &b);
        struct slice text = exact_copy(buffer_slice(&b));
        article_init_borrowed(&a, text);
        tagger_run(tagger, &a, &m);
        check_mentions(text, &m);
        n += m.n;
        mentions_release(&m);
        article_release(&a);
        exact_free(text);
        buffer_release(&b);
    }
    assert_true(n > 1000);
    tagger_free(tagger);
}

/* ----------------------------------------------------- lexicons of all kinds */

/* A rule that runs into the limits is named, and the rest goes on. */
static void test_limits(void **state)
{
    struct made_lexicon other = make_lexicon("%rec: Country\n\nId: A\nName: Aland\n\n"
                                             "Id: B\nName: Beland\nPattern: (?:a+)+$\n");
    struct tagger *tagger = tagger_new(&other.lexicon);
    struct buffer b = {0};
    struct article a;
    struct mentions m = {0};
    (void)state;
    buffer_add(&b, SLICE("Aland and "));
    for (int i = 0; i < 2000; i++)
        buffer_add_byte(&b, 'a');
    buffer_add(&b, SLICE("! And Beland."));
    article_init_borrowed(&a, buffer_slice(&b));
    tagger_run(tagger, &a, &m);
    assert_int_equal(m.n, 2);
    uint32_t rule = tagger_limited_rule(tagger);
    assert_true(rule < other.lexicon.n_rules);
    assert_int_equal(other.lexicon.rules[rule].record, 1);
    mentions_release(&m);
    article_release(&a);
    article_init_borrowed(&a, SLICE("Aland."));
    tagger_run(tagger, &a, &m);
    assert_int_equal(tagger_limited_rule(tagger), LEXICON_NONE);
    mentions_release(&m);
    article_release(&a);
    buffer_release(&b);
    tagger_free(tagger);
    free_lexicon(&other);
}

static void test_empty_lexicon(void **state)
{
    struct made_lexicon other = make_lexicon("");
    struct tagger *tagger = tagger_new(&other.lexicon);
    struct article a;
    struct mentions m = {0};
    (void)state;
    article_init_borrowed(&a, SLICE("Russia (RF) and \u4E2D\u6587, the EEU (Union).\n\nMore.\n"));
    tagger_run(tagger, &a, &m);
    assert_int_equal(m.n, 0);
    assert_int_equal(m.n_entities, 0);
    mentions_release(&m);
    article_release(&a);
    tagger_free(tagger);
    tagger_free(NULL);
    free_lexicon(&other);
}

/* Very many mentions, acronyms and introduced names in one block. */
static void test_large_text(void **state)
{
    struct tagger *tagger = tagger_new(&made.lexicon);
    struct buffer b = {0};
    struct article a;
    struct mentions m = {0};
    (void)state;
    for (int i = 0; i < 3000; i++)
        buffer_format(&b, "Russia and the Treaty of City%d, ", i);
    article_init_borrowed(&a, buffer_slice(&b));
    tagger_run(tagger, &a, &m);
    check_mentions(a.text, &m);
    assert_int_equal(m.n, 6000);
    assert_int_equal(m.n_entities, 3001);
    mentions_release(&m);
    article_release(&a);
    buffer_release(&b);
    tagger_free(tagger);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words),
        cmocka_unit_test(test_hyphens),
        cmocka_unit_test(test_possessives),
        cmocka_unit_test(test_line_breaks),
        cmocka_unit_test(test_unicode),
        cmocka_unit_test(test_spellings),
        cmocka_unit_test(test_acronyms),
        cmocka_unit_test(test_capitals),
        cmocka_unit_test(test_small_letters),
        cmocka_unit_test(test_exceptions),
        cmocka_unit_test(test_patterns_and_shapes),
        cmocka_unit_test(test_taught_acronyms),
        cmocka_unit_test(test_short_forms),
        cmocka_unit_test(test_metonyms),
        cmocka_unit_test(test_addresses),
        cmocka_unit_test(test_blocks),
        cmocka_unit_test(test_entities),
        cmocka_unit_test(test_introduced_name),
        cmocka_unit_test(test_steps),
        cmocka_unit_test(test_next_article),
        cmocka_unit_test(test_any_text),
        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_empty_lexicon),
        cmocka_unit_test(test_large_text),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down) || bad_rows;
}
