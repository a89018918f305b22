/*
 * property.h - what the unit tests share: cmocka with the headers that it needs, tables
 * that report every bad row, texts and lexicons made for a test, and the properties
 * that hold for every input.
 */
#ifndef DRAGOMAN_TESTS_PROPERTY_H
#define DRAGOMAN_TESTS_PROPERTY_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "dragoman/article.h"
#include "dragoman/lexicon_build.h"
#include "dragoman/pattern.h"
#include "dragoman/search.h"
#include "dragoman/tagger.h"
#include "dragoman/utf8.h"

#include <stdio.h>
#include <stdlib.h>

#define N_OF(array) (sizeof(array) / sizeof *(array))
/* A slice of a literal, NUL bytes and all, as an initializer of a table. */
#define TEXT(literal)                                                                              \
    {                                                                                              \
        (literal), sizeof(literal) - 1                                                             \
    }
#define SHOW(slice) (int)(slice).len, (slice).ptr

/* ------------------------------------------------------------ bad rows */

static unsigned bad_rows;

static inline void bad_row(const char *file, int line)
{
    bad_rows++;
    print_error("%s:%d: ", file, line);
}

/* A row of a table that fails is reported and counted, and the next one is looked at. */
#define EXPECT(condition, ...)                                                                     \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            bad_row(__FILE__, __LINE__);                                                           \
            print_error(__VA_ARGS__);                                                              \
            print_error("\n");                                                                     \
        }                                                                                          \
    } while (0)

/* Ends a test with tables: fails where a row did. */
static inline void settle(void)
{
    unsigned n = bad_rows;
    bad_rows = 0;
    assert_int_equal(n, 0);
}

/* For main: a bad row that no settle has seen is a failure too. */
#define RUN(tests) (cmocka_run_group_tests((tests), NULL, NULL) || bad_rows)

/* What came of a row's input, and what should have. */
#define EXPECT_TEXT(input, got, expected)                                                          \
    expect_text(__FILE__, __LINE__, (input), (got), (expected))
static inline void expect_text(const char *file, int line, struct slice input, struct slice got,
                               struct slice expected)
{
    if (slice_equal(got, expected))
        return;
    bad_row(file, line);
    print_error("\"%.*s\":\n  got      \"%.*s\"\n  expected \"%.*s\"\n", SHOW(input), SHOW(got),
                SHOW(expected));
}

/* --------------------------------------------------------------- texts */

/* A copy without a byte to spare, so that a sanitizer sees who reads past its end. */
static inline struct slice exact_copy(struct slice s)
{
    char *copy = malloc(s.len ? s.len : 1);
    assert_non_null(copy);
    if (s.len)
        memcpy(copy, s.ptr, s.len);
    return (struct slice){copy, s.len};
}

static inline void exact_free(struct slice s)
{
    free((void *)(uintptr_t)s.ptr);
}

/* Numerical Recipes' generator: the same texts on every machine. */
static inline uint32_t random_below(uint32_t *seed, uint32_t n)
{
    *seed = *seed * 1664525u + 1013904223u;
    return (*seed >> 8) % n;
}

/* What texts are made of where structure, blanks and odd characters matter. */
static const char *const scraps[] = {
    "a",
    "The",
    "Treaty",
    "NATO",
    "Russia",
    "Armenian",
    "Organization",
    "(",
    ")",
    " ",
    " ",
    " ",
    " ",
    "\n",
    "\n\n",
    "\n\n\n",
    "\t",
    "- ",
    "1. ",
    "* * *",
    "> ",
    "   ",
    "=====",
    "---",
    ".",
    ". ",
    ",",
    ":",
    "-",
    "'s",
    "\u2019s",
    "\u2013",
    "\u00A0",
    "\u00AD",
    "e\u0301",
    "\u4E2D\u6587",
    "\u0301",
    "\U0001F468\u200D\U0001F469",
    "\uFEFF",
    "\u202E",
    "\u3000",
    "\u2014",
    "\u2028",
    "2024",
    "By ",
    "U.S.",
    "https://",
    "/",
    "@",
    "Moscow",
    "in ",
    "of ",
    "the ",
    "and ",
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "\u2420",
    "\uFFFD",
    "\u0430\u0431\u0432",
    "\u0645\u0635\u0631",
    "EAEU",
    "Union",
};

static inline void random_text(uint32_t *seed, unsigned n_scraps, struct buffer *out)
{
    for (unsigned i = 0; i < n_scraps; i++)
        buffer_add(out, slice_of(scraps[random_below(seed, N_OF(scraps))]));
}

/* "in [Moscow] now" gives "in Moscow now" and the span of Moscow. */
static inline struct span read_marked(const char *marked, struct buffer *text)
{
    struct span span = {0, 0};
    text->len = 0;
    for (; *marked; marked++) {
        if (*marked == '[')
            span.start = text->len;
        else if (*marked == ']')
            span.end = text->len;
        else
            buffer_add_byte(text, *marked);
    }
    return span;
}

/* ------------------------------------------------------------ lexicons */

struct made_lexicon {
    uint32_t *image;
    struct lexicon lexicon;
};

static inline void refuse_fault(void *context, const struct lexicon_fault *fault)
{
    (void)context;
    print_error("%.*s:%zu: %.*s\n", SHOW(fault->file), fault->line, SHOW(fault->reason));
    fail();
}

static inline bool pattern_compiles(void *context, struct slice pattern, struct error *error)
{
    (void)context;
    struct pattern *p = pattern_new(pattern, 0, error);
    pattern_free(p);
    return p != NULL;
}

