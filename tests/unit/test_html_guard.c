/*
 * test_html_guard.c - which pages are parsed as they are, what is left out of others, and
 * that a flood of anything becomes an article in time.
 */
#include "property.h"

#include "core/html_guard.h"

#include <unistd.h>

enum { MAX_SECONDS = 20 };

static void repeat(struct buffer *b, const char *piece, size_t n)
{
    for (size_t i = 0; i < n; i++)
        buffer_add(b, slice_of(piece));
}

static bool guard(struct slice page, struct buffer *tame)
{
    struct slice copy = exact_copy(page);
    tame->len = 0;
    bool wild = html_guard(copy, tame);
    exact_free(copy);
    return wild;
}

/* A thousand of each on end, which a page may well hold. */
static void test_tame(void **state)
{
    static const char *const pieces[] = {
        "text",
        "<p>",
        "<li>",
        "<dt><dd>",
        "<br><hr><img>",
        "<div></div>",
        "<DIV></div\n>",
        "<div><span></div>",
        "<p><span>",
        "<table><tr><td>x<td>y<tr><th>z</table>",
        "<option>",
        "<h2></h2>",
        "<svg><g><path/></g></svg>",
        "<svg><circle/><p>",
        "<svg><title>x</title></svg>",
        "<math><mi>x</mi></math>",
        "<script>a<b;\"<div>\"</script>",
        "<style><p><p></style >",
        "<title><div></title>",
        "<!-- <div> -->",
        "<!--><!--->",
        "<!-- <div> --!>",
        "<?div <div>",
        "</ <div>",
        "< div>",
        "<![CDATA[<div>",
        "<svg><![CDATA[<g>]]></svg>",
        "<p title='<div>' class=\"<div>\" <b></b>",
        "<p =<div>",
        "<b>x</b><i>y</i>",
        "<",
        "</",
        "<!",
    };
    struct buffer page = {0}, tame = {0};
    (void)state;
    for (size_t i = 0; i < N_OF(pieces); i++) {
        page.len = 0;
        repeat(&page, pieces[i], 1000);
        EXPECT(!guard(buffer_slice(&page), &tame), "%s", pieces[i]);
        EXPECT(tame.len == 0, "%s", pieces[i]);
    }
    buffer_release(&page);
    buffer_release(&tame);
    settle();
}

/* The page is n times the piece with text behind it, which stays. */
static void test_wild(void **state)
{
    static const struct {
        const char *piece;
        size_t least, most; /* of n pieces, how many stay whole */
    } rows[] = {
        {"<div>", HTML_MAX_DEPTH, HTML_MAX_DEPTH},
        {"<x>", HTML_MAX_DEPTH, HTML_MAX_DEPTH},
        {"<x/>", HTML_MAX_DEPTH, HTML_MAX_DEPTH},
        {"<b>", 32, 32},
        {"<p><font a>", 8, 10},
        {"<ul><li>", HTML_MAX_DEPTH / 2, HTML_MAX_DEPTH / 2},
        {"<table><tr><td>", HTML_MAX_DEPTH / 3, HTML_MAX_DEPTH / 3 + 1},
        {"<span><div></span>", HTML_MAX_DEPTH / 2, HTML_MAX_DEPTH / 2},
        {"<li><dt>", HTML_MAX_DEPTH / 2, HTML_MAX_DEPTH / 2},
        {"<svg><title><div>", HTML_MAX_DEPTH / 3, HTML_MAX_DEPTH / 3 + 1},
        {"<svg><input>", 0, HTML_MAX_DEPTH / 2},
        {"<svg><mi><title>", 0, HTML_MAX_DEPTH / 2},
    };
    struct buffer page = {0}, tame = {0};
    (void)state;
    for (size_t i = 0; i < N_OF(rows); i++) {
        size_t n = 0, len = strlen(rows[i].piece);
        page.len = 0;
        repeat(&page, rows[i].piece, 1000);
        repeat(&page, "text", 1);
        EXPECT(guard(buffer_slice(&page), &tame), "%s", rows[i].piece);
        while ((n + 1) * len <= tame.len && memcmp(tame.ptr + n * len, rows[i].piece, len) == 0)
            n++;
        EXPECT(n >= rows[i].least && n <= rows[i].most, "%s: %zu stay", rows[i].piece, n);
        EXPECT(tame.len >= 4 && memcmp(tame.ptr + tame.len - 4, "text", 4) == 0, "%s",
               rows[i].piece);
    }
    buffer_release(&page);
    buffer_release(&tame);
    settle();
}

