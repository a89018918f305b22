/*
 * format_plain.c - the structure of text that has no markup.
 *
 * Copy-pasted articles carry their structure in shape and place alone. The text
 * is cut into chunks (runs of lines that are not blank). A chunk of one short
 * line without a closing stop, with body text after it, is a heading; before
 * the first body text the same shape is the title, a date or name line the
 * byline. Chunks of several lines are hard-wrapped paragraphs, lists, quotes or
 * preformatted text. Nothing needs more than the chunk, the one before and the
 * two after it, so the cost is linear.
 */
#include "format.h"

#include "dragoman/utf8.h"

#include <stdlib.h>

enum {
    HEADING_COLUMNS = 110, /* longer lines are prose */
    HEADING_WORDS = 18,
    WRAPPED_HEADING_COLUMNS = 40, /* the first line of a heading over two is longer */
    WRAP_COLUMNS = 50,   /* a chunk whose lines are all shorter is not hard-wrapped prose */
    PROSE_COLUMNS = 100, /* a line this long was not wrapped by hand */
    TOP_CHUNKS = 8,      /* the title is looked for in so many chunks */
};

struct chunk {
    struct span span; /* first byte of the first line to the end of the last, without LF */
    size_t n_lines;
    size_t longest; /* bytes of the longest line */
};

struct plain {
    struct article *article;
    struct slice text;
    struct chunk *chunks;
    size_t n_chunks, cap_chunks;
    bool has_numbers;  /* headings with arabic numbers were seen */
    bool has_capitals; /* headings in capitals were seen */
};

/* ------------------------------------------------------- shapes of a line */

static bool is_blank_line(struct slice line)
{
    return slice_trim(line).len == 0;
}

static struct slice line_at(struct slice text, size_t start)
{
    struct slice rest = {text.ptr + start, text.len - start}, line = {0};
    slice_next(&rest, '\n', &line);
    return line;
}

static size_t indent_of(struct slice line)
{
    size_t columns = 0;
    for (size_t i = 0; i < line.len; i++) {
        if (line.ptr[i] == ' ')
            columns++;
        else if (line.ptr[i] == '\t')
            columns += 8 - columns % 8;
        else
            break;
    }
    return columns;
}

static bool contains(struct slice text, const char *needle)
{
    struct slice n = slice_of(needle);
    while (text.len >= n.len) {
        const char *first = memchr(text.ptr, n.ptr[0], text.len - n.len + 1);
        if (!first)
            return false;
        if (memcmp(first, n.ptr, n.len) == 0)
            return true;
        text.len -= (size_t)(first + 1 - text.ptr);
        text.ptr = first + 1;
    }
    return false;
}

static bool starts_with_any(struct slice text, const char *const *prefixes)
{
    for (; *prefixes; prefixes++)
        if (slice_has_prefix(text, slice_of(*prefixes)))
            return true;
    return false;
}

static bool contains_any(struct slice text, const char *const *needles)
{
    for (; *needles; needles++)
        if (contains(text, *needles))
            return true;
    return false;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* A four-digit year and a month's name, or 2025-01-14, or 14/01/2025. */
static bool has_date(struct slice line)
{
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul",
                                         "Aug", "Sep", "Oct", "Nov", "Dec", NULL};
    bool year = false, numeric = false;
    for (size_t i = 0; i + 4 <= line.len; i++) {
        const char *p = line.ptr + i;
        if (!is_digit(p[0]) || !is_digit(p[1]) || !is_digit(p[2]) || !is_digit(p[3]))
            continue;
        bool alone = (i == 0 || !is_digit(p[-1])) && (i + 4 == line.len || !is_digit(p[4]));
        if (alone && (p[0] == '1' || p[0] == '2')) {
            year = true;
            numeric = numeric || (i + 10 <= line.len && p[4] == '-' && is_digit(p[5])) ||
                      (i >= 6 && (p[-1] == '/' || p[-1] == '.') && is_digit(p[-2]));
        }
    }
    return numeric || (year && contains_any(line, months));
}

/* The mark of a list item at the start of a line without indentation: its bytes with the
 * blank after it, or 0. Bullets, "-", "*", "1.", "2)", "(a)", "b)". */
