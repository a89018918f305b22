/*
 * tui.h - the reader, as main sees it.
 */
#ifndef DRAGOMAN_TUI_H
#define DRAGOMAN_TUI_H

#include "dragoman/document.h"
#include "dragoman/lexicon.h"

struct tui_setup {
    const char *const *files; /* none: the bundled article, or standard input where that is
                                 no terminal */
    size_t n_files;
    bool standard_input; /* without files, read that instead of the bundled article */
    struct document_reading reading;
    const struct lexicon *lexicon;
    size_t n_lexicon_faults; /* records of the reader's lexicon that were left out */
    size_t n_filter_faults;  /* the same of the reader's filters */
    bool monochrome;
    bool hyperlinks;    /* the terminal takes them (OSC 8) */
    const char *theme;  /* name, or NULL for one that suits the terminal */
    struct slice kinds; /* to be marked, separated by commas; empty: all */
};

/* Is the terminal known to take hyperlinks, by what its variables tell? */
typedef const char *tui_variable(const char *name); /* NULL: it is not set */
bool tui_knows_hyperlinks(tui_variable *variable);
/* Reads until the user quits; returns the exit status. */
int tui_run(const struct tui_setup *setup);
/* Puts the terminal back as it was, from any state; for the end of memory. */
void tui_emergency_close(void);

#endif
