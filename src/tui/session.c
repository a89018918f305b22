/*
 * session.c - the reader and the terminal together: waiting, signals, requests.
 *
 * Signals only write their number into a pipe; everything else happens here, between
 * two waits, so that no key, size or signal ever meets a half-drawn screen. All keys
 * that have arrived are obeyed before the screen is drawn once.
 */
#include "tui.h"

#include "dragoman/utf8.h"
#include "reader.h"
#include "terminal.h"
#include "theme.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static int signal_pipe[2] = {-1, -1};

static void on_signal(int number)
{
    int saved = errno;
    unsigned char byte = (unsigned char)number;
    if (write(signal_pipe[1], &byte, 1) < 0)
        errno = saved; /* the pipe is full: enough is waiting there */
    errno = saved;
}

static void catch_signals(void)
{
    static const int numbers[] = {SIGWINCH, SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGCONT};
    struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_RESTART};
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        sigaction(numbers[i], &action, NULL);
    signal(SIGPIPE, SIG_IGN);
}

static bool open_pipe(void)
{
    if (pipe(signal_pipe) != 0)
        return false;
    for (int i = 0; i < 2; i++) {
        fcntl(signal_pipe[i], F_SETFL, O_NONBLOCK);
        fcntl(signal_pipe[i], F_SETFD, FD_CLOEXEC);
    }
    return true;
}

void tui_emergency_close(void)
{
    terminal_close();
}

static void say(const char *subject, struct slice reason)
{
    struct buffer line = {0};
    buffer_format(&line, "%s%s", subject, subject[0] ? ": " : "");
    utf8_add_escaped(reason, &line); /* it may name a file */
    fprintf(stderr, "dragoman: %.*s\n", (int)line.len, line.ptr);
    buffer_release(&line);
}

/* ---------------------------------------------------------------- requests */

static void resize(struct reader *r)
{
    int rows, cols;
    terminal_resize();
    terminal_size(&rows, &cols);
    reader_resize(r, rows, cols);
}

static void suspend(struct reader *r)
{
    struct sigaction standard = {.sa_handler = SIG_DFL}, before;
    sigemptyset(&standard.sa_mask);
    terminal_leave();
    sigaction(SIGTSTP, &standard, &before);
    kill(0, SIGTSTP); /* the whole job, as a shell would; we go on from here */
    sigaction(SIGTSTP, &before, NULL);
    terminal_return();
    resize(r);
}

/* After a stop that nobody could catch: whoever had the terminal since may have changed
 * its modes and its screen. */
static void come_back(struct reader *r)
{
    terminal_leave();
    terminal_return();
    resize(r);
}

/* Runs the user's editor at the line on top; $VISUAL and $EDITOR may hold arguments, so
 * a shell reads them, and the file is handed over as its argument. */
static void edit(struct reader *r)
{
    const char *editor = getenv("VISUAL");
    struct place_cursor cursor = {0};
    size_t line = reader_is_in_window(r) ? 1 : article_place(r->article, &cursor, r->top).line;
    struct buffer command = {0}, path = {0};
    if (!editor || !editor[0])
        editor = getenv("EDITOR");
    if (!editor || !editor[0])
        editor = "vi";
    buffer_format(&command, "exec %s +%zu -- \"$1\"", editor, line);
    buffer_add_byte(&command, '\0');
    buffer_add(&path, r->document.name);
    buffer_add_byte(&path, '\0');
    terminal_leave();
    pid_t child = fork();
    if (child == 0) {
        execl("/bin/sh", "sh", "-c", command.ptr, "sh", path.ptr, (char *)NULL);
        _exit(127);
    }
    int status = 0;
    while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR)
        ;
    terminal_return();
    resize(r);
    size_t top = r->top;
    struct error error = {0};
    if (child < 0 || status != 0)
        reader_complain(r, "the editor %s failed", editor);
    else if (!reader_open(r, r->file, &error))
        reader_complain(r, "%.*s", (int)error.text.len, error.text.ptr);
    else if (r->coming.is_any)
        r->coming.top = top;
    else
        reader_set_top(r, top < reader_len(r) ? top : 0);
    error_release(&error);
    buffer_release(&command);
    buffer_release(&path);
}

/* Returns false when the reader is to end. */
static bool carry_out(struct reader *r)
{
    enum request request = r->request;
    r->request = REQUEST_NONE;
    switch (request) {
    case REQUEST_NONE:
        return true;
    case REQUEST_QUIT:
        return false;
    case REQUEST_SUSPEND:
        suspend(r);
        return true;
    case REQUEST_REDRAW:
        resize(r);
        return true;
    case REQUEST_EDIT:
        edit(r);
        return true;
    case REQUEST_COPY:
        terminal_copy(buffer_slice(&r->copied));
        return true;
    }
    return true;
}

/* ----------------------------------------------------------------- signals */

/* Reads what the handler wrote; returns the signal that ends the reader, or 0. */
static int take_signals(struct reader *r)
{
    unsigned char byte;
    int fatal = 0;
    while (read(signal_pipe[0], &byte, 1) == 1) {
        if (byte == SIGWINCH)
            resize(r);
        else if (byte == SIGTSTP)
            suspend(r);
        else if (byte == SIGCONT)
            come_back(r);
        else if (byte == SIGTERM || byte == SIGHUP || byte == SIGINT || byte == SIGQUIT)
            fatal = byte;
    }
    return fatal;
}