static size_t item_mark_len(struct slice line)
{
    static const char *const bullets[] = {
        "\u2022", "\u00B7", "\u25AA", "\u2023", "\u25E6", "\u2013", "\u2014", "-", "*", "+", NULL};
    size_t at = 0;
    for (const char *const *b = bullets; *b; b++)
        if (slice_has_prefix(line, slice_of(*b))) {
            at = strlen(*b);
            break;
        }
    if (at == 0) {
        bool open = line.len && line.ptr[0] == '(';
        at = open;
        size_t digits = 0;
        while (at < line.len && is_digit(line.ptr[at]) && digits < 3)
            digits++, at++;
        bool letter =
            digits == 0 && at < line.len && ((line.ptr[at] >= 'a' && line.ptr[at] <= 'z'));
        at += letter;
        if (digits == 0 && !letter)
            return 0;
        char close = at < line.len ? line.ptr[at] : '\0';
        if (close != ')' && (open || letter || close != '.'))
            return 0;
        at++;
    }
    if (at >= line.len || (line.ptr[at] != ' ' && line.ptr[at] != '\t'))
        return 0;
    while (at < line.len && (line.ptr[at] == ' ' || line.ptr[at] == '\t'))
        at++;
    return at < line.len ? at : 0;
}

/* Level of a heading's number at the start of a line ("2." 1, "2.1" 2, "III." 1, "A." 2
 * after numbered headings, "Chapter 3" 1), or 0; *mark is the number's length in bytes. */
static unsigned number_level(const struct plain *p, struct slice line, size_t *mark)
{
    static const char *const words[] = {"Chapter ", "Part ",     "Section ",
                                        "Annex ",   "Appendix ", NULL};
    unsigned level = 0;
    size_t at = 0;
    if (starts_with_any(line, words)) {
        while (line.ptr[at] != ' ')
            at++;
        char c = at + 1 < line.len ? line.ptr[at + 1] : ' ';
        *mark = at + 2;
        return is_digit(c) ||
                       (c >= 'A' && c <= 'Z' && (at + 2 == line.len || line.ptr[at + 2] < 'a'))
                   ? 1
                   : 0;
    }
    while (at < line.len && is_digit(line.ptr[at])) {
        while (at < line.len && is_digit(line.ptr[at]))
            at++;
        level++;
        if (at < line.len && line.ptr[at] == '.')
            at++;
        if (at > 9)
            return 0;
    }
    if (level == 1 && line.ptr[at - 1] != '.')
        return 0; /* "27 member states" */
    if (level == 0) {
        while (at < line.len && strchr("IVXLC", line.ptr[at]))
            at++;
        if (at == 0 && line.len > 1 && line.ptr[0] >= 'A' && line.ptr[0] <= 'Z')
            at = 1;
        if (at == 0 || at >= line.len || line.ptr[at] != '.')
            return 0;
        level = at == 1 && !strchr("IVX", line.ptr[0]) && p->has_numbers ? 2 : 1;
        at++;
    }
    if (at >= line.len || (line.ptr[at] != ' ' && line.ptr[at] != '\t'))
        return 0;
    *mark = at + 1;
    return level > 6 ? 6 : level;
}

struct letters {
    size_t upper, lower, words;
    uint32_t first, last; /* first letter or digit, last visible character */
};

static struct letters count_letters(struct slice line)
{
    struct letters l = {0};
    bool inside = false;
    for (size_t off = 0; off < line.len;) {
        uint32_t cp = utf8_next(line, &off);
        bool blank = utf8_is_blank(cp) || cp == '\n';
        l.words += !blank && !inside;
        inside = !blank;
        if (blank)
            continue;
        l.last = cp;
        if (!l.first && utf8_is_word(cp))
            l.first = cp;
        l.upper += utf8_is_upper(cp);
        l.lower += utf8_is_lower(cp);
    }
    return l;
}

static bool is_capitals(struct letters l)
{
    return l.lower == 0 && l.upper >= 4;
}

static bool is_rule(struct slice line)
{
    for (size_t i = 0; i < line.len; i++)
        if (!strchr("#*-=_~ ", line.ptr[i]))
            return false;
    return line.len >= 3;
}

