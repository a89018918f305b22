/*
 * format_plain.c - the structure of text that has no markup.
 *
 * Copy-pasted articles carry their structure in shape and place alone. The text
 * is cut into chunks (runs of lines that are not blank). A chunk of one short
 * line without a closing stop, with body text after it, is a heading; before
 * the first body text the same shape is the title, a date or name line the
 * byline. Chunks of several lines are hard-wrapped paragraphs, lists, quotes or
 * preformatted text. Nothing needs more than the chunk and the few after it, so
 * the cost is linear, and a text that grows is taken up where it was left. Blocks
 * that the chunks still to come could change are made too, and made anew when those
 * are there.
 */
#include "chunk.h"
#include "format.h"
#include "line_shape.h"

#include "dragoman/utf8.h"

#include <stdlib.h>

enum {
    WRAPPED_HEADING_COLUMNS = 40, /* the first line of a heading over two is longer */
    WRAP_COLUMNS = 50,       /* a chunk whose lines are all shorter is not hard-wrapped prose */
    PROSE_COLUMNS = 100,     /* a line this long was not wrapped by hand */
    TOP_CHUNKS = 8,          /* the title is looked for in so many chunks */
    CLOSING_CHUNKS = 16,     /* closing furniture is looked for in so many */
    BLOCK_BYTES = 16 * 1024, /* longer blocks are cut: what wraps or tags one does a bounded work */
    RUN_IN_BYTES = 60,
};

struct plain {
    struct article *article;
    struct slice text;
    struct chunks chunks;
    size_t next;       /* the chunk whose turn it is */
    bool has_top;      /* the top of the text is done */
    bool has_numbers;  /* headings with arabic numbers were seen */
    bool has_capitals; /* headings in capitals were seen */
};

static struct slice chunk_text(const struct plain *p, size_t i)
{
    return slice_trim(slice_cut(p->text, p->chunks.items[i].span));
}

static struct slice first_of(const struct plain *p, const struct chunk *c)
{
    return (struct slice){p->text.ptr + c->span.start, c->first};
}

static struct slice first_line(const struct plain *p, size_t i)
{
    return slice_trim(first_of(p, &p->chunks.items[i]));
}

/* The level that a line of = or - below the first line gives it, or 0. */
static unsigned underline_level(const struct plain *p, size_t i)
{
    struct chunk c = p->chunks.items[i];
    if (c.n_lines < 2)
        return 0;
    struct slice first = first_of(p, &c);
    if (line_is_rule(slice_trim(first)))
        return 0;
    struct slice second = slice_trim(line_at(p->text, c.span.start + first.len + 1));
    for (size_t k = 0; k < second.len; k++)
        if (second.ptr[k] != second.ptr[0])
            return 0;
    if (second.len < 3 || utf8_count(first) > HEADING_COLUMNS)
        return 0;
    return second.ptr[0] == '=' ? 1 : second.ptr[0] == '-' ? 2 : 0;
}

/* Bytes of the first word of a line. */
static size_t first_word_len(struct slice line)
{
    size_t n = 0;
    while (n < line.len && line.ptr[n] != ' ')
        n++;
    return n;
}

static bool is_heading_shape(const struct plain *p, struct slice line)
{
    return line_is_heading(line, p->has_numbers);
}

/* A heading's shape on one line, or filled over two by an editor that filled the rest too. */
static bool is_heading_chunk(const struct plain *p, size_t i)
{
    struct chunk c = p->chunks.items[i];
    struct slice text = chunk_text(p, i), first = first_of(p, &c);
    if (c.n_lines == 1)
        return !c.is_piece && is_heading_shape(p, text);
    if (c.n_lines != 2 || c.longest < WRAPPED_HEADING_COLUMNS || first.len < c.longest ||
        i + 1 >= p->chunks.n || p->chunks.items[i + 1].n_lines < 2 ||
        p->chunks.items[i + 1].longest > PROSE_COLUMNS)
        return false;
    struct slice second = slice_trim(line_at(p->text, c.span.start + first.len + 1));
    struct buffer joined = {0};
    buffer_add(&joined, slice_trim(first));
    buffer_add_byte(&joined, ' ');
    buffer_add(&joined, second);
    size_t width = p->chunks.items[i + 1].longest; /* editors leave lines a little shorter */
    bool shape = !line_item_mark_len(second) && first.ptr[0] != ' ' &&
                 first.len + 1 + first_word_len(second) > width - width / 8 &&
                 is_heading_shape(p, buffer_slice(&joined));
    buffer_release(&joined);
    return shape;
}

