/*
 * document.c - see document.h.
 *
 * Bytes are read straight to where the text ends. Nearly always they are text as they
 * stand, and stay there; only what is not goes through a buffer and is decoded.
 *
 * The start tells how: the encoding that a page declares, or that a filter may need the
 * file. Then all of it is read first and converted, and what comes out is decoded in pieces
 * as if it were read.
 *
 * Overstrike changes letters that are text already. They are in the last line, of which no
 * block is settled yet, and their text never gets shorter: so it is like any text that grows.
 */
#include "dragoman/document.h"

#include "clean.h"
#include "conversion.h"
#include "dragoman/decode.h"
#include "dragoman/load.h"
#include "dragoman/utf8.h"
#include "format.h"
#include "store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    READ_BYTES = 64 * 1024,
    GROWTH = 3,             /* a byte becomes three nearly always at the most: U+FFFD */
    PSEUDO_BYTES = 4096,    /* files of the kernel say that they have a page */
    LOOK_BYTES = 64 * 1024, /* looked at while the cache of a processor core holds them */
    STRUCK_BYTES = 8192,    /* of a line that is still open, at the most */
};

/* Where the bytes come from that are decoded. */
enum phase {
    PHASE_FILE,
    PHASE_CONVERSION, /* nowhere: filters run */
    PHASE_RAW,        /* from raw, where all of them are */
};

struct document_bytes {
    struct store store;
    enum phase phase;
    struct conversion conversion;
    size_t decoded; /* bytes of raw, in PHASE_RAW */
    const struct document_reading *reading;
    struct slice name; /* without what filters have taken off */
    struct decoder decoder;
    struct buffer raw;  /* bytes whose start does not tell yet, or all that a filter needs */
    struct buffer text; /* decoded, on its way to the store */
    bool begun;         /* the start has told */
    bool packed;        /* all of it is needed first, by a filter */
    bool at_once;       /* nobody has anything else to do while a filter runs */
    bool knows_format, is_file;
    bool lacks_end; /* the end of what was read has no blocks */
    bool is_whole;  /* it was read from its first byte on */
    bool settled;   /* all of the complete text is formatted */
    enum article_format format;
    size_t consumed;     /* bytes of the file */
    size_t checked;      /* so far it is text as it stands, whether it was read or not */
    size_t unclean;      /* here it is not, or 0 */
    struct buffer ahead; /* bytes that are only looked at */
    size_t limit;        /* of the bytes */
    struct stat status;  /* of the file when it was opened */
};

static void close_descriptor(struct document *d)
{
    if (d->descriptor >= 0)
        close(d->descriptor);
    d->descriptor = -1;
}

/* ------------------------------------------------------------------ opening */

bool document_knows(const struct filters *filters, struct slice type)
{
    enum article_format format;
    return article_format_find(type, &format) || (filters && filters_named(filters, type));
}

static void set_up(struct document *d, const struct document_reading *reading,
                   const struct stat *status)
{
    struct document_bytes *in = d->in;
    in->reading = reading;
    in->name = d->name;
    in->knows_format = article_format_find(reading->type, &in->format);
    in->is_file = S_ISREG(status->st_mode) && status->st_size > 0;
    in->status = *status;
    in->limit = load_limit(status);
    in->is_whole = lseek(d->descriptor, 0, SEEK_CUR) == 0;
    d->size = in->is_file ? (size_t)status->st_size : 0;
    /* a file may grow while it is read, and so may its text against its bytes */
    store_init(&in->store, (in->is_file ? d->size + in->limit : in->limit) * GROWTH,
               in->is_file ? d->size + d->size / 8 + (size_t)8 * READ_BYTES * GROWTH : 0);
    article_begin(&d->article, in->store.ptr);
    d->read = (struct slice){in->store.ptr, 0};
    d->state = DOCUMENT_MORE;
}

