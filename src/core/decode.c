/*
 * decode.c - see decode.h.
 *
 * Bytes go through at most two steps: iconv makes UTF-8 of them, clean_add text of that.
 * UTF-8 skips the first step, and goes through the second from the caller's memory; only
 * the few bytes that a piece leaves open are copied. The undefined bytes of the Windows
 * code pages are C1 controls to the Encoding Standard and errors to iconv.
 */
#include "dragoman/decode.h"

#include "clean.h"
#include "dragoman/utf8.h"

#include <errno.h>
#include <iconv.h>

enum { PIECE = 16 * 1024, MARK_BYTES = 4 };

static bool open_converter(struct decoder *d)
{
    iconv_t converter = iconv_open("UTF-8", d->encoding.name);
    d->converter = converter == (iconv_t)-1 ? NULL : converter;
    return d->converter != NULL;
}

bool decoder_init(struct decoder *d, const struct encoding *encoding)
{
    *d = (struct decoder){.encoding = *encoding, .before = ' '};
    if (encoding->kind != ENCODING_OTHER || open_converter(d))
        return true;
    d->encoding = (struct encoding){.kind = ENCODING_UTF8, .unit = 1};
    return false;
}

void decoder_release(struct decoder *d)
{
    if (d->converter)
        iconv_close(d->converter);
    buffer_release(&d->held);
    buffer_release(&d->cut);
    *d = (struct decoder){0};
}

static void drop_front(struct buffer *b, size_t n)
{
    memmove(b->ptr, b->ptr + n, b->len - n);
    b->len -= n;
}

/* Cleans what can be; keeps the rest for the next piece. */
static void add_utf8(struct decoder *d, struct slice bytes, bool last, struct buffer *text)
{
    if (d->cut.len) { /* with enough behind it to be understood */
        size_t old = d->cut.len, n = bytes.len < CLEAN_LEFT ? bytes.len : CLEAN_LEFT;
        bool ends = last && n == bytes.len;
        buffer_add(&d->cut, (struct slice){bytes.ptr, n});
        size_t used = clean_add(buffer_slice(&d->cut), ends, text, d->striking);
        if (used < old || n == bytes.len) {
            drop_front(&d->cut, used);
            return;
        }
        d->cut.len = 0;
        bytes = (struct slice){bytes.ptr + (used - old), bytes.len - (used - old)};
    }
    size_t used = clean_add(bytes, last, text, d->striking);
    buffer_add(&d->cut, (struct slice){bytes.ptr + used, bytes.len - used});
}

/* ------------------------------------------------------------------- iconv */

/* What stands for a byte that iconv refuses: in a code page C1 is a character too. */
static struct slice refused(const struct decoder *d, unsigned char c, char *utf8)
{
    struct slice name = slice_of(d->encoding.name);
    bool code_page = slice_has_prefix(name, SLICE("WINDOWS-")) || slice_equal(name, SLICE("CP874"));
    if (!code_page || c < 0x80 || c >= 0xA0)
        return SLICE("\uFFFD");
    utf8[0] = '\xC2';
    utf8[1] = (char)c;
    return (struct slice){utf8, 2};
}

/* Converts as much of bytes as there is whole characters; returns how much that was. */
static size_t convert(struct decoder *d, struct slice bytes, bool last, struct buffer *text)
{
    char *in = (char *)(uintptr_t)bytes.ptr, piece[PIECE], utf8[2];
    size_t left = bytes.len, unit = d->encoding.unit;
    for (bool done = false; !done;) {
        char *out = piece;
        size_t room = sizeof piece;
        int reason = iconv(d->converter, &in, &left, &out, &room) == (size_t)-1 ? errno : 0;
        add_utf8(d, (struct slice){piece, (size_t)(out - piece)}, false, text);
        if (reason == EILSEQ) {
            add_utf8(d, refused(d, (unsigned char)*in, utf8), false, text);
            size_t skip = left < unit ? left : unit;
            in += skip;
            left -= skip;
        } else if (reason != E2BIG) {
            done = true;
        }
    }
    if (last && left) {
        add_utf8(d, SLICE("\uFFFD"), false, text);
        left = 0;
    }
    return bytes.len - left;
}

static void add_converted(struct decoder *d, struct slice bytes, bool last, struct buffer *text)
{
    if (d->held.len) {
        buffer_add(&d->held, bytes);
        drop_front(&d->held, convert(d, buffer_slice(&d->held), last, text));
    } else if (bytes.len) {
        size_t used = convert(d, bytes, last, text);
        buffer_add(&d->held, (struct slice){bytes.ptr + used, bytes.len - used});
    }
    if (last) {
        char piece[64], *out = piece;
        size_t room = sizeof piece; /* what a stateful encoding still owes */
        iconv(d->converter, NULL, NULL, &out, &room);
        add_utf8(d, (struct slice){piece, (size_t)(out - piece)}, true, text);
    }
}

/* ------------------------------------------------------------------ finding */

static void settle(struct decoder *d, enum encoding_kind kind)
{
    if (kind == ENCODING_OTHER && encoding_find(SLICE("windows-1252"), &d->encoding) &&
        open_converter(d))
        return;
    d->encoding = (struct encoding){.kind = ENCODING_UTF8, .unit = 1};
}

static size_t ascii_len(struct slice bytes)
{
    size_t at = 0;
    for (uint64_t word; bytes.len - at >= sizeof word; at += sizeof word) {
        memcpy(&word, bytes.ptr + at, sizeof word);
        if (word & UINT64_C(0x8080808080808080))
            break;
    }
    while (at < bytes.len && (unsigned char)bytes.ptr[at] < 0x80)
        at++;
    return at;
}

