/*
 * format.h - the formats, and what they share. Each reads the bytes of a file that load
 * has cleaned and adds blocks to an article; those with markup write its text as well.
 */
#ifndef DRAGOMAN_FORMAT_H
#define DRAGOMAN_FORMAT_H

#include "block_writer.h"
#include "dragoman/article.h"
#include "dragoman/encoding.h"

/* Appends a date of ISO 8601 ("2020-01-15...") as "15 January 2020", a bullet before it
 * where something stands there already; other dates as they are, none as nothing. */
void format_add_date(struct slice date, bool bullet, struct buffer *out);

/* Appends what a character reference of HTML ("&eacute;", "&#233;") stands for. */
void format_add_entity(struct slice entity, struct buffer *out);
/* Writes a piece of HTML that stands in a text of another format, all of it. */
void format_html_fragment(struct block_writer *out, struct slice base, struct slice source);

/* Does the text begin with the header of a mail, or one like it? *open: it does so far, and
 * ends within it. */
bool format_is_mail(struct slice text, bool *open);
/* The encoding that a mail's header tells of, where the bytes stand in it as they are. */
bool format_mail_declares(struct slice mail, struct encoding *e);

/* Text without markup, which may grow: the blocks of as much of article->text as there is.
 * The first article->n_settled stay as they are. */
struct plain;
struct plain *plain_new(void);
void plain_free(struct plain *p);
void plain_grow(struct plain *p, struct article *a, enum article_growth growth);
/* Adds the blocks from start, where a line begins, to the text's end, as well as they can
 * be told without what stands before. */
void format_plain_part(struct article *a, size_t start);

void format_html(struct article *a, struct slice page, struct buffer *text);
void format_markdown(struct article *a, struct slice source, struct buffer *text);
void format_mail(struct article *a, struct slice source, struct buffer *text);

#endif
