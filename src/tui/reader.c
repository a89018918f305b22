/*
 * reader.c - the reader's begin and end, its messages, and keys to commands.
 *
 * The place in the article is an offset, never a row: a resize or another width
 * converts nothing and loses nothing.
 */
#include "reader.h"

#include "dragoman/utf8.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

enum { COLUMN_DEFAULT = 72 };

/* --------------------------------------------------------------- messages */

static void set_message(struct reader *r, bool is_error, const char *format, va_list args)
{
    char line[512]; /* a longer message would not fit on a screen's line either */
    vsnprintf(line, sizeof line, format, args);
    r->message.len = 0;
    buffer_add(&r->message, slice_of(line));
    r->is_error = is_error;
}

void reader_say(struct reader *r, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    set_message(r, false, format, args);
    va_end(args);
}

void reader_complain(struct reader *r, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    set_message(r, true, format, args);
    va_end(args);
}

/* ---------------------------------------------------------------- opening */

struct slice reader_text(const struct reader *r)
{
    return r->article->text;
}

void reader_forget(struct reader *r)
{
    if (r->panel.view)
        panel_close(r);
    mentions_release(&r->all);
    window_release(r->window);
    window_release(r->hunt);
    r->article = &r->document.article;
    r->mentions = &r->all;
    layout_release(&r->layout);
    reader_forget_hits(r);
    r->focus = NO_MENTION;
    r->top = 0;
    buffer_release(&r->wish.id);
    r->wish = (struct wish){0};
    r->ordinal = (struct ordinal){.mention = NO_MENTION};
    r->density.len = SIZE_MAX;
    r->hit = (struct span){0, 0};
}

static void hide_kinds(struct reader *r, struct slice wanted)
{
    const struct lexicon *l = r->setup.lexicon;
    for (uint32_t kind = 0; wanted.len && kind < l->n_kinds && kind < 32; kind++) {
        struct slice rest = wanted, name;
        bool shown = false;
        while (slice_next(&rest, ',', &name))
            shown = shown || slice_equal(slice_trim(name), lexicon_text(l, l->kinds[kind]));
        if (!shown)
            r->hidden_kinds |= UINT32_C(1) << kind;
    }
}

bool reader_init(struct reader *r, const struct tui_setup *setup, struct error *error)
{
    *r = (struct reader){
        .setup = *setup,
        .rows = 24,
        .cols = 80,
        .column = COLUMN_DEFAULT,
        .focus = NO_MENTION,
        .count = -1,
        .search_direction = 1,
        .tagger = tagger_new(setup->lexicon),
    };
    r->window = &r->windows[0];
    r->hunt = &r->windows[1];
    hide_kinds(r, setup->kinds);
    reader_open_from(r, 0);
    reader_convert_first(r);
    if (r->has_failed)
        error_set(error, "%.*s", (int)r->failure.len, r->failure.ptr);
    else if (r->message.len == 0 && setup->n_lexicon_faults)
        reader_complain(r, "%zu faults in your lexicon; dragoman lexicon check names them",
                        setup->n_lexicon_faults);
    else if (r->message.len == 0 && setup->n_filter_faults)
        reader_complain(r, "%zu fault%s in your filters; dragoman text tells",
                        setup->n_filter_faults, setup->n_filter_faults > 1 ? "s" : "");
    return !r->has_failed;
}

void reader_release(struct reader *r)
{
    reader_close(r);
    tagger_free(r->tagger);
    search_free(r->search);
    buffer_release(&r->search_source);
    buffer_release(&r->search_before);
    free(r->shown_hits);
    free(r->hit_count.marks);
    buffer_release(&r->message);
    buffer_release(&r->copied);
    history_release(&r->searches);
    history_release(&r->command_lines);
    prompt_release(&r->prompt);
    panel_release(&r->panel);
    free(r->density.rows);
    *r = (struct reader){0};
}

/* ----------------------------------------------------------------- layout */

void reader_layout(struct reader *r)
{
    struct screen s = reader_screen(r);
    layout_release(&r->layout);
    layout_init(&r->layout, r->article, s.text.cols, r->chop);
}

void reader_resize(struct reader *r, int rows, int cols)
{
    r->rows = rows > 0 ? rows : 1;
    r->cols = cols > 0 ? cols : 1;
    reader_layout(r);
    if (r->panel.view)
        panel_rebuild(r);
}

/* ------------------------------------------------------------------- keys */

static void finish_keys(struct reader *r)
{
    r->n_pending = 0;
    r->count = -1;
    r->wants_key = NULL;
}

static void run_command(struct reader *r, const struct command_entry *entry, uint32_t key)
{
    struct call call = {r->count >= 0 ? r->count : 1, r->count >= 0, key};
    finish_keys(r);
    entry->run(r, &call);
}

