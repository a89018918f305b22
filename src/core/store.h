/*
 * store.h - room for a text that comes in pieces and must not move.
 *
 * Address space for all of it is set aside at the start; memory is used only as bytes come
 * in. A file is never mapped itself: it may shrink while it is read, and that would be a
 * fault.
 */
#ifndef DRAGOMAN_STORE_H
#define DRAGOMAN_STORE_H

#include "dragoman/base.h"

struct store {
    char *ptr;
    size_t len; /* bytes of text there are */
    size_t cap; /* and there can be */
    size_t touched; /* so far there is memory behind it already */
    bool is_mapped;
};

/* Sets aside room for wished bytes; where the system does not give as much, for those that
 * are enough (0: that is not known); where not even that, for as much as it gives. */
void store_init(struct store *s, size_t wished, size_t enough);
void store_release(struct store *s);
/* The end of the store as a buffer that can take so many bytes without moving, or fewer
 * where the store is nearly full; store_take takes over what was put there. */
struct buffer store_room(struct store *s, size_t wished);
void store_take(struct store *s, struct buffer *room);

#endif
