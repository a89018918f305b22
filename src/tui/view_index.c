/*
 * view_index.c - who is mentioned: by kind, with counts and a strip that shows in which
 * sections. s sorts by count, name or first mention; c, o and t keep one kind.
 */
#include "reader.h"

#include <stdlib.h>

enum sort { SORT_COUNT, SORT_NAME, SORT_FIRST, N_SORTS };
enum { STRIP_MAX = 24 };

struct key {
    size_t count, first;
    uint32_t kind, entity;
    struct slice name;
    int sort;
};

static int compare(const void *a, const void *b)
{
    const struct key *x = a, *y = b;
    if (x->kind != y->kind)
        return x->kind < y->kind ? -1 : 1;
    if (x->sort == SORT_NAME)
        return slice_compare(x->name, y->name);
    if (x->sort == SORT_COUNT && x->count != y->count)
        return x->count > y->count ? -1 : 1;
    return x->first < y->first ? -1 : x->first > y->first;
}

/* One block a section (or a few sections together), as high as it is often mentioned. */
static void add_strip(const struct reader *r, uint32_t entity, struct buffer *out)
{
    static const char *const blocks[] = {"\u00B7", "\u2581", "\u2582", "\u2583",
                                         "\u2585", "\u2586", "\u2587"};
    const struct article *a = &r->document.article;
    size_t n = a->n_sections < STRIP_MAX ? a->n_sections : STRIP_MAX, counts[STRIP_MAX] = {0};
    for (size_t i = r->all.entities[entity].first; i < r->all.n; i++) {
        const struct mention *m = &r->all.items[i];
        if (m->entity == entity && reader_shows(r, m))
            counts[article_section_at(a, m->start) * n / a->n_sections]++;
    }
    for (size_t i = 0; i < n; i++) {
        size_t height = counts[i] < 3    ? counts[i]
                        : counts[i] < 6  ? 3
                        : counts[i] < 10 ? 4
                        : counts[i] < 20 ? 5
                                         : 6;
        buffer_add(out, slice_of(blocks[height]));
    }
}

static struct key *sorted_entities(const struct reader *r, const struct panel *p, size_t *n)
{
    struct key *keys = memory_zeroed(r->all.n_entities, sizeof *keys);
    *n = 0;
    for (uint32_t i = 0; i < r->all.n_entities; i++) {
        const struct entity *e = &r->all.entities[i];
        if (e->n_mentions == 0 || (p->kind != LEXICON_NONE && e->kind != p->kind))
            continue;
        struct key key = {0, SIZE_MAX, e->kind, i, e->name, p->sort};
        for (size_t k = e->first; k < r->all.n; k++) {
            const struct mention *m = &r->all.items[k];
            if (m->entity != i || !reader_shows(r, m))
                continue;
            if (key.first == SIZE_MAX)
                key.first = m->start;
            key.count++;
        }
        if (key.count)
            keys[(*n)++] = key;
    }
    if (*n)
        qsort(keys, *n, sizeof *keys, compare);
    return keys;
}

static void build(struct reader *r, struct panel *p)
{
    static const char *const sorts[] = {"most mentioned first", "by name", "by first mention"};
    const struct lexicon *l = r->setup.lexicon;
    size_t n;
    struct key *keys = sorted_entities(r, p, &n);
    buffer_format(&p->title, "Index: %zu, %s (s sorts)", n, sorts[p->sort]);
    for (size_t i = 0; i < n; i++) {
        struct buffer right = {0};
        if (i == 0 || keys[i].kind != keys[i - 1].kind) {
            if (i && !p->filter.text.len)
                panel_add(p, SLICE(""), ROLE_TEXT);
            if (!p->filter.text.len)
                panel_add(p, lexicon_text(l, l->kinds[keys[i].kind]), ROLE_LABEL);
        }
        struct item *item =
            panel_add_place(p, keys[i].name, role_of_kind(keys[i].kind), keys[i].first);
        item->entity = keys[i].entity;
        item->indent = 2;
        item->match = r->all.entities[keys[i].entity].id;
        item->current = r->focus != NO_MENTION && !reader_is_in_window(r) &&
                        r->all.items[r->focus].entity == keys[i].entity;
        add_strip(r, keys[i].entity, &right);
        buffer_format(&right, " %4zu", keys[i].count);
        item->right = arena_copy(&p->arena, buffer_slice(&right));
        buffer_release(&right);
    }
    free(keys);
}

static void keep_kind(struct reader *r, struct panel *p, struct slice name)
{
    uint32_t kind = lexicon_kind(r->setup.lexicon, name);
    p->kind = p->kind == kind ? LEXICON_NONE : kind;
    p->selected = p->top = 0;
    panel_rebuild(r);
}

static bool handle(struct reader *r, struct panel *p, uint32_t key)
{
    switch (key) {
    case 's':
        p->sort = (p->sort + 1) % N_SORTS;
        p->selected = p->top = 0;
        panel_rebuild(r);
        return true;
    case 'c':
        keep_kind(r, p, SLICE("country"));
        return true;
    case 'o':
        keep_kind(r, p, SLICE("organization"));
        return true;
    case 't':
        keep_kind(r, p, SLICE("treaty"));
        return true;
    default:
        return false;
    }
}

const struct view view_index = {"index", 'i', build, handle};

void do_index(struct reader *r, const struct call *call)
{
    (void)call;
    r->panel.kind = LEXICON_NONE;
    panel_open(r, &view_index);
}
