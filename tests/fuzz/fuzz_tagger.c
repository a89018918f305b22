/*
 * fuzz_tagger.c - any text with the shipped lexicon: mentions are what they promise to be,
 * and the same in slices as all at once.
 */
#include "fuzz.h"

static struct lexicon lexicon;
static struct tagger *tagger;

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    fuzz_begin();
    assert_true(lexicon_open(&lexicon, asset_lexicon, asset_lexicon_words));
    tagger = tagger_new(&lexicon);
    return 0;
}

static void tag_in_slices(const struct article *a, struct mentions *m)
{
    size_t done = 0, before = 0;
    tagger_begin(tagger, a, m);
    while (tagger_step(tagger, 1, &done)) {
        assert_true(done >= before && done <= a->text.len);
        assert_true(m->n == 0 || m->items[m->n - 1].end <= done);
        before = done;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct input in = {data, size};
    struct mentions whole = {0}, sliced = {0};
    struct article a;
    input_article(&in, ARTICLE_PLAIN, &a);
    tagger_run(tagger, &a, &whole);
    check_mentions(a.text, &whole);
    tag_in_slices(&a, &sliced);
    check_mentions(a.text, &sliced);
    assert_int_equal(whole.n, sliced.n);
    for (size_t i = 0; i < whole.n; i++) {
        assert_int_equal(whole.items[i].start, sliced.items[i].start);
        assert_int_equal(whole.items[i].end, sliced.items[i].end);
        assert_int_equal(whole.items[i].entity, sliced.items[i].entity);
    }
    mentions_release(&whole);
    mentions_release(&sliced);
    article_release(&a);
    return 0;
}
