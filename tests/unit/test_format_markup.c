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
        EXPECT_TEXT(slice_of(rows[i].source), slice_of(got.ptr), slice_of(rows[i].blocks));
        buffer_release(&got);
    }
    settle();
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
        {"<div>one<br><br>two<br> <br>three</div>", "p one\np two\np three\n"},
        {"<ol start=3><li>a<li><p>b</p><p>c</p></ol>", "i 3. a\ni 4. b\np c\n"},
        {"<ul><li>a<ul><li>b</ul><li></li></ul>", "i \u2022 a\ni \u2022 b\n"},
        {"<table><tr><td>long<td>b<tr><td>1<td>2</table>", "f long | b\n1    | 2\n"},
        {"<table><tr><td><p>one</p><p>two</p></table>", "p one\np two\n"},
        {"<p>a <q>b</q> <del>c</del><script>d</script><style>e</style></p>", "p a \u201Cb\u201D\n"},
        {"<p>said<sup><a href='#1'>1</a></sup> m<sup>2</sup></p>", "p said[1] m2\n"},
        {"<p hidden>a<p style='display:none'>b<p aria-hidden=true>c<p>d", "p d\n"},
        {"<h2>Kept</h2><p>x</p><h2>Gone</h2><nav>menu</nav>", "h1 Kept\np x\n"},
        {"<title>The long story</title><h1>Site</h1><h1>The long story</h1><p>x",
         "t The long story\nh1 Site\np x\n"},
        {"<title>Only the tab has the title - A Site</title><p>x",
         "t Only the tab has the title\np x\n"},
        {"<script type='application/ld+json'>{\"@graph\":[{\"headline\":\"A\\u0042 </b>\","
         "\"author\":[{\"name\":\"X\"},{\"name\":\"Y\"}],\"datePublished\":\"2020-01-02\"},"
         "{\"author\":{\"name\":\"Z\"}}]}</script><p>x",
         "t AB </b>\ny By X, Y \u2022 2 January 2020\np x\n"},
        {"<p>a<!-- b --> c<!-->d<!--->e<!-- > f --!>g", "p a cdeg\n"},
        {"<meta name=author content='A. B.'><title>Same title</title><div class=x>Same title"
         "</div><p>By A. B.<p>Text.",
         "t Same title\ny By A. B.\np Text.\n"},
        {"<p>1 < 2 <3 a<b>c</p>", "p 1 < 2 <3 ac\n"},
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
        {"| long | b |\n|---|---|\n| 1 | *2* |\n", "f long | b\n1    | 2\n"},
        {"1. a\n2. b\n   - c\n\n   d\n3. e\n", "i 1. a\ni 2. b\ni \u2022 c\np d\ni 3. e\n"},
        {"---\ntitle: One\n---\n# One\n\n# Two\n", "t One\nh1 Two\n"},
        {"- [x] a\n- [ ] b\n", "i \u2022 \u2611 a\ni \u2022 \u2610 b\n"},
        {"Said[^1].\n\n[^1]: The *note*.\n[^b]: http://x\n",
         "p Said[1].\np [1] The note.\np [b] http://x\n"},
        {"`[^1]` a\n\n```\n[^1]\n```\n", "p [^1] a\nf [^1]\n"},
        {"<div align=center><p>In a <b>box</b>.</p></div>\n\nx<br>y &amp; &#233;\n",
         "p In a box.\np x\ny & \u00E9\n"},
        {"a ~~b~~ [![alt](i)](x) c\n", "p a b c\n"},
        /* front matter */
        {"---\ntitle: >\n  Over\n  lines\nauthors:\n  - A\n  - \"C, D\"\n  - name: E\n---\nx",
         "t Over lines\ny By A, C, D, E\np x\n"},
        {"---\ntitle: 'It''s'\nauthor: [A, \"B, C\"]\ndate: 2024-03-05\n...\nx",
         "t It's\ny By A, B, C \u2022 5 March 2024\np x\n"},
        {"+++\ntitle = \"A \\\"B\\\"\"\nauthors = [\"C\"]\n+++\nx", "t A \"B\"\ny By C\np x\n"},
    };
    (void)state;
    check(ARTICLE_MARKDOWN, rows, sizeof rows / sizeof *rows);
}

/* Styles and links, as START-END:STYLE or START-END=TARGET. */
static void describe_spans(enum article_format format, const char *source, struct buffer *out)
{
    struct buffer bytes = {0};
    struct article a;
    buffer_add(&bytes, slice_of(source));
    article_init(&a, &bytes, format);
    for (size_t i = 0; i < a.styles.n; i++)
        buffer_format(out, " %zu-%zu:%u", a.styles.items[i].start, a.styles.items[i].end,
                      (unsigned)a.styles.items[i].style);
    for (size_t i = 0; i < a.n_links; i++)
        buffer_format(out, " %zu-%zu=%.*s", a.links[i].start, a.links[i].end,
                      SHOW(a.links[i].target));
    buffer_add_byte(out, '\0');
    article_release(&a);
}

