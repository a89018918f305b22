/*
 * link.h - where the text links to.
 *
 * An article holds the links that its markup knew. Addresses that stand bare in the text
 * are links as well; they are looked for only where somebody asks.
 */
#ifndef DRAGOMAN_LINK_H
#define DRAGOMAN_LINK_H

#include "dragoman/article.h"

/* Walks along the links of both sorts, in order; start with a zeroed cursor, or with one that
 * link_from makes. */
struct link_cursor {
    size_t off, next;     /* next: index of the next one of the markup */
    size_t end;           /* those that begin behind it are not looked for; 0: there is none */
    struct buffer target; /* of the last bare one */
};
/* The next link that ends behind cursor.off; its target is valid until the next call. */
bool link_next(const struct article *a, struct link_cursor *cursor, struct link *link);
void link_cursor_release(struct link_cursor *cursor);
/* For the links that end behind start and begin before end. */
struct link_cursor link_from(const struct article *a, size_t start, size_t end);

/* Appends a target as it may stand in a hyperlink of the terminal (OSC 8): only of schemes that
 * lead to a page, a file or a mail, only printable ASCII, the rest percent-encoded, and not
 * longer than what terminals take. False, and nothing appended, where it is none. */
bool link_add_hyperlink(struct slice target, struct buffer *out);

#endif
