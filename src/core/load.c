/*
 * load.c - reading and cleaning.
 *
 * Cleaning first looks whether there is anything to clean, at several bytes a
 * step, because nearly every file is clean; only then does it copy.
 */
#include "dragoman/load.h"

#include "dragoman/utf8.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { READ_BYTES = 64 * 1024 };

bool load_descriptor(int descriptor, struct buffer *bytes, struct error *error)
{
    struct stat status;
    if (fstat(descriptor, &status) == 0) {
        if (S_ISDIR(status.st_mode)) {
            error_set(error, "%s", strerror(EISDIR));
            return false;
        }
        if (S_ISREG(status.st_mode) && status.st_size > 0)
            buffer_reserve(bytes, (size_t)status.st_size + 1);
    }
    for (;;) {
        if (bytes->cap - bytes->len < 1)
            buffer_reserve(bytes, READ_BYTES);
        ssize_t n = read(descriptor, bytes->ptr + bytes->len, bytes->cap - bytes->len);
        if (n == 0)
            return true;
        if (n > 0) {
            bytes->len += (size_t)n;
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

/* Bytes that are text already: well-formed, and no control in either form. */
static size_t clean_len(struct slice bytes)
{
    const unsigned char *p = (const unsigned char *)bytes.ptr;
    size_t at = 0;
    while (at < bytes.len) {
        uint64_t word;
        if (bytes.len - at >= sizeof word) {
            memcpy(&word, p + at, sizeof word);
            /* a byte below 0x20, DEL or above shows in the high bit of its lane */
            const uint64_t ones = UINT64_C(0x0101010101010101);
            if (!(((word - ones * 0x20) | (word + ones) | word) & ones * 0x80)) {
                at += sizeof word;
                continue;
            }
        }
        int n = utf8_sequence_len(p + at, bytes.len - at);
        if (n < 0 || (n == 1 && is_control(p[at])) || (p[at] == 0xC2 && p[at + 1] < 0xA0))
            return at;
        at += (size_t)n;
    }
    return at;
}

/* Length of the SGR sequence (ECMA-48, 8.3.117) at the start of bytes, or 0. */
static size_t sgr_len(struct slice bytes)
{
    if (bytes.len < 3 || bytes.ptr[0] != 0x1B || bytes.ptr[1] != '[')
        return 0;
    size_t at = 2;
    while (at < bytes.len && ((bytes.ptr[at] >= '0' && bytes.ptr[at] <= '9') ||
                              bytes.ptr[at] == ';' || bytes.ptr[at] == ':'))
        at++;
    return at < bytes.len && bytes.ptr[at] == 'm' ? at + 1 : 0;
}

/* Appends what stands for the unclean bytes at the start of rest; returns their number. */
static size_t clean_one(struct slice rest, struct buffer *text)
{
    unsigned char c = (unsigned char)rest.ptr[0];
    size_t sgr = sgr_len(rest);
    if (sgr)
        return sgr;
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

void load_clean(struct buffer *bytes)
{
    struct slice rest = buffer_slice(bytes);
    struct buffer text = {0};
    bool marked = slice_has_prefix(rest, SLICE("\xEF\xBB\xBF"));
    if (marked)
        rest = (struct slice){rest.ptr + 3, rest.len - 3};
    size_t good = clean_len(rest);
    if (good == rest.len) {
        if (marked)
            memmove(bytes->ptr, rest.ptr, rest.len);
        bytes->len = rest.len;
        return;
    }
    while (rest.len) {
        buffer_add(&text, (struct slice){rest.ptr, good});
        rest = (struct slice){rest.ptr + good, rest.len - good};
        if (rest.len) {
            size_t used = clean_one(rest, &text);
            rest = (struct slice){rest.ptr + used, rest.len - used};
        }
        good = rest.len ? clean_len(rest) : 0;
    }
    buffer_release(bytes);
    *bytes = text;
}
