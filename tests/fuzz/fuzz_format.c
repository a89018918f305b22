/*
 * fuzz_format.c - any bytes in one format become an article: a clean text, blocks that
 * hold all of it, sections that cover it. FUZZ_FORMAT is the format, see Makefile.am.
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
    struct article a;
    input_article(&in, FUZZ_FORMAT, &a);
    check_clean(a.text);
    check_blocks(&a);
    check_sections(&a);
    for (size_t i = 0; i < a.n_blocks; i++)
        assert_int_equal(article_block_at(&a, a.blocks[i].start), i);
    for (size_t i = 0; i < a.n_sections; i++)
        check_clean(a.sections[i].name);
    article_release(&a);
    return 0;
}
