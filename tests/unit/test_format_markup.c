/*
 * HTML and Markdown: which text and which blocks come out. Blocks are written as a
 * letter a block (t title, y byline, h heading with its level, p paragraph, i item,
 * q quote, f preformatted) before their text, a line each.
 */
#include "property.h"

#include "dragoman/article.h"

static void describe(enum article_format format, const char *source, struct buffer *out)
{
    static const char letters[] = "tyhpiqfb";
    struct buffer bytes = {0};
    struct article a;
    buffer_add(&bytes, slice_of(source));
    article_init(&a, &bytes, format);
    for (size_t i = 0; i < a.n_blocks; i++) {
        const struct block *b = &a.blocks[i];
        buffer_add_byte(out, letters[b->type]);
        if (b->type == BLOCK_HEADING)
            buffer_add_number(out, b->level);
        buffer_add_byte(out, ' ');
        buffer_add(out, slice_cut(a.text, (struct span){b->start, b->end}));
        buffer_add_byte(out, '\n');
    }
    buffer_add_byte(out, '\0');
    article_release(&a);
}

struct row {
    const char *source, *blocks;
};

static void check(enum article_format format, const struct row *rows, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct buffer got = {0};
        describe(format, rows[i].source, &got);
        assert_string_equal(got.ptr, rows[i].blocks);
        buffer_release(&got);
    }
}

#define LONG                                                                                       \
    "A paragraph long enough to be taken for the article, with a number of words in it that no "   \
    "menu, banner or footer of a page would ever have, and then some more for good measure."

static void test_html(void **state)
{
    static const struct row rows[] = {
        {"", ""},
        {"<!doctype html>", ""},
        {"<html><head><title>T</title></head><body><p>One &amp; two.</p></body></html>",
         "t T\np One & two.\n"},
        {"<h1>Title</h1><h2>Part</h2><p>Text\n  over   lines.</p><h3>Sub</h3><p>More.</p>",
         "t Title\nh1 Part\np Text over lines.\nh2 Sub\np More.\n"},
        {"<meta property='og:title' content='From meta'><meta name=author content='A. Writer'>"
         "<meta property='article:published_time' content='2024-03-05T10:00:00Z'><p>Text.</p>",
         "t From meta\ny By A. Writer \u2022 5 March 2024\np Text.\n"},
        {"<nav><p>Menu</p></nav><main><article><p>" LONG "</p><div class='share-bar'>Share</div>"
         "<p>" LONG "</p></article></main><footer><p>Imprint</p></footer>",
         "p " LONG "\np " LONG "\n"},
        {"<div id=cookie-banner><p>" LONG "</p></div><div><p>" LONG "</p><p>" LONG "</p></div>",
         "p " LONG "\np " LONG "\n"},
        {"<ul><li>one</li><li>two <b>bold</b></li></ul>", "i \u2022 one\ni \u2022 two bold\n"},
        {"<blockquote><p>Said.</p></blockquote><pre>a  b\n  c</pre>", "q Said.\nf a  b\n  c\n"},
        {"<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>",
         "f a | b\n1 | 2\n"},
        {"<p>esc&#27;[31m and c1 &#x9b; gone</p>", "p esc[31m and c1 \u203A gone\n"},
        {"<title>T</title><p>One.</p><svg><title>x</title></svg><svg><title><g>y</title></svg>",
         "t T\np One.\n"},
        {"<p>loose<br>lines", "p loose\nlines\n"},
    };
    (void)state;
    check(ARTICLE_HTML, rows, sizeof rows / sizeof *rows);
}

static void test_markdown(void **state)
{
    static const struct row rows[] = {
        {"", ""},
        {"---\ntitle: 'T'\nauthor: A. Writer\ndate: 2024-03-05\n---\n\nText.\n",
         "t T\ny By A. Writer \u2022 5 March 2024\np Text.\n"},
        {"# Title\n\nOne *two*\nthree [four](http://x).\n\n## Part\n\nEnd.\n",
         "t Title\np One two three four.\nh1 Part\np End.\n"},
        {"---\nnot closed\n", "p not closed\n"},
        {"- one\n- two\n\n> quoted\n", "i \u2022 one\ni \u2022 two\nq quoted\n"},
        {"    code  here\n", "f code  here\n"},
        {"<figure>\n<img alt=\"Country\">\n</figure>\n\nText ![alt](x.png) &eacute;.\n",
         "p Text \u00E9.\n"},
        {"| a | b |\n|---|---|\n| 1 | 2 |\n", "f a | b\n1 | 2\n"},
    };
    (void)state;
    check(ARTICLE_MARKDOWN, rows, sizeof rows / sizeof *rows);
}

static void test_guess(void **state)
{
    static const struct {
        const char *bytes, *name;
        enum article_format format;
    } rows[] = {
        {"<!DOCTYPE html><p>", "x", ARTICLE_HTML}, {"\n  <html>", "-", ARTICLE_HTML},
        {"<p>text", "a.html", ARTICLE_HTML},       {"<p>text", "a.txt", ARTICLE_PLAIN},
        {"# text", "a.md", ARTICLE_MARKDOWN},      {"# text", "a.txt", ARTICLE_PLAIN},
        {"text", "a.html", ARTICLE_PLAIN},         {"", "", ARTICLE_PLAIN},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_int_equal(article_guess_format(slice_of(rows[i].bytes), slice_of(rows[i].name)),
                         rows[i].format);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_html),
        cmocka_unit_test(test_markdown),
        cmocka_unit_test(test_guess),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
