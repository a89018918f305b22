/*
 * html_tame.h - a web page in, a page of the same text out that a parser can bear.
 */
#ifndef DRAGOMAN_HTML_TAME_H
#define DRAGOMAN_HTML_TAME_H

#include "dragoman/base.h"

/*
 * Appends the page without what no reader sees and parsers suffer from: comments, scripts
 * (but not JSON-LD, whose < are written as \u003c), styles, drawings and frames; tags that
 * nest deeper than any honest page does; attributes beyond the first hundred of a tag.
 * Text is never left out for it. The cost is linear.
 */
void html_tame(struct slice page, struct buffer *out);

#endif
