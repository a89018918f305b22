/*
 * view_help.c - the table of commands, as help.
 */
#include "reader.h"

#include "dragoman/utf8.h"

static void build(struct reader *r, struct panel *p)
{
    struct buffer help = {0};
    struct slice rest, line;
    bool narrow = r->cols < 60;
    int indent = narrow ? 12 : 22;
    command_write_help(&help);
    rest = buffer_slice(&help);
    buffer_add(&p->title, SLICE("Keys (q goes back to the text, / narrows)"));
    while (slice_next(&rest, '\n', &line)) {
        struct slice what = line, keys;
        if (line.len == 0)
            continue;
        slice_next(&what, '\t', &keys);
        if (!what.ptr) {
            if (p->n)
                panel_add(p, SLICE(""), ROLE_TEXT);
            panel_add(p, line, ROLE_HEADING);
            continue;
        }
        struct buffer text = {0};
        buffer_add(&text, keys);
        do
            buffer_add_byte(&text, ' ');
        while ((int)utf8_columns(buffer_slice(&text)) < indent);
        buffer_add(&text, what);
        panel_add(p, buffer_slice(&text), ROLE_TEXT);
        buffer_release(&text);
    }
    buffer_release(&help);
}

const struct view view_help = {"help", 'h', build, NULL};

void do_help(struct reader *r, const struct call *call)
{
    (void)call;
    panel_open(r, &view_help);
}