/* Prose, a list or anything else that a heading can stand over. */
static bool is_body(const struct plain *p, size_t i)
{
    if (i >= p->chunks.n)
        return false;
    struct slice text = chunk_text(p, i);
    if (p->chunks.items[i].n_lines == 1 && line_is_boilerplate(text))
        return false;
    return !is_heading_chunk(p, i);
}

/* A heading has body text after it, or one heading more and then body text. */
static bool has_body_after(const struct plain *p, size_t i)
{
    if (i + 1 >= p->chunks.n)
        return false;
    if (is_body(p, i + 1) || underline_level(p, i + 1))
        return true;
    size_t n = p->article->n_blocks;
    bool under_heading = n && p->article->blocks[n - 1].type == BLOCK_HEADING;
    return !under_heading && !line_is_boilerplate(chunk_text(p, i + 1)) && is_body(p, i + 2);
}

/* --------------------------------------------------------------- blocks */

/* The first part of an enormous block; what is left of it remains in *block. */
static struct block cut_off(struct plain *p, struct block *block)
{
    struct slice text = {p->text.ptr, block->end};
    size_t cut = chunk_cut(text, block->start, BLOCK_BYTES), start = block->start;
    struct block piece = *block;
    if (block->type == BLOCK_PREFORMATTED) { /* whole lines, with their indentation */
        size_t line = cut;
        while (line > start + 1 && text.ptr[line - 1] != '\n')
            line--;
        cut = line > start + 1 ? line : cut;
        piece.end = line > start + 1 ? line - 1 : cut;
        block->start = cut;
        return piece;
    }
    struct slice left = slice_trim((struct slice){text.ptr + cut, block->end - cut});
    struct slice bytes = slice_trim((struct slice){text.ptr + start, cut - start});
    piece.end = start + bytes.len;
    block->start = (size_t)(left.ptr - text.ptr);
    block->indent = (uint8_t)(block->indent + block->hang);
    block->hang = 0;
    return piece;
}

static void add_cut(struct plain *p, struct block block)
{
    while (block.end - block.start > (size_t)2 * BLOCK_BYTES)
        article_add_block(p->article, cut_off(p, &block));
    article_add_block(p->article, block);
}

static void add_lines(struct plain *p, struct chunk c)
{
    add_cut(p, (struct block){c.span.start, c.span.end, .type = BLOCK_PREFORMATTED});
}

static void add(struct plain *p, struct slice line, enum block_type type, struct block extra)
{
    line = slice_trim(line);
    while (line.len && utf8_is_blank(utf8_peek(line, 0))) { /* no-break blanks indent too */
        size_t blank = 0;
        utf8_next(line, &blank);
        line = (struct slice){line.ptr + blank, line.len - blank};
    }
    if (line.len == 0)
        return;
    extra.start = (size_t)(line.ptr - p->text.ptr);
    extra.end = extra.start + line.len;
    extra.type = (uint8_t)type;
    add_cut(p, extra);
}

static void add_heading(struct plain *p, struct slice line, unsigned level)
{
    add(p, line, BLOCK_HEADING, (struct block){.level = (uint8_t)level});
}

static unsigned heading_level(struct plain *p, struct slice line)
{
    unsigned level = line_number_level(line, p->has_numbers);
    if (level) {
        p->has_numbers = p->has_numbers || (line.ptr[0] >= '0' && line.ptr[0] <= '9');
        return level;
    }
    if (line_is_capitals(line)) {
        p->has_capitals = true;
        return 1;
    }
    return p->has_capitals ? 2 : 1;
}

static uint8_t small(size_t columns)
{
    return (uint8_t)(columns > 16 ? 16 : columns);
}

/* Were the line ends of this chunk put there by a filling editor, so that no line could
 * have taken the next one's first word? */
static bool is_hard_wrapped(const struct plain *p, struct chunk c)
{
    if (c.longest > PROSE_COLUMNS)
        return false;
    if (c.longest >= WRAP_COLUMNS)
        return true;
    struct slice rest = slice_cut(p->text, c.span), line, next;
    slice_next(&rest, '\n', &line);
    while (slice_next(&rest, '\n', &next)) {
        if (line.len + 1 + first_word_len(slice_trim(next)) <= c.longest)
            return false;
        line = next;
    }
    return true;
}

