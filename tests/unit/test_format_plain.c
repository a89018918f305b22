/*
 * test_format_plain.c - the structure of text without markup: for each text its blocks,
 * one a line, as they are expected to be found.
 */
#include "property.h"

/* Prose that no rule takes for anything else. */
#define P1 "This is a sentence of an article, and it goes on for quite some time.\n"
#define P2 "Another paragraph stands here, with a stop at its end.\n"

#define WRAPPED                                                                                    \
    "A paragraph that was wrapped by hand at some column or\n"                                     \
    "other goes on over several lines until it comes to its\n"                                     \
    "end.\n"
#define WRAPPED_BLOCK                                                                              \
    "A paragraph that was wrapped by hand at some column or|"                                      \
    "other goes on over several lines until it comes to its|"                                      \
    "end.\n"

/* A block as "type: text", its level, indentation and hang behind the type where they are
 * not 0; line breaks inside show as |. */
static void add_blocks(const struct article *a, struct buffer *out)
{
    static const char *const names[] = {"title", "byline", "h",   "p",
                                        "item",  "quote",  "pre", "boiler"};
    for (size_t i = 0; i < a->n_blocks; i++) {
        const struct block *b = &a->blocks[i];
        buffer_add(out, slice_of(names[b->type]));
        if (b->level)
            buffer_add_number(out, b->level);
        if (b->indent || b->hang)
            buffer_format(out, "%u+%u", b->indent, b->hang);
        buffer_add(out, SLICE(": "));
        for (size_t off = b->start; off < b->end; off++)
            buffer_add_byte(out, a->text.ptr[off] == '\n' ? '|' : a->text.ptr[off]);
        buffer_add_byte(out, '\n');
    }
}

/* The blocks and the sections, a line each. */
static void add_structure(const struct article *a, struct buffer *out)
{
    add_blocks(a, out);
    for (size_t i = 0; i < a->n_sections; i++) {
        const struct section *s = &a->sections[i];
        buffer_format(out, "%zu-%zu %u %zu-%zu %.*s\n", s->start, s->end, s->level,
                      s->heading.start, s->heading.end, SHOW(s->name));
    }
    buffer_format(out, "title %zu-%zu\n", a->title.start, a->title.end);
}

/* A text that comes in pieces gets the structure that it gets as a whole; on the way, what
 * there is has a structure too, and what is settled stays. */
static void check_growth(struct slice text, size_t step)
{
    struct article a, whole;
    struct buffer got = {0}, expected = {0};
    article_init_borrowed(&whole, text);
    add_structure(&whole, &expected);
    article_begin(&a, text.ptr);
    for (size_t len = 0, settled = 0; len < text.len; settled = a.n_settled) {
        len = text.len - len > step ? len + step : text.len;
        while (len < text.len && ((unsigned char)text.ptr[len] & 0xC0) == 0x80)
            len++; /* what comes in are whole characters */
        struct buffer before = {0}, after = {0};
        size_t n = a.n_blocks;
        a.n_blocks = settled;
        add_blocks(&a, &before);
        a.n_blocks = n;
        article_grow(&a, len, ARTICLE_GOES_ON);
        check_sections(&a);
        article_grow(&a, len, ARTICLE_PRELIMINARY);
        check_blocks(&a);
        check_sections(&a);
        EXPECT(a.n_settled >= settled, "step %zu: settled blocks went", step);
        n = a.n_blocks;
        a.n_blocks = settled;
        add_blocks(&a, &after);
        a.n_blocks = n;
        EXPECT_TEXT(text, buffer_slice(&after), buffer_slice(&before));
        buffer_release(&before);
        buffer_release(&after);
    }
    article_grow(&a, text.len, ARTICLE_COMPLETE);
    add_structure(&a, &got);
    EXPECT_TEXT(text, buffer_slice(&got), buffer_slice(&expected));
    buffer_release(&got);
    buffer_release(&expected);
    article_release(&a);
    article_release(&whole);
}

struct row {
    struct slice text, blocks;
};

