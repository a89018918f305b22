/*
 * terminal.c - curses, behind terminal.h.
 *
 * A frame is a grid already; here it is only copied, row by row where a row has
 * changed, and curses sends the difference. Colours are pairs made on demand.
 */
#include "terminal.h"

#include "dragoman/utf8.h"
#include "key.h"
#include "theme.h"

#define NCURSES_WIDECHAR 1
#include <curses.h>
#include <fcntl.h>
#include <langinfo.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>
#include <wchar.h>

enum { ESCAPE_MS = 20, MAX_PAIRS = 128 };

static struct {
    SCREEN *screen;
    FILE *in, *out;
    struct termios before;
    bool has_before, active, is_utf8, has_italic;
    int in_descriptor;
    struct frame shown; /* what was sent last */
    bool *unlinked;     /* by row: there are links that may be none on the terminal */
    bool has_unlinked;
    int shown_theme;
    bool shown_monochrome;
    struct {
        int foreground, background;
    } pairs[MAX_PAIRS];
    int n_pairs;
} terminal;

static void configure(void)
{
    cbreak();
    noecho();
    nonl();
    raw(); /* ^C, ^Z and ^\ are keys; the session decides */
    intrflush(stdscr, FALSE);
    keypad(stdscr, TRUE);
    nodelay(stdscr, TRUE);
    idlok(stdscr, TRUE);
    set_escdelay(ESCAPE_MS);
    leaveok(stdscr, FALSE);
    if (has_colors()) {
        start_color();
        use_default_colors();
    }
}

static bool has_capability(const char *name)
{
    const char *value = tigetstr(name);
    return value && value != (char *)-1;
}

bool terminal_open(int in, int out, struct error *error)
{
    /* an unknown terminal gets what nearly every one understands */
    const char *const types[] = {getenv("TERM"), "vt100"};
    terminal.in_descriptor = in;
    terminal.has_before = tcgetattr(in, &terminal.before) == 0;
    terminal.in = fdopen(fcntl(in, F_DUPFD_CLOEXEC, 0), "r"); /* it is nobody else's */
    terminal.out = fdopen(fcntl(out, F_DUPFD_CLOEXEC, 0), "w");
    if (!terminal.in || !terminal.out) {
        error_set(error, "the terminal cannot be opened");
        return false;
    }
    for (size_t i = 0; i < sizeof types / sizeof *types && !terminal.screen; i++)
        if (types[i] && types[i][0])
            terminal.screen = newterm(types[i], terminal.out, terminal.in);
    if (!terminal.screen) {
        error_set(error, "this terminal cannot show a screen");
        return false;
    }
    set_term(terminal.screen);
    terminal.active = true;
    if (!has_capability("cup")) {
        terminal_close();
        error_set(error, "this terminal cannot move its cursor");
        return false;
    }
    terminal.is_utf8 = strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
    terminal.has_italic = has_capability("sitm");
    configure();
    return true;
}

void terminal_close(void)
{
    if (!terminal.screen)
        return;
    if (terminal.active)
        endwin();
    terminal.active = false;
    if (terminal.has_before)
        tcsetattr(terminal.in_descriptor, TCSADRAIN, &terminal.before);
    delscreen(terminal.screen);
    terminal.screen = NULL;
    fclose(terminal.in);
    fclose(terminal.out);
    frame_release(&terminal.shown);
    free(terminal.unlinked);
    terminal.unlinked = NULL;
}

void terminal_leave(void)
{
    endwin();
    terminal.active = false;
}

void terminal_return(void)
{
    terminal.active = true;
    refresh();
    terminal_forget();
}

void terminal_size(int *rows, int *cols)
{
    getmaxyx(stdscr, *rows, *cols);
}

int terminal_colors(void)
{
    return has_colors() ? COLORS : 0;
}

void terminal_forget(void)
{
    frame_release(&terminal.shown);
    terminal.has_unlinked = false;
    clearok(stdscr, TRUE);
}

/* ------------------------------------------------------------------ looks */

