/*
 * test_work.c - keys while the text is not all read, formatted or tagged.
 *
 * The reader is given a large file and may do only a little work between two keys; each key
 * must show what it would show if all were known, or say that it looks further on. There is
 * no terminal.
 */
#include "../unit/property.h"

#include "dragoman/load.h"
#include "tui/reader.h"

#include <unistd.h>

enum { LINES = 40000, SLICE = 2000 };

struct world {
    struct reader reader;
    struct frame frame;
    struct made_lexicon lexicon;
    struct buffer text;
    char path[32];
};

static const char records[] = "%rec: Country\n\nId: NO\nName: Norway\nAdjective: Norwegian\n\n"
                              "Id: IS\nName: Iceland\n\n"
                              "%rec: Treaty\n\nId: LIGHTS\nName: Lighthouse Charter\n";

/* Norway in each paragraph, Iceland in the first and the last, the charter at three quarters. */
static void add_paragraph(struct buffer *text, int i)
{
    buffer_format(text, "Paragraph %d has some words and names Norway, and it goes on.\n\n", i);
    if (i == 1 || i == LINES)
        buffer_add(text, SLICE("This one is about Iceland, and ends.\n\n"));
    if (i == LINES * 3 / 4)
        buffer_add(text, SLICE("Here the Lighthouse Charter is signed, needle and all.\n\n"));
}

static void open_reader(struct world *w)
{
    static const char *files[1];
    struct error error = {0};
    files[0] = w->path;
    struct tui_setup setup = {.files = files, .n_files = 1, .lexicon = &w->lexicon.lexicon};
    assert_true(reader_init(&w->reader, &setup, &error));
    w->reader.slice = SLICE;
    reader_resize(&w->reader, 24, 80);
    error_release(&error);
}

static int set_up(void **state)
{
    struct world *w = memory_zeroed(1, sizeof *w);
    for (int i = 1; i <= LINES; i++)
        add_paragraph(&w->text, i);
    strcpy(w->path, "test_work.XXXXXX");
    int descriptor = mkstemp(w->path);
    bool written = write(descriptor, w->text.ptr, w->text.len) == (ssize_t)w->text.len;
    close(descriptor);
    w->lexicon = make_lexicon(records);
    open_reader(w);
    *state = w;
    return written ? 0 : -1;
}

static int tear_down(void **state)
{
    struct world *w = *state;
    unlink(w->path);
    reader_release(&w->reader);
    frame_release(&w->frame);
    free_lexicon(&w->lexicon);
    buffer_release(&w->text);
    free(w);
    return 0;
}

static void press(struct world *w, const char *names)
{
    struct slice rest = slice_of(names), name;
    struct key_sequence sequence;
    while (slice_next(&rest, ' ', &name)) {
        assert_true(key_sequence_parse(name, &sequence));
        for (int i = 0; i < sequence.n; i++)
            reader_key(&w->reader, sequence.keys[i]);
    }
    reader_draw(&w->reader, &w->frame);
}

static void work_for(struct world *w, size_t slices)
{
    while (slices-- > 0 && reader_work(&w->reader))
        ;
    reader_draw(&w->reader, &w->frame);
}

/* Until what the last key asked for is there. */
static void work_for_wish(struct world *w)
{
    while (w->reader.wish.type != WISH_NONE && reader_work(&w->reader))
        ;
    reader_draw(&w->reader, &w->frame);
}

static bool shows(struct world *w, const char *words)
{
    struct buffer row = {0};
    bool found = false;
    for (int i = 0; i < w->frame.rows; i++) {
        row.len = 0;
        for (int k = 0; k < w->frame.cols; k++)
            buffer_add(&row, (struct slice){frame_at(&w->frame, i, k)->bytes,
                                            frame_at(&w->frame, i, k)->len});
        buffer_add_byte(&row, '\0');
        found = found || strstr(row.ptr, words);
    }
    buffer_release(&row);
    return found;
}

static struct slice focused(const struct world *w)
{
    const struct reader *r = &w->reader;
    if (r->focus == NO_MENTION)
        return SLICE("");
    const struct mention *m = &r->mentions->items[r->focus];
    return slice_cut(reader_text(r), (struct span){m->start, m->end});
}

