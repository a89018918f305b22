/*
 * overstrike.h - what nroff and man write for printers: letters struck over each other.
 */
#ifndef DRAGOMAN_OVERSTRIKE_H
#define DRAGOMAN_OVERSTRIKE_H

#include "dragoman/style.h"

/*
 * Reads overstrike at the start of rest, which begins with backspaces; the letters that are
 * struck over are the end of text. x BS x is a bold x, _ BS x and x BS _ an underlined
 * one, + BS o a bullet; several backspaces strike over as many letters. Rewrites the end of
 * text and of the styles. Returns the bytes of rest that were used, or 0 where this is no
 * overstrike; then text is as it was, so that nothing written is ever hidden. Text never gets
 * shorter.
 */
size_t overstrike_read(struct slice rest, struct buffer *text, struct striking striking);
/* May more bytes behind rest tell more of its overstrike? Never where it is as long as
 * STRIKE_BYTES. */
enum { STRIKE_BYTES = 1600 };
bool overstrike_is_cut(struct slice rest);

#endif
