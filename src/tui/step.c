/*
 * step.c - from mention to mention.
 *
 * Steps and counts go by occurrence. A step starts from the focus, or without one from
 * the top of the screen, and goes on at the other end of the text when it must.
 */
#include "reader.h"

bool reader_shows(const struct reader *r, const struct mention *m)
{
    if (m->kind < 32 && (r->hidden_kinds >> m->kind & 1))
        return false;
    return !(r->hide_metonyms && m->form == FORM_METONYM);
}

enum { COUNT_MENTIONS = 100000 }; /* in a piece */

bool reader_count_ordinal(struct reader *r)
{
    struct ordinal *o = &r->ordinal;
    const struct mentions *m = r->mentions;
    if (r->focus == NO_MENTION || r->focus >= m->n || reader_is_in_window(r))
        return false;
    uint32_t entity = m->items[r->focus].entity;
    if (o->mention != r->focus || o->hidden != r->hidden_kinds ||
        o->hide_metonyms != r->hide_metonyms || o->entity != entity)
        *o = (struct ordinal){.mention = r->focus,
                              .next = m->entities[entity].first,
                              .entity = entity,
                              .hidden = r->hidden_kinds,
                              .hide_metonyms = r->hide_metonyms};
    size_t end = m->n - o->next > COUNT_MENTIONS ? o->next + COUNT_MENTIONS : m->n;
    if (o->next == end)
        return false;
    for (; o->next < end; o->next++) {
        const struct mention *x = &m->items[o->next];
        if (x->entity != entity || !reader_shows(r, x))
            continue;
        o->of++;
        if (o->next <= r->focus)
            o->place = o->of;
    }
    r->is_stale = r->is_stale || (o->next == m->n && reader_is_indexed(r));
    return true;
}

size_t reader_ordinal(struct reader *r, size_t mention, size_t *of)
{
    *of = 0;
    if (reader_is_in_window(r))
        return 0;
    reader_count_ordinal(r);
    const struct ordinal *o = &r->ordinal;
    bool counted = o->mention == mention && o->next > mention;
    bool all = counted && o->next == r->mentions->n && reader_is_indexed(r);
    *of = all ? o->of : 0;
    return counted ? o->place : 0;
}

uint32_t reader_focused_entity(struct reader *r)
{
    if (r->focus == NO_MENTION) { /* the first on screen takes it */
        size_t bottom = reader_bottom(r);
        for (size_t i = mentions_after(r->mentions, r->top); i < r->mentions->n; i++) {
            const struct mention *m = &r->mentions->items[i];
            if (m->start >= bottom)
                break;
            if (m->start >= r->top && reader_shows(r, m)) {
                r->focus = i;
                break;
            }
        }
    }
    return r->focus == NO_MENTION ? LEXICON_NONE : r->mentions->items[r->focus].entity;
}

/* Says what has the focus, with those numbers that are known by now. */
void reader_tell_step(struct reader *r)
{
    const struct lexicon *l = r->setup.lexicon;
    const struct article *a = r->article;
    if (r->focus == NO_MENTION) {
        r->note = NOTE_NONE;
        return;
    }
    const struct mention *m = &r->mentions->items[r->focus];
    struct slice kind = lexicon_text(l, l->kinds[m->kind]);
    struct buffer name = {0}, place = {0};
    size_t of, ordinal = reader_ordinal(r, r->focus, &of);
    const char *wrapped = !r->note_wrapped        ? ""
                          : r->note_direction > 0 ? "wrapped to the start: "
                                                  : "wrapped to the end: ";
    if (ordinal)
        buffer_format(&place, ", %zu", ordinal);
    if (ordinal && of)
        buffer_format(&place, " of %zu", of);
    if (!reader_is_in_window(r))
        buffer_format(&place, ", section %zu", article_section_at(a, m->start) + 1);
    if (reader_knows_all(r))
        buffer_format(&place, " of %zu", a->n_sections);
    /* the name gives way, the numbers do not */
    reader_add_name(r->mentions->entities[m->entity].name,
                    r->cols - 4 - (int)(strlen(wrapped) + kind.len + place.len), &name);
    reader_say(r, "%s%.*s %.*s%.*s", wrapped, (int)kind.len, kind.ptr, (int)name.len, name.ptr,
               (int)place.len, place.ptr);
    buffer_release(&place);
    buffer_release(&name);
    r->note = ordinal && of ? NOTE_NONE : NOTE_STEP;
}