static void test_first_screen(void **state)
{
    struct world *w = *state;
    reader_draw(&w->reader, &w->frame);
    assert_true(shows(w, "Paragraph 1 has"));
    assert_true(w->reader.tagged < 10000);
    assert_true(w->reader.document.read.len < w->text.len);
    press(w, "c");
    EXPECT_TEXT(SLICE("c"), focused(w), SLICE("Norway"));
    press(w, "c c");
    assert_true(shows(w, "country Norway, 2, section 1"));
    assert_false(reader_is_indexed(&w->reader));
    settle();
}

/* What stands behind the screen is tagged before the rest is read. */
static void test_next_comes_first(void **state)
{
    struct world *w = *state;
    reader_draw(&w->reader, &w->frame);
    size_t was_read = w->reader.document.read.len;
    work_for(w, 30);
    assert_true(w->reader.tagged > 20000);
    assert_int_equal(w->reader.document.read.len, was_read);
    work_for(w, 400);
    assert_true(w->reader.document.read.len > was_read);
    settle();
}

static void test_end_at_once(void **state)
{
    struct world *w = *state;
    reader_draw(&w->reader, &w->frame);
    press(w, "G");
    assert_true(shows(w, "This one is about Iceland"));
    assert_true(shows(w, "100%"));
    assert_true(w->reader.document.read.len < w->text.len);
    press(w, "C");
    EXPECT_TEXT(SLICE("C"), focused(w), SLICE("Norway"));
    press(w, "c c c");
    press(w, "k k b");
    assert_false(shows(w, "This one is about Iceland"));
    press(w, "g");
    assert_true(shows(w, "Paragraph 1 has"));
    press(w, "5 0 %");
    assert_true(shows(w, "Paragraph 20"));
    assert_false(reader_is_indexed(&w->reader));
    settle();
}

/* What had the focus in a window has it when the index has come. */
static void test_focus_stays(void **state)
{
    struct world *w = *state;
    reader_draw(&w->reader, &w->frame);
    press(w, "5 0 %");
    press(w, "c c c");
    size_t off = w->reader.mentions->items[w->reader.focus].start, top = w->reader.top;
    assert_true(reader_is_in_window(&w->reader));
    work_for(w, SIZE_MAX);
    assert_true(reader_is_indexed(&w->reader));
    assert_false(reader_is_in_window(&w->reader));
    assert_int_equal(w->reader.mentions->items[w->reader.focus].start, off);
    assert_int_equal(w->reader.top, top);
    assert_true(shows(w, "country Norway, 20"));
    assert_true(shows(w, "of 40000"));
}

static void test_far_step(void **state)
{
    struct world *w = *state;
    reader_draw(&w->reader, &w->frame);
    press(w, "t");
    assert_true(shows(w, "looking further on"));
    work_for(w, 10);
    press(w, "Esc");
    assert_true(shows(w, "stopped"));
    press(w, "t");
    work_for(w, SIZE_MAX);
    EXPECT_TEXT(SLICE("t"), focused(w), SLICE("Lighthouse Charter"));
    assert_true(shows(w, "treaty Lighthouse Charter, 1 of 1"));
    settle();
}

static void test_far_step_from_window(void **state)
{
    struct world *w = *state;
    reader_draw(&w->reader, &w->frame);
    press(w, "5 0 %");
    press(w, "t");
    work_for_wish(w);
    EXPECT_TEXT(SLICE("t"), focused(w), SLICE("Lighthouse Charter"));
    assert_false(reader_is_indexed(&w->reader));
    press(w, "G");
    press(w, "T");
    work_for_wish(w);
    EXPECT_TEXT(SLICE("T"), focused(w), SLICE("Lighthouse Charter"));
    assert_false(reader_is_indexed(&w->reader));
    settle();
}

