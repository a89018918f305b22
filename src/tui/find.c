/*
 * find.c - searching: as one types, and from match to match.
 */
#include "reader.h"

static void compile(struct reader *r, struct error *error)
{
    search_free(r->search);
    r->search = NULL;
    r->hits.n = 0;
    r->hits.limited = false;
    if (r->search_source.len)
        r->search = search_new(buffer_slice(&r->search_source), false, r->letter_case, error);
    if (r->search)
        search_all(r->search, reader_text(r), &r->hits);
    r->hit = r->hits.n;
    r->hide_hits = false;
}

/* The first match onward from off, going on at the other end. */
static size_t hit_from(const struct reader *r, size_t off, int direction, bool *wrapped)
{
    size_t i = hits_from(&r->hits, off);
    if (direction > 0) {
        *wrapped = i == r->hits.n;
        return *wrapped ? 0 : i;
    }
    *wrapped = i == 0;
    return *wrapped ? r->hits.n - 1 : i - 1;
}

static void show_hit(struct reader *r, bool wrapped, int direction)
{
    size_t off = r->hits.items[r->hit].start;
    reader_reveal(r, off);
    reader_check_focus(r);
    reader_say(r, "%s%zu of %zu%s",
               !wrapped        ? ""
               : direction > 0 ? "wrapped to the start: "
                               : "wrapped to the end: ",
               r->hit + 1, r->hits.n,
               r->hits.limited ? " (the pattern takes too long further on)" : "");
}

static void say_nothing_found(struct reader *r)
{
    if (r->hits.limited)
        reader_complain(r, "the pattern takes too long here; the search stopped");
    else
        reader_complain(r, "not found: %.*s", (int)r->search_source.len, r->search_source.ptr);
}

void reader_run_search(struct reader *r, bool incremental)
{
    struct error error = {0};
    bool typed = r->prompt.kind == '/' || r->prompt.kind == '?';
    bool ended = typed && r->search_origin.set && !incremental; /* Enter in the prompt */
    if (incremental || ended) {
        if (ended && r->prompt.text.len == 0 && r->searches.n) { /* the last pattern again */
            struct buffer last = r->searches.lines[r->searches.n - 1];
            buffer_add(&r->prompt.text, buffer_slice(&last));
        }
        r->search_source.len = 0;
        buffer_add(&r->search_source, buffer_slice(&r->prompt.text));
        reader_go(r, r->search_origin);
    }
    compile(r, &error);
    if (ended)
        r->search_origin.set = false;
    if (!incremental && !ended) { /* another article: only the marks */
        error_release(&error);
        return;
    }
    if (!r->search && r->search_source.len) {
        reader_complain(r, "%.*s", (int)error.text.len, error.text.ptr);
    } else if (r->hits.n) {
        bool wrapped;
        if (ended)
            reader_push_jump(r);
        r->hit = hit_from(r, r->top, r->search_direction, &wrapped);
        show_hit(r, wrapped, r->search_direction);
    } else if (r->search_source.len) {
        say_nothing_found(r);
    }
    error_release(&error);
}

void reader_cancel_search(struct reader *r)
{
    struct error error = {0};
    reader_go(r, r->search_origin);
    r->search_origin.set = false;
    r->search_source.len = 0;
    buffer_add(&r->search_source, buffer_slice(&r->search_before));
    compile(r, &error);
    r->hit = r->hit_before < r->hits.n ? r->hit_before : r->hits.n;
    error_release(&error);
}

static void open_prompt(struct reader *r, char kind, int direction)
{
    r->search_before.len = 0;
    buffer_add(&r->search_before, buffer_slice(&r->search_source));
    r->hit_before = r->hit;
    r->search_direction = direction;
    r->search_origin = reader_here(r);
    prompt_open(&r->prompt, kind, &r->searches);
}

void do_search(struct reader *r, const struct call *call)
{
    (void)call;
    open_prompt(r, '/', 1);
}

void do_search_back(struct reader *r, const struct call *call)
{
    (void)call;
    open_prompt(r, '?', -1);
}

static void step_hit(struct reader *r, long count, int direction)
{
    if (!r->search) {
        reader_complain(r, "no search yet; / begins one");
        return;
    }
    if (r->hits.n == 0) {
        say_nothing_found(r);
        return;
    }
    bool wrapped = false, current = r->hit < r->hits.n;
    if (current) { /* onward from the current match only while it is on screen */
        size_t start = r->hits.items[r->hit].start;
        current = start >= r->top && start < reader_bottom(r);
    }
    reader_push_jump(r);
    r->hide_hits = false;
    if (!current) {
        r->hit = hit_from(r, r->top, direction, &wrapped);
        count--;
    }
    for (count = count > 0 ? (count - 1) % (long)r->hits.n + 1 : 0; count > 0; count--) {
        bool at_end = direction > 0 ? r->hit + 1 == r->hits.n : r->hit == 0;
        wrapped = wrapped || at_end;
        if (at_end)
            r->hit = direction > 0 ? 0 : r->hits.n - 1;
        else
            r->hit += direction > 0 ? 1 : (size_t)-1;
    }
    show_hit(r, wrapped, direction);
}

void do_next_hit(struct reader *r, const struct call *call)
{
    step_hit(r, call->count > 0 ? call->count : 1, r->search_direction);
}

void do_previous_hit(struct reader *r, const struct call *call)
{
    step_hit(r, call->count > 0 ? call->count : 1, -r->search_direction);
}

void do_marks_off(struct reader *r, const struct call *call)
{
    (void)call;
    r->hide_hits = !r->hide_hits;
    reader_say(r, r->hide_hits ? "matches are not marked" : "matches are marked");
}

void do_toggle_case(struct reader *r, const struct call *call)
{
    static const char *const names[] = {"smart case", "any case", "exact case"};
    (void)call;
    r->letter_case = (enum search_case)((r->letter_case + 1) % 3);
    struct error error = {0};
    compile(r, &error);
    error_release(&error);
    reader_say(r, "search: %s", names[r->letter_case]);
}
