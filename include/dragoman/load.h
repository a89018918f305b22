/*
 * load.h - bytes in, text out.
 *
 * Text is valid UTF-8 with LF line ends and no control character but tab and
 * LF; every offset in dragoman is an offset into it. A valid UTF-8 file with
 * LF line ends and no control characters is its own text, byte for byte.
 */
#ifndef DRAGOMAN_LOAD_H
#define DRAGOMAN_LOAD_H

#include "dragoman/encoding.h"
#include "dragoman/style.h"

struct stat;

/* So many bytes are read of what this is, and no more: of a file as many as there is memory
 * (at least 512 MB), of a pipe or another source that does not tell its size half of that, and
 * 64 MB of a device, which may have no end. */
size_t load_limit(const struct stat *status);
/* What is said of a source that gives more. */
void load_refuse(const struct stat *status, struct error *error);
/* Reads all of an open descriptor; false and *error when the system says no, or when what
 * is no regular file goes on and on. */
bool load_descriptor(int descriptor, struct buffer *bytes, struct error *error);
/* Reads a file by name; directories are an error. */
bool load_file(const char *path, struct buffer *bytes, struct error *error);

/*
 * Turns bytes into text, in place where it can: they are decoded (see encoding.h;
 * ENCODING_UNKNOWN is found out), the byte order mark goes, CR LF and CR become LF, each
 * maximal ill-formed subpart becomes U+FFFD, SGR sequences and control strings (OSC, DCS,
 * APC, PM, SOS) that end on their line go, and any other control character becomes a visible
 * symbol (C0 and DEL their picture of U+2400..U+2421, C1 U+FFFD). False where this system
 * cannot read the encoding.
 */
bool load_decode(struct buffer *bytes, const struct encoding *encoding);
/* The same for an unknown encoding; overstrike becomes styles, where these are not NULL. */
void load_clean(struct buffer *bytes, struct styles *styles);

#endif
