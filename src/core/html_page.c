/*
 * html_page.c - see html_page.h.
 *
 * The parser (gumbo, which follows the WHATWG standard) gets its memory from an arena, so
 * that its tree dies at once: its own way to free a tree recurses. Pages go through
 * html_tame first, which bounds what the parser does for a byte.
 */
#include "html_page.h"

#include "dragoman/utf8.h"
#include "html_tame.h"

#include <stdlib.h>

enum { PROSE_BYTES = 40 }; /* a shorter block is a label or a heading */

static void *allocate(void *arena, size_t len)
{
    return arena_alloc(arena, len);
}

static void keep(void *arena, void *memory)
{
    (void)arena;
    (void)memory;
}

static bool is_element(const GumboNode *node)
{
    return node->type == GUMBO_NODE_ELEMENT || node->type == GUMBO_NODE_TEMPLATE;
}

struct slice html_attribute(const struct html_node *n, const char *name)
{
    if (html_is_text(n))
        return (struct slice){"", 0};
    const GumboAttribute *a = gumbo_get_attribute(&n->node->v.element.attributes, name);
    return a ? slice_of(a->value) : (struct slice){"", 0};
}

struct slice html_text(const struct html_node *n)
{
    return slice_of(n->node->v.text.text);
}

static bool makes_block(GumboTag tag)
{
    static const bool is_inline[GUMBO_TAG_LAST + 1] = {
        [GUMBO_TAG_A] = true,    [GUMBO_TAG_ABBR] = true,   [GUMBO_TAG_ACRONYM] = true,
        [GUMBO_TAG_B] = true,    [GUMBO_TAG_BDI] = true,    [GUMBO_TAG_BDO] = true,
        [GUMBO_TAG_BIG] = true,  [GUMBO_TAG_BR] = true,     [GUMBO_TAG_CITE] = true,
        [GUMBO_TAG_CODE] = true, [GUMBO_TAG_DATA] = true,   [GUMBO_TAG_DEL] = true,
        [GUMBO_TAG_DFN] = true,  [GUMBO_TAG_EM] = true,     [GUMBO_TAG_FONT] = true,
        [GUMBO_TAG_I] = true,    [GUMBO_TAG_IMG] = true,    [GUMBO_TAG_INS] = true,
        [GUMBO_TAG_KBD] = true,  [GUMBO_TAG_LABEL] = true,  [GUMBO_TAG_MARK] = true,
        [GUMBO_TAG_NOBR] = true, [GUMBO_TAG_Q] = true,      [GUMBO_TAG_RUBY] = true,
        [GUMBO_TAG_S] = true,    [GUMBO_TAG_SAMP] = true,   [GUMBO_TAG_SMALL] = true,
        [GUMBO_TAG_SPAN] = true, [GUMBO_TAG_STRIKE] = true, [GUMBO_TAG_STRONG] = true,
        [GUMBO_TAG_SUB] = true,  [GUMBO_TAG_SUP] = true,    [GUMBO_TAG_TIME] = true,
        [GUMBO_TAG_TT] = true,   [GUMBO_TAG_U] = true,      [GUMBO_TAG_VAR] = true,
        [GUMBO_TAG_WBR] = true,
    };
    return !is_inline[tag];
}

static bool is_never_read(GumboTag tag)
{
    switch (tag) {
    case GUMBO_TAG_HEAD:
    case GUMBO_TAG_SCRIPT:
    case GUMBO_TAG_STYLE:
    case GUMBO_TAG_TEMPLATE:
    case GUMBO_TAG_NOSCRIPT:
    case GUMBO_TAG_SELECT:
    case GUMBO_TAG_BUTTON:
    case GUMBO_TAG_OBJECT:
    case GUMBO_TAG_VIDEO:
    case GUMBO_TAG_AUDIO:
    case GUMBO_TAG_CANVAS:
    case GUMBO_TAG_DATALIST:
    case GUMBO_TAG_DEL:
    case GUMBO_TAG_RP:
    case GUMBO_TAG_RT:
        return true;
    default:
        return false;
    }
}

/* Adds a node below parent; false where the array's indices do not reach further. */
static bool add_node(struct html_page *p, const GumboNode *node, uint32_t parent)
{
    if (p->n >= UINT32_MAX / 2)
        return false;
    ARRAY_RESERVE(p->nodes, p->n, p->cap);
    uint32_t i = p->n++;
    const struct html_node *above = i ? &p->nodes[parent] : NULL;
    GumboTag tag = is_element(node) ? node->v.element.tag : GUMBO_TAG_LAST;
    struct html_node n = {.node = node, .parent = parent, .end = i + 1, .tag = (uint8_t)tag};
    n.block = tag != GUMBO_TAG_LAST && makes_block(tag) ? i : above ? above->block : 0;
    n.in_link = above && above->in_link;
    n.left_out = tag != GUMBO_TAG_LAST && is_never_read(tag);
    if (tag == GUMBO_TAG_A && html_attribute(&n, "href").len)
        n.in_link = true;
    p->nodes[i] = n;
    return true;
}

