/*
 * recfile.h - reading GNU recfiles (GNU recutils manual, chapter 2).
 *
 * A recfile is records separated by blank lines, a record is fields of the form
 * "Name: value"; a line that begins with + goes on with the value before it, a
 * \ at the end of a line joins it with the next, # begins a comment line.
 * %rec in a record without other data says the type of the records after it.
 */
#ifndef DRAGOMAN_RECFILE_H
#define DRAGOMAN_RECFILE_H

#include "dragoman/base.h"

struct rec_field {
    struct slice name;
    struct slice value; /* trimmed, as it stands in the file, continuation lines included */
    size_t line;        /* in the file, from 1 */
};

struct recfile {
    struct slice rest;
    struct slice type; /* of the records after the last %rec, empty before any */
    size_t line;       /* of the next line, from 1 */
};

struct record {
    struct slice text; /* all its lines, without the newline at the end */
    size_t line;       /* of its first line, from 1 */
};

void recfile_init(struct recfile *file, struct slice text);
/* The next record that holds data (descriptors and comments are passed over);
 * false at the end. file->type is then the record's type. */
bool recfile_next(struct recfile *file, struct record *record);
/* The next field; *rest and *line start as the record's. A line that is no field gives
 * an empty name. */
bool record_next(struct slice *rest, size_t *line, struct rec_field *field);
/* The value of the first field of that name, or an empty slice. */
struct slice record_get(struct slice record, struct slice name);

#endif