static void expect_blocks(const struct row *rows, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct article a;
        struct buffer got = {0};
        struct slice text = exact_copy(rows[i].text);
        article_init_borrowed(&a, text);
        check_blocks(&a);
        check_sections(&a);
        add_blocks(&a, &got);
        EXPECT_TEXT(rows[i].text, buffer_slice(&got), rows[i].blocks);
        check_growth(text, 1);
        check_growth(text, 7);
        buffer_release(&got);
        article_release(&a);
        exact_free(text);
    }
    settle();
}

static void test_paragraphs(void **state)
{
    static const struct row rows[] = {
        {TEXT(""), TEXT("")},
        {TEXT("\n \n\t\n"), TEXT("")},
        {TEXT("x"), TEXT("p: x\n")},
        {TEXT("One Short Line"), TEXT("p: One Short Line\n")}, /* with nothing below it */
        {TEXT(P1), TEXT("p: " P1)},
        {TEXT("\n\n  " P1 "  \n\n" P2), TEXT("p: " P1 "p: " P2)},
        {TEXT(P1 "\n" P2 "\n" P1), TEXT("p: " P1 "p: " P2 "p: " P1)},
        /* a paragraph that an editor has filled */
        {TEXT(WRAPPED "\n" P1), TEXT("p: " WRAPPED_BLOCK "p: " P1)},
        /* one paragraph a line, as browsers copy them */
        {TEXT("The first of three paragraphs that stand on a line each, and each of them is rather "
              "long, as in a browser.\nThe second of them is shorter.\nThe third one.\n"),
         TEXT("p: The first of three paragraphs that stand on a line each, and each of them is "
              "rather long, as in a browser.\np: The second of them is shorter.\n"
              "p: The third one.\n")},
        {TEXT("\u4E2D\u6587\u3002\n\n\u4E2D\u6587\u3002\n"),
         TEXT("p: \u4E2D\u6587\u3002\np: \u4E2D\u6587\u3002\n")},
        {TEXT("\u00A0\u00A0" P1 "\n\u3000" P2), TEXT("p: " P1 "p: " P2)},
        {TEXT("\u2400\u2400"), TEXT("p: \u2400\u2400\n")},
        {TEXT("a\0b\n\nc"), TEXT("p: a\0b\np: c\n")},
    };
    (void)state;
    expect_blocks(rows, N_OF(rows));
}

static void test_top(void **state)
{
    static const struct row rows[] = {
        {TEXT("The Title\n\n" P1), TEXT("title: The Title\np: " P1)},
        {TEXT("A Question for a Title?\n\n" P1), TEXT("title: A Question for a Title?\np: " P1)},
        {TEXT("The Title\n\nBy Jane Doe\n\nJanuary 14, 2025\n\n" P1),
         TEXT("title: The Title\nbyline: By Jane Doe\nbyline: January 14, 2025\np: " P1)},
        {TEXT("The Title\n2025-01-14\n\n" P1),
         TEXT("title: The Title\nbyline: 2025-01-14\np: " P1)},
        {TEXT("The Title\nBy Jane Doe\n14/01/2025\n\n" P1),
         TEXT("title: The Title\nbyline: By Jane Doe\nbyline: 14/01/2025\np: " P1)},
        {TEXT("Skip to main content\n\nThe Title\n\n" P1),
         TEXT("boiler: Skip to main content\ntitle: The Title\np: " P1)},
        {TEXT("Home | Research | Regions\n\nThe Title\n\n" P1),
         TEXT("boiler: Home | Research | Regions\ntitle: The Title\np: " P1)},
        {TEXT("The Title\n=========\n\n" P1), TEXT("title: The Title|=========\np: " P1)},
        {TEXT("The Title\n\nThe First Heading\n\n" P1),
         TEXT("title: The Title\nh1: The First Heading\np: " P1)},
        {TEXT("Commentary\n\nThe Title of It\n\n" P1),
         TEXT("byline: Commentary\ntitle: The Title of It\np: " P1)},
        {TEXT("A line that ends like a sentence.\n\n" P1),
         TEXT("p: A line that ends like a sentence.\np: " P1)},
    };
    (void)state;
    expect_blocks(rows, N_OF(rows));
}

