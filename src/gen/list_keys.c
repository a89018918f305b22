/*
 * list_keys.c - at build time: the table of commands as the manual's list of keys
 * (man(7) source).
 */
#include "tui/command.h"

#include <stdio.h>

/* A period or apostrophe at the start of a line would be a request; \& stands before. */
static void put_escaped(struct slice s)
{
    fputs("\\&", stdout);
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] == '\\')
            fputs("\\e", stdout);
        else if (s.ptr[i] == '-')
            fputs("\\-", stdout);
        else if (s.ptr[i] == '\'')
            fputs("\\(aq", stdout);
        else if (s.ptr[i] == '^')
            fputs("\\(ha", stdout);
        else
            putchar(s.ptr[i]);
    }
    putchar('\n');
}

int main(void)
{
    struct buffer help = {0};
    command_write_help(&help);
    struct slice rest = buffer_slice(&help), line;
    while (slice_next(&rest, '\n', &line)) {
        struct slice keys;
        struct slice what = line;
        if (line.len == 0)
            continue;
        if (!memchr(line.ptr, '\t', line.len)) {
            fputs(".SS ", stdout);
            put_escaped(line);
            continue;
        }
        slice_next(&what, '\t', &keys);
        fputs(".TP\n.B ", stdout);
        put_escaped(keys);
        put_escaped(what);
    }
    buffer_release(&help);
    return fflush(stdout) ? 1 : 0;
}
