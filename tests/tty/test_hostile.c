/*
 * test_hostile.c - the reader in a hostile world, in a real pseudo-terminal: bytes that are
 * no text, floods, files that change or are none, terminals of any kind and size, little
 * memory, patterns that run away. It goes on or says why not, and leaves the terminal as
 * it was. What needs no terminal is in tests/hostile.
 */
#include "world.h"

#include <fcntl.h>

/* Through a shell, which opens and closes what the reader finds open. */
static void start_by_shell(struct world *w, const char *line)
{
    char command[PATH_MAX + 256];
    const char *const arguments[] = {"-c", command, NULL};
    struct screen_setup setup = {
        .program = "/bin/sh", .arguments = arguments, .rows = ROWS, .cols = COLS};
    snprintf(command, sizeof command, line, program);
    screen_close(w->screen);
    w->keys = "";
    w->screen = screen_open(&setup);
    assert_non_null(w->screen);
}

static void quit(struct world *w)
{
    press(w, "q");
    expect_exit(w, 0);
    expect_left_as_found(w);
}

static void put_bytes(const char *name, const char *bytes, size_t len)
{
    FILE *file = fopen(name, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, len, file), len);
    assert_int_equal(fclose(file), 0);
}

/* So many times a piece, behind a beginning. */
static void put_flood(const char *name, const char *beginning, const char *piece, size_t n,
                      const char *end)
{
    FILE *file = fopen(name, "w");
    assert_non_null(file);
    fputs(beginning, file);
    while (n-- > 0)
        fputs(piece, file);
    fputs(end, file);
    assert_int_equal(fclose(file), 0);
}

/* --------------------------------------------------------------- terminals */

static void test_terminals(void **state)
{
    static const char *const names[] = {
        "TERM=vt100",
        "TERM=linux",
        "TERM=xterm-256color",
        "TERM=tmux-256color",
        "TERM=screen-256color",
        "TERM=../../etc/passwd",
        "TERM=",
    };
    struct world *w = *state;
    for (size_t i = 0; i < LENGTH(names); i++) {
        const char *const environment[] = {names[i], "ASAN_OPTIONS=detect_leaks=0", NULL};
        start_as(w, (struct screen_setup){.environment = environment});
        expect(w, ANYWHERE, "The Charter and the Road");
        press(w, "cKqLq/Armenia\r");
        expect(w, ANYWHERE, "1 of ");
        press(w, "q");
        expect_exit(w, 0);
    }
}

/* What can only write lines gets the text. */
static void test_dumb_terminal(void **state)
{
    struct world *w = *state;
    put_file("article", "Words on a Line\n\nand on the next.\n");
    start_as(w, (struct screen_setup){.arguments = (const char *const[]){"article", NULL},
                                      .environment = (const char *const[]){"TERM=dumb", NULL}});
    expect_exit(w, 0);
    expect(w, TOP, "Words on a Line");
    expect(w, 2, "and on the next.");
    put_file("lines.ti", "lines|a printer,\n\tam, cols#80, bel=^G, cr=\\r, cud1=\\n, ind=\\n,\n");
    if (system("tic -x -o terminfo lines.ti 2>tic.log") != 0)
        return;
    start_as(w, (struct screen_setup){
                    .environment = (const char *const[]){"TERM=lines", "TERMINFO=terminfo", NULL}});
    await(w, has_ended, NULL, "the end of the program", "");
    expect(w, ANYWHERE, "this terminal cannot move its cursor");
    expect_exit(w, 2);
}

static bool has_shrunk(struct screen *s, const void *context)
{
    (void)context;
    return strstr(screen_row(s, 3), "The Charter") && strstr(screen_row(s, ROWS - 1), "h help");
}

