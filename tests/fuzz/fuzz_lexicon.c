/*
 * fuzz_lexicon.c - any bytes as a recfile of the reader's: what is faulty is left out and
 * reported, the image of the rest can be opened, and tags the recfile itself.
 */
#include "fuzz.h"

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    fuzz_begin();
    return 0;
}

static void check_fault(void *context, const struct lexicon_fault *fault)
{
    const struct buffer *text = context;
    size_t n_lines = 1;
    for (size_t i = 0; i < text->len; i++)
        n_lines += text->ptr[i] == '\n';
    assert_true(fault->line <= n_lines);
    assert_true(fault->reason.len > 0);
    assert_null(memchr(fault->reason.ptr, '\n', fault->reason.len));
}

/* The lexicon of a recfile, twice over: from the text, and from the image of that. */
static uint32_t *build(struct buffer *text, const struct lexicon *base, size_t *n)
{
    struct lexicon_checks checks = {check_fault, pattern_ok, text};
    struct lexicon_builder *builder = lexicon_builder_new(checks);
    if (base)
        lexicon_builder_add_lexicon(builder, base);
    else
        lexicon_builder_add(builder, SLICE("fuzz.rec"), buffer_slice(text));
    uint32_t *image = lexicon_builder_image(builder, n);
    lexicon_builder_free(builder);
    return image;
}

static void tag(const struct lexicon *lexicon, struct slice text)
{
    struct tagger *tagger = tagger_new(lexicon);
    struct mentions mentions = {0};
    struct article a;
    article_init_borrowed(&a, text);
    tagger_run(tagger, &a, &mentions);
    check_mentions(text, &mentions);
    mentions_release(&mentions);
    article_release(&a);
    tagger_free(tagger);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct buffer text = fuzz_text((struct slice){(const char *)data, size});
    struct lexicon first, second;
    size_t n_first, n_second;
    uint32_t *image = build(&text, NULL, &n_first);
    assert_true(lexicon_open(&first, image, n_first));
    tag(&first, buffer_slice(&text));
    uint32_t *again = build(&text, &first, &n_second);
    assert_true(lexicon_open(&second, again, n_second));
    assert_int_equal(first.n_records, second.n_records);
    free(image);
    free(again);
    buffer_release(&text);
    return 0;
}
