/*
 * document.c - see document.h.
 *
 * Bytes are read straight to where the text ends. Nearly always they are text as they
 * stand, and stay there; only what is not goes through a buffer and is cleaned.
 */
#include "dragoman/document.h"

#include "dragoman/load.h"
#include "store.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    READ_BYTES = 256 * 1024,
    GROWTH = 3,            /* a byte becomes three at the most: U+FFFD */
    SNIFF_BYTES = 1024,    /* tell the format */
    DEVICE_MEGABYTES = 64, /* of what is neither file nor pipe, and may have no end */
};

struct document_bytes {
    struct store store;
    struct buffer raw; /* bytes that wait for those behind them */
    bool begun, knows_format, is_file;
    bool settled; /* all of the complete text is formatted */
    enum article_format format;
    size_t consumed; /* bytes of the file */
    size_t limit;    /* of the text of what has no size */
    dev_t device;
    ino_t inode;
};

/* ------------------------------------------------------------------ opening */

/* What a source without a size may fill: half of the memory. */
static size_t endless_limit(void)
{
    long pages = sysconf(_SC_PHYS_PAGES), size = sysconf(_SC_PAGESIZE);
    size_t least = (size_t)256 * 1024 * 1024;
    size_t limit = pages > 0 && size > 0 ? (size_t)pages / 2 * (size_t)size : least;
    return limit > least ? limit : least;
}

static void set_up(struct document *d, const struct stat *status)
{
    struct document_bytes *in = d->in;
    in->is_file = S_ISREG(status->st_mode) && status->st_size > 0;
    in->device = status->st_dev;
    in->inode = status->st_ino;
    in->limit = endless_limit();
    if (S_ISCHR(status->st_mode) || S_ISBLK(status->st_mode))
        in->limit = (size_t)DEVICE_MEGABYTES << 20;
    d->size = in->is_file ? (size_t)status->st_size : 0;
    /* a file may grow while it is read, and so may its text against its bytes */
    size_t wished = in->is_file ? d->size * GROWTH + in->limit : in->limit;
    size_t needed = in->is_file ? (d->size + READ_BYTES) * GROWTH : in->limit;
    store_init(&in->store, wished, needed);
    article_begin(&d->article, in->store.ptr);
    d->read = (struct slice){in->store.ptr, 0};
    d->state = DOCUMENT_MORE;
}

bool document_begin(struct document *d, const char *path, struct document_source bundled,
                    struct error *error)
{
    struct stat status;
    *d = (struct document){.name = path ? slice_of(path) : bundled.name, .descriptor = -1};
    if (!path) {
        article_init_borrowed(&d->article, bundled.text);
        d->read = bundled.text;
        d->state = DOCUMENT_COMPLETE;
        return true;
    }
    /* O_NONBLOCK: not to wait for a pipe's writer; document_read asks before it reads */
    d->descriptor = strcmp(path, "-") == 0
                        ? fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0)
                        : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    int reason = 0;
    if (d->descriptor < 0 || fstat(d->descriptor, &status) != 0)
        reason = errno;
    else if (S_ISDIR(status.st_mode))
        reason = EISDIR;
    if (reason) {
        error_set(error, "%s", strerror(reason));
        if (d->descriptor >= 0)
            close(d->descriptor);
        d->descriptor = -1;
        return false;
    }
    d->in = memory_zeroed(1, sizeof *d->in);
    set_up(d, &status);
    return true;
}

void document_close(struct document *d)
{
    article_release(&d->article);
    if (d->descriptor >= 0)
        close(d->descriptor);
    if (d->in) {
        store_release(&d->in->store);
        buffer_release(&d->in->raw);
        free(d->in);
    }
    *d = (struct document){.descriptor = -1};
}

/* ------------------------------------------------------------------ reading */

