/*
 * lexicon_load.h - the lexicon of a run: the shipped image and the reader's recfiles.
 *
 * Without recfiles of the reader's the shipped image serves as it is. With them the
 * lexicon goes on from it.
 */
#ifndef DRAGOMAN_LEXICON_LOAD_H
#define DRAGOMAN_LEXICON_LOAD_H

#include "dragoman/lexicon.h"
#include "dragoman/lexicon_build.h"

struct loaded_lexicon {
    struct lexicon lexicon;
    struct lexicon_builder *builder; /* owned, NULL where the shipped image serves */
};

/*
 * Loads the recfiles of a directory (every *.rec in the order of their names; NULL or
 * one that is not there: none) and then files. Faulty records and files that cannot be
 * read are reported and left out. False where a file of the list could not be read; the
 * lexicon is there in any case.
 */
bool lexicon_load(struct loaded_lexicon *loaded, const uint32_t *shipped, size_t n_shipped,
                  const char *directory, const char *const *files, size_t n_files,
                  void (*report)(void *context, const struct lexicon_fault *fault), void *context);
void lexicon_unload(struct loaded_lexicon *loaded);

#endif
