/*
 * options.c - reading argv by the tables below; see options.h.
 */
#include "options.h"

#include <stdlib.h>

static const struct command_info {
    const char *name, *arguments, *help;
} commands[N_COMMANDS] = {
    [COMMAND_READ] = {"", "[OPTION...] [FILE...]",
                      "read; without FILE the bundled article, or standard input"},
    [COMMAND_TEXT] = {"text", "[OPTION...] [FILE...]", "the text as the reader sees it"},
    [COMMAND_SECTIONS] = {"sections", "[OPTION...] [FILE...]", "the outline"},
    [COMMAND_MENTIONS] = {"mentions", "[OPTION...] [FILE...]", "every mention, in order"},
    [COMMAND_ENTITIES] = {"entities", "[OPTION...] [FILE...]", "every entity with its counts"},
    [COMMAND_SEARCH] = {"search", "PATTERN [OPTION...] [FILE...]",
                        "every match of a PCRE2 pattern, over line breaks too"},
    [COMMAND_LEXICON] = {"lexicon", "list | show NAME | check FILE...",
                         "who is known, one record, faults of a lexicon"},
};

#define ON(command) (1u << (command))
#define LISTS                                                                                      \
    (ON(COMMAND_SECTIONS) | ON(COMMAND_MENTIONS) | ON(COMMAND_ENTITIES) | ON(COMMAND_SEARCH) |     \
     ON(COMMAND_LEXICON))
#define TAGGING                                                                                    \
    (ON(COMMAND_READ) | ON(COMMAND_TEXT) | ON(COMMAND_SECTIONS) | ON(COMMAND_MENTIONS) |           \
     ON(COMMAND_ENTITIES))
#define READING (TAGGING | ON(COMMAND_SEARCH))
#define ALL     (ON(N_COMMANDS) - 1)

enum option_id {
    OPTION_FORMAT,
    OPTION_KIND,
    OPTION_LEXICON,
    OPTION_TYPE,
    OPTION_ENCODING,
    OPTION_FIXED,
    OPTION_COLOR,
    OPTION_THEME,
    OPTION_LINKS,
    OPTION_HELP,
    OPTION_VERSION,
};

static const struct option_info {
    const char *name, *value; /* value: NULL, choices, or what stands for any */
    unsigned commands;        /* that take it; ALL the others accept it and have no use for it */
    const char *help;
} option_table[] = {
    [OPTION_FORMAT] = {"--format", "text|tsv|jsonl", LISTS, "how lists are written (text)"},
    [OPTION_KIND] = {"--kind", "KIND,...", TAGGING | ON(COMMAND_LEXICON),
                     "only these kinds: country, organization, treaty, or one of your own"},
    [OPTION_LEXICON] = {"--lexicon", "FILE", ALL, "one more recfile of entities; may be repeated"},
    [OPTION_TYPE] = {"--type", "TYPE", READING,
                     "what the files are: text, html, markdown, mail, gz, pdf, ..."},
    [OPTION_ENCODING] = {"--encoding", "NAME", READING, "the encoding of the files"},
    [OPTION_FIXED] = {"--fixed", NULL, ON(COMMAND_SEARCH), "PATTERN is plain text"},
    [OPTION_COLOR] = {"--color", "auto|always|never", ALL, "colours (auto: on a terminal)"},
    [OPTION_THEME] = {"--theme", "auto|dark|light|mono", ON(COMMAND_READ),
                      "colours for that background"},
    [OPTION_LINKS] = {"--links", "auto|always|never", ON(COMMAND_READ),
                      "hyperlinks (auto: on terminals known for them)"},
    [OPTION_HELP] = {"--help", NULL, ALL, "show this help"},
    [OPTION_VERSION] = {"--version", NULL, ALL, "show the version"},
};
enum { N_OPTIONS = sizeof option_table / sizeof *option_table };

/* Number of a word among choices separated by |, or -1. */
static int find_choice(const char *choices, struct slice word)
{
    struct slice rest = slice_of(choices), choice;
    for (int i = 0; slice_next(&rest, '|', &choice); i++)
        if (slice_equal(choice, word))
            return i;
    return -1;
}

static bool set_choice(const struct option_info *option, struct slice value, int *choice,
                       struct error *error)
{
    *choice = find_choice(option->value, value);
    if (*choice < 0)
        error_set(error, "%s takes %s", option->name, option->value);
    return *choice >= 0;
}