/* Furniture of web pages and press releases that a copy takes along. */
static bool is_boilerplate_line(struct slice line)
{
    static const char *const prefixes[] = {"Skip to ",       "Image credit",
                                           "Photo credit",   "Image:",
                                           "Photo:",         "Photo by",
                                           "Picture credit", "Cover photo",
                                           "Cover image",    "Banner image",
                                           "Featured image", "Share this",
                                           "Share on",       "Subscribe to",
                                           "Sign up for",    "Read more",
                                           "Related:",       "Download PDF",
                                           "Print this",     "Copyright ",
                                           "\u00A9",         "All rights reserved",
                                           "Back to top",    "Menu",
                                           "Advertisement",  "Reporting by ",
                                           "Editing by ",    "Our Standards:",
                                           "Disclaimer:",    "Follow us",
                                           "Tags:",          "Filed under",
                                           "Credit:",        NULL};
    return is_rule(line) || starts_with_any(line, prefixes);
}

/* Paragraphs at the end in which an institution keeps its distance from its authors. */
static bool is_disclaimer(struct slice text)
{
    static const char *const phrases[] = {"views of the author",
                                          "opinions of the author",
                                          "views expressed",
                                          "opinions expressed",
                                          "opinions articulated",
                                          "views articulated",
                                          "holds no formal policy",
                                          "takes no institutional position",
                                          "does not necessarily reflect",
                                          "do not necessarily reflect",
                                          "not necessarily represent",
                                          "All rights reserved",
                                          "Creative Commons",
                                          NULL};
    return contains_any(text, phrases);
}

static bool is_caption(struct slice line)
{
    static const char *const prefixes[] = {"Figure ", "Fig. ",    "Table ", "Map ",   "Map:",
                                           "Source:", "Sources:", "Note:",  "Notes:", "Image ",
                                           "Photo ",  "Caption",  "Chart ", NULL};
    static const char *const inside[] = {
        "(Photo", "(Image", "(Source", "Photo:", "Getty Images", "://", "@", NULL};
    return starts_with_any(line, prefixes) || contains_any(line, inside);
}

/* Short, begins like a heading and does not end like a sentence. */
static bool is_heading_shape(const struct plain *p, struct slice line)
{
    struct letters l = count_letters(line);
    size_t mark;
    if (line.len == 0 || l.words > HEADING_WORDS || l.upper + l.lower < 2 ||
        utf8_count(line) > HEADING_COLUMNS || contains(line, "\n"))
        return false;
    if (number_level(p, line, &mark) == 0 && item_mark_len(line))
        return false;
    if (!utf8_is_upper(l.first) && !(l.first >= '0' && l.first <= '9'))
        return false;
    if (l.last == '.' || l.last == ',' || l.last == ';' || l.last == ':' || l.last == '!' ||
        l.last == ')')
        return l.last == ')' && !has_date(line);
    return !is_caption(line) && !contains(line, " | ") && !contains(line, ". ")
               ? true
               : number_level(p, line, &mark) > 0 && !is_caption(line);
}

/* --------------------------------------------------------------- chunks */

static void find_chunks(struct plain *p)
{
    struct slice rest = p->text, line;
    struct chunk *open = NULL;
    while (slice_next(&rest, '\n', &line)) {
        if (is_blank_line(line)) {
            open = NULL;
            continue;
        }
        size_t start = (size_t)(line.ptr - p->text.ptr);
        if (!open) {
            ARRAY_RESERVE(p->chunks, p->n_chunks, p->cap_chunks);
            open = &p->chunks[p->n_chunks++];
            *open = (struct chunk){.span = {start, start}};
        }
        open->span.end = start + line.len;
        open->n_lines++;
        if (line.len > open->longest)
            open->longest = line.len;
    }
}

static struct slice chunk_text(const struct plain *p, size_t i)
{
    return slice_trim(slice_cut(p->text, p->chunks[i].span));
}

static struct slice first_line(const struct plain *p, size_t i)
{
    return slice_trim(line_at(p->text, p->chunks[i].span.start));
}

