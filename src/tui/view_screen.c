/*
 * view_screen.c - the parts of the screen, and what stands around the text: title bar,
 * bottom line, prompt.
 */
#include "reader.h"

#include "dragoman/utf8.h"

enum { PANEL_BESIDE_COLS = 112, PANEL_MIN_COLS = 34, NUMBER_COLS = 6 };

struct screen reader_screen(const struct reader *r)
{
    struct screen s = {.bar_row = -1, .status_row = -1, .density_col = -1};
    int first = 0, rows = r->rows, cols = r->cols;
    if (rows >= 4) {
        s.bar_row = 0;
        first = 1;
        rows--;
    }
    if (rows >= 2) {
        s.status_row = r->rows - 1;
        rows--;
    }
    if (!r->hide_density && cols >= 30) {
        s.density_col = cols - 1;
        cols -= 2;
    }
    if (r->panel.view) {
        int beside = cols - r->column - 4;
        bool fits = r->cols >= PANEL_BESIDE_COLS && beside >= PANEL_MIN_COLS;
        s.panel = (struct area){first, 0, rows, fits ? beside : r->cols};
        if (fits && s.panel.cols > 76)
            s.panel.cols = 76;
    }
    int left = s.panel.rows && s.panel.cols < r->cols ? s.panel.cols : 0;
    int room = cols - left;
    s.numbers = r->show_numbers && room > 40 ? NUMBER_COLS : 0;
    int width = room - s.numbers - (room > 40 ? 2 : 0);
    if (width > r->column)
        width = r->column;
    if (width < 1)
        width = 1;
    s.text = (struct area){first, left + s.numbers + (room - s.numbers - width) / 2, rows, width};
    return s;
}

/* --------------------------------------------------------------- drawing */

/* The section that the reader is in: that of the focus, else of the first whole rows. */
static size_t current_section(const struct reader *r)
{
    size_t off = r->top;
    if (r->focus != NO_MENTION)
        off = r->mentions->items[r->focus].start;
    return article_section_at(r->article, off);
}

static unsigned percent(struct reader *r)
{
    size_t len = reader_len(r), bottom = reader_bottom(r);
    return len == 0 || bottom >= len ? 100 : (unsigned)((double)bottom * 100 / (double)len);
}

static void draw_bar(struct reader *r, struct frame *f, int row)
{
    const struct article *a = r->article;
    size_t section = current_section(r);
    struct buffer left = {0}, right = {0};
    if (r->setup.n_files > 1 && r->file < r->setup.n_files)
        buffer_format(&left, "(%zu/%zu) ", r->file + 1, r->setup.n_files);
    struct slice title = r->document.article.sections[0].name;
    buffer_add(&left, title.len ? title : r->document.name);
    if (section > 0)
        buffer_add(&right, a->sections[section].name);
    frame_fill(f, row, 0, f->cols, ROLE_BAR, 0);
    struct buffer place = {0};
    buffer_add(&place, section ? SLICE(" \u00B7 ") : SLICE(" "));
    if (!reader_is_in_window(r))
        buffer_format(&place, "%zu/%zu%s \u00B7 ", section + 1, a->n_sections,
                      r->document.state == DOCUMENT_COMPLETE ? "" : "+");
    buffer_format(&place, "%u%% ", percent(r));
    int place_cols = (int)utf8_columns(buffer_slice(&place));
    int room = f->cols - 1 - place_cols;
    int title_cols = (int)utf8_columns(buffer_slice(&left));
    int heading_cols = (int)utf8_columns(buffer_slice(&right));
    if (title_cols + 3 + heading_cols > room) { /* the title gives way down to a third */
        int least = room / 3;
        title_cols = room - 3 - heading_cols > least ? room - 3 - heading_cols : least;
    }
    frame_put_short(f, row, 1, 1 + title_cols, buffer_slice(&left), ROLE_BAR, 0);
    int start = f->cols - place_cols - heading_cols;
    if (start < title_cols + 4)
        start = title_cols + 4;
    if (heading_cols && start < f->cols - place_cols)
        frame_put_short(f, row, start, f->cols - place_cols, buffer_slice(&right), ROLE_BAR, 0);
    frame_put(f, row, f->cols - place_cols, f->cols, buffer_slice(&place), ROLE_BAR, 0);
    buffer_release(&left);
    buffer_release(&right);
    buffer_release(&place);
}

static void add_plural(struct slice kind, struct buffer *out)
{
    if (kind.len && kind.ptr[kind.len - 1] == 'y') {
        buffer_add(out, (struct slice){kind.ptr, kind.len - 1});
        buffer_add(out, SLICE("ies"));
    } else {
        buffer_add(out, kind);
        buffer_add_byte(out, 's');
    }
}

static void add_progress(const struct reader *r, struct buffer *out)
{
    size_t len = reader_len(r);
    if (r->document.state != DOCUMENT_COMPLETE && !r->document.size)
        buffer_format(out, "reading, %zu KB so far", r->document.read.len / 1024);
    else
        buffer_format(out, "indexing %u%%",
                      len ? (unsigned)((double)r->tagged * 100 / (double)len) : 0);
}

static void add_counts(const struct reader *r, struct buffer *out)
{
    const struct lexicon *l = r->setup.lexicon;
    if (reader_is_converting(r)) {
        reader_add_conversion(r, out);
        return;
    }
    if (!reader_is_indexed(r)) { /* half a count would mislead */
        if (r->has_worked)
            add_progress(r, out);
        return;
    }
    for (uint32_t kind = 0; kind < l->n_kinds; kind++) {
        size_t n = 0;
        for (size_t i = 0; i < r->mentions->n_entities; i++)
            if (r->mentions->entities[i].kind == kind)
                n += r->mentions->entities[i].n_mentions;
        if (n == 0 && kind >= 3)
            continue;
        if (out->len)
            buffer_add_byte(out, ' ');
        add_plural(lexicon_text(l, l->kinds[kind]), out);
        buffer_format(out, " %zu", n);
    }
}

