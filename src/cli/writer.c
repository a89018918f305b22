/*
 * writer.c - what the formats share: the output and its buffer.
 */
#include "writer.h"

#include "dragoman/utf8.h"

#include <errno.h>
#include <unistd.h>

enum { SETTLE_BYTES = 64 * 1024 };

void output_flush(struct output *o)
{
    size_t done = 0;
    while (done < o->bytes.len && !o->failed) {
        ssize_t n = write(o->descriptor, o->bytes.ptr + done, o->bytes.len - done);
        if (n >= 0) {
            done += (size_t)n;
        } else if (errno != EINTR) {
            o->failed = true;
            o->error = errno;
        }
    }
    o->bytes.len = 0;
}

void output_settle(struct output *o)
{
    if (o->bytes.len >= SETTLE_BYTES)
        output_flush(o);
}

static void begin_nothing(const struct writer *w)
{
    (void)w;
}

struct writer writer_of(enum format format, const struct record_type *type, struct output *out)
{
    static const struct writer formats[] = {
        [FORMAT_TEXT] = {.begin = begin_nothing, .record = writer_text_record},
        [FORMAT_TSV] = {.begin = writer_tsv_begin, .record = writer_tsv_record},
        [FORMAT_JSONL] = {.begin = begin_nothing, .record = writer_jsonl_record},
    };
    struct writer w = formats[format];
    w.type = type;
    w.out = out;
    return w;
}

void output_add_escaped(struct buffer *out, struct slice text)
{
    utf8_add_escaped(text, out);
}

void output_add_line(struct buffer *out, struct slice text)
{
    bool gap = false, any = false;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (c == ' ' || c == '\t' || c == '\n') {
            gap = any;
            continue;
        }
        if (gap)
            buffer_add_byte(out, ' ');
        buffer_add_byte(out, c);
        gap = false;
        any = true;
    }
}

void output_add_kind(struct output *out, struct slice kind, struct slice text)
{
    static const struct {
        const char *kind, *sgr;
    } looks[] = {{"country", "\033[1;34m"},
                 {"organization", "\033[4;32m"},
                 {"treaty", "\033[3;33m"},
                 {NULL, "\033[1;35m"}};
    size_t i = 0;
    while (looks[i].kind && !slice_equal(slice_of(looks[i].kind), kind))
        i++;
    if (out->color)
        buffer_add(&out->bytes, slice_of(looks[i].sgr));
    buffer_add(&out->bytes, text);
    if (out->color)
        buffer_add(&out->bytes, SLICE("\033[0m"));
}
