/*
 * test_tty.c - the real program in a real pseudo-terminal.
 *
 * What the screen tests cannot see: curses, the modes of the terminal, colours on several
 * terminals, sizes, signals, keys from /dev/tty. Every expectation is waited for, never
 * slept for; see screen.h. DRAGOMAN names the program, ./dragoman by default.
 */
#include "world.h"

#include <fcntl.h>

/* ------------------------------------------------------------------- looks */

struct look {
    bool bold, underline, italic, reverse;
    int foreground, background;
};

static struct look look_at(const struct screen *s, int row, int col)
{
    struct screen_cell cell = screen_cell_at(s, row, col);
    return (struct look){cell.bold,    cell.underline,  cell.italic,
                         cell.reverse, cell.foreground, cell.background};
}

static bool same_attributes(struct look a, struct look b)
{
    return a.bold == b.bold && a.underline == b.underline && a.italic == b.italic &&
           a.reverse == b.reverse;
}

static bool same_look(struct look a, struct look b)
{
    return same_attributes(a, b) && a.foreground == b.foreground && a.background == b.background;
}

/* How the words look that stand somewhere between the bars; their row must hold no wide
 * character before them. */
static bool find_look(struct screen *s, const char *words, struct look *look)
{
    for (int row = 1; row < screen_rows(s) - 1; row++) {
        const char *line = screen_row(s, row), *at = strstr(line, words);
        int col = 0;
        if (!at)
            continue;
        for (; line < at; line++)
            col += ((unsigned char)*line & 0xC0) != 0x80;
        *look = look_at(s, row, col);
        return true;
    }
    return false;
}

static struct look look_of(struct world *w, const char *words)
{
    struct look look = {0};
    if (!find_look(w->screen, words, &look))
        fail_msg("no \"%s\" on the screen", words);
    return look;
}

/* The reversed text that begins under the cursor is just this; before it is none. */
static bool is_focused(struct screen *s, const void *context)
{
    int row, col;
    char text[COLS * SCREEN_CELL_BYTES] = "";
    screen_cursor(s, &row, &col);
    if (!screen_cursor_visible(s) || (col > 0 && look_at(s, row, col - 1).reverse))
        return false;
    for (int n = 0; n < COLS && look_at(s, row, col).reverse; n++, col++)
        strcat(text, screen_cell_at(s, row, col).bytes);
    return strcmp(text, context) == 0;
}

static void expect_focus(struct world *w, const char *text)
{
    await(w, is_focused, text, "the focus and the cursor on", text);
}

/* ---------------------------------------------------------------- articles */

static const char roads[] =
    "The Long Road Between Capitals\n"
    "\n"
    "By Nobody in Particular\n"
    "\n"
    "France met Germany, and the African Union wrote to France about the Paris Agreement.\n"
    "\n"
    "A second round of talks\n"
    "\n"
    "Germany answered the United Nations, and the United Nations thanked Japan and France.\n"
    "\n"
    "The first of them names nobody at all and is only here to fill a line or two of it.\n"
    "\n"
    "The second names nobody at all and is only here to fill a line or two of the rest.\n"
    "\n"
    "The third names nobody at all and is only here to fill a line or two of the rest.\n"
    "\n"
    "The fourth names nobody at all and is only here to fill a line or two of the rest.\n"
    "\n"
    "The fifth names nobody at all and is only here to fill a line or two of the rest.\n"
    "\n"
    "The sixth names nobody at all and is only here to fill a line or two of the rest.\n"
    "\n"
    "The seventh names nobody at all and is only here to fill a line or two of the rest.\n"
    "\n"
    "What came of it in the end\n"
    "\n"
    "In Brazil the Kyoto Protocol was read aloud, and France said nothing.\n";

/* 200 rows, each a line of the source. */
static const char *put_list(void)
{
    enum { LINES = 200, LINE_BYTES = 32 };
    static char text[LINES * LINE_BYTES];
    size_t len = 0;
    for (int i = 1; i <= LINES; i++)
        len += (size_t)sprintf(text + len, "- line %03d of the list\n", i);
    return put_file("list", text);
}

static void start_roads(struct world *w)
{
    start(w, put_file("roads", roads));
    expect(w, BOTTOM, "countries "); /* all is indexed */
}

static void start_list(struct world *w)
{
    start(w, put_list());
    expect(w, BOTTOM, "countries "); /* all is indexed */
}

/* -------------------------------------------------------------- the screen */

static bool bar_at_edge(struct screen *s, const void *context)
{
    static const char *const ticks[] = {"\u2502", "\u2503", "\u2588", "\u2590"};
    (void)context;
    for (int row = 1; row < screen_rows(s) - 1; row++) {
        struct screen_cell cell = screen_cell_at(s, row, screen_cols(s) - 1);
        bool is_tick = false;
        for (size_t i = 0; i < LENGTH(ticks); i++)
            is_tick = is_tick || strcmp(cell.bytes, ticks[i]) == 0;
        if (!is_tick)
            return false;
    }
    return true;
}

static void test_start(void **state)
{
    struct world *w = *state;
    start(w, NULL);
    expect(w, TOP, "The Charter and the Road");
    expect(w, TOP, "1/7");
    expect(w, TOP, "%");
    expect(w, 3, "The Charter and the Road");
    expect(w, 7, "American secretaries of state");
    expect(w, BOTTOM, "countries ");
    expect(w, BOTTOM, "organizations ");
    expect(w, BOTTOM, "treaties ");
    expect(w, BOTTOM, "h help");
    await(w, bar_at_edge, NULL, "the density bar", "");
    assert_true(screen_is_alternate(w->screen));
}

