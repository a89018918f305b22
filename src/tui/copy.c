/*
 * copy.c - what goes to the clipboard: the focused mention, or its sentence with where it
 * comes from.
 */
#include "reader.h"

/* The sentence around off: from a full stop or the block's start to the next. */
static struct span sentence_at(const struct article *a, size_t off)
{
    struct block b = a->blocks[article_block_at(a, off)];
    struct span s = {off, off};
    const char *p = a->text.ptr;
    while (s.start > b.start &&
           !(strchr(".!?", p[s.start - 1]) && (p[s.start] == ' ' || p[s.start] == '\n')))
        s.start--;
    while (s.end < b.end && !(strchr(".!?", p[s.end]) &&
                              (s.end + 1 == b.end || p[s.end + 1] == ' ' || p[s.end + 1] == '\n')))
        s.end++;
    if (s.end < b.end)
        s.end++;
    struct slice text = slice_trim(slice_cut(a->text, s));
    s.start = (size_t)(text.ptr - p);
    s.end = s.start + text.len;
    return s;
}

void do_copy_mention(struct reader *r, const struct call *call)
{
    (void)call;
    if (r->focus == NO_MENTION) {
        reader_complain(r, "nothing has the focus; c, o, t or Tab give it");
        return;
    }
    const struct mention *m = &r->mentions->items[r->focus];
    r->copied.len = 0;
    buffer_add(&r->copied, slice_cut(reader_text(r), (struct span){m->start, m->end}));
    r->request = REQUEST_COPY;
    reader_say(r, "copied: %.*s", (int)r->copied.len, r->copied.ptr);
}

void do_copy_sentence(struct reader *r, const struct call *call)
{
    (void)call;
    const struct article *a = r->article;
    size_t off = r->focus == NO_MENTION ? r->top : r->mentions->items[r->focus].start;
    if (a->n_blocks == 0) {
        reader_complain(r, "there is no sentence to copy");
        return;
    }
    struct slice title = r->document.article.sections[0].name;
    r->copied.len = 0;
    buffer_add(&r->copied, slice_cut(a->text, sentence_at(a, off)));
    buffer_add(&r->copied, SLICE(" ("));
    buffer_add(&r->copied, title.len ? title : r->document.name);
    buffer_add(&r->copied, SLICE(")"));
    r->request = REQUEST_COPY;
    reader_say(r, "copied the sentence with its source");
}