static void test_headings(void **state)
{
    static const struct row rows[] = {
        {TEXT(P1 "\nA Heading\n\n" P2), TEXT("p: " P1 "h1: A Heading\np: " P2)},
        {TEXT(P1 "\nWhat now?\n\n" P2), TEXT("p: " P1 "h1: What now?\np: " P2)},
        {TEXT(P1 "\n\u00C9lan and after\n\n" P2), TEXT("p: " P1 "h1: \u00C9lan and after\np: " P2)},
        {TEXT(P1 "\n  A Heading  \n\n- an item.\n"),
         TEXT("p: " P1 "h1: A Heading\nitem0+2: - an item.\n")},
        {TEXT(P1 "\nA Heading\n\nOne More\n\n" P2),
         TEXT("p: " P1 "h1: A Heading\nh1: One More\np: " P2)},
        /* filled over two lines, as the text below it is */
        {TEXT(P1 "\nA Heading That Is Rather Long and Has Been Filled\nOver Two Lines\n\n" WRAPPED),
         TEXT("p: " P1 "h1: A Heading That Is Rather Long and Has Been Filled|Over Two Lines\n"
              "p: " WRAPPED_BLOCK)},
        /* no headings */
        {TEXT(P1 "\nA Heading\n"), TEXT("p: " P1 "p: A Heading\n")}, /* over nothing */
        {TEXT(P1 "\nA sentence.\n\n" P2), TEXT("p: " P1 "p: A sentence.\np: " P2)},
        {TEXT(P1 "\nThe list:\n\n" P2), TEXT("p: " P1 "p: The list:\np: " P2)},
        {TEXT(P1 "\nand so on\n\n" P2), TEXT("p: " P1 "p: and so on\np: " P2)},
        {TEXT(P1 "\n\u0431\u044B\u043B\u043E \u0442\u0430\u043A\n\n" P2), /* small letters too */
         TEXT("p: " P1 "p: \u0431\u044B\u043B\u043E \u0442\u0430\u043A\np: " P2)},
        {TEXT(P1 "\nFigure 1 Trade with neighbours\n\n" P2),
         TEXT("p: " P1 "p: Figure 1 Trade with neighbours\np: " P2)},
        {TEXT(P1 "\nhttps://example.org/A\n\n" P2),
         TEXT("p: " P1 "p: https://example.org/A\np: " P2)},
        {TEXT(P1 "\nX\n\n" P2), TEXT("p: " P1 "p: X\np: " P2)}, /* one letter */
        /* levels */
        {TEXT(P1 "\nCAPITALS HERE\n\n" P1 "\nSmaller One\n\n" P2),
         TEXT("p: " P1 "h1: CAPITALS HERE\np: " P1 "h2: Smaller One\np: " P2)},
        {TEXT(P1 "\n1. Numbers\n\n" P1 "\n1.1 Parts\n\n" P1 "\n1.1.1. Parts of parts\n\n" P2),
         TEXT("p: " P1 "h1: 1. Numbers\np: " P1 "h2: 1.1 Parts\np: " P1
              "h3: 1.1.1. Parts of parts\np: " P2)},
        {TEXT(P1 "\nIV. Roman\n\n" P2), TEXT("p: " P1 "h1: IV. Roman\np: " P2)},
        {TEXT(P1 "\n2. Numbers\n\n" P1 "\nA. Letters\n\n" P2),
         TEXT("p: " P1 "h1: 2. Numbers\np: " P1 "h2: A. Letters\np: " P2)},
        {TEXT(P1 "\nChapter 3\n\n" P2), TEXT("p: " P1 "h1: Chapter 3\np: " P2)},
        {TEXT(P1 "\n27 member states\n\n" P2), TEXT("p: " P1 "h1: 27 member states\np: " P2)},
        {TEXT(P1 "\nUnderlined\n==========\n\n" P1 "\nLess so\n-------\n\n" P2),
         TEXT("p: " P1 "h1: Underlined|==========\np: " P1 "h2: Less so|-------\np: " P2)},
        {TEXT(P1 "\nUnderlined\n---\nBody at once.\n"),
         TEXT("p: " P1 "h2: Underlined|---\np: Body at once.\n")},
        {TEXT(P1 "\nNot underlined\n--\n\n" P2), TEXT("p: " P1 "p: Not underlined|--\np: " P2)},
        /* a heading in the first line of a paragraph */
        {TEXT(P1 "\nTHE OUTLOOK\n" P2), TEXT("p: " P1 "h1: THE OUTLOOK\np: " P2)},
        {TEXT(P1 "\n2.1 Outlook\n" P2), TEXT("p: " P1 "h2: 2.1 Outlook\np: " P2)},
    };
    (void)state;
    expect_blocks(rows, N_OF(rows));
}

