/*
 * place.c - which article is shown: the document as far as it is indexed, or a window
 * around a place that the index has not come to.
 *
 * A focus is an index into the mentions of what is shown, and moves along by its offset.
 */
#include "reader.h"

enum { NEAR_BYTES = 64 * 1024, TAG_BYTES = 4 * 1024, FORMAT_BYTES = 1024 * 1024 };

bool reader_is_in_window(const struct reader *r)
{
    return r->article == &r->window->article;
}

bool reader_knows_all(const struct reader *r)
{
    return reader_is_indexed(r) && !reader_is_in_window(r);
}

static void show(struct reader *r, struct article *article, struct mentions *mentions)
{
    r->article = article;
    r->mentions = mentions;
    layout_forget(&r->layout, article);
    r->is_stale = true;
}

static size_t focused_offset(const struct reader *r)
{
    return r->focus == NO_MENTION ? NO_MENTION : r->mentions->items[r->focus].start;
}

/* The mention that was at off before another article was shown has the focus again. */
static void restore_focus(struct reader *r, size_t off)
{
    r->focus = NO_MENTION;
    if (off == NO_MENTION)
        return;
    reader_tag(r, off + 1);
    size_t i = mentions_after(r->mentions, off);
    if (i < r->mentions->n && r->mentions->items[i].start <= off)
        r->focus = i;
}

static void show_document(struct reader *r)
{
    size_t focus = focused_offset(r);
    if (!reader_is_in_window(r))
        return;
    show(r, &r->document.article, &r->all);
    restore_focus(r, focus);
    window_leave(r->window);
}

/* Is the index there, or so near that it can be made to be? */
static bool is_indexed_at(const struct reader *r, size_t off)
{
    size_t len = reader_formatted_end(r);
    if (reader_is_indexed(r))
        return true;
    bool is_end = !r->has_unformatted && r->document.state != DOCUMENT_MORE;
    return (is_end || off + NEAR_BYTES / 2 < len) && off < r->tagged + NEAR_BYTES / 2;
}

/* Where only a little has no blocks yet, they are made. */
static void format_near(struct reader *r, size_t off)
{
    size_t far = reader_formatted_end(r) + FORMAT_BYTES;
    while (off < far && off + NEAR_BYTES / 2 >= reader_formatted_end(r) && reader_format(r))
        ;
}

/* A window around off; false where its text cannot be had out of order. */
static bool open_window(struct reader *r, struct window *window, size_t off)
{
    size_t len = reader_len(r), end = len - off > WINDOW_BYTES ? off + WINDOW_BYTES : len;
    size_t start = off > (size_t)2 * WINDOW_BYTES ? off - (size_t)2 * WINDOW_BYTES : 0;
    if (!document_peek(&r->document, start, end))
        return false;
    const char *text = r->document.article.text.ptr;
    while (end > off && end < len && ((unsigned char)text[end] & 0xC0) == 0x80)
        end--;
    if (r->mentions == &window->mentions)
        r->focus = NO_MENTION; /* it was one of the window's */
    window_open(window, (struct slice){text, end}, off);
    return true;
}

bool reader_show_at(struct reader *r, size_t off)
{
    size_t len = reader_len(r), focus = focused_offset(r);
    if (r->wish.type == WISH_STEP && r->wish.mentions == &r->window->mentions)
        return true; /* it is looked for in what is shown now */
    if (off > len)
        off = len;
    format_near(r, off);
    if (is_indexed_at(r, off)) {
        show_document(r);
        return true;
    }
    if (!reader_is_in_window(r) || !window_holds(r->window, off, len)) {
        if (!open_window(r, r->window, off)) {
            show_document(r);
            while (off >= reader_formatted_end(r) && reader_format(r))
                ;
            return off < reader_formatted_end(r) || reader_is_indexed(r);
        }
        show(r, &r->window->article, &r->window->mentions);
        r->focus = NO_MENTION;
    }
    if (off < r->window->tag_start) {
        window_tag_from(r->window, r->setup.lexicon, off > TAG_BYTES ? off - TAG_BYTES : 0);
        r->focus = NO_MENTION;
        restore_focus(r, focus);
    }
    return true;
}

