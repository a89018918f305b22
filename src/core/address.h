/*
 * address.h - where a link leads: references of a page to addresses (RFC 3986).
 */
#ifndef DRAGOMAN_ADDRESS_H
#define DRAGOMAN_ADDRESS_H

#include "dragoman/base.h"

/*
 * Appends the address that a reference has on a page at base (empty: unknown; then a
 * relative reference stays relative). Only ASCII that may stand in an address comes out;
 * anything else, controls and bidi controls among it, is percent-encoded. False, and nothing
 * appended, where it leads nowhere that a reader could go: to a place on the same page, or
 * to a scheme that runs or holds something (javascript, data).
 */
bool address_resolve(struct slice base, struct slice reference, struct buffer *out);

#endif
