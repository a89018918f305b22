/*
 * html_guard.c - see html_guard.h.
 *
 * gumbo walks its stack of open elements for nearly every tag, compares every attribute
 * with those before it, and opens formatting again in each paragraph, so that a page of a
 * megabyte can take it hours and all memory. Browsers stop at some depth; so do we, but
 * before the parser: tags are read as the WHATWG standard's tokenizer does, and a stack of
 * open elements is kept by the rules of its tree construction that make it grow or shrink.
 * Where those rules are simplified, the stack here is the deeper one.
 */
#include "html_guard.h"

enum {
    MAX_FORMATTING = 32, /* elements such as b open at once */
    MAX_REOPENED = 8,    /* that were open when their paragraph ended */
    MAX_NAME = 16,       /* of the names below */
};

enum flags {
    VOID = 1,
    RAW = 2,           /* holds text up to its own end tag */
    BLOCK = 4,         /* its end tag closes whatever is open in it */
    CLOSES_P = 8,      /* its start tag ends a paragraph */
    FORMATTING = 16,   /* opened again in the next paragraph where it was left open */
    SCOPE = 32,        /* nothing in it closes what is around it */
    FOREIGN = 64,      /* svg, math */
    INTEGRATION = 128, /* HTML again within these */
    BREAKS_OUT = 256,  /* ends svg and math */
    ITEM = 512,        /* li, dt, dd: end the one before */
    ROWS = 1024,       /* tbody and its like */
    ROW = 2048,
    CELL = 4096,
    TABLE = 8192,
    PARAGRAPH = 16384,
    TRAILING = 32768, /* option, rt, headings: ended by the next of them */
};

struct element {
    struct slice name;
    unsigned flags;
};

struct guard {
    struct slice page;
    struct buffer *tame;
    size_t copied; /* bytes of the page that are in tame, or left out of it */
    bool is_wild;  /* something was left out */
    struct element open[HTML_MAX_DEPTH];
    size_t n_open;
    size_t n_formatting; /* of those */
    size_t n_reopened, n_dropped;
};

struct tag {
    size_t start, end; /* bytes of the page */
    size_t cut;        /* where its attributes become too many, or end */
    struct slice name;
    unsigned flags;
    bool ends, closes_itself;
};

/* ------------------------------------------------------------------- names */

static const struct {
    const char *names; /* with blanks between them */
    unsigned flags;
} kinds[] = {
    {" br embed hr img meta ", VOID | BREAKS_OUT},
    {" area input keygen link param source track wbr base col frame ", VOID},
    {" script style textarea iframe noembed noframes xmp plaintext ", RAW},
    {" title ", RAW | INTEGRATION | SCOPE}, /* the latter in svg */
    {" blockquote center div dl menu ol pre listing ul ", BLOCK | CLOSES_P | BREAKS_OUT},
    {" address article aside details dialog dir fieldset figcaption figure footer header hgroup "
     "main nav section summary form ",
     BLOCK | CLOSES_P},
    {" p ", PARAGRAPH | BLOCK | CLOSES_P | BREAKS_OUT},
    {" h1 h2 h3 h4 h5 h6 ", TRAILING | BLOCK | CLOSES_P | BREAKS_OUT},
    {" li dt dd ", ITEM | BLOCK | CLOSES_P | BREAKS_OUT},
    {" option optgroup rt rp ", TRAILING},
    {" b big code em i nobr s small strike strong tt u ", FORMATTING | BREAKS_OUT},
    {" font ", FORMATTING},
    {" span sub sup var ruby body head ", BREAKS_OUT},
    {" table ", TABLE | SCOPE | BLOCK | CLOSES_P | BREAKS_OUT},
    {" tbody thead tfoot caption colgroup ", ROWS | SCOPE},
    {" tr ", ROW | SCOPE},
    {" td th ", CELL | SCOPE},
    {" applet marquee object template button select ", SCOPE | BLOCK},
    {" svg math ", FOREIGN | SCOPE},
    {" foreignobject desc annotation-xml mi mo mn ms mtext ", INTEGRATION | SCOPE},
};

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

