/*
 * writer_text.c - lines for people, each command's own.
 */
#include "writer.h"

void writer_text_record(const struct writer *w, const struct value *values)
{
    w->type->write_text(values, w->out);
    buffer_add_byte(&w->out->bytes, '\n');
    output_settle(w->out);
}
