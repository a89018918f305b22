/*
 * session.c - see session.h.
 *
 * Bytes get their time when they are read, before the model of the screen takes them, so
 * that what libvterm needs for them counts only where more bytes follow. Rows are compared as text:
 * a row that has only moved is not new, whatever the terminal was told in order to move it.
 */
#define _GNU_SOURCE
#include "session.h"

#include "process.h"

#include "dragoman/base.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <vterm.h>

enum { QUIET_MS = 30, MAX_ROWS = 64, MAX_COLS = 256 };

struct cell {
    uint32_t character;
    bool has_look;
    uint32_t look; /* differs where two looks next to each other do */
};

struct picture {
    struct cell cells[MAX_ROWS][MAX_COLS];
};

struct session {
    pid_t program;
    int master;
    int rows, cols;
    VTerm *terminal;
    VTermScreen *screen;
    struct picture before, now;
};

static double now_ms(void)
{
    return process_now_s() * 1000;
}

/* -------------------------------------------------------------- the screen */

static uint32_t look_of(const VTermScreenCell *cell)
{
    uint32_t look = (uint32_t)(cell->attrs.bold | cell->attrs.underline << 1 |
                               cell->attrs.italic << 3 | cell->attrs.reverse << 4);
    if (!VTERM_COLOR_IS_DEFAULT_FG(&cell->fg))
        look |= 1u << 5 | (uint32_t)cell->fg.indexed.idx << 8;
    if (!VTERM_COLOR_IS_DEFAULT_BG(&cell->bg))
        look |= 1u << 6 | (uint32_t)cell->bg.indexed.idx << 16;
    return look;
}

static void take_picture(const struct session *s, struct picture *picture)
{
    for (int row = 0; row < s->rows; row++) {
        for (int col = 0; col < s->cols; col++) {
            VTermScreenCell cell;
            memset(&cell, 0, sizeof cell);
            vterm_screen_get_cell(s->screen, (VTermPos){row, col}, &cell);
            uint32_t character =
                cell.chars[0] && cell.chars[0] != (uint32_t)-1 ? cell.chars[0] : ' ';
            picture->cells[row][col] =
                (struct cell){character, look_of(&cell) != 0, look_of(&cell)};
        }
    }
}

static bool is_same_row(const struct cell *a, const struct cell *b, int cols)
{
    for (int col = 0; col < cols; col++)
        if (a[col].character != b[col].character)
            return false;
    return true;
}

static bool was_on_screen(const struct session *s, const struct cell *row)
{
    for (int other = 0; other < s->rows; other++)
        if (is_same_row(row, s->before.cells[other], s->cols))
            return true;
    return false;
}

static void count_row(const struct session *s, const struct cell *row, struct reply *reply)
{
    for (int col = 0; col < s->cols; col++) {
        reply->new_cells += row[col].character != ' ';
        reply->spans += row[col].has_look && (col == 0 || row[col].look != row[col - 1].look);
    }
}

static void count_changes(struct session *s, struct reply *reply)
{
    take_picture(s, &s->now);
    for (int row = 0; row < s->rows; row++)
        if (!was_on_screen(s, s->now.cells[row]))
            count_row(s, s->now.cells[row], reply);
}

/* The screen as ASCII, each row without the blanks at its end and all joined, since some
 * programs break lines within words. */
static void read_screen(struct session *s, struct buffer *text)
{
    take_picture(s, &s->now);
    for (int row = 0; row < s->rows; row++) {
        size_t end = text->len;
        for (int col = 0; col < s->cols; col++) {
            uint32_t character = s->now.cells[row][col].character;
            buffer_add_byte(text, character < 0x80 ? (char)character : '?');
            if (character != ' ')
                end = text->len;
        }
        text->len = end;
    }
    buffer_add_byte(text, '\0');
}

static bool shows(struct session *s, const char *expected)
{
    struct buffer text = {0};
    read_screen(s, &text);
    bool result = strstr(text.ptr, expected) != NULL;
    buffer_release(&text);
    return result;
}

static int full_rows(struct session *s)
{
    int n = 0;
    take_picture(s, &s->now);
    for (int row = 0; row < s->rows; row++) {
        int col = 0;
        while (col < s->cols && s->now.cells[row][col].character == ' ')
            col++;
        n += col < s->cols;
    }
    return n;
}

static void make_screen(struct session *s)
{
    s->terminal = vterm_new(s->rows, s->cols);
    vterm_set_utf8(s->terminal, 1);
    s->screen = vterm_obtain_screen(s->terminal);
    vterm_screen_enable_altscreen(s->screen, 1);
    vterm_screen_reset(s->screen, 1);
}

/* What a terminal answers to a question of the program. */
static void answer(struct session *s)
{
    char bytes[512];
    for (size_t n; (n = vterm_output_read(s->terminal, bytes, sizeof bytes)) > 0;)
        if (write(s->master, bytes, n) < 0)
            return;
}

/* ----------------------------------------------------------------- waiting */

struct wait {
    double start, limit; /* ms; the limit is a time, not a duration */
    const char *expected;
    bool is_met, watches_rows, listens; /* listens: to the limit, whatever comes */
    int rows;
};

