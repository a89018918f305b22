/*
 * view_outline.c - the sections with their sizes and counts, the current one marked.
 */
#include "reader.h"

#include <stdlib.h>

enum { KINDS = 3 };

static void count_mentions(const struct reader *r, size_t (*counts)[KINDS])
{
    const struct article *a = &r->document.article;
    size_t section = 0;
    for (size_t i = 0; i < r->all.n; i++) {
        const struct mention *m = &r->all.items[i];
        while (section + 1 < a->n_sections && a->sections[section + 1].start <= m->start)
            section++;
        if (m->kind < KINDS)
            counts[section][m->kind]++;
    }
}

static void add_padded(struct buffer *b, size_t number)
{
    for (size_t least = 100; least > 1 && number < least; least /= 10)
        buffer_add_byte(b, ' ');
    buffer_add_number(b, number);
}

/* What stands at the right of a section, by hand: there may be a million of them. */
static struct slice sizes(struct reader *r, struct panel *p, const struct section *s,
                          const size_t counts[KINDS], struct buffer *b)
{
    const struct lexicon *l = r->setup.lexicon;
    b->len = 0;
    buffer_add_number(b,
                      article_count_words(&r->document.article, (struct span){s->start, s->end}));
    buffer_add(b, SLICE(" words  "));
    for (uint32_t k = 0; k < KINDS && k < l->n_kinds; k++) {
        struct slice kind = lexicon_text(l, l->kinds[k]);
        add_padded(b, counts[k]);
        buffer_add_byte(b, kind.len ? kind.ptr[0] : '?');
    }
    return arena_copy(&p->arena, buffer_slice(b));
}

static void build(struct reader *r, struct panel *p)
{
    const struct article *a = &r->document.article;
    size_t(*counts)[KINDS] = memory_zeroed(a->n_sections, sizeof *counts);
    size_t now = article_section_at(a, r->top);
    struct buffer right = {0};
    count_mentions(r, counts);
    buffer_format(&p->title, "Outline: %zu section%s", a->n_sections,
                  a->n_sections == 1 ? "" : "s");
    if (!reader_is_indexed(r))
        buffer_add(&p->title, SLICE(" so far"));
    for (size_t i = 0; i < a->n_sections; i++) {
        const struct section *s = &a->sections[i];
        struct slice heading = s->name.len ? s->name : r->document.name;
        struct item *item =
            panel_add_place(p, heading, i ? ROLE_TEXT : ROLE_TITLE, i ? s->start : 0);
        item->right = sizes(r, p, s, counts[i], &right);
        item->indent = s->level > 1 ? (int)(s->level - 1) * 2 : 0;
        item->current = i == now;
    }
    buffer_release(&right);
    free(counts);
}

const struct view view_outline = {"outline", 'L', build, NULL};

void do_outline(struct reader *r, const struct call *call)
{
    (void)call;
    panel_open(r, &view_outline);
}
