/*
 * prompt.c - see prompt.h. Editing keys are those of less and readline.
 */
#include "prompt.h"

#include "dragoman/utf8.h"

#include <stdlib.h>

enum {
    CTRL_A = 1,
    CTRL_B = 2,
    CTRL_C = 3,
    CTRL_E = 5,
    CTRL_F = 6,
    CTRL_G = 7,
    CTRL_H = 8,
    CTRL_K = 11,
    CTRL_N = 14,
    CTRL_P = 16,
    CTRL_U = 21,
    CTRL_W = 23,
    MAX_LINE = 64 * 1024
};

void history_add(struct history *h, struct slice line)
{
    if (line.len == 0 || (h->n && slice_equal(buffer_slice(&h->lines[h->n - 1]), line)))
        return;
    ARRAY_RESERVE(h->lines, h->n, h->cap);
    h->lines[h->n] = (struct buffer){0};
    buffer_add(&h->lines[h->n++], line);
}

void history_release(struct history *h)
{
    for (size_t i = 0; i < h->n; i++)
        buffer_release(&h->lines[i]);
    free(h->lines);
    *h = (struct history){0};
}

void prompt_open(struct prompt *p, char kind, struct history *history)
{
    p->active = true;
    p->kind = kind;
    p->text.len = p->draft.len = p->cursor = 0;
    p->history = history;
    p->place = history->n;
}

void prompt_release(struct prompt *p)
{
    buffer_release(&p->text);
    buffer_release(&p->draft);
}

static size_t cluster_before(const struct prompt *p)
{
    struct slice text = buffer_slice(&p->text);
    size_t at = 0, start = 0;
    while (at < p->cursor) {
        int columns;
        start = at;
        at = utf8_cluster_end(text, at, &columns);
    }
    return start;
}

static size_t cluster_after(const struct prompt *p)
{
    int columns;
    if (p->cursor >= p->text.len)
        return p->cursor;
    return utf8_cluster_end(buffer_slice(&p->text), p->cursor, &columns);
}

static enum prompt_result cut(struct prompt *p, size_t start, size_t end)
{
    if (start == end)
        return PROMPT_SAME;
    memmove(p->text.ptr + start, p->text.ptr + end, p->text.len - end);
    p->text.len -= end - start;
    p->cursor = start;
    return PROMPT_CHANGED;
}

static size_t word_before(const struct prompt *p)
{
    size_t at = p->cursor;
    while (at > 0 && p->text.ptr[at - 1] == ' ')
        at--;
    while (at > 0 && p->text.ptr[at - 1] != ' ')
        at--;
    return at;
}

static enum prompt_result insert(struct prompt *p, uint32_t cp)
{
    struct buffer bytes = {0};
    if (p->text.len >= MAX_LINE)
        return PROMPT_SAME;
    utf8_put(&bytes, cp);
    buffer_reserve(&p->text, bytes.len);
    memmove(p->text.ptr + p->cursor + bytes.len, p->text.ptr + p->cursor, p->text.len - p->cursor);
    memcpy(p->text.ptr + p->cursor, bytes.ptr, bytes.len);
    p->text.len += bytes.len;
    p->cursor += bytes.len;
    buffer_release(&bytes);
    return PROMPT_CHANGED;
}

static void set_text(struct prompt *p, struct slice text)
{
    struct buffer copy = {0};
    buffer_add(&copy, text);
    p->text.len = 0;
    buffer_add(&p->text, buffer_slice(&copy));
    p->cursor = p->text.len;
    buffer_release(&copy);
}

static enum prompt_result go_in_history(struct prompt *p, bool back)
{
    if (back ? p->place == 0 : p->place >= p->history->n)
        return PROMPT_SAME;
    if (p->place == p->history->n) {
        p->draft.len = 0;
        buffer_add(&p->draft, buffer_slice(&p->text));
    }
    p->place += back ? (size_t)-1 : 1;
    set_text(p, p->place == p->history->n ? buffer_slice(&p->draft)
                                          : buffer_slice(&p->history->lines[p->place]));
    return PROMPT_CHANGED;
}

enum prompt_result prompt_key(struct prompt *p, uint32_t key)
{
    switch (key) {
    case KEY_ENTER_:
    case '\n':
        p->active = false;
        history_add(p->history, buffer_slice(&p->text));
        return PROMPT_DONE;
    case KEY_ESCAPE_:
    case CTRL_C:
    case CTRL_G:
        p->active = false;
        return PROMPT_CANCELLED;
    case KEY_BACKSPACE_:
    case CTRL_H:
        if (p->text.len == 0) {
            p->active = false;
            return PROMPT_CANCELLED;
        }
        return cut(p, cluster_before(p), p->cursor);
    case KEY_DELETE_:
        return cut(p, p->cursor, cluster_after(p));
    case CTRL_U:
        return cut(p, 0, p->cursor);
    case CTRL_K:
        return cut(p, p->cursor, p->text.len);
    case CTRL_W:
        return cut(p, word_before(p), p->cursor);
    case KEY_LEFT_:
    case CTRL_B:
        p->cursor = cluster_before(p);
        return PROMPT_SAME;
    case KEY_RIGHT_:
    case CTRL_F:
        p->cursor = cluster_after(p);
        return PROMPT_SAME;
    case KEY_HOME_:
    case CTRL_A:
        p->cursor = 0;
        return PROMPT_SAME;
    case KEY_END_:
    case CTRL_E:
        p->cursor = p->text.len;
        return PROMPT_SAME;
    case KEY_UP_:
    case CTRL_P:
        return go_in_history(p, true);
    case KEY_DOWN_:
    case CTRL_N:
        return go_in_history(p, false);
    default:
        if (key < 0x20 || key >= 0x110000 || (key >= 0x7F && key < 0xA0))
            return PROMPT_SAME;
        return insert(p, key);
    }
}

void prompt_draw(const struct prompt *p, struct frame *f, int row, struct slice hint)
{
    struct slice text = buffer_slice(&p->text);
    struct slice before = {text.ptr, p->cursor};
    int room = f->cols > 2 ? f->cols - 2 : 0;
    size_t start = 0; /* a long line is scrolled so that the cursor is on it */
    while (start < p->cursor &&
           (int)utf8_columns((struct slice){text.ptr + start, p->cursor - start}) > room) {
        int columns;
        start = utf8_cluster_end(before, start, &columns);
    }
    frame_fill(f, row, 0, f->cols, ROLE_PROMPT, 0);
    int col = frame_put(f, row, 0, f->cols, (struct slice){&p->kind, 1}, ROLE_PROMPT, 0);
    f->cursor = true;
    f->cursor_row = row;
    f->cursor_col = col + (int)utf8_columns((struct slice){text.ptr + start, p->cursor - start});
    if (f->cursor_col >= f->cols)
        f->cursor_col = f->cols - 1;
    col = frame_put(f, row, col, f->cols, (struct slice){text.ptr + start, text.len - start},
                    ROLE_PROMPT, 0);
    int width = (int)utf8_columns(hint);
    if (col + 2 + width <= f->cols)
        frame_put(f, row, f->cols - width, f->cols, hint, ROLE_LABEL, 0);
}