/* Takes n bytes that were read to the end of the store. */
static void take(struct document *d, struct buffer *room, size_t n)
{
    struct document_bytes *in = d->in;
    struct slice bytes = {room->ptr, n};
    bool marked = !in->begun && n > 0 && (unsigned char)bytes.ptr[0] == 0xEF;
    in->consumed += n;
    if (in->raw.len == 0 && !marked && load_clean_len(bytes) == n) {
        room->len = n;
    } else {
        buffer_add(&in->raw, bytes);
        load_clean_piece(&in->raw, in->begun, false, room);
    }
    in->begun = in->begun || room->len > 0;
    store_take(&in->store, room);
    d->read.len = in->store.len;
}

static void find_format(struct document *d)
{
    struct document_bytes *in = d->in;
    if (in->knows_format)
        return;
    struct slice start = slice_trim(d->read);
    bool tells = start.len > 0 && start.ptr[0] != '<';
    if (!tells && start.len < SNIFF_BYTES && d->state != DOCUMENT_COMPLETE)
        return;
    in->format = article_guess_format(d->read, d->name);
    in->knows_format = true;
}

static void end_reading(struct document *d)
{
    struct document_bytes *in = d->in;
    struct buffer room = store_room(&in->store, in->raw.len * GROWTH);
    if (room.cap == in->raw.len * GROWTH)
        load_clean_piece(&in->raw, in->begun, true, &room);
    store_take(&in->store, &room);
    d->read.len = in->store.len;
    d->state = DOCUMENT_COMPLETE;
    if (!in->is_file) { /* there is nothing to follow, and no more to wait for */
        close(d->descriptor);
        d->descriptor = -1;
    }
}

/* Reads once; the number of bytes that came, or 0. */
static size_t read_piece(struct document *d, struct error *error)
{
    struct document_bytes *in = d->in;
    struct pollfd ready = {.fd = d->descriptor, .events = POLLIN};
    struct buffer room = store_room(&in->store, (READ_BYTES + in->raw.len) * GROWTH);
    bool full = !in->is_file && in->store.len >= in->limit;
    if (full || room.cap < (READ_BYTES + in->raw.len) * GROWTH) {
        error_set(error, "%s: only its first %zu bytes are read",
                  full ? "too large" : "not enough memory", in->consumed);
        end_reading(d);
        return 0;
    }
    if (!in->is_file && poll(&ready, 1, 0) == 0) {
        d->state = DOCUMENT_WAITS;
        return 0;
    }
    ssize_t n = read(d->descriptor, room.ptr, READ_BYTES);
    if (n > 0) {
        take(d, &room, (size_t)n);
        d->state = DOCUMENT_MORE;
        return (size_t)n;
    }
    if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
        d->state = DOCUMENT_WAITS;
    } else if (n < 0 && errno != EINTR) {
        error_set(error, "%s", strerror(errno));
        end_reading(d);
    } else if (n == 0) {
        end_reading(d);
    }
    return 0;
}

enum document_state document_read(struct document *d, size_t bytes, struct error *error)
{
    error->text.len = 0;
    if (d->state == DOCUMENT_WAITS)
        d->state = DOCUMENT_MORE;
    for (size_t n = 0; d->state == DOCUMENT_MORE && n < bytes;)
        n += read_piece(d, error);
    return d->state;
}

/* --------------------------------------------------------------- formatting */

bool document_format(struct document *d, size_t bytes)
{
    struct document_bytes *in = d->in;
    struct article *a = &d->article;
    if (!in)
        return false;
    find_format(d);
    if (!in->knows_format)
        return false;
    bool complete = d->state == DOCUMENT_COMPLETE;
    if (in->format != ARTICLE_PLAIN) {
        if (!complete)
            return false;
        struct slice source = d->read;
        article_release(a);
        article_init_markup(a, source, in->format);
        d->read = a->text;
        store_release(&in->store);
        buffer_release(&in->raw);
        free(in);
        d->in = NULL;
        return false;
    }
    size_t left = d->read.len - a->text.len;
    if (left == 0 && (!complete || in->settled))
        return false;
    size_t len = a->text.len + (bytes < left ? bytes : left);
    while (len < d->read.len && ((unsigned char)d->read.ptr[len] & 0xC0) == 0x80)
        len++;
    in->settled = complete && len == d->read.len;
    article_grow(a, len, in->settled);
    return len < d->read.len;
}

