/*
 * name_map.c - see name_map.h. The strings are those of a string_table; a name that is
 * put again changes its entity.
 */
#include "name_map.h"

#include <stdlib.h>

void name_map_put(struct name_map *map, struct slice name, uint32_t entity)
{
    uint32_t number = string_table_put(&map->table, &map->pool, name);
    if (number >= map->cap) {
        map->cap = map->cap ? map->cap * 2 : 64;
        map->entities = memory_resize(map->entities, map->cap, sizeof *map->entities);
    }
    map->entities[number] = entity;
}

uint32_t name_map_find(const struct name_map *map, struct slice name)
{
    uint32_t number = string_table_find(&map->table, &map->pool, name);
    return number == LEXICON_NONE ? LEXICON_NONE : map->entities[number];
}

void name_map_release(struct name_map *map)
{
    string_table_release(&map->table);
    buffer_release(&map->pool);
    free(map->entities);
    *map = (struct name_map){0};
}
