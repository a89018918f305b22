/*
 * open.c - which article is read: opening a file, and waiting for the filters it may need.
 *
 * What filters have to convert is shown when it is there. Until then the article before it
 * stays, and can be read; at the start there is none, and an empty one stands in, so that
 * nothing else has to know. Where nothing comes of it, the article stays as well; where there
 * is none the next file is tried, and after the last one the reader ends.
 */
#include "reader.h"

#include <stdlib.h>
#include <time.h>

enum {
    FIRST_BYTES = 64 * 1024,
    PIECE_BYTES = 256 * 1024,
    PATIENCE_MS = 100, /* before the first screen: most conversions take no longer */
    TICK_MS = 5,
};

static long now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (long)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static bool is_extra(const struct reader *r, size_t file)
{
    return file >= r->setup.n_files && r->extra_file.len;
}

const char *reader_path(const struct reader *r, size_t file)
{
    if (r->setup.n_files == 0 && !r->extra_file.len)
        return r->setup.standard_input ? "-" : NULL;
    return file < r->setup.n_files ? r->setup.files[file] : r->extra_file.ptr;
}

/* ----------------------------------------------------------------- showing */

static void close_coming(struct reader *r)
{
    if (r->coming.is_any)
        document_close(&r->coming.document);
    buffer_release(&r->coming.path);
    r->coming = (struct coming){0};
}

static void close_document(struct reader *r)
{
    if (!r->is_open)
        return;
    reader_forget(r);
    document_close(&r->document);
    free(r->jumps);
    r->jumps = NULL;
    r->n_jumps = r->cap_jumps = r->jump = 0;
    memset(r->letters, 0, sizeof r->letters);
    r->before_jump = (struct place_mark){0, NO_MENTION, false};
    r->is_following = false;
    r->is_open = false;
}

void reader_close(struct reader *r)
{
    close_coming(r);
    close_document(r);
    buffer_release(&r->extra_file);
    buffer_release(&r->failure);
}

static void show(struct reader *r, struct document d, size_t file)
{
    close_document(r);
    r->document = d;
    r->is_open = true;
    r->file = file;
    r->focus = NO_MENTION;
    r->top = 0;
    reader_begin_work(r);
    reader_layout(r);
    reader_run_search(r, false);
}

/* Something has to be there while the first file is converted. */
static void show_nothing(struct reader *r)
{
    struct document_reading reading = {.bundled = {r->coming.document.name, SLICE("")}};
    struct document d;
    struct error none = {0};
    document_begin(&d, NULL, &reading, &none);
    show(r, d, r->coming.file);
    r->shows_nothing = true;
    error_release(&none);
}

/* The document that was to come is there. */
static void show_coming(struct reader *r)
{
    struct coming c = r->coming;
    bool waited = r->is_open && c.started;
    r->coming = (struct coming){0};
    show(r, c.document, c.file);
    r->shows_nothing = false;
    if (c.path.len) {
        buffer_release(&r->extra_file);
        r->extra_file = c.path;
    }
    if (c.top && c.top < reader_len(r))
        reader_set_top(r, c.top);
    r->note = NOTE_NONE;
    if (r->failure.len)
        reader_complain(r, "%.*s", (int)r->failure.len, r->failure.ptr);
    else if (waited && r->setup.n_files > 1 && r->file < r->setup.n_files)
        reader_say(r, "file %zu of %zu", r->file + 1, r->setup.n_files);
    r->failure.len = 0;
}

/* ----------------------------------------------------------------- opening */

static bool begin_document(struct document *d, const char *path,
                           const struct document_reading *reading, struct error *error)
{
    if (!document_begin(d, path, reading, error))
        return false;
    if (d->state == DOCUMENT_MORE)
        document_read(d, FIRST_BYTES, error);
    if (error->text.len == 0 || d->read.len > 0)
        return true;
    document_close(d);
    return false;
}

static void add_name(struct error *error, struct slice name)
{
    struct buffer reason = {0};
    buffer_add(&reason, buffer_slice(&error->text));
    error_set(error, "%.*s: %.*s", (int)name.len, name.ptr, (int)reason.len, reason.ptr);
    buffer_release(&reason);
}

