/*
 * screen.c - see screen.h.
 *
 * Three processes: the test, which owns the master side and the screen's model; the
 * leader of the session, which does what a shell does with a job; and the program. The
 * leader writes reports into one pipe and reads the orders to start and to continue from
 * another; when that one closes, it kills a stopped program and ends.
 */
#include "screen.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <vterm.h>

enum { WAIT_MS = 10000, WAIT_AFTER_END_MS = 1000, NOT_EXECUTED = 127 };

struct report {
    pid_t program; /* the first report: what was started */
    int status;    /* every other: as of waitpid */
};

struct screen {
    VTerm *terminal;
    VTermScreen *model;
    int rows, cols;
    char *text; /* of one row */
    char *bytes;
    size_t n_bytes, cap_bytes;
    char held[4096]; /* the start of a control sequence */
    size_t n_held;
    int link; /* that is open */
    bool alternate, cursor_visible;
    unsigned bells;

    int master, reports, orders;
    pid_t leader, program;
    enum screen_life life;
    int status;
    struct termios before;
};

static void *checked(void *memory)
{
    if (!memory) {
        perror("screen");
        abort();
    }
    return memory;
}

/* ------------------------------------------------------------------ leader */

static void apply_environment(const char *const *environment)
{
    for (; environment && *environment; environment++) {
        char *name = checked(strdup(*environment)), *value = strchr(name, '=');
        if (value) {
            *value = '\0';
            setenv(name, value + 1, 1);
        } else {
            unsetenv(name);
        }
        free(name);
    }
}

/* In the program's process: a process group of its own, in the foreground. */
static void execute(const struct screen_setup *setup, int input)
{
    static const int numbers[] = {SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGTTIN, SIGTTOU, SIGPIPE};
    size_t n = 0;
    setpgid(0, 0);
    tcsetpgrp(STDOUT_FILENO, getpid());
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        signal(numbers[i], SIG_DFL);
    apply_environment(setup->environment);
    while (setup->arguments && setup->arguments[n])
        n++;
    char **argv = checked(calloc(n + 2, sizeof *argv));
    argv[0] = checked(strdup(setup->program));
    for (size_t i = 0; i < n; i++)
        argv[i + 1] = checked(strdup(setup->arguments[i]));
    if (input >= 0)
        dup2(input, STDIN_FILENO);
    execv(setup->program, argv);
    perror(setup->program);
    _exit(NOT_EXECUTED);
}

static void tell(int reports, struct report report)
{
    if (write(reports, &report, sizeof report) != (ssize_t)sizeof report)
        _exit(1);
}

static void lead(const struct screen_setup *setup, int input, int reports, int orders)
{
    static const int ignored[] = {SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGTTIN, SIGTTOU};
    struct report report = {0};
    char order;
    for (size_t i = 0; i < sizeof ignored / sizeof *ignored; i++)
        signal(ignored[i], SIG_IGN);
    if (read(orders, &order, 1) != 1)
        _exit(1);
    report.program = fork();
    if (report.program == 0)
        execute(setup, input);
    if (input >= 0)
        close(input);
    tell(reports, report);
    while (waitpid(report.program, &report.status, WUNTRACED) == report.program) {
        tell(reports, report);
        if (!WIFSTOPPED(report.status))
            break;
        tcsetpgrp(STDOUT_FILENO, getpgrp());
        if (read(orders, &order, 1) != 1) {
            kill(report.program, SIGKILL);
            continue;
        }
        tcsetpgrp(STDOUT_FILENO, report.program);
        kill(-report.program, SIGCONT);
    }
    while (read(orders, &order, 1) > 0)
        ;
    _exit(0);
}

/* --------------------------------------------------------- open and close */

static int on_property(VTermProp property, VTermValue *value, void *user)
{
    struct screen *s = user;
    if (property == VTERM_PROP_ALTSCREEN)
        s->alternate = value->boolean;
    else if (property == VTERM_PROP_CURSORVISIBLE)
        s->cursor_visible = value->boolean;
    return 1;
}

static int on_bell(void *user)
{
    struct screen *s = user;
    s->bells++;
    return 1;
}

/* What a terminal answers to a question of the program. */
static void on_answer(const char *bytes, size_t len, void *user)
{
    struct screen *s = user;
    if (s->master >= 0 && write(s->master, bytes, len) < 0)
        perror("screen: answer");
}

