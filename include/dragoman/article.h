/*
 * article.h - a text with its structure: blocks in order, and sections.
 *
 * Comes in: text (see load.h). Goes out: an article that owns the text and
 * everything derived from it. Blocks are disjoint, in order, and hold every
 * byte of the text that is no blank or newline; what lies between two blocks is
 * blank. Sections run from one heading to the next and together cover the text.
 */
#ifndef DRAGOMAN_ARTICLE_H
#define DRAGOMAN_ARTICLE_H

#include "dragoman/style.h"

enum block_type {
    BLOCK_TITLE,
    BLOCK_BYLINE, /* kicker, date or author */
    BLOCK_HEADING,
    BLOCK_PARAGRAPH,
    BLOCK_ITEM,         /* of a list */
    BLOCK_QUOTE,        /* set off by indentation */
    BLOCK_PREFORMATTED, /* tables, verse, lines quoted with >: line breaks stay */
    BLOCK_BOILERPLATE,  /* skip links, credits, disclaimers, end marks */
};

struct block {
    size_t start, end; /* without the newline at the end */
    uint8_t type;      /* enum block_type */
    uint8_t level;     /* of a heading, 1 to 6 */
    uint8_t indent;    /* columns to the left of an item or quote */
    uint8_t hang;      /* further columns to the left of all rows but the first */
};

struct section {
    size_t start, end;   /* from the heading's first byte to the next heading's */
    struct span heading; /* of section 0 the title, or empty */
    struct slice name;   /* the heading on one line, without an underline */
    unsigned level;      /* 0 for section 0 */
};

/* A part of the text that leads elsewhere. Sorted, disjoint, not empty; see link.h too. */
struct link {
    size_t start, end;
    struct slice target; /* printable ASCII */
};

struct article {
    struct slice text;
    struct block *blocks;
    size_t n_blocks;
    struct section *sections; /* at least one */
    size_t n_sections;
    struct span title; /* empty where the text has none */
    struct styles styles;
    struct link *links;
    size_t n_links;
    /* while the text grows: so many blocks and sections stay, the rest may change */
    size_t n_settled, n_settled_sections;
    bool has_settled_title;
    struct plain *plain; /* what goes on where the text grows */
    struct buffer bytes;
    struct arena arena; /* names of headings that go over two lines, targets of links */
    size_t cap_blocks, cap_sections, cap_links;
};

enum article_format { ARTICLE_PLAIN, ARTICLE_HTML, ARTICLE_MARKDOWN, ARTICLE_MAIL };

/* The format of bytes, also raw ones: from their content first, from the name second. */
enum article_format article_guess_format(struct slice bytes, struct slice name);
/* May more bytes at the end of these tell another format? */
bool article_format_is_open(struct slice bytes);
/* The format of that name: text, html, markdown or mail. */
bool article_format_find(struct slice name, enum article_format *format);

/* Takes over the bytes of a file, which load has cleaned, and makes an article of them. */
void article_init(struct article *a, struct buffer *bytes, enum article_format format);
/* The same for plain text that lives longer than the article and is not taken over. */
void article_init_borrowed(struct article *a, struct slice text);
/* Plain text that grows: at first nothing of it is there, later its first len bytes, which
 * must not move. Where more comes at once its end has no blocks yet; else those there, and
 * the sections, are preliminary unless that was all, or it pauses: then all but a line
 * without an end is settled as it is. It may go on after either. */
enum article_growth { ARTICLE_GOES_ON, ARTICLE_PRELIMINARY, ARTICLE_COMPLETE };
void article_begin(struct article *a, const char *text);
void article_grow(struct article *a, size_t len, enum article_growth growth);
void article_pause(struct article *a);
/* A part of plain text that lives longer: the blocks from start, where a line begins, to its
 * end, as well as they can be told without what stands before. */
void article_init_part(struct article *a, struct slice text, size_t start);
/* An article of another format than plain text. */
void article_init_markup(struct article *a, struct slice source, enum article_format format);
void article_release(struct article *a);

/* Index of the last block that starts at or before off; 0 before the first. */
size_t article_block_at(const struct article *a, size_t off);
/* Index of the section that holds off. */
size_t article_section_at(const struct article *a, size_t off);
/* Runs of non-blanks in a part of the text that begins and ends at one or at its ends. */
size_t article_count_words(const struct article *a, struct span span);

/* What the formats call, in order of the text. */
void article_add_block(struct article *a, struct block block);
void article_add_link(struct article *a, struct span span, struct slice target);
/* Forgets the styles and links behind off, from where text is taken back. */
void article_cut(struct article *a, size_t off);

/* A place in the text as people count: line and column from 1, column in code points. */
struct place {
    size_t line, column;
};
/* Places for offsets that only grow; start with a zeroed cursor. */
struct place_cursor {
    size_t off, line, line_start;
    size_t counted, columns; /* code points from line_start to the offset counted */
};
struct place article_place(const struct article *a, struct place_cursor *cursor, size_t off);

#endif