static void set_focus(struct reader *r, size_t mention, bool wrapped, int direction)
{
    r->focus = mention;
    reader_reveal(r, r->mentions->items[mention].start);
    r->note_wrapped = wrapped;
    r->note_direction = direction;
    reader_tell_step(r);
}

void reader_focus(struct reader *r, size_t mention)
{
    reader_push_jump(r);
    set_focus(r, mention, false, 1);
}

static bool is_target(const struct reader *r, const struct wish *w, size_t i)
{
    const struct mention *m = &w->mentions->items[i];
    if (!reader_shows(r, m))
        return false;
    if (w->step.target == STEP_KIND)
        return m->kind == w->step.kind;
    return w->step.target == STEP_ANY || m->entity == w->entity;
}

/* The index from which the first step leads to the first mention to look at; -1 and n are
 * beyond the ends. */
static long step_origin(const struct reader *r, int direction)
{
    if (r->focus != NO_MENTION)
        return (long)r->focus;
    size_t i = mentions_after(r->mentions, r->top);
    if (i < r->mentions->n && r->mentions->items[i].start < r->top)
        i++;
    return direction > 0 ? (long)i - 1 : (long)i;
}

static void say_no_target(struct reader *r, struct step step)
{
    const struct lexicon *l = r->setup.lexicon;
    struct slice kind = lexicon_text(l, l->kinds[step.kind]);
    if (step.target == STEP_KIND)
        reader_complain(r, "no %.*s is marked here", (int)kind.len, kind.ptr);
    else
        reader_complain(r, "nothing is marked here");
}

/* All mentions have been passed: whole rounds change nothing. False where none is a target. */
static bool end_round(struct wish *w)
{
    if (w->found == 0)
        return false;
    w->wrapped = true;
    w->count %= (long)w->found;
    if (w->count == 0)
        w->at = (long)w->last;
    w->passed = w->found = 0;
    return true;
}

/* Goes on from mention to mention; true once the step is decided, or cannot be. */
static bool go_on(struct reader *r, struct wish *w)
{
    long n = (long)w->mentions->n;
    bool all = reader_is_indexed(r) && w->mentions == &r->all;
    for (int left = COUNT_MENTIONS; w->count > 0; left--) {
        long next = w->at + w->step.direction;
        bool beyond = next < 0 || next >= n;
        w->waits = beyond && !all;
        if (left == 0 || w->waits)
            return false;
        if (n == 0)
            return true;
        if (beyond) {
            next = next < 0 ? n - 1 : 0;
            w->wrapped = true;
        }
        w->at = next;
        w->passed++;
        if (is_target(r, w, (size_t)next)) {
            w->count--;
            w->found++;
            w->last = (size_t)next;
        }
        if (w->count > 0 && w->passed >= (size_t)n && all && !end_round(w))
            return true;
    }
    return true;
}

static bool find_last(struct reader *r, struct wish *w)
{
    w->waits = !reader_knows_all(r);
    if (w->waits)
        return false;
    for (size_t i = w->mentions->n; i-- > 0;)
        if (is_target(r, w, i)) {
            w->at = (long)i;
            w->count = 0;
            return true;
        }
    return true;
}

bool reader_try_step(struct reader *r)
{
    struct wish *w = &r->wish;
    if (!(w->type == WISH_LAST ? find_last(r, w) : go_on(r, w)))
        return false;
    if (w->count > 0) {
        say_no_target(r, w->step);
    } else {
        reader_push_jump(r);
        reader_show_found(r);
        w->mentions = NULL;
        set_focus(r, (size_t)w->at, w->wrapped, w->step.direction);
    }
    return true;
}