static void release_bytes(struct document_bytes *in)
{
    store_release(&in->store);
    decoder_release(&in->decoder);
    conversion_release(&in->conversion);
    buffer_release(&in->raw);
    buffer_release(&in->text);
    buffer_release(&in->ahead);
}

static const struct filter *chosen_filter(const struct document_bytes *in)
{
    const struct document_reading *reading = in->reading;
    bool chosen = reading->type.len && !in->knows_format && reading->filters;
    return chosen ? filters_named(reading->filters, reading->type) : NULL;
}

static enum filter_need ask_filters(const struct document_bytes *in, struct slice start)
{
    if (chosen_filter(in))
        return FILTER_LIKELY;
    return in->knows_format || !in->reading->filters
               ? FILTER_NOT
               : filters_ask(in->reading->filters, start, in->name);
}

bool document_begin(struct document *d, const char *path, const struct document_reading *reading,
                    struct error *error)
{
    struct stat status;
    *d = (struct document){.name = path ? slice_of(path) : reading->bundled.name, .descriptor = -1};
    if (!path) {
        article_init_borrowed(&d->article, reading->bundled.text);
        d->read = reading->bundled.text;
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
    bool too_large = !reason && (uintmax_t)status.st_size > load_limit(&status);
    if (reason || too_large) {
        if (too_large)
            load_refuse(&status, error);
        else
            error_set(error, "%s", strerror(reason));
        close_descriptor(d);
        return false;
    }
    d->in = memory_zeroed(1, sizeof *d->in);
    set_up(d, reading, &status);
    return true;
}

void document_close(struct document *d)
{
    article_release(&d->article);
    close_descriptor(d);
    if (d->in) {
        release_bytes(d->in);
        free(d->in);
    }
    *d = (struct document){.descriptor = -1};
}

/* ------------------------------------------------------------------ reading */

static bool is_format(const struct document_bytes *in, struct slice bytes,
                      enum article_format format)
{
    return (in->knows_format ? in->format : article_guess_format(bytes, in->name)) == format;
}

/* Begins to decode what starts so. */
static void begin_decoding(struct document_bytes *in, struct slice start, struct encoding e,
                           struct error *error)
{
    struct encoding marked;
    if (e.kind == ENCODING_UNKNOWN && encoding_by_mark(start, &marked) == 0) {
        if (is_format(in, start, ARTICLE_HTML))
            encoding_declared(start, &e);
        else if (is_format(in, start, ARTICLE_MAIL))
            format_mail_declares(start, &e);
    }
    if (!decoder_init(&in->decoder, &e))
        error_set(error, "the encoding %s cannot be read here", e.name);
}

/* Does the start tell how the file is to be read? */
static bool begin_by_start(struct document_bytes *in, struct slice start, bool last,
                           struct error *error)
{
    enum filter_need need = ask_filters(in, start);
    bool open = need == FILTER_OPEN || (!in->knows_format && article_format_is_open(start));
    if (need != FILTER_LIKELY && open && !last)
        return false;
    in->begun = true;
    in->packed = need == FILTER_LIKELY;
    if (!in->packed)
        begin_decoding(in, start, in->reading->encoding, error);
    return true;
}

/* Takes what has been decoded to the end of the store, of which the last old bytes are there
 * anew; false where it does not fit. */
static bool take_text(struct document *d, size_t old)
{
    struct document_bytes *in = d->in;
    in->store.len -= old;
    struct buffer room = store_room(&in->store, in->text.len);
    room.len = room.cap;
    while (room.len && room.len < in->text.len && (in->text.ptr[room.len] & 0xC0) == 0x80)
        room.len--; /* no character is cut */
    if (room.len)
        memcpy(room.ptr, in->text.ptr, room.len);
    bool fits = room.len == in->text.len;
    store_take(&in->store, &room);
    d->read.len = in->store.len;
    return fits;
}

/* Bytes of the last line, where backspaces in what follows may still change it: it is not
 * settled, and not so long that it might be in pieces. */
static size_t open_tail(const struct document *d)
{
    const struct article *a = &d->article;
    const struct store *store = &d->in->store;
    size_t settled = a->n_settled ? a->blocks[a->n_settled - 1].end : 0;
    size_t most = store->len - settled < STRUCK_BYTES ? store->len - settled : STRUCK_BYTES;
    for (size_t n = 0; n <= most; n++)
        if (n == store->len || store->ptr[store->len - n - 1] == '\n')
            return n;
    return 0;
}

/* Are there backspaces, or could there be in what the decoder has kept? */
static bool may_strike(const struct document_bytes *in, struct slice bytes)
{
    bool keeps = in->decoder.cut.len || in->decoder.held.len;
    return keeps || (bytes.len && memchr(bytes.ptr, '\b', bytes.len));
}

/* Makes ready for decoding what strikes over the end of the text; returns its length. */
static size_t begin_text(struct document *d, size_t tail)
{
    struct document_bytes *in = d->in;
    size_t start = in->store.len - tail;
    in->decoder.striking = (struct striking){&d->article.styles, start};
    in->text.len = 0;
    buffer_add(&in->text, (struct slice){in->store.ptr + start, tail});
    return tail;
}

static bool decode(struct document *d, struct slice bytes, bool last)
{
    size_t tail = begin_text(d, may_strike(d->in, bytes) ? open_tail(d) : 0);
    decoder_add(&d->in->decoder, bytes, last, &d->in->text);
    return take_text(d, tail);
}

/* Takes n bytes that were read to the end of the store. */
static bool take(struct document *d, struct buffer *room, size_t n, struct error *error)
{
    struct document_bytes *in = d->in;
    struct slice bytes = {room->ptr, n};
    in->consumed += n;
    if (!in->begun) {
        if (in->raw.len)
            buffer_add(&in->raw, bytes);
        if (!begin_by_start(in, in->raw.len ? buffer_slice(&in->raw) : bytes, false, error)) {
            if (!in->raw.len)
                buffer_add(&in->raw, bytes);
            return true;
        }
        if (in->raw.len && !in->packed) { /* bytes are among them */
            bool fits = decode(d, buffer_slice(&in->raw), false);
            in->raw.len = 0;
            return fits;
        }
        if (in->raw.len)
            return true;
    }
    if (in->packed) {
        buffer_add(&in->raw, bytes);
        return true;
    }
    if (!decoder_passes(&in->decoder, bytes))
        return decode(d, bytes, false);
    room->len = n;
    store_take(&in->store, room);
    d->read.len = in->store.len;
    return true;
}

static void find_format(struct document *d)
{
    struct document_bytes *in = d->in;
    if (in->knows_format || in->packed)
        return;
    if (article_format_is_open(d->read) && d->state != DOCUMENT_COMPLETE)
        return;
    in->format = article_guess_format(d->read, in->name);
    in->knows_format = true;
}

/* All of the text is there. */
static void complete(struct document *d, struct error *error)
{
    struct document_bytes *in = d->in;
    if (!decode(d, SLICE(""), true) && !error->text.len)
        error_set(error, "%s", strerror(ENOMEM));
    buffer_release(&in->raw);
    buffer_release(&in->text);
    d->state = DOCUMENT_COMPLETE;
    in->phase = PHASE_FILE; /* which may be followed */
    d->is_cut = in->is_file && in->consumed < d->size && d->size > PSEUDO_BYTES;
    if (!in->is_file) /* nor is there more to wait for */
        close_descriptor(d);
}

/* Nothing comes of what is packed. */
static void give_up(struct document *d, struct error *error)
{
    struct document_bytes *in = d->in;
    conversion_release(&in->conversion);
    buffer_release(&in->raw);
    in->packed = in->is_file = false;
    decoder_init(&in->decoder, &(struct encoding){0});
    complete(d, error);
}

static void begin_conversion(struct document *d)
{
    struct document_bytes *in = d->in;
    bool has_path = in->is_file && !slice_equal(d->name, SLICE("-"));
    in->phase = PHASE_CONVERSION;
    in->conversion = (struct conversion){
        .filters = in->reading->filters,
        .chosen = chosen_filter(in),
        .path = has_path ? d->name.ptr : NULL,
        .at_once = in->at_once,
        .name = in->name,
        .bytes = in->raw,
    };
    in->raw = (struct buffer){0};
    close_descriptor(d);
}

/* What came of it is decoded from now on. */
static void end_conversion(struct document *d, struct error *error)
{
    struct document_bytes *in = d->in;
    struct conversion *c = &in->conversion;
    /* what a program writes is not what the file was in */
    struct encoding e = c->has_type ? (struct encoding){0} : in->reading->encoding;
    in->raw = c->bytes;
    c->bytes = (struct buffer){0};
    in->name = c->name;
    in->knows_format = c->has_type;
    in->format = c->type;
    conversion_release(c);
    in->phase = PHASE_RAW;
    in->packed = in->is_file = false; /* nor is it followed */
    in->decoded = 0;
    d->size = in->raw.len;
    begin_decoding(in, buffer_slice(&in->raw), e, error);
}

/* A step of the filters; the number of bytes that came, or 0. */
static size_t convert_piece(struct document *d, struct error *error)
{
    struct conversion *c = &d->in->conversion;
    size_t before = c->output.len;
    enum filter_state state = conversion_step(c, 0, error);
    size_t after = c->output.len;
    if (state == FILTER_FAILED)
        give_up(d, error);
    else if (state == FILTER_DONE)
        end_conversion(d, error);
    else if (after == before && c->runs)
        d->state = DOCUMENT_WAITS;
    return after > before ? after - before : 0;
}

/* Decodes a piece of what is there; the number of its bytes. */
static size_t decode_piece(struct document *d, struct error *error)
{
    struct document_bytes *in = d->in;
    size_t left = in->raw.len - in->decoded, n = left < READ_BYTES ? left : READ_BYTES;
    bool fits = decode(d, (struct slice){in->raw.ptr + in->decoded, n}, false);
    in->decoded += n;
    if (!fits)
        error_set(error, "%s", strerror(ENOMEM));
    if (!fits || n == left)
        complete(d, error);
    return n;
}

/* The file has no more bytes, or gives none. */
static void end_reading(struct document *d, struct error *error)
{
    struct document_bytes *in = d->in;
    bool failed = error->text.len > 0;
    if (!in->begun)
        begin_by_start(in, buffer_slice(&in->raw), true, error);
    if (in->packed && failed) {
        give_up(d, error);
    } else if (in->packed) {
        begin_conversion(d);
    } else if (in->raw.len) { /* the start, of which nothing could be told */
        in->phase = PHASE_RAW;
        in->decoded = 0;
    } else {
        complete(d, error);
    }
}

/* Reads once; the number of bytes that came, or 0. */
static size_t read_piece(struct document *d, struct error *error)
{
    struct document_bytes *in = d->in;
    struct pollfd ready = {.fd = d->descriptor, .events = POLLIN};
    struct buffer room = store_room(&in->store, READ_BYTES * GROWTH);
    bool full = in->consumed >= in->limit; /* a file may have grown to that */
    if (full || room.cap < READ_BYTES * GROWTH) {
        if (full)
            load_refuse(&in->status, error);
        else
            error_set(error, "%s", strerror(ENOMEM));
        end_reading(d, error);
        return 0;
    }
    if (!in->is_file && poll(&ready, 1, 0) == 0) {
        d->state = DOCUMENT_WAITS;
        return 0;
    }
    ssize_t n = read(d->descriptor, room.ptr, READ_BYTES);
    if (n > 0) {
        d->state = DOCUMENT_MORE;
        if (!take(d, &room, (size_t)n, error)) {
            error_set(error, "%s", strerror(ENOMEM));
            end_reading(d, error);
        }
        return (size_t)n;
    }
    if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
        d->state = DOCUMENT_WAITS;
    } else if (n < 0 && errno != EINTR) {
        error_set(error, "%s", strerror(errno));
        end_reading(d, error);
    } else if (n == 0) {
        end_reading(d, error);
    }
    return 0;
}

