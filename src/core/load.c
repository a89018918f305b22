/*
 * load.c - reading and cleaning.
 *
 * Cleaning first looks whether there is anything to clean, see clean.c, because nearly every
 * file is clean; only then does it copy.
 */
#include "dragoman/load.h"

#include "clean.h"
#include "dragoman/decode.h"
#include "dragoman/utf8.h"
#include "overstrike.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    READ_BYTES = 64 * 1024,
    DEVICE_MEGABYTES = 64,
    LEAST_MEGABYTES = 512, /* of memory, where the system tells less or nothing */
    SGR_BYTES = 64,
    STRING_BYTES = 1024, /* of a control string; both bound what has to be kept */
};

static size_t memory_size(void)
{
    const size_t least = (size_t)LEAST_MEGABYTES << 20, most = SIZE_MAX / 4;
    long pages = sysconf(_SC_PHYS_PAGES), size = sysconf(_SC_PAGESIZE);
    size_t memory = pages > 0 && size > 0 ? (size_t)pages * (size_t)size : least;
    return memory < least ? least : memory < most ? memory : most;
}

size_t load_limit(const struct stat *status)
{
    if (S_ISREG(status->st_mode) && status->st_size > 0)
        return memory_size();
    if (S_ISCHR(status->st_mode) || S_ISBLK(status->st_mode))
        return (size_t)DEVICE_MEGABYTES << 20;
    return memory_size() / 2;
}

void load_refuse(const struct stat *status, struct error *error)
{
    if (S_ISREG(status->st_mode) && status->st_size > 0)
        error_set(error, "%s", strerror(EFBIG));
    else
        error_set(error, "gives more than %zu MB", load_limit(status) >> 20);
}

bool load_descriptor(int descriptor, struct buffer *bytes, struct error *error)
{
    struct stat status = {0};
    if (fstat(descriptor, &status) != 0 || S_ISDIR(status.st_mode)) {
        error_set(error, "%s", strerror(S_ISDIR(status.st_mode) ? EISDIR : errno));
        return false;
    }
    size_t limit = load_limit(&status), start = bytes->len;
    if (S_ISREG(status.st_mode) && status.st_size > 0) {
        if ((uintmax_t)status.st_size > limit) {
            load_refuse(&status, error);
            return false;
        }
        size_t cap = start + (size_t)status.st_size + 1; /* not more: files may be large */
        if (cap > bytes->cap) {
            bytes->ptr = memory_resize(bytes->ptr, cap, 1);
            bytes->cap = cap;
        }
    }
    for (;;) {
        if (bytes->cap - bytes->len < 1)
            buffer_reserve(bytes, READ_BYTES);
        ssize_t n = read(descriptor, bytes->ptr + bytes->len, bytes->cap - bytes->len);
        if (n == 0)
            return true;
        if (n > 0) {
            bytes->len += (size_t)n;
            if (bytes->len - start > limit) {
                load_refuse(&status, error);
                return false;
            }
        } else if (errno != EINTR) {
            error_set(error, "%s", strerror(errno));
            return false;
        }
    }
}

bool load_file(const char *path, struct buffer *bytes, struct error *error)
{
    int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (descriptor < 0) {
        error_set(error, "%s", strerror(errno));
        return false;
    }
    bool done = load_descriptor(descriptor, bytes, error);
    close(descriptor);
    return done;
}

static bool is_control(unsigned char c)
{
    return (c < 0x20 && c != '\n' && c != '\t') || c == 0x7F;
}

/* Length of the SGR sequence (ECMA-48, 8.3.117) at the start of bytes, or 0. One that is
 * longer than any in use is none, so that little has to be kept where bytes come in pieces;
 * *cut where it may be one that goes on behind their end. */
static size_t sgr_len(struct slice bytes, bool *cut)
{
    size_t at = 2;
    bool begins = bytes.len && bytes.ptr[0] == 0x1B && (bytes.len < 2 || bytes.ptr[1] == '[');
    while (begins && at < bytes.len && at < SGR_BYTES &&
           ((bytes.ptr[at] >= '0' && bytes.ptr[at] <= '9') || bytes.ptr[at] == ';' ||
            bytes.ptr[at] == ':'))
        at++;
    *cut = begins && at >= bytes.len && at < SGR_BYTES;
    return begins && at < bytes.len && bytes.ptr[at] == 'm' ? at + 1 : 0;
}

/* Length of the control string (ECMA-48, 5.6) at the start of bytes, or 0; *cut as above. It
 * ends with ST or, as terminals have it, BEL, and before its line does: nothing else is
 * swallowed. */
