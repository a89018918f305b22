/*
 * test_link.c - addresses that references lead to, and links that stand bare in a text.
 */
#include "property.h"

#include "core/address.h"
#include "dragoman/link.h"

static void test_resolve(void **state)
{
    static const struct slice page = TEXT("http://a.example/b/c/d;p?q");
    static const struct {
        struct slice base, reference, address; /* no address: it leads nowhere */
    } rows[] = {
        {TEXT(""), TEXT("https://a.example/x"), TEXT("https://a.example/x")},
        {TEXT(""), TEXT("  HTTP://a.example \n"), TEXT("HTTP://a.example")},
        {TEXT(""), TEXT("mailto:a@b.example"), TEXT("mailto:a@b.example")},
        {TEXT(""), TEXT("/news/1"), TEXT("/news/1")},
        {TEXT("not a base"), TEXT("/news/1"), TEXT("/news/1")},
        {TEXT("http://a.example"), TEXT("x"), TEXT("http://a.example/x")},
        {TEXT("http://a.example"), TEXT("../../x"), TEXT("http://a.example/x")},
        {TEXT("http://a.example/b/"), TEXT("../.."), TEXT("http://a.example/")},
        /* nowhere to go */
        {TEXT(""), TEXT(""), TEXT("")},
        {TEXT(""), TEXT("#note"), TEXT("")},
        {TEXT("http://a.example/"), TEXT("#note"), TEXT("")},
        {TEXT(""), TEXT("javascript:alert(1)"), TEXT("")},
        {TEXT(""), TEXT(" java\nscript:alert(1)"), TEXT("")},
        {TEXT(""), TEXT("\x01JavaScript:alert(1)"), TEXT("")},
        {TEXT(""), TEXT("data:text/html,x"), TEXT("")},
        {TEXT(""), TEXT("file:///etc/passwd"), TEXT("")},
        {TEXT("javascript://x/"), TEXT("a"), TEXT("a")},
        /* nothing but printable ASCII comes out */
        {TEXT(""), TEXT("http://a.example/\x1B]0;x\x07\x7F"),
         TEXT("http://a.example/%1B]0;x%07%7F")},
        {TEXT(""), TEXT("http://a.example/\u202E\u00E9 \""),
         TEXT("http://a.example/%E2%80%AE%C3%A9%20%22")},
        {TEXT(""), TEXT("http://a.example/%E9?a=b&c#d"), TEXT("http://a.example/%E9?a=b&c#d")},
    };
    static const struct {
        struct slice reference, address;
    } relative[] = {
        {TEXT("g"), TEXT("http://a.example/b/c/g")},
        {TEXT("./g"), TEXT("http://a.example/b/c/g")},
        {TEXT("g/"), TEXT("http://a.example/b/c/g/")},
        {TEXT("/g"), TEXT("http://a.example/g")},
        {TEXT("//g.example"), TEXT("http://g.example")},
        {TEXT("?y"), TEXT("http://a.example/b/c/d;p?y")},
        {TEXT("g?y#s"), TEXT("http://a.example/b/c/g?y#s")},
        {TEXT("../g"), TEXT("http://a.example/b/g")},
        {TEXT("../../../g"), TEXT("http://a.example/g")},
        {TEXT("/./g/../h"), TEXT("http://a.example/h")},
        {TEXT("."), TEXT("http://a.example/b/c/")},
        {TEXT(".."), TEXT("http://a.example/b/")},
    };
    (void)state;
    for (size_t i = 0; i < N_OF(rows) + N_OF(relative); i++) {
        bool own = i < N_OF(rows);
        size_t k = own ? i : i - N_OF(rows);
        struct slice reference = own ? rows[k].reference : relative[k].reference;
        struct slice address = own ? rows[k].address : relative[k].address;
        struct buffer got = {0};
        bool leads = address_resolve(own ? rows[k].base : page, reference, &got);
        EXPECT_TEXT(reference, buffer_slice(&got), address);
        EXPECT(leads == (address.len > 0), "%.*s: leads %d", SHOW(reference), leads);
        buffer_release(&got);
    }
    settle();
}

