/*
 * html_meta.c - see html_meta.h. Sources contradict each other, so each has a rank; what
 * is made for machines that cite (Open Graph, JSON-LD) ranks before what is made for eyes.
 */
#include "html_meta.h"

#include "dragoman/utf8.h"

enum { MAX_FACT = 1000, MAX_BYLINE = 120 };

void html_note(struct html_page *p, struct html_fact *fact, struct slice text, unsigned rank)
{
    text = slice_trim(text);
    if (!text.len || text.len > MAX_FACT || (fact->rank && fact->rank <= rank))
        return;
    struct buffer repaired = {0};
    utf8_repair(text, &repaired);
    *fact = (struct html_fact){arena_copy(&p->arena, buffer_slice(&repaired)), rank};
    buffer_release(&repaired);
}

static bool equals_folded(struct slice s, const char *lower)
{
    if (s.len != strlen(lower))
        return false;
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] != lower[i] && (s.ptr[i] | 0x20) != lower[i])
            return false;
    return true;
}

static bool is_address(struct slice text)
{
    return slice_has_prefix(text, SLICE("http:")) || slice_has_prefix(text, SLICE("https:")) ||
           slice_has_prefix(text, SLICE("//")) || slice_has_prefix(text, SLICE("@"));
}

static void note_author(struct html_page *p, struct html_meta *m, struct slice text, unsigned rank)
{
    text = slice_trim(text);
    if (text.len > 3 && equals_folded((struct slice){text.ptr, 3}, "by "))
        text = (struct slice){text.ptr + 3, text.len - 3};
    if (!is_address(text))
        html_note(p, &m->author, text, rank);
}

/* One of several: citations name each author apart. */
static void add_author(struct html_page *p, struct html_meta *m, struct slice text)
{
    struct buffer all = {0};
    if (m->author.rank == 1)
        buffer_format(&all, "%.*s, ", (int)m->author.text.len, m->author.text.ptr);
    buffer_add(&all, slice_trim(text));
    if (all.len < MAX_FACT)
        m->author.rank = 0;
    html_note(p, &m->author, buffer_slice(&all), 1);
    buffer_release(&all);
}

static void read_meta(struct html_page *p, const struct html_node *n, struct html_meta *m)
{
    enum fact { TITLE, AUTHOR, DATE, BASE, SITE };
    static const struct {
        const char *name;
        enum fact fact;
        unsigned rank;
    } names[] = {{"og:title", TITLE, 2},
                 {"citation_title", TITLE, 1},
                 {"twitter:title", TITLE, 4},
                 {"dc.title", TITLE, 5},
                 {"dcterms.title", TITLE, 5},
                 {"citation_author", AUTHOR, 1},
                 {"author", AUTHOR, 2},
                 {"article:author", AUTHOR, 4},
                 {"parsely-author", AUTHOR, 4},
                 {"sailthru.author", AUTHOR, 4},
                 {"byl", AUTHOR, 4},
                 {"dc.creator", AUTHOR, 5},
                 {"dcterms.creator", AUTHOR, 5},
                 {"article:published_time", DATE, 1},
                 {"citation_publication_date", DATE, 2},
                 {"datepublished", DATE, 3},
                 {"parsely-pub-date", DATE, 3},
                 {"date", DATE, 4},
                 {"pubdate", DATE, 4},
                 {"publish-date", DATE, 4},
                 {"dc.date", DATE, 5},
                 {"dc.date.issued", DATE, 5},
                 {"dcterms.date", DATE, 5},
                 {"dcterms.issued", DATE, 5},
                 {"og:url", BASE, 3},
                 {"og:site_name", SITE, 1}};
    static const char *const attributes[] = {"property", "name", "itemprop"};
    struct slice content = html_attribute(n, "content");
    for (size_t a = 0; a < sizeof attributes / sizeof *attributes; a++) {
        struct slice name = html_attribute(n, attributes[a]);
        for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
            if (!equals_folded(name, names[i].name))
                continue;
            if (names[i].fact == AUTHOR && names[i].rank == 1)
                add_author(p, m, content);
            else if (names[i].fact == AUTHOR)
                note_author(p, m, content, names[i].rank);
            else if (names[i].fact == SITE)
                m->site = content;
            else
                html_note(p,
                          names[i].fact == TITLE  ? &m->title
                          : names[i].fact == DATE ? &m->date
                                                  : &m->base,
                          content, names[i].rank);
        }
    }
}

static bool has_word(struct slice list, const char *word)
{
    struct slice piece;
    while (slice_next(&list, ' ', &piece))
        if (equals_folded(slice_trim(piece), word))
            return true;
    return false;
}

/* What stands on the page for eyes: time, rel=author, microdata, a byline. */
static void read_visible(struct html_page *p, uint32_t i, struct html_meta *m)
{
    const struct html_node *n = &p->nodes[i];
    struct slice property = html_attribute(n, "itemprop"), class = html_attribute(n, "class");
    struct buffer text = {0};
    bool dated = equals_folded(property, "datepublished");
    if (n->tag == GUMBO_TAG_TIME || dated) {
        struct slice date = html_attribute(n, "datetime");
        if (!date.len)
            date = html_attribute(n, "content");
        html_add_text(p, i, MAX_BYLINE, &text);
        html_note(p, &m->date, date.len ? date : buffer_slice(&text), dated ? 6 : date.len ? 7 : 8);
    } else if ((n->tag == GUMBO_TAG_A && has_word(html_attribute(n, "rel"), "author")) ||
               equals_folded(property, "author")) {
        html_add_text(p, i, MAX_BYLINE, &text);
        note_author(p, m, buffer_slice(&text), 6);
    } else if (has_word(class, "byline") || has_word(class, "author") ||
               has_word(class, "author-name") || has_word(class, "byline-name")) {
        html_add_text(p, i, MAX_BYLINE, &text);
        if (text.len < MAX_BYLINE)
            note_author(p, m, buffer_slice(&text), 8);
    }
    buffer_release(&text);
}

void html_read_meta(struct html_page *p, struct html_meta *m)
{
    *m = (struct html_meta){0};
    for (uint32_t i = 0; i < p->n; i++) {
        const struct html_node *n = &p->nodes[i];
        if (html_is_text(n))
            continue;
        if (n->tag == GUMBO_TAG_META) {
            read_meta(p, n, m);
        } else if (n->tag == GUMBO_TAG_BASE) {
            html_note(p, &m->base, html_attribute(n, "href"), 1);
        } else if (n->tag == GUMBO_TAG_LINK) {
            if (has_word(html_attribute(n, "rel"), "canonical"))
                html_note(p, &m->base, html_attribute(n, "href"), 2);
        } else if (n->end > i + 1 && html_is_text(n + 1) && n->tag == GUMBO_TAG_TITLE) {
            if (!m->tab_title.len)
                m->tab_title = slice_trim(html_text(n + 1));
        } else if (n->end > i + 1 && html_is_text(n + 1) && n->tag == GUMBO_TAG_SCRIPT) {
            html_read_json(p, html_text(n + 1), m); /* no other scripts are left */
        } else {
            read_visible(p, i, m);
        }
    }
}