static void test_spans(void **state)
{
    static const struct {
        enum article_format format;
        const char *source, *spans;
    } rows[] = {
        {ARTICLE_HTML, "<p>a <b>b <i>c</i></b> <u> d </u>", " 2-4:1 4-5:3 6-7:4"},
        {ARTICLE_HTML, "<p><b>a</b> <b>b</b>", " 0-1:1 2-3:1"},
        {ARTICLE_HTML, "<p>x <b></b><a href=http://a.example/> <img></a>", ""},
        {ARTICLE_HTML, "<base href=http://a.example/b/><p>x <a href=c> y </a> z",
         " 2-3=http://a.example/b/c"},
        {ARTICLE_HTML, "<p>a <a href='javascript:x'>b</a><a href=#c>d</a>", ""},
        {ARTICLE_HTML, "<a href=http://a.example/><p>one</p><p>two</p></a>",
         " 0-8=http://a.example/"},
        {ARTICLE_HTML,
         "<table><tr><th>aa<th>b<tr><td><b>x</b><td><a href=http://y.example>y</a></table>",
         " 7-8:1 12-13=http://y.example"},
        {ARTICLE_MARKDOWN, "a **b *c*** [d *e*](http://f.example/?g&amp;h)",
         " 2-4:1 4-5:3 8-9:2 6-9=http://f.example/?g&h"},
        {ARTICLE_MARKDOWN,
         "---\nurl: http://a.example/b/c\n---\n[x](../d) <http://e.example> [y][z]\n\n[z]: #f\n",
         " 0-1=http://a.example/d 2-18=http://e.example"},
    };
    (void)state;
    for (size_t i = 0; i < N_OF(rows); i++) {
        struct buffer got = {0};
        describe_spans(rows[i].format, rows[i].source, &got);
        EXPECT_TEXT(slice_of(rows[i].source), slice_of(got.ptr), slice_of(rows[i].spans));
        buffer_release(&got);
    }
    settle();
}

static bool is_span(struct slice text, size_t before, size_t start, size_t end)
{
    return before <= start && start < end && end <= text.len &&
           ((unsigned char)text.ptr[start] & 0xC0) != 0x80 &&
           (end == text.len || ((unsigned char)text.ptr[end] & 0xC0) != 0x80);
}

/* Styles and links are sorted, disjoint, not empty, and on the borders of characters. */
static bool has_sound_spans(const struct article *a)
{
    size_t before = 0;
    bool sound = true;
    for (size_t i = 0; i < a->styles.n; i++) {
        const struct style_span *s = &a->styles.items[i];
        sound = sound && s->style && is_span(a->text, before, s->start, s->end);
        before = s->end;
    }
    before = 0;
    for (size_t i = 0; i < a->n_links; i++) {
        sound = sound && is_span(a->text, before, a->links[i].start, a->links[i].end);
        before = a->links[i].end;
    }
    return sound;
}

/* Tags and marks in any order make an article with sound spans. */
static void test_any_markup(void **state)
{
    static const char *const html[] = {
        "<b>",          "</b>",     "<i>",   "</i>",    "<a href=http://x/>",
        "</a>",         "<p>",      "</p>",  "<div>",   "</div>",
        "<ul>",         "<li>",     "</ul>", "<table>", "<tr>",
        "<td>",         "</table>", "<br>",  "<h2>",    "</h2>",
        "<blockquote>", "<sup>",    "<q>",   "<pre>",   "</pre>",
        "text ",        "\u00E9",   " ",     "\n",      "Share",
        "&eacute;",     "<nav>",    "</nav>"};
    static const char *const markdown[] = {"*",    "**",    "_",           "[",      "](http://x/)",
                                           "`",    "- ",    "1. ",         "> ",     "\n",
                                           "\n\n", "| a ",  "|---|---|\n", "# ",     "<b>",
                                           "</b>", "<div>", "text ",       "\u00E9", "&eacute;",
                                           "[^1]", "    ",  "http://y/",   "![",     "~~"};
    uint32_t seed = 11;
    (void)state;
    for (int i = 0; i < 4000; i++) {
        struct buffer bytes = {0};
        struct article a;
        bool page = i % 2;
        for (size_t n = random_below(&seed, 60); n; n--)
            buffer_add(&bytes, slice_of(page ? html[random_below(&seed, N_OF(html))]
                                             : markdown[random_below(&seed, N_OF(markdown))]));
        article_init(&a, &bytes, page ? ARTICLE_HTML : ARTICLE_MARKDOWN);
        assert_true(has_sound_spans(&a));
        assert_int_equal(utf8_valid_len(a.text), a.text.len);
        article_release(&a);
    }
}

