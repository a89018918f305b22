/*
 * writer_jsonl.c - one JSON object (RFC 8259) a line, its keys in the order of the
 * fields. Strings are UTF-8; what is not (a file's name) becomes U+FFFD, and controls are
 * escaped, of C1 and of the bidirectional algorithm as well.
 */
#include "writer.h"

#include "dragoman/utf8.h"

static void add_string(struct buffer *out, struct slice text)
{
    struct buffer repaired = {0};
    if (utf8_valid_len(text) != text.len) {
        utf8_repair(text, &repaired);
        text = buffer_slice(&repaired);
    }
    buffer_add_byte(out, '"');
    for (size_t i = 0; i < text.len;) {
        size_t start = i;
        uint32_t cp = utf8_next(text, &i);
        if (cp == '"' || cp == '\\')
            buffer_add_byte(out, '\\');
        if (cp == '\n')
            buffer_add(out, SLICE("\\n"));
        else if (cp == '\t')
            buffer_add(out, SLICE("\\t"));
        else if (cp < 0x20 || (cp >= 0x7F && cp < 0xA0) || utf8_is_bidi_control(cp))
            buffer_format(out, "\\u%04x", (unsigned)cp);
        else
            buffer_add(out, (struct slice){text.ptr + start, i - start});
    }
    buffer_add_byte(out, '"');
    buffer_release(&repaired);
}

static void add_value(struct buffer *out, const struct value *value)
{
    if (value->type == VALUE_TEXT) {
        add_string(out, value->text);
    } else if (value->type == VALUE_NUMBER) {
        buffer_add_number(out, value->number);
    } else {
        buffer_add_byte(out, '[');
        for (size_t i = 0; i < value->n_numbers; i++) {
            if (i)
                buffer_add_byte(out, ',');
            buffer_add_number(out, value->numbers[i]);
        }
        buffer_add_byte(out, ']');
    }
}

void writer_jsonl_record(const struct writer *w, const struct value *values)
{
    struct buffer *out = &w->out->bytes;
    for (size_t i = 0; w->type->fields[i]; i++) {
        buffer_add_byte(out, i ? ',' : '{');
        buffer_add_byte(out, '"');
        buffer_add(out, slice_of(w->type->fields[i]));
        buffer_add(out, SLICE("\":"));
        add_value(out, &values[i]);
    }
    buffer_add(out, SLICE("}\n"));
    output_settle(w->out);
}