static void lookup_key(struct reader *r, uint32_t key)
{
    const struct command_entry *entry = NULL;
    r->pending[r->n_pending++] = key;
    enum lookup found = command_lookup(r->pending, r->n_pending, &entry);
    if (found == LOOKUP_FOUND && entry->takes_key) {
        r->wants_key = entry;
    } else if (found == LOOKUP_FOUND) {
        run_command(r, entry, 0);
    } else if (found == LOOKUP_NONE || r->n_pending == KEY_SEQUENCE_MAX) {
        struct buffer name = {0};
        for (int i = 0; i < r->n_pending; i++)
            key_add_name(r->pending[i], &name);
        reader_complain(r, "%.*s means nothing here; h shows the keys", (int)name.len, name.ptr);
        buffer_release(&name);
        finish_keys(r);
    }
}

/* Alt with a key arrives as Escape and the key in one. Where that is no key of ours it
 * was typed one after the other, and fast. */
static bool is_two_keys(const struct reader *r, uint32_t key)
{
    const struct command_entry *entry;
    if (!(key & KEY_ESC_PREFIX))
        return false;
    return r->prompt.active || r->panel.view || r->wants_key ||
           command_lookup(&key, 1, &entry) != LOOKUP_FOUND;
}

/* Escape and Control-C stop what goes on, unless something is open that they close. */
static bool is_stop(const struct reader *r, uint32_t key)
{
    enum { KEY_INTERRUPT = 3 };
    return (key == KEY_ESCAPE_ || key == KEY_INTERRUPT) && !r->prompt.active && !r->panel.view;
}

/* A key ends what the one before it still looks for; Escape does nothing else. */
static bool drop_wish(struct reader *r, uint32_t key)
{
    bool quiet = r->wish.type == WISH_END, followed = r->is_following;
    reader_stop_following(r);
    r->wish.type = WISH_NONE;
    if (!is_stop(r, key))
        return false;
    if (!quiet || followed)
        reader_say(r, "stopped");
    finish_keys(r);
    return true;
}

void reader_key(struct reader *r, uint32_t key)
{
    enum { MAX_COUNT = 100000000 };
    if (is_two_keys(r, key)) {
        reader_key(r, KEY_ESCAPE_);
        reader_key(r, key & ~(uint32_t)KEY_ESC_PREFIX);
        return;
    }
    r->message.len = 0;
    r->is_error = false;
    r->note = NOTE_NONE;
    if ((r->wish.type != WISH_NONE || r->is_following) && drop_wish(r, key))
        return;
    if (reader_is_converting(r) && is_stop(r, key)) {
        finish_keys(r);
        reader_stop_converting(r);
        return;
    }
    if (key == '\n')
        key = KEY_ENTER_;
    if (r->prompt.active) {
        enum prompt_result result = prompt_key(&r->prompt, key);
        if (r->prompt.kind == ':') {
            if (result == PROMPT_DONE)
                reader_run_line(r, buffer_slice(&r->prompt.text));
        } else if (result == PROMPT_CHANGED) {
            r->search_is_due = true; /* when drawn: many keys may have arrived at once */
        } else if (result == PROMPT_DONE) {
            reader_run_search(r, false);
        } else if (result == PROMPT_CANCELLED) {
            reader_cancel_search(r);
        }
    } else if (r->wants_key) {
        run_command(r, r->wants_key, key);
    } else if (r->panel.view && r->n_pending == 0) {
        panel_key(r, key);
    } else if (r->has_escape) { /* Escape and a key may mean something together */
        r->has_escape = false;
        const struct command_entry *entry;
        uint32_t both = key | KEY_ESC_PREFIX;
        if (command_lookup(&both, 1, &entry) == LOOKUP_FOUND)
            run_command(r, entry, 0);
        else if (key != KEY_ESCAPE_)
            reader_key(r, key);
    } else if (r->n_pending == 0 && key >= '0' && key <= '9' && (key != '0' || r->count >= 0)) {
        r->count = (r->count < 0 ? 0 : r->count) * 10 + (long)(key - '0');
        if (r->count > MAX_COUNT)
            r->count = MAX_COUNT;
    } else if (key == KEY_ESCAPE_) {
        r->has_escape = r->count < 0 && !r->n_pending;
        finish_keys(r);
    } else {
        lookup_key(r, key);
    }
}

/* --------------------------------------------------------------- requests */

void do_redraw(struct reader *r, const struct call *call)
{
    (void)call;
    r->request = REQUEST_REDRAW;
}

void do_suspend(struct reader *r, const struct call *call)
{
    (void)call;
    r->request = REQUEST_SUSPEND;
}

void do_quit(struct reader *r, const struct call *call)
{
    (void)call;
    r->request = REQUEST_QUIT;
}

void do_editor(struct reader *r, const struct call *call)
{
    (void)call;
    const char *path = reader_path(r, r->file);
    if (!path || strcmp(path, "-") == 0)
        reader_complain(r, "this text is no file that an editor could open");
    else
        r->request = REQUEST_EDIT;
}