static void test_far_search(void **state)
{
    struct world *w = *state;
    reader_draw(&w->reader, &w->frame);
    press(w, "/ n e e d l e");
    assert_true(shows(w, "looking further on"));
    work_for(w, 20);
    press(w, "Enter");
    work_for_wish(w);
    assert_true(shows(w, "needle and all"));
    assert_true(w->reader.document.read.len < w->text.len / 2);
    assert_false(reader_is_indexed(&w->reader));
    work_for(w, SIZE_MAX);
    assert_true(shows(w, "1 of 1"));
    press(w, "/ P a r a g r a p h Space 3 9 9 9 9 Enter");
    work_for(w, SIZE_MAX);
    assert_true(shows(w, "Paragraph 39999 has"));
    press(w, "/ N o r w a y Enter n n N");
    work_for(w, SIZE_MAX);
    assert_true(shows(w, "of 40000"));
    press(w, "? a b s e n t Enter");
    work_for(w, SIZE_MAX);
    assert_true(shows(w, "not found: absent"));
}

static void press_and_wait(struct world *w, const char *names)
{
    press(w, names);
    work_for_wish(w);
}

/* From match to match where nothing was read yet, both ways and around. */
static void test_steps_ahead(void **state)
{
    static const struct {
        const char *keys, *shown;
    } rows[] = {
        {"n", "Paragraph 39991 has"},   {"n", "Paragraph 39992 has"}, {"N", "Paragraph 39991 has"},
        {"8 n", "Paragraph 39999 has"}, {"n", "Paragraph 39990 has"}, {"N", "Paragraph 39999 has"},
    };
    struct world *w = *state;
    reader_draw(&w->reader, &w->frame);
    press_and_wait(w, "/ P a r a g r a p h Space 3 9 9 9 [ 0 - 9 ] Enter");
    assert_true(shows(w, "Paragraph 39990 has"));
    assert_true(w->reader.document.read.len < w->text.len / 2);
    for (size_t i = 0; i < N_OF(rows); i++) {
        press_and_wait(w, rows[i].keys);
        EXPECT(shows(w, rows[i].shown), "row %zu", i);
    }
    size_t last = w->reader.hit.start;
    work_for(w, SIZE_MAX);
    assert_int_equal(w->reader.hit.start, last);
    assert_true(shows(w, "10 of 10"));
    settle();
}

static void test_search_back_from_the_end(void **state)
{
    struct world *w = *state;
    reader_draw(&w->reader, &w->frame);
    press(w, "G");
    press_and_wait(w, "? n e e d l e Enter");
    assert_true(shows(w, "needle and all"));
    assert_true(w->reader.document.read.len < w->text.len / 2);
    press(w, "G");
    press_and_wait(w, "? a b s e n t Enter");
    assert_true(shows(w, "not found: absent"));
    press_and_wait(w, "/ a b s e n t Enter");
    assert_true(shows(w, "not found: absent"));
}

static void spoil(struct world *w, size_t off)
{
    FILE *file = fopen(w->path, "r+");
    assert_non_null(file);
    assert_int_equal(fseek(file, (long)off, SEEK_SET), 0);
    assert_int_equal(putc('\1', file), '\1');
    fclose(file);
}

/* What becomes other text on the way moves what stands behind it. */
static void test_search_over_unclean_text(void **state)
{
    struct world *w = *state;
    size_t off = (size_t)(strstr(w->text.ptr, "needle") - w->text.ptr);
    spoil(w, w->text.len / 2);
    reader_draw(&w->reader, &w->frame);
    press_and_wait(w, "/ n e e d l e Enter");
    assert_true(shows(w, "needle and all"));
    assert_int_equal(w->reader.hit.start, off + 2);
    press(w, "/ p a r a g r a p h Space 3 9 9 9 9 Enter");
    work_for(w, SIZE_MAX);
    assert_true(shows(w, "Paragraph 39999 has"));
    assert_true(shows(w, "1 of 1"));
}

/* The same behind a match, so near that what is around it has to be read before it is shown. */
static void test_match_before_unclean_text(void **state)
{
    struct world *w = *state;
    size_t off = (size_t)(strstr(w->text.ptr, "needle") - w->text.ptr);
    spoil(w, off + 20000);
    reader_draw(&w->reader, &w->frame);
    press_and_wait(w, "/ n e e d l e Enter");
    assert_true(shows(w, "needle and all"));
    assert_int_equal(w->reader.hit.start, off);
    press_and_wait(w, "n");
    assert_true(shows(w, "needle and all"));
    assert_int_equal(w->reader.hit.start, off);
}

