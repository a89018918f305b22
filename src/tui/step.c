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

size_t reader_ordinal(const struct reader *r, size_t mention, size_t *of)
{
    size_t ordinal = 0;
    uint32_t entity = r->mentions.items[mention].entity;
    *of = 0;
    for (size_t i = r->mentions.entities[entity].first; i < r->mentions.n; i++) {
        const struct mention *m = &r->mentions.items[i];
        if (m->entity != entity || !reader_shows(r, m))
            continue;
        ++*of;
        if (i <= mention)
            ordinal = *of;
    }
    return ordinal;
}

uint32_t reader_focused_entity(struct reader *r)
{
    if (r->focus == NO_MENTION) { /* the first on screen takes it */
        size_t bottom = reader_bottom(r);
        for (size_t i = mentions_after(&r->mentions, r->top); i < r->mentions.n; i++) {
            const struct mention *m = &r->mentions.items[i];
            if (m->start >= bottom)
                break;
            if (m->start >= r->top && reader_shows(r, m)) {
                r->focus = i;
                break;
            }
        }
    }
    return r->focus == NO_MENTION ? LEXICON_NONE : r->mentions.items[r->focus].entity;
}

static void announce(struct reader *r, size_t mention, const char *wrapped)
{
    const struct lexicon *l = r->setup.lexicon;
    const struct article *a = &r->document.article;
    const struct mention *m = &r->mentions.items[mention];
    struct slice kind = lexicon_text(l, l->kinds[m->kind]);
    struct buffer name = {0}, place = {0};
    size_t of, ordinal = reader_ordinal(r, mention, &of);
    buffer_format(&place, ", %zu of %zu, section %zu of %zu", ordinal, of,
                  article_section_at(a, m->start) + 1, a->n_sections);
    /* the name gives way, the numbers do not */
    reader_add_name(r->mentions.entities[m->entity].name,
                    r->cols - 4 - (int)(strlen(wrapped) + kind.len + place.len), &name);
    reader_say(r, "%s%.*s %.*s%.*s", wrapped, (int)kind.len, kind.ptr, (int)name.len, name.ptr,
               (int)place.len, place.ptr);
    buffer_release(&place);
    buffer_release(&name);
}

static void move_focus(struct reader *r, size_t mention, const char *wrapped)
{
    reader_push_jump(r);
    r->focus = mention;
    reader_reveal(r, r->mentions.items[mention].start);
    announce(r, mention, wrapped);
}

void reader_focus(struct reader *r, size_t mention)
{
    move_focus(r, mention, "");
}

static bool is_target(const struct reader *r, struct step step, uint32_t entity, size_t i)
{
    const struct mention *m = &r->mentions.items[i];
    if (!reader_shows(r, m))
        return false;
    if (step.target == STEP_KIND)
        return m->kind == step.kind;
    return step.target == STEP_ANY || m->entity == entity;
}

/* The index from which the first step leads to the first mention to look at; -1 and n are
 * beyond the ends. */
static long step_origin(const struct reader *r, int direction)
{
    if (r->focus != NO_MENTION)
        return (long)r->focus;
    size_t i = mentions_after(&r->mentions, r->top);
    if (i < r->mentions.n && r->mentions.items[i].start < r->top)
        i++;
    return direction > 0 ? (long)i - 1 : (long)i;
}

static void take_step(struct reader *r, struct step step, long count)
{
    const struct mentions *m = &r->mentions;
    uint32_t entity = step.target == STEP_ENTITY ? reader_focused_entity(r) : LEXICON_NONE;
    if (step.target == STEP_ENTITY && entity == LEXICON_NONE) {
        reader_complain(r, "nothing has the focus; c, o, t or Tab give it");
        return;
    }
    size_t n_targets = 0;
    for (size_t i = 0; i < m->n; i++)
        n_targets += is_target(r, step, entity, i);
    if (n_targets == 0 && step.target == STEP_KIND) {
        const struct lexicon *l = r->setup.lexicon;
        struct slice kind = lexicon_text(l, l->kinds[step.kind]);
        reader_complain(r, "no %.*s is marked here", (int)kind.len, kind.ptr);
        return;
    }
    if (n_targets == 0) {
        reader_complain(r, "nothing is marked here");
        return;
    }
    long n = (long)m->n, at = step_origin(r, step.direction);
    bool wrapped = count > (long)n_targets;
    count = (count - 1) % (long)n_targets + 1; /* whole rounds change nothing */
    while (count > 0) {
        at += step.direction;
        if (at < 0 || at >= n) {
            at = at < 0 ? n - 1 : 0;
            wrapped = true;
        }
        if (is_target(r, step, entity, (size_t)at))
            count--;
    }
    const char *note = !wrapped             ? ""
                       : step.direction > 0 ? "wrapped to the start: "
                                            : "wrapped to the end: ";
    move_focus(r, (size_t)at, note);
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

/* First or last mention of the focused entity. */
static void go_to_extreme(struct reader *r, bool last)
{
    uint32_t entity = reader_focused_entity(r);
    size_t found = NO_MENTION;
    if (entity == LEXICON_NONE) {
        reader_complain(r, "nothing has the focus; c, o, t or Tab give it");
        return;
    }
    for (size_t i = 0; i < r->mentions.n && (last || found == NO_MENTION); i++)
        if (is_target(r, (struct step){STEP_ENTITY, 0, 1}, entity, i))
            found = i;
    if (found != NO_MENTION)
        move_focus(r, found, "");
}

void do_first_same(struct reader *r, const struct call *call)
{
    (void)call;
    go_to_extreme(r, false);
}

void do_last_same(struct reader *r, const struct call *call)
{
    (void)call;
    go_to_extreme(r, true);
}
