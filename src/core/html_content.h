/*
 * html_content.h - which part of a page is the article.
 */
#ifndef DRAGOMAN_HTML_CONTENT_H
#define DRAGOMAN_HTML_CONTENT_H

#include "html_page.h"

/* Marks furniture as left out (menus, share bars, related links, comments, what is hidden),
 * and measures the page anew. */
void html_leave_out(struct html_page *p);
/* The element that holds the article. */
uint32_t html_choose(const struct html_page *p);
/* An element before the article that says in a few lines what it is about; 0 without one. */
uint32_t html_standfirst(const struct html_page *p, uint32_t content);

/* Is a whole block of text the label of a button, or a heading over related links and the
 * like (html_labels.c)? */
bool html_is_label(struct slice text);
bool html_is_heading_of_furniture(struct slice text);

#endif
