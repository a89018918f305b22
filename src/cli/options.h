/*
 * options.h - the command line: one table of commands, one of options.
 *
 * --help, the messages and the completions tell what these tables say.
 */
#ifndef DRAGOMAN_OPTIONS_H
#define DRAGOMAN_OPTIONS_H

#include "dragoman/base.h"

enum command {
    COMMAND_READ,
    COMMAND_TEXT,
    COMMAND_SECTIONS,
    COMMAND_MENTIONS,
    COMMAND_ENTITIES,
    COMMAND_SEARCH,
    COMMAND_LEXICON,
    N_COMMANDS
};

enum format { FORMAT_TEXT, FORMAT_TSV, FORMAT_JSONL };
enum color { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };
enum links_choice { LINKS_AUTO, LINKS_ALWAYS, LINKS_NEVER };
enum theme_choice { THEME_AUTO, THEME_DARK, THEME_LIGHT, THEME_MONO };

struct options {
    enum command command;
    enum format format;
    enum color color;
    enum theme_choice theme;
    enum links_choice links;
    bool fixed, help, version;
    struct slice type, encoding; /* of the files, as given; empty: found out */
    struct slice kinds;          /* as given, separated by commas; empty: all */
    const char **lexicons;
    const char **words; /* what is neither option nor command, in order: files; for
                           search the pattern first; for lexicon its verb first */
    size_t n_lexicons, n_words;
};

/* Reads the command line; false and *error on bad usage. The strings are argv's. */
bool options_parse(struct options *o, int argc, char **argv, struct error *error);
void options_release(struct options *o);

/* The help of a command, or of all (COMMAND_READ). */
void options_help(enum command command, struct buffer *out);

#endif
