/*
 * context.h - what the words around a candidate say about it.
 *
 * Pure questions about a span of a text; English grammar only, no names.
 */
#ifndef DRAGOMAN_CONTEXT_H
#define DRAGOMAN_CONTEXT_H

#include "dragoman/base.h"

/* Is this capital city a place here, and not its government? True after a preposition of
 * place ("in", "at", "near"), unless those there act ("policymakers in"), inside a longer
 * name of capitalised words, and in a dateline. */
bool context_is_place(struct slice text, struct span candidate);
/* May a form that is only found in capitals stand here: all its letters are capitals, and
 * at least four of them? */
bool context_is_capitals(struct slice text, struct span candidate);
/* Is this acronym an ordinary word of a line in capitals ("TO JOIN US")? */
bool context_is_shouted_word(struct slice text, struct span candidate);
/* Is the candidate part of a longer name that is no mention: a person's after "Mr", or that
 * of a street or a water ("... Road", "... Sea")? */
bool context_is_other_name(struct slice text, struct span candidate);
/* Is this adjective of a country a language here ("the ... dictionary", "...-speaking")? */
bool context_is_language(struct slice text, struct span candidate);
/* Is the candidate part of a web or mail address? */
bool context_is_address(struct slice text, struct span candidate);
/* Does this head word ("Charter") stand alone as a noun phrase: no capitalised word
 * right before it but a determiner, none right behind it? */
bool context_is_alone(struct slice text, struct span candidate);

/* The places where a name of capitalised words that goes on to word can begin, from the
 * nearest (word itself) to the farthest; function words and titles begin no name, and
 * lower-case connectives ("of", "and the") only join. Returns how many. */
size_t context_name_starts(struct slice text, size_t from, struct span word, size_t *starts,
                           size_t max);

#endif
