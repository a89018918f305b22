/*
 * html_labels.c - words that stand on pages for no reader: labels of buttons, and headings
 * over what leads elsewhere. English, because the articles are.
 */
#include "dragoman/utf8.h"
#include "html_content.h"

static bool is_any(struct slice text, const char *const *list)
{
    struct buffer lower = {0};
    while (text.len && strchr(" :.\u2026\u203A>", text.ptr[text.len - 1]))
        text.len--;
    utf8_to_lower(text, &lower);
    bool found = false;
    for (; *list && !found; list++)
        found = slice_equal(slice_of(*list), buffer_slice(&lower));
    buffer_release(&lower);
    return found;
}

bool html_is_label(struct slice text)
{
    static const char *const labels[] = {"advertisement",
                                         "share",
                                         "share this",
                                         "share this article",
                                         "share this page",
                                         "print",
                                         "email",
                                         "listen",
                                         "listen to this article",
                                         "read more",
                                         "continue reading",
                                         "subscribe",
                                         "sign up",
                                         "save",
                                         "copy link",
                                         "follow us",
                                         "back to top",
                                         "story continues below",
                                         "article continues below",
                                         "loading",
                                         "comments",
                                         "leave a comment",
                                         NULL};
    return is_any(text, labels);
}

bool html_is_heading_of_furniture(struct slice text)
{
    static const char *const headings[] = {"related",
                                           "related articles",
                                           "related content",
                                           "related posts",
                                           "related stories",
                                           "related news",
                                           "related topics",
                                           "related reading",
                                           "more from this author",
                                           "more on this story",
                                           "more on this topic",
                                           "most read",
                                           "most popular",
                                           "read next",
                                           "read more",
                                           "recommended",
                                           "recommended reading",
                                           "recommended for you",
                                           "you may also like",
                                           "you might also like",
                                           "latest news",
                                           "latest",
                                           "trending",
                                           "share this",
                                           "share this article",
                                           "share this post",
                                           "share",
                                           "comments",
                                           "leave a comment",
                                           "leave a reply",
                                           "discussion",
                                           "newsletter",
                                           "sign up",
                                           "subscribe",
                                           "sign up for our newsletter",
                                           "subscribe to our newsletter",
                                           "follow us",
                                           "about the author",
                                           "about the authors",
                                           "tags",
                                           "topics",
                                           "categories",
                                           NULL};
    return is_any(text, headings);
}