static void make_model(struct screen *s)
{
    static const VTermScreenCallbacks callbacks = {.settermprop = on_property, .bell = on_bell};
    s->terminal = checked(vterm_new(s->rows, s->cols));
    vterm_set_utf8(s->terminal, 1);
    vterm_output_set_callback(s->terminal, on_answer, s);
    s->model = vterm_obtain_screen(s->terminal);
    vterm_screen_set_callbacks(s->model, &callbacks, s);
    vterm_screen_enable_altscreen(s->model, 1);
    vterm_screen_reset(s->model, 1);
    s->text = checked(malloc((size_t)s->cols * SCREEN_CELL_BYTES + 1));
}

/* A pipe that holds the text and ends with it; -1 for no text. */
static int pipe_with(const char *text)
{
    int ends[2];
    if (!text)
        return -1;
    size_t len = strlen(text);
    if (pipe(ends) != 0)
        return -1;
    fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    if (write(ends[1], text, len) != (ssize_t)len)
        perror("screen: pipe");
    close(ends[1]);
    return ends[0];
}

static bool start(struct screen *s, const struct screen_setup *setup)
{
    struct winsize size = {.ws_row = (unsigned short)setup->rows,
                           .ws_col = (unsigned short)setup->cols};
    int reports[2], orders[2], input = pipe_with(setup->input);
    struct report first = {0};
    if (pipe(reports) != 0 || pipe(orders) != 0)
        return false;
    fcntl(reports[1], F_SETFD, FD_CLOEXEC);
    fcntl(orders[0], F_SETFD, FD_CLOEXEC);
    s->leader = forkpty(&s->master, NULL, NULL, &size);
    if (s->leader == 0) {
        close(reports[0]);
        close(orders[1]);
        lead(setup, input, reports[1], orders[0]);
    }
    close(reports[1]);
    close(orders[0]);
    if (input >= 0)
        close(input);
    s->reports = reports[0];
    s->orders = orders[1];
    if (s->leader < 0)
        return false;
    tcgetattr(s->master, &s->before);
    fcntl(s->master, F_SETFL, O_NONBLOCK);
    screen_continue(s); /* only now does the leader start the program */
    if (read(s->reports, &first, sizeof first) != (ssize_t)sizeof first)
        return false;
    s->program = first.program;
    fcntl(s->reports, F_SETFL, O_NONBLOCK);
    return s->program > 0;
}

struct screen *screen_open(const struct screen_setup *setup)
{
    struct screen *s = checked(calloc(1, sizeof *s));
    s->rows = setup->rows;
    s->cols = setup->cols;
    s->master = s->reports = s->orders = -1;
    make_model(s);
    if (!start(s, setup)) {
        screen_close(s);
        return NULL;
    }
    return s;
}

void screen_close(struct screen *s)
{
    if (!s)
        return;
    if (s->program > 0 && s->life != SCREEN_ENDED)
        kill(s->program, SIGKILL);
    if (s->orders >= 0)
        close(s->orders);
    if (s->reports >= 0)
        close(s->reports);
    screen_hang_up(s);
    while (s->leader > 0 && waitpid(s->leader, NULL, 0) < 0 && errno == EINTR)
        ;
    vterm_free(s->terminal);
    free(s->text);
    free(s->bytes);
    free(s);
}

/* ----------------------------------------------------------------- waiting */

/* libvterm knows no hyperlinks (OSC 8). But it knows fonts, which nobody uses: what is written
 * while a link is open gets the font of its number, and keeps it wherever it is moved. */
static void set_font(struct screen *s)
{
    char font[] = {'\033', '[', '1', (char)('0' + s->link), 'm'};
    vterm_input_write(s->terminal, font, sizeof font);
}

static bool is_csi(const struct screen *s)
{
    return s->n_held > 1 && s->held[1] == '[';
}

/* Is what is held whole? Of what is no sequence nothing is held back. */
static bool is_whole(const struct screen *s)
{
    const char *p = s->held;
    size_t n = s->n_held;
    if (p[0] != '\033' || n == sizeof s->held)
        return true;
    if (n == 1)
        return false;
    if (is_csi(s))
        return n > 2 && (unsigned char)p[n - 1] >= 0x40;
    if (p[1] == ']')
        return p[n - 1] == '\a' || (n > 2 && p[n - 2] == '\033' && p[n - 1] == '\\');
    return true;
}