/* The level that a line of = or - below the first line gives it, or 0. */
static unsigned underline_level(const struct plain *p, size_t i)
{
    struct chunk c = p->chunks[i];
    struct slice first = line_at(p->text, c.span.start);
    if (c.n_lines < 2 || is_rule(slice_trim(first)))
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

/* A heading's shape on one line, or filled over two by an editor that filled the rest too. */
static bool is_heading_chunk(const struct plain *p, size_t i)
{
    struct chunk c = p->chunks[i];
    struct slice text = chunk_text(p, i), first = line_at(p->text, c.span.start);
    if (c.n_lines == 1)
        return is_heading_shape(p, text);
    if (c.n_lines != 2 || c.longest < WRAPPED_HEADING_COLUMNS || first.len < c.longest ||
        i + 1 >= p->n_chunks || p->chunks[i + 1].n_lines < 2 ||
        p->chunks[i + 1].longest > PROSE_COLUMNS)
        return false;
    struct slice second = slice_trim(line_at(p->text, c.span.start + first.len + 1));
    struct buffer joined = {0};
    buffer_add(&joined, slice_trim(first));
    buffer_add_byte(&joined, ' ');
    buffer_add(&joined, second);
    size_t width = p->chunks[i + 1].longest; /* editors leave lines a little shorter */
    bool shape = !item_mark_len(second) && first.ptr[0] != ' ' &&
                 first.len + 1 + first_word_len(second) > width - width / 8 &&
                 is_heading_shape(p, buffer_slice(&joined));
    buffer_release(&joined);
    return shape;
}

/* Prose, a list or anything else that a heading can stand over. */
static bool is_body(const struct plain *p, size_t i)
{
    if (i >= p->n_chunks)
        return false;
    struct slice text = chunk_text(p, i);
    if (p->chunks[i].n_lines == 1 && is_boilerplate_line(text))
        return false;
    return !is_heading_chunk(p, i);
}

/* A heading has body text after it, or one heading more and then body text. */
static bool has_body_after(const struct plain *p, size_t i)
{
    if (i + 1 >= p->n_chunks)
        return false;
    if (is_body(p, i + 1) || underline_level(p, i + 1))
        return true;
    size_t n = p->article->n_blocks;
    bool under_heading = n && p->article->blocks[n - 1].type == BLOCK_HEADING;
    return !under_heading && !is_boilerplate_line(chunk_text(p, i + 1)) && is_body(p, i + 2);
}

/* --------------------------------------------------------------- blocks */

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
    article_add_block(p->article, extra);
}

static void add_heading(struct plain *p, struct slice line, unsigned level)
{
    add(p, line, BLOCK_HEADING, (struct block){.level = (uint8_t)level});
}