/* Every step shows another line on top, so that none is fulfilled before it is done. */
static void test_moving(void **state)
{
    static const struct {
        const char *keys, *first;
    } steps[] = {
        {" ", "line 023"},       {"b", "line 001"},       {"j", "line 002"},
        {"5j", "line 007"},      {"k", "line 006"},       {"3k", "line 003"},
        {"d", "line 014"},       {"u", "line 003"},       {"\x06", "line 025"},
        {"\x02", "line 003"},    {"\r", "line 004"},      {"G", "line 179"},
        {"k", "line 178"},       {"g", "line 001"},       {"50g", "line 050"},
        {"50%", "line 101"},     {"\033OB", "line 102"},  {"\033OA", "line 101"},
        {"\033[6~", "line 123"}, {"\033[5~", "line 101"}, {"\033OH", "line 001"},
        {"\033OF", "line 179"},  {"1000k", "line 001"},   {"1000 ", "line 179"},
    };
    struct world *w = *state;
    start_list(w);
    for (size_t i = 0; i < LENGTH(steps); i++) {
        press(w, steps[i].keys);
        expect(w, FIRST, steps[i].first);
        bool at_end = strcmp(steps[i].first, "line 179") == 0;
        if (at_end)
            expect(w, TOP, " 100%");
        else
            expect_gone(w, TOP, " 100%");
    }
}

/* ---------------------------------------------------- from mention to mention */

struct step {
    const char *keys, *said, *count, *focus;
};

static void run_steps(struct world *w, const struct step *steps, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        press(w, steps[i].keys);
        expect_said(w, steps[i].said);
        expect(w, BOTTOM, steps[i].count);
        expect_focus(w, steps[i].focus);
    }
}

static void test_steps(void **state)
{
    static const struct step steps[] = {
        {"c", "country France, 1 of 4, section 1 of 3", "France 1/4", "France"},
        {"c", "country Germany, 1 of 2, section 1 of 3", "Germany 1/2", "Germany"},
        {"3c", "country Japan, 1 of 1, section 2 of 3", "Japan 1/1", "Japan"},
        {"C", "country Germany, 2 of 2, section 2 of 3", "Germany 2/2", "Germany"},
        {"2C", "country Germany, 1 of 2, section 1 of 3", "Germany 1/2", "Germany"},
        {"o", "organization African Union, 1 of 1, section 1", "African Union 1/1",
         "African Union"},
        {"t", "treaty Paris Agreement, 1 of 1, section 1 of 3", "Paris Agreement 1/1",
         "Paris Agreement"},
        {"\t", "country Germany, 2 of 2, section 2 of 3", "Germany 2/2", "Germany"},
        {"\t", "organization United Nations, 1 of 2, section 2", "United Nations 1/2",
         "United Nations"},
        {"o", "organization United Nations, 2 of 2, section 2", "United Nations 2/2",
         "United Nations"},
        {"\033[Z", "organization United Nations, 1 of 2, sect", "United Nations 1/2",
         "United Nations"},
        {"O", "organization African Union, 1 of 1, section 1", "African Union 1/1",
         "African Union"},
        {"2\t", "treaty Paris Agreement, 1 of 1, section 1 of 3", "Paris Agreement 1/1",
         "Paris Agreement"},
    };
    struct world *w = *state;
    start_roads(w);
    press(w, "2j");
    expect(w, FIRST, "By Nobody");
    run_steps(w, steps, LENGTH(steps));
    expect(w, FIRST, "By Nobody"); /* all of it happened on one screen */
}

static void test_steps_wrap(void **state)
{
    static const struct step steps[] = {
        {"T", "wrapped to the end: treaty Kyoto Protocol, 1 of 1", "section 3 of 3",
         "Kyoto Protocol"},
        {"c", "country France, 4 of 4, section 3 of 3", "France 4/4", "France"},
        {"c", "wrapped to the start: country France, 1 of 4, section 1 of 3", "France 1/4",
         "France"},
        {"C", "wrapped to the end: country France, 4 of 4, section 3 of 3", "France 4/4", "France"},
        {"\t", "wrapped to the start: country France, 1 of 4, section 1 of 3", "France 1/4",
         "France"},
    };
    struct world *w = *state;
    start_roads(w);
    run_steps(w, steps, LENGTH(steps));
}

/* Two treaties: the third from the start is the first again. */
static void test_steps_around(void **state)
{
    static const struct step steps[] = {
        {"3t", "wrapped to the start: treaty Paris Agreement, 1 of 1", "section 1 of 3",
         "Paris Agreement"},
    };
    struct world *w = *state;
    start_roads(w);
    run_steps(w, steps, LENGTH(steps));
}

