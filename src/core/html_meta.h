/*
 * html_meta.h - what a page says about itself: title, author, date, address.
 */
#ifndef DRAGOMAN_HTML_META_H
#define DRAGOMAN_HTML_META_H

#include "html_page.h"

/* A fact and how much its source is trusted: the lowest rank wins, the first of equals. */
struct html_fact {
    struct slice text; /* in the page's memory */
    unsigned rank;     /* 0: not known */
};

struct html_meta {
    struct html_fact title, author, date, base;
    struct slice site, tab_title; /* tab_title: of the title element */
    struct slice body;            /* the article's text, as JSON-LD has it: a piece of HTML */
};

/* Reads Open Graph, JSON-LD, meta and time elements, microdata and bylines. */
void html_read_meta(struct html_page *p, struct html_meta *m);
/* The same of one JSON-LD script (json_ld.c). */
void html_read_json(struct html_page *p, struct slice json, struct html_meta *m);
/* Keeps a fact where it is trusted more than what is known. */
void html_note(struct html_page *p, struct html_fact *fact, struct slice text, unsigned rank);

/* The heading that is the title, or 0 (html_title.c). */
uint32_t html_find_title(const struct html_page *p, const struct html_meta *m, uint32_t content);
/* Appends the title: that heading's text, or what the metadata says. */
void html_add_title(const struct html_page *p, const struct html_meta *m, uint32_t heading,
                    struct buffer *out);

#endif