/* ------------------------------------------------------------------- steps */

/* The same entity in other mentions, or LEXICON_NONE. */
static uint32_t entity_in(const struct mentions *m, const struct wish *w)
{
    for (uint32_t i = 0; i < m->n_entities; i++)
        if (m->entities[i].record == w->record && w->record != LEXICON_NONE)
            return i;
    for (uint32_t i = 0; i < m->n_entities && w->record == LEXICON_NONE; i++)
        if (slice_equal(m->entities[i].id, buffer_slice(&w->id)))
            return i;
    return LEXICON_NONE;
}

/* The hunt goes on in mentions, from their start or their end. */
static void hunt_in(struct wish *w, const struct mentions *m, long at)
{
    w->mentions = m;
    w->at = at;
    w->entity = w->step.target == STEP_ENTITY ? entity_in(m, w) : LEXICON_NONE;
}

static bool open_hunt(struct reader *r, size_t around, size_t from)
{
    if (!open_window(r, r->hunt, around))
        return false;
    window_tag_from(r->hunt, r->setup.lexicon, from);
    return true;
}

/* To what follows; at the end of the text on to its start. */
static void hunt_on(struct reader *r, struct wish *w, size_t end)
{
    if (end < reader_len(r) && open_hunt(r, end, end)) {
        hunt_in(w, &r->hunt->mentions, -1);
        return;
    }
    hunt_in(w, &r->all, -1);
    w->wrapped = true;
}

/* To what is before end, of the whole text where the index has come to it. */
static void hunt_back(struct reader *r, struct wish *w, size_t end)
{
    size_t from = end > WINDOW_BYTES / 2 ? end - WINDOW_BYTES / 2 : 0;
    if (is_indexed_at(r, end) || !open_hunt(r, from, from)) {
        hunt_in(w, &r->all, (long)mentions_after(&r->all, end > 0 ? end - 1 : 0));
        return;
    }
    window_tag(r->hunt, end);
    size_t n = r->hunt->mentions.n;
    while (n > 0 && r->hunt->mentions.items[n - 1].start >= end)
        n--;
    hunt_in(w, &r->hunt->mentions, (long)n);
}

/* The window whose mentions are hunted in, or NULL. */
static struct window *hunting_window(struct reader *r)
{
    const struct mentions *m = r->wish.mentions;
    return m == &r->hunt->mentions ? r->hunt : m == &r->window->mentions ? r->window : NULL;
}

bool reader_step_in_window(struct reader *r)
{
    struct wish *w = &r->wish;
    struct window *window = hunting_window(r);
    if (w->step.direction < 0) {
        size_t len = reader_len(r);
        if (w->at > 0)
            return false;
        if (window)
            hunt_back(r, w, window->tag_start);
        else if (w->wrapped || reader_is_indexed(r) || !document_peek(&r->document, len, len))
            return false;
        else
            hunt_back(r, w, len);
        w->wrapped = w->wrapped || !window;
        return true;
    }
    if (!window)
        return false;
    if (!window_tag(window, window->tag_end + TAG_BYTES) && w->at + 1 >= (long)w->mentions->n)
        hunt_on(r, w, window->article.text.len);
    return true;
}

/* What the hunt has found is shown: the mention's index there. */
void reader_show_found(struct reader *r)
{
    struct wish *w = &r->wish;
    if (w->mentions == r->mentions)
        return;
    r->focus = NO_MENTION;
    if (w->mentions == &r->all) {
        show(r, &r->document.article, &r->all);
        return;
    }
    struct window *before = r->window;
    r->window = r->hunt;
    r->hunt = before;
    show(r, &r->window->article, &r->window->mentions);
}
