/*
 * test_links.c - hyperlinks of the terminal (OSC 8), in a real pseudo-terminal: none where the
 * terminal is not known to take them; else every letter of a link has its own, and no other
 * letter has any, whatever was scrolled, moved and drawn before.
 */
#include "world.h"

static const char known[] = "VTE_VERSION=7000";

static void start_links(struct world *w, const char *path, const char *variable, const char *option)
{
    start_as(w, (struct screen_setup){.arguments = (const char *const[]){path, option, NULL},
                                      .environment = (const char *const[]){variable, NULL}});
}

static bool is_linked(struct screen *s, const void *context)
{
    (void)context;
    for (int row = 0; row < screen_rows(s); row++)
        for (int col = 0; col < screen_cols(s); col++)
            if (screen_cell_at(s, row, col).link)
                return true;
    return false;
}

static void quit(struct world *w)
{
    press(w, "q");
    expect_exit(w, 0);
    expect_left_as_found(w);
}

/* ------------------------------------------------------------- what is sent */

static void test_unknown(void **state)
{
    static const char *const environments[] = {"VTE_VERSION", "TERM=screen-256color", "TMUX=x",
                                               "TERM_PROGRAM=tmux", "VTE_VERSION=4000"};
    struct world *w = *state;
    put_file("a.md", "A Title\n\nSome [linked text](https://a.example/1) of France.\n");
    for (size_t i = 0; i < LENGTH(environments); i++) {
        start_links(w, "a.md", environments[i], NULL);
        expect(w, ANYWHERE, "linked text");
        settle(w);
        press(w, "cjkLq");
        settle(w);
        quit(w);
        assert_false(wrote(w->screen, "\033]8;"));
    }
    start_links(w, "a.md", known, "--links=never");
    expect(w, ANYWHERE, "linked text");
    settle(w);
    quit(w);
    assert_false(wrote(w->screen, "\033]8;"));
}

static void test_known(void **state)
{
    static const char *const environments[] = {"VTE_VERSION=7000", "KITTY_WINDOW_ID=1",
                                               "TERM_PROGRAM=WezTerm"};
    struct world *w = *state;
    put_file("a.md", "A Title\n\nSome [linked text](https://a.example/1) of France.\n");
    for (size_t i = 0; i < LENGTH(environments); i++) {
        start_links(w, "a.md", environments[i], NULL);
        await(w, wrote, ";https://a.example/1\033\\linked text\033]8;;\033\\", "the link", "");
        quit(w);
    }
    start_links(w, "a.md", "TERM=vt100", "--links=always");
    await(w, is_linked, NULL, "a link", "");
    quit(w);
    assert_false(wrote(w->screen, "$<"));
    start_links(w, "a.md", "LC_ALL=C", "--links=always"); /* it might not be what it says */
    expect(w, ANYWHERE, "linked text");
    settle(w);
    quit(w);
    assert_false(wrote(w->screen, "\033]8;"));
}

/* Nothing in a target ends the sequence, and only what leads somewhere is a link. */
static void test_hostile_targets(void **state)
{
    static const char *const targets[] = {
        "https://a.example/\033\\\033]0;owned\007x",
        "https://a.example/\302\234\302\233x",
        "https://a.example/\007x",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "data:text/html,x",
        "ssh://a.example/",
        "https://a.example/\342\200\256x",
        "https://a.example/\"><x y='z'>",
        "  \n https://a.example/x\r\n",
        "mailto:a@b.example?subject=\033]8;;",
        "x-man-page://ls",
    };
    struct world *w = *state;
    FILE *file = fopen("a.html", "w");
    assert_non_null(file);
    fputs("<!doctype html><title>T</title><article><h1>A Title</h1><p>One to begin with.\n", file);
    for (size_t i = 0; i < LENGTH(targets); i++)
        fprintf(file,
                "<p>This is a paragraph with a <a href=\"%s\">link of some words</a> in it, "
                "and it goes on.\n",
                targets[i]);
    fprintf(file, "<p>And <a href='https://a.example/");
    for (int i = 0; i < 3000; i++)
        fputc('x', file);
    fputs("'>one that is too long</a> for any terminal.</article>\n", file);
    assert_int_equal(fclose(file), 0);
    start_links(w, "a.html", known, NULL);
    expect(w, ANYWHERE, "A Title");
    press(w, "G");
    await(w, wrote, "\033]8;id=", "a link", "");
    press(w, "g");
    settle(w);
    press(w, "cjjjj");
    settle(w);
    quit(w);
    size_t len, links = 0;
    const char *bytes = screen_bytes(w->screen, &len);
    for (size_t i = 0; i + 4 < len; i++) {
        if (memcmp(bytes + i, "\033]", 2) != 0)
            continue;
        assert_memory_equal(bytes + i, "\033]8;", 4); /* no other */
        size_t end = i + 2;
        while (end < len && bytes[end] >= 0x20 && bytes[end] < 0x7F)
            end++;
        assert_memory_equal(bytes + end, "\033\\", 2);
        char *target = memchr(bytes + i + 4, ';', end - i - 4);
        assert_non_null(target++);
        if (target < bytes + end) {
            assert_true(strncmp(target, "https://a.example/", 18) == 0 ||
                        strncmp(target, "mailto:", 7) == 0);
            assert_true(bytes + end - target < 2100);
            links++;
        }
        i = end;
    }
    assert_true(links > 0);
    assert_false(contains(bytes, len, "owned\007"));
}

