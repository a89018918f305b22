/*
 * line_command.c - the line behind a colon, and what changes the looks.
 */
#include "reader.h"

#include "theme.h"

/* ------------------------------------------------------------ command line */

void do_command_line(struct reader *r, const struct call *call)
{
    (void)call;
    prompt_open(&r->prompt, ':', &r->command_lines);
}

static void open_file(struct reader *r, size_t file)
{
    struct error error = {0};
    if (!reader_open(r, file, &error))
        reader_complain(r, "%.*s", (int)error.text.len, error.text.ptr);
    else if (r->setup.n_files > 1 && !r->coming.is_any)
        reader_say(r, "file %zu of %zu", file + 1, r->setup.n_files);
    error_release(&error);
}

static void line_next(struct reader *r, struct slice argument)
{
    (void)argument;
    if (r->wanted + 1 < r->setup.n_files)
        open_file(r, r->wanted + 1);
    else
        reader_complain(r, "this is the last file");
}

static void line_previous(struct reader *r, struct slice argument)
{
    (void)argument;
    size_t file = r->wanted < r->setup.n_files ? r->wanted : r->setup.n_files;
    if (file > 0 && r->setup.n_files)
        open_file(r, file - 1);
    else
        reader_complain(r, "this is the first file");
}

static void line_edit(struct reader *r, struct slice argument)
{
    struct error error = {0};
    if (argument.len == 0) {
        open_file(r, r->file); /* again, as it is now */
        return;
    }
    if (!reader_open_path(r, argument, &error))
        reader_complain(r, "%.*s", (int)error.text.len, error.text.ptr);
    error_release(&error);
}

static void line_theme(struct reader *r, struct slice argument)
{
    int theme = theme_find(argument);
    if (theme < 0) {
        reader_complain(r, "themes: dark light mono");
        return;
    }
    r->theme = theme;
    r->request = REQUEST_REDRAW;
}

static void line_quit(struct reader *r, struct slice argument)
{
    (void)argument;
    r->request = REQUEST_QUIT;
}

static const struct {
    const char *name;
    void (*run)(struct reader *r, struct slice argument);
} lines[] = {
    {"n", line_next},  {"next", line_next}, {"p", line_previous},  {"prev", line_previous},
    {"e", line_edit},  {"edit", line_edit}, {"theme", line_theme}, {"q", line_quit},
    {"q!", line_quit}, {"qa", line_quit},   {"quit", line_quit},   {"x", line_quit},
};

static bool read_number(struct slice text, long *number)
{
    *number = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9')
            return false;
        if (*number < 100000000)
            *number = *number * 10 + (text.ptr[i] - '0');
    }
    return text.len > 0;
}

void reader_run_line(struct reader *r, struct slice line)
{
    struct slice argument = slice_trim(line), word = {0};
    long number;
    if (argument.len == 0)
        return;
    if (read_number(argument, &number)) {
        do_start(r, &(struct call){number, true, 0});
        return;
    }
    if (slice_equal(argument, SLICE("$"))) {
        do_end(r, &(struct call){1, false, 0});
        return;
    }
    slice_next(&argument, ' ', &word);
    if (argument.ptr)
        argument = slice_trim(argument);
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        if (slice_equal(slice_of(lines[i].name), word)) {
            lines[i].run(r, argument);
            return;
        }
    const struct command_entry *entry = command_by_name(word);
    if (entry && !entry->takes_key)
        entry->run(r, &(struct call){1, false, 0});
    else
        reader_complain(r, "no command :%.*s; h shows what there is", (int)word.len, word.ptr);
}

/* ------------------------------------------------------------------- looks */

enum { COLUMN_STEP = 4, COLUMN_MIN = 20, COLUMN_MAX = 400 };

static void set_column(struct reader *r, int column)
{
    r->column = column < COLUMN_MIN ? COLUMN_MIN : column > COLUMN_MAX ? COLUMN_MAX : column;
    reader_layout(r);
    reader_say(r, "column: %d", reader_screen(r).text.cols);
}

void do_narrower(struct reader *r, const struct call *call)
{
    (void)call;
    int now = reader_screen(r).text.cols; /* the first step is seen at once */
    set_column(r, (r->column < now ? r->column : now) - COLUMN_STEP);
}

void do_wider(struct reader *r, const struct call *call)
{
    (void)call;
    set_column(r, reader_screen(r).text.cols + COLUMN_STEP);
}

void do_wrap(struct reader *r, const struct call *call)
{
    (void)call;
    r->chop = !r->chop;
    reader_layout(r);
    reader_say(r, r->chop ? "lines are chopped" : "lines are wrapped");
}

static void toggle_kind(struct reader *r, struct slice name)
{
    uint32_t kind = lexicon_kind(r->setup.lexicon, name);
    if (kind >= 32)
        return;
    r->hidden_kinds ^= UINT32_C(1) << kind;
    bool hidden = r->hidden_kinds >> kind & 1;
    if (r->focus != NO_MENTION && !reader_shows(r, &r->mentions->items[r->focus]))
        r->focus = NO_MENTION;
    reader_say(r, "mentions of kind %.*s are %smarked", (int)name.len, name.ptr,
               hidden ? "not " : "");
}

void do_toggle_countries(struct reader *r, const struct call *call)
{
    (void)call;
    toggle_kind(r, SLICE("country"));
}

void do_toggle_organizations(struct reader *r, const struct call *call)
{
    (void)call;
    toggle_kind(r, SLICE("organization"));
}

void do_toggle_treaties(struct reader *r, const struct call *call)
{
    (void)call;
    toggle_kind(r, SLICE("treaty"));
}

void do_toggle_metonyms(struct reader *r, const struct call *call)
{
    (void)call;
    r->hide_metonyms = !r->hide_metonyms;
    if (r->focus != NO_MENTION && !reader_shows(r, &r->mentions->items[r->focus]))
        r->focus = NO_MENTION;
    reader_say(r, "metonyms are %smarked", r->hide_metonyms ? "not " : "");
}

void do_toggle_density(struct reader *r, const struct call *call)
{
    (void)call;
    r->hide_density = !r->hide_density;
    reader_layout(r);
    reader_say(r, "density bar: %s", r->hide_density ? "off" : "on");
}

void do_toggle_numbers(struct reader *r, const struct call *call)
{
    (void)call;
    r->show_numbers = !r->show_numbers;
    reader_layout(r);
    reader_say(r, "line numbers: %s", r->show_numbers ? "on" : "off");
}