/* Sizes come faster than screens can be drawn, keys among them. */
static void test_storm_of_sizes(void **state)
{
    static const char *const keys[] = {"", "j", "c", "L", "q", "i", "\033", " ", "/e\r", "K", "g"};
    struct world *w = *state;
    uint32_t seed = 5;
    start(w, NULL);
    expect(w, BOTTOM, "h help");
    for (int i = 0; i < 400; i++) {
        seed = seed * 1664525u + 1013904223u;
        int rows = (int)(seed >> 8) % (i % 10 ? 60 : 500) + 1;
        seed = seed * 1664525u + 1013904223u;
        screen_resize(w->screen, rows, (int)(seed >> 8) % (i % 10 ? 200 : 500) + 1);
        press(w, keys[(size_t)i % LENGTH(keys)]);
    }
    screen_resize(w->screen, 500, 500);
    screen_resize(w->screen, 1, 1);
    screen_resize(w->screen, ROWS, COLS);
    press(w, "\033\033\033g");
    await(w, has_shrunk, NULL, "the start of the text at the last size", "");
    quit(w);
}

/* ------------------------------------------------------------------- bytes */

static void test_bytes(void **state)
{
    static const char every[] = "\xC0\xAF \xED\xA0\x80 \xF4\x90\x80\x80 \xF8\x88\x80\x80\x80 "
                                "\xE2\x82 \xF0\x9F\x98 \x80 \xFF\xFE caf\xE9 \xC2";
    static const char *const names[] = {"every", "random", "nuls", "newlines", "empty", "/bin/sh"};
    static const char *const keys[] = {" ", "G", "b",    "g", "c",    "K", "\033", "/a\r",
                                       "n", "L", "\033", "i", "\033", "=", "]]",   "}"};
    struct world *w = *state;
    char random[40000];
    uint32_t seed = 3;
    for (size_t i = 0; i < sizeof random; i++) {
        seed = seed * 1664525u + 1013904223u;
        random[i] = (char)(seed >> 16);
    }
    put_bytes("every", every, sizeof every - 1);
    put_bytes("random", random, sizeof random);
    put_bytes("nuls", (char[2000]){0}, 2000);
    put_flood("newlines", "", "\n\n\n\n\n\n\n\n\n\n", 20000, "");
    put_bytes("empty", "", 0);
    for (size_t i = 0; i < LENGTH(names); i++) {
        start(w, names[i]);
        expect(w, BOTTOM, "h help");
        for (size_t k = 0; k < LENGTH(keys); k++)
            press(w, keys[k]);
        press(w, "\033g");
        settle(w);
        quit(w);
    }
}

static void test_floods(void **state)
{
    struct world *w = *state;
    static const struct {
        const char *name, *beginning, *piece;
        size_t n;
    } floods[] = {
        {"deep.html", "<!doctype html><p>Above all\n", "<div><p>", 100000},
        {"bold.html", "<!doctype html><p>Above all\n", "<b><i>", 100000},
        {"table.html", "<!doctype html><p>Above all\n", "<table><tr><td>", 50000},
        {"quote.md", "Above all\n\n", "> ", 100000},
        {"items.md", "Above all\n\n", "- ", 100000},
        {"brackets.md", "Above all\n\n", "[", 100000},
        {"headings.md", "Above all\n\n", "# One\n\n", 200000},
        {"words", "Above all\n\n", "word", 1000000},
    };
    for (size_t i = 0; i < LENGTH(floods); i++) {
        put_flood(floods[i].name, floods[i].beginning, floods[i].piece, floods[i].n, "\n");
        start(w, floods[i].name);
        expect(w, ANYWHERE, "Above all");
        press(w, "Ggjkg");
        settle(w);
        expect(w, ANYWHERE, "Above all");
        quit(w);
    }
}

/* ------------------------------------------------------------------- files */

static void put_long_file(const char *name)
{
    FILE *file = fopen(name, "w");
    assert_non_null(file);
    for (int i = 1; i <= 20000; i++)
        fprintf(file, "- line %05d of France\n", i);
    assert_int_equal(fclose(file), 0);
}