/* Elements that are open while the tree is walked. */
struct open {
    const GumboNode *node;
    unsigned next; /* child */
    uint32_t index;
};

static void flatten(struct html_page *p, const GumboNode *root)
{
    struct open *stack = NULL;
    size_t depth = 0, cap = 0;
    if (!add_node(p, root, 0))
        return;
    ARRAY_RESERVE(stack, depth, cap);
    stack[depth++] = (struct open){root, 0, 0};
    while (depth) {
        struct open *top = &stack[depth - 1];
        const GumboVector *children = &top->node->v.element.children;
        if (top->next == children->length) {
            p->nodes[top->index].end = p->n;
            depth--;
            continue;
        }
        const GumboNode *child = children->data[top->next++];
        if (child->type == GUMBO_NODE_COMMENT || child->type == GUMBO_NODE_DOCUMENT ||
            !add_node(p, child, top->index) || !is_element(child))
            continue;
        ARRAY_RESERVE(stack, depth, cap);
        stack[depth++] = (struct open){child, 0, p->n - 1};
    }
    free(stack);
}

void html_page_init(struct html_page *p, struct slice source)
{
    *p = (struct html_page){0};
    html_tame(source, &p->tamed);
    GumboOptions options = kGumboDefaultOptions;
    options.allocator = allocate;
    options.deallocator = keep;
    options.userdata = &p->arena;
    options.max_errors = 0;
    const struct slice tamed = buffer_slice(&p->tamed);
    flatten(p, gumbo_parse_with_options(&options, tamed.ptr, tamed.len)->root);
    ARRAY_RESERVE(p->nodes, p->n, p->cap); /* for the sums at the end */
    p->nodes[p->n] = (struct html_node){.tag = GUMBO_TAG_LAST, .end = p->n};
    html_page_measure(p);
}

void html_page_release(struct html_page *p)
{
    free(p->nodes);
    arena_release(&p->arena);
    buffer_release(&p->tamed);
    *p = (struct html_page){0};
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

/* Bytes of a text without its blanks. */
static uint32_t ink(struct slice text)
{
    uint32_t n = 0;
    for (size_t i = 0; i < text.len && n < UINT32_MAX / 4; i++)
        n += !is_blank(text.ptr[i]);
    return n;
}

static bool is_heading(uint8_t tag)
{
    return tag >= GUMBO_TAG_H1 && tag <= GUMBO_TAG_H6;
}

void html_page_measure(struct html_page *p)
{
    struct html_node *nodes = p->nodes;
    size_t text = 0, links = 0, prose = 0;
    for (uint32_t i = 0; i < p->n; i++)
        nodes[i].own = nodes[i].links = 0;
    for (uint32_t i = 0; i < p->n; i = nodes[i].left_out ? nodes[i].end : i + 1)
        if (html_is_text(&nodes[i])) {
            uint32_t n = ink(html_text(&nodes[i]));
            nodes[nodes[i].block].own += n;
            nodes[nodes[i].block].links += nodes[i].in_link ? n : 0;
        }
    for (uint32_t i = 0, hidden = 0; i < p->n; i++) {
        struct html_node *n = &nodes[i];
        n->text_before = text;
        n->links_before = links;
        n->prose_before = prose;
        if (n->left_out && n->end > hidden)
            hidden = n->end;
        if (i < hidden || n->block != i)
            continue;
        text += n->own; /* of a block as a whole, at its start */
        links += n->links;
        if (n->own >= PROSE_BYTES && n->links * 2 <= n->own && !is_heading(n->tag))
            prose += n->own;
    }
    nodes[p->n].text_before = text;
    nodes[p->n].links_before = links;
    nodes[p->n].prose_before = prose;
}

void html_add_text(const struct html_page *p, uint32_t i, size_t limit, struct buffer *out)
{
    size_t start = out->len;
    bool blank = false;
    for (uint32_t k = i; k < p->nodes[i].end && out->len - start < limit;
         k = p->nodes[k].left_out && k != i ? p->nodes[k].end : k + 1) {
        const struct html_node *n = &p->nodes[k];
        if (!html_is_text(n)) {
            blank = blank || n->tag == GUMBO_TAG_BR || (k != i && n->block == k);
            continue;
        }
        struct slice text = html_text(n);
        for (size_t c = 0; c < text.len && out->len - start < limit; c++) {
            if (is_blank(text.ptr[c])) {
                blank = true;
                continue;
            }
            if (blank && out->len > start)
                buffer_add_byte(out, ' ');
            blank = false;
            buffer_add_byte(out, text.ptr[c]);
        }
    }
    if (out->len - start >= limit) /* which may have cut a character */
        out->len = start + utf8_valid_len((struct slice){out->ptr + start, out->len - start});
}