static void test_bare(void **state)
{
    static const struct {
        struct slice text, links; /* [text target] for each */
    } rows[] = {
        {TEXT(""), TEXT("")},
        {TEXT("no link: here, http:// nor www. nor xhttp://a"), TEXT("")},
        {TEXT("See https://a.example/x."), TEXT("[https://a.example/x https://a.example/x]")},
        {TEXT("(http://a.example/b_(c)), www.d.example; end"),
         TEXT("[http://a.example/b_(c) http://a.example/b_(c)][www.d.example "
              "http://www.d.example]")},
        {TEXT("\u201Chttp://a.example\u201D"), TEXT("[http://a.example http://a.example]")},
        {TEXT("http://a.example/\u00E9"), TEXT("[http://a.example/\u00E9 "
                                               "http://a.example/%C3%A9]")},
        {TEXT("http://a.example/\u202Ex"), TEXT("[http://a.example/ http://a.example/]")},
        {TEXT("<http://a.example>"), TEXT("[http://a.example http://a.example]")},
    };
    (void)state;
    for (size_t i = 0; i < N_OF(rows); i++) {
        struct article a;
        struct link_cursor cursor = {0};
        struct link link;
        struct buffer got = {0};
        article_init_borrowed(&a, rows[i].text);
        while (link_next(&a, &cursor, &link))
            buffer_format(&got, "[%.*s %.*s]",
                          SHOW(slice_cut(a.text, ((struct span){link.start, link.end}))),
                          SHOW(link.target));
        EXPECT_TEXT(rows[i].text, buffer_slice(&got), rows[i].links);
        link_cursor_release(&cursor);
        buffer_release(&got);
        article_release(&a);
    }
    settle();
}

/* Links of the markup and bare ones come in order, and none twice. */
static void test_both(void **state)
{
    static const struct slice text = TEXT("http://a.example one http://b.example two");
    struct article a;
    struct link_cursor cursor = {0};
    struct link link;
    size_t starts[8], n = 0;
    (void)state;
    article_init_borrowed(&a, text);
    article_add_link(&a, (struct span){0, 16}, SLICE("http://c.example"));
    article_add_link(&a, (struct span){38, 41}, SLICE("http://d.example"));
    while (n < N_OF(starts) && link_next(&a, &cursor, &link))
        starts[n++] = link.start;
    assert_int_equal(n, 3);
    assert_int_equal(starts[0], 0);
    assert_int_equal(starts[1], 21);
    assert_int_equal(starts[2], 38);
    link_cursor_release(&cursor);
    article_release(&a);
}

static void test_hyperlinks(void **state)
{
    static const struct {
        struct slice target, hyperlink; /* empty: it is none */
    } rows[] = {
        {TEXT("https://a.example/x?y=z&a;b#c"), TEXT("https://a.example/x?y=z&a;b#c")},
        {TEXT("HTTP://a.example"), TEXT("HTTP://a.example")},
        {TEXT("ftp://a.example/f"), TEXT("ftp://a.example/f")},
        {TEXT("mailto:a@b.example"), TEXT("mailto:a@b.example")},
        {TEXT("https://a.example/\x1B\\\a\0 \x7F\x9C"),
         TEXT("https://a.example/%1B%5C%07%00%20%7F%9C")},
        {TEXT("https://a.example/\u00FC%20"), TEXT("https://a.example/%C3%BC%20")},
        {TEXT("https://"), TEXT("")},
        {TEXT("mailto:"), TEXT("")},
        {TEXT("/news"), TEXT("")},
        {TEXT("javascript:alert(1)"), TEXT("")},
        {TEXT("file:///etc/passwd"), TEXT("")},
        {TEXT("httpss://a.example"), TEXT("")},
        {TEXT(""), TEXT("")},
    };
    struct buffer out = {0}, target = {0};
    (void)state;
    for (size_t i = 0; i < N_OF(rows); i++) {
        out.len = 0;
        bool good = link_add_hyperlink(rows[i].target, &out);
        EXPECT_TEXT(rows[i].target, buffer_slice(&out), rows[i].hyperlink);
        EXPECT(good == (rows[i].hyperlink.len > 0), "row %zu", i);
    }
    buffer_add(&target, SLICE("http://a/"));
    while (target.len < 2000)
        buffer_add_byte(&target, 'x');
    assert_true(link_add_hyperlink(buffer_slice(&target), &out));
    out.len = 0;
    buffer_add_byte(&target, 'x');
    assert_false(link_add_hyperlink(buffer_slice(&target), &out));
    assert_int_equal(out.len, 0);
    buffer_release(&out);
    buffer_release(&target);
    settle();
}

/* Only the links of a part, and the addresses that begin in it. */
static void test_part(void **state)
{
    static const char text[] =
        "See http://a.example/1 and http://a.example/2 and http://a.example/3.";
    struct article a;
    struct link link;
    (void)state;
    article_init_borrowed(&a, slice_of(text));
    struct link_cursor cursor = link_from(&a, 10, 40);
    size_t n = 0;
    while (link_next(&a, &cursor, &link)) {
        EXPECT_TEXT(SLICE("whole, behind the end too"), link.target, SLICE("http://a.example/2"));
        n++;
    }
    assert_int_equal(n, 1);
    link_cursor_release(&cursor);
    article_release(&a);
    settle();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_resolve),    cmocka_unit_test(test_bare), cmocka_unit_test(test_both),
        cmocka_unit_test(test_hyperlinks), cmocka_unit_test(test_part),
    };
    return RUN(tests);
}
