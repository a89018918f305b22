/*
 * link.h - where the text links to.
 *
 * An article holds the links that its markup knew. Addresses that stand bare in the text
 * are links as well; they are looked for only where somebody asks.
 */
#ifndef DRAGOMAN_LINK_H
#define DRAGOMAN_LINK_H

#include "dragoman/article.h"

/* Walks along the links of both sorts, in order; start with a zeroed cursor, or with off at
 * the place to start from. */
struct link_cursor {
    size_t off, next;     /* next: index of the next one of the markup */
    struct buffer target; /* of the last bare one */
};
/* The next link that ends behind cursor.off; its target is valid until the next call. */
bool link_next(const struct article *a, struct link_cursor *cursor, struct link *link);
void link_cursor_release(struct link_cursor *cursor);

#endif
