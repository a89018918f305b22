/*
 * view_links.c - where the text links to: each link with its target below it. Y copies the
 * target of the chosen one.
 */
#include "reader.h"

#include "dragoman/link.h"

/* A link's text on one line. */
static void add_line(struct slice text, struct buffer *out)
{
    out->len = 0;
    for (size_t i = 0; i < text.len; i++) {
        bool blank = text.ptr[i] == '\n' || text.ptr[i] == '\t' || text.ptr[i] == ' ';
        if (!blank)
            buffer_add_byte(out, text.ptr[i]);
        else if (out->len && out->ptr[out->len - 1] != ' ')
            buffer_add_byte(out, ' ');
    }
}

static void build(struct reader *r, struct panel *p)
{
    const struct article *a = &r->document.article;
    struct link_cursor cursor = {0};
    struct link link;
    struct buffer line = {0};
    size_t n = 0;
    bool marked = false;
    while (link_next(a, &cursor, &link)) {
        struct slice text = slice_cut(a->text, (struct span){link.start, link.end});
        add_line(text, &line);
        struct item *item = panel_add_place(p, buffer_slice(&line), ROLE_TEXT, link.start);
        struct slice name = item->text, target = arena_copy(&p->arena, link.target);
        item->match = target;
        item->current = !marked && link.start >= r->top;
        marked = marked || item->current;
        n++;
        if (slice_equal(name, target))
            continue;
        struct item *below = panel_add(p, target, ROLE_LABEL);
        below->match = name; /* they are found together */
        below->indent = 2;
    }
    buffer_format(&p->title, "Links: %zu (Y copies the target)", n);
    buffer_release(&line);
    link_cursor_release(&cursor);
}

static bool handle(struct reader *r, struct panel *p, uint32_t key)
{
    if (key != 'Y')
        return false;
    if (p->selected >= p->n || !p->items[p->selected].leads) {
        reader_complain(r, "there is no link to copy");
        return true;
    }
    r->copied.len = 0;
    buffer_add(&r->copied, p->items[p->selected].match);
    r->request = REQUEST_COPY;
    reader_say(r, "copied: %.*s", (int)r->copied.len, r->copied.ptr);
    return true;
}

const struct view view_links = {"links", 'l', build, handle};

void do_links(struct reader *r, const struct call *call)
{
    (void)call;
    panel_open(r, &view_links);
}
