/*
 * view.c - what all panels share: the list, its keys, narrowing, drawing; see view.h.
 */
#include "view.h"

#include "reader.h"

#include "dragoman/utf8.h"

#include <stdlib.h>

struct item *panel_add(struct panel *p, struct slice text, enum role role)
{
    ARRAY_RESERVE(p->items, p->n, p->cap);
    struct item *item = &p->items[p->n++];
    *item =
        (struct item){.text = arena_copy(&p->arena, text), .role = role, .entity = LEXICON_NONE};
    return item;
}

struct item *panel_add_place(struct panel *p, struct slice text, enum role role, size_t off)
{
    struct item *item = panel_add(p, text, role);
    item->off = off;
    item->leads = true;
    return item;
}

void panel_release(struct panel *p)
{
    arena_release(&p->arena);
    free(p->items);
    buffer_release(&p->title);
    buffer_release(&p->narrowed);
    prompt_release(&p->filter);
    history_release(&p->filters);
    *p = (struct panel){0};
}

/* ---------------------------------------------------------------- narrowing */

/* What items are compared with, and room for one that is not all ASCII. */
struct narrowing {
    struct buffer part, other; /* in small letters */
};

static bool contains(struct slice text, struct slice part)
{
    for (size_t i = 0; i + part.len <= text.len; i++) {
        size_t k = 0;
        while (k < part.len &&
               (text.ptr[i + k] >= 'A' && text.ptr[i + k] <= 'Z' ? text.ptr[i + k] | 0x20
                                                                 : text.ptr[i + k]) == part.ptr[k])
            k++;
        if (k == part.len)
            return true;
    }
    return false;
}

static bool contains_folded(struct narrowing *by, struct slice text)
{
    unsigned char high = 0;
    for (size_t i = 0; i < text.len; i++)
        high |= (unsigned char)text.ptr[i];
    if (high >= 0x80) {
        by->other.len = 0;
        utf8_to_lower(text, &by->other);
        text = buffer_slice(&by->other);
    }
    return contains(text, buffer_slice(&by->part));
}

/* Leaves only those items that hold what was typed. */
static void narrow(struct panel *p)
{
    struct narrowing by = {0};
    size_t n = 0;
    p->narrowed.len = 0;
    buffer_add(&p->narrowed, buffer_slice(&p->filter.text));
    if (p->narrowed.len == 0)
        return;
    utf8_to_lower(buffer_slice(&p->narrowed), &by.part);
    for (size_t i = 0; i < p->n; i++) {
        const struct item *item = &p->items[i];
        if (item->text.len &&
            (contains_folded(&by, item->text) || contains_folded(&by, item->match) ||
             contains_folded(&by, item->right)))
            p->items[n++] = *item;
    }
    p->n = n;
    buffer_release(&by.part);
    buffer_release(&by.other);
}

/* Does what was typed only leave out more than before? Then the list need not be made anew: it
 * may have a million lines. */
static bool narrows_further(const struct panel *p)
{
    return p->narrowed.len &&
           slice_has_prefix(buffer_slice(&p->filter.text), buffer_slice(&p->narrowed));
}

static bool has_choice(const struct panel *p)
{
    for (size_t i = 0; i < p->n; i++)
        if (p->items[i].leads)
            return true;
    return false;
}

static void select_near(struct panel *p, size_t wanted)
{
    if (p->n == 0) {
        p->selected = 0;
        return;
    }
    p->selected = wanted < p->n ? wanted : p->n - 1;
    if (!has_choice(p))
        return;
    while (!p->items[p->selected].leads)
        p->selected = (p->selected + 1) % p->n;
}

void panel_rebuild(struct reader *r)
{
    struct panel *p = &r->panel;
    arena_release(&p->arena);
    p->n = 0;
    p->title.len = 0;
    p->view->build(r, p);
    narrow(p);
    select_near(p, p->selected);
}

void panel_open(struct reader *r, const struct view *view)
{
    struct panel *p = &r->panel;
    p->view = view;
    p->filter.active = false;
    p->filter.text.len = p->filter.cursor = 0;
    p->filter.history = &p->filters;
    p->selected = p->top = 0;
    p->from_head = false;
    reader_layout(r);
    panel_rebuild(r);
    for (size_t i = 0; i < p->n; i++)
        if (p->items[i].current && p->items[i].leads)
            p->selected = i;
}