/* What happens to a file while it is read is no business of who reads it. */
static void test_files_that_change(void **state)
{
    static const char *const changes[] = {
        ": >list",
        "rm list",
        "mv other list",
        "cat other >>list",
        "head -c 100 other >list",
        "rm list && mkdir list",
        "chmod 0 list",
    };
    struct world *w = *state;
    for (size_t i = 0; i < LENGTH(changes); i++) {
        put_long_file("list");
        put_long_file("other");
        start(w, "list");
        expect(w, FIRST, "line 00001");
        assert_int_equal(system(changes[i]), 0);
        press(w, "G");
        press(w, "1000kc/line 1\r");
        press(w, ":e list\r");
        press(w, "g");
        settle(w);
        quit(w);
        assert_int_equal(system("rm -rf list other"), 0);
    }
}

static void test_files_that_are_none(void **state)
{
    struct world *w = *state;
    assert_int_equal(system("mkfifo fifo && ln -s loop2 loop1 && ln -s loop1 loop2"), 0);
    assert_int_equal(system("(printf 'Out of a Pipe\\n\\nand on.\\n' >fifo) &"), 0);
    start(w, "fifo");
    expect(w, FIRST, "Out of a Pipe");
    static const struct {
        const char *keys, *said;
    } opened[] = {
        {":e loop1\r", "loop1: "},          {":e .\r", ".: Is a directory"},
        {":e fifo/x\r", "Not a directory"}, {":e /dev/null\r", ""},
        {":e /proc/self/status\r", ""},     {":e /proc/self/mem\r", "/proc/self/mem: "},
    };
    for (size_t i = 0; i < LENGTH(opened); i++) {
        press(w, opened[i].keys);
        expect(w, BOTTOM, opened[i].said);
        press(w, "jg");
        settle(w);
    }
    quit(w);
}

static void test_two_readers(void **state)
{
    struct world *w = *state;
    put_long_file("list");
    start(w, "list");
    expect(w, FIRST, "line 00001");
    struct screen *first = w->screen;
    w->screen = NULL;
    start(w, "list");
    expect(w, FIRST, "line 00001");
    press(w, "/line 00020\r");
    expect(w, BOTTOM, "1 of 1");
    quit(w);
    screen_close(w->screen);
    w->screen = first;
    press(w, "/line 00030\r");
    expect(w, BOTTOM, "1 of 1");
    quit(w);
}

/* --------------------------------------------------------------- resources */

static void test_streams(void **state)
{
    struct world *w = *state;
    put_file("article", "Words Without Streams\n\nand on.\n");
    static const char *const lines[] = {
        "exec '%s' article 2>&-",          "exec '%s' article <&-",
        "exec '%s' article </dev/null",    "exec '%s' article 2>/dev/full",
        "ulimit -n 10; exec '%s' article",
    };
    for (size_t i = 0; i < LENGTH(lines); i++) {
        start_by_shell(w, lines[i]);
        expect(w, FIRST, "Words Without Streams");
        expect(w, BOTTOM, "h help");
        quit(w);
    }
    start_by_shell(w, "exec '%s' <&-");
    expect(w, ANYWHERE, "Bad file descriptor");
    expect_exit(w, 2);
    start_by_shell(w, "ulimit -n 4; exec '%s' article");
    await(w, has_ended, NULL, "the end of the program", "");
    assert_true(WIFEXITED(screen_status(w->screen)));
    expect_left_as_found(w);
}

