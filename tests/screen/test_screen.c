/*
 * test_screen.c - keys in, frames out, and no terminal anywhere: it is linked without
 * curses, terminal.c and session.c.
 *
 * usage: test_screen [--update] [NAME...]      in $srcdir/tests/screen/scripts
 *
 * NAME.keys: first a line ROWSxCOLS FILE..., then a step a line: names of keys (key.h) with
 * blanks between them, or "resize ROWSxCOLS"; a line that begins with ## is a remark.
 * NAME.frames: the screen at the start and after each step ("> STEP"). A row stands between
 * bars; under it, where it is not plain, what its cells are, a character each (see marks
 * below); then the cursor and what the reader asks of its session. The lexicon is
 * lexicon.rec, so that the shipped one can change. --update rewrites NAME.frames, and a
 * person reads the diff.
 */
#include "dragoman/lexicon.h"
#include "dragoman/lexicon_build.h"
#include "dragoman/load.h"
#include "dragoman/utf8.h"
#include "tui/frame.h"
#include "tui/key.h"
#include "tui/reader.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { MAX_FILES = 8 };

static const char role_marks[N_ROLES] = {
    [ROLE_TEXT] = ' ',     [ROLE_TITLE] = 't',       [ROLE_BYLINE] = 'y',   [ROLE_HEADING] = 'h',
    [ROLE_QUOTE] = 'q',    [ROLE_BOILERPLATE] = 'b', [ROLE_BAR] = '=',      [ROLE_STATUS] = '_',
    [ROLE_MESSAGE] = 'g',  [ROLE_ERROR] = 'e',       [ROLE_PROMPT] = 'p',   [ROLE_FRAMEWORK] = '.',
    [ROLE_VISIBLE] = 'v',  [ROLE_LABEL] = 'l',       [ROLE_KIND] = 'c',     [ROLE_KIND + 1] = 'o',
    [ROLE_KIND + 2] = 'r', [ROLE_KIND + 3] = '3',    [ROLE_KIND + 4] = '4', [ROLE_LAST_KIND] = '5',
};

struct script {
    const char *name;
    struct buffer names; /* of files, NUL-terminated, to which files points */
    const char *files[MAX_FILES];
    struct reader reader;
    struct frame frame;
    struct buffer out; /* the frames */
};

static _Noreturn void die(const char *subject, const char *object, struct slice reason)
{
    fprintf(stderr, "test_screen: %s%s: %.*s\n", subject, object, (int)reason.len, reason.ptr);
    exit(EXIT_FAILURE);
}

/* --------------------------------------------------------------- printing */

static char style_mark(unsigned styles)
{
    return styles == MARK_BOLD        ? 'B'
           : styles == MARK_ITALIC    ? 'I'
           : styles == MARK_UNDERLINE ? 'U'
                                      : 'X'; /* several at once */
}

static char mark_of(const struct cell *cell)
{
    if (cell->marks & MARK_FOCUS)
        return 'F';
    if (cell->marks & MARK_SELECTED)
        return 'S';
    if (cell->marks & MARK_CURRENT)
        return 'M';
    if (cell->marks & MARK_HIT)
        return 'm';
    if ((cell->marks & MARK_STYLES) && cell->role < ROLE_KIND)
        return style_mark(cell->marks & MARK_STYLES);
    return cell->role < N_ROLES && role_marks[cell->role] ? role_marks[cell->role] : '?';
}

/* Ink that says by its shape what it is needs no row of marks for itself alone. */
static bool is_plain(char mark)
{
    return mark == ' ' || mark == '.' || mark == 'v';
}

static void add_text(struct buffer *out, const struct cell *cells, int cols)
{
    int columns = 0;
    bool control = false;
    buffer_add_byte(out, '|');
    for (int col = 0; col < cols; col++) {
        struct slice bytes = {cells[col].bytes, cells[col].len};
        for (size_t off = 0; off < bytes.len;) {
            uint32_t cp = utf8_next(bytes, &off);
            control = control || cp < 0x20 || (cp >= 0x7F && cp < 0xA0) || utf8_is_bidi_control(cp);
        }
        buffer_add(out, bytes);
        columns += cells[col].columns;
    }
    buffer_add(out, SLICE("|\n"));
    if (columns != cols)
        buffer_format(out, "! this row is %d columns wide\n", columns);
    if (control)
        buffer_add(out, SLICE("! this row holds a control character\n"));
}