enum document_state document_read(struct document *d, size_t bytes, struct error *error)
{
    error->text.len = 0;
    if (d->state == DOCUMENT_WAITS)
        d->state = DOCUMENT_MORE;
    for (size_t n = 0; d->state == DOCUMENT_MORE && n < bytes;)
        n += d->in->phase == PHASE_FILE         ? read_piece(d, error)
             : d->in->phase == PHASE_CONVERSION ? convert_piece(d, error)
                                                : decode_piece(d, error);
    return d->state;
}

bool document_is_packed(const struct document *d)
{
    return d->in && d->in->packed;
}

struct slice document_converter(const struct document *d)
{
    bool runs = d->in && d->in->conversion.runs;
    return runs ? d->in->conversion.job.filter->words[0] : SLICE("");
}

size_t document_polls(const struct document *d, struct pollfd polls[DOCUMENT_POLLS])
{
    if (d->state != DOCUMENT_WAITS)
        return 0;
    if (d->in->conversion.runs) {
        filter_polls(&d->in->conversion.job, polls);
        return DOCUMENT_POLLS;
    }
    polls[0] = (struct pollfd){.fd = d->descriptor, .events = POLLIN};
    return 1;
}

void document_stop(struct document *d)
{
    struct error none = {0};
    if (document_is_packed(d))
        give_up(d, &none);
    error_release(&none);
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
        release_bytes(in);
        free(in);
        d->in = NULL;
        return false;
    }
    size_t left = d->read.len - a->text.len;
    bool lacks_end = in->lacks_end && d->state != DOCUMENT_MORE;
    if (left == 0 && (complete ? in->settled : !lacks_end))
        return false;
    size_t len = a->text.len + (bytes < left ? bytes : left);
    while (len < d->read.len && ((unsigned char)d->read.ptr[len] & 0xC0) == 0x80)
        len++;
    in->settled = complete && len == d->read.len;
    /* blocks that the next bytes would change are only made where they could be seen */
    in->lacks_end = a->n_settled > 0 && (len < d->read.len || d->state == DOCUMENT_MORE);
    article_grow(a, len,
                 in->lacks_end                ? ARTICLE_GOES_ON
                 : in->settled && !d->follows ? ARTICLE_COMPLETE
                                              : ARTICLE_PRELIMINARY);
    if (in->settled && d->follows)
        article_pause(a);
    return len < d->read.len;
}