static short pair_of(int foreground, int background)
{
    if (foreground < 0 && background < 0)
        return 0;
    for (int i = 0; i < terminal.n_pairs; i++)
        if (terminal.pairs[i].foreground == foreground &&
            terminal.pairs[i].background == background)
            return (short)(i + 1);
    if (terminal.n_pairs == MAX_PAIRS || terminal.n_pairs + 1 >= COLOR_PAIRS)
        return 0;
    terminal.pairs[terminal.n_pairs].foreground = foreground;
    terminal.pairs[terminal.n_pairs].background = background;
    init_pair((short)(terminal.n_pairs + 1), (short)foreground, (short)background);
    return (short)++terminal.n_pairs;
}

static attr_t attributes_of(struct look look)
{
    attr_t attributes = A_NORMAL;
    bool italic = look.attributes & LOOK_ITALIC;
    attributes |= look.attributes & LOOK_BOLD ? A_BOLD : 0;
    attributes |= look.attributes & LOOK_DIM ? A_DIM : 0;
    attributes |= look.attributes & LOOK_UNDERLINE ? A_UNDERLINE : 0;
    attributes |= look.attributes & LOOK_REVERSE ? A_REVERSE : 0;
    attributes |= (look.attributes & LOOK_SLANT) && terminal.has_italic ? A_ITALIC : 0;
    if (italic) /* where there is no italic, what is left must still differ */
        attributes |= terminal.has_italic ? A_ITALIC : A_BOLD | A_UNDERLINE;
    return attributes;
}

/* --------------------------------------------------------------- drawing */

static void fill_cell(cchar_t *out, const struct cell *cell, int theme, int colors)
{
    struct look look = theme_look(theme, colors, (enum role)cell->role, cell->marks);
    attr_t attributes = attributes_of(look) | (cell->link ? A_PROTECT : 0);
    wchar_t wide[CCHARW_MAX + 1];
    size_t n = 0;
    struct slice bytes = {cell->bytes, cell->len};
    struct buffer ascii = {0};
    if (!terminal.is_utf8) {
        utf8_to_ascii(bytes, &ascii);
        bytes = (struct slice){ascii.ptr, ascii.len ? 1 : 0};
    }
    for (size_t off = 0; off < bytes.len && n < CCHARW_MAX;)
        wide[n++] = (wchar_t)utf8_next(bytes, &off);
    wide[n] = L'\0';
    if (n == 0)
        wcscpy(wide, L" ");
    setcchar(out, wide, attributes, pair_of(look.foreground, look.background), NULL);
    buffer_release(&ascii);
}

static void draw_row(const struct frame *f, int row, int theme, int colors)
{
    const struct cell *cells = &f->cells[row * f->cols];
    for (int col = 0; col < f->cols; col++) {
        cchar_t wide;
        if (cells[col].columns == 0)
            continue;
        fill_cell(&wide, &cells[col], theme, colors);
        mvadd_wch(row, col, &wide);
        if (!terminal.is_utf8 && cells[col].columns == 2)
            mvaddch(row, col + 1, '?');
    }
}

static bool same_row(const struct frame *a, const struct frame *b, int row)
{
    return memcmp(&a->cells[row * a->cols], &b->cells[row * b->cols],
                  (size_t)a->cols * sizeof *a->cells) == 0;
}

/* --------------------------------------------------------------- hyperlinks */

/*
 * Curses knows no hyperlinks. To it the cells of a link have an attribute that terminals do not
 * show (and terminals that know hyperlinks do not know): so whatever it moves, and it may move
 * cells with their link, what has not that attribute was written without a link; and what has
 * it is written once more, with its link. Rows that did not change keep their links, unless curses
 * has scrolled.
 */

/* What a row says, however it looks. */
static uint64_t row_hash(const struct frame *f, int row)
{
    uint64_t hash = 14695981039346656037u; /* FNV-1a */
    for (const struct cell *cell = &f->cells[row * f->cols]; cell < &f->cells[(row + 1) * f->cols];
         cell++)
        for (int i = 0; i < cell->len; i++)
            hash = (hash ^ (unsigned char)cell->bytes[i]) * 1099511628211u;
    return hash;
}