/* However little there is: it reads, or ends with one message and the terminal as it was. */
static void test_little_memory(void **state)
{
    struct world *w = *state;
    if (getenv("ASAN_OPTIONS") || system("nm \"$DRAGOMAN\" 2>/dev/null | grep -q __asan_init") == 0)
        skip(); /* the sanitizers reserve more than that */
    put_flood("large", "A Large File\n\n", "France met Germany in some town.\n\n", 50000, "");
    for (int kib = 14000; kib < 60000; kib += kib < 30000 ? 1000 : 6000) {
        char line[64];
        snprintf(line, sizeof line, "ulimit -v %d; exec '%%s' large", kib);
        start_by_shell(w, line);
        press(w, "iq/France\rGq");
        await(w, has_ended, NULL, "the end of the program", "");
        int status = screen_status(w->screen);
        if (WIFEXITED(status) && WEXITSTATUS(status) == 127)
            continue; /* the system could not even load it */
        if (!WIFEXITED(status) || (WEXITSTATUS(status) != 0 && WEXITSTATUS(status) != 2))
            fail_msg("with %d KiB it ended with status %#x", kib, (unsigned)status);
        expect_left_as_found(w);
    }
}

/* ---------------------------------------------------------------- patterns */

static void test_patterns(void **state)
{
    struct world *w = *state;
    static const struct {
        const char *keys, *said;
    } steps[] = {
        {"/(a+)+$\r", "takes too long"},
        {"/(?R)\r", "takes too long"},
        {"/((a{900}){900}){900}\r", "too large at offset"},
        {"/(a{900}){50}b?!?c?$\r", "takes too long"},
        {"/\\C\r", "at offset"},
        {"/(*LIMIT_MATCH=1000000000)a\r", "at offset 0"},
        {"/(\r", "missing closing parenthesis at offset 1"},
        {"/[z-a]\r", "at offset"},
    };
    put_flood("as", "A Long Line\n\n", "aaaaaaaaaaaaaaaaaaaa", 5000, "!\n");
    start(w, "as");
    expect(w, BOTTOM, "h help");
    for (size_t i = 0; i < LENGTH(steps); i++) {
        press(w, steps[i].keys);
        expect(w, BOTTOM, steps[i].said);
        press(w, "g");
        expect(w, FIRST, "A Long Line");
    }
    /* more than anybody types, and then a key that gives it up */
    static char typed[20000];
    memset(typed, '(', sizeof typed - 1);
    press(w, "/");
    for (size_t off = 0; off < sizeof typed - 1; off += 1000) {
        char piece[1001];
        memcpy(piece, typed + off, 999);
        piece[999] = '\0';
        press(w, piece);
    }
    press(w, "\033");
    press(w, "g");
    settle(w);
    quit(w);
}

/* --------------------------------------------------------------- sequences */

enum { MAX_SEQUENCES = 400, SEQUENCE_BYTES = 40 };

struct sequences {
    char items[MAX_SEQUENCES][SEQUENCE_BYTES];
    size_t n;
};

/* How the cursor gets to its place depends on where it happens to be: any way is one. */
static bool is_move(const char *sequence)
{
    size_t len = strlen(sequence);
    bool csi = len > 2 && sequence[0] == '\033' && sequence[1] == '[' && sequence[2] != '?';
    return (len == 1 && strchr("\b\t\n\r", sequence[0])) ||
           (csi && strchr("ABCDGHd", sequence[len - 1]));
}

/* Numbers of places, counts and colours are left out, for they depend on what happens to be
 * drawn at once; those that say what is done are not. */
static bool keeps_numbers(char final)
{
    return strchr("hlqrtcn", final) != NULL;
}

/* Reads the control sequence at the start of bytes; its length. */
static size_t read_sequence(const char *bytes, size_t len, char *out)
{
    size_t n = 1;
    if (bytes[0] == '\033' && len > 1 && bytes[1] == '[') {
        for (n = 2; n < len && (unsigned char)bytes[n] < 0x40; n++)
            ;
        n += n < len;
    } else if (bytes[0] == '\033') {
        for (n = 1; n < len && (unsigned char)bytes[n] < 0x30; n++)
            ;
        n += n < len;
    }
    bool all = n < 3 || keeps_numbers(bytes[n - 1]);
    size_t at = 0;
    for (size_t i = 0; i < n && at < SEQUENCE_BYTES - 1; i++)
        if (all || i < 2 || ((bytes[i] < '0' || bytes[i] > '9') && bytes[i] != ';'))
            out[at++] = bytes[i];
    out[at] = '\0';
    return n;
}