/* ASCII passes at once; from the first other byte on all is held until it is known. */
static void find_out(struct decoder *d, struct slice *bytes, bool last, struct buffer *text)
{
    if (d->held.len == 0) {
        size_t n = ascii_len(*bytes);
        if (n) {
            d->before = (unsigned char)bytes->ptr[n - 1];
            add_utf8(d, (struct slice){bytes->ptr, n}, false, text);
        }
        *bytes = (struct slice){bytes->ptr + n, bytes->len - n};
    } else {
        buffer_add(&d->held, *bytes);
        *bytes = buffer_slice(&d->held);
    }
    enum encoding_kind kind =
        bytes->len ? encoding_guess(*bytes, d->before, last) : ENCODING_UNKNOWN;
    if (last && bytes->len == 0) /* it stays open: a file may grow */
        add_utf8(d, *bytes, true, text);
    else if (kind != ENCODING_UNKNOWN)
        settle(d, kind);
    else if (d->held.len == 0)
        buffer_add(&d->held, *bytes);
}

static void add_known(struct decoder *d, struct slice bytes, bool last, struct buffer *text)
{
    if (d->encoding.kind == ENCODING_OTHER)
        add_converted(d, bytes, last, text);
    else
        add_utf8(d, bytes, last, text);
}

bool decoder_passes(struct decoder *d, struct slice bytes)
{
    struct encoding marked;
    bool waits = d->held.len || d->cut.len || d->encoding.kind == ENCODING_OTHER;
    if (waits || (!d->begun && encoding_by_mark(bytes, &marked)) || clean_len(bytes) < bytes.len)
        return false;
    if (bytes.len == 0)
        return true;
    if (d->encoding.kind == ENCODING_UNKNOWN && ascii_len(bytes) < bytes.len)
        settle(d, ENCODING_UTF8);
    d->begun = true;
    d->before = (unsigned char)bytes.ptr[bytes.len - 1];
    return true;
}

/* Looks for a byte order mark and passes over it. */
static void begin(struct decoder *d, struct slice *bytes)
{
    struct encoding marked = {0};
    size_t mark = encoding_by_mark(*bytes, &marked);
    /* what was chosen stays, but "utf-16" is told apart by its mark */
    bool kin = marked.unit == 1 ? d->encoding.kind == marked.kind : marked.unit == d->encoding.unit;
    d->begun = true;
    if (mark == 0 || (d->encoding.kind != ENCODING_UNKNOWN && !kin))
        return;
    *bytes = (struct slice){bytes->ptr + mark, bytes->len - mark};
    if (d->converter)
        iconv_close(d->converter);
    d->converter = NULL;
    d->encoding = marked;
    if (marked.kind == ENCODING_OTHER && !open_converter(d))
        settle(d, ENCODING_UTF8);
}

static void add_begun(struct decoder *d, struct slice bytes, bool last, struct buffer *text)
{
    if (d->encoding.kind != ENCODING_UNKNOWN) {
        add_known(d, bytes, last, text);
        return;
    }
    find_out(d, &bytes, last, text);
    if (d->encoding.kind == ENCODING_UNKNOWN)
        return;
    struct buffer held = d->held; /* bytes may lie in it */
    d->held = (struct buffer){0};
    add_known(d, bytes, last, text);
    buffer_release(&held);
}

static void add_first(struct decoder *d, struct slice bytes, bool last, struct buffer *text)
{
    begin(d, &bytes);
    add_begun(d, bytes, last, text);
}

void decoder_add(struct decoder *d, struct slice bytes, bool last, struct buffer *text)
{
    if (d->begun) {
        add_begun(d, bytes, last, text);
    } else if (d->held.len + bytes.len < MARK_BYTES && !last) {
        buffer_add(&d->held, bytes);
    } else if (d->held.len == 0) {
        add_first(d, bytes, last, text);
    } else {
        struct buffer start = d->held;
        d->held = (struct buffer){0};
        buffer_add(&start, bytes);
        add_first(d, buffer_slice(&start), last, text);
        buffer_release(&start);
    }
}

/* Bytes at the end that begin a character in UTF-8 and do not end it. */
static size_t cut_len(struct slice bytes)
{
    for (size_t n = 1; n < 4 && n <= bytes.len; n++) {
        const unsigned char *p = (const unsigned char *)bytes.ptr + bytes.len - n;
        if (p[0] >= 0xC2 && p[0] < 0xF5)
            return utf8_sequence_len(p, n) == -(int)n ? n : 0;
        if ((p[0] & 0xC0) != 0x80)
            return 0;
    }
    return 0;
}

void decoder_pause(struct decoder *d, struct buffer *text)
{
    struct buffer held = d->held;
    if (d->encoding.kind != ENCODING_UNKNOWN || held.len == 0)
        return;
    d->held = (struct buffer){0};
    if (!d->begun) {
        add_first(d, buffer_slice(&held), false, text);
        buffer_release(&held);
        held = d->held;
        d->held = (struct buffer){0};
    }
    struct slice whole = {held.ptr, held.len - cut_len(buffer_slice(&held))};
    if (d->encoding.kind == ENCODING_UNKNOWN && whole.len == 0) {
        d->held = held; /* it may be any character yet */
        return;
    }
    if (d->encoding.kind == ENCODING_UNKNOWN)
        settle(d, encoding_guess(whole, d->before, true));
    add_known(d, buffer_slice(&held), false, text);
    buffer_release(&held);
}