static void test_lists_and_quotes(void **state)
{
    static const struct row rows[] = {
        {TEXT(P1 "\n- one\n- two\n"), TEXT("p: " P1 "item0+2: - one\nitem0+2: - two\n")},
        {TEXT(P1 "\n\u2022 one\n\u2022\ttwo\n"),
         TEXT("p: " P1 "item0+2: \u2022 one\nitem0+1: \u2022\ttwo\n")},
        {TEXT(P1 "\n1. one\n2. two\n10. ten\n"),
         TEXT("p: " P1 "item0+3: 1. one\nitem0+3: 2. two\nitem0+4: 10. ten\n")},
        {TEXT(P1 "\n(a) one\nb) two\n"), TEXT("p: " P1 "item0+4: (a) one\nitem0+3: b) two\n")},
        {TEXT(P1 "\n  - one\n    and on\n  - two\n"),
         TEXT("p: " P1 "item2+2: - one|    and on\nitem2+2: - two\n")},
        {TEXT(P1 "\n- one,\n\n- two.\n"), TEXT("p: " P1 "item0+2: - one,\nitem0+2: - two.\n")},
        {TEXT(P1 "\n-no item\n"), TEXT("p: " P1 "p: -no item\n")},
        {TEXT(P1 "\n1990 no item.\n"), TEXT("p: " P1 "p: 1990 no item.\n")},
        {TEXT(P1 "\n-\n"), TEXT("p: " P1 "p: -\n")},
        /* quotes by indentation */
        {TEXT(P1 "\n    A quotation that has been set off from the rest by\n"
                 "    some blanks before each of its lines.\n"),
         TEXT("p: " P1 "quote4+0: A quotation that has been set off from the rest by|"
              "    some blanks before each of its lines.\n")},
        /* what is laid out by hand keeps its lines */
        {TEXT(P1 "\nJane Doe\nInstitute of Peace\nCity\n"),
         TEXT("p: " P1 "pre: Jane Doe|Institute of Peace|City\n")},
        {TEXT(P1 "\n> quoted in a mail\n> in two lines\n"),
         TEXT("p: " P1 "pre: > quoted in a mail|> in two lines\n")},
        {TEXT(P1 "\nYear     Trade\n2023        12\n2024         9\n"),
         TEXT("p: " P1 "pre: Year     Trade|2023        12|2024         9\n")},
        {TEXT(P1 "\n  a | b\n  1 | 2\n"), TEXT("p: " P1 "pre:   a | b|  1 | 2\n")},
    };
    (void)state;
    expect_blocks(rows, N_OF(rows));
}

static void test_boilerplate(void **state)
{
    static const struct row rows[] = {
        {TEXT(P1 "\n* * *\n\n" P2), TEXT("p: " P1 "boiler: * * *\np: " P2)},
        {TEXT(P1 "\n___\n"), TEXT("p: " P1 "boiler: ___\n")},
        {TEXT(P1 "\nImage credit: Somebody\n\n" P2),
         TEXT("p: " P1 "boiler: Image credit: Somebody\np: " P2)},
        {TEXT(P1 "\nThe views expressed here are the author's alone.\n"),
         TEXT("p: " P1 "boiler: The views expressed here are the author's alone.\n")},
        /* with more of the article after it, it is a part of that */
        {TEXT("The views expressed there are striking, and they are widely shared.\n\n" P1),
         TEXT("p: The views expressed there are striking, and they are widely shared.\np: " P1)},
    };
    (void)state;
    expect_blocks(rows, N_OF(rows));
}