static void add_sequence(struct sequences *set, const char *sequence)
{
    for (size_t i = 0; i < set->n; i++)
        if (strcmp(set->items[i], sequence) == 0)
            return;
    assert_true(set->n < MAX_SEQUENCES);
    strcpy(set->items[set->n++], sequence);
}

/* Every control sequence that arrived, C1 in both forms included. */
static void collect_sequences(struct screen *s, struct sequences *set)
{
    size_t len;
    const char *bytes = screen_bytes(s, &len);
    for (size_t i = 0; i < len;) {
        unsigned char byte = (unsigned char)bytes[i];
        unsigned char next = i + 1 < len ? (unsigned char)bytes[i + 1] : 0;
        char sequence[SEQUENCE_BYTES] = "";
        if (byte < 0x20 || byte == 0x7F)
            i += read_sequence(bytes + i, len - i, sequence);
        else if (byte == 0xC2 && next < 0xA0)
            snprintf(sequence, sizeof sequence, "C1 %02X", next);
        if (sequence[0])
            add_sequence(set, is_move(sequence) ? "\033[H" : sequence);
        else
            i++;
        if (byte == 0xC2 && next < 0xA0)
            i++;
    }
}

static void print_missing(const struct sequences *from, const struct sequences *in)
{
    for (size_t i = 0; i < from->n; i++) {
        size_t k = 0;
        while (k < in->n && strcmp(from->items[i], in->items[k]) != 0)
            k++;
        if (k < in->n)
            continue;
        print_visibly(from->items[i]);
        fputs(" came in one of the two alone\n", stderr);
    }
}

static int compare_sequences(const void *a, const void *b)
{
    return strcmp(a, b);
}

static void tour(struct world *w, struct sequences *set)
{
    static const char *const keys[] = {
        " ", "G", "b",  "g", "c", "K", "q", "L", "q", "i", "q", "=", "/end of it\r",
        "n", "g", "]]", "Y"};
    start_as(w,
             (struct screen_setup){.arguments = (const char *const[]){"article", NULL},
                                   .environment = (const char *const[]){"VTE_VERSION=7000", NULL}});
    await(w, wrote, ";http://a.example/xy\033\\", "a hyperlink", "");
    settle(w);
    for (size_t i = 0; i < LENGTH(keys); i++) {
        press(w, keys[i]);
        if (!strchr("KLi", keys[i][0]))
            settle(w);
    }
    quit(w);
    collect_sequences(w->screen, set);
    qsort(set->items, set->n, sizeof *set->items, compare_sequences);
}

struct pair {
    FILE *hostile, *harmless;
};

static void put_both(struct pair *p, const char *hostile, size_t len, const char *harmless)
{
    for (int i = 0; i < 2; i++) {
        FILE *file = i ? p->harmless : p->hostile;
        fputs("Here ", file);
        fwrite(i ? harmless : hostile, 1, i ? strlen(harmless) : len, file);
        fputs(" Germany stands with France.\n\n", file);
    }
}

/* Control strings that end are not shown at all. */
static bool is_string(const char *sequence)
{
    return strchr("]P_^X", sequence[1]) != NULL;
}

