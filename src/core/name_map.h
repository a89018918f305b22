/*
 * name_map.h - from names that an article uses to its entities.
 */
#ifndef DRAGOMAN_NAME_MAP_H
#define DRAGOMAN_NAME_MAP_H

#include "string_table.h"

struct name_map { /* start with a zeroed one */
    struct string_table table;
    struct buffer pool;
    uint32_t *entities; /* by number in table */
    size_t cap;
};

void name_map_put(struct name_map *map, struct slice name, uint32_t entity);
/* The entity, or LEXICON_NONE. */
uint32_t name_map_find(const struct name_map *map, struct slice name);
void name_map_release(struct name_map *map); /* leaves an empty one */

#endif
