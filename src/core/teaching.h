/*
 * teaching.h - how an article introduces an acronym: "Name (ABC)" and "ABC (Name)".
 */
#ifndef DRAGOMAN_TEACHING_H
#define DRAGOMAN_TEACHING_H

#include "dragoman/base.h"

/* Does the word look like an acronym: at least two capitals, no more small letters than
 * capitals, at most twelve bytes? */
bool teaching_is_acronym(struct slice word);
/* Do the acronym's letters stand for the name: the first begins the name, and the rest
 * follow in order, most of them as initials of its words? */
bool teaching_stands_for(struct slice acronym, struct slice name);
/* May the acronym be the name's in another language, as names of parties and armies often
 * are: all its letters are initials of the name in whatever order, or of three and more
 * most are? */
bool teaching_may_stand_for(struct slice acronym, struct slice name);
/* The acronym in parentheses right behind off, quotes and "the" left out; empty: none. */
struct span teaching_acronym_behind(struct slice text, size_t off);

#endif
