/*
 * cli.h - the commands that print: one file each, this table over them.
 */
#ifndef DRAGOMAN_CLI_H
#define DRAGOMAN_CLI_H

#include "dragoman/document.h"
#include "dragoman/lexicon_load.h"
#include "dragoman/tagger.h"
#include "options.h"
#include "writer.h"

enum { EXIT_DONE = 0, EXIT_NOTHING = 1, EXIT_BAD = 2 };

struct cli {
    const struct options *options;
    struct document_reading reading;
    const struct loaded_lexicon *lexicon;
    const char *lexicon_directory; /* the reader's own, for `lexicon check` */
    const uint32_t *shipped;       /* image, for `lexicon check` */
    size_t n_shipped;
    struct output out;
    struct tagger *tagger;      /* made when first needed */
    bool wanted[UINT8_MAX + 1]; /* by kind, as mentions number them */
    int status;
};

/* Runs the command of the options; returns the exit status. Results go to standard
 * output, messages to standard error. */
int cli_run(struct cli *cli);

/* Calls visit for each file of the command line from words[first] on, or for the one
 * that stands for none. A file that cannot be read is reported, the rest is done. */
void cli_each_document(struct cli *cli, size_t first,
                       void (*visit)(struct cli *cli, struct document *d, void *context),
                       void *context);
/* The mentions of the wanted kinds; mentions_release when done. */
void cli_tag(struct cli *cli, const struct document *d, struct mentions *m);
bool cli_wants(const struct cli *cli, uint32_t kind);

/* Prints "dragoman: SUBJECT: REASON" on standard error, control characters escaped, and
 * remembers exit status 2. An empty subject is left out. */
void cli_complain(struct cli *cli, struct slice subject, struct slice reason);
/* The same without a command's state. */
void cli_message(struct slice subject, struct slice reason);
/* Whether all could be written, or else nobody wanted to read it; says so if not. */
bool cli_check_output(const struct output *out);
/* "FILE:LINE", or FILE alone where the fault has no line, as such a subject. */
void cli_add_place(const struct lexicon_fault *fault, struct buffer *subject);

void command_text(struct cli *cli);
void command_sections(struct cli *cli);
void command_mentions(struct cli *cli);
void command_entities(struct cli *cli);
void command_search(struct cli *cli);
void command_lexicon(struct cli *cli);

#endif