/* Curses scrolls only where a row that is new says what another one said before. */
static bool may_have_scrolled(const struct frame *f, const bool *changed)
{
    uint64_t *before = memory_resize(NULL, (size_t)f->rows, sizeof *before);
    bool found = false;
    for (int row = 0; row < f->rows; row++)
        before[row] = row_hash(&terminal.shown, row);
    for (int row = 0; row < f->rows && !found; row++) {
        uint64_t hash = changed[row] ? row_hash(f, row) : 0;
        for (int other = 0; other < f->rows && changed[row] && !found; other++)
            found = other != row && before[other] == hash;
    }
    free(before);
    return found;
}

/* Notes in which rows links have to be made. The cursor's is one of them, because curses may go
 * there over its letters. */
static void note_links(const struct frame *f, const bool *changed, bool all)
{
    bool had = terminal.has_unlinked;
    if (all)
        terminal.unlinked = memory_resize(terminal.unlinked, (size_t)f->rows, 1);
    terminal.has_unlinked = f->n_links > 0 && terminal.is_utf8;
    if (!terminal.has_unlinked)
        return;
    all = all || terminal.shown.n_links == 0 || may_have_scrolled(f, changed);
    for (int row = 0; row < f->rows; row++)
        terminal.unlinked[row] =
            all || changed[row] || row == f->cursor_row || (had && terminal.unlinked[row]);
}

static int put_byte(int byte)
{
    return putc(byte, terminal.out);
}

/* Without the padding of terminfo ("$<5>"), which no terminal needs that knows hyperlinks. */
static void move_to(int row, int col)
{
    const char *position = tparm(tigetstr("cup"), row, col);
    for (bool padding = false; position && *position; position++) {
        padding = padding || (position[0] == '$' && position[1] == '<');
        if (!padding)
            putc(*position, terminal.out);
        padding = padding && *position != '>';
    }
}

/* Writes the cells of a link once more, as curses did; returns the column after them. */
static int link_cells(const struct frame *f, int row, int col)
{
    const struct cell *cells = &f->cells[row * f->cols];
    int colors = terminal.shown_monochrome ? 0 : terminal_colors();
    uint32_t link = cells[col].link;
    struct slice target = frame_target(f, link);
    move_to(row, col);
    fprintf(terminal.out, "\033]8;id=%x;%.*s\033\\", (unsigned)link, (int)target.len, target.ptr);
    for (; col < f->cols && cells[col].link == link; col++) {
        const struct cell *cell = &cells[col];
        struct look look =
            theme_look(terminal.shown_theme, colors, (enum role)cell->role, cell->marks);
        bool last = row == f->rows - 1 && col + cell->columns >= f->cols; /* it might scroll */
        if (cell->columns == 0 || last)
            continue;
        vid_puts(attributes_of(look), pair_of(look.foreground, look.background), NULL, put_byte);
        fwrite(cell->bytes, 1, cell->len, terminal.out);
    }
    fputs("\033]8;;\033\\", terminal.out);
    return col;
}

bool terminal_has_new_links(void)
{
    return terminal.has_unlinked;
}

void terminal_link(void)
{
    const struct frame *f = &terminal.shown;
    if (!terminal.has_unlinked || !f->cells)
        return;
    for (int row = 0; row < f->rows; row++)
        for (int col = 0; col < f->cols && terminal.unlinked[row];)
            col = f->cells[row * f->cols + col].link ? link_cells(f, row, col) : col + 1;
    memset(terminal.unlinked, 0, (size_t)f->rows);
    terminal.has_unlinked = false;
    move_to(f->cursor_row, f->cursor_col); /* where curses left it */
    fflush(terminal.out);
}

/* ------------------------------------------------------------------ frames */