static void add_marks(struct buffer *out, const struct cell *cells, int cols)
{
    int used = 0;
    bool plain = true;
    for (int col = 0; col < cols; col++) {
        char mark = mark_of(&cells[col]);
        plain = plain && is_plain(mark);
        used = mark == ' ' ? used : col + 1;
    }
    if (plain)
        return;
    buffer_add_byte(out, ' ');
    for (int col = 0; col < used; col++)
        buffer_add_byte(out, mark_of(&cells[col]));
    buffer_add_byte(out, '\n');
}

static void add_request(struct script *s)
{
    static const char *const names[] = {
        [REQUEST_NONE] = NULL,       [REQUEST_QUIT] = "quit", [REQUEST_SUSPEND] = "suspend",
        [REQUEST_REDRAW] = "redraw", [REQUEST_EDIT] = "edit", [REQUEST_COPY] = "copy",
    };
    enum request request = s->reader.request;
    s->reader.request = REQUEST_NONE;
    if (request == REQUEST_NONE)
        return;
    buffer_format(&s->out, "request: %s", names[request]);
    if (request == REQUEST_COPY)
        buffer_format(&s->out, " [%.*s]", (int)s->reader.copied.len, s->reader.copied.ptr);
    buffer_add_byte(&s->out, '\n');
}

/* All there is to do between two keys. */
static void work(struct script *s)
{
    while (reader_work(&s->reader))
        ;
}

static void add_frame(struct script *s)
{
    struct frame *f = &s->frame;
    reader_draw(&s->reader, f);
    for (int row = 0; row < f->rows; row++) {
        add_text(&s->out, frame_at(f, row, 0), f->cols);
        add_marks(&s->out, frame_at(f, row, 0), f->cols);
    }
    buffer_format(&s->out, "cursor: row %d column %d%s\n", f->cursor_row, f->cursor_col,
                  f->cursor ? "" : ", hidden");
    add_request(s);
}

/* ----------------------------------------------------------------- scripts */

static void read_file(const char *name, const char *ending, struct buffer *text)
{
    char path[64];
    struct error error = {0};
    snprintf(path, sizeof path, "%s%s", name, ending);
    if (!load_file(path, text, &error))
        die(name, ending, buffer_slice(&error.text));
}

static void resize(struct script *s, struct slice size)
{
    char text[16], rest;
    int rows, cols;
    snprintf(text, sizeof text, "%.*s", (int)size.len, size.ptr);
    if (sscanf(text, "%dx%d%c", &rows, &cols, &rest) != 2)
        die(s->name, ".keys: not ROWSxCOLS", size);
    reader_resize(&s->reader, rows, cols);
}

static void press(struct script *s, struct slice names)
{
    struct slice name;
    struct key_sequence sequence;
    while (slice_next(&names, ' ', &name)) {
        if (name.len && !key_sequence_parse(name, &sequence))
            die(s->name, ".keys: no key", name);
        for (int i = 0; name.len && i < sequence.n; i++) {
            work(s);
            reader_key(&s->reader, sequence.keys[i]);
        }
    }
}

static void take_step(struct script *s, struct slice line)
{
    static const struct slice resizing = {"resize ", 7};
    bool remark = slice_has_prefix(line, SLICE("## "));
    buffer_add(&s->out, remark ? SLICE("\n") : SLICE("\n> "));
    buffer_add(&s->out, line);
    buffer_add_byte(&s->out, '\n');
    if (remark)
        return;
    if (slice_has_prefix(line, resizing))
        resize(s, (struct slice){line.ptr + resizing.len, line.len - resizing.len});
    else
        press(s, line);
    add_frame(s);
}

/* The first line: a size and files. */
static void open_reader(struct script *s, struct slice line, const struct lexicon *lexicon)
{
    struct tui_setup setup = {.files = s->files, .lexicon = lexicon};
    struct slice size;
    struct error error = {0};
    slice_next(&line, ' ', &size);
    buffer_add(&s->names, line);
    buffer_add_byte(&s->names, '\0');
    for (char *name = strtok(s->names.ptr, " "); name; name = strtok(NULL, " "))
        if (setup.n_files < MAX_FILES)
            s->files[setup.n_files++] = name;
    if (!setup.n_files || !reader_init(&s->reader, &setup, &error))
        die(s->name, ".keys", buffer_slice(&error.text));
    error_release(&error);
    resize(s, size);
}