static bool is_letter(char c)
{
    return lower(c) >= 'a' && lower(c) <= 'z';
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static bool same_name(struct slice a, struct slice b)
{
    if (a.len != b.len)
        return false;
    for (size_t i = 0; i < a.len; i++)
        if (lower(a.ptr[i]) != lower(b.ptr[i]))
            return false;
    return true;
}

static unsigned flags_of(struct slice name)
{
    char word[MAX_NAME + 3] = " ";
    if (name.len > MAX_NAME)
        return 0;
    for (size_t i = 0; i < name.len; i++)
        word[i + 1] = name.ptr[i] == ' ' ? '?' : lower(name.ptr[i]);
    word[name.len + 1] = ' ';
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strstr(kinds[i].names, word))
            return kinds[i].flags;
    return 0;
}

/* ---------------------------------------------------------- open elements */

static void pop_to(struct guard *g, size_t n)
{
    while (g->n_open > n)
        g->n_formatting -= (g->open[--g->n_open].flags & FORMATTING) != 0;
}

/* The same where it is not their own end tags that end them: formatting comes again. */
static void break_off(struct guard *g, size_t n)
{
    size_t before = g->n_formatting;
    pop_to(g, n);
    g->n_reopened += before - g->n_formatting;
}

/* Number of open elements up to and with the last one that has such a flag, or 0. */
static size_t find_open(const struct guard *g, unsigned flags, unsigned barrier)
{
    for (size_t n = g->n_open; n > 0; n--) {
        if (g->open[n - 1].flags & flags)
            return n;
        if (g->open[n - 1].flags & barrier)
            return 0;
    }
    return 0;
}

static bool is_foreign(const struct guard *g)
{
    return find_open(g, FOREIGN, INTEGRATION) > 0;
}

/* Surely no part of svg or math. */
static bool is_html(const struct guard *g)
{
    return find_open(g, FOREIGN, 0) == 0;
}

/* What a start tag ends, with and without being told to. */
static void make_room(struct guard *g, const struct tag *tag)
{
    size_t n;
    if ((tag->flags & BREAKS_OUT) && (n = find_open(g, FOREIGN, INTEGRATION)))
        break_off(g, n - 1);
    if ((tag->flags & CLOSES_P) && (n = find_open(g, PARAGRAPH, SCOPE)))
        break_off(g, n - 1);
    if ((tag->flags & ITEM) && (n = find_open(g, ITEM, SCOPE | BLOCK)) &&
        lower(tag->name.ptr[0]) == lower(g->open[n - 1].name.ptr[0])) /* li apart from dt, dd */
        break_off(g, n - 1);
    if ((tag->flags & TRAILING) && g->n_open && (g->open[g->n_open - 1].flags & TRAILING))
        break_off(g, g->n_open - 1);
    if ((tag->flags & ROWS) && (n = find_open(g, TABLE, 0)))
        break_off(g, n);
    if ((tag->flags & ROW) && (n = find_open(g, ROWS | TABLE, 0)))
        break_off(g, n);
    if ((tag->flags & CELL) && (n = find_open(g, ROW | ROWS | TABLE, 0)))
        break_off(g, n);
}

/* Number of open elements below the one that an end tag closes, or SIZE_MAX: none. */
static size_t closed_by(const struct guard *g, const struct tag *tag)
{
    unsigned barrier = SCOPE | BLOCK | PARAGRAPH;
    if (tag->flags & (TABLE | ROWS | ROW | CELL))
        barrier = TABLE;
    else if (tag->flags & (BLOCK | SCOPE))
        barrier = SCOPE;
    for (size_t n = g->n_open; n > 0; n--) {
        if (same_name(g->open[n - 1].name, tag->name))
            return n - 1;
        if (g->open[n - 1].flags & barrier)
            break;
    }
    return SIZE_MAX;
}