void document_pause(struct document *d)
{
    if (d->in && d->in->begun && !d->in->packed) { /* what waits for more is shown */
        size_t tail = begin_text(d, open_tail(d));
        decoder_pause(&d->in->decoder, &d->in->text);
        take_text(d, tail);
    }
    if (!d->in || !d->in->knows_format || d->in->format != ARTICLE_PLAIN)
        return;
    while (document_format(d, SIZE_MAX))
        ;
    article_pause(&d->article);
}

bool document_open(struct document *d, const char *path, const struct document_reading *reading,
                   struct error *error)
{
    if (!document_begin(d, path, reading, error))
        return false;
    if (d->in)
        d->in->at_once = true;
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

/* Are the bytes of the file those of its text so far? */
static bool is_its_own_text(const struct document_bytes *in)
{
    return in->phase == PHASE_FILE && in->is_file && in->is_whole &&
           in->decoder.encoding.kind != ENCODING_OTHER &&
           in->store.len + in->decoder.held.len + in->decoder.cut.len == in->consumed;
}

static bool read_at(const struct document *d, char *to, size_t start, size_t end)
{
    while (start < end) {
        ssize_t n = pread(d->descriptor, to, end - start, (off_t)start);
        if (n <= 0 && !(n < 0 && errno == EINTR))
            return false;
        to += n > 0 ? n : 0;
        start += n > 0 ? (size_t)n : 0;
    }
    return true;
}

static bool is_inside_character(char c)
{
    return ((unsigned char)c & 0xC0) == 0x80;
}

bool document_peek(struct document *d, size_t start, size_t end)
{
    struct document_bytes *in = d->in;
    bool is_plain = !in || (in->knows_format && in->format == ARTICLE_PLAIN);
    if (end <= d->read.len || !is_plain)
        return is_plain;
    if (!in || !is_its_own_text(in) || end > d->size || end > in->store.cap)
        return false;
    if (start < in->consumed)
        start = in->consumed;
    if (!read_at(d, in->store.ptr + start, start, end))
        return false;
    /* a sequence may be cut at both ends */
    while (start < end && is_inside_character(in->store.ptr[start]))
        start++;
    size_t good = clean_len((struct slice){in->store.ptr + start, end - start});
    return good == end - start || (end < d->size && end - start - good < 4);
}

static bool has_its_size(const struct document *d)
{
    struct stat status;
    return fstat(d->descriptor, &status) == 0 && (size_t)status.st_size == d->size;
}

/* Are the bytes of the file from in->checked on up to end text? A character may be cut there. */
static bool check_on(struct document *d, const char *bytes, size_t end)
{
    struct document_bytes *in = d->in;
    size_t len = end - in->checked, good = clean_len((struct slice){bytes, len});
    size_t left = len - good;
    in->checked += good;
    if (end == d->size ? left == 0 && has_its_size(d)
                       : left == 0 || utf8_sequence_len((const unsigned char *)bytes + good,
                                                        left) == -(int)left)
        return true;
    in->unclean = in->checked;
    return false;
}

/* Leaves out what is cut of a character at either end. */
static struct slice whole_characters(struct slice s, size_t *from)
{
    while (s.len && is_inside_character(s.ptr[0])) {
        s = (struct slice){s.ptr + 1, s.len - 1};
        ++*from;
    }
    size_t end = s.len;
    while (end && is_inside_character(s.ptr[end - 1]))
        end--;
    if (end && utf8_sequence_len((const unsigned char *)s.ptr + end - 1, s.len - end + 1) < 0)
        s.len = end - 1;
    return s;
}

enum document_ahead document_look_ahead(struct document *d, size_t start, size_t end, size_t *from,
                                        struct slice *bytes)
{
    struct document_bytes *in = d->in;
    if (!in || !in->knows_format || in->format != ARTICLE_PLAIN || !is_its_own_text(in) ||
        in->decoder.held.len || end > d->size || (in->unclean && in->unclean >= in->store.len))
        return DOCUMENT_IN_ORDER;
    if (in->checked < in->store.len)
        in->checked = in->store.len;
    bool gap = in->checked < start;
    if (gap) {
        start = in->checked;
        end = d->size - start > LOOK_BYTES ? start + LOOK_BYTES : d->size;
    }
    in->ahead.len = 0;
    buffer_reserve(&in->ahead, end - start);
    if (!read_at(d, in->ahead.ptr, start, end))
        return DOCUMENT_IN_ORDER;
    if (end > in->checked && !check_on(d, in->ahead.ptr + (in->checked - start), end))
        return DOCUMENT_IN_ORDER;
    if (gap)
        return DOCUMENT_ASK;
    *from = start;
    *bytes = whole_characters((struct slice){in->ahead.ptr, end - start}, from);
    return DOCUMENT_AHEAD;
}

/* Begins anew with what the name or the descriptor stands for now. */
static void begin_again(struct document *d, int descriptor, const struct stat *status)
{
    article_release(&d->article);
    if (descriptor != d->descriptor)
        close(d->descriptor);
    d->descriptor = descriptor;
    const struct document_reading *reading = d->in->reading;
    release_bytes(d->in);
    *d->in = (struct document_bytes){0};
    set_up(d, reading, status);
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
    if (now.st_dev == in->status.st_dev && now.st_ino == in->status.st_ino)
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