/* ------------------------------------------------------------ on every cell */

/* Digits stand in links only, and a digit d only in a link that ends with d. Rows that say
 * "again" alone are links to what the row above it says, where that is a digit. */
static void put_links(const char *name)
{
    FILE *file = fopen(name, "w");
    assert_non_null(file);
    fputs("# All the Links\n\n", file);
    for (int i = 0; i < 60; i++) {
        int d = i * 7 % 9 + 1, e = i * 5 % 9 + 1;
        fprintf(file, "The story of France and Germany, in which [%d %d%d](http://x.example/%d) is",
                d, d, d, d);
        fprintf(file, " told of the United Nations by [%d%d%d %d%d%d%d](http://x.example/%d).\n\n",
                e, e, e, e, e, e, e, e);
        if (i % 3 == 0)
            fprintf(file, "## Part %c\n\n", 'a' + i / 3);
        for (int k = 0; k < 15 && i % 6 == 0; k++) {
            d = k / 4 % 9 + 1;
            if (k % 2)
                fputs("- none\n- again\n", file);
            else
                fprintf(file, "- [%d](http://x.example/%d)\n- [again](http://x.example/%d)\n", d, d,
                        d);
        }
        fputs("\n", file);
    }
    assert_int_equal(fclose(file), 0);
}

enum { UNKNOWN = -1 };

static bool row_has_own_links(struct screen *s, int row, int *above)
{
    bool again = strstr(screen_row(s, row), "again"), good = true;
    int before = 0; /* of the cell to the left */
    if (strstr(screen_row(s, row), "none"))
        *above = 0;
    for (int col = 0; col < screen_cols(s) - 1; col++) {
        struct screen_cell cell = screen_cell_at(s, row, col);
        char c = cell.bytes[0];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (c >= '1' && c <= '9')
            good = good && cell.link == (*above = c - '0');
        else if (letter && !again)
            good = good && cell.link == 0;
        else if (letter && *above != UNKNOWN)
            good = good && cell.link == *above;
        else if (!letter)
            good = good && (cell.link == 0 || cell.link == before);
        before = cell.link;
    }
    return good;
}

static bool has_own_links(struct screen *s, const void *context)
{
    int above = UNKNOWN; /* it is not on the screen */
    bool good = true;
    (void)context;
    for (int row = FIRST; row < screen_rows(s) - 1; row++)
        good = row_has_own_links(s, row, &above) && good;
    return good;
}

static void test_every_cell(void **state)
{
    static const char *const keys[] = {
        "j",  "j",  "k",       " ", "b",   "d",  "u",  "c",    "cc", "o", "5j",
        "G",  "g",  "}",       "{", "s",   "2j", "2k", "4j",   "(",  ")", "\033u",
        "Lq", "iq", "/told\r", "n", "50%", "*",  "-d", "kkkk", "w",  "w", ":theme mono\r"};
    struct world *w = *state;
    uint32_t seed = 11;
    put_links("a.md");
    start_links(w, "a.md", known, NULL);
    await(w, is_linked, NULL, "a link", "");
    press(w, "-d"); /* else no row is like another, and curses has nothing to scroll */
    for (int i = 0; i < 250; i++) {
        seed = seed * 1664525u + 1013904223u;
        press(w, keys[(seed >> 16) % LENGTH(keys)]);
        if (i % 25 == 24)
            screen_resize(w->screen, 10 + (int)(seed >> 20) % 20, 50 + (int)(seed >> 24) % 40);
        if ((seed >> 8) % 3 == 0)
            continue;
        settle(w);
        await(w, has_own_links, NULL, "each link where it belongs, and nowhere else", "");
    }
    press(w, "q");
    expect_exit(w, 0); /* libvterm mixes up the cursors that a scroll and the main screen saved */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_unknown, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_known, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_hostile_targets, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_every_cell, set_up, tear_down),
    };
    if (!find_program()) {
        perror("DRAGOMAN");
        return 1;
    }
    signal(SIGPIPE, SIG_IGN);
    return cmocka_run_group_tests_name("links", tests, NULL, NULL);
}