/* One file has every control there is, the other what is shown for it. */
static void put_pair(void)
{
    static const char *const sequences[] = {
        "\033]52;c;ZXZpbA==\007",
        "\033]0;owned\033\\",
        "\033P1$r0m\033\\",
        "\033_apc\033\\",
        "\033^pm\033\\",
        "\033Xsos\033\\",
        "\033[?1049l",
        "\033[2J",
        "\033[6n",
        "\033[c",
        "\033[?1000h",
        "\033[3;3r",
        "\033[8;1;1t",
        "\033c",
        "\033#8",
        "\033(0",
        "\033N",
        "\033=",
        "\033[!p",
        "\033[?2004l",
    };
    static const unsigned bidi[] = {0x61C,  0x200E, 0x200F, 0x202A, 0x202B, 0x202C,
                                    0x202D, 0x202E, 0x2066, 0x2067, 0x2068, 0x2069};
    struct pair p = {fopen("hostile", "w"), fopen("harmless", "w")};
    char shown[200], put[8];
    assert_true(p.hostile && p.harmless);
    put_both(&p, "Title", 5, "Title");
    static const char link[] = "http://a.example/x\033]8;;http://evil.example/\007y";
    put_both(&p, link, sizeof link - 1, "http://a.example/xy");
    for (char c = 0; c < 0x20; c++) {
        if (strchr("\b\t\n\r", c) && c)
            continue;
        snprintf(shown, sizeof shown, "\xE2\x90%c", 0x80 + c);
        put_both(&p, &c, 1, shown);
    }
    put_both(&p, "a\bb", 3, "a\u2408b"); /* between blanks it is overstrike */
    put_both(&p, "\x7F", 1, "\u2421");
    for (int c = 0x80; c < 0xA0; c++) {
        snprintf(put, sizeof put, "\xC2%c", c);
        put_both(&p, put, 2, "\uFFFD");
    }
    for (size_t i = 0; i < LENGTH(sequences); i++) {
        size_t len = 0;
        shown[0] = '\0';
        for (const char *c = sequences[i]; *c && !is_string(sequences[i]); c++)
            len += (size_t)(*c < 0x20 ? sprintf(shown + len, "\xE2\x90%c", 0x80 + *c)
                                      : sprintf(shown + len, "%c", *c));
        put_both(&p, sequences[i], strlen(sequences[i]), shown);
    }
    for (size_t i = 0; i < LENGTH(bidi); i++) {
        unsigned c = bidi[i];
        if (c < 0x800)
            snprintf(put, sizeof put, "%c%c", 0xC0 | c >> 6, 0x80 | (c & 0x3F));
        else
            snprintf(put, sizeof put, "%c%c%c", 0xE0 | c >> 12, 0x80 | (c >> 6 & 0x3F),
                     0x80 | (c & 0x3F));
        put_both(&p, put, strlen(put), "\u21C4");
    }
    put_both(&p, "end of it", 9, "end of it");
    assert_int_equal(fclose(p.hostile) | fclose(p.harmless), 0);
}

static void test_same_sequences(void **state)
{
    static struct sequences hostile, harmless;
    struct world *w = *state;
    put_pair();
    assert_int_equal(rename("harmless", "article"), 0);
    tour(w, &harmless);
    assert_int_equal(rename("hostile", "article"), 0);
    tour(w, &hostile);
    print_missing(&hostile, &harmless);
    print_missing(&harmless, &hostile);
    assert_true(hostile.n > 10);
    assert_int_equal(hostile.n, harmless.n);
    assert_memory_equal(hostile.items, harmless.items, hostile.n * SEQUENCE_BYTES);
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        CASE(test_terminals),
        CASE(test_dumb_terminal),
        CASE(test_storm_of_sizes),
        CASE(test_bytes),
        CASE(test_floods),
        CASE(test_files_that_change),
        CASE(test_files_that_are_none),
        CASE(test_two_readers),
        CASE(test_streams),
        CASE(test_little_memory),
        CASE(test_patterns),
        CASE(test_same_sequences),
    };
    if (!find_program()) {
        perror("DRAGOMAN");
        return 1;
    }
    signal(SIGPIPE, SIG_IGN);
    return cmocka_run_group_tests_name("hostile", tests, NULL, NULL);
}
