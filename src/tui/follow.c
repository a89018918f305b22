/*
 * follow.c - text that goes on coming: a pipe whose writer takes its time, and F, which
 * stays at the end of a file or pipe that grows.
 */
#include "reader.h"

bool reader_is_waiting(const struct reader *r)
{
    return r->document.state == DOCUMENT_WAITS;
}

size_t reader_polls(const struct reader *r, struct pollfd polls[READER_POLLS])
{
    size_t n = document_polls(&r->document, polls);
    return r->coming.is_any ? n + document_polls(&r->coming.document, polls + n) : n;
}

void reader_receive(struct reader *r)
{
    if (r->document.state == DOCUMENT_WAITS)
        r->document.state = DOCUMENT_MORE;
}

/* What came so far is read as it is, and marked, until more comes. */
void reader_pause(struct reader *r)
{
    if (!reader_is_waiting(r) || r->has_paused)
        return;
    r->has_paused = true;
    document_pause(&r->document);
    r->has_unformatted = false;
    layout_forget(&r->layout, r->article);
    r->is_stale = true;
}

/* The file is another now: what was known of the old one is void. */
static void start_over(struct reader *r, const char *what)
{
    reader_forget(r);
    reader_begin_work(r);
    reader_layout(r);
    reader_say(r, "%s; following the new text", what);
}

void reader_follow(struct reader *r)
{
    if (!r->is_following)
        return;
    switch (document_check(&r->document)) {
    case DOCUMENT_SAME:
        return;
    case DOCUMENT_GROWN:
        r->is_indexing = true;
        r->has_unformatted = true;
        r->hit_count.done = false;
        break;
    case DOCUMENT_TRUNCATED:
        start_over(r, "the file was cut off");
        break;
    case DOCUMENT_REPLACED:
        start_over(r, "the file was replaced");
        break;
    case DOCUMENT_GONE:
        if (!r->has_lost_file)
            reader_complain(r, "the file is gone; waiting for it");
        r->has_lost_file = true;
        r->is_stale = true;
        return;
    }
    r->has_lost_file = false;
    reader_wish(r, (struct wish){.type = WISH_END});
}

void reader_stop_following(struct reader *r)
{
    r->is_following = r->document.follows = false;
    if (r->wish.type == WISH_END)
        r->wish.type = WISH_NONE;
}

void do_follow(struct reader *r, const struct call *call)
{
    (void)call;
    if (r->document.descriptor < 0) {
        reader_complain(r, "this text is all there is; it will not grow");
        return;
    }
    reader_push_jump(r);
    r->is_following = r->document.follows = true;
    r->has_lost_file = false;
    reader_wish(r, (struct wish){.type = WISH_END});
    reader_pursue(r);
    reader_say(r, "following; any key stops");
}