static unsigned heading_level(struct plain *p, struct slice line)
{
    size_t mark;
    unsigned level = number_level(p, line, &mark);
    if (level) {
        p->has_numbers = p->has_numbers || is_digit(line.ptr[0]);
        return level;
    }
    if (is_capitals(count_letters(line))) {
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

/* Runs of three blanks or bars inside most lines: a table or a drawing. */
static bool is_tabular(const struct plain *p, struct chunk c)
{
    struct slice rest = slice_cut(p->text, c.span), line;
    size_t hits = 0;
    while (slice_next(&rest, '\n', &line)) {
        line = slice_trim(line);
        hits += contains(line, "   ") || contains(line, "\t") || contains(line, " | ") ||
                contains(line, "+--");
    }
    return c.n_lines >= 2 && hits * 2 > c.n_lines;
}

static bool is_indented(const struct plain *p, struct chunk c, size_t columns)
{
    struct slice rest = slice_cut(p->text, c.span), line;
    while (slice_next(&rest, '\n', &line))
        if (indent_of(line) < columns)
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
    while (slice_next(&rest, '\n', &line)) {
        struct slice trimmed = slice_trim(line);
        size_t mark = item_mark_len(trimmed);
        if (mark && wrapped && !begins_item(slice_trim(open), type == BLOCK_ITEM))
            mark = 0;
        bool small_start = utf8_is_lower(count_letters(trimmed).first);
        bool continues = open.len && !mark &&
                         (wrapped || (type == BLOCK_ITEM && indent_of(line) > 0) ||
                          (c.longest < WRAP_COLUMNS && small_start));
        if (continues) {
            open.len = (size_t)(line.ptr + line.len - open.ptr);
            continue;
        }
        add(p, open, type, shape);
        open = trimmed;
        type = mark ? BLOCK_ITEM : BLOCK_PARAGRAPH;
        size_t columns = utf8_columns((struct slice){trimmed.ptr, mark});
        shape = (struct block){.indent = mark ? small(indent_of(line)) : 0, .hang = small(columns)};
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
        if (item_mark_len(line) || utf8_is_lower(count_letters(line).first))
            return false;
    }
    return true;
}

/* A chunk that is neither title, byline, heading nor boilerplate. */
static void add_body(struct plain *p, struct chunk c)
{
    struct slice text = slice_cut(p->text, c.span);
    struct slice first = line_at(p->text, c.span.start);
    uint8_t indent = small(indent_of(first));
    if (is_tabular(p, c))
        article_add_block(
            p->article,
            (struct block){.start = c.span.start, .end = c.span.end, .type = BLOCK_PREFORMATTED});
    else if (c.n_lines > 1 && is_quoted(p, c))
        article_add_block(
            p->article,
            (struct block){.start = c.span.start, .end = c.span.end, .type = BLOCK_PREFORMATTED});
    else if (c.n_lines > 1 && is_indented(p, c, 2) && !item_mark_len(slice_trim(first)) &&
             is_hard_wrapped(p, c))
        add(p, text, BLOCK_QUOTE, (struct block){.indent = indent});
    else if (c.n_lines > 1 && has_kept_lines(p, c))
        article_add_block(
            p->article,
            (struct block){.start = c.span.start, .end = c.span.end, .type = BLOCK_PREFORMATTED});
    else
        add_items_or_lines(p, c);
}

/* A first line in capitals or with a number of two parts heads the lines below it even
 * without a blank line between them. Returns what is left of the chunk. */
static struct chunk add_run_in_heading(struct plain *p, struct chunk c)
{
    struct slice whole = line_at(p->text, c.span.start), line = slice_trim(whole);
    size_t mark;
    unsigned level = number_level(p, line, &mark);
    bool heads = c.n_lines >= 2 && c.longest > line.len && is_heading_shape(p, line) &&
                 (level >= 2 || (is_capitals(count_letters(line)) && line.len < 60));
    if (heads) {
        struct slice second = line_at(p->text, c.span.start + whole.len + 1);
        struct letters l = count_letters(second);
        heads = !is_capitals(l) && number_level(p, slice_trim(second), &mark) == 0;
    }
    if (heads) {
        add_heading(p, line, heading_level(p, line));
        c.span.start += whole.len + 1;
        c.n_lines--;
    }
    return c;
}

/* ------------------------------------------------------------- the top */

static bool is_byline(struct slice line)
{
    static const char *const prefixes[] = {"By ",           "by ",        "Updated ",
                                           "Last updated ", "Published ", "Posted ",
                                           "Written by ",   "Story by ",  NULL};
    struct letters l = count_letters(line);
    if (l.words > 14 || utf8_count(line) > 100 || (l.last == '.' && !has_date(line)))
        return false;
    return has_date(line) || starts_with_any(line, prefixes);
}

static bool is_top_line(const struct plain *p, size_t i)
{
    struct slice text = chunk_text(p, i);
    if (is_heading_chunk(p, i))
        return true;
    return p->chunks[i].n_lines == 1 &&
           (is_boilerplate_line(text) || is_byline(text) ||
            (contains(text, " | ") && utf8_count(text) <= HEADING_COLUMNS));
}

/* A word above the title that says what kind of text follows, or what it is about: one of
 * the usual ones, or a single word with a longer title still to come. */
static bool is_kicker(const struct plain *p, size_t i)
{
    static const char *const kickers[] = {"FOR IMMEDIATE RELEASE",
                                          "For Immediate Release",
                                          "For immediate release",
                                          "PRESS RELEASE",
                                          "Analysis",
                                          "Commentary",
                                          "Opinion",
                                          "News",
                                          "Feature",
                                          "Report",
                                          "Briefing",
                                          "Briefings",
                                          "Brief",
                                          "Policy Brief",
                                          "Interview",
                                          "Editorial",
                                          "Essay",
                                          "Press Release",
                                          "Statement",
                                          "Statements",
                                          "Research",
                                          "Publications",
                                          "Working Paper",
                                          "Explainer",
                                          "Q&A",
                                          "Backgrounder",
                                          "Dispatch",
                                          "Insight",
                                          "Insights",
                                          "Blog",
                                          "Op-Ed",
                                          "In Depth",
                                          "Perspectives",
                                          NULL};
    struct slice text = chunk_text(p, i);
    for (const char *const *k = kickers; *k; k++)
        if (slice_equal(text, slice_of(*k)))
            return true;
    for (size_t next = i + 1; next < p->n_chunks && next < i + 4; next++) {
        struct slice other = chunk_text(p, next);
        if (!is_byline(other) && is_heading_chunk(p, next))
            return count_letters(text).words == 1 && count_letters(other).words >= 4;
    }
    return false;
}

/* A line of the top: title, byline or boilerplate. */
static void add_top_line(struct plain *p, struct slice line, bool *titled)
{
    if (is_boilerplate_line(line)) {
        add(p, line, BLOCK_BOILERPLATE, (struct block){0});
    } else if (is_byline(line)) {
        add(p, line, BLOCK_BYLINE, (struct block){0});
    } else if (contains(line, " | ")) {
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
    struct chunk c = p->chunks[i];
    if (i != 0 || c.n_lines < 2 || c.n_lines > 5 || p->n_chunks < 2)
        return false;
    struct slice rest = slice_cut(p->text, c.span), line;
    bool byline = false;
    while (slice_next(&rest, '\n', &line)) {
        line = slice_trim(line);
        byline = byline || is_byline(line);
        if (!is_byline(line) && !is_heading_shape(p, line) && !contains(line, " | "))
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
    for (; i < p->n_chunks && i < TOP_CHUNKS; i++) {
        struct slice text = chunk_text(p, i);
        unsigned level = underline_level(p, i);
        if (level && !titled && p->chunks[i].n_lines == 2) {
            add(p, text, BLOCK_TITLE, (struct block){0});
            titled = true;
        } else if (is_top_stack(p, i)) {
            struct slice rest = text, line;
            while (slice_next(&rest, '\n', &line))
                add_top_line(p, slice_trim(line), &titled);
        } else if (!is_top_line(p, i) || p->n_chunks == 1) {
            break;
        } else if (!titled && is_kicker(p, i)) {
            add(p, text, BLOCK_BYLINE, (struct block){0});
        } else if (titled && is_heading_chunk(p, i) && !is_byline(text) && has_body_after(p, i)) {
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
    struct chunk c = p->chunks[i];
    struct slice text = chunk_text(p, i);
    unsigned level = underline_level(p, i);
    if (c.n_lines == 1 && is_boilerplate_line(text)) {
        add(p, text, BLOCK_BOILERPLATE, (struct block){0});
    } else if (i > last_body && is_disclaimer(text)) {
        add(p, text, BLOCK_BOILERPLATE, (struct block){0});
    } else if (level) {
        struct slice first = line_at(p->text, c.span.start);
        struct slice second = line_at(p->text, c.span.start + first.len + 1);
        first.len += 1 + second.len;
        add_heading(p, first, level);
        if (c.n_lines > 2) {
            c.span.start += first.len + 1;
            c.n_lines -= 2;
            add_body(p, c);
        }
    } else if (is_heading_chunk(p, i) && !has_date(text) && has_body_after(p, i)) {
        add_heading(p, text, heading_level(p, text));
    } else {
        c = add_run_in_heading(p, c);
        add_body(p, c);
    }
}

/* Index of the last chunk that is not part of the closing furniture. */
static size_t find_last_body(const struct plain *p)
{
    size_t i = p->n_chunks;
    while (i > 0) {
        struct slice text = chunk_text(p, i - 1);
        if (!is_disclaimer(text) && !is_boilerplate_line(first_line(p, i - 1)))
            break;
        i--;
    }
    return i ? i - 1 : 0;
}

void format_plain(struct article *a)
{
    struct plain p = {.article = a, .text = a->text};
    find_chunks(&p);
    size_t last_body = find_last_body(&p);
    for (size_t i = format_top(&p); i < p.n_chunks; i++)
        format_chunk(&p, i, last_body);
    free(p.chunks);
}