static void test_same_in_the_end(void **state)
{
    struct world *w = *state;
    struct article whole;
    struct mentions m = {0};
    struct tagger *tagger = tagger_new(&w->lexicon.lexicon);
    reader_draw(&w->reader, &w->frame);
    press(w, "G");
    press(w, "g");
    work_for(w, SIZE_MAX);
    article_init_borrowed(&whole, buffer_slice(&w->text));
    tagger_run(tagger, &whole, &m);
    assert_int_equal(w->reader.all.n, m.n);
    for (size_t i = 0; i < m.n; i++)
        assert_int_equal(w->reader.all.items[i].start, m.items[i].start);
    assert_int_equal(w->reader.document.article.n_blocks, whole.n_blocks);
    assert_memory_equal(w->reader.document.article.blocks, whole.blocks,
                        whole.n_blocks * sizeof *whole.blocks);
    mentions_release(&m);
    article_release(&whole);
    tagger_free(tagger);
}

/* A line far on is gone to over what was not read. */
static void test_far_line(void **state)
{
    struct world *w = *state;
    reader_draw(&w->reader, &w->frame);
    press_and_wait(w, "4 0 0 0 1 g");
    assert_true(shows(w, "Paragraph 20000 has"));
    assert_int_equal(w->reader.top, strstr(w->text.ptr, "Paragraph 20000 ") - w->text.ptr);
    assert_true(w->reader.document.read.len < w->text.len / 2);
    press_and_wait(w, ": 6 0 0 0 1 Enter");
    assert_true(shows(w, "Paragraph 30000 has"));
    assert_true(w->reader.document.read.len < w->text.len / 2);
    press_and_wait(w, ": 9 9 9 9 9 9 9 Enter");
    assert_true(shows(w, "This one is about Iceland"));
    press_and_wait(w, "3 g");
    assert_true(shows(w, "This one is about Iceland"));
    settle();
}

/* Markup shows nothing before all of it was read, however much that is. */
static void test_large_markup(void **state)
{
    struct world *w = *state;
    FILE *file = fopen(w->path, "w");
    assert_non_null(file);
    fputs("<!doctype html><title>Lights</title><h1>Lights</h1>", file);
    for (int i = 0; i < 100000; i++)
        fprintf(file, "<p>Paragraph %d is about Norway, and ends.</p>\n", i);
    fclose(file);
    reader_release(&w->reader);
    open_reader(w);
    work_for(w, 5000);
    assert_int_equal(w->reader.document.state, DOCUMENT_COMPLETE);
    press(w, "G");
    assert_true(shows(w, "Paragraph 99999 is about Norway"));
    settle();
}