static void test_any_text(void **state)
{
    uint32_t seed = 11;
    (void)state;
    for (int i = 0; i < 3000; i++) {
        struct buffer b = {0};
        struct article a;
        random_text(&seed, 1 + (unsigned)i % 80, &b);
        struct slice text = exact_copy(buffer_slice(&b));
        article_init_borrowed(&a, text);
        check_blocks(&a);
        check_sections(&a);
        article_release(&a);
        exact_free(text);
        buffer_release(&b);
    }
}

/* One very long line, very many short ones, and deep indentation. */
static void test_large_texts(void **state)
{
    static const struct {
        const char *piece;
        size_t times;
    } rows[] = {
        {"word ", 200000},  {"Title\n\n", 100000}, {"- x\n", 100000}, {"> ", 300000},
        {" ", 1000000},     {"\n", 1000000},       {"1.", 300000},    {"a | b\n", 100000},
        {"By X\n", 100000}, {"  y\n", 200000},     {"---\n", 200000},
    };
    (void)state;
    for (size_t i = 0; i < N_OF(rows); i++) {
        struct buffer b = {0};
        struct article a;
        for (size_t k = 0; k < rows[i].times; k++)
            buffer_add(&b, slice_of(rows[i].piece));
        article_init_borrowed(&a, buffer_slice(&b));
        check_blocks(&a);
        check_sections(&a);
        article_release(&a);
        buffer_release(&b);
    }
}

/* The title with what follows, many times over: enough for blocks to settle. */
static void test_growth(void **state)
{
    static const char *const parts[] = {
        "The Title of It\n\nBy Someone\n\n",
        P1 "\n",
        "2. A Heading\n\n",
        P2 "\n",
        WRAPPED "\n",
        "- one\n- two\n- three\n\n",
        "CAPITALS\n" P1 "\n",
        "Heading\n-------\n\n" P2 "\n",
        "a   b   c\nd   e   f\n\n",
        "> quoted\n> lines\n\n",
        "The views expressed are mine.\n\n",
        "Share this\n\n",
    };
    struct buffer text = {0};
    (void)state;
    for (size_t i = 0; i < 12 * N_OF(parts); i++)
        buffer_add(&text, slice_of(parts[i * 7 % N_OF(parts)]));
    for (size_t step = 1; step < 4000; step = step * 3 + 1)
        check_growth(buffer_slice(&text), step);
    buffer_release(&text);
    settle();
}

/* Overlong lines, blocks and chunks are cut, wherever the text came in pieces. */
static void test_overlong(void **state)
{
    static const char *const lines[] = {
        "A sentence of some words. ", "aword",      "many words ", "A line. \n",
        "  indented   line\n",        "- an item\n"};
    (void)state;
    for (size_t i = 0; i < N_OF(lines) * 2; i++) {
        struct buffer text = {0};
        struct article a;
        size_t longest = 0;
        if (i % 2) /* else the text begins with such a line */
            buffer_add(&text, SLICE(P1 "\n"));
        while (text.len < 300000)
            buffer_add(&text, slice_of(lines[i / 2]));
        buffer_add(&text, SLICE("\n" P1 "\n" P2));
        article_init_borrowed(&a, buffer_slice(&text));
        check_blocks(&a);
        for (size_t k = 0; k < a.n_blocks; k++)
            if (a.blocks[k].end - a.blocks[k].start > longest)
                longest = a.blocks[k].end - a.blocks[k].start;
        EXPECT(longest <= 32 * 1024, "row %zu: %zu bytes", i, longest);
        check_growth(buffer_slice(&text), 10007);
        check_growth(buffer_slice(&text), 70001);
        article_release(&a);
        buffer_release(&text);
    }
    settle();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_growth),      cmocka_unit_test(test_overlong),
        cmocka_unit_test(test_paragraphs),  cmocka_unit_test(test_top),
        cmocka_unit_test(test_headings),    cmocka_unit_test(test_lists_and_quotes),
        cmocka_unit_test(test_boilerplate), cmocka_unit_test(test_any_text),
        cmocka_unit_test(test_large_texts),
    };
    return RUN(tests);
}