static void release(struct screen *s)
{
    if (s->n_held == 0 || !is_whole(s))
        return;
    bool hyperlink = s->n_held > 4 && memcmp(s->held, "\033]8;", 4) == 0;
    bool sgr = is_csi(s) && s->held[s->n_held - 1] == 'm';
    if (hyperlink) {
        char last = s->held[s->n_held - 3]; /* before ST */
        s->link = last >= '1' && last <= '9' ? last - '0' : 0;
    } else {
        vterm_input_write(s->terminal, s->held, s->n_held);
    }
    s->n_held = 0;
    if (hyperlink || (sgr && s->link))
        set_font(s);
}

static void feed(struct screen *s, char byte)
{
    if (byte == '\033' && s->n_held > 0 && s->held[0] != '\033')
        release(s);
    s->held[s->n_held++] = byte;
    if (s->held[0] == '\033' || s->n_held == sizeof s->held)
        release(s);
}

static void take_bytes(struct screen *s, const char *bytes, size_t len)
{
    if (s->n_bytes + len > s->cap_bytes) {
        s->cap_bytes = 2 * s->cap_bytes + len;
        s->bytes = checked(realloc(s->bytes, s->cap_bytes));
    }
    memcpy(s->bytes + s->n_bytes, bytes, len);
    s->n_bytes += len;
    for (size_t i = 0; i < len; i++)
        feed(s, bytes[i]);
    release(s);
    vterm_screen_flush_damage(s->model);
}

static void take_output(struct screen *s)
{
    char bytes[16384];
    ssize_t n;
    while (s->master >= 0 && (n = read(s->master, bytes, sizeof bytes)) > 0)
        take_bytes(s, bytes, (size_t)n);
}

static void take_reports(struct screen *s)
{
    struct report report;
    while (read(s->reports, &report, sizeof report) == (ssize_t)sizeof report) {
        s->status = report.status;
        s->life = WIFSTOPPED(report.status) ? SCREEN_STOPPED : SCREEN_ENDED;
    }
}

static long now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

bool screen_wait(struct screen *s, screen_predicate *holds, const void *context)
{
    long deadline = now_ms() + WAIT_MS;
    bool had_ended = false;
    for (;;) {
        take_reports(s);
        take_output(s);
        if (holds(s, context))
            return true;
        bool ended = s->life == SCREEN_ENDED;
        if (ended && !had_ended) /* its last bytes may still be on their way */
            deadline = now_ms() + WAIT_AFTER_END_MS;
        had_ended = ended;
        long left = deadline - now_ms();
        if (left <= 0)
            return false;
        struct pollfd waits[2] = {{.fd = s->master, .events = POLLIN},
                                  {.fd = ended ? -1 : s->reports, .events = POLLIN}};
        poll(waits, 2, (int)left);
    }
}

void screen_dump(struct screen *s)
{
    static const char *const lives[] = {"runs", "is stopped", "has ended"};
    int row, col;
    screen_cursor(s, &row, &col);
    fprintf(stderr, "---- %d x %d, cursor %d,%d %s, %s screen, the program %s (status %#x)\n",
            s->cols, s->rows, row, col, s->cursor_visible ? "shown" : "hidden",
            s->alternate ? "alternate" : "main", lives[s->life], (unsigned)s->status);
    for (row = 0; row < s->rows; row++)
        fprintf(stderr, "%3d|%s\n", row, screen_row(s, row));
    fprintf(stderr, "----\n");
}

/* ------------------------------------------------------------------- doing */

bool screen_send(struct screen *s, const char *keys)
{
    for (size_t len = strlen(keys); len > 0;) {
        ssize_t n = write(s->master, keys, len);
        struct pollfd wait = {.fd = s->master, .events = POLLOUT};
        if (n < 0 && (errno != EAGAIN || poll(&wait, 1, WAIT_MS) != 1))
            return false;
        keys += n > 0 ? n : 0;
        len -= n > 0 ? (size_t)n : 0;
    }
    return true;
}

void screen_resize(struct screen *s, int rows, int cols)
{
    struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols};
    take_output(s);
    s->rows = rows;
    s->cols = cols;
    s->text = checked(realloc(s->text, (size_t)cols * SCREEN_CELL_BYTES + 1));
    vterm_set_size(s->terminal, rows, cols);
    ioctl(s->master, TIOCSWINSZ, &size);
}