void reader_add_name(struct slice name, int columns, struct buffer *out)
{
    enum { LEAST = 16 };
    int used = 0, limit = columns > LEAST ? columns : LEAST;
    if ((int)utf8_columns(name) <= limit) {
        buffer_add(out, name);
        return;
    }
    for (size_t off = 0; off < name.len;) {
        int width;
        size_t end = utf8_cluster_end(name, off, &width);
        if (used + width >= limit)
            break;
        buffer_add(out, slice_cut(name, (struct span){off, end}));
        used += width;
        off = end;
    }
    buffer_add(out, SLICE("\u2026"));
}

/* "NAME 12/57" */
static void add_focus(struct reader *r, struct buffer *out)
{
    if (r->focus == NO_MENTION)
        return;
    const struct entity *e = &r->mentions->entities[r->mentions->items[r->focus].entity];
    size_t of, ordinal = reader_ordinal(r, r->focus, &of);
    reader_add_name(e->name, r->cols / 3, out);
    if (ordinal)
        buffer_format(out, " %zu", ordinal);
    if (ordinal && of)
        buffer_format(out, "/%zu", of);
}

static void draw_status(struct reader *r, struct frame *f, int row)
{
    struct buffer focus = {0}, counts = {0}, pending = {0};
    add_focus(r, &focus);
    add_counts(r, &counts);
    if (r->count >= 0)
        buffer_format(&pending, "%ld", r->count);
    for (int i = 0; i < r->n_pending; i++)
        key_add_name(r->pending[i], &pending);
    frame_fill(f, row, 0, f->cols, ROLE_STATUS, 0);
    int col = 1, right = f->cols - 1;
    bool said = r->message.len > 0;
    if (pending.len)
        right = right - (int)utf8_columns(buffer_slice(&pending)) - 1;
    if (right > 0 && pending.len)
        frame_put(f, row, right + 1, f->cols, buffer_slice(&pending), ROLE_STATUS, 0);
    int left_cols = said ? (int)utf8_columns(buffer_slice(&r->message)) + 2
                         : (int)utf8_columns(buffer_slice(&focus)) + 3;
    /* at the right: the focus where a message stands at the left, and the counts */
    struct buffer aside = {0};
    if (said && focus.len)
        buffer_add(&aside, buffer_slice(&focus));
    if (aside.len && (int)utf8_columns(buffer_slice(&aside)) + left_cols + 3 +
                             (int)utf8_columns(buffer_slice(&counts)) >
                         right - col) {
        counts.len = 0;
    }
    if (aside.len && counts.len)
        buffer_add(&aside, SLICE(" \u00B7 "));
    buffer_add(&aside, buffer_slice(&counts));
    int aside_cols = (int)utf8_columns(buffer_slice(&aside));
    if (said) {
        int limit = aside_cols + left_cols <= right - col ? right - aside_cols : right;
        frame_put_short(f, row, col, limit - 1, buffer_slice(&r->message),
                        r->is_error ? ROLE_ERROR : ROLE_MESSAGE, 0);
        if (limit < right)
            frame_put(f, row, right - aside_cols, right, buffer_slice(&aside), ROLE_STATUS, 0);
    } else {
        if (focus.len) {
            col = frame_put_short(f, row, col, right, buffer_slice(&focus), ROLE_MESSAGE, 0);
            col = frame_put(f, row, col, right, SLICE(" \u00B7 "), ROLE_STATUS, 0);
        }
        col = frame_put_short(f, row, col, right, buffer_slice(&counts), ROLE_STATUS, 0);
        if (right - col > 10)
            frame_put(f, row, right - 6, right, SLICE("h help"), ROLE_STATUS, 0);
    }
    buffer_release(&focus);
    buffer_release(&counts);
    buffer_release(&pending);
    buffer_release(&aside);
}

static void draw_prompt(struct reader *r, struct frame *f)
{
    struct buffer hint = {0};
    if (r->prompt.kind != ':' && r->message.len)
        buffer_add(&hint, buffer_slice(&r->message));
    prompt_draw(&r->prompt, f, f->rows - 1, buffer_slice(&hint));
    buffer_release(&hint);
}

void reader_draw(struct reader *r, struct frame *f)
{
    if (r->search_is_due)
        reader_run_search(r, true);
    struct screen s = reader_screen(r);
    if (!r->panel.view)
        reader_show_at(r, r->top);
    r->drawn_bottom = reader_bottom(r);
    reader_tag(r, r->drawn_bottom);
    reader_check_index(r);
    r->is_stale = r->is_awaited = false;
    frame_clear(f, r->rows, r->cols);
    if (s.bar_row >= 0)
        draw_bar(r, f, s.bar_row);
    if (!s.panel.rows || s.panel.cols < r->cols)
        view_article_draw(r, f, &s);
    if (s.panel.rows)
        panel_draw(r, f, s.panel);
    if (r->prompt.active)
        draw_prompt(r, f);
    else if (s.status_row >= 0)
        draw_status(r, f, s.status_row);
    if (!f->cursor) { /* somewhere out of the way */
        f->cursor_row = f->rows - 1;
        f->cursor_col = 0;
    }
}