/* Tags that close what was left out are left out as well, and what follows is whole. */
static void test_ends(void **state)
{
    struct buffer page = {0}, tame = {0}, expected = {0};
    (void)state;
    repeat(&page, "<div>", HTML_MAX_DEPTH + 5);
    repeat(&page, "a<p>b<u>c</u>", 1);
    repeat(&page, "</div>", HTML_MAX_DEPTH + 5);
    repeat(&page, "<p>end", 1);
    repeat(&expected, "<div>", HTML_MAX_DEPTH);
    repeat(&expected, "     a bc", 1);
    repeat(&expected, "</div>", HTML_MAX_DEPTH);
    repeat(&expected, "<p>end", 1);
    assert_true(guard(buffer_slice(&page), &tame));
    EXPECT_TEXT(buffer_slice(&page), buffer_slice(&tame), buffer_slice(&expected));
    buffer_release(&page);
    buffer_release(&tame);
    buffer_release(&expected);
    settle();
}

static void test_attributes(void **state)
{
    static const char *const values[] = {"", "=b", "='>'", " = \"<p>\"", "=/"};
    struct buffer page = {0}, tame = {0};
    (void)state;
    for (size_t i = 0; i < N_OF(values); i++) {
        page.len = 0;
        repeat(&page, "<p", 1);
        for (int k = 0; k < 1000; k++)
            buffer_format(&page, " a%d%s", k, values[i]);
        repeat(&page, ">text", 1);
        EXPECT(guard(buffer_slice(&page), &tame), "%s", values[i]);
        EXPECT(tame.len < 1000 && memcmp(tame.ptr + tame.len - 5, ">text", 5) == 0, "%.*s",
               SHOW(tame));
    }
    buffer_release(&page);
    buffer_release(&tame);
    settle();
}

/* Half a megabyte of each. */
static void test_floods(void **state)
{
    static const char *const pieces[] = {
        "<div>",        "<b>",          "<p><b>",
        "<p><b a=%zu>", "<ul><li>",     "<table>",
        "<table><td>",  "<blockquote>", "<span><div></span>",
        "<a><p>",       "<a href=%zu>", "<select>",
        "<svg><desc>",  "<math><mi>",   "<button>",
        "<template>",   "</p>",         "</b>",
        "</x>",         "<p a%zu ",     "&amp;",
        "&#%zu;",       "<!--",         "<![CDATA[",
        "<svg>",        "<h1>",         "<i><table>",
        "<table><b>x",  "<frameset>",   "<body a%zu>",
        "<form><div>",  "<object></b>", "<b><object></b></object>",
        "<nobr>",       "<dd><li>",     "</",
        "<a b='",       "<ruby><rt>",   "<p><a href=%zu><div>",
    };
    (void)state;
    for (size_t i = 0; i < N_OF(pieces); i++) {
        struct buffer page = {0};
        struct article a;
        repeat(&page, "<html><p>One.", 1);
        for (size_t k = 0; page.len < 500000; k++)
            if (strchr(pieces[i], '%')) {
                struct slice rest = slice_of(pieces[i]), head;
                slice_next(&rest, '%', &head);
                buffer_add(&page, head);
                buffer_add_number(&page, k);
                buffer_add(&page, slice_of(strstr(pieces[i], "zu") + 2));
            } else {
                buffer_add(&page, slice_of(pieces[i]));
            }
        alarm(MAX_SECONDS);
        article_init(&a, &page, ARTICLE_HTML);
        alarm(0);
        check_clean(a.text);
        check_blocks(&a);
        article_release(&a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tame),   cmocka_unit_test(test_wild),
        cmocka_unit_test(test_ends),   cmocka_unit_test(test_attributes),
        cmocka_unit_test(test_floods),
    };
    return RUN(tests);
}