void screen_hang_up(struct screen *s)
{
    if (s->master >= 0)
        close(s->master);
    s->master = -1;
}

void screen_scribble(struct screen *s, const char *text)
{
    take_output(s);
    vterm_input_write(s->terminal, text, strlen(text));
}

void screen_signal(const struct screen *s, int number)
{
    kill(s->program, number);
}

void screen_continue(struct screen *s)
{
    s->life = SCREEN_RUNS;
    if (write(s->orders, "c", 1) != 1)
        perror("screen: continue");
}

void screen_set_modes(const struct screen *s, struct termios modes)
{
    tcsetattr(s->master, TCSANOW, &modes);
}

/* ----------------------------------------------------------------- looking */

int screen_rows(const struct screen *s)
{
    return s->rows;
}

int screen_cols(const struct screen *s)
{
    return s->cols;
}

static size_t put_utf8(uint32_t cp, char *out)
{
    if (cp < 0x80) {
        out[0] = (char)cp;
        return 1;
    }
    size_t n = cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;
    for (size_t i = n - 1; i > 0; i--, cp >>= 6)
        out[i] = (char)(0x80 | (cp & 0x3F));
    out[0] = (char)((n == 2 ? 0xC0 : n == 3 ? 0xE0 : 0xF0) | cp);
    return n;
}

static int color_of(VTermColor color)
{
    if (VTERM_COLOR_IS_DEFAULT_FG(&color) || VTERM_COLOR_IS_DEFAULT_BG(&color))
        return -1;
    return VTERM_COLOR_IS_INDEXED(&color) ? color.indexed.idx : 0x1000;
}

struct screen_cell screen_cell_at(const struct screen *s, int row, int col)
{
    VTermScreenCell cell;
    struct screen_cell out = {.foreground = -1, .background = -1};
    size_t len = 0;
    if (!vterm_screen_get_cell(s->model, (VTermPos){.row = row, .col = col}, &cell))
        return out;
    if (cell.chars[0] != (uint32_t)-1) /* the second half of a wide character */
        for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell.chars[i]; i++)
            len += put_utf8(cell.chars[i], out.bytes + len);
    out.bytes[len] = '\0';
    out.bold = cell.attrs.bold;
    out.underline = cell.attrs.underline;
    out.italic = cell.attrs.italic;
    out.reverse = cell.attrs.reverse;
    out.link = (int)cell.attrs.font;
    out.foreground = color_of(cell.fg);
    out.background = color_of(cell.bg);
    return out;
}

const char *screen_row(struct screen *s, int row)
{
    size_t len = 0;
    for (int col = 0; col < s->cols;) {
        VTermScreenCell cell = {.width = 1};
        struct screen_cell shown = screen_cell_at(s, row, col);
        size_t n = strlen(shown.bytes);
        vterm_screen_get_cell(s->model, (VTermPos){.row = row, .col = col}, &cell);
        memcpy(s->text + len, n ? shown.bytes : " ", n ? n : 1);
        len += n ? n : 1;
        col += cell.width > 1 ? cell.width : 1;
    }
    while (len > 0 && s->text[len - 1] == ' ')
        len--;
    s->text[len] = '\0';
    return s->text;
}

void screen_cursor(const struct screen *s, int *row, int *col)
{
    VTermPos at;
    vterm_state_get_cursorpos(vterm_obtain_state(s->terminal), &at);
    *row = at.row;
    *col = at.col;
}

bool screen_cursor_visible(const struct screen *s)
{
    return s->cursor_visible;
}

bool screen_is_alternate(const struct screen *s)
{
    return s->alternate;
}

unsigned screen_bells(const struct screen *s)
{
    return s->bells;
}

const char *screen_bytes(const struct screen *s, size_t *len)
{
    *len = s->n_bytes;
    return s->bytes;
}

enum screen_life screen_life(const struct screen *s)
{
    return s->life;
}

int screen_status(const struct screen *s)
{
    return s->status;
}

struct termios screen_modes_before(const struct screen *s)
{
    return s->before;
}

struct termios screen_modes(const struct screen *s)
{
    struct termios modes = {0};
    tcgetattr(s->master, &modes);
    return modes;
}