static size_t control_string_len(struct slice bytes, bool *cut)
{
    *cut = false;
    if (bytes.len < 2 || bytes.ptr[0] != 0x1B || !bytes.ptr[1] || !strchr("]P_^X", bytes.ptr[1]))
        return 0;
    for (size_t at = 2; at < bytes.len && at < STRING_BYTES; at++) {
        unsigned char c = (unsigned char)bytes.ptr[at];
        if (c == '\a')
            return at + 1;
        if (c == 0x1B && at + 1 < bytes.len)
            return bytes.ptr[at + 1] == '\\' ? at + 2 : 0;
        if (c != 0x1B && (is_control(c) || c == '\n'))
            return 0;
    }
    *cut = bytes.len < STRING_BYTES;
    return 0;
}

/* May the bytes that are no text yet become other text with what follows them? */
static bool is_cut(struct slice rest, bool strikes)
{
    bool cut;
    sgr_len(rest, &cut);
    if (!cut)
        control_string_len(rest, &cut);
    if (cut || (rest.ptr[0] == '\r' && rest.len == 1))
        return true;
    if (rest.ptr[0] == '\b' && strikes)
        return overstrike_is_cut(rest);
    int n = utf8_sequence_len((const unsigned char *)rest.ptr, rest.len);
    return n < 0 && (size_t)-n == rest.len && (unsigned char)rest.ptr[0] >= 0xC2 &&
           (unsigned char)rest.ptr[0] < 0xF5;
}

/* Appends what stands for the unclean bytes at the start of rest; returns their number. */
static size_t clean_one(struct slice rest, struct buffer *text, struct striking striking)
{
    unsigned char c = (unsigned char)rest.ptr[0];
    bool cut;
    size_t dropped = sgr_len(rest, &cut);
    if (!dropped)
        dropped = control_string_len(rest, &cut);
    if (dropped)
        return dropped;
    size_t struck = c == '\b' && striking.styles ? overstrike_read(rest, text, striking) : 0;
    if (struck)
        return struck;
    if (c == '\r') {
        buffer_add_byte(text, '\n');
        return rest.len > 1 && rest.ptr[1] == '\n' ? 2 : 1;
    }
    if (is_control(c)) {
        utf8_put(text, c == 0x7F ? 0x2421 : 0x2400u + c);
        return 1;
    }
    utf8_put(text, 0xFFFD);
    int n = utf8_sequence_len((const unsigned char *)rest.ptr, rest.len);
    return (size_t)(n < 0 ? -n : n);
}

size_t clean_add(struct slice bytes, bool last, struct buffer *text, struct striking striking)
{
    struct slice rest = bytes;
    while (rest.len) {
        size_t good = clean_len(rest);
        buffer_add(text, (struct slice){rest.ptr, good});
        rest = (struct slice){rest.ptr + good, rest.len - good};
        if (rest.len == 0 || (!last && is_cut(rest, striking.styles != NULL)))
            break;
        size_t used = clean_one(rest, text, striking);
        rest = (struct slice){rest.ptr + used, rest.len - used};
    }
    return bytes.len - rest.len;
}

static bool decode_whole(struct buffer *bytes, const struct encoding *encoding,
                         struct styles *styles)
{
    struct slice rest = buffer_slice(bytes);
    struct encoding marked;
    struct decoder decoder;
    struct buffer text = {0};
    if (encoding->kind != ENCODING_OTHER) {
        size_t mark = encoding_by_mark(rest, &marked);
        if (mark && marked.kind == ENCODING_UTF8)
            rest = (struct slice){rest.ptr + mark, rest.len - mark};
        if (clean_len(rest) == rest.len) { /* nearly every file */
            if (bytes->len && rest.ptr != bytes->ptr)
                memmove(bytes->ptr, rest.ptr, rest.len);
            bytes->len = rest.len;
            return true;
        }
    }
    if (!decoder_init(&decoder, encoding))
        return false;
    buffer_reserve(&text, bytes->len);
    decoder.striking.styles = styles;
    decoder_add(&decoder, buffer_slice(bytes), true, &text);
    decoder_release(&decoder);
    buffer_release(bytes);
    *bytes = text;
    return true;
}

bool load_decode(struct buffer *bytes, const struct encoding *encoding)
{
    return decode_whole(bytes, encoding, NULL);
}

void load_clean(struct buffer *bytes, struct styles *styles)
{
    decode_whole(bytes, &(struct encoding){0}, styles);
}
