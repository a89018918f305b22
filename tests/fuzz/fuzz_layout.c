/*
 * fuzz_layout.c - format and chopping (a byte), a width (a byte) and an article: its rows
 * are its text, none is too wide, and the way back is the way there.
 */
#include "fuzz.h"

#include "../unit/property_layout.h"

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
    struct article a;
    unsigned how = input_byte(&in), width = input_byte(&in);
    input_article(&in, (enum article_format)(how % 3), &a);
    check_layout(&a, (int)width, how & 4);
    article_release(&a);
    return 0;
}