void panel_close(struct reader *r)
{
    r->panel.view = NULL;
    r->panel.filter.active = false;
    reader_layout(r);
    reader_check_focus(r);
}

/* -------------------------------------------------------------------- keys */

static void move_selection(struct panel *p, long by)
{
    if (p->n == 0)
        return;
    p->from_head = false;
    if (!has_choice(p)) { /* nothing to choose: the list itself moves */
        long top = (long)p->top + by;
        p->top = top < 0 ? 0 : top >= (long)p->n ? p->n - 1 : (size_t)top;
        p->selected = p->top;
        return;
    }
    int direction = by < 0 ? -1 : 1;
    long at = (long)p->selected, left = by < 0 ? -by : by, good = at;
    for (at += direction; left > 0 && at >= 0 && at < (long)p->n; at += direction)
        if (p->items[at].leads) {
            good = at;
            left--;
        }
    p->selected = (size_t)good;
    if (direction < 0 && by < 0) { /* show what stands above the first choice */
        size_t above = p->selected;
        while (above > 0 && !p->items[above - 1].leads)
            above--;
        if (above == 0)
            p->top = 0;
    }
}

static void choose(struct reader *r)
{
    struct panel *p = &r->panel;
    if (p->selected >= p->n || !p->items[p->selected].leads)
        return;
    struct item item = p->items[p->selected];
    panel_close(r);
    reader_show_at(r, item.off);
    reader_tag(r, item.off + 1);
    if (item.entity != LEXICON_NONE) {
        size_t i = mentions_after(r->mentions, item.off);
        if (i < r->mentions->n && r->mentions->items[i].start == item.off) {
            reader_focus(r, i);
            return;
        }
    }
    reader_push_jump(r);
    r->focus = NO_MENTION;
    struct row row;
    if (layout_row_at(&r->layout, item.off, &row))
        r->top = row.start;
}

static void filter_key(struct reader *r, uint32_t key)
{
    struct panel *p = &r->panel;
    if (key == KEY_UP_ || key == KEY_DOWN_) {
        move_selection(p, key == KEY_UP_ ? -1 : 1);
        return;
    }
    switch (prompt_key(&p->filter, key)) {
    case PROMPT_CHANGED:
        p->selected = p->top = 0;
        if (narrows_further(p)) {
            narrow(p);
            select_near(p, 0);
        } else {
            panel_rebuild(r);
        }
        break;
    case PROMPT_DONE:
        choose(r);
        break;
    case PROMPT_CANCELLED:
        p->filter.text.len = p->filter.cursor = 0;
        panel_rebuild(r);
        break;
    case PROMPT_SAME:
        break;
    }
}

void panel_key(struct reader *r, uint32_t key)
{
    struct panel *p = &r->panel;
    enum { CTRL_D = 4, CTRL_F = 6, CTRL_B = 2, CTRL_U = 21, CTRL_L = 12, CTRL_Z = 26 };
    int page = reader_screen(r).panel.rows - 2;
    page = page > 0 ? page : 1;
    if (p->filter.active) {
        filter_key(r, key);
    } else if (key == p->view->key || key == 'q' || key == KEY_ESCAPE_) {
        panel_close(r);
    } else if (key == 'Q') {
        r->request = REQUEST_QUIT;
    } else if (key == CTRL_L || key == CTRL_Z) {
        r->request = key == CTRL_L ? REQUEST_REDRAW : REQUEST_SUSPEND;
    } else if (p->view->handle && p->view->handle(r, p, key)) {
        return;
    } else if (key == KEY_ENTER_) {
        choose(r);
    } else if (key == '/') {
        prompt_open(&p->filter, '/', &p->filters);
        if (p->narrowed.len)
            panel_rebuild(r);
    } else if (key == 'j' || key == KEY_DOWN_ || key == 'e' || key == KEY_TAB_) {
        move_selection(p, 1);
    } else if (key == 'k' || key == KEY_UP_ || key == 'y' || key == KEY_SHIFT_TAB_) {
        move_selection(p, -1);
    } else if (key == ' ' || key == 'f' || key == CTRL_F || key == KEY_PGDN_) {
        move_selection(p, page);
    } else if (key == 'b' || key == CTRL_B || key == KEY_PGUP_) {
        move_selection(p, -page);
    } else if (key == 'd' || key == CTRL_D) {
        move_selection(p, page / 2 + 1);
    } else if (key == 'u' || key == CTRL_U) {
        move_selection(p, -(page / 2 + 1));
    } else if (key == 'g' || key == '<' || key == KEY_HOME_) {
        move_selection(p, -(long)p->n - 1);
    } else if (key == 'G' || key == '>' || key == KEY_END_) {
        move_selection(p, (long)p->n + 1);
    } else { /* another panel's key opens that one instead */
        static const struct view *const views[] = {&view_outline, &view_index, &view_links,
                                                   &view_help};
        for (size_t i = 0; i < sizeof views / sizeof *views; i++)
            if (views[i]->key == key) {
                panel_open(r, views[i]);
                return;
            }
        if (key == ':')
            do_command_line(r, NULL);
    }
}

