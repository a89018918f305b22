/*
 * encoding.h - which encoding some bytes are in.
 *
 * The labels are those of the WHATWG Encoding Standard, so "latin1" is Windows-1252 as in
 * a browser. Comes in: the raw bytes of a file. Goes out: an encoding by value, which
 * decode.h turns into a decoder.
 */
#ifndef DRAGOMAN_ENCODING_H
#define DRAGOMAN_ENCODING_H

#include "dragoman/base.h"

enum encoding_kind {
    ENCODING_UNKNOWN, /* to be found out from the bytes */
    ENCODING_UTF8,
    ENCODING_OTHER, /* read by iconv under this name */
};

enum { ENCODING_NAME_BYTES = 48, ENCODING_WINDOW = 64 * 1024 };

struct encoding {
    enum encoding_kind kind;
    unsigned unit;                  /* bytes of the smallest code unit: 1, 2 or 4 */
    char name[ENCODING_NAME_BYTES]; /* for iconv(3), NUL-terminated */
};

/* The encoding of a label of the standard, in any case and with blanks around it; of
 * other names one of iconv's. False, and *e as it was, where neither knows it or it cannot be
 * read here. */
bool encoding_find(struct slice label, struct encoding *e);

/* Bytes of the byte order mark at the start, and what it tells; 0 without one. */
size_t encoding_by_mark(struct slice bytes, struct encoding *e);

/* What a web page says of itself in its first 1024 bytes: a meta element or an XML
 * declaration (HTML standard, section 13.2.3.2, "prescan a byte stream"). */
bool encoding_declared(struct slice page, struct encoding *e);

/*
 * UTF-8 or Windows-1252? For bytes without a mark, from the first that is not ASCII on;
 * before is the byte in front of it. Broken UTF-8 stays UTF-8: Windows-1252 it is only if
 * hardly any sequence is well-formed and the others stand where letters, quotation marks
 * and dashes stand. ENCODING_UNKNOWN where more bytes are needed, which is never so with
 * last (these are all) or from ENCODING_WINDOW bytes on.
 */
enum encoding_kind encoding_guess(struct slice bytes, unsigned char before, bool last);

#endif