/* When to give up, or to be content: what comes first. */
static double wait_end(const struct wait *w, const struct reply *reply)
{
    double quiet = w->start + reply->last_ms + QUIET_MS;
    bool is_content = reply->n_bytes > 0 && w->is_met && !w->listens;
    return is_content && quiet < w->limit ? quiet : w->limit;
}

static void take_bytes(struct session *s, struct wait *w, const char *bytes, size_t n,
                       struct reply *reply)
{
    double ms = now_ms() - w->start;
    if (reply->n_bytes == 0)
        reply->first_ms = ms;
    reply->last_ms = ms;
    reply->n_bytes += n;
    vterm_input_write(s->terminal, bytes, n);
    answer(s);
    if (!w->is_met)
        w->is_met = shows(s, w->expected);
    int rows = w->watches_rows ? full_rows(s) : 0;
    if (rows > w->rows) {
        w->rows = rows;
        reply->full_ms = ms;
    }
}

static void take_answer(struct session *s, struct wait w, struct reply *reply)
{
    char bytes[8192];
    struct pollfd wait = {.fd = s->master, .events = POLLIN};
    w.is_met = w.expected == NULL;
    for (;;) {
        double left = wait_end(&w, reply) - now_ms();
        if (left <= 0 || poll(&wait, 1, (int)left + 1) == 0)
            break;
        ssize_t n = read(s->master, bytes, sizeof bytes);
        if (n > 0)
            take_bytes(s, &w, bytes, (size_t)n, reply);
        else if (n == 0 || (errno != EINTR && errno != EAGAIN))
            break; /* the program has ended */
    }
    reply->is_complete = reply->n_bytes > 0 && w.is_met;
    count_changes(s, reply);
}

/* ------------------------------------------------------------------- doing */

struct session *session_open(const char *const *argv, const char *expected, double limit_ms,
                             struct reply *reply)
{
    struct session *s = memory_zeroed(1, sizeof *s);
    struct winsize size = {.ws_row = SESSION_ROWS, .ws_col = SESSION_COLS};
    double start = now_ms();
    *s = (struct session){.rows = SESSION_ROWS, .cols = SESSION_COLS};
    *reply = (struct reply){0};
    make_screen(s);
    take_picture(s, &s->before);
    s->program = forkpty(&s->master, NULL, NULL, &size);
    if (s->program == 0) {
        execvp(argv[0], (char *const *)argv);
        _exit(127);
    }
    if (s->program < 0) {
        vterm_free(s->terminal);
        free(s);
        return NULL;
    }
    fcntl(s->master, F_SETFL, O_NONBLOCK);
    take_answer(
        s,
        (struct wait){
            .start = start, .limit = start + limit_ms, .expected = expected, .watches_rows = true},
        reply);
    return s;
}

void session_close(struct session *s)
{
    kill(-s->program, SIGKILL);
    close(s->master);
    waitpid(s->program, NULL, 0);
    vterm_free(s->terminal);
    free(s);
}

static void send_keys(struct session *s, const char *keys, int times)
{
    struct buffer all = {0};
    for (int i = 0; i < times; i++)
        buffer_add(&all, slice_of(keys));
    if (write(s->master, all.ptr, all.len) != (ssize_t)all.len)
        perror("session: keys");
    buffer_release(&all);
}

void session_keys(struct session *s, const char *keys, int times, const char *expected,
                  double limit_ms, struct reply *reply)
{
    *reply = (struct reply){0};
    take_picture(s, &s->before);
    double start = now_ms();
    send_keys(s, keys, times);
    take_answer(s, (struct wait){.start = start, .limit = start + limit_ms, .expected = expected},
                reply);
}

void session_resize(struct session *s, int rows, int cols, double limit_ms, struct reply *reply)
{
    struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols};
    *reply = (struct reply){0};
    s->rows = rows < MAX_ROWS ? rows : MAX_ROWS;
    s->cols = cols < MAX_COLS ? cols : MAX_COLS;
    vterm_set_size(s->terminal, rows, cols);
    double start = now_ms();
    ioctl(s->master, TIOCSWINSZ, &size);
    take_answer(s, (struct wait){.start = start, .limit = start + limit_ms}, reply);
}

bool session_listen(struct session *s, const char *keys, double ms, struct reply *reply)
{
    *reply = (struct reply){0};
    double start = now_ms();
    if (keys[0])
        send_keys(s, keys, 1);
    take_answer(s, (struct wait){.start = start, .limit = start + ms, .listens = true}, reply);
    return reply->n_bytes > 0;
}

/* -------------------------------------------------------------- the process */

double session_cpu_ms(const struct session *s)
{
    clockid_t clock;
    struct timespec used = {0};
    if (clock_getcpuclockid(s->program, &clock) == 0)
        clock_gettime(clock, &used);
    return (double)used.tv_sec * 1e3 + (double)used.tv_nsec * 1e-6;
}

double session_peak_mb(const struct session *s)
{
    char line[256];
    double kib = -1;
    snprintf(line, sizeof line, "/proc/%d/status", (int)s->program);
    FILE *status = fopen(line, "r");
    while (status && fgets(line, sizeof line, status))
        if (strncmp(line, "VmHWM:", 6) == 0)
            kib = strtod(line + 6, NULL);
    if (status)
        fclose(status);
    return kib < 0 ? -1 : kib * 1024 / 1e6;
}
