/*
 * format_html.c - a saved web page in, the article in it out.
 *
 * The page is parsed by gumbo as the WHATWG standard says. Then, as the reader modes of
 * browsers do, the element with the article is looked for (an article or main element,
 * else the one whose paragraphs hold most text), and furniture inside it is passed over
 * by its element, role or class. Title, author and date come from the page's metadata.
 */
#include "block_writer.h"
#include "format.h"
#include "html_guard.h"

#include <gumbo.h>
#include <stdlib.h>

enum { MAX_DEPTH = 400, ENOUGH_BYTES = 200 };

struct page {
    struct block_writer writer;
    struct slice title, site_title, author, date; /* in the parser's memory */
    const GumboNode *heading;                     /* the h1 that is the title */
    const GumboNode *content;
    size_t content_score;
    unsigned list_depth, quote_depth;
};

/* ------------------------------------------------------------------- nodes */

static bool is_element(const GumboNode *node)
{
    return node->type == GUMBO_NODE_ELEMENT || node->type == GUMBO_NODE_TEMPLATE;
}

static struct slice attribute(const GumboNode *node, const char *name)
{
    const GumboAttribute *a = gumbo_get_attribute(&node->v.element.attributes, name);
    return a ? slice_of(a->value) : (struct slice){"", 0};
}

static bool is_tag(const GumboNode *node, GumboTag tag)
{
    return is_element(node) && node->v.element.tag == tag;
}