/* ----------------------------------------------------------------- drawing */

static void scroll_to_selection(struct panel *p, int rows)
{
    if (p->from_head)
        return;
    if (p->selected < p->top)
        p->top = p->selected;
    if (rows > 0 && p->selected >= p->top + (size_t)rows)
        p->top = p->selected - (size_t)rows + 1;
    if (p->top + (size_t)rows > p->n)
        p->top = p->n > (size_t)rows ? p->n - (size_t)rows : 0;
}

static void draw_item(const struct panel *p, struct frame *f, struct area area, int row, size_t i)
{
    const struct item *item = &p->items[i];
    bool selected = i == p->selected && item->leads;
    unsigned marks = selected ? MARK_SELECTED : 0;
    int limit = area.col + area.cols - 1, right = limit;
    if (selected)
        frame_fill(f, row, area.col, limit, ROLE_TEXT, marks);
    if (item->right.len) {
        int width = (int)utf8_columns(item->right);
        if (width < area.cols / 2) {
            right = limit - width - 1;
            frame_put(f, row, limit - width, limit, item->right, ROLE_LABEL, marks);
        }
    }
    frame_put(f, row, area.col, area.col + 2, item->current ? SLICE("\u203A") : SLICE(" "),
              ROLE_TEXT, marks);
    frame_put_short(f, row, area.col + 2 + item->indent, right, item->text, item->role, marks);
}

void panel_draw(struct reader *r, struct frame *f, struct area area)
{
    struct panel *p = &r->panel;
    int rows = area.rows, first = area.row;
    bool beside = area.cols < f->cols;
    for (int row = 0; row < area.rows; row++)
        frame_fill(f, area.row + row, area.col, area.col + area.cols, ROLE_TEXT, 0);
    if (rows >= 3) {
        frame_put_short(f, first, area.col + 2, area.col + area.cols - 1, buffer_slice(&p->title),
                        ROLE_TITLE, 0);
        first++;
        rows--;
    }
    bool narrowing = p->filter.active || p->filter.text.len;
    if (narrowing && rows >= 2)
        rows--;
    scroll_to_selection(p, rows);
    for (int i = 0; i < rows && p->top + (size_t)i < p->n; i++)
        draw_item(p, f, area, first + i, p->top + (size_t)i);
    if (p->n == 0 && rows > 0)
        frame_put_short(f, first, area.col + 2, area.col + area.cols - 1, SLICE("nothing"),
                        ROLE_LABEL, 0);
    if (narrowing) {
        int row = first + rows - (rows < 2 && area.rows < 2);
        int col = frame_put(f, row, area.col, area.col + area.cols, SLICE("/"), ROLE_PROMPT, 0);
        col = frame_put(f, row, col, area.col + area.cols - 1, buffer_slice(&p->filter.text),
                        ROLE_PROMPT, 0);
        if (p->filter.active) {
            f->cursor = true;
            f->cursor_row = row;
            f->cursor_col = col < f->cols ? col : f->cols - 1;
        }
    } else if (p->selected >= p->top && p->selected - p->top < (size_t)rows) {
        f->cursor = true;
        f->cursor_row = first + (int)(p->selected - p->top);
        f->cursor_col = area.col;
    }
    for (int row = 0; row < area.rows && beside; row++)
        frame_put(f, area.row + row, area.col + area.cols - 1, area.col + area.cols,
                  SLICE("\u2502"), ROLE_FRAMEWORK, 0);
}
