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

static void build(struct reader *r, struct panel *p)
{
    const struct article *a = &r->document.article;
    size_t(*counts)[KINDS] = memory_zeroed(a->n_sections, sizeof *counts);
    size_t now = article_section_at(a, r->top);
    count_mentions(r, counts);
    buffer_format(&p->title, "Outline: %zu section%s", a->n_sections,
                  a->n_sections == 1 ? "" : "s");
    if (!reader_is_indexed(r))
        buffer_add(&p->title, SLICE(" so far"));
    for (size_t i = 0; i < a->n_sections; i++) {
        struct slice heading = a->sections[i].name;
        if (heading.len == 0)
            heading = r->document.name;
        struct item *item =
            panel_add_place(p, heading, i ? ROLE_TEXT : ROLE_TITLE, i ? a->sections[i].start : 0);
        struct buffer right = {0};
        buffer_format(
            &right, "%zu words  ",
            article_count_words(a, (struct span){a->sections[i].start, a->sections[i].end}));
        for (uint32_t k = 0; k < KINDS && k < r->setup.lexicon->n_kinds; k++) {
            struct slice kind = lexicon_text(r->setup.lexicon, r->setup.lexicon->kinds[k]);
            buffer_format(&right, "%3zu%c", counts[i][k], kind.len ? kind.ptr[0] : '?');
        }
        item->right = arena_copy(&p->arena, buffer_slice(&right));
        buffer_release(&right);
        item->indent = a->sections[i].level > 1 ? (int)(a->sections[i].level - 1) * 2 : 0;
        item->current = i == now;
    }
    free(counts);
}

const struct view view_outline = {"outline", 'L', build, NULL};

void do_outline(struct reader *r, const struct call *call)
{
    (void)call;
    panel_open(r, &view_outline);
}
