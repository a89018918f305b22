/*
 * html_content.c - see html_content.h.
 *
 * Pages say what is furniture by element, role, class and id, but they say it of wrappers
 * around everything too ("has-sidebar", "modal-open", a form around the whole page). So no
 * word decides alone: what holds a good part of the page's prose stays, except comments, which
 * can be longer than the article. Then, as the reader modes of browsers do, the element that
 * calls itself the article is taken, or else the smallest that holds nearly all prose.
 */
#include "html_content.h"

enum { ENOUGH_BYTES = 200, MAX_WORD = 24, MAX_STANDFIRST = 600 };

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool has_word(const char *const *list, struct slice word)
{
    for (; *list && word.len; list++)
        if ((*list)[0] == word.ptr[0] && slice_equal(slice_of(*list), word))
            return true;
    return false;
}

static bool next_token(struct slice *rest, struct slice *token)
{
    while (slice_next(rest, ' ', token)) {
        *token = slice_trim(*token);
        if (token->len)
            return true;
    }
    return false;
}

/* Names that page builders give to everything, and switches of state. */
static bool is_vague(struct slice token)
{
    static const char *const prefixes[] = {"elementor", "wp-block", "et_pb",    "vc_",   "wpb_",
                                           "fl-",       "has-",     "no-",      "with-", "js-",
                                           "layout-",   "tag-",     "category-"};
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
        if (slice_has_prefix(token, slice_of(prefixes[i])))
            return true;
    return false;
}

/* Is one of the words a part of a class or id? Parts stand between other bytes than letters. */
static bool names_any(struct slice names, const char *const *list)
{
    struct slice token;
    while (next_token(&names, &token)) {
        for (size_t i = 0; i < token.len && !is_vague(token);) {
            char word[MAX_WORD];
            size_t n = 0;
            for (; i < token.len && is_letter(token.ptr[i]); i++)
                if (n < sizeof word)
                    word[n++] = (char)(token.ptr[i] | 0x20);
            if (n && n < sizeof word && has_word(list, (struct slice){word, n}))
                return true;
            i += i < token.len && !is_letter(token.ptr[i]);
        }
    }
    return false;
}

static bool is_token(struct slice names, const char *const *list)
{
    struct slice token;
    while (next_token(&names, &token))
        if (has_word(list, token))
            return true;
    return false;
}

/* ---------------------------------------------------------------- furniture */

static bool is_hidden(const struct html_node *n)
{
    static const char *const hiding[] = {"hidden",
                                         "d-none",
                                         "is-hidden",
                                         "visually-hidden",
                                         "sr-only",
                                         "screen-reader-text",
                                         "visuallyhidden",
                                         "element-invisible",
                                         "noprint",
                                         "no-print",
                                         NULL};
    struct slice style = html_attribute(n, "style"), class = html_attribute(n, "class");
    if (gumbo_get_attribute(&n->node->v.element.attributes, "hidden") ||
        slice_equal(html_attribute(n, "aria-hidden"), SLICE("true")))
        return true;
    struct slice rule;
    while (slice_next(&style, ';', &rule)) {
        struct slice property;
        if (!slice_next(&rule, ':', &property) || !rule.ptr)
            continue;
        property = slice_trim(property);
        rule = slice_trim(rule);
        if ((slice_equal(property, SLICE("display")) && slice_has_prefix(rule, SLICE("none"))) ||
            (slice_equal(property, SLICE("visibility")) && slice_has_prefix(rule, SLICE("hidden"))))
            return true;
    }
    /* "hidden md:block": not on small screens */
    bool elsewhere = class.len && memchr(class.ptr, ':', class.len);
    return !elsewhere && is_token(class, hiding);
}

static bool is_discussion(const struct html_node *n)
{
    static const char *const words[] = {"comments", "comment",     "respond",  "disqus",
                                        "replies",  "commentlist", "livefyre", NULL};
    return names_any(html_attribute(n, "class"), words) ||
           names_any(html_attribute(n, "id"), words);
}