static void append(struct world *w, const char *text)
{
    FILE *file = fopen(w->path, "a");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static void test_follow(void **state)
{
    struct world *w = *state;
    reader_draw(&w->reader, &w->frame);
    press(w, "F");
    work_for(w, SIZE_MAX);
    assert_true(shows(w, "following"));
    append(w, "One more, on Iceland, came lat");
    reader_follow(&w->reader);
    work_for(w, SIZE_MAX);
    assert_true(shows(w, "came lat"));
    append(w, "er.\n\nAnd another, on Norway.\n");
    reader_follow(&w->reader);
    work_for(w, SIZE_MAX);
    assert_true(shows(w, "came later."));
    assert_true(shows(w, "And another"));
    assert_true(shows(w, "countries 40004"));
    assert_int_equal(truncate(w->path, 1000), 0);
    reader_follow(&w->reader);
    work_for(w, SIZE_MAX);
    assert_true(shows(w, "the file was cut off"));
    assert_true(shows(w, "Paragraph 15"));
    unlink(w->path);
    reader_follow(&w->reader);
    work_for(w, SIZE_MAX);
    assert_true(shows(w, "the file is gone"));
    append(w, "A new file about Iceland.\n");
    reader_follow(&w->reader);
    work_for(w, SIZE_MAX);
    assert_true(shows(w, "the file was replaced"));
    assert_true(shows(w, "A new file"));
    press(w, "Esc");
    assert_true(shows(w, "stopped"));
}

/* The file shrinks while it is read, and what was to be shown of it is gone. */
static void test_cut_off(void **state)
{
    struct world *w = *state;
    reader_draw(&w->reader, &w->frame);
    press(w, "G");
    assert_int_equal(truncate(w->path, 500000), 0);
    press(w, "k b 5 0 %");
    press(w, "9 0 %");
    press(w, "C t");
    work_for(w, SIZE_MAX);
    assert_int_equal(w->reader.document.article.text.len, 500000);
    press(w, "G");
    press(w, "C");
    EXPECT_TEXT(SLICE("C"), focused(w), SLICE("Norway"));
    press(w, "g");
    assert_true(shows(w, "Paragraph 1 has"));
    settle();
}

/* The same, and no key has taken the message away. */
static void test_says_that_it_was_cut_off(void **state)
{
    struct world *w = *state;
    reader_draw(&w->reader, &w->frame);
    assert_int_equal(truncate(w->path, 500000), 0);
    work_for(w, SIZE_MAX);
    assert_true(shows(w, "the file was cut off while it was read"));
}

/* --------------------------------------------------------------- terminals */

static const char *const *variables; /* NAME, value, ..., NULL */

static const char *variable(const char *name)
{
    for (size_t i = 0; variables[i]; i += 2)
        if (strcmp(variables[i], name) == 0)
            return variables[i + 1];
    return NULL;
}

/* Which terminals take hyperlinks. */
static void test_terminals(void **state)
{
    static const struct {
        bool known;
        const char *variables[7];
    } rows[] = {
        {false, {NULL}},
        {false, {"TERM", "xterm-256color", NULL}},
        {false, {"TERM", "linux", "VTE_VERSION", "7000", NULL}},
        {false, {"TERM", "dumb", "KITTY_WINDOW_ID", "1", NULL}},
        {true, {"TERM", "xterm-256color", "VTE_VERSION", "7000", NULL}},
        {false, {"TERM", "xterm-256color", "VTE_VERSION", "4900", NULL}},
        {false, {"TERM", "xterm-256color", "VTE_VERSION", "", NULL}},
        {true, {"TERM", "xterm-kitty", NULL}},
        {true, {"TERM", "foot", NULL}},
        {true, {"TERM", "alacritty-direct", NULL}},
        {true, {"TERM", "xterm-256color", "WEZTERM_PANE", "0", NULL}},
        {true, {"TERM", "xterm-256color", "TERM_PROGRAM", "iTerm.app", NULL}},
        {false, {"TERM", "xterm-256color", "TERM_PROGRAM", "Apple_Terminal", NULL}},
        {true, {"TERM", "xterm-256color", "KONSOLE_VERSION", "220401", NULL}},
        /* what runs inside hides what is around it */
        {false, {"TERM", "screen-256color", "VTE_VERSION", "7000", NULL}},
        {false, {"TERM", "tmux-256color", NULL}},
        {false, {"TERM", "tmux", "TERM_PROGRAM", "tmux", "TERM_PROGRAM_VERSION", "3.3a", NULL}},
        {true, {"TERM", "tmux", "TERM_PROGRAM", "tmux", "TERM_PROGRAM_VERSION", "3.4", NULL}},
        {true, {"TERM", "screen", "TERM_PROGRAM", "tmux", "TERM_PROGRAM_VERSION", "3.10", NULL}},
        {false, {"TERM", "xterm-kitty", "TMUX", "/tmp/x", NULL}},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        variables = rows[i].variables;
        EXPECT(tui_knows_hyperlinks(variable) == rows[i].known, "row %zu", i);
    }
    settle();
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        CASE(test_first_screen),
        CASE(test_next_comes_first),
        CASE(test_end_at_once),
        CASE(test_focus_stays),
        CASE(test_far_step),
        CASE(test_far_step_from_window),
        CASE(test_far_search),
        CASE(test_steps_ahead),
        CASE(test_search_back_from_the_end),
        CASE(test_search_over_unclean_text),
        CASE(test_match_before_unclean_text),
        CASE(test_far_line),
        CASE(test_large_markup),
        CASE(test_follow),
        CASE(test_cut_off),
        CASE(test_says_that_it_was_cut_off),
        CASE(test_same_in_the_end),
        cmocka_unit_test(test_terminals),
    };
    return RUN(tests);
}