void terminal_draw(const struct frame *f, int theme, bool monochrome)
{
    int colors = monochrome ? 0 : terminal_colors();
    bool all = !terminal.shown.cells || terminal.shown.rows != f->rows ||
               terminal.shown.cols != f->cols || terminal.shown_theme != theme ||
               terminal.shown_monochrome != monochrome;
    bool *changed = memory_resize(NULL, (size_t)f->rows, sizeof *changed);
    if (all)
        erase();
    for (int row = 0; row < f->rows; row++) {
        changed[row] = all || !same_row(f, &terminal.shown, row);
        if (changed[row])
            draw_row(f, row, theme, colors);
    }
    note_links(f, changed, all);
    free(changed);
    curs_set(f->cursor ? 1 : 0);
    move(f->cursor_row, f->cursor_col);
    wnoutrefresh(stdscr);
    doupdate();
    frame_copy(&terminal.shown, f);
    terminal.shown_theme = theme;
    terminal.shown_monochrome = monochrome;
}

void terminal_bell(void)
{
    beep();
}

/* ------------------------------------------------------------------- keys */

static bool read_key(uint32_t *key)
{
    static const struct {
        int code;
        uint32_t key;
    } codes[] = {
        {KEY_UP, KEY_UP_},
        {KEY_DOWN, KEY_DOWN_},
        {KEY_LEFT, KEY_LEFT_},
        {KEY_RIGHT, KEY_RIGHT_},
        {KEY_PPAGE, KEY_PGUP_},
        {KEY_NPAGE, KEY_PGDN_},
        {KEY_HOME, KEY_HOME_},
        {KEY_END, KEY_END_},
        {KEY_BTAB, KEY_SHIFT_TAB_},
        {KEY_DC, KEY_DELETE_},
        {KEY_F(1), KEY_F1_},
        {KEY_ENTER, KEY_ENTER_},
        {KEY_BACKSPACE, KEY_BACKSPACE_},
    };
    wint_t wide;
    int result = get_wch(&wide);
    if (result == ERR)
        return false;
    *key = (uint32_t)wide;
    if (result == KEY_CODE_YES) {
        *key = KEY_END_OF_NAMES; /* a key without a use, such as KEY_RESIZE */
        for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
            if (codes[i].code == (int)wide)
                *key = codes[i].key;
    } else if (*key >= 0x110000) {
        *key = 0xFFFD;
    }
    return true;
}

static long now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (long)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

bool terminal_key(uint32_t *key)
{
    uint32_t next;
    long begin = now_ms();
    if (!read_key(key))
        return false;
    if (*key != KEY_ESCAPE_)
        return true;
    /* a second key within the escape delay was typed with Alt, or after Escape by a program;
     * a person's Escape stands alone. Where the terminal has keys that begin with Escape,
     * curses has waited for one of them already: not again, for this may stop a search. */
    long left = begin + ESCAPE_MS - now_ms();
    timeout(left > 0 ? (int)left : 0);
    if (read_key(&next) && next < KEY_NAMED && next != KEY_ESCAPE_)
        *key = next | KEY_ESC_PREFIX;
    timeout(0);
    nodelay(stdscr, TRUE);
    return true;
}

void terminal_resize(void)
{
    struct winsize size;
    if (ioctl(fileno(terminal.out), TIOCGWINSZ, &size) == 0 && size.ws_row && size.ws_col)
        resizeterm(size.ws_row, size.ws_col);
    terminal_forget();
}

/* -------------------------------------------------------------- clipboard */

void terminal_copy(struct slice text)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    fputs("\033]52;c;", terminal.out);
    for (size_t i = 0; i < text.len; i += 3) { /* base64, RFC 4648 */
        uint32_t group = 0;
        size_t n = text.len - i < 3 ? text.len - i : 3;
        for (size_t k = 0; k < 3; k++)
            group = group << 8 | (k < n ? (unsigned char)text.ptr[i + k] : 0u);
        for (size_t k = 0; k < 4; k++)
            putc(k <= n ? digits[group >> (18 - 6 * k) & 63] : '=', terminal.out);
    }
    fputs("\033\\", terminal.out);
    fflush(terminal.out);
}