static void begin_step(struct reader *r, enum wish_type type, struct step step, long count)
{
    uint32_t entity = step.target == STEP_ENTITY ? reader_focused_entity(r) : LEXICON_NONE;
    struct buffer id = r->wish.id;
    if (step.target == STEP_ENTITY && entity == LEXICON_NONE) {
        reader_complain(r, "nothing has the focus; c, o, t or Tab give it");
        return;
    }
    id.len = 0;
    r->wish = (struct wish){.type = type,
                            .step = step,
                            .entity = entity,
                            .record = LEXICON_NONE,
                            .count = count,
                            .mentions = r->mentions,
                            .at = step_origin(r, step.direction)};
    if (entity != LEXICON_NONE) {
        r->wish.record = r->mentions->entities[entity].record;
        buffer_add(&id, r->mentions->entities[entity].id);
    }
    r->wish.id = id;
    reader_pursue(r);
}

static void take_step(struct reader *r, struct step step, long count)
{
    begin_step(r, WISH_STEP, step, count);
}

static void step_to(struct reader *r, const struct call *call, struct step step)
{
    r->last_step = step;
    r->has_step = true;
    take_step(r, step, call->count > 0 ? call->count : 1);
}

static void step_kind(struct reader *r, const struct call *call, struct slice kind, int direction)
{
    uint32_t number = lexicon_kind(r->setup.lexicon, kind);
    if (number == LEXICON_NONE)
        reader_complain(r, "the lexicon knows no %.*s", (int)kind.len, kind.ptr);
    else
        step_to(r, call, (struct step){STEP_KIND, number, direction});
}

void do_next_country(struct reader *r, const struct call *call)
{
    step_kind(r, call, SLICE("country"), 1);
}

void do_previous_country(struct reader *r, const struct call *call)
{
    step_kind(r, call, SLICE("country"), -1);
}

void do_next_organization(struct reader *r, const struct call *call)
{
    step_kind(r, call, SLICE("organization"), 1);
}

void do_previous_organization(struct reader *r, const struct call *call)
{
    step_kind(r, call, SLICE("organization"), -1);
}

void do_next_treaty(struct reader *r, const struct call *call)
{
    step_kind(r, call, SLICE("treaty"), 1);
}

void do_previous_treaty(struct reader *r, const struct call *call)
{
    step_kind(r, call, SLICE("treaty"), -1);
}

void do_next_mention(struct reader *r, const struct call *call)
{
    step_to(r, call, (struct step){STEP_ANY, 0, 1});
}

void do_previous_mention(struct reader *r, const struct call *call)
{
    step_to(r, call, (struct step){STEP_ANY, 0, -1});
}

void do_next_same(struct reader *r, const struct call *call)
{
    step_to(r, call, (struct step){STEP_ENTITY, 0, 1});
}

void do_previous_same(struct reader *r, const struct call *call)
{
    step_to(r, call, (struct step){STEP_ENTITY, 0, -1});
}

void do_repeat_step(struct reader *r, const struct call *call)
{
    if (r->has_step)
        take_step(r, r->last_step, call->count > 0 ? call->count : 1);
    else
        reader_complain(r, "no mention step yet");
}

void do_reverse_step(struct reader *r, const struct call *call)
{
    struct step step = r->last_step;
    step.direction = -step.direction;
    if (r->has_step)
        take_step(r, step, call->count > 0 ? call->count : 1);
    else
        reader_complain(r, "no mention step yet");
}

void do_first_same(struct reader *r, const struct call *call)
{
    (void)call;
    uint32_t entity = reader_focused_entity(r);
    if (entity == LEXICON_NONE) {
        reader_complain(r, "nothing has the focus; c, o, t or Tab give it");
        return;
    }
    size_t first = r->mentions->entities[entity].first;
    for (size_t i = first; i < r->mentions->n; i++)
        if (r->mentions->items[i].entity == entity && reader_shows(r, &r->mentions->items[i])) {
            reader_focus(r, i);
            return;
        }
}

void do_last_same(struct reader *r, const struct call *call)
{
    (void)call;
    begin_step(r, WISH_LAST, (struct step){STEP_ENTITY, 0, 1}, 1);
}