static bool apply(struct options *o, enum option_id id, const char *value, struct error *error)
{
    const struct option_info *option = &option_table[id];
    struct slice text = value ? slice_of(value) : SLICE("");
    int choice = 0;
    switch (id) {
    case OPTION_FORMAT:
        if (!set_choice(option, text, &choice, error))
            return false;
        o->format = (enum format)choice;
        return true;
    case OPTION_COLOR:
        if (!set_choice(option, text, &choice, error))
            return false;
        o->color = (enum color)choice;
        return true;
    case OPTION_THEME:
        if (!set_choice(option, text, &choice, error))
            return false;
        o->theme = (enum theme_choice)choice;
        return true;
    case OPTION_LINKS:
        if (!set_choice(option, text, &choice, error))
            return false;
        o->links = (enum links_choice)choice;
        return true;
    case OPTION_KIND:
        o->kinds = text;
        if (text.len == 0)
            error_set(error, "--kind takes a list of kinds");
        return text.len > 0;
    case OPTION_LEXICON:
        o->lexicons = memory_resize(o->lexicons, o->n_lexicons + 1, sizeof *o->lexicons);
        o->lexicons[o->n_lexicons++] = value;
        return true;
    case OPTION_TYPE:
    case OPTION_ENCODING:
        *(id == OPTION_TYPE ? &o->type : &o->encoding) = text;
        if (text.len == 0)
            error_set(error, "%s takes %s", option->name, option->value);
        return text.len > 0;
    case OPTION_FIXED:
        o->fixed = true;
        return true;
    case OPTION_HELP:
        o->help = true;
        return true;
    case OPTION_VERSION:
        o->version = true;
        return true;
    }
    return false;
}

/* Reads the option at argv[*i], and the value behind it where it has one there. */
static bool parse_option(struct options *o, int argc, char **argv, int *i, struct error *error)
{
    const char *word = argv[*i], *equals = strchr(word, '=');
    struct slice name = {word, equals ? (size_t)(equals - word) : strlen(word)};
    for (size_t id = 0; id < N_OPTIONS; id++) {
        const struct option_info *option = &option_table[id];
        if (!slice_equal(slice_of(option->name), name))
            continue;
        if (!(option->commands & ON(o->command))) {
            error_set(error, "%s has no use %s%s", option->name,
                      o->command == COMMAND_READ ? "in the reader" : "with ",
                      commands[o->command].name);
            return false;
        }
        if (!option->value && equals) {
            error_set(error, "%s takes no value", option->name);
            return false;
        }
        const char *value = equals ? equals + 1 : NULL;
        if (option->value && !value) {
            if (*i + 1 >= argc) {
                error_set(error, "%s takes %s", option->name, option->value);
                return false;
            }
            value = argv[++*i];
        }
        return apply(o, (enum option_id)id, value, error);
    }
    error_set(error, "unknown option %.*s (see --help)", (int)name.len, name.ptr);
    return false;
}

static enum command find_command(const char *word)
{
    for (int i = COMMAND_READ + 1; i < N_COMMANDS; i++)
        if (strcmp(commands[i].name, word) == 0)
            return (enum command)i;
    return COMMAND_READ;
}

bool options_parse(struct options *o, int argc, char **argv, struct error *error)
{
    bool options_end = false;
    *o = (struct options){0};
    o->words = memory_zeroed((size_t)argc + 1, sizeof *o->words);
    if (argc > 1)
        o->command = find_command(argv[1]);
    for (int i = o->command == COMMAND_READ ? 1 : 2; i < argc; i++) {
        const char *word = argv[i];
        if (options_end || word[0] != '-' || strcmp(word, "-") == 0) {
            o->words[o->n_words++] = word;
        } else if (strcmp(word, "--") == 0) {
            options_end = true;
        } else if (strcmp(word, "-h") == 0) {
            o->help = true;
        } else if (!parse_option(o, argc, argv, &i, error)) {
            return false;
        }
    }
    if (o->command == COMMAND_SEARCH && o->n_words == 0 && !o->help && !o->version) {
        error_set(error, "search takes a PATTERN");
        return false;
    }
    return true;
}

void options_release(struct options *o)
{
    free(o->lexicons);
    free(o->words);
    *o = (struct options){0};
}

static void help_commands(struct buffer *out)
{
    static const char title[] = "Usage: ";
    for (int i = 0; i < N_COMMANDS; i++) {
        size_t start = out->len;
        buffer_format(out, "%s", i ? "       " : title);
        buffer_format(out, "dragoman %s%s%s", commands[i].name, commands[i].name[0] ? " " : "",
                      commands[i].arguments);
        while (out->len - start < 58)
            buffer_add_byte(out, ' ');
        buffer_format(out, "  %s\n", commands[i].help);
    }
}

void options_help(enum command command, struct buffer *out)
{
    if (command == COMMAND_READ) {
        buffer_add(out, SLICE("dragoman shows who is who in an article: countries, organizations "
                              "and treaties.\n\n"));
        help_commands(out);
    } else {
        buffer_format(out, "Usage: dragoman %s %s\n  %s\n", commands[command].name,
                      commands[command].arguments, commands[command].help);
    }
    buffer_add(out, SLICE("\nOptions:\n"));
    for (size_t i = 0; i < N_OPTIONS; i++) {
        const struct option_info *option = &option_table[i];
        if (command != COMMAND_READ && !(option->commands & ON(command)))
            continue;
        size_t start = out->len;
        buffer_format(out, "  %s%s%s", option->name, option->value ? "=" : "",
                      option->value ? option->value : "");
        while (out->len - start < 32)
            buffer_add_byte(out, ' ');
        buffer_format(out, "%s\n", option->help);
    }
    buffer_add(out, SLICE("\nFILE may be - for standard input; -- ends the options. Exit status: "
                          "0 done,\n1 search found nothing, 2 bad usage or an input that cannot "
                          "be read.\n"));
    if (command == COMMAND_READ)
        buffer_add(out, SLICE("In the reader, h shows the keys.\n"));
}