/* -------------------------------------------------------------------- copy */

/* Leaves the bytes [start, end) out. */
static void leave_out(struct guard *g, size_t start, size_t end)
{
    buffer_add(g->tame, slice_cut(g->page, (struct span){g->copied, start}));
    g->copied = end;
    g->is_wild = true;
}

static void take_start(struct guard *g, const struct tag *tag)
{
    make_room(g, tag);
    bool closes_itself = tag->closes_itself && is_foreign(g);
    if ((tag->flags & FORMATTING) &&
        (g->n_formatting >= MAX_FORMATTING || g->n_reopened > MAX_REOPENED)) {
        leave_out(g, tag->start, tag->end);
        return;
    }
    if (tag->cut < tag->end)
        leave_out(g, tag->cut, tag->end - 1);
    if (((tag->flags & VOID) && is_html(g)) || closes_itself)
        return;
    if (g->n_open == HTML_MAX_DEPTH) {
        leave_out(g, tag->start > g->copied ? tag->start : g->copied, tag->end);
        if (tag->flags & BLOCK) /* words stay apart */
            buffer_add_byte(g->tame, ' ');
        g->n_dropped += !(tag->flags & (FORMATTING | PARAGRAPH)); /* they need no end */
        return;
    }
    g->open[g->n_open++] = (struct element){tag->name, tag->flags};
    g->n_formatting += (tag->flags & FORMATTING) != 0;
}

static void take_end(struct guard *g, const struct tag *tag)
{
    size_t n = closed_by(g, tag);
    if (g->n_dropped > 0 && !(tag->flags & FORMATTING)) {
        g->n_dropped--; /* the end of one that is not there */
        leave_out(g, tag->start, tag->end);
    } else if (n < SIZE_MAX) {
        bool own = n + 1 == g->n_open;
        if (own)
            pop_to(g, n);
        else
            break_off(g, n);
    } else if ((tag->flags & FORMATTING) && g->is_wild) {
        leave_out(g, tag->start, tag->end);
    }
}

/* ------------------------------------------------------------------ reading */

static bool has_at(struct slice page, size_t at, const char *what)
{
    struct slice wanted = slice_of(what);
    return at <= page.len && page.len - at >= wanted.len &&
           same_name((struct slice){page.ptr + at, wanted.len}, wanted);
}

static size_t find(struct slice page, size_t at, const char *what)
{
    size_t len = strlen(what);
    while (at < page.len && !has_at(page, at, what)) {
        const char *next = memchr(page.ptr + at + 1, what[0], page.len - at - 1);
        at = next ? (size_t)(next - page.ptr) : page.len;
    }
    return at < page.len ? at + len : page.len;
}

/* The end of the comment, declaration or instruction at "<!" or "<?". */
static size_t skip_declaration(const struct guard *g, size_t at)
{
    if (has_at(g->page, at, "<![CDATA[") && is_foreign(g))
        return find(g->page, at, "]]>");
    if (!has_at(g->page, at, "<!--"))
        return find(g->page, at, ">");
    for (size_t end = at + 4; end < g->page.len; end++) {
        if (g->page.ptr[end] != '>')
            continue;
        bool empty = end == at + 4 || (end == at + 5 && g->page.ptr[at + 4] == '-');
        bool bang = end > at + 6 && g->page.ptr[end - 1] == '!';
        size_t dashes = bang ? end - 3 : end - 2;
        if (empty ||
            (dashes >= at + 4 && g->page.ptr[dashes] == '-' && g->page.ptr[dashes + 1] == '-'))
            return end + 1;
    }
    return g->page.len;
}