/* What is repeated without end costs neither the stack nor more than linear time. */
static void test_floods(void **state)
{
    static const struct {
        enum article_format format;
        const char *start, *part, *end;
    } rows[] = {
        {ARTICLE_HTML, "", "<div>", "deep"},
        {ARTICLE_HTML, "", "<blockquote>", "deep"},
        {ARTICLE_HTML, "", "<b>", "deep"},
        {ARTICLE_HTML, "", "<b id=1><i class=2>", "<p>deep<p>deep"},
        {ARTICLE_HTML, "", "<ul><li>", "deep"},
        {ARTICLE_HTML, "", "<table><tr><td>", "deep"},
        {ARTICLE_HTML, "", "<x><div></x>", "deep"},
        {ARTICLE_HTML, "", "<div><table><td></div>", "deep"},
        {ARTICLE_HTML, "", "<form><div></form>", "deep"},
        {ARTICLE_HTML, "", "<svg><style>", "deep"},
        {ARTICLE_HTML, "", "<p>x", "deep"},
        {ARTICLE_HTML, "", "<b><p><p><p><p><div><div><div><div><div></b>", "deep"},
        {ARTICLE_HTML, "<p ", "a=1 b", ">deep"},
        {ARTICLE_HTML, "<p>", "&amp;&eacute;&#xFFFFFF;&no", "deep"},
        {ARTICLE_HTML, "", "<!--", "-->deep"},
        {ARTICLE_HTML, "", "<", " deep"},
        {ARTICLE_HTML, "<script type='application/ld+json'>", "{\"author\":[", "</script>deep"},
        {ARTICLE_MARKDOWN, "", "> ", "deep"},
        {ARTICLE_MARKDOWN, "", "- ", "deep"},
        {ARTICLE_MARKDOWN, "- - - - - - a\n", "\n", "deep"},
        {ARTICLE_MARKDOWN, "", "*a **", "deep"},
        {ARTICLE_MARKDOWN, "", "[", "deep"},
        {ARTICLE_MARKDOWN, "", "![a](", "deep"},
        {ARTICLE_MARKDOWN, "", "&eacute;&nope;", "deep"},
        {ARTICLE_MARKDOWN, "---\n", "title: a\n- b\n", "---\ndeep"},
        {ARTICLE_MARKDOWN, "x ", "<i>", "\n\n<div>deep"},
    };
    enum { TIMES = 100000 };
    (void)state;
    for (size_t i = 0; i < N_OF(rows); i++) {
        struct buffer bytes = {0};
        struct article a;
        buffer_add(&bytes, slice_of(rows[i].start));
        for (int k = 0; k < TIMES; k++)
            buffer_add(&bytes, slice_of(rows[i].part));
        buffer_add(&bytes, slice_of(rows[i].end));
        article_init(&a, &bytes, rows[i].format);
        EXPECT(a.text.len >= 5 && memcmp(a.text.ptr + a.text.len - 5, "deep\n", 5) == 0,
               "%s: the end is lost", rows[i].part);
        EXPECT(has_sound_spans(&a), "%s: spans", rows[i].part);
        article_release(&a);
    }
    settle();
}

static void test_guess(void **state)
{
    static const struct {
        const char *bytes, *name;
        enum article_format format;
    } rows[] = {
        {"<!DOCTYPE html><p>", "x", ARTICLE_HTML},
        {"\n  <html>", "-", ARTICLE_HTML},
        {"<p>text", "a.html", ARTICLE_HTML},
        {"<p>text", "a.txt", ARTICLE_PLAIN},
        {"# text", "a.md", ARTICLE_MARKDOWN},
        {"# text", "a.txt", ARTICLE_PLAIN},
        {"text", "a.html", ARTICLE_PLAIN},
        {"", "", ARTICLE_PLAIN},
        {"---\ntitle: x\n---\n", "", ARTICLE_MARKDOWN},
        {"---\ntitle: x\nauthors:\n  - y\n...\n", "", ARTICLE_MARKDOWN},
        {"+++\ntitle = \"x\"\n[extra]\n+++\n", "", ARTICLE_MARKDOWN},
        {"---\nOnly a rule: so\nit is.\n---\n", "", ARTICLE_PLAIN},
        {"---\ntitle: x\n", "", ARTICLE_PLAIN},
        {"+++\n+++\n", "", ARTICLE_PLAIN},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_int_equal(article_guess_format(slice_of(rows[i].bytes), slice_of(rows[i].name)),
                         rows[i].format);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_html),   cmocka_unit_test(test_markdown),
        cmocka_unit_test(test_spans),  cmocka_unit_test(test_any_markup),
        cmocka_unit_test(test_floods), cmocka_unit_test(test_guess),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
