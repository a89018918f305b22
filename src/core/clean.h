/*
 * clean.h - what load.c does to UTF-8 and decode.c hands it.
 */
#ifndef DRAGOMAN_CLEAN_H
#define DRAGOMAN_CLEAN_H

#include "dragoman/style.h"

enum { CLEAN_LEFT = 2048 }; /* more than clean_add ever leaves */

/* Appends bytes, cleaned, to text and returns how many of them it took: all with last,
 * else all but a few at the end that may go on with what follows. Overstrike becomes styles,
 * where there are any; then text holds at least the line that came before. */
size_t clean_add(struct slice bytes, bool last, struct buffer *text, struct striking striking);
/* Bytes at the start that are text as they stand. */
size_t clean_len(struct slice bytes);

#endif
