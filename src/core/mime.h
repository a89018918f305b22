/*
 * mime.h - the header of a mail and the forms in which its text travels: RFC 5322 header
 * fields, RFC 2045 transfer encodings and parameters, RFC 2047 encoded words.
 *
 * Works on text that load has cleaned (LF line ends), or on raw bytes with CR LF.
 */
#ifndef DRAGOMAN_MIME_H
#define DRAGOMAN_MIME_H

#include "dragoman/encoding.h"

struct mime_field {
    struct slice name;
    struct slice value; /* trimmed; folded lines included as they are */
    struct slice whole; /* name, colon and value */
};

enum mime_header { MIME_FIELD, MIME_END, MIME_BROKEN };
/* The next field of a header; *rest moves behind it. MIME_END at the blank line that ends
 * the header, where *rest moves behind that, and at the end; MIME_BROKEN at a line that
 * is no field. */
enum mime_header mime_next(struct slice *rest, struct mime_field *field);
/* The value of the first field of that name (small letters), or an empty slice. */
struct slice mime_get(struct slice header, const char *name);
bool mime_is(struct slice word, const char *small); /* equal but for case */

/* "text/html; charset=x": the part before the parameters, and one of them, unquoted where
 * that takes no copy; empty slices where there is none. */
struct slice mime_type(struct slice value);
struct slice mime_parameter(struct slice value, const char *name);

/* Appends what a body stands for under a transfer encoding; false, and nothing, where it
 * is none that changes bytes. */
bool mime_decode(struct slice body, struct slice transfer_encoding, struct buffer *bytes);
/* Appends a value in UTF-8, its encoded words decoded and its folds one blank. */
void mime_add_words(struct slice value, struct buffer *text);
/* Does it hold an encoded word? */
bool mime_has_words(struct slice value);

/* The encoding of that charset; unknown for none, for those that nobody knows, and for
 * US-ASCII, under which anything travels. */
void mime_charset(struct slice name, struct encoding *e);

#endif
