/*
 * command.h - the one table of what the reader can do.
 *
 * Key look-up, the help screen, the line `:NAME` and the manual's list of keys all
 * come from it.
 */
#ifndef DRAGOMAN_COMMAND_H
#define DRAGOMAN_COMMAND_H

#include "key.h"

struct reader;

struct call {
    long count; /* typed before the keys; 1 where there was none */
    bool has_count;
    uint32_t key; /* that followed, for commands that take one (m x) */
};

struct command_entry {
    const char *name;
    const char *keys; /* sequences with blanks between them, see key.h */
    const char *help; /* for the help; NULL: told by the entry before */
    void (*run)(struct reader *r, const struct call *call);
    bool takes_key;
};

struct command_group {
    const char *title;
    const struct command_entry *entries;
    size_t n;
};

extern const struct command_group command_groups[];
extern const size_t n_command_groups;

enum lookup { LOOKUP_NONE, LOOKUP_PREFIX, LOOKUP_FOUND };
/* What n keys mean: a command, the beginning of one, or nothing. */
enum lookup command_lookup(const uint32_t *keys, int n, const struct command_entry **found);
const struct command_entry *command_by_name(struct slice name);

/* The help as lines "KEYS<tab>WHAT"; a group's title is a line without a tab. */
void command_write_help(struct buffer *out);

#endif
