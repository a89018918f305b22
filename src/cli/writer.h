/*
 * writer.h - records out, in one of three formats; one file a format.
 *
 * A command describes its fields once; the values of a record come in that order.
 */
#ifndef DRAGOMAN_WRITER_H
#define DRAGOMAN_WRITER_H

#include "dragoman/base.h"
#include "options.h"

struct output {
    struct buffer bytes;
    int descriptor;
    bool failed; /* nothing more can be written; error says why */
    int error;   /* errno */
    bool color;
};

void output_flush(struct output *o);
/* To be called between records: flushes when enough has gathered. */
void output_settle(struct output *o);

enum value_type { VALUE_TEXT, VALUE_NUMBER, VALUE_NUMBERS };

struct value {
    enum value_type type;
    struct slice text;
    size_t number;
    const size_t *numbers;
    size_t n_numbers;
};

#define TEXT_VALUE(s)                                                                              \
    (struct value)                                                                                 \
    {                                                                                              \
        .type = VALUE_TEXT, .text = (s)                                                            \
    }
#define NUMBER_VALUE(n)                                                                            \
    (struct value)                                                                                 \
    {                                                                                              \
        .type = VALUE_NUMBER, .number = (n)                                                        \
    }

struct record_type {
    const char *const *fields; /* names, in order, NULL at the end */
    /* One line for people, without the newline. */
    void (*write_text)(const struct value *values, struct output *out);
};

struct writer {
    const struct record_type *type;
    struct output *out;
    void (*begin)(const struct writer *w);
    void (*record)(const struct writer *w, const struct value *values);
};

struct writer writer_of(enum format format, const struct record_type *type, struct output *out);

/* The three formats. */
void writer_text_record(const struct writer *w, const struct value *values);
void writer_tsv_begin(const struct writer *w);
void writer_tsv_record(const struct writer *w, const struct value *values);
void writer_jsonl_record(const struct writer *w, const struct value *values);

/* Text that may hold anything (a file's name): control characters as \xNN, invalid
 * bytes too. */
void output_add_escaped(struct buffer *out, struct slice text);
/* Text on one line: every run of blanks and line breaks one blank. */
void output_add_line(struct buffer *out, struct slice text);
/* A mention's text in the colour of its kind, where the output is coloured. */
void output_add_kind(struct output *out, struct slice kind, struct slice text);

#endif
