/*
 * fuzz_load.c - any bytes become text, and text stays what it is.
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
    struct buffer text = fuzz_text((struct slice){(const char *)data, size});
    struct buffer again = fuzz_text(buffer_slice(&text));
    check_clean(buffer_slice(&text));
    if (!slice_has_prefix(buffer_slice(&text), SLICE("\uFEFF")))
        assert_true(slice_equal(buffer_slice(&text), buffer_slice(&again)));
    buffer_release(&again);
    buffer_release(&text);
    return 0;
}
