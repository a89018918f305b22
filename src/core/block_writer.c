/*
 * block_writer.c - see block_writer.h.
 *
 * Text is taken back at a block's end (blanks) or with a whole block, so whatever holds
 * offsets into it is cut at the same time.
 */
#include "block_writer.h"

#include "dragoman/utf8.h"

static void cut(struct block_writer *w, size_t len)
{
    if (len == w->text.len)
        return;
    w->text.len = len;
    article_cut(w->article, len);
    if (w->link_start != SIZE_MAX && w->link_start > len)
        w->link_start = len;
}

void block_open(struct block_writer *w, struct block block)
{
    block_close(w);
    size_t n = w->article->n_blocks;
    if (n) {
        const struct block *before = &w->article->blocks[n - 1];
        bool tight = before->type == BLOCK_ITEM && block.type == BLOCK_ITEM;
        cut(w, before->end);
        buffer_add(&w->text, tight ? SLICE("\n") : SLICE("\n\n"));
    }
    block.start = w->text.len;
    w->block = block;
    w->open = true;
    w->blank = false;
    w->keep = block.type == BLOCK_PREFORMATTED;
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

/* Length of the control character at p, or 0. */
static size_t control_len(const unsigned char *p, size_t left)
{
    if (p[0] < 0x20 || p[0] == 0x7F)
        return 1;
    return p[0] == 0xC2 && left > 1 && p[1] < 0xA0 ? 2 : 0;
}

static void put(struct block_writer *w, char c, unsigned style)
{
    if (style)
        styles_add(&w->article->styles, (struct span){w->text.len, w->text.len + 1}, style);
    buffer_add_byte(&w->text, c);
}

/* Adds a byte that is no blank, and the blank that is due before it. */
static void put_letter(struct block_writer *w, char c)
{
    if (!w->open)
        block_open(w, (struct block){.type = BLOCK_PARAGRAPH});
    size_t len = w->text.len;
    if (w->blank && len > w->block.start && w->text.ptr[len - 1] != '\n' &&
        w->text.ptr[len - 1] != ' ')
        put(w, ' ', w->blank_style & w->style);
    w->blank = false;
    if (w->in_link && w->link_start == SIZE_MAX)
        w->link_start = w->text.len;
    put(w, c, w->style);
}

static void add_text(struct block_writer *w, struct slice text)
{
    for (size_t i = 0; i < text.len;) {
        const unsigned char *p = (const unsigned char *)text.ptr + i;
        size_t control = control_len(p, text.len - i);
        if (w->keep && (text.ptr[i] == '\n' || text.ptr[i] == '\t' || text.ptr[i] == ' ')) {
            if (w->text.len > w->block.start || text.ptr[i] != '\n')
                put(w, text.ptr[i], text.ptr[i] == ' ' ? w->style : 0);
            i++;
        } else if (is_space(text.ptr[i])) {
            if (!w->blank)
                w->blank_style = w->style;
            w->blank = w->blank || (w->open && w->text.len > w->block.start);
            i++;
        } else if (control) {
            i += control;
        } else {
            put_letter(w, text.ptr[i++]);
        }
    }
}

/* A parser may make ill-formed text out of a reference to no character at all. */
void block_text(struct block_writer *w, struct slice text)
{
    struct buffer repaired = {0};
    if (utf8_valid_len(text) != text.len) {
        utf8_repair(text, &repaired);
        text = buffer_slice(&repaired);
    }
    add_text(w, text);
    buffer_release(&repaired);
}

void block_line_break(struct block_writer *w)
{
    if (w->open && w->text.len > w->block.start)
        buffer_add_byte(&w->text, '\n');
    w->blank = false;
}

void block_pad(struct block_writer *w, size_t n)
{
    while (n--)
        buffer_add_byte(&w->text, ' ');
    w->blank = false;
}

void block_close(struct block_writer *w)
{
    if (!w->open)
        return;
    size_t end = w->text.len;
    while (end > w->block.start && is_space(w->text.ptr[end - 1]))
        end--;
    cut(w, end);
    w->open = w->keep = w->blank = false;
    w->block.end = end;
    if (w->block.end > w->block.start)
        article_add_block(w->article, w->block);
}

void block_drop(struct block_writer *w)
{
    if (w->open)
        cut(w, w->block.start);
    block_close(w);
}

void block_link_open(struct block_writer *w, struct slice target)
{
    block_link_close(w);
    w->in_link = true;
    w->link_start = SIZE_MAX;
    w->target.len = 0;
    buffer_add(&w->target, target);
}

void block_link_close(struct block_writer *w)
{
    if (!w->in_link)
        return;
    size_t end = w->text.len, start = w->link_start;
    while (end > start && is_space(w->text.ptr[end - 1]))
        end--;
    if (start < end)
        article_add_link(w->article, (struct span){start, end}, buffer_slice(&w->target));
    w->in_link = false;
    w->link_start = SIZE_MAX;
}

struct buffer block_writer_finish(struct block_writer *w)
{
    block_close(w);
    block_link_close(w);
    if (w->text.len)
        buffer_add_byte(&w->text, '\n');
    buffer_release(&w->target);
    return w->text;
}
