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
#include "window.h"

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
    size_t focus; /* where the focused mention starts, or NO_MENTION */
    bool set;
};

/* What a key asked for and the text that is there could not yet give: it is looked for while
 * more is read and tagged, until another key comes. */
enum wish_type {
    WISH_NONE,
    WISH_STEP,   /* to a mention */
    WISH_LAST,   /* to the last mention of the focused entity */
    WISH_HIT,    /* to a match */
    WISH_OFFSET, /* to a place in the text */
    WISH_LINE,   /* to a line */
    WISH_END,    /* to stay at the end of what there is */
};

struct wish {
    enum wish_type type;
    int direction;
    long count;   /* so many more of them */
    bool wrapped; /* it went on at the other end */
    bool waits;   /* for more of the text; else only for its next turn */
    struct step step;
    uint32_t entity; /* of STEP_ENTITY, WISH_LAST: in these mentions, and what it is */
    uint32_t record; /* of the lexicon, or LEXICON_NONE: then it has an id */
    struct buffer id;
    const struct mentions *mentions; /* those that are looked at */
    long at;                         /* the one that it has come to */
    size_t passed, found; /* mentions or matches since it began, or since a whole round */
    size_t last;          /* the last mention found */
    size_t from, origin;  /* offsets: searched so far, and where the search began */
    size_t line;          /* still to go; off is from */
    struct {              /* in the piece before from, where a search back has come to */
        bool runs;
        size_t at;
        struct span hit; /* the last one there; empty: none */
    } back;
};

/* The place of a mention among those of its entity; counted in pieces. */
struct ordinal {
    size_t mention, next; /* that is counted for; to look at */
    size_t place, of;
    uint32_t entity, hidden;
    bool hide_metonyms;
};

/* How many matches there are, counted in pieces, and how many are before some offsets, from
 * where the matches of any place can be found again. */
struct hit_count {
    struct hit_mark {
        size_t off, n;
    } * marks;
    size_t n_marks, cap_marks;
    size_t from, n; /* searched to; matches so far */
    bool done, limited;
};

/* What is read next, once filters have converted it. */
struct coming {
    struct document document;
    struct buffer path; /* of one that is none of the given files, NUL-terminated */
    size_t file;
    size_t top;            /* to be shown first */
    long started, seconds; /* when it began, in milliseconds; so long it has taken */
    bool is_any;
};

enum note { NOTE_NONE, NOTE_STEP, NOTE_HIT };

struct reader {
    struct tui_setup setup;
    size_t file;   /* index into setup.files */
    size_t wanted; /* the same: the last one asked for, which may be none that can be read */
    struct document document;
    bool is_open;
    struct coming coming;
    bool shows_nothing;        /* the document only stands in for the first that is coming */
    struct buffer failure;     /* why a file before that could not be read */
    bool has_failed;           /* and there is none behind it: the reader ends */
    struct article *article;   /* what is shown: the document's, or a window's */
    struct mentions *mentions; /* of it */
    struct window windows[2];
    struct window *window; /* shown where the index has not come to */
    struct window *hunt;   /* where a step looks for its mention */
    struct mentions all;   /* of the document, as far as it is tagged */
    struct tagger *tagger;
    struct article settled; /* as the tagger sees the document: the blocks that stay */
    size_t tagged;          /* offset up to which mentions are known */
    bool has_unformatted;   /* there is text that no block holds yet */
    bool is_indexing;       /* there is more to read, to format or to tag */
    bool has_paused;        /* while nothing comes */
    bool is_following;      /* it stays at the end of what there is */
    bool has_lost_file;     /* that it follows */
    bool has_worked;        /* on it since it was opened */
    bool is_stale;          /* work has changed what the screen shows */
    bool is_awaited;        /* and this is what a key asked for: it is shown at once */
    size_t drawn_bottom;    /* where the text on the screen ended */
    size_t slice;           /* for tests: so many bytes a piece of work, one piece at a time */
    struct wish wish;       /* of a key, that needs more of the text */
    struct ordinal ordinal;
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
    struct span hit;     /* the current match; empty: none */
    size_t hit_place;    /* among all, from 1; 0: not known yet */
    double hunt_seconds; /* used up by turns at one place of the text, see search.h */
    struct hit_count hit_count;
    struct span *shown_hits; /* those on the screen */
    size_t n_shown_hits, cap_shown_hits;
    bool hide_hits;
    bool search_is_due;              /* its pattern has changed since it ran */
    struct place_mark search_origin; /* where an incremental search began */
    struct buffer search_before;     /* what was searched for then, and */
    struct span hit_before;          /* its current match */

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
    bool has_rung;  /* the bell, for this error */
    enum note note; /* what the message tells, where work may tell more of it */
    bool note_wrapped;
    int note_direction;
    enum request request;
    struct buffer copied;

    struct { /* of the density bar, made anew when what it shows changes */
        uint8_t *rows;
        int n;
        uint32_t entity, hidden;
        size_t next; /* mention to look at */
        size_t len;  /* of the text */
        bool hide_metonyms, is_final;
    } density;
};

/* Opens the first file that can be read; false and *error where none can. Later, too, it may
 * turn out that none can: then has_failed is set, and failure says why. */
bool reader_init(struct reader *r, const struct tui_setup *setup, struct error *error);
void reader_release(struct reader *r);

void reader_resize(struct reader *r, int rows, int cols);
void reader_key(struct reader *r, uint32_t key);
void reader_draw(struct reader *r, struct frame *f);
/* Goes on with what is left to do between two keys, for a few milliseconds at the most;
 * false when nothing is left. */