static bool is_furniture_tag(const struct html_node *n)
{
    static const struct slice dialog = {"<dialog", 7}; /* which the parser does not know */
    GumboStringPiece tag = n->node->v.element.original_tag;
    switch (n->tag) {
    case GUMBO_TAG_UNKNOWN:
        return slice_has_prefix((struct slice){tag.data, tag.length}, dialog);
    case GUMBO_TAG_NAV:
    case GUMBO_TAG_ASIDE:
    case GUMBO_TAG_FOOTER:
    case GUMBO_TAG_FORM:
    case GUMBO_TAG_MENU:
        return true;
    default:
        return false;
    }
}

static bool is_furniture(const struct html_node *n)
{
    static const char *const roles[] = {"navigation",  "complementary", "banner",  "contentinfo",
                                        "search",      "dialog",        "menu",    "alert",
                                        "alertdialog", "menubar",       "toolbar", NULL};
    static const char *const words[] = {"nav",
                                        "navigation",
                                        "navbar",
                                        "menu",
                                        "sidebar",
                                        "footer",
                                        "share",
                                        "sharing",
                                        "sharebar",
                                        "social",
                                        "sociallinks",
                                        "related",
                                        "cookie",
                                        "cookies",
                                        "consent",
                                        "gdpr",
                                        "newsletter",
                                        "newsletters",
                                        "subscribe",
                                        "subscription",
                                        "signup",
                                        "promo",
                                        "promoted",
                                        "advert",
                                        "advertisement",
                                        "ads",
                                        "ad",
                                        "sponsored",
                                        "sponsor",
                                        "breadcrumb",
                                        "breadcrumbs",
                                        "popup",
                                        "modal",
                                        "toolbar",
                                        "widget",
                                        "recommended",
                                        "recommendations",
                                        "recirc",
                                        "recirculation",
                                        "trending",
                                        "tags",
                                        "pagination",
                                        "pager",
                                        "paywall",
                                        "readmore",
                                        "skip",
                                        "toc",
                                        "masthead",
                                        "donate",
                                        "donation",
                                        "teasers",
                                        "outbrain",
                                        "taboola",
                                        "addthis",
                                        "addtoany",
                                        "sharedaddy",
                                        "jp",
                                        "bio",
                                        "authorbox",
                                        "byline",
                                        "bylines",
                                        "postmeta",
                                        "login",
                                        "register",
                                        "print",
                                        "navbox",
                                        "infobox",
                                        "metadata",
                                        "mbox",
                                        "ambox",
                                        "hatnote",
                                        "editsection",
                                        "reflist",
                                        "catlinks",
                                        "printfooter",
                                        "jump",
                                        "sistersitebox",
                                        "vertical",
                                        "authority",
                                        "button",
                                        "buttons",
                                        "cta",
                                        "carousel",
                                        "slideshow",
                                        "upsell",
                                        "pullquote",
                                        "membership",
                                        "poll",
                                        "quiz",
                                        NULL};
    static const char *const tokens[] = {
        "entry-meta", "pull-quote",   "post-meta",          "article-meta",
        "author-box", "author-info",  "author-card",        "about-author",
        "author-bio", "posted-on",    "timestamp",          "post-info",
        "reference",  "references",   "mw-references-wrap", "mw-jump-link",
        "contentSub", "siteSub",      "post-author",        "article-author",
        "credit",     "image-credit", "photo-credit",       NULL};
    struct slice class = html_attribute(n, "class"), id = html_attribute(n, "id");
    return is_furniture_tag(n) || has_word(roles, html_attribute(n, "role")) || is_hidden(n) ||
           names_any(class, words) || names_any(id, words) || is_token(class, tokens) ||
           is_token(id, tokens);
}

/* Elements that only the page's structure names, and that are never furniture as such. */
static bool is_frame(const struct html_node *n)
{
    return n->tag == GUMBO_TAG_HTML || n->tag == GUMBO_TAG_BODY || n->tag == GUMBO_TAG_MAIN ||
           n->tag == GUMBO_TAG_ARTICLE || n->tag == GUMBO_TAG_H1;
}

/* Does it hold less than that part (in tenths) of the page's prose, or of its text where
 * there is no prose? */
static bool is_less(const struct html_page *p, uint32_t i, size_t tenths)
{
    size_t prose = html_prose_len(p, 0);
    return prose ? html_prose_len(p, i) * 10 < prose * tenths
                 : html_text_len(p, i) * 10 < html_text_len(p, 0) * tenths || !html_text_len(p, 0);
}

