/*
 * main.c - argv in, command or reader, exit status out; nothing else.
 */
#include "cli/cli.h"
#include "cli/options.h"
#include "dragoman/assets.h"
#include "dragoman/lexicon_load.h"
#include "tui/tui.h"

#include <fcntl.h>
#include <locale.h>
#include <malloc.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void exhausted(void)
{
    static const char message[] = "dragoman: memory is exhausted\n";
    tui_emergency_close();
    if (write(STDERR_FILENO, message, sizeof message - 1) < 0)
        _exit(EXIT_BAD);
    _exit(EXIT_BAD);
}

/* A terminal that knows nothing but lines, as in an editor's window, is said to be dumb. */
static bool is_dumb(void)
{
    const char *term = getenv("TERM");
    return term && strcmp(term, "dumb") == 0;
}

static bool wants_color(const struct options *o)
{
    const char *no_color = getenv("NO_COLOR");
    if (o->color != COLOR_AUTO)
        return o->color == COLOR_ALWAYS;
    return isatty(STDOUT_FILENO) && !(no_color && no_color[0]) && getenv("TERM") && !is_dumb();
}

static const char *variable(const char *name)
{
    return getenv(name);
}

/* $XDG_CONFIG_HOME/dragoman/NAME, where XDG_CONFIG_HOME is ~/.config by default (XDG Base
 * Directory Specification); empty where there is no home. NUL-terminated. */
static void find_config(const char *name, struct buffer *path)
{
    const char *config = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
    if (config && config[0] == '/')
        buffer_format(path, "%s/dragoman/%s", config, name);
    else if (home && home[0])
        buffer_format(path, "%s/.config/dragoman/%s", home, name);
    buffer_add_byte(path, '\0');
}

struct faults {
    size_t n;
    bool quiet; /* the reader tells of them in its status line */
};

static void report_fault(void *context, const struct lexicon_fault *fault)
{
    struct faults *faults = context;
    struct buffer subject = {0};
    faults->n++;
    if (faults->quiet)
        return;
    cli_add_place(fault, &subject);
    cli_message(buffer_slice(&subject), fault->reason);
    buffer_release(&subject);
}

static void report_filter(void *context, const struct filter_fault *fault)
{
    report_fault(context, &(struct lexicon_fault){fault->file, fault->line, fault->reason});
}

/* How the options say that files are to be read; false, with a message, where they name
 * what nobody knows. */
static bool choose_reading(const struct options *o, const struct filters *filters,
                           struct document_reading *reading)
{
    *reading = (struct document_reading){
        .bundled = {slice_of(asset_article_name), {(const char *)asset_article, asset_article_len}},
        .filters = filters,
        .type = o->type,
    };
    if (o->encoding.len && !encoding_find(o->encoding, &reading->encoding)) {
        cli_message(o->encoding, SLICE("no such encoding; iconv -l lists them"));
        return false;
    }
    if (o->type.len && !document_knows(filters, o->type)) {
        cli_message(o->type,
                    SLICE("no such type: neither text, html, markdown, mail nor a filter"));
        return false;
    }
    return true;
}

static int run(const struct options *o)
{
    struct buffer directory = {0}, filters_path = {0};
    struct filters filters;
    struct document_reading reading;
    struct loaded_lexicon lexicon;
    bool reads = o->command == COMMAND_READ && isatty(STDOUT_FILENO) && !is_dumb();
    bool checks = o->command == COMMAND_LEXICON && o->n_words && strcmp(o->words[0], "check") == 0;
    struct faults faults = {.quiet = reads || checks}; /* `lexicon check` reports by itself */
    struct faults filter_faults = {.quiet = reads || o->command == COMMAND_LEXICON};
    find_config("filters", &filters_path);
    filters_load(&filters, filters_path.ptr[0] ? filters_path.ptr : NULL, report_filter,
                 &filter_faults);
    buffer_release(&filters_path);
    if (!choose_reading(o, &filters, &reading)) {
        filters_release(&filters);
        return EXIT_BAD;
    }
    find_config("lexicon", &directory);
    bool good = lexicon_load(&lexicon, asset_lexicon, asset_lexicon_words,
                             directory.ptr[0] ? directory.ptr : NULL, o->lexicons, o->n_lexicons,
                             report_fault, &faults);
    lexicon.lexicon.codes = &asset_patterns;
    int status;
    if (reads) {
        struct tui_setup setup = {
            .files = o->words,
            .n_files = o->n_words,
            .reading = reading,
            .lexicon = &lexicon.lexicon,
            .n_lexicon_faults = faults.n,
            .n_filter_faults = filter_faults.n,
            .monochrome = o->color == COLOR_NEVER || (o->color == COLOR_AUTO && !wants_color(o)),
            .hyperlinks = o->links == LINKS_ALWAYS ||
                          (o->links == LINKS_AUTO && tui_knows_hyperlinks(variable)),
            .theme = o->theme == THEME_DARK    ? "dark"
                     : o->theme == THEME_LIGHT ? "light"
                     : o->theme == THEME_MONO  ? "mono"
                                               : NULL,
            .kinds = o->kinds,
        };
        status = tui_run(&setup);
    } else {
        struct cli cli = {
            .options = o,
            .reading = reading,
            .lexicon = &lexicon,
            .lexicon_directory = directory.ptr[0] ? directory.ptr : NULL,
            .shipped = asset_lexicon,
            .n_shipped = asset_lexicon_words,
            .out = {.descriptor = STDOUT_FILENO, .color = wants_color(o)},
            .status = good ? EXIT_DONE : EXIT_BAD,
        };
        signal(SIGPIPE, SIG_IGN);
        status = cli_run(&cli);
    }
    lexicon_unload(&lexicon);
    filters_release(&filters);
    buffer_release(&directory);
    return status;
}

/* A standard stream that is closed must not become the first file that is opened. What
 * stands in for it fails as a closed one does. */
static void fill_standard_streams(void)
{
    static const int modes[] = {O_WRONLY, O_RDONLY, O_RDONLY}; /* the wrong ones */
    for (int i = STDIN_FILENO; i <= STDERR_FILENO; i++)
        if (fcntl(i, F_GETFD) < 0 && open("/dev/null", modes[i]) < 0)
            _exit(EXIT_BAD); /* the lowest free number is i */
}

static int print(void (*fill)(enum command command, struct buffer *out), enum command command)
{
    struct output out = {.descriptor = STDOUT_FILENO};
    fill(command, &out.bytes);
    signal(SIGPIPE, SIG_IGN);
    output_flush(&out);
    buffer_release(&out.bytes);
    return cli_check_output(&out) ? EXIT_DONE : EXIT_BAD;
}

static void add_version(enum command command, struct buffer *out)
{
    (void)command;
    buffer_add(out, SLICE("dragoman " VERSION "\n"));
}

enum { KEPT_BYTES = 4 * 1024 * 1024 };

int main(int argc, char **argv)
{
    struct options options;
    struct error error = {0};
    int status = EXIT_BAD;
    memory_exhausted = exhausted;
    fill_standard_streams();
    setlocale(LC_CTYPE, "");
    mallopt(M_TRIM_THRESHOLD, KEPT_BYTES); /* what one match frees the next one takes */
    if (!options_parse(&options, argc, argv, &error))
        cli_message(SLICE(""), buffer_slice(&error.text));
    else if (options.help)
        status = print(options_help, options.command);
    else if (options.version)
        status = print(add_version, options.command);
    else
        status = run(&options);
    error_release(&error);
    options_release(&options);
    return status;
}
