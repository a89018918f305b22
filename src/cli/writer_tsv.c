/*
 * writer_tsv.c - tab-separated values with a header line; in a field a tab is \t and
 * a newline \n (the TSV that IANA registers has no way to say them).
 */
#include "writer.h"

/* Bytes at the start of text that stand for themselves: no tab, line feed or return. */
static size_t plain_len(struct slice text)
{
    const uint64_t ones = UINT64_C(0x0101010101010101);
    size_t n = 0;
    for (uint64_t word; n + sizeof word <= text.len; n += sizeof word) {
        memcpy(&word, text.ptr + n, sizeof word);
        if ((word - ones * 0x0E) & ~word & ones * 0x80) /* one is below 0x0E */
            break;
    }
    while (n < text.len && text.ptr[n] != '\t' && text.ptr[n] != '\n' && text.ptr[n] != '\r')
        n++;
    return n;
}

static void add_text(struct buffer *out, struct slice text)
{
    for (;;) {
        size_t n = plain_len(text);
        buffer_add(out, (struct slice){text.ptr, n});
        if (n == text.len)
            return;
        buffer_add(out, text.ptr[n] == '\t'   ? SLICE("\\t")
                        : text.ptr[n] == '\n' ? SLICE("\\n")
                                              : SLICE("\\r"));
        text = (struct slice){text.ptr + n + 1, text.len - n - 1};
    }
}

void writer_tsv_begin(const struct writer *w)
{
    for (const char *const *field = w->type->fields; *field; field++) {
        if (field != w->type->fields)
            buffer_add_byte(&w->out->bytes, '\t');
        buffer_add(&w->out->bytes, slice_of(*field));
    }
    buffer_add_byte(&w->out->bytes, '\n');
}

void writer_tsv_record(const struct writer *w, const struct value *values)
{
    struct buffer *out = &w->out->bytes;
    for (size_t i = 0; w->type->fields[i]; i++) {
        if (i)
            buffer_add_byte(out, '\t');
        if (values[i].type == VALUE_TEXT)
            add_text(out, values[i].text);
        else if (values[i].type == VALUE_NUMBER)
            buffer_add_number(out, values[i].number);
        for (size_t k = 0; values[i].type == VALUE_NUMBERS && k < values[i].n_numbers; k++) {
            if (k)
                buffer_add_byte(out, ',');
            buffer_add_number(out, values[i].numbers[k]);
        }
    }
    buffer_add_byte(out, '\n');
    output_settle(w->out);
}
