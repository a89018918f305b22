/*
 * window.c - see window.h.
 */
#include "window.h"

#include <stdlib.h>

enum { MARGIN_BYTES = 16 * 1024, SYNC_BYTES = 32 * 1024 };

void window_release(struct window *w)
{
    article_release(&w->article);
    mentions_release(&w->mentions);
    tagger_free(w->tagger);
    *w = (struct window){0};
}

void window_leave(struct window *w)
{
    struct tagger *tagger = w->tagger;
    w->tagger = NULL;
    window_release(w);
    w->tagger = tagger;
}

/* Where blocks can begin: behind a blank line, else behind a line, else at a character. */
static size_t sync_point(struct slice text, size_t off)
{
    size_t least = off > SYNC_BYTES ? off - SYNC_BYTES : 0, line = 0;
    for (size_t at = off; at > least; at--) {
        if (text.ptr[at - 1] != '\n')
            continue;
        if (at < 2 || text.ptr[at - 2] == '\n')
            return at;
        line = line ? line : at;
    }
    if (least == 0 || line)
        return least == 0 ? 0 : line;
    while (off > least && ((unsigned char)text.ptr[off] & 0xC0) == 0x80)
        off--;
    return off;
}

void window_open(struct window *w, struct slice text, size_t off)
{
    article_release(&w->article);
    mentions_release(&w->mentions);
    w->start = off > SYNC_BYTES ? sync_point(text, off - SYNC_BYTES) : 0;
    article_init_part(&w->article, text, w->start);
    w->tag_start = SIZE_MAX;
    w->tag_end = text.len;
}

void window_tag_from(struct window *w, const struct lexicon *lexicon, size_t off)
{
    size_t first = 0;
    const struct article *a = &w->article;
    mentions_release(&w->mentions);
    if (!w->tagger)
        w->tagger = tagger_new(lexicon);
    if (a->n_blocks && off > a->blocks[0].start)
        first = article_block_at(a, off);
    w->tagged = *a;
    w->tagged.blocks += first;
    w->tagged.n_blocks -= first;
    w->tag_start = w->tag_end = a->n_blocks ? a->blocks[first].start : a->text.len;
    tagger_begin(w->tagger, &w->tagged, &w->mentions);
}

bool window_tag(struct window *w, size_t off)
{
    bool more = w->tag_end < w->article.text.len;
    while (more && w->tag_end < off)
        more = tagger_step(w->tagger, 1, &w->tag_end);
    return more;
}

bool window_holds(const struct window *w, size_t off, size_t len)
{
    size_t end = w->article.text.len;
    if (!w->article.n_blocks || off < w->start || off > end)
        return false;
    return (w->start == 0 || off - w->start >= MARGIN_BYTES) &&
           (end >= len || end - off >= MARGIN_BYTES);
}
