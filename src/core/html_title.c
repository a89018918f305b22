/*
 * html_title.c - which heading is the title, and the title where no heading is it.
 *
 * The biggest heading of a page is as often the name of the site as the title of the article,
 * and metadata is often cut or decorated, so the two are held against each other.
 */
#include "dragoman/utf8.h"
#include "html_meta.h"

enum { TITLE_BYTES = 4000 };

/* Is one the start of the other, whatever their case and marks? */
static bool agrees(struct slice a, struct slice b)
{
    struct buffer x = {0}, y = {0};
    struct slice both[] = {a, b};
    struct buffer *folded[] = {&x, &y};
    for (int i = 0; i < 2; i++) {
        struct buffer lower = {0};
        utf8_to_lower(both[i], &lower);
        struct slice rest = buffer_slice(&lower);
        for (size_t at = 0; at < rest.len;) {
            uint32_t cp = utf8_next(rest, &at);
            if (utf8_is_word(cp))
                utf8_put(folded[i], cp);
        }
        buffer_release(&lower);
    }
    size_t n = x.len < y.len ? x.len : y.len;
    bool same = n >= 8 && memcmp(x.ptr, y.ptr, n) == 0;
    same = same || (x.len == y.len && n && memcmp(x.ptr, y.ptr, n) == 0);
    buffer_release(&x);
    buffer_release(&y);
    return same;
}

/* The heading that is the title: an h1 that says what the metadata says, else the first in
 * the article, else the last before it. */
uint32_t html_find_title(const struct html_page *p, const struct html_meta *m, uint32_t content)
{
    uint32_t first = 0, before = 0;
    for (uint32_t i = 1; i < p->n; i = p->nodes[i].left_out ? p->nodes[i].end : i + 1) {
        if (p->nodes[i].tag != GUMBO_TAG_H1 || !html_text_len(p, i) || p->nodes[i].left_out)
            continue;
        struct buffer text = {0};
        html_add_text(p, i, TITLE_BYTES, &text);
        struct slice heading = buffer_slice(&text);
        bool same = agrees(heading, m->title.text) || agrees(heading, m->tab_title);
        bool site = m->site.len && agrees(heading, m->site);
        buffer_release(&text);
        if (same && !site)
            return i;
        if (i > content && i < p->nodes[content].end)
            first = first ? first : i;
        else if (i < content && !site)
            before = i;
    }
    return first ? first : before;
}

/* A tab's title without the site's name at its end. */
static struct slice without_site(struct slice title, struct slice site)
{
    static const char *const bars[] = {" | ", " - ", " \u2013 ", " \u2014 ", " \u2022 ", " :: "};
    for (size_t i = title.len; i-- > 1;)
        for (size_t b = 0; b < sizeof bars / sizeof *bars; b++) {
            struct slice rest = {title.ptr + i, title.len - i}, bar = slice_of(bars[b]);
            if (!slice_has_prefix(rest, bar))
                continue;
            struct slice name = {rest.ptr + bar.len, rest.len - bar.len};
            bool named = site.len && agrees(name, site);
            return named || (i >= 20 && name.len * 2 < i) ? (struct slice){title.ptr, i} : title;
        }
    return title;
}

void html_add_title(const struct html_page *p, const struct html_meta *m, uint32_t heading,
                    struct buffer *out)
{
    if (heading)
        html_add_text(p, heading, TITLE_BYTES, out);
    else if (m->title.rank)
        buffer_add(out, m->title.text);
    else
        buffer_add(out, without_site(m->tab_title, m->site));
}