static void run_script(struct script *s, const struct lexicon *lexicon)
{
    struct buffer keys = {0};
    struct slice line, rest;
    read_file(s->name, ".keys", &keys);
    rest = buffer_slice(&keys);
    slice_next(&rest, '\n', &line);
    open_reader(s, line, lexicon);
    add_frame(s);
    while (slice_next(&rest, '\n', &line))
        if (line.len)
            take_step(s, line);
    reader_release(&s->reader);
    frame_release(&s->frame);
    buffer_release(&s->names);
    buffer_release(&keys);
}

/* --------------------------------------------------------------- comparing */

/* Writes bytes to a stream that it closes; false where that fails. */
static bool pour(struct slice bytes, FILE *stream, int (*close_stream)(FILE *stream))
{
    if (!stream)
        return false;
    bool written = fwrite(bytes.ptr, 1, bytes.len, stream) == bytes.len;
    return close_stream(stream) == 0 && written;
}

static bool matches(const char *name, struct slice frames)
{
    struct buffer expected = {0};
    char command[96];
    read_file(name, ".frames", &expected);
    bool equal = slice_equal(buffer_slice(&expected), frames);
    buffer_release(&expected);
    if (!equal) {
        snprintf(command, sizeof command, "diff -u %s.frames -", name);
        pour(frames, popen(command, "w"), pclose); /* diff's status says that they differ */
    }
    return equal;
}

static bool update(const char *name, struct slice frames)
{
    char path[64];
    snprintf(path, sizeof path, "%s.frames", name);
    return pour(frames, fopen(path, "w"), fclose);
}

static bool test(const char *name, const struct lexicon *lexicon, bool updating)
{
    struct script s = {.name = name};
    run_script(&s, lexicon);
    struct slice frames = buffer_slice(&s.out);
    bool good = updating ? update(name, frames) : matches(name, frames);
    printf("%s %s\n", good ? "ok" : "FAILED", name);
    fflush(stdout);
    buffer_release(&s.out);
    return good;
}

/* -------------------------------------------------------------------- main */

static void refuse(void *context, const struct lexicon_fault *fault)
{
    (void)context;
    die("lexicon", ".rec", fault->reason);
}

static uint32_t *build_lexicon(struct lexicon *lexicon)
{
    struct lexicon_builder *builder =
        lexicon_builder_new((struct lexicon_checks){.report = refuse});
    struct buffer text = {0};
    size_t n;
    read_file("lexicon", ".rec", &text);
    lexicon_builder_add(builder, SLICE("lexicon.rec"), buffer_slice(&text));
    uint32_t *image = lexicon_builder_image(builder, &n);
    lexicon_builder_free(builder);
    buffer_release(&text);
    if (!lexicon_open(lexicon, image, n))
        die("lexicon", ".rec", SLICE("makes no image"));
    return image;
}

/* The scripts of the current directory when argv names none; free with globfree. */
static void find_scripts(glob_t *found)
{
    if (glob("*.keys", 0, NULL, found) != 0)
        die("*", ".keys", SLICE("there are none"));
    for (size_t i = 0; i < found->gl_pathc; i++)
        *strrchr(found->gl_pathv[i], '.') = '\0';
}

int main(int argc, char **argv)
{
    const char *top = getenv("srcdir");
    bool updating = argc > 1 && strcmp(argv[1], "--update") == 0;
    char **names = argv + 1 + updating;
    glob_t found = {0};
    size_t failures = 0;
    struct lexicon lexicon;
    if (chdir(top ? top : ".") != 0 || chdir("tests/screen/scripts") != 0)
        die("$srcdir", "/tests/screen/scripts", SLICE("is not there"));
    uint32_t *image = build_lexicon(&lexicon);
    if (!*names) {
        find_scripts(&found);
        names = found.gl_pathv;
    }
    for (; *names; names++)
        failures += !test(*names, &lexicon, updating);
    if (found.gl_pathv)
        globfree(&found);
    free(image);
    return failures ? EXIT_FAILURE : EXIT_SUCCESS;
}
