/*
 * front_matter.h - the lines of "key: value" at the top of Markdown files.
 */
#ifndef DRAGOMAN_FRONT_MATTER_H
#define DRAGOMAN_FRONT_MATTER_H

#include "dragoman/base.h"

struct front_matter {
    struct buffer title, author, date, base; /* authors with commas between them */
};

/* Does a text begin with front matter, and with nothing that is none before it ends? */
bool front_matter_is_there(struct slice text);
/* Reads front matter (YAML between ---, TOML between +++) and returns what is behind it;
 * all of source where there is none. */
struct slice front_matter_read(struct slice source, struct front_matter *f);
void front_matter_release(struct front_matter *f);

#endif