static bool has_word(const char *const *list, struct slice word)
{
    for (; *list; list++)
        if (slice_equal(slice_of(*list), word))
            return true;
    return false;
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Does a class or id hold one of the words, hyphens and underscores apart? */
static bool names_any(struct slice names, const char *const *list)
{
    for (size_t i = 0; i < names.len;) {
        char word[24];
        size_t n = 0;
        for (; i < names.len && is_letter(names.ptr[i]); i++)
            if (n < sizeof word)
                word[n++] = (char)(names.ptr[i] | 0x20);
        if (n && n < sizeof word && has_word(list, (struct slice){word, n}))
            return true;
        i += i < names.len && !is_letter(names.ptr[i]);
    }
    return false;
}

static bool is_furniture(const GumboNode *node)
{
    static const GumboTag tags[] = {
        GUMBO_TAG_NAV,    GUMBO_TAG_ASIDE,  GUMBO_TAG_FOOTER,   GUMBO_TAG_FORM,
        GUMBO_TAG_BUTTON, GUMBO_TAG_SCRIPT, GUMBO_TAG_STYLE,    GUMBO_TAG_NOSCRIPT,
        GUMBO_TAG_IFRAME, GUMBO_TAG_SVG,    GUMBO_TAG_TEMPLATE, GUMBO_TAG_SELECT,
        GUMBO_TAG_INPUT,  GUMBO_TAG_HEAD,   GUMBO_TAG_TEXTAREA, GUMBO_TAG_OBJECT,
        GUMBO_TAG_VIDEO,  GUMBO_TAG_AUDIO,  GUMBO_TAG_CANVAS};
    static const char *const roles[] = {"navigation", "complementary", "banner", "contentinfo",
                                        "search",     "dialog",        "menu",   NULL};
    static const char *const words[] = {
        "nav",           "navigation",  "navbar",      "menu",
        "sidebar",       "footer",      "share",       "sharing",
        "social",        "related",     "comments",    "comment",
        "respond",       "cookie",      "cookies",     "consent",
        "gdpr",          "newsletter",  "subscribe",   "subscription",
        "signup",        "promo",       "promoted",    "advert",
        "advertisement", "ads",         "ad",          "sponsored",
        "breadcrumb",    "breadcrumbs", "popup",       "modal",
        "toolbar",       "widget",      "recommended", "recommendations",
        "trending",      "tags",        "pagination",  "pager",
        "hidden",        "paywall",     "readmore",    "skip",
        "toc",           NULL};
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
        if (node->v.element.tag == tags[i])
            return true;
    return gumbo_get_attribute(&node->v.element.attributes, "hidden") ||
           slice_equal(attribute(node, "aria-hidden"), SLICE("true")) ||
           has_word(roles, attribute(node, "role")) || names_any(attribute(node, "class"), words) ||
           names_any(attribute(node, "id"), words);
}

/* Appends the text below a node, blanks as they are. */
static void collect_text(const GumboNode *node, struct buffer *out, int depth)
{
    if (node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE ||
        node->type == GUMBO_NODE_CDATA) {
        buffer_add(out, slice_of(node->v.text.text));
    } else if (is_element(node) && depth < MAX_DEPTH) {
        for (unsigned i = 0; i < node->v.element.children.length; i++)
            collect_text(node->v.element.children.data[i], out, depth + 1);
    }
}

static size_t text_len(const GumboNode *node)
{
    struct buffer text = {0};
    collect_text(node, &text, 0);
    size_t len = slice_trim(buffer_slice(&text)).len;
    buffer_release(&text);
    return len;
}

/* ---------------------------------------------------------------- metadata */

static void read_meta(struct page *p, const GumboNode *node)
{
    struct slice name = attribute(node, "property"), content = attribute(node, "content");
    if (name.len == 0)
        name = attribute(node, "name");
    if (content.len == 0)
        return;
    if (slice_equal(name, SLICE("og:title")))
        p->title = content;
    else if (slice_equal(name, SLICE("author")) && !p->author.len)
        p->author = content;
    else if (slice_equal(name, SLICE("article:published_time")) ||
             (slice_equal(name, SLICE("date")) && !p->date.len))
        p->date = content;
}

/* Bytes of text in the paragraphs right below a node. */
static size_t paragraph_score(const GumboNode *node)
{
    size_t sum = 0;
    for (unsigned i = 0; i < node->v.element.children.length; i++) {
        const GumboNode *child = node->v.element.children.data[i];
        if (is_tag(child, GUMBO_TAG_P) || is_tag(child, GUMBO_TAG_BLOCKQUOTE))
            sum += text_len(child);
    }
    return sum;
}

/* The same, with half of what is one level deeper: columns are often cut into sections. */
static size_t own_score(const GumboNode *node)
{
    size_t sum = paragraph_score(node);
    for (unsigned i = 0; i < node->v.element.children.length; i++) {
        const GumboNode *child = node->v.element.children.data[i];
        if (is_element(child) && !is_furniture(child))
            sum += paragraph_score(child) / 2;
    }
    return sum;
}

/* What an element begins with, where that is text: in svg even a title holds elements. */
static struct slice first_text(const GumboNode *node)
{
    const GumboVector *children = &node->v.element.children;
    const GumboNode *first = children->length ? children->data[0] : NULL;
    return first && first->type == GUMBO_NODE_TEXT ? slice_of(first->v.text.text)
                                                   : (struct slice){"", 0};
}

/* Looks at the whole page once: metadata, the title's heading, and the best container. */
static size_t survey(struct page *p, const GumboNode *node, int depth)
{
    static const char *const main_role[] = {"main", "article", NULL};
    if (!is_element(node) || depth > MAX_DEPTH)
        return 0;
    if (is_tag(node, GUMBO_TAG_META)) {
        read_meta(p, node);
    } else if (is_tag(node, GUMBO_TAG_TITLE) && !p->site_title.len) { /* later ones are svg's */
        p->site_title = first_text(node);
    } else if (is_tag(node, GUMBO_TAG_H1) && !p->heading && text_len(node)) {
        p->heading = node;
    } else if (is_tag(node, GUMBO_TAG_TIME) && !p->date.len) {
        p->date = attribute(node, "datetime");
    } else if (is_tag(node, GUMBO_TAG_A) && slice_equal(attribute(node, "rel"), SLICE("author")) &&
               !p->author.len) {
        p->author = first_text(node);
    }
    bool container = is_tag(node, GUMBO_TAG_ARTICLE) || is_tag(node, GUMBO_TAG_MAIN) ||
                     has_word(main_role, attribute(node, "role"));
    size_t own = paragraph_score(node), below = own;
    for (unsigned i = 0; i < node->v.element.children.length; i++)
        below += survey(p, node->v.element.children.data[i], depth + 1);
    /* an element that is said to be the article counts with all that is below it; an
     * article gives way only to a main element that holds more than twice as much, of
     * which it is a part; a page without either is judged by single elements */
    size_t score = container && below >= ENOUGH_BYTES ? below * 4 : own_score(node);
    if (is_tag(node, GUMBO_TAG_ARTICLE))
        score *= 2;
    if (score > p->content_score && !is_tag(node, GUMBO_TAG_BLOCKQUOTE)) {
        p->content_score = score;
        p->content = node;
    }
    return is_furniture(node) && !container ? 0 : below;
}

/* ---------------------------------------------------------------- content */

static void write_children(struct page *p, const GumboNode *node, int depth);

static unsigned heading_level(GumboTag tag)
{
    return tag >= GUMBO_TAG_H1 && tag <= GUMBO_TAG_H6 ? (unsigned)(tag - GUMBO_TAG_H1) + 1 : 0;
}

/* A list or paragraph that is nothing but links leads away from the article. */
static bool is_all_links(const GumboNode *node, size_t *links, size_t *text, int depth)
{
    for (unsigned i = 0; i < node->v.element.children.length && depth < MAX_DEPTH; i++) {
        const GumboNode *child = node->v.element.children.data[i];
        if (is_tag(child, GUMBO_TAG_A))
            *links += text_len(child);
        else if (is_element(child))
            is_all_links(child, links, text, depth + 1);
    }
    if (depth == 0)
        *text = text_len(node);
    return *links > 0 && *links * 10 >= *text * 9;
}

static void write_block(struct page *p, const GumboNode *node, struct block block, int depth)
{
    block_open(&p->writer, block);
    write_children(p, node, depth);
    block_close(&p->writer);
}

static struct block paragraph_block(const struct page *p)
{
    unsigned indent = p->quote_depth * 4;
    return (struct block){.type = p->quote_depth ? BLOCK_QUOTE : BLOCK_PARAGRAPH,
                          .indent = (uint8_t)(indent > 16 ? 16 : indent)};
}

static void write_row(struct page *p, const GumboNode *row, int depth)
{
    bool first = true;
    for (unsigned i = 0; i < row->v.element.children.length; i++) {
        const GumboNode *cell = row->v.element.children.data[i];
        if (!is_tag(cell, GUMBO_TAG_TD) && !is_tag(cell, GUMBO_TAG_TH))
            continue;
        if (!first)
            block_text(&p->writer, SLICE(" | "));
        first = false;
        struct buffer text = {0};
        collect_text(cell, &text, depth);
        for (size_t k = 0; k < text.len; k++)
            text.ptr[k] = text.ptr[k] == '\n' || text.ptr[k] == '\t' ? ' ' : text.ptr[k];
        block_text(&p->writer, slice_trim(buffer_slice(&text)));
        buffer_release(&text);
    }
    block_text(&p->writer, SLICE("\n"));
}

static void write_rows(struct page *p, const GumboNode *node, int depth)
{
    for (unsigned i = 0; i < node->v.element.children.length && depth < MAX_DEPTH; i++) {
        const GumboNode *child = node->v.element.children.data[i];
        if (is_tag(child, GUMBO_TAG_TR))
            write_row(p, child, depth);
        else if (is_element(child))
            write_rows(p, child, depth + 1);
    }
}

static void write_item(struct page *p, const GumboNode *node, int depth)
{
    unsigned indent = p->list_depth > 1 ? (p->list_depth - 1) * 2 : 0;
    block_open(&p->writer, (struct block){.type = BLOCK_ITEM,
                                          .indent = (uint8_t)(indent > 16 ? 16 : indent),
                                          .hang = 2});
    block_text(&p->writer, SLICE("\u2022 "));
    size_t bullet = p->writer.text.len;
    write_children(p, node, depth);
    if (p->writer.open && p->writer.text.len == bullet)
        p->writer.text.len = p->writer.block.start; /* an empty item */
    block_close(&p->writer);
}

static void write_element(struct page *p, const GumboNode *node, int depth)
{
    struct block_writer *w = &p->writer;
    GumboTag tag = node->v.element.tag;
    unsigned level = heading_level(tag);
    size_t links = 0, text = 0;
    if (node == p->heading || is_furniture(node))
        return;
    if (level) {
        level = level > 1 ? level - 1 : 1; /* the title is the page's h1 */
        if (is_all_links(node, &links, &text, 0))
            return;
        write_block(p, node, (struct block){.type = BLOCK_HEADING, .level = (uint8_t)level}, depth);
        return;
    }
    switch (tag) {
    case GUMBO_TAG_BR:
        block_line_break(w);
        break;
    case GUMBO_TAG_P:
    case GUMBO_TAG_DT:
    case GUMBO_TAG_DD:
    case GUMBO_TAG_FIGCAPTION:
        write_block(p, node, paragraph_block(p), depth);
        break;
    case GUMBO_TAG_BLOCKQUOTE:
        block_close(w);
        p->quote_depth++;
        block_open(w, paragraph_block(p));
        write_children(p, node, depth);
        block_close(w);
        p->quote_depth--;
        break;
    case GUMBO_TAG_PRE:
        write_block(p, node, (struct block){.type = BLOCK_PREFORMATTED}, depth);
        break;
    case GUMBO_TAG_UL:
    case GUMBO_TAG_OL:
        if (is_all_links(node, &links, &text, 0))
            break;
        block_close(w);
        p->list_depth++;
        write_children(p, node, depth);
        p->list_depth--;
        block_close(w);
        break;
    case GUMBO_TAG_LI:
        write_item(p, node, depth);
        break;
    case GUMBO_TAG_TABLE:
        block_open(w, (struct block){.type = BLOCK_PREFORMATTED});
        write_rows(p, node, depth);
        block_close(w);
        break;
    case GUMBO_TAG_DIV:
    case GUMBO_TAG_SECTION:
    case GUMBO_TAG_ARTICLE:
    case GUMBO_TAG_MAIN:
    case GUMBO_TAG_HEADER:
    case GUMBO_TAG_FIGURE:
    case GUMBO_TAG_DL:
    case GUMBO_TAG_BODY:
    case GUMBO_TAG_HTML:
        if (w->block.type == BLOCK_PARAGRAPH || !w->open)
            block_close(w);
        write_children(p, node, depth);
        if (w->block.type == BLOCK_PARAGRAPH)
            block_close(w);
        break;
    default:
        write_children(p, node, depth);
    }
}

static void write_children(struct page *p, const GumboNode *node, int depth)
{
    if (depth > MAX_DEPTH)
        return;
    for (unsigned i = 0; i < node->v.element.children.length; i++) {
        const GumboNode *child = node->v.element.children.data[i];
        if (is_element(child))
            write_element(p, child, depth + 1);
        else if (child->type != GUMBO_NODE_COMMENT && child->type != GUMBO_NODE_DOCUMENT)
            block_text(&p->writer, slice_of(child->v.text.text));
    }
}

/* ------------------------------------------------------------------- whole */

static void write_title(struct page *p)
{
    struct buffer heading = {0};
    if (p->heading)
        collect_text(p->heading, &heading, 0);
    struct slice title = slice_trim(buffer_slice(&heading));
    if (!title.len)
        title = p->title.len ? p->title : p->site_title;
    block_open(&p->writer, (struct block){.type = BLOCK_TITLE});
    block_text(&p->writer, title);
    block_close(&p->writer);
    buffer_release(&heading);
}

static void write_byline(struct page *p)
{
    struct buffer line = {0};
    if (p->author.len && !memchr(p->author.ptr, '/', p->author.len)) { /* no address */
        buffer_add(&line, SLICE("By "));
        buffer_add(&line, slice_trim(p->author));
    }
    format_add_date(p->date, line.len > 0, &line);
    block_open(&p->writer, (struct block){.type = BLOCK_BYLINE});
    block_text(&p->writer, buffer_slice(&line));
    block_close(&p->writer);
    buffer_release(&line);
}

/* gumbo's memory: it frees nothing, its tree lives in an arena that dies at once, so that
 * no depth is too deep to be freed, and it never sees that memory runs out. */
static void *allocate(void *arena, size_t size)
{
    return arena_alloc(arena, size);
}

static void keep(void *arena, void *ptr)
{
    (void)arena;
    (void)ptr;
}

static const GumboNode *parse(struct slice page, struct arena *arena)
{
    GumboOptions options = kGumboDefaultOptions;
    options.allocator = allocate;
    options.deallocator = keep;
    options.userdata = arena;
    options.max_errors = 0; /* each holds a copy of the stack */
    return gumbo_parse_with_options(&options, page.ptr, page.len)->root;
}

void format_add_entity(struct slice entity, struct block_writer *w)
{
    struct arena arena = {0};
    struct buffer text = {0};
    collect_text(parse(entity, &arena), &text, 0);
    block_text(w, buffer_slice(&text));
    buffer_release(&text);
    arena_release(&arena);
}

void format_html(struct article *a, struct slice page_bytes, struct buffer *text)
{
    struct buffer tame = {0};
    struct arena arena = {0};
    if (html_guard(page_bytes, &tame))
        page_bytes = buffer_slice(&tame);
    const GumboNode *root = parse(page_bytes, &arena);
    struct page page = {.writer = {.article = a}};
    survey(&page, root, 0);
    write_title(&page);
    write_byline(&page);
    write_children(&page, page.content ? page.content : root, 0);
    arena_release(&arena);
    buffer_release(&tame);
    *text = block_writer_finish(&page.writer);
}