static void test_steps_of_one_entity(void **state)
{
    static const struct step steps[] = {
        {"*", "country France, 2 of 4, section 1 of 3", "France 2/4", "France"},
        {"2*", "country France, 4 of 4, section 3 of 3", "France 4/4", "France"},
        {"*", "wrapped to the start: country France, 1 of 4", "France 1/4", "France"},
        {"#", "wrapped to the end: country France, 4 of 4", "France 4/4", "France"},
        {"#", "country France, 3 of 4, section 2 of 3", "France 3/4", "France"},
        {";", "country France, 2 of 4, section 1 of 3", "France 2/4", "France"},
        {",", "country France, 3 of 4, section 2 of 3", "France 3/4", "France"},
        {"2;", "country France, 1 of 4, section 1 of 3", "France 1/4", "France"},
        {"]E", "country France, 4 of 4, section 3 of 3", "France 4/4", "France"},
        {"[E", "country France, 1 of 4, section 1 of 3", "France 1/4", "France"},
    };
    struct world *w = *state;
    start_roads(w);
    run_steps(w, steps, LENGTH(steps));
}

/* ------------------------------------------------------------------ search */

static void test_search(void **state)
{
    static const struct {
        const char *keys, *said, *shown;
    } steps[] = {
        {"/line 15\r", "1 of 10", "line 150"},
        {"n", "2 of 10", "line 151"},
        {"3n", "5 of 10", "line 154"},
        {"N", "4 of 10", "line 153"},
        {"4N", "wrapped to the end: 10 of 10", "line 159"},
        {"n", "wrapped to the start: 1 of 10", "line 150"},
        {"g?line 00[12]\r", "wrapped to the end: 2 of 2", "line 002"},
        {"n", "1 of 2", "line 001"},
        {"N", "2 of 2", "line 002"},
    };
    struct world *w = *state;
    start_list(w);
    for (size_t i = 0; i < LENGTH(steps); i++) {
        press(w, steps[i].keys);
        expect_said(w, steps[i].said);
        expect(w, ANYWHERE, steps[i].shown);
    }
    unsigned bells = screen_bells(w->screen);
    press(w, "/no such words\r");
    expect_said(w, "not found: no such words");
    expect_bell(w, bells);
}

static bool marks_matches(struct screen *s, const void *context)
{
    struct look current, other, plain;
    (void)context;
    return find_look(s, "line 150", &current) && find_look(s, "line 151", &other) &&
           find_look(s, "line 149", &plain) && !same_look(current, other) &&
           !same_look(current, plain) && !same_look(other, plain);
}

static void test_search_as_one_types(void **state)
{
    struct world *w = *state;
    start_list(w);
    press(w, "20j");
    expect(w, FIRST, "line 021");
    settle(w);
    char *before = picture(w->screen);
    press(w, "/line");
    expect(w, BOTTOM, "/line");
    expect(w, BOTTOM, "21 of 200");
    press(w, " 15");
    expect(w, BOTTOM, "/line 15");
    expect(w, BOTTOM, "1 of 10");
    await(w, marks_matches, NULL, "other looks for the current match, for others and for text", "");
    press(w, "\033");
    await(w, equals_picture, before, "the screen from before the search", "");
    expect_gone(w, BOTTOM, "/line");
    press(w, "j");
    expect(w, FIRST, "line 022");
    free(before);
}

static bool marks_both_rows(struct screen *s, const void *context)
{
    struct look first, second, plain;
    (void)context;
    return find_look(s, "softer", &first) && find_look(s, "treaty", &second) &&
           find_look(s, "winter", &plain) && same_look(first, second) && !same_look(first, plain);
}

/* The break is one of the source and, there being no room for more, one of the screen. */
static void test_search_over_line_breaks(void **state)
{
    struct world *w = *state;
    start(w, put_file("wrapped",
                      "Words That Do Not Keep to a Line\n\n"
                      "They had agreed in that long winter to open talks at once on some softer\n"
                      "treaty of friendship, and nobody was pleased with how it had been done.\n"));
    expect(w, 3, "on some softer");
    expect(w, 4, "treaty of friendship");
    expect(w, BOTTOM, "h help");
    press(w, "/softer treaty of\r");
    expect_said(w, "1 of 1");
    await(w, marks_both_rows, NULL, "the match marked on both rows", "");
}

/* ------------------------------------------------------------------ places */

static void test_marks_and_jumps(void **state)
{
    static const struct {
        const char *keys, *first, *said;
    } steps[] = {
        {"10j", "line 011", "h help"},       {"ma", "line 011", "mark a is set"},
        {"G", "line 179", "h help"},         {"'a", "line 011", "h help"},
        {"''", "line 179", "h help"},        {"''", "line 011", "h help"},
        {"50g", "line 050", "h help"},       {"\x0F", "line 011", "h help"},
        {"\x0F", "line 179", "h help"},      {"\x0F", "line 011", "h help"},
        {"\033o", "line 179", "h help"},     {"4\x0F", "line 011", "no jump before this one"},
        {"mb", "line 011", "mark b is set"}, {"'z", "line 011", "that mark is not set"},
    };
    struct world *w = *state;
    start_list(w);
    for (size_t i = 0; i < LENGTH(steps); i++) {
        press(w, steps[i].keys);
        expect(w, BOTTOM, steps[i].said);
        expect(w, FIRST, steps[i].first);
    }
}

/* ------------------------------------------------------------------ panels */

static const struct {
    const char *key, *title, *within;
} panels[] = {
    {"K", "France  (country, FR)", "Paris"},
    {"L", "Outline: 3 sections", "What came of it in the end"},
    {"i", "Index: 8", "United Nations"},
    {"h", "Keys", "a page down"},
};