/* The lexicon of a recfile without faults. */
static inline struct made_lexicon make_lexicon(const char *recfile)
{
    struct made_lexicon made = {0};
    struct lexicon_checks checks = {refuse_fault, pattern_compiles, NULL};
    struct lexicon_builder *builder = lexicon_builder_new(checks);
    size_t n;
    lexicon_builder_add(builder, SLICE("test.rec"), slice_of(recfile));
    made.image = lexicon_builder_image(builder, &n);
    lexicon_builder_free(builder);
    assert_true(lexicon_open(&made.lexicon, made.image, n));
    return made;
}

static inline void free_lexicon(struct made_lexicon *made)
{
    free(made->image);
    *made = (struct made_lexicon){0};
}

/* ---------------------------------------------------------- properties */

static inline bool on_character(struct slice text, size_t off)
{
    return off == text.len || (off < text.len && ((unsigned char)text.ptr[off] & 0xC0) != 0x80);
}

/* Valid UTF-8 and no control character but tab and LF. */
static inline void check_clean(struct slice text)
{
    assert_int_equal(utf8_valid_len(text), text.len);
    for (size_t off = 0; off < text.len;) {
        uint32_t cp = utf8_next(text, &off);
        assert_true(cp == '\n' || cp == '\t' || (cp >= 0x20 && cp < 0x7F) || cp >= 0xA0);
    }
}

/* Blocks are disjoint, in order, begin and end on characters, and only blanks lie outside. */
static inline void check_blocks(const struct article *a)
{
    size_t end = 0;
    for (size_t i = 0; i <= a->n_blocks; i++) {
        struct span b = {a->text.len, a->text.len};
        if (i < a->n_blocks) {
            b = (struct span){a->blocks[i].start, a->blocks[i].end};
            assert_true(b.start < b.end && b.end <= a->text.len);
            assert_true(on_character(a->text, b.start) && on_character(a->text, b.end));
        }
        assert_true(end <= b.start);
        while (end < b.start) {
            uint32_t cp = utf8_next(a->text, &end);
            assert_true(cp == '\n' || utf8_is_blank(cp));
        }
        end = b.end;
    }
}

/* Sections cover the text and are where the headings are. */
static inline void check_sections(const struct article *a)
{
    size_t n = 1;
    assert_true(a->n_sections >= 1);
    assert_int_equal(a->sections[0].start, 0);
    assert_int_equal(a->sections[0].level, 0);
    for (size_t i = 0; i < a->n_blocks; i++) {
        if (a->blocks[i].type != BLOCK_HEADING)
            continue;
        assert_true(n < a->n_sections);
        assert_int_equal(a->sections[n].start, a->blocks[i].start);
        assert_int_equal(a->sections[n].level, a->blocks[i].level);
        assert_in_range(a->sections[n].level, 1, 6);
        n++;
    }
    assert_int_equal(n, a->n_sections);
    for (size_t i = 0; i < n; i++)
        assert_int_equal(a->sections[i].end, i + 1 < n ? a->sections[i + 1].start : a->text.len);
}

/* Mentions are sorted, disjoint, inside the text, on characters, and counted. */
static inline void check_mentions(struct slice text, const struct mentions *m)
{
    size_t end = 0, sum = 0;
    for (size_t i = 0; i < m->n; i++) {
        const struct mention *x = &m->items[i];
        assert_true(end <= x->start && x->start < x->end && x->end <= text.len);
        assert_true(on_character(text, x->start) && on_character(text, x->end));
        assert_true(x->entity < m->n_entities);
        assert_int_equal(x->kind, m->entities[x->entity].kind);
        end = x->end;
    }
    for (size_t i = 0; i < m->n_entities; i++) {
        const struct entity *e = &m->entities[i];
        sum += e->n_mentions;
        assert_true(e->first < m->n && m->items[e->first].entity == i);
        assert_true(i == 0 || m->entities[i - 1].first < e->first);
    }
    assert_int_equal(sum, m->n);
}

struct hits {
    struct span *items; /* in order */
    size_t n, cap;
    bool limited; /* the pattern ran into its limits; items before that place are there */
};

static inline void hits_release(struct hits *hits)
{
    free(hits->items);
    *hits = (struct hits){0};
}

/* All in a text, in turns. */
static inline void search_all(struct search *s, struct slice text, struct hits *hits)
{
    enum search_result result;
    struct search_turns turns = {0, 0};
    struct span hit;
    hits->n = 0;
    while ((result = search_turn(s, text, &turns, &hit)) == SEARCH_FOUND || result == SEARCH_MORE) {
        if (result == SEARCH_MORE)
            continue;
        ARRAY_RESERVE(hits->items, hits->n, hits->cap);
        hits->items[hits->n++] = hit;
        turns = (struct search_turns){hit.end, 0};
    }
    hits->limited = result == SEARCH_LIMIT;
}

/* Hits are in order, disjoint, not empty, and what search_next finds one by one. */
static inline void check_hits(struct search *s, struct slice text, const struct hits *hits)
{
    size_t from = 0;
    struct span hit;
    for (size_t i = 0; i < hits->n; i++) {
        assert_int_equal(search_next(s, text, from, &hit), SEARCH_FOUND);
        assert_true(hit.start == hits->items[i].start && hit.end == hits->items[i].end);
        assert_true(hit.start >= from && hit.end > hit.start && hit.end <= text.len);
        assert_true(on_character(text, hit.start) && on_character(text, hit.end));
        from = hit.end;
    }
    assert_int_equal(search_next(s, text, from, &hit), hits->limited ? SEARCH_LIMIT : SEARCH_NONE);
}

#endif
