/*
 * html_guard.h - a page in, the same page without what a parser cannot bear out.
 */
#ifndef DRAGOMAN_HTML_GUARD_H
#define DRAGOMAN_HTML_GUARD_H

#include "dragoman/base.h"

/* How deep elements may lie in each other, how many attributes one may have. */
enum { HTML_MAX_DEPTH = 256, HTML_MAX_ATTRIBUTES = 64 };

/* False where a page can be parsed as it is. Else *tame is a copy in which the tags are
 * left out that lie too deep, and the attributes that are too many. */
bool html_guard(struct slice page, struct buffer *tame);

#endif
