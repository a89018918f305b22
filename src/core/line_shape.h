/*
 * line_shape.h - what a line of text without markup looks like: questions of
 * format_plain about single lines. None reads more of a long line than its answer needs.
 */
#ifndef DRAGOMAN_LINE_SHAPE_H
#define DRAGOMAN_LINE_SHAPE_H

#include "dragoman/base.h"

enum { HEADING_COLUMNS = 110 }; /* longer lines are prose */

struct slice line_at(struct slice text, size_t start);
size_t line_indent(struct slice line); /* columns */
bool line_contains(struct slice line, const char *needle);
bool line_has_date(struct slice line);
/* The mark of a list item at the start of a line without indentation: its bytes with the
 * blank after it, or 0. Bullets, "-", "*", "1.", "2)", "(a)", "b)". */
size_t line_item_mark_len(struct slice line);
/* Level of a heading's number at the start of a line ("2." 1, "2.1" 2, "III." 1, "A." 2
 * after numbered headings, "Chapter 3" 1), or 0. */
unsigned line_number_level(struct slice line, bool after_numbers);

struct letters {
    size_t upper, lower, words;
    uint32_t first, last; /* first letter or digit, last visible character */
};
struct letters line_letters(struct slice line);
bool line_is_capitals(struct slice line); /* at least four letters, none of them small */
bool line_starts_small(struct slice line);
bool line_is_rule(struct slice line);
/* Furniture of web pages and press releases that a copy takes along. */
bool line_is_boilerplate(struct slice line);
/* A paragraph in which an institution keeps its distance from its authors. */
bool line_is_disclaimer(struct slice text);
bool line_is_byline(struct slice line);
/* A word above the title that says what kind of text follows. */
bool line_is_kicker(struct slice line);
/* Short, begins like a heading and does not end like a sentence. */
bool line_is_heading(struct slice line, bool after_numbers);
/* A run of three blanks, a tab or a bar inside: a row of a table or a drawing. */
bool line_is_tabular(struct slice line);
/* False where none of some lines is one, without a look at each. */
bool line_may_be_tabular(struct slice lines);

#endif