/* Are more than half of the lines those of a table? Half of them tell that none is. */
static bool is_tabular(const struct plain *p, struct chunk c)
{
    struct slice rest = slice_cut(p->text, c.span), line;
    size_t hits = 0, left = c.n_lines;
    if (c.n_lines < 2 || !line_may_be_tabular(rest))
        return false;
    while ((hits + left) * 2 > c.n_lines && hits * 2 <= c.n_lines &&
           slice_next(&rest, '\n', &line)) {
        hits += line_is_tabular(slice_trim(line));
        left--;
    }
    return hits * 2 > c.n_lines;
}

static bool is_indented(const struct plain *p, struct chunk c, size_t columns)
{
    struct slice rest = slice_cut(p->text, c.span), line;
    while (slice_next(&rest, '\n', &line))
        if (line_indent(line) < columns)
            return false;
    return true;
}

static bool is_quoted(const struct plain *p, struct chunk c)
{
    struct slice rest = slice_cut(p->text, c.span), line;
    while (slice_next(&rest, '\n', &line))
        if (slice_trim(line).ptr[0] != '>')
            return false;
    return true;
}

/* Does the mark at the start of a line begin an item? In wrapped prose a dash may come to
 * stand there; a list begins with a mark, or behind a colon or a full stop. */
static bool begins_item(struct slice before, bool in_list)
{
    return in_list || before.len == 0 || strchr(":;.", before.ptr[before.len - 1]);
}

/* Lines with marks begin items; a line without one goes on with the item before it. */
static void add_items_or_lines(struct plain *p, struct chunk c)
{
    struct slice rest = slice_cut(p->text, c.span), line, open = {0};
    bool wrapped = is_hard_wrapped(p, c);
    struct block shape = {0};
    enum block_type type = BLOCK_PARAGRAPH;
    if ((wrapped || c.n_lines == 1) && !c.has_marks) {
        add(p, rest, type, shape);
        return;
    }
    while (slice_next(&rest, '\n', &line)) {
        struct slice trimmed = slice_trim(line);
        size_t mark = line_item_mark_len(trimmed);
        if (mark && wrapped && !begins_item(slice_trim(open), type == BLOCK_ITEM))
            mark = 0;
        bool continues = open.len && !mark &&
                         (wrapped || (type == BLOCK_ITEM && line_indent(line) > 0) ||
                          (c.longest < WRAP_COLUMNS && line_starts_small(trimmed)));
        if (continues) {
            open.len = (size_t)(line.ptr + line.len - open.ptr);
            continue;
        }
        add(p, open, type, shape);
        open = trimmed;
        type = mark ? BLOCK_ITEM : BLOCK_PARAGRAPH;
        size_t columns = mark ? utf8_columns((struct slice){trimmed.ptr, mark}) : 0;
        shape =
            (struct block){.indent = mark ? small(line_indent(line)) : 0, .hang = small(columns)};
    }
    add(p, open, type, shape);
}

/* Short lines that were broken on purpose, such as verse or an address: not filled, no
 * list, and no line goes on in small letters. */
static bool has_kept_lines(const struct plain *p, struct chunk c)
{
    struct slice rest = slice_cut(p->text, c.span), line;
    if (c.longest >= WRAP_COLUMNS || is_hard_wrapped(p, c))
        return false;
    while (slice_next(&rest, '\n', &line)) {
        line = slice_trim(line);
        if (line_item_mark_len(line) || line_starts_small(line))
            return false;
    }
    return true;
}

/* A chunk that is neither title, byline, heading nor boilerplate. */
static void add_body(struct plain *p, struct chunk c)
{
    struct slice text = slice_cut(p->text, c.span);
    struct slice first = first_of(p, &c);
    uint8_t indent = small(line_indent(first));
    if (is_tabular(p, c))
        add_lines(p, c);
    else if (c.n_lines > 1 && is_quoted(p, c))
        add_lines(p, c);
    else if (c.n_lines > 1 && is_indented(p, c, 2) && !line_item_mark_len(slice_trim(first)) &&
             is_hard_wrapped(p, c))
        add(p, text, BLOCK_QUOTE, (struct block){.indent = indent});
    else if (c.n_lines > 1 && has_kept_lines(p, c))
        add_lines(p, c);
    else
        add_items_or_lines(p, c);
}

static struct chunk without_lines(const struct plain *p, struct chunk c, size_t n)
{
    for (; n > 0 && c.n_lines > 1; n--, c.n_lines--) {
        c.span.start += c.first + 1;
        c.first = line_at(p->text, c.span.start).len;
    }
    return c;
}

/* A first line in capitals or with a number of two parts heads the lines below it even
 * without a blank line between them. Returns what is left of the chunk. */