static void test_panels_open_and_close(void **state)
{
    struct world *w = *state;
    start_roads(w);
    press(w, "c");
    expect_focus(w, "France");
    settle(w);
    char *before = picture(w->screen);
    for (size_t i = 0; i < LENGTH(panels); i++) {
        const char *const closing[] = {panels[i].key, "\033", "q"};
        for (size_t k = 0; k < LENGTH(closing); k++) {
            press(w, panels[i].key);
            expect(w, FIRST, panels[i].title);
            expect(w, ANYWHERE, panels[i].within);
            press(w, closing[k]);
            await(w, equals_picture, before, "the text again", "");
            expect_focus(w, "France");
        }
    }
    free(before);
    settle(w);
}

/* The card begins with who it is, however much is known. */
static void test_card_begins_at_its_head(void **state)
{
    struct world *w = *state;
    start_roads(w);
    press(w, "cK");
    expect(w, FIRST, "France  (country, FR)");
    expect(w, ANYWHERE, "capital");
}

static void test_panels_jump(void **state)
{
    struct world *w = *state;
    start_roads(w);
    press(w, "LG");
    expect(w, FIRST, "Outline");
    press(w, "\r");
    expect(w, FIRST, "What came of it in the end");
    press(w, "i");
    expect(w, FIRST, "Index");
    press(w, "/jap");
    expect_gone(w, ANYWHERE, "Kyoto");
    press(w, "\r");
    expect(w, BOTTOM, "country Japan, 1 of 1, section 2 of 3");
    expect_focus(w, "Japan");
    press(w, "2C");
    expect(w, BOTTOM, "country France, 2 of 4, section 1 of 3");
    press(w, "\r"); /* Enter on a mention is its card, Enter in that a jump */
    expect(w, FIRST, "France  (country, FR)");
    press(w, "G\r");
    expect(w, BOTTOM, "country France, 4 of 4, section 3 of 3");
    expect_focus(w, "France");
}

static bool shows_beside(struct screen *s, const void *context)
{
    (void)context;
    return holds_words(s, &(struct words){ANYWHERE, "Outline: 3 sections"}) &&
           holds_words(s, &(struct words){ANYWHERE, "France met Germany"}) && bar_at_edge(s, NULL);
}

static void test_panel_beside_the_text(void **state)
{
    struct world *w = *state;
    start_roads(w);
    screen_resize(w->screen, ROWS, 140);
    press(w, "L");
    await(w, shows_beside, NULL, "the outline beside the text", "");
}

/* ------------------------------------------------------------ command line */

static void test_command_line(void **state)
{
    struct world *w = *state;
    start_list(w);
    press(w, ":43\r");
    expect(w, FIRST, "line 043");
    press(w, ":no-such-command\r");
    expect(w, BOTTOM, "no command :no-such-command");
    press(w, ":next-country\r");
    expect(w, BOTTOM, "no country is marked here");
    press(w, ":$\r");
    expect(w, FIRST, "line 179");
    press(w, ":q\r");
    expect_exit(w, 0);
}

static void test_files(void **state)
{
    struct world *w = *state;
    put_list();
    put_file("roads", roads);
    put_file("third", "A third file\n\nwith some words in it.\n");
    start_as(w, (struct screen_setup){.arguments = (const char *const[]){"list", "roads", NULL}});
    expect(w, TOP, "(1/2) list");
    press(w, ":n\r");
    expect(w, TOP, "(2/2) The Long Road");
    expect(w, BOTTOM, "file 2 of 2");
    expect(w, FIRST, "The Long Road");
    press(w, ":n\r");
    expect(w, BOTTOM, "this is the last file");
    press(w, ":p\r");
    expect(w, TOP, "(1/2) list");
    expect(w, FIRST, "line 001");
    press(w, ":p\r");
    expect(w, BOTTOM, "this is the first file");
    press(w, ":e third\r");
    expect(w, FIRST, "A third file");
    unsigned bells = screen_bells(w->screen);
    press(w, ":e fourth\r");
    expect(w, BOTTOM, " fourth: No such file or directory");
    expect_bell(w, bells);
    expect(w, FIRST, "A third file");
}

/* The program behind $VISUAL has the terminal as it was, and what it wrote is read. */
static void test_editor(void **state)
{
    struct world *w = *state;
    put_file("article", "The Old Words\n\nThey are to be changed.\n");
    put_file("edit",
             "stty -a >modes && printf 'The New Words\\n\\nThey are changed.\\n' >\"$3\"\n");
    start_as(w, (struct screen_setup){
                    .arguments = (const char *const[]){"article", NULL},
                    .environment = (const char *const[]){"VISUAL=sh edit", "EDITOR=false", NULL}});
    expect(w, FIRST, "The Old Words");
    expect(w, BOTTOM, "h help");
    press(w, "v");
    expect(w, FIRST, "The New Words");
    assert_int_equal(system("grep -q ' icanon' modes && grep -q ' echo ' modes"), 0);
    await(w, wrote, "\033[?1049l", "the alternate screen left for the editor", "");
    await(w, bar_at_edge, NULL, "the density bar", "");
    assert_true(screen_is_alternate(w->screen));
    settle(w);
}

static void test_copy(void **state)
{
    struct world *w = *state;
    start_roads(w);
    press(w, "c\033y");
    await(w, wrote, "\033]52;c;RnJhbmNl\033\\", "France for the clipboard", "");
    expect(w, BOTTOM, "copied: France");
}

