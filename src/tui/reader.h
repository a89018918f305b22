/*
 * reader.h - the state of the reader: an article, a place in it, a focus.
 *
 * Keys go in, frames come out; nothing here knows a terminal. What only a terminal or
 * the system can do (copy, suspend, edit, draw anew) is left as a request that the
 * session carries out.
 */
#ifndef DRAGOMAN_READER_H
#define DRAGOMAN_READER_H

#include "command.h"
#include "dragoman/document.h"
#include "dragoman/layout.h"
#include "dragoman/search.h"
#include "dragoman/tagger.h"
#include "frame.h"
#include "prompt.h"
#include "tui.h"
#include "view.h"

#define NO_MENTION SIZE_MAX

enum request {
    REQUEST_NONE,
    REQUEST_QUIT,
    REQUEST_SUSPEND,
    REQUEST_REDRAW,
    REQUEST_EDIT,
    REQUEST_COPY, /* of reader.copied */
};

enum step_target { STEP_ANY, STEP_KIND, STEP_ENTITY };

struct step {
    enum step_target target;
    uint32_t kind; /* index into lexicon.kinds, for STEP_KIND */
    int direction; /* 1 or -1 */
};

struct place_mark { /* a place that can be gone back to */
    size_t top;
    size_t focus; /* mention or NO_MENTION */
    bool set;
};

struct reader {
    struct tui_setup setup;
    size_t file; /* index into setup.files */
    struct document document;
    bool is_open;
    struct mentions mentions;
    struct tagger *tagger;
    bool is_tagging; /* there is more to tag */
    size_t tagged;   /* offset up to which mentions are known */
    struct layout layout;
    struct buffer extra_file; /* of :e, NUL-terminated */

    int rows, cols; /* of the screen */
    size_t top;     /* offset of the first byte on screen, kept over resizes */
    size_t focus;   /* index of a mention, or NO_MENTION */
    struct step last_step;
    bool has_step;

    struct search *search;
    struct buffer search_source;
    int search_direction;
    enum search_case letter_case;
    struct hits hits;
    size_t hit; /* the current one, or hits.n */
    bool hide_hits;
    struct place_mark search_origin; /* where an incremental search began */
    struct buffer search_before;     /* what was searched for then, and */
    size_t hit_before;               /* its current match */

    struct place_mark letters[52]; /* a-z A-Z */
    struct place_mark before_jump;
    struct place_mark *jumps;
    size_t n_jumps, cap_jumps, jump; /* jump: the place in the list that we are at */

    int column; /* wished columns of text */
    bool chop, hide_density, hide_metonyms, show_numbers;
    uint32_t hidden_kinds; /* bit k: kind k is not marked */
    int theme;

    struct panel panel;
    struct prompt prompt;
    struct history searches, command_lines;

    uint32_t pending[KEY_SEQUENCE_MAX];
    int n_pending;
    bool has_escape;                       /* Escape was typed: it may begin an Esc- key */
    long count;                            /* being typed, or -1 */
    const struct command_entry *wants_key; /* a command waits for its key */

    struct buffer message;
    bool is_error;
    enum request request;
    struct buffer copied;

    struct { /* of the density bar, made anew when what it shows changes */
        uint8_t *rows;
        int n;
        uint32_t entity, hidden;
        size_t n_mentions;
        bool hide_metonyms;
    } density;
};

/* Opens the first file that can be read; false and *error where none can. */
bool reader_init(struct reader *r, const struct tui_setup *setup, struct error *error);
void reader_release(struct reader *r);

void reader_resize(struct reader *r, int rows, int cols);
void reader_key(struct reader *r, uint32_t key);
void reader_draw(struct reader *r, struct frame *f);
/* Goes on with what is left to do between two keys, for a few milliseconds at the most;
 * false when nothing is left. */
bool reader_work(struct reader *r);

/* ---- shared by the parts of the reader */

void reader_say(struct reader *r, const char *format, ...) PRINTF_LIKE(2, 3);
void reader_complain(struct reader *r, const char *format, ...) PRINTF_LIKE(2, 3);
bool reader_open(struct reader *r, size_t file, struct error *error);
/* Tags at least up to off. */
void reader_tag(struct reader *r, size_t off);
struct slice reader_text(const struct reader *r);

/* Appends a name, cut to so many columns (but never to fewer than 16) with an ellipsis. */
void reader_add_name(struct slice name, int columns, struct buffer *out);

/* The screen's parts. The text area is what is left between bars and panel. */
struct screen {
    struct area text;                     /* of the column, without line numbers */
    int bar_row, status_row, density_col; /* -1: not shown */
    int numbers;                          /* columns for line numbers */
    struct area panel;                    /* rows 0: none */
};
struct screen reader_screen(const struct reader *r);
/* Lays the text out for the screen's size; to be called when that changes. */
void reader_layout(struct reader *r);

/* Is the mention shown, and can it have the focus? */
bool reader_shows(const struct reader *r, const struct mention *m);
/* Offset after the last byte on screen. */
size_t reader_bottom(struct reader *r);
/* Shows off; scrolls only where it is not comfortably on screen already. */
void reader_reveal(struct reader *r, size_t off);
void reader_scroll(struct reader *r, long rows);
void reader_set_top(struct reader *r, size_t off);
/* Remembers where we are, before a jump. */
void reader_push_jump(struct reader *r);
struct place_mark reader_here(const struct reader *r);
void reader_go(struct reader *r, struct place_mark place);
/* Drops the focus where it is not on screen any more. */
void reader_check_focus(struct reader *r);
void reader_focus(struct reader *r, size_t mention); /* a jump, with its message */
uint32_t reader_focused_entity(struct reader *r);    /* or LEXICON_NONE */
/* Place of a mention among those of its entity that are shown, from 1; *of: how many. */
size_t reader_ordinal(const struct reader *r, size_t mention, size_t *of);
void reader_run_search(struct reader *r, bool incremental);
/* Takes back what an incremental search has done. */
void reader_cancel_search(struct reader *r);
void reader_run_line(struct reader *r, struct slice line);
void view_article_draw(struct reader *r, struct frame *f, const struct screen *s);

/* ---- commands, in the order of the table */

typedef void command_function(struct reader *r, const struct call *call);
command_function do_page_down, do_page_up, do_half_down, do_half_up, do_line_down, do_enter,
    do_line_up, do_start, do_end, do_percent, do_next_paragraph, do_previous_paragraph,
    do_next_section, do_previous_section, do_next_country, do_previous_country,
    do_next_organization, do_previous_organization, do_next_treaty, do_previous_treaty,
    do_next_mention, do_previous_mention, do_next_same, do_previous_same, do_first_same,
    do_last_same, do_repeat_step, do_reverse_step, do_search, do_search_back, do_next_hit,
    do_previous_hit, do_marks_off, do_mark, do_go_mark, do_back, do_forward, do_position, do_card,
    do_outline, do_index, do_help, do_narrower, do_wider, do_wrap, do_toggle_countries,
    do_toggle_organizations, do_toggle_treaties, do_toggle_metonyms, do_toggle_density,
    do_toggle_numbers, do_toggle_case, do_command_line, do_copy_sentence, do_copy_mention,
    do_editor, do_redraw, do_suspend, do_quit;

#endif