void html_leave_out(struct html_page *p)
{
    for (uint32_t i = 1; i < p->n; i = p->nodes[i].left_out ? p->nodes[i].end : i + 1) {
        struct html_node *n = &p->nodes[i];
        if (html_is_text(n) || n->left_out)
            continue;
        if (is_frame(n))
            n->left_out = n->tag == GUMBO_TAG_ARTICLE && is_hidden(n) && is_less(p, i, 5);
        else if (is_discussion(n))
            n->left_out = is_less(p, i, 9);
        else if (is_furniture(n))
            n->left_out = is_less(p, i, 4);
    }
    html_page_measure(p);
}

/* ---------------------------------------------------------------- the choice */

static bool is_article(const struct html_node *n)
{
    return n->tag == GUMBO_TAG_ARTICLE ||
           slice_equal(html_attribute(n, "role"), SLICE("article")) ||
           slice_equal(html_attribute(n, "itemprop"), SLICE("articleBody"));
}

static bool is_main(const struct html_node *n)
{
    return n->tag == GUMBO_TAG_MAIN || slice_equal(html_attribute(n, "role"), SLICE("main"));
}

/* Down from an element as long as one child holds nearly all of its prose. */
static uint32_t descend(const struct html_page *p, uint32_t i)
{
    for (;;) {
        size_t prose = html_prose_len(p, i);
        uint32_t next = 0;
        for (uint32_t k = i + 1; k < p->nodes[i].end && !next; k = p->nodes[k].end)
            if (!p->nodes[k].left_out && p->nodes[k].block == k && p->nodes[k].end > k + 1 &&
                html_prose_len(p, k) * 10 >= prose * 8)
                next = k;
        if (!next || !prose || p->nodes[next].own * 10 >= prose * 8 ||
            p->nodes[next].tag == GUMBO_TAG_BLOCKQUOTE || p->nodes[next].tag == GUMBO_TAG_P ||
            p->nodes[next].tag == GUMBO_TAG_UL || p->nodes[next].tag == GUMBO_TAG_OL ||
            p->nodes[next].tag == GUMBO_TAG_PRE)
            return i;
        i = next;
    }
}

uint32_t html_choose(const struct html_page *p)
{
    uint32_t article = 0, body = 0, main_part = 0;
    size_t all = html_prose_len(p, 0), article_prose = 0, main_prose = 0;
    for (uint32_t i = 0; i < p->n; i = p->nodes[i].left_out ? p->nodes[i].end : i + 1) {
        const struct html_node *n = &p->nodes[i];
        if (html_is_text(n) || n->left_out)
            continue;
        size_t prose = html_prose_len(p, i);
        if (n->tag == GUMBO_TAG_BODY)
            body = i;
        if (is_article(n) && prose > article_prose) {
            article = i;
            article_prose = prose;
        } else if (is_main(n) && prose > main_prose) {
            main_part = i;
            main_prose = prose;
        }
    }
    size_t around = main_prose * 2 > all ? main_prose : all;
    if (article_prose >= ENOUGH_BYTES && article_prose * 2 >= around)
        return article;
    if (main_prose >= ENOUGH_BYTES && main_prose * 2 >= all)
        return descend(p, main_part);
    return descend(p, body);
}

uint32_t html_standfirst(const struct html_page *p, uint32_t content)
{
    static const char *const words[] = {"standfirst", "lede",        "dek",         "deck",
                                        "strapline",  "subtitle",    "subheadline", "subhead",
                                        "subheading", "description", "intro",       NULL};
    for (uint32_t i = 0; i < content; i = p->nodes[i].left_out ? p->nodes[i].end : i + 1) {
        const struct html_node *n = &p->nodes[i];
        if (n->left_out || n->block != i || n->end > content || is_frame(n) ||
            !names_any(html_attribute(n, "class"), words))
            continue;
        size_t len = html_text_len(p, i);
        if (len >= 20 && len < MAX_STANDFIRST && html_links_len(p, i) * 2 < len)
            return i;
    }
    return 0;
}
