/*
 * html_page.h - a parsed web page as one array of nodes, and how much text is where.
 *
 * Nodes stand in the order of the document; the subtree of node i is i to nodes[i].end. So
 * to walk is to count up, to skip is to jump, and what a subtree holds is the difference
 * of two sums. Nothing here recurses, however deep a page is.
 */
#ifndef DRAGOMAN_HTML_PAGE_H
#define DRAGOMAN_HTML_PAGE_H

#include "dragoman/base.h"

#include <gumbo.h>

struct html_node {
    const GumboNode *node;
    uint32_t parent, end;
    uint32_t block; /* the nearest element around it, or itself, that makes a block */
    uint8_t tag;    /* GumboTag; GUMBO_TAG_LAST: text */
    bool in_link;
    bool left_out;       /* with all that is below it */
    uint32_t own, links; /* of a block: bytes of text right in it, and of these in links */
    /* sums over all nodes before this one: bytes of text, of these in links, and of
     * text in blocks that read like prose */
    size_t text_before, links_before, prose_before;
};

struct html_page {
    struct html_node *nodes; /* the root first; one more at the end for the sums */
    uint32_t n, cap;
    struct arena arena; /* the parser's memory */
    struct buffer tamed;
};

/* Parses a page. Comments, scripts, styles and the like are no nodes, but elements are kept
 * whose text is no reader's (head, script): they are left_out. */
void html_page_init(struct html_page *p, struct slice source);
void html_page_release(struct html_page *p);
/* Makes the sums anew, without what is left out. */
void html_page_measure(struct html_page *p);

struct slice html_attribute(const struct html_node *n, const char *name);
struct slice html_text(const struct html_node *n); /* of a text node */
/* Appends all text below a node that is not left out, blanks collapsed, up to a limit. */
void html_add_text(const struct html_page *p, uint32_t i, size_t limit, struct buffer *out);

static inline bool html_is_text(const struct html_node *n)
{
    return n->tag == GUMBO_TAG_LAST;
}

static inline size_t html_text_len(const struct html_page *p, uint32_t i)
{
    return p->nodes[p->nodes[i].end].text_before - p->nodes[i].text_before;
}

static inline size_t html_links_len(const struct html_page *p, uint32_t i)
{
    return p->nodes[p->nodes[i].end].links_before - p->nodes[i].links_before;
}

static inline size_t html_prose_len(const struct html_page *p, uint32_t i)
{
    return p->nodes[p->nodes[i].end].prose_before - p->nodes[i].prose_before;
}

#endif