/* Reads the value of an attribute behind its "=". */
static size_t skip_value(struct slice page, size_t at)
{
    while (at < page.len && is_blank(page.ptr[at]))
        at++;
    if (at < page.len && (page.ptr[at] == '"' || page.ptr[at] == '\'')) {
        const char *end = memchr(page.ptr + at + 1, page.ptr[at], page.len - at - 1);
        return end ? (size_t)(end - page.ptr) + 1 : page.len;
    }
    while (at < page.len && !is_blank(page.ptr[at]) && page.ptr[at] != '>')
        at++;
    return at;
}

/* Reads the tag at "<"; false where the page ends in it. */
static bool read_tag(struct slice page, size_t at, struct tag *tag)
{
    size_t n_attributes = 0;
    *tag = (struct tag){.start = at, .ends = page.ptr[at + 1] == '/'};
    at += tag->ends ? 2 : 1;
    tag->name.ptr = page.ptr + at;
    while (at < page.len && !is_blank(page.ptr[at]) && page.ptr[at] != '/' && page.ptr[at] != '>')
        at++;
    tag->name.len = (size_t)(page.ptr + at - tag->name.ptr);
    while (at < page.len && page.ptr[at] != '>') {
        tag->closes_itself = page.ptr[at] == '/';
        if (tag->closes_itself || is_blank(page.ptr[at])) {
            at++;
            continue;
        }
        if (n_attributes++ == HTML_MAX_ATTRIBUTES)
            tag->cut = at;
        do /* a "=" at its beginning is part of a name */
            at++;
        while (at < page.len && !is_blank(page.ptr[at]) && !strchr("/>=", page.ptr[at]));
        size_t next = at;
        while (next < page.len && is_blank(page.ptr[next]))
            next++;
        if (next < page.len && page.ptr[next] == '=')
            at = skip_value(page, next + 1);
    }
    tag->end = at + 1;
    tag->cut = tag->cut ? tag->cut : tag->end;
    tag->flags = flags_of(tag->name);
    return at < page.len;
}

/* The end of the text of an element of which only its own end tag is one. */
static size_t skip_raw(struct slice page, size_t at, struct slice name)
{
    while (at < page.len) {
        const char *next = memchr(page.ptr + at, '<', page.len - at);
        if (!next)
            return page.len;
        at = (size_t)(next - page.ptr);
        size_t end = at + 2 + name.len;
        if (end < page.len && page.ptr[at + 1] == '/' &&
            same_name((struct slice){page.ptr + at + 2, name.len}, name) &&
            (is_blank(page.ptr[end]) || page.ptr[end] == '/' || page.ptr[end] == '>'))
            return at;
        at++;
    }
    return page.len;
}

/* Takes the tag at "<"; returns where to go on. */
static size_t take_tag(struct guard *g, size_t at)
{
    struct tag tag;
    if (!read_tag(g->page, at, &tag)) {
        if (tag.cut < g->page.len)
            leave_out(g, tag.cut, g->page.len);
        return g->page.len;
    }
    if ((tag.flags & RAW) && is_html(g)) { /* nothing lies in it */
        if (tag.cut < tag.end)
            leave_out(g, tag.cut, tag.end - 1);
        return tag.ends ? tag.end : skip_raw(g->page, tag.end, tag.name);
    }
    if (tag.ends)
        take_end(g, &tag);
    else
        take_start(g, &tag);
    return tag.end;
}

bool html_guard(struct slice page, struct buffer *tame)
{
    struct guard g = {.page = page, .tame = tame};
    for (size_t at = 0; at + 1 < page.len;) {
        const char *next = memchr(page.ptr + at, '<', page.len - at);
        if (!next || next + 1 == page.ptr + page.len)
            break;
        at = (size_t)(next - page.ptr);
        bool ends = next[1] == '/' && at + 2 < page.len;
        if (is_letter(next[1]) || (ends && is_letter(next[2])))
            at = take_tag(&g, at);
        else if (next[1] == '!' || next[1] == '?' || ends)
            at = skip_declaration(&g, at);
        else
            at++;
    }
    if (g.is_wild)
        buffer_add(tame, slice_cut(page, (struct span){g.copied, page.len}));
    return g.is_wild;
}
