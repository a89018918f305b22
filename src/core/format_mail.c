/*
 * format_mail.c - a mail, or a text with a header like one.
 *
 * Where the body stands there as it is, so does the header: the text remains the file,
 * byte for byte, and the header's lines become its title, its byline and, those that
 * nobody reads, boilerplate. Where the header says that the body travels in another form
 * (base64, quoted-printable, several parts, a page), or holds encoded words, the text is
 * written anew: subject, author and date, then the parts that are text. A mail in a mail
 * becomes a section. Of several mails in one file the first is taken as one.
 */
#include "format.h"

#include "dragoman/load.h"
#include "mime.h"

enum { MAX_DEPTH = 8, MAX_PARTS = 500, MAX_NAME = 60 };

enum role { ROLE_OTHER, ROLE_KNOWN, ROLE_TITLE, ROLE_AUTHOR, ROLE_DATE };

static enum role role_of(struct slice name)
{
    static const struct {
        const char *name;
        enum role role;
    } names[] = {
        {"subject", ROLE_TITLE},      {"title", ROLE_TITLE},        {"from", ROLE_AUTHOR},
        {"author", ROLE_AUTHOR},      {"authors", ROLE_AUTHOR},     {"byline", ROLE_AUTHOR},
        {"date", ROLE_DATE},          {"published", ROLE_DATE},     {"to", ROLE_KNOWN},
        {"cc", ROLE_KNOWN},           {"message-id", ROLE_KNOWN},   {"received", ROLE_KNOWN},
        {"return-path", ROLE_KNOWN},  {"reply-to", ROLE_KNOWN},     {"newsgroups", ROLE_KNOWN},
        {"mime-version", ROLE_KNOWN}, {"content-type", ROLE_KNOWN},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (mime_is(name, names[i].name))
            return names[i].role;
    return ROLE_OTHER;
}

/* The line with which a mailbox parts its mails. */
static struct slice skip_envelope(struct slice text)
{
    struct slice rest = text, line;
    if (slice_has_prefix(text, SLICE("From ")) && slice_next(&rest, '\n', &line) && rest.ptr)
        return rest;
    return text;
}

bool format_is_mail(struct slice text, bool *open)
{
    struct mime_field field;
    struct slice rest = skip_envelope(text);
    unsigned seen[ROLE_DATE + 1] = {0};
    enum mime_header state;
    *open = false;
    while ((state = mime_next(&rest, &field)) == MIME_FIELD) {
        if (field.name.len > MAX_NAME)
            return false;
        seen[role_of(field.name)] += field.value.len > 0;
    }
    /* a line that is cut off may still become a field */
    *open = rest.len == 0 || (state == MIME_BROKEN && !memchr(rest.ptr, '\n', rest.len) &&
                              !memchr(rest.ptr, ' ', rest.len));
    unsigned known = seen[ROLE_KNOWN] + seen[ROLE_TITLE] + seen[ROLE_AUTHOR] + seen[ROLE_DATE];
    return state == MIME_END && known >= 2 &&
           (seen[ROLE_TITLE] || (seen[ROLE_AUTHOR] && seen[ROLE_DATE]));
}

/* What is behind the header, which ends at the first line that is no field. */
static struct slice body_of(struct slice mail)
{
    struct mime_field field;
    while (mime_next(&mail, &field) == MIME_FIELD)
        ;
    return mail;
}

bool format_mail_declares(struct slice mail, struct encoding *e)
{
    struct slice header = skip_envelope(mail), type = mime_get(header, "content-type");
    struct slice form = mime_get(header, "content-transfer-encoding");
    mime_charset(mime_parameter(type, "charset"), e);
    return e->kind != ENCODING_UNKNOWN && !mime_is(form, "base64") &&
           !mime_is(form, "quoted-printable");
}

/* ------------------------------------------------------------ as it stands */

/* Adds the blocks of a body that begins at off in the article's text. */
static void add_blocks(struct article *a, const struct article *body, size_t off)
{
    for (size_t i = 0; i < body->n_blocks; i++) {
        struct block block = body->blocks[i];
        if (block.type == BLOCK_TITLE && a->title.end) /* the subject is the title */
            block.type = BLOCK_PARAGRAPH;
        block.start += off;
        block.end += off;
        article_add_block(a, block);
    }
}

static void add_plain_body(struct article *a, struct slice body)
{
    struct article inner;
    article_init_borrowed(&inner, body);
    add_blocks(a, &inner, (size_t)(body.ptr - a->text.ptr));
    article_release(&inner);
}

static struct span span_in(const struct article *a, struct slice s)
{
    size_t start = (size_t)(s.ptr - a->text.ptr);
    return (struct span){start, start + s.len};
}

static void add_span(struct article *a, struct slice s, enum block_type type)
{
    struct span span = span_in(a, s);
    if (s.len)
        article_add_block(
            a, (struct block){.start = span.start, .end = span.end, .type = (uint8_t)type});
}

static void format_as_it_stands(struct article *a)
{
    struct slice rest = skip_envelope(a->text);
    struct mime_field field;
    add_span(a, slice_trim((struct slice){a->text.ptr, (size_t)(rest.ptr - a->text.ptr)}),
             BLOCK_BOILERPLATE);
    while (mime_next(&rest, &field) == MIME_FIELD) {
        enum role role = role_of(field.name);
        bool title = role == ROLE_TITLE && field.value.len && !a->title.end;
        if (title) /* without "Subject:" */
            a->title = span_in(a, field.value);
        add_span(a, field.whole,
                 title ? BLOCK_TITLE
                 : role == ROLE_TITLE || role == ROLE_AUTHOR || role == ROLE_DATE
                     ? BLOCK_BYLINE
                     : BLOCK_BOILERPLATE);
    }
    add_plain_body(a, rest);
}

/* --------------------------------------------------------------- written anew */

struct mail {
    struct block_writer writer;
    unsigned n_parts;
};

static void write_line(struct mail *m, struct block block, struct slice text)
{
    block_open(&m->writer, block);
    block_text(&m->writer, text);
    block_close(&m->writer);
}

/* Appends a body that has been read as an article of its own. */
static void write_article(struct mail *m, const struct article *body)
{
    struct article *a = m->writer.article;
    struct buffer *text = &m->writer.text;
    if (body->n_blocks == 0)
        return;
    size_t start = body->blocks[0].start, end = body->blocks[body->n_blocks - 1].end;
    while (start > 0 && body->text.ptr[start - 1] != '\n')
        start--;
    if (a->n_blocks) {
        text->len = a->blocks[a->n_blocks - 1].end;
        buffer_add(text, SLICE("\n\n"));
    }
    size_t off = text->len;
    buffer_add(text, slice_cut(body->text, (struct span){start, end}));
    /* start <= every block of the body: the sum never goes below off */
    add_blocks(a, body, off - start);
}

static void write_text(struct mail *m, struct slice header, struct slice body, bool page)
{
    struct buffer bytes = {0};
    struct article inner;
    struct encoding e;
    struct slice type = mime_get(header, "content-type");
    if (mime_decode(body, mime_get(header, "content-transfer-encoding"), &bytes)) {
        mime_charset(mime_parameter(type, "charset"), &e);
        load_decode(&bytes, &e);
    } else {
        buffer_add(&bytes, body); /* decoded with the whole file */
    }
    article_init(&inner, &bytes, page ? ARTICLE_HTML : ARTICLE_PLAIN);
    write_article(m, &inner);
    article_release(&inner);
}

static void write_attachment(struct mail *m, struct slice header)
{
    struct buffer line = {0};
    struct slice type = mime_get(header, "content-type");
    struct slice name = mime_parameter(mime_get(header, "content-disposition"), "filename");
    if (!name.len)
        name = mime_parameter(type, "name");
    buffer_add(&line, SLICE("Attachment: "));
    mime_add_words(name, &line);
    buffer_add(&line, name.len ? SLICE(" (") : SLICE("("));
    buffer_add(&line, mime_type(type));
    buffer_add_byte(&line, ')');
    write_line(m, (struct block){.type = BLOCK_BOILERPLATE}, buffer_slice(&line));
    buffer_release(&line);
}

static void write_part(struct mail *m, struct slice part, unsigned depth);

/* The next line of the boundary, and whether it is the last. */
static bool find_boundary(struct slice text, struct slice boundary, struct slice *line, bool *last)
{
    while (slice_next(&text, '\n', line)) {
        if (line->len < boundary.len + 2 || memcmp(line->ptr, "--", 2) != 0 ||
            memcmp(line->ptr + 2, boundary.ptr, boundary.len) != 0)
            continue;
        struct slice tail =
            slice_trim((struct slice){line->ptr + boundary.len + 2, line->len - boundary.len - 2});
        *last = slice_equal(tail, SLICE("--"));
        if (*last || tail.len == 0)
            return true;
    }
    return false;
}

/* What lies between two boundaries; *rest is what is behind the first and moves behind
 * the second. */
static bool next_part(struct slice *rest, struct slice boundary, struct slice *part)
{
    struct slice line;
    bool last = true;
    if (!rest->ptr)
        return false;
    const char *end = rest->ptr + rest->len;
    bool found = find_boundary(*rest, boundary, &line, &last);
    *part = (struct slice){rest->ptr, (size_t)((found ? line.ptr : end) - rest->ptr)};
    *rest = (struct slice){NULL, 0};
    if (!last && line.ptr + line.len < end)
        *rest = (struct slice){line.ptr + line.len + 1, (size_t)(end - line.ptr) - line.len - 1};
    return true;
}

/* Of several forms of one text the plain one is read, else the last, which is the best. */
static struct slice best_part(struct slice rest, struct slice boundary)
{
    struct slice part, best = {0};
    for (unsigned i = 0; i < MAX_PARTS && next_part(&rest, boundary, &part); i++) {
        best = part;
        if (mime_is(mime_type(mime_get(part, "content-type")), "text/plain") &&
            slice_trim(body_of(part)).len)
            break;
    }
    return best;
}

static void write_parts(struct mail *m, struct slice type, struct slice body, unsigned depth)
{
    struct slice boundary = mime_parameter(type, "boundary"), line, part;
    bool last;
    if (!boundary.len || !find_boundary(body, boundary, &line, &last) || last) {
        write_text(m, SLICE(""), body, false);
        return;
    }
    const char *end = body.ptr + body.len, *start = line.ptr + line.len;
    start += start < end; /* the line end */
    struct slice rest = {start, (size_t)(end - start)};
    if (mime_is(mime_type(type), "multipart/alternative")) {
        write_part(m, best_part(rest, boundary), depth + 1);
        return;
    }
    while (next_part(&rest, boundary, &part))
        write_part(m, part, depth + 1);
}

static void write_part(struct mail *m, struct slice part, unsigned depth)
{
    struct slice type = mime_get(part, "content-type"), name = mime_type(type);
    struct slice place = mime_type(mime_get(part, "content-disposition"));
    bool outer = depth == 0, page = mime_is(name, "text/html");
    if (++m->n_parts > MAX_PARTS || depth > MAX_DEPTH)
        return;
    if (name.len >= 10 && mime_is((struct slice){name.ptr, 10}, "multipart/")) {
        write_parts(m, type, body_of(part), depth);
    } else if (mime_is(name, "message/rfc822")) {
        struct slice inner = body_of(part);
        struct buffer subject = {0};
        mime_add_words(mime_get(inner, "subject"), &subject);
        write_line(m, (struct block){.type = BLOCK_HEADING, .level = 1}, buffer_slice(&subject));
        buffer_release(&subject);
        write_part(m, inner, depth + 1);
    } else if (mime_is(place, "attachment") ||
               (name.len && !page && !mime_is(name, "text/plain") && !outer)) {
        write_attachment(m, part);
    } else {
        write_text(m, part, body_of(part), page);
    }
}

/* "Jane Doe" of "Jane Doe <jane@example.org>" and of "jane@example.org (Jane Doe)". */
static struct slice display_name(struct slice address)
{
    const char *angle = address.len ? memchr(address.ptr, '<', address.len) : NULL;
    const char *bracket = address.len ? memchr(address.ptr, '(', address.len) : NULL;
    struct slice name = address;
    if (angle)
        name.len = (size_t)(angle - address.ptr);
    else if (bracket && address.ptr[address.len - 1] == ')')
        name = (struct slice){bracket + 1, (size_t)(address.ptr + address.len - 2 - bracket)};
    name = slice_trim(name);
    if (name.len >= 2 && name.ptr[0] == '"' && name.ptr[name.len - 1] == '"')
        name = slice_trim((struct slice){name.ptr + 1, name.len - 2});
    return name.len ? name : address;
}

/* "3 Nov 2025" of "Mon, 3 Nov 2025 10:00:00 +0100"; other dates as they are. */
static struct slice day_of(struct slice date)
{
    struct slice rest = date, word, last[3] = {{0}};
    const char *comma = date.len ? memchr(date.ptr, ',', date.len) : NULL;
    if (comma && comma - date.ptr <= 4)
        rest = slice_trim((struct slice){comma + 1, (size_t)(date.ptr + date.len - comma - 1)});
    const char *start = rest.ptr;
    for (int i = 0; i < 3; i++) {
        if (!slice_next(&rest, ' ', &word) || !word.len)
            return date;
        last[i] = word;
    }
    bool year = last[2].len == 4 && (last[2].ptr[0] == '1' || last[2].ptr[0] == '2');
    if (!year || last[1].len != 3 || last[0].len > 2)
        return date;
    return (struct slice){start, (size_t)(last[2].ptr + 4 - start)};
}

static void write_head(struct mail *m, struct slice header)
{
    struct article *a = m->writer.article;
    struct mime_field field;
    struct slice of[ROLE_DATE + 1] = {{0}};
    struct buffer line = {0}, author = {0};
    while (mime_next(&header, &field) == MIME_FIELD)
        if (!of[role_of(field.name)].len)
            of[role_of(field.name)] = field.value;
    mime_add_words(of[ROLE_TITLE], &line);
    write_line(m, (struct block){.type = BLOCK_TITLE}, buffer_slice(&line));
    if (a->n_blocks)
        a->title = (struct span){a->blocks[0].start, a->blocks[0].end};
    line.len = 0;
    mime_add_words(of[ROLE_AUTHOR], &author);
    if (author.len) {
        buffer_add(&line, SLICE("By "));
        buffer_add(&line, display_name(slice_trim(buffer_slice(&author))));
    }
    format_add_date(day_of(of[ROLE_DATE]), line.len > 0, &line);
    write_line(m, (struct block){.type = BLOCK_BYLINE}, buffer_slice(&line));
    buffer_release(&author);
    buffer_release(&line);
}

/* ----------------------------------------------------------------------- whole */

static bool travels_as_it_stands(struct slice header)
{
    struct slice type = mime_type(mime_get(header, "content-type"));
    struct slice form = mime_get(header, "content-transfer-encoding");
    struct mime_field field;
    if ((type.len && !mime_is(type, "text/plain")) || mime_is(form, "base64") ||
        mime_is(form, "quoted-printable"))
        return false;
    while (mime_next(&header, &field) == MIME_FIELD)
        if (role_of(field.name) >= ROLE_TITLE && mime_has_words(field.value))
            return false;
    return true;
}

void format_mail(struct article *a, struct slice source, struct buffer *text)
{
    struct slice header = skip_envelope(source);
    struct mail m = {.writer = {.article = a}};
    if (travels_as_it_stands(header)) {
        buffer_add(text, source);
        a->text = buffer_slice(text);
        format_as_it_stands(a);
        return;
    }
    write_head(&m, header);
    write_part(&m, header, 0);
    block_close(&m.writer);
    buffer_add_byte(&m.writer.text, '\n');
    *text = m.writer.text;
}