/* ------------------------------------------------------------------- sizes */

/* At this width the density bar stands at the edge and the first word on top. */
static bool starts_with(struct screen *s, const void *context)
{
    return bar_at_edge(s, NULL) && strstr(screen_row(s, FIRST), context);
}

static void test_resize_keeps_the_place(void **state)
{
    struct world *w = *state;
    start(w, NULL);
    expect(w, BOTTOM, "countries "); /* all is indexed */
    press(w, "30j");
    expect_gone(w, ANYWHERE, "By the dragoman project");
    settle(w);
    char *before = picture(w->screen), word[COLS] = "";
    assert_int_equal(sscanf(screen_row(w->screen, FIRST), " %79s", word), 1);
    for (int i = 0; i < 2; i++) {
        screen_resize(w->screen, ROWS, 40);
        await(w, starts_with, word, "at 40 columns on top", word);
        screen_resize(w->screen, ROWS, COLS);
        await(w, equals_picture, before, "the screen as it was", "");
    }
    free(before);
}

/* The rows of text hold a letter; the bars are left out where there are any. */
static bool shows_text(struct screen *s, const void *context)
{
    int rows = screen_rows(s), first = rows >= 4 ? 1 : 0, last = rows >= 2 ? rows - 2 : 0;
    (void)context;
    for (int row = first; row <= last; row++)
        for (const char *p = screen_row(s, row); *p; p++)
            if ((*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z'))
                return true;
    return false;
}

static void test_any_size(void **state)
{
    static const struct {
        int cols, rows;
    } sizes[] = {{1, 1}, {2, 2}, {20, 5}, {200, 60}, {500, 100}, {1, 40}, {300, 1}, {3, 3}};
    static const char *const tour[] = {"cKKLLiihh", "/e\r", ":1\r", "G\tg"};
    struct world *w = *state;
    start(w, NULL);
    expect(w, BOTTOM, "h help");
    for (size_t i = 0; i < LENGTH(sizes); i++) {
        screen_resize(w->screen, sizes[i].rows, sizes[i].cols);
        for (size_t k = 0; k < LENGTH(tour); k++) {
            press(w, tour[k]);
            settle(w);
        }
        await(w, shows_text, NULL, "some text at this size", "");
    }
    screen_resize(w->screen, ROWS, COLS);
    expect(w, 3, "The Charter and the Road");
    for (size_t i = 0; i < LENGTH(sizes); i++) {
        start_as(w, (struct screen_setup){.rows = sizes[i].rows, .cols = sizes[i].cols});
        await(w, shows_text, NULL, "some text from the start", "");
    }
}

/* ----------------------------------------------------------------- process */

static void test_quit(void **state)
{
    static const char *const keys[] = {"q", "Q", "ZZ", ":q\r", "hQ", "c50%q"};
    struct world *w = *state;
    for (size_t i = 0; i < LENGTH(keys); i++) {
        start(w, NULL);
        expect(w, BOTTOM, "h help");
        assert_false(is_left_as_found(w->screen, NULL));
        press(w, keys[i]);
        expect_exit(w, 0);
        expect_left_as_found(w);
        await(w, wrote, "\033[?1049l", "the end of the alternate screen", "");
    }
}

static void test_standard_input(void **state)
{
    struct world *w = *state;
    start_as(w, (struct screen_setup){.input = roads});
    expect(w, FIRST, "The Long Road");
    expect(w, BOTTOM, "h help");
    press(w, "c");
    expect(w, BOTTOM, "country France, 1 of 4");
    expect_focus(w, "France");
    press(w, "q");
    expect_exit(w, 0);
    expect_left_as_found(w);
}

static void write_to(int descriptor, const char *text)
{
    assert_int_equal(write(descriptor, text, strlen(text)), strlen(text));
}

/* What a pipe has brought so far can be read; the rest comes while keys are obeyed. */
static void test_slow_pipe(void **state)
{
    struct world *w = *state;
    assert_int_equal(mkfifo("slow", 0600), 0);
    start(w, "slow");
    int out = open("slow", O_RDWR | O_CLOEXEC); /* so that neither end waits for the other */
    assert_true(out >= 0);
    write_to(out, "The first words of a text, on France and its roads.\n");
    expect(w, FIRST, "The first words");
    expect(w, BOTTOM, "reading");
    press(w, "c");
    expect(w, BOTTOM, "country France");
    press(w, "h");
    expect(w, ANYWHERE, "Moving");
    press(w, "q");
    write_to(out, "\nThe second part, on Norway, comes later.\n");
    expect(w, ANYWHERE, "The second part");
    close(out);
    expect(w, BOTTOM, "countries 2");
    press(w, "G*"); /* the first mention on the screen */
    expect(w, BOTTOM, "country France, 1 of 1");
    press(w, "q");
    expect_exit(w, 0);
    expect_left_as_found(w);
}

static void append_to(const char *name, const char *text)
{
    FILE *file = fopen(name, "a");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static void test_follow(void **state)
{
    struct world *w = *state;
    start(w, put_file("log", "The log begins.\n"));
    expect(w, FIRST, "The log begins.");
    press(w, "F");
    expect_said(w, "following");
    for (int i = 1; i <= 60; i++) {
        char line[40];
        snprintf(line, sizeof line, "\nEntry %d is on Norway.\n", i);
        append_to("log", line);
    }
    expect(w, ANYWHERE, "Entry 60 is");
    put_file("log", "Begun anew.\n");
    expect_said(w, "the file was cut off");
    expect(w, FIRST, "Begun anew.");
    assert_int_equal(rename("log", "old"), 0);
    expect(w, BOTTOM, "the file is gone");
    put_file("log", "Another file.\n");
    expect_said(w, "the file was replaced");
    expect(w, FIRST, "Another file.");
    press(w, "\x03");
    expect_said(w, "stopped");
    press(w, "q");
    expect_exit(w, 0);
}

/* Runs again: raw, on the alternate screen, and the text drawn anew. */
static bool is_back(struct screen *s, const void *context)
{
    struct termios modes = screen_modes(s);
    (void)context;
    return screen_is_alternate(s) && !(modes.c_lflag & (tcflag_t)(ICANON | ECHO)) &&
           holds_words(s, &(struct words){FIRST, "The Long Road"}) && bar_at_edge(s, NULL) &&
           !holds_words(s, &(struct words){ANYWHERE, "$ fg"});
}

static void suspend_and_continue(struct world *w, int cols)
{
    await(w, has_stopped, NULL, "a stop", "");
    assert_int_equal(WSTOPSIG(screen_status(w->screen)), SIGTSTP);
    expect_left_as_found(w);
    screen_scribble(w->screen, "\r\n$ fg\r\n");
    if (cols != screen_cols(w->screen))
        screen_resize(w->screen, ROWS, cols);
    screen_continue(w->screen);
    await(w, is_back, NULL, "the reader back on its screen", "");
}

static void test_suspend(void **state)
{
    struct world *w = *state;
    start_roads(w);
    press(w, "c");
    expect_focus(w, "France");
    press(w, "\x1A");
    suspend_and_continue(w, COLS);
    expect_focus(w, "France");
    press(w, "c");
    expect_focus(w, "Germany");
    settle(w); /* curses ignores SIGTSTP while it draws */
    screen_signal(w->screen, SIGTSTP);
    suspend_and_continue(w, COLS);
    press(w, "\x1A");
    suspend_and_continue(w, 60); /* the window was made narrower meanwhile */
    press(w, "q");
    expect_exit(w, 0);
    expect_left_as_found(w);
}

/* Nobody can catch SIGSTOP: the shell takes the terminal as it is, and sets its modes. */
static void test_stopped_hard(void **state)
{
    struct world *w = *state;
    start_roads(w);
    settle(w);
    screen_signal(w->screen, SIGSTOP);
    await(w, has_stopped, NULL, "a stop", "");
    screen_set_modes(w->screen, screen_modes_before(w->screen));
    screen_scribble(w->screen, "\033[H\033[2J$ fg\r\n");
    screen_continue(w->screen);
    await(w, is_back, NULL, "the reader back on its screen", "");
}

static void test_signals(void **state)
{
    static const int numbers[] = {SIGTERM, SIGHUP, SIGINT};
    struct world *w = *state;
    for (size_t i = 0; i < LENGTH(numbers); i++) {
        start(w, NULL);
        expect(w, BOTTOM, "h help");
        screen_signal(w->screen, numbers[i]);
        await(w, has_ended, NULL, "the end of the program", "");
        assert_true(WIFSIGNALED(screen_status(w->screen)));
        assert_int_equal(WTERMSIG(screen_status(w->screen)), numbers[i]);
        expect_left_as_found(w);
        await(w, wrote, "\033[?1049l", "the end of the alternate screen", "");
    }
}

/* No signal comes with it: the leader of the session ignores SIGHUP. */
static void test_hang_up(void **state)
{
    static const char *const before[] = {"", "/France", "K", "20"};
    struct world *w = *state;
    for (size_t i = 0; i < LENGTH(before); i++) {
        start(w, NULL);
        expect(w, BOTTOM, "h help");
        press(w, before[i]);
        screen_hang_up(w->screen);
        await(w, has_ended, NULL, "the end of the program", "");
    }
}

/* As a shell does that is hung up itself. */
static void test_hang_up_while_stopped(void **state)
{
    struct world *w = *state;
    start(w, NULL);
    expect(w, BOTTOM, "h help");
    press(w, "\x1A");
    await(w, has_stopped, NULL, "a stop", "");
    screen_hang_up(w->screen);
    screen_signal(w->screen, SIGHUP);
    screen_continue(w->screen);
    await(w, has_ended, NULL, "the end of the program", "");
}

/* ------------------------------------------------------------------- looks */

/* A terminal with 16 colours is not in every system's smallest set of descriptions. */
static bool compile_xterm_16color(void)
{
    put_file("xterm-16color.ti", "xterm-16color|xterm with 16 colors,\n"
                                 "\tcolors#16, pairs#256, ccc@, initc@, oc@,\n"
                                 "\tsetab=\\E[%?%p1%{8}%<%t%p1%{40}%+%e%p1%{92}%+%;%dm,\n"
                                 "\tsetaf=\\E[%?%p1%{8}%<%t%p1%{30}%+%e%p1%{82}%+%;%dm,\n"
                                 "\tuse=xterm-256color,\n");
    return system("tic -x -o terminfo xterm-16color.ti 2>tic.log") == 0;
}

struct kinds {
    struct look plain, country, organization, treaty;
};

static struct kinds kinds_of(struct world *w)
{
    return (struct kinds){look_of(w, "met Germany"), look_of(w, "Germany, and"),
                          look_of(w, "African Union"), look_of(w, "Paris Agreement")};
}

static void check_kinds(struct kinds k, int least, int most)
{
    const struct look looks[] = {k.plain, k.country, k.organization, k.treaty};
    for (size_t i = 0; i < LENGTH(looks); i++) {
        for (size_t j = 0; j < i; j++)
            assert_false(same_attributes(looks[i], looks[j]));
        if (i > 0)
            assert_in_range(looks[i].foreground + 1, least + 1, most + 1);
    }
}

/* The program on such a terminal, with one more word for its environment. */
static void check_looks(struct world *w, const char *term, const char *more, int least, int most)
{
    const char *const environment[] = {term, more, NULL};
    start_as(w, (struct screen_setup){.arguments = (const char *const[]){"roads", NULL},
                                      .environment = environment});
    expect(w, BOTTOM, "h help");
    check_kinds(kinds_of(w), least, most);
    press(w, "c");
    expect_focus(w, "France");
}

static void test_colors(void **state)
{
    struct world *w = *state;
    put_file("roads", roads);
    check_looks(w, "TERM=xterm-256color", NULL, 16, 255);
    check_looks(w, "TERM=xterm", NULL, 0, 7);
    check_looks(w, "TERM=xterm", "NO_COLOR=", 0, 7); /* an empty one says nothing */
    check_looks(w, "TERM=xterm-color", NULL, 0, 7);  /* it knows no italics */
}

static void test_sixteen_colors(void **state)
{
    struct world *w = *state;
    put_file("roads", roads);
    if (!compile_xterm_16color())
        skip();
    check_looks(w, "TERM=xterm-16color", "TERMINFO=terminfo", 8, 15);
}

static bool is_colorless(struct screen *s, const void *context)
{
    (void)context;
    for (int row = 0; row < screen_rows(s); row++)
        for (int col = 0; col < screen_cols(s); col++) {
            struct look look = look_at(s, row, col);
            if (look.foreground != -1 || look.background != -1)
                return false;
        }
    return true;
}

static void test_without_colors(void **state)
{
    static const char *const variants[][2] = {
        {"TERM=vt100", NULL}, {"TERM=xterm-256color", "NO_COLOR=1"}, {"TERM=xterm", "NO_COLOR=1"}};
    struct world *w = *state;
    put_file("roads", roads);
    for (size_t i = 0; i < LENGTH(variants); i++) {
        check_looks(w, variants[i][0], variants[i][1], -1, -1);
        press(w, "/names\r");
        expect(w, BOTTOM, " of 7");
        await(w, is_colorless, NULL, "no colour", "");
    }
}

/* A name that no system knows, and none at all. Leaks are not looked for, because newterm
 * itself loses memory over such a name. */
static void test_unknown_terminal(void **state)
{
    static const char *const names[] = {"TERM=no-such-terminal", "TERM"};
    struct world *w = *state;
    for (size_t i = 0; i < LENGTH(names); i++) {
        const char *const environment[] = {names[i], "ASAN_OPTIONS=detect_leaks=0", NULL};
        start_as(w, (struct screen_setup){.environment = environment});
        expect(w, 3, "The Charter and the Road");
        press(w, "q");
        expect_exit(w, 0);
    }
}

static void test_ascii(void **state)
{
    struct world *w = *state;
    size_t len;
    const char *path = put_file(
        "quotes",
        "The Caf\u00E9 Treaty\n\n"
        "\u201CWe met,\u201D said \u00C1lvaro\u2019s envoy \u2014 \u2018at last\u2019 \u2013 in "
        "Z\u00FCrich\u2026 and left.\n\n"
        "\u2022 The end of it, with \u65E5\u672C in it.\n");
    start_as(w, (struct screen_setup){.arguments = (const char *const[]){path, NULL},
                                      .environment = (const char *const[]){"LC_ALL=C", NULL}});
    expect(w, BOTTOM, "h help");
    expect(w, FIRST, "The Cafe Treaty");
    expect(w, ANYWHERE, "\"We met,\" said Alvaro's envoy - 'at last' - in Zurich");
    expect(w, ANYWHERE, "The end of it, with ???? in it.");
    press(w, "q");
    expect_exit(w, 0);
    expect_left_as_found(w);
    const char *bytes = screen_bytes(w->screen, &len);
    for (size_t i = 0; i < len; i++)
        assert_in_range((unsigned char)bytes[i], 0, 0x7F);
}

/* ------------------------------------------------------------------- harm */

static const char *const harmful[] = {
    "\033]52;c;ZXZpbA==\007",
    "\033]0;owned\007",
    "\033[5;31m",
    "\033[?1000h",
    "\033P1$r0m\033\\",
    "\033_apc\033\\",
    "\033c",
    "\033#8",
    "\302\233"
    "5n",
    "\302\235"
    "0;x",
    "\302\205",
    "\302\220",
    "\342\200\256",
    "\342\201\246",
    "\342\200\217",
    "\330\234",
    "\2335n",
    "\016",
    "\033[6n",
    "\010\010",
};

/* Of what curses itself sends: ESC, BEL, BS, HT, LF, CR, and UTF-8 that is no control. */
static void assert_harmless(struct world *w)
{
    size_t len;
    const char *bytes = screen_bytes(w->screen, &len);
    for (size_t i = 0; i < LENGTH(harmful); i++)
        if (harmful[i][0] != '\010' && contains(bytes, len, harmful[i]))
            fail_msg("the terminal got number %zu of the harmful bytes", i);
    for (size_t i = 0; i < len; i++) {
        unsigned char byte = (unsigned char)bytes[i];
        unsigned char next = i + 1 < len ? (unsigned char)bytes[i + 1] : 0;
        assert_true(byte >= 0x20 || strchr("\033\007\b\t\n\r", byte));
        assert_false(byte == 0x7F || (byte == 0xC2 && next < 0xA0));
        assert_false(byte == 0x1B && strchr("]P_^X", next) && next);
    }
}

/* The article, its heading and its name are full of it. */
static void start_harmful(struct world *w)
{
    static char text[4096];
    size_t len = (size_t)sprintf(text, "A Quiet Title %s of Things\n\n", harmful[0]);
    for (size_t i = 0; i < LENGTH(harmful); i++)
        len += (size_t)sprintf(text + len, "Here %s Germany %s stands with France.\n\n", harmful[i],
                               harmful[i]);
    sprintf(text + len, "A heading %s of sorts\n\nAnd this is where all of it ends.\n", harmful[0]);
    const char *file = put_file("na\033]0;x\007me\302\233.txt", text);
    const char *missing = "gone\033]52;c;ZXZpbA==\007\342\200\256";
    start_as(w, (struct screen_setup){.arguments = (const char *const[]){file, missing, NULL}});
}

static void test_harmful_article(void **state)
{
    static const struct {
        const char *keys, *shown;
    } steps[] = {
        {"G", "all of it ends"}, {"gc", "country Germany"}, {"K", "(country, DE)"},
        {"G", "stands with"},    {"qL", "Outline"},         {"qi", "Index"},
        {"q/\\[6n\r", "1 of 2"}, {"=", "section 1 of 2"},   {":n\r", "No such file"},
    };
    struct world *w = *state;
    start_harmful(w);
    expect(w, TOP, "A Quiet Title");
    for (size_t i = 0; i < LENGTH(steps); i++) {
        press(w, steps[i].keys);
        expect(w, ANYWHERE, steps[i].shown);
    }
    settle(w);
    press(w, "q");
    expect_exit(w, 0);
    expect_left_as_found(w);
    assert_harmless(w);
}

/* The reader's own lexicon and what is typed are no more to be trusted. */
static void test_harmful_lexicon(void **state)
{
    struct world *w = *state;
    const char *lexicon = put_file("evil.rec", "%rec: Country\n\n"
                                               "Id: ZQ\n"
                                               "Name: Harmland\033]0;owned\007\302\233"
                                               "5n\342\200\256\n"
                                               "Alias: Harmland\n"
                                               "Capital: Harm\033[5;31mtown\n"
                                               "Summary: A land \033]52;c;ZXZpbA==\007 of harm.\n");
    const char *article = put_file("land", "News of Old\n\nThey say that Harmland is far off.\n");
    const char *const arguments[] = {"--lexicon", lexicon, article, NULL};
    start_as(w, (struct screen_setup){.arguments = arguments});
    expect(w, TOP, "News of Old");
    press(w, "c");
    expect(w, BOTTOM, "country Harmland");
    press(w, "K");
    expect(w, ANYWHERE, "town");
    press(w, "q/\302\233\342\200\256\302\235Harm");
    expect(w, BOTTOM, "Harm");
    press(w, "\r");
    expect(w, BOTTOM, "Harm");
    settle(w);
    press(w, "q");
    expect_exit(w, 0);
    expect_left_as_found(w);
    assert_harmless(w);
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        CASE(test_start),
        CASE(test_moving),
        CASE(test_steps),
        CASE(test_steps_wrap),
        CASE(test_steps_around),
        CASE(test_steps_of_one_entity),
        CASE(test_search),
        CASE(test_search_as_one_types),
        CASE(test_search_over_line_breaks),
        CASE(test_marks_and_jumps),
        CASE(test_panels_open_and_close),
        CASE(test_card_begins_at_its_head),
        CASE(test_panels_jump),
        CASE(test_panel_beside_the_text),
        CASE(test_command_line),
        CASE(test_files),
        CASE(test_editor),
        CASE(test_copy),
        CASE(test_resize_keeps_the_place),
        CASE(test_any_size),
        CASE(test_quit),
        CASE(test_standard_input),
        CASE(test_slow_pipe),
        CASE(test_follow),
        CASE(test_suspend),
        CASE(test_stopped_hard),
        CASE(test_signals),
        CASE(test_hang_up),
        CASE(test_hang_up_while_stopped),
        CASE(test_colors),
        CASE(test_sixteen_colors),
        CASE(test_without_colors),
        CASE(test_unknown_terminal),
        CASE(test_ascii),
        CASE(test_harmful_article),
        CASE(test_harmful_lexicon),
    };
    if (!find_program()) {
        perror("DRAGOMAN");
        return 1;
    }
    signal(SIGPIPE, SIG_IGN);
    return cmocka_run_group_tests_name("tty", tests, NULL, NULL);
}