static void die_by(int number)
{
    struct sigaction standard = {.sa_handler = SIG_DFL};
    sigemptyset(&standard.sa_mask);
    sigaction(number, &standard, NULL);
    raise(number);
}

/* -------------------------------------------------------------------- loop */

enum {
    REDRAW_MS = 60,     /* between two screens while work goes on */
    PROGRESS_MS = 1000, /* to tell how far it has come */
    PAUSE_MS = 300,     /* without a byte from a pipe */
    FOLLOW_MS = 200,    /* between two looks at a file */
    CONVERT_MS = 50,    /* between two looks at a filter that does not write */
    LINK_MS = 30,       /* without a key, before links are made */
};

static long now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (long)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

enum { WAIT_KEYS, WAIT_SIGNALS, WAIT_TEXT, MAX_WAITS = WAIT_TEXT + READER_POLLS };

/* Works until something arrives or the screen is to be drawn: the former is then in waits. */
static int work_or_wait(struct reader *r, struct pollfd *waits)
{
    long drawn = now_ms();
    for (bool works = true;;) {
        bool waiting = reader_is_waiting(r), converting = reader_is_converting(r);
        nfds_t n_waits = WAIT_TEXT + (nfds_t)reader_polls(r, waits + WAIT_TEXT);
        long timeout = works                       ? 0
                       : converting                ? CONVERT_MS
                       : r->is_following           ? FOLLOW_MS
                       : waiting && !r->has_paused ? PAUSE_MS
                                                   : -1;
        bool links = !works && terminal_has_new_links();
        if (links && (timeout < 0 || timeout > LINK_MS))
            timeout = LINK_MS;
        int arrived = poll(waits, n_waits, (int)timeout);
        if (arrived != 0 &&
            (arrived < 0 || waits[WAIT_KEYS].revents || waits[WAIT_SIGNALS].revents))
            return arrived;
        if (arrived == 0 && links) {
            terminal_link();
            continue;
        }
        if (arrived == 0 && !works) {
            reader_follow(r);
            reader_pause(r);
        }
        if (arrived > 0 || converting)
            reader_receive(r);
        works = reader_work(r);
        if (r->request != REQUEST_NONE)
            return 0;
        long elapsed = now_ms() - drawn;
        if (r->is_awaited ||
            (r->is_stale ? !works || elapsed >= REDRAW_MS : works && elapsed >= PROGRESS_MS))
            return 0;
    }
}

/* Until the user quits (0), or the signal that ended it. */
static int loop(struct reader *r, int in, struct frame *f)
{
    for (;;) {
        reader_draw(r, f);
        terminal_draw(f, r->theme, r->setup.monochrome);
        if (r->is_error && !r->has_rung)
            terminal_bell();
        r->has_rung = r->is_error;
        struct pollfd waits[MAX_WAITS] = {
            [WAIT_KEYS] = {.fd = in, .events = POLLIN},
            [WAIT_SIGNALS] = {.fd = signal_pipe[0], .events = POLLIN}};
        int arrived = work_or_wait(r, waits);
        if (arrived < 0 && errno != EINTR)
            return SIGHUP;
        int fatal = take_signals(r);
        if (fatal)
            return fatal;
        if (!carry_out(r))
            return 0;
        if (arrived == 0)
            continue;
        uint32_t key;
        bool any = false;
        while (terminal_key(&key)) {
            any = true;
            if (key == KEY_END_OF_NAMES)
                continue;
            r->has_rung = false;
            reader_key(r, key);
            if (!carry_out(r))
                return 0;
        }
        if (!any && (waits[WAIT_KEYS].revents & (POLLHUP | POLLERR | POLLNVAL)))
            return SIGHUP; /* the terminal is gone */
    }
}

/* Returns the exit status, or sets the signal that ended the reader. */
static int read_on_terminal(struct reader *r, int in, int *fatal)
{
    struct error error = {0};
    struct frame frame = {0};
    int rows, cols;
    if (!open_pipe() || !terminal_open(in, STDOUT_FILENO, &error)) {
        say("", error.text.len ? buffer_slice(&error.text) : slice_of(strerror(errno)));
        error_release(&error);
        return 2;
    }
    catch_signals();
    terminal_size(&rows, &cols);
    reader_resize(r, rows, cols);
    *fatal = loop(r, in, &frame);
    terminal_close();
    frame_release(&frame);
    if (r->has_failed)
        say("", buffer_slice(&r->failure));
    return r->has_failed ? 2 : 0;
}

int tui_run(const struct tui_setup *setup)
{
    struct reader reader;
    struct error error = {0};
    int in = STDIN_FILENO, status = 2, fatal = 0;
    struct tui_setup own = *setup;
    bool from_pipe = !isatty(STDIN_FILENO);
    own.standard_input = from_pipe;
    if (from_pipe) /* keys then come from the terminal itself */
        in = open("/dev/tty", O_RDWR | O_CLOEXEC);
    if (in < 0) {
        say("/dev/tty", slice_of(strerror(errno)));
        return status;
    }
    if (reader_init(&reader, &own, &error)) {
        reader.theme = setup->theme ? theme_find(slice_of(setup->theme))
                                    : theme_for_background(getenv("COLORFGBG"));
        status = read_on_terminal(&reader, in, &fatal);
    } else {
        say("", buffer_slice(&error.text));
    }
    reader_release(&reader); /* and stops what it runs */
    error_release(&error);
    if (fatal)
        die_by(fatal);
    return status;
}