void document_pause(struct document *d)
{
    if (!d->in || !d->in->knows_format || d->in->format != ARTICLE_PLAIN)
        return;
    while (document_format(d, SIZE_MAX))
        ;
    article_pause(&d->article);
}

bool document_open(struct document *d, const char *path, struct document_source bundled,
                   struct error *error)
{
    if (!document_begin(d, path, bundled, error))
        return false;
    while (document_read(d, SIZE_MAX, error) != DOCUMENT_COMPLETE) {
        struct pollfd ready = {.fd = d->descriptor, .events = POLLIN};
        poll(&ready, 1, -1);
    }
    if (error->text.len) {
        document_close(d);
        return false;
    }
    while (document_format(d, SIZE_MAX))
        ;
    return true;
}

/* ----------------------------------------------------- out of order, and later */

bool document_peek(struct document *d, size_t start, size_t end)
{
    struct document_bytes *in = d->in;
    if (end <= d->read.len)
        return true;
    if (!in || !in->is_file || in->format != ARTICLE_PLAIN || !in->knows_format ||
        in->store.len + in->raw.len != in->consumed || end > d->size || end > in->store.cap)
        return false;
    if (start < in->consumed)
        start = in->consumed;
    for (size_t at = start; at < end;) {
        ssize_t n = pread(d->descriptor, in->store.ptr + at, end - at, (off_t)at);
        if (n <= 0 && !(n < 0 && errno == EINTR))
            return false;
        at += n > 0 ? (size_t)n : 0;
    }
    /* a sequence may be cut at both ends */
    while (start < end && ((unsigned char)in->store.ptr[start] & 0xC0) == 0x80)
        start++;
    size_t good = load_clean_len((struct slice){in->store.ptr + start, end - start});
    return good == end - start || (end < d->size && end - start - good < 4);
}

/* Begins anew with what the name or the descriptor stands for now. */
static void begin_again(struct document *d, int descriptor, const struct stat *status)
{
    article_release(&d->article);
    if (descriptor != d->descriptor)
        close(d->descriptor);
    d->descriptor = descriptor;
    store_release(&d->in->store);
    buffer_release(&d->in->raw);
    *d->in = (struct document_bytes){0};
    set_up(d, status);
}

enum document_change document_check(struct document *d)
{
    struct document_bytes *in = d->in;
    struct stat status;
    if (!in || !in->is_file || d->state != DOCUMENT_COMPLETE || d->descriptor < 0)
        return DOCUMENT_SAME;
    bool named = !slice_equal(d->name, SLICE("-"));
    if (fstat(d->descriptor, &status) != 0)
        return DOCUMENT_GONE;
    if ((size_t)status.st_size > in->consumed) {
        d->size = (size_t)status.st_size;
        d->state = DOCUMENT_MORE;
        return DOCUMENT_GROWN;
    }
    if ((size_t)status.st_size < in->consumed) {
        if (lseek(d->descriptor, 0, SEEK_SET) != 0)
            return DOCUMENT_GONE;
        begin_again(d, d->descriptor, &status);
        return DOCUMENT_TRUNCATED;
    }
    struct stat now;
    if (!named)
        return DOCUMENT_SAME;
    if (stat(d->name.ptr, &now) != 0)
        return DOCUMENT_GONE;
    if (now.st_dev == in->device && now.st_ino == in->inode)
        return DOCUMENT_SAME;
    int descriptor = open(d->name.ptr, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (descriptor < 0 || fstat(descriptor, &now) != 0 || !S_ISREG(now.st_mode)) {
        if (descriptor >= 0)
            close(descriptor);
        return DOCUMENT_GONE;
    }
    begin_again(d, descriptor, &now);
    return DOCUMENT_REPLACED;
}
