/*
 * format.h - the formats, and what they share. Each reads the bytes of a file that load
 * has cleaned and adds blocks to an article; those with markup write its text as well.
 */
#ifndef DRAGOMAN_FORMAT_H
#define DRAGOMAN_FORMAT_H

#include "block_writer.h"
#include "dragoman/article.h"

/* Appends a date of ISO 8601 ("2020-01-15...") as "15 January 2020", a bullet before it
 * where something stands there already; other dates as they are, none as nothing. */
void format_add_date(struct slice date, bool bullet, struct buffer *out);

/* Writes what a character reference of HTML ("&eacute;", "&#233;") stands for. */
void format_add_entity(struct slice entity, struct block_writer *w);

void format_plain(struct article *a);
void format_html(struct article *a, struct slice page, struct buffer *text);
void format_markdown(struct article *a, struct slice source, struct buffer *text);

#endif
