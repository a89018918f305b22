/*
 * command_search.c - `dragoman search PATTERN`: every match; as text a line is
 * FILE:LINE:COLUMN: the match among the words around it. Exit status 1 where nothing
 * matched anywhere.
 */
#include "cli.h"

#include "dragoman/search.h"

/* BEFORE and BEHIND are for the text format alone and come after the fields. */
enum { FILE_, SECTION, HEADING, LINE, COLUMN, START, END, TEXT, BEFORE, BEHIND };
enum { AROUND_BYTES = 40 };

static void write_text(const struct value *v, struct output *out)
{
    output_add_escaped(&out->bytes, v[FILE_].text);
    buffer_format(&out->bytes, ":%zu:%zu: ", v[LINE].number, v[COLUMN].number);
    buffer_add(&out->bytes, v[BEFORE].text);
    if (out->color)
        buffer_add(&out->bytes, SLICE("\033[7m"));
    output_add_line(&out->bytes, v[TEXT].text);
    if (out->color)
        buffer_add(&out->bytes, SLICE("\033[0m"));
    buffer_add(&out->bytes, v[BEHIND].text);
}

static const char *const fields[] = {"file",  "section", "heading", "line", "column",
                                     "start", "end",     "text",    NULL};
static const struct record_type type = {fields, write_text};

struct context {
    struct search *search;
    struct writer writer;
    bool found;
};

/* The words of the same line before a match, cut at a blank. */
static struct slice words_before(struct slice text, size_t off)
{
    size_t line = off;
    while (line > 0 && text.ptr[line - 1] != '\n' && off - line < AROUND_BYTES)
        line--;
    if (off - line == AROUND_BYTES)
        while (line < off && text.ptr[line] != ' ')
            line++;
    return slice_cut(text, (struct span){line, off});
}

static struct slice words_behind(struct slice text, size_t off)
{
    size_t line = off;
    while (line < text.len && text.ptr[line] != '\n' && line - off < AROUND_BYTES)
        line++;
    if (line - off == AROUND_BYTES)
        while (line > off && text.ptr[line] != ' ')
            line--;
    return slice_cut(text, (struct span){off, line});
}

static void print(struct cli *cli, struct document *d, void *data)
{
    struct context *context = data;
    const struct article *a = &d->article;
    struct place_cursor cursor = {0};
    struct span hit;
    size_t from = 0;
    enum search_result result;
    while ((result = search_next(context->search, a->text, from, &hit)) == SEARCH_FOUND) {
        size_t section = article_section_at(a, hit.start);
        struct place place = article_place(a, &cursor, hit.start);
        struct value values[] = {
            [FILE_] = TEXT_VALUE(d->name),
            [SECTION] = NUMBER_VALUE(section),
            [HEADING] = TEXT_VALUE(a->sections[section].name),
            [LINE] = NUMBER_VALUE(place.line),
            [COLUMN] = NUMBER_VALUE(place.column),
            [START] = NUMBER_VALUE(hit.start),
            [END] = NUMBER_VALUE(hit.end),
            [TEXT] = TEXT_VALUE(slice_cut(a->text, hit)),
            [BEFORE] = TEXT_VALUE(words_before(a->text, hit.start)),
            [BEHIND] = TEXT_VALUE(words_behind(a->text, hit.end)),
        };
        context->writer.record(&context->writer, values);
        context->found = true;
        from = hit.end;
        if (cli->out.failed)
            return;
    }
    if (result == SEARCH_LIMIT)
        cli_complain(cli, d->name, SLICE("the pattern takes too long here; the search stopped"));
}

/* A long pattern is cut: the message is one line. */
static void complain(struct cli *cli, struct slice pattern, struct slice reason)
{
    enum { SHOWN_BYTES = 60 };
    struct buffer subject = {0};
    size_t len = pattern.len;
    if (len > SHOWN_BYTES) {
        len = SHOWN_BYTES;
        while (len > 0 && ((unsigned char)pattern.ptr[len] & 0xC0) == 0x80)
            len--;
    }
    buffer_add(&subject, (struct slice){pattern.ptr, len});
    if (len < pattern.len)
        buffer_add(&subject, SLICE("\u2026"));
    cli_complain(cli, buffer_slice(&subject), reason);
    buffer_release(&subject);
}

void command_search(struct cli *cli)
{
    const struct options *o = cli->options;
    struct error error = {0};
    struct context context = {.writer = writer_of(o->format, &type, &cli->out)};
    context.search = search_new(slice_of(o->words[0]), o->fixed, SEARCH_SMART, &error);
    if (!context.search) {
        struct buffer reason = {0};
        buffer_format(&reason, "bad pattern: %.*s", (int)error.text.len, error.text.ptr);
        complain(cli, slice_of(o->words[0]), buffer_slice(&reason));
        buffer_release(&reason);
    } else {
        context.writer.begin(&context.writer);
        cli_each_document(cli, 1, print, &context);
        if (!context.found && cli->status == EXIT_DONE)
            cli->status = EXIT_NOTHING;
    }
    search_free(context.search);
    error_release(&error);
}
