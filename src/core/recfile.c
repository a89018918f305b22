/*
 * recfile.c - recfiles as slices of their text; nothing is copied.
 */
#include "dragoman/recfile.h"

void recfile_init(struct recfile *file, struct slice text)
{
    *file = (struct recfile){.rest = text, .line = 1};
}

static bool is_comment(struct slice line)
{
    return line.len && line.ptr[0] == '#';
}

/* Cuts the lines up to the next blank one off file->rest. */
static bool next_paragraph(struct recfile *file, struct record *record)
{
    struct slice line;
    *record = (struct record){0};
    while (slice_next(&file->rest, '\n', &line)) {
        size_t number = file->line++;
        bool blank = slice_trim(line).len == 0;
        if (blank && record->text.len)
            return true;
        if (blank || (is_comment(line) && !record->text.len))
            continue;
        if (!record->text.len)
            *record = (struct record){line, number};
        record->text.len = (size_t)(line.ptr + line.len - record->text.ptr);
    }
    return record->text.len > 0;
}

bool recfile_next(struct recfile *file, struct record *record)
{
    while (next_paragraph(file, record)) {
        if (record->text.ptr[0] != '%')
            return true;
        struct slice type = record_get(record->text, SLICE("%rec"));
        if (type.len)
            file->type = type;
    }
    return false;
}

static size_t name_len(struct slice line)
{
    size_t n = 0;
    while (n < line.len && line.ptr[n] != ':' && line.ptr[n] != ' ' && line.ptr[n] != '\t')
        n++;
    return n < line.len && line.ptr[n] == ':' ? n : 0;
}

static bool goes_on(struct slice rest, struct slice value)
{
    bool joined = value.len && value.ptr[value.len - 1] == '\\';
    return rest.ptr && (joined || (rest.len && rest.ptr[0] == '+'));
}

bool record_next(struct slice *rest, size_t *line, struct rec_field *field)
{
    struct slice text, more;
    do {
        if (!slice_next(rest, '\n', &text))
            return false;
        ++*line;
    } while (is_comment(text));
    size_t n = name_len(text);
    *field = (struct rec_field){{text.ptr, n}, {text.ptr + n + 1, 0}, *line - 1};
    if (n == 0) {
        field->value = slice_trim(text);
        return true;
    }
    field->value.len = text.len - n - 1;
    while (goes_on(*rest, field->value) && slice_next(rest, '\n', &more)) {
        field->value.len = (size_t)(more.ptr + more.len - field->value.ptr);
        ++*line;
    }
    field->value = slice_trim(field->value);
    return true;
}

struct slice record_get(struct slice record, struct slice name)
{
    struct rec_field field;
    size_t line = 1;
    while (record_next(&record, &line, &field))
        if (slice_equal(field.name, name))
            return field.value;
    return (struct slice){"", 0};
}