static struct chunk add_run_in_heading(struct plain *p, struct chunk c)
{
    struct slice whole = first_of(p, &c), line = slice_trim(whole);
    if (c.n_lines < 2 || c.longest <= line.len)
        return c;
    bool heads = line_number_level(line, p->has_numbers) >= 2 ||
                 (line.len < RUN_IN_BYTES && line_is_capitals(line));
    if (heads && is_heading_shape(p, line)) {
        struct slice second = line_at(p->text, c.span.start + whole.len + 1);
        heads =
            !line_is_capitals(second) && line_number_level(slice_trim(second), p->has_numbers) == 0;
    } else {
        heads = false;
    }
    if (heads) {
        add_heading(p, line, heading_level(p, line));
        c = without_lines(p, c, 1);
    }
    return c;
}

/* ------------------------------------------------------------- the top */

static bool is_top_line(const struct plain *p, size_t i)
{
    struct slice text = chunk_text(p, i);
    if (is_heading_chunk(p, i))
        return true;
    return p->chunks.items[i].n_lines == 1 &&
           (line_is_boilerplate(text) || line_is_byline(text) ||
            (line_contains(text, " | ") && utf8_count(text) <= HEADING_COLUMNS));
}

/* A word above the title: one of the usual ones, or a single word with a longer title
 * still to come. */
static bool is_kicker(const struct plain *p, size_t i)
{
    struct slice text = chunk_text(p, i);
    if (line_is_kicker(text))
        return true;
    for (size_t next = i + 1; next < p->chunks.n && next < i + 4; next++) {
        struct slice other = chunk_text(p, next);
        if (!line_is_byline(other) && is_heading_chunk(p, next))
            return line_letters(text).words == 1 && line_letters(other).words >= 4;
    }
    return false;
}

/* A line of the top: title, byline or boilerplate. */
static void add_top_line(struct plain *p, struct slice line, bool *titled)
{
    if (line_is_boilerplate(line)) {
        add(p, line, BLOCK_BOILERPLATE, (struct block){0});
    } else if (line_is_byline(line)) {
        add(p, line, BLOCK_BYLINE, (struct block){0});
    } else if (line_contains(line, " | ")) {
        add(p, line, BLOCK_BOILERPLATE, (struct block){0});
    } else if (!*titled) {
        *titled = true;
        add(p, line, BLOCK_TITLE, (struct block){0});
    } else {
        add(p, line, BLOCK_BYLINE, (struct block){0});
    }
}

/* Several short lines at the very start: title, author, date below each other. */
static bool is_top_stack(const struct plain *p, size_t i)
{
    struct chunk c = p->chunks.items[i];
    if (i != 0 || c.n_lines < 2 || c.n_lines > 5 || p->chunks.n < 2)
        return false;
    struct slice rest = slice_cut(p->text, c.span), line;
    bool byline = false;
    while (slice_next(&rest, '\n', &line)) {
        line = slice_trim(line);
        byline = byline || line_is_byline(line);
        if (!line_is_byline(line) && !is_heading_shape(p, line) && !line_contains(line, " | "))
            return false;
    }
    return byline || c.longest < WRAP_COLUMNS;
}

/* Handles the chunks before the first body text; returns the index of the first chunk
 * that is left. The title is the last line there that could head what follows only if
 * no other line could. */
static size_t format_top(struct plain *p)
{
    bool titled = false;
    size_t i = 0;
    for (; i < p->chunks.n && i < TOP_CHUNKS; i++) {
        struct slice text = chunk_text(p, i);
        unsigned level = underline_level(p, i);
        if (level && !titled && p->chunks.items[i].n_lines == 2) {
            add(p, text, BLOCK_TITLE, (struct block){0});
            titled = true;
        } else if (is_top_stack(p, i)) {
            struct slice rest = text, line;
            while (slice_next(&rest, '\n', &line))
                add_top_line(p, slice_trim(line), &titled);
        } else if (!is_top_line(p, i) || p->chunks.n == 1) {
            break;
        } else if (!titled && is_kicker(p, i)) {
            add(p, text, BLOCK_BYLINE, (struct block){0});
        } else if (titled && is_heading_chunk(p, i) && !line_is_byline(text) &&
                   has_body_after(p, i)) {
            break; /* the first heading */
        } else {
            add_top_line(p, text, &titled);
        }
    }
    return i;
}

/* ---------------------------------------------------------------- the rest */

