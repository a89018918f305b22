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

/* What is shown of each entity, found in one pass over the mentions. */
struct tally {
    size_t count, first; /* first: offset of its first mention */
    uint32_t strip[STRIP_MAX];
};

static struct tally *tally_mentions(const struct reader *r)
{
    const struct article *a = &r->document.article;
    size_t n = a->n_sections < STRIP_MAX ? a->n_sections : STRIP_MAX, section = 0;
    struct tally *tallies = memory_zeroed(r->all.n_entities, sizeof *tallies);
    for (size_t i = 0; i < r->all.n; i++) {
        const struct mention *m = &r->all.items[i];
        struct tally *t = &tallies[m->entity];
        while (section + 1 < a->n_sections && a->sections[section + 1].start <= m->start)
            section++;
        if (!reader_shows(r, m))
            continue;
        if (t->count++ == 0)
            t->first = m->start;
        t->strip[section * n / a->n_sections]++;
    }
    return tallies;
}

/* One block a section (or a few sections together), as high as it is often mentioned. */
static void add_strip(const struct reader *r, const struct tally *t, struct buffer *out)
{
    static const char *const blocks[] = {"\u00B7", "\u2581", "\u2582", "\u2583",
                                         "\u2585", "\u2586", "\u2587"};
    const struct article *a = &r->document.article;
    size_t n = a->n_sections < STRIP_MAX ? a->n_sections : STRIP_MAX;
    for (size_t i = 0; i < n; i++) {
        uint32_t count = t->strip[i];
        size_t height = count < 3 ? count : count < 6 ? 3 : count < 10 ? 4 : count < 20 ? 5 : 6;
        buffer_add(out, slice_of(blocks[height]));
    }
}

static struct key *sorted_entities(const struct reader *r, const struct panel *p,
                                   const struct tally *tallies, size_t *n)
{
    struct key *keys = memory_zeroed(r->all.n_entities, sizeof *keys);
    *n = 0;
    for (uint32_t i = 0; i < r->all.n_entities; i++) {
        const struct entity *e = &r->all.entities[i];
        const struct tally *t = &tallies[i];
        if (t->count && (p->kind == LEXICON_NONE || e->kind == p->kind))
            keys[(*n)++] = (struct key){t->count, t->first, e->kind, i, e->name, p->sort};
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
    struct tally *tallies = tally_mentions(r);
    struct key *keys = sorted_entities(r, p, tallies, &n);
    buffer_format(&p->title, "Index: %zu%s, %s (s sorts)", n, reader_is_indexed(r) ? "" : " so far",
                  sorts[p->sort]);
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
        add_strip(r, &tallies[keys[i].entity], &right);
        buffer_format(&right, " %4zu", keys[i].count);
        item->right = arena_copy(&p->arena, buffer_slice(&right));
        buffer_release(&right);
    }
    free(keys);
    free(tallies);
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
