/*
 * fuzz_search.c - how to search (a byte), what for (up to a NUL), and the text: hits are in
 * order, disjoint, and the same one by one as all at once.
 */
#include "fuzz.h"

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    fuzz_begin();
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct input in = {data, size};
    unsigned how = input_byte(&in);
    struct slice pattern = input_up_to(&in, 0); /* as typed: any bytes */
    struct buffer text = fuzz_text((struct slice){(const char *)in.data, in.size});
    struct error error = {0};
    struct search *s = search_new(pattern, how & 4, (enum search_case)(how % 3), &error);
    if (s) {
        struct hits hits = {0};
        search_all(s, buffer_slice(&text), &hits);
        check_hits(s, buffer_slice(&text), &hits);
        hits_release(&hits);
    } else {
        assert_true(error.text.len > 0);
    }
    search_free(s);
    error_release(&error);
    buffer_release(&text);
    return 0;
}