static void format_chunk(struct plain *p, size_t i, size_t last_body)
{
    struct chunk c = p->chunks.items[i];
    struct slice text = chunk_text(p, i);
    unsigned level = underline_level(p, i);
    if (c.is_piece) {
        add(p, text, BLOCK_PARAGRAPH, (struct block){0});
    } else if (c.n_lines == 1 && line_is_boilerplate(text)) {
        add(p, text, BLOCK_BOILERPLATE, (struct block){0});
    } else if (i > last_body && line_is_disclaimer(text)) {
        add(p, text, BLOCK_BOILERPLATE, (struct block){0});
    } else if (level) {
        struct slice first = first_of(p, &c);
        struct slice second = line_at(p->text, c.span.start + first.len + 1);
        first.len += 1 + second.len;
        add_heading(p, first, level);
        if (c.n_lines > 2)
            add_body(p, without_lines(p, c, 2));
    } else if (is_heading_chunk(p, i) && !line_has_date(text) && has_body_after(p, i)) {
        add_heading(p, text, heading_level(p, text));
    } else {
        c = add_run_in_heading(p, c);
        add_body(p, c);
    }
}

/* Index of the last chunk that is not part of the closing furniture. */
static size_t find_last_body(const struct plain *p)
{
    size_t i = p->chunks.n;
    while (i > p->next) {
        if (!line_is_disclaimer(chunk_text(p, i - 1)) && !line_is_boilerplate(first_line(p, i - 1)))
            break;
        i--;
    }
    return i ? i - 1 : 0;
}

/* Is this the start, or another piece, of a line so long that nothing behind its next piece
 * can make it the top of an article, a heading or closing furniture? */
static bool is_long_line(const struct plain *p, size_t i, size_t closed)
{
    return i + 1 < closed && p->chunks.items[i + 1].is_piece &&
           p->chunks.items[i].first > CHUNK_BYTES / 2 &&
           !line_is_disclaimer(chunk_text(p, i + 1)) && !line_is_boilerplate(first_line(p, i + 1));
}

/* Formats what the chunks that are there decide. */
static void format_settled(struct plain *p)
{
    size_t closed = p->chunks.n - p->chunks.open;
    if (!p->has_top && (closed > TOP_CHUNKS + CLOSING_CHUNKS || is_long_line(p, 0, closed))) {
        p->next = format_top(p);
        p->has_top = true;
    }
    while (p->has_top && (p->next + CLOSING_CHUNKS < closed || is_long_line(p, p->next, closed))) {
        format_chunk(p, p->next, SIZE_MAX);
        p->next++;
    }
}

/* Formats the rest as if the text ended here. */
static void format_rest(struct plain *p)
{
    size_t last_body = find_last_body(p);
    if (!p->has_top)
        p->next = format_top(p);
    p->has_top = true;
    for (; p->next < p->chunks.n; p->next++)
        format_chunk(p, p->next, last_body);
}

struct plain *plain_new(void)
{
    return memory_zeroed(1, sizeof(struct plain));
}

void plain_free(struct plain *p)
{
    if (!p)
        return;
    chunks_release(&p->chunks);
    free(p);
}

void plain_grow(struct plain *p, struct article *a, enum article_growth growth)
{
    p->article = a;
    p->text = p->chunks.text = a->text;
    a->n_blocks = a->n_settled;
    for (bool more = true; more;) {
        more = chunks_scan(&p->chunks, false);
        format_settled(p);
        if (p->has_top) {
            chunks_drop(&p->chunks, p->next);
            p->next = 0;
        }
    }
    a->n_settled = a->n_blocks;
    if (growth == ARTICLE_GOES_ON)
        return;
    /* what is not settled is made with a copy of the state */
    struct plain before = *p;
    struct chunk open = p->chunks.n ? p->chunks.items[p->chunks.n - 1] : (struct chunk){0};
    while (chunks_scan(&p->chunks, true))
        ;
    format_rest(p);
    if (growth == ARTICLE_COMPLETE) {
        a->n_settled = a->n_blocks;
        return;
    }
    before.chunks.items = p->chunks.items;
    before.chunks.cap = p->chunks.cap;
    *p = before;
    if (p->chunks.n)
        p->chunks.items[p->chunks.n - 1] = open;
}

void format_plain_part(struct article *a, size_t start)
{
    struct plain p = {.article = a, .text = a->text, .has_top = true};
    p.chunks.text = a->text;
    p.chunks.scanned = start;
    while (chunks_scan(&p.chunks, true))
        ;
    for (; p.next < p.chunks.n; p.next++)
        format_chunk(&p, p.next, SIZE_MAX);
    a->n_settled = a->n_blocks;
    chunks_release(&p.chunks);
}