bool reader_work(struct reader *r);
/* The text waits for a producer; what it wrote can be read now; it has not written for a
 * while; look whether the file that is followed has changed. */
bool reader_is_waiting(const struct reader *r);
enum { READER_POLLS = 2 * DOCUMENT_POLLS };
size_t reader_polls(const struct reader *r, struct pollfd polls[READER_POLLS]);
void reader_receive(struct reader *r);
void reader_pause(struct reader *r);
void reader_follow(struct reader *r);
void reader_stop_following(struct reader *r);
/* Whatever is known of the article is all there is to know. */
static inline bool reader_is_indexed(const struct reader *r)
{
    return !r->is_indexing;
}

/* ---- shared by the parts of the reader */

void reader_say(struct reader *r, const char *format, ...) PRINTF_LIKE(2, 3);
void reader_complain(struct reader *r, const char *format, ...) PRINTF_LIKE(2, 3);
/* Opens a file, or at least begins to convert it. */
bool reader_open(struct reader *r, size_t file, struct error *error);
bool reader_open_path(struct reader *r, struct slice name, struct error *error);
/* Opens the first that can be of the files from one on. */
void reader_open_from(struct reader *r, size_t file);
void reader_close(struct reader *r);
const char *reader_path(const struct reader *r, size_t file); /* NULL: the bundled article */
/* A file is converted, or was read for that. */
bool reader_is_converting(const struct reader *r);
/* Goes on with what is to come; false where nothing can be done now. */
bool reader_convert(struct reader *r);
/* Waits for the first file, but not for long. */
void reader_convert_first(struct reader *r);
void reader_stop_converting(struct reader *r);
void reader_add_conversion(const struct reader *r, struct buffer *out); /* what goes on */
/* Tags up to off, where that is not far. */
void reader_tag(struct reader *r, size_t off);
/* True when nothing is left to index, the first time that this is seen. */
bool reader_check_index(struct reader *r);
/* Where the blocks of the document end by now. */
size_t reader_formatted_end(const struct reader *r);
/* Makes blocks of more of the text; false where all that is read has some. */
bool reader_format(struct reader *r);
/* Forgets what depends on the text. */
void reader_forget(struct reader *r);
/* Begins to work on a document that was opened; makes a first screen's worth of it. */
void reader_begin_work(struct reader *r);
/* Works on what r->wish needs for a few milliseconds; says so where that was not enough. */
void reader_pursue(struct reader *r);
/* Sets a wish in place of any other. */
void reader_wish(struct reader *r, struct wish wish);
/* Tries to fulfil the wish with what there is; true when it is done with. */
bool reader_try_wish(struct reader *r);
bool reader_try_step(struct reader *r);
bool reader_try_hit(struct reader *r);
bool reader_try_place(struct reader *r);
/* A piece of counting; false where there is nothing to count. */
bool reader_count_ordinal(struct reader *r);
bool reader_count_hits(struct reader *r);
bool reader_count_density(struct reader *r);
void reader_tell_step(struct reader *r);
void reader_tell_hit(struct reader *r);
void reader_forget_hits(struct reader *r);
/* Finds the matches in a part of the text, for drawing. */
void reader_find_shown_hits(struct reader *r, size_t start, size_t end);
/* The length of the text, also while it is not all read, as far as that can be known. */
size_t reader_len(const struct reader *r);
/* Makes the text around off what r->article and r->mentions are; false where it is not there
 * yet. */
bool reader_show_at(struct reader *r, size_t off);
/* Is what is shown the whole document, and all of it known? */
bool reader_knows_all(const struct reader *r);
bool reader_is_in_window(const struct reader *r);
/* A piece of a step that is in a window or has to go into one. */
bool reader_step_in_window(struct reader *r);
/* Shows the mentions in which a step has found what it looked for. */
void reader_show_found(struct reader *r);
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
/* Place of a mention among those of its entity that are shown, from 1, and how many there are;
 * 0 as long as that is not known. */
size_t reader_ordinal(struct reader *r, size_t mention, size_t *of);
void reader_run_search(struct reader *r, bool incremental);
/* Takes back what an incremental search has done. */
void reader_cancel_search(struct reader *r);
void reader_run_line(struct reader *r, struct slice line);
void view_article_draw(struct reader *r, struct frame *f, const struct screen *s);

/* ---- commands, in the order of the table */

typedef void command_function(struct reader *r, const struct call *call);
command_function do_page_down, do_page_up, do_half_down, do_half_up, do_follow, do_line_down,
    do_enter, do_line_up, do_start, do_end, do_percent, do_next_paragraph, do_previous_paragraph,
    do_next_section, do_previous_section, do_next_country, do_previous_country,
    do_next_organization, do_previous_organization, do_next_treaty, do_previous_treaty,
    do_next_mention, do_previous_mention, do_next_same, do_previous_same, do_first_same,
    do_last_same, do_repeat_step, do_reverse_step, do_search, do_search_back, do_next_hit,
    do_previous_hit, do_marks_off, do_mark, do_go_mark, do_back, do_forward, do_position, do_card,
    do_outline, do_index, do_links, do_help, do_narrower, do_wider, do_wrap, do_toggle_countries,
    do_toggle_organizations, do_toggle_treaties, do_toggle_metonyms, do_toggle_density,
    do_toggle_numbers, do_toggle_case, do_command_line, do_copy_sentence, do_copy_mention,
    do_editor, do_redraw, do_suspend, do_quit;

#endif