/* Opens one of the given files, or the one of that path, which is taken over. */
static bool open_as(struct reader *r, size_t file, struct buffer path, struct error *error)
{
    struct coming c = {.file = file, .path = path, .is_any = true};
    const char *name = path.len ? path.ptr : reader_path(r, file);
    r->wanted = file;
    if (!begin_document(&c.document, name, &r->setup.reading, error)) {
        add_name(error, slice_of(name));
        buffer_release(&path);
        return false;
    }
    close_coming(r);
    r->coming = c;
    if (!document_is_packed(&c.document)) {
        show_coming(r);
        return true;
    }
    r->coming.started = now_ms();
    if (r->shows_nothing || !r->is_open)
        show_nothing(r);
    return true;
}

bool reader_open(struct reader *r, size_t file, struct error *error)
{
    struct buffer path = {0};
    if (is_extra(r, file))
        buffer_add(&path, buffer_slice(&r->extra_file));
    return open_as(r, file, path, error);
}

bool reader_open_path(struct reader *r, struct slice name, struct error *error)
{
    struct buffer path = {0};
    buffer_add(&path, name);
    buffer_add_byte(&path, '\0');
    return open_as(r, r->setup.n_files, path, error);
}

/* Of several files that cannot be read the first is named. */
static void note_failure(struct reader *r, const struct error *error)
{
    if (!r->failure.len)
        buffer_add(&r->failure, buffer_slice(&error->text));
}

void reader_open_from(struct reader *r, size_t file)
{
    struct error error = {0};
    bool open = false;
    for (; !open && (file < r->setup.n_files || file == 0); file++) {
        open = reader_open(r, file, &error);
        if (!open)
            note_failure(r, &error);
    }
    if (!open) {
        r->has_failed = true;
        r->request = REQUEST_QUIT;
    }
    error_release(&error);
}

/* -------------------------------------------------------------- converting */

bool reader_is_converting(const struct reader *r)
{
    return r->coming.is_any || document_is_packed(&r->document);
}

/* Nothing comes of it. */
static void drop_coming(struct reader *r, struct error *error)
{
    size_t next = r->coming.file + 1;
    add_name(error, r->coming.document.name);
    if (r->shows_nothing)
        r->document.name = SLICE(""); /* which goes with its path */
    close_coming(r);
    if (r->shows_nothing) {
        note_failure(r, error);
        reader_open_from(r, next);
    } else {
        reader_complain(r, "%.*s", (int)error->text.len, error->text.ptr);
    }
    r->is_stale = true;
}

bool reader_convert(struct reader *r)
{
    struct document *d = &r->coming.document;
    struct error error = {0};
    if (!r->coming.is_any)
        return false;
    if (document_is_packed(d))
        document_read(d, PIECE_BYTES, &error);
    bool more = d->state == DOCUMENT_MORE;
    long seconds = (now_ms() - r->coming.started) / 1000;
    r->is_stale = r->is_stale || seconds != r->coming.seconds;
    r->coming.seconds = seconds;
    if (error.text.len) {
        drop_coming(r, &error);
    } else if (!document_is_packed(d)) {
        more = !r->prompt.active; /* the text does not change under what is typed */
        if (more)
            show_coming(r);
    }
    error_release(&error);
    return more;
}

void reader_convert_first(struct reader *r)
{
    long end = now_ms() + PATIENCE_MS;
    struct pollfd polls[READER_POLLS];
    while (r->shows_nothing && !r->has_failed && now_ms() < end)
        if (!reader_convert(r))
            poll(polls, (nfds_t)reader_polls(r, polls), TICK_MS);
}

void reader_stop_converting(struct reader *r)
{
    struct error error = {0};
    if (r->coming.is_any) {
        error_set(&error, "stopped before it was converted");
        r->wanted = r->file;
        drop_coming(r, &error);
    } else if (document_is_packed(&r->document)) {
        document_stop(&r->document);
        reader_say(r, "stopped");
    }
    error_release(&error);
}

void reader_add_conversion(const struct reader *r, struct buffer *out)
{
    const struct document *d = r->coming.is_any ? &r->coming.document : &r->document;
    struct slice program = document_converter(d);
    buffer_add(out, program.len ? SLICE("converting ") : SLICE("reading "));
    reader_add_name(d->name, r->cols / 3, out);
    if (program.len) {
        buffer_add(out, SLICE(" with "));
        reader_add_name(program, r->cols / 4, out);
    }
    if (r->coming.seconds > 0)
        buffer_format(out, ", %ld s", r->coming.seconds);
    buffer_add(out, SLICE("; Escape stops"));
}
