/*
 * fuzz.h - what the fuzz targets share.
 *
 * A target is a program with LLVMFuzzerTestOneInput, which aborts where a property of
 * property.h does not hold. Linked with clang's libFuzzer it is a fuzzer; linked with
 * replay.c it replays its corpus, or fuzzes without guidance. An input is taken apart
 * with struct input, from its front.
 */
#ifndef DRAGOMAN_TESTS_FUZZ_H
#define DRAGOMAN_TESTS_FUZZ_H

#include "../unit/property.h"

#include "dragoman/assets.h"
#include "dragoman/load.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Makes a failing assertion of cmocka, outside of its tests, an abort. */
static inline void fuzz_begin(void)
{
    setenv("CMOCKA_TEST_ABORT", "1", 1);
}

struct input {
    const uint8_t *data;
    size_t size;
};

/* The next byte, 0 where there is none left. */
static inline uint8_t input_byte(struct input *in)
{
    if (in->size == 0)
        return 0;
    in->size--;
    return *in->data++;
}

/* What is left up to the first such byte, which is dropped; all where there is none. */
static inline struct slice input_up_to(struct input *in, uint8_t stop)
{
    struct slice rest = {(const char *)in->data, in->size}, piece = {"", 0};
    if (in->size == 0)
        return piece;
    slice_next(&rest, (char)stop, &piece);
    in->data += piece.len + (rest.ptr != NULL);
    in->size = rest.ptr ? rest.len : 0;
    return piece;
}

/* Bytes as a file that has been read, cleaned. */
static inline struct buffer fuzz_text(struct slice bytes)
{
    struct buffer text = {0};
    buffer_add(&text, bytes);
    load_clean(&text, NULL);
    return text;
}

/* What is left, as an article in that format, made as document.c makes one. */
static inline void input_article(struct input *in, enum article_format format, struct article *a)
{
    struct buffer text = fuzz_text((struct slice){(const char *)in->data, in->size});
    article_init(a, &text, format);
    in->size = 0;
}

#endif
