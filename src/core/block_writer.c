/*
 * block_writer.c - see block_writer.h.
 */
#include "block_writer.h"

#include "dragoman/utf8.h"

void block_open(struct block_writer *w, struct block block)
{
    block_close(w);
    size_t n = w->article->n_blocks;
    if (n) {
        const struct block *before = &w->article->blocks[n - 1];
        bool tight = before->type == BLOCK_ITEM && block.type == BLOCK_ITEM;
        w->text.len = before->end;
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

static void add_text(struct block_writer *w, struct slice text)
{
    for (size_t i = 0; i < text.len;) {
        const unsigned char *p = (const unsigned char *)text.ptr + i;
        size_t control = control_len(p, text.len - i);
        if (w->keep && (text.ptr[i] == '\n' || text.ptr[i] == '\t' || text.ptr[i] == ' ')) {
            if (w->text.len > w->block.start || text.ptr[i] != '\n')
                buffer_add_byte(&w->text, text.ptr[i]);
            i++;
        } else if (is_space(text.ptr[i])) {
            w->blank = w->blank || (w->open && w->text.len > w->block.start);
            i++;
        } else if (control) {
            i += control;
        } else {
            if (!w->open)
                block_open(w, (struct block){.type = BLOCK_PARAGRAPH});
            if (w->blank && w->text.len > w->block.start && w->text.ptr[w->text.len - 1] != '\n')
                buffer_add_byte(&w->text, ' ');
            w->blank = false;
            buffer_add_byte(&w->text, text.ptr[i++]);
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

void block_close(struct block_writer *w)
{
    if (!w->open)
        return;
    while (w->text.len > w->block.start && is_space(w->text.ptr[w->text.len - 1]))
        w->text.len--;
    w->open = w->keep = w->blank = false;
    w->block.end = w->text.len;
    if (w->block.end > w->block.start)
        article_add_block(w->article, w->block);
}
