/*
 * make_corpus.c - texts, lists of forms and a lexicon for make bench, the same ones every time.
 *
 *   make_corpus forms FORMS NAMES PROSE FILE.rec...
 *   make_corpus lexicon NAMES PROSE FILE.rec...
 *   make_corpus text RULE BYTES COLUMNS NAMES PROSE FILE.rec...
 *
 * forms prints so many plain forms of the recfiles (0: all), then so many invented names, one a
 * line. lexicon prints the names alone, as organizations. text prints paragraphs of the
 * rule RULE of the grammar PROSE with 3,000 forms and so many names, about BYTES long (13K,
 * 100M). COLUMNS: 0 for one paragraph a line, -1 for everything on one line, else where
 * lines are broken. Every text has a title, a word that comes once, at nine tenths of it,
 * and a last line, to look for.
 */
#include "corpus.h"
#include "forms.h"
#include "grammar.h"
#include "seen.h"

#include "dragoman/load.h"

#include <stdio.h>
#include <stdlib.h>

enum { N_CHOSEN = 3000, PARAGRAPHS_A_SECTION = 30, SEED = 1936 };

struct maker {
    struct grammar *grammar;
    struct arena arena;
    struct slice *names; /* invented */
    size_t n_names;
    struct slice *recfiles;
    size_t n_recfiles;
    struct buffer prose, *texts;
};

static bool fail(const char *what, struct error *error)
{
    fprintf(stderr, "make_corpus: %s: %.*s\n", what, (int)error->text.len, error->text.ptr);
    error_release(error);
    return false;
}

static bool put(struct slice text)
{
    return fwrite(text.ptr, 1, text.len, stdout) == text.len;
}

/* ---------------------------------------------------------- invented names */

/* Draws until the name is new: twice the same would be a form that two records claim.
 * The rule needs no forms of the lexicon, which are not there yet. */
static void invent_names(struct maker *m, size_t n)
{
    struct error ignored = {0};
    struct buffer name = {0};
    struct seen seen = seen_new(n);
    grammar_resolve(m->grammar, &ignored);
    int rule = grammar_rule(m->grammar, SLICE("invented-name"));
    m->names = memory_zeroed(n + 1, sizeof *m->names);
    while (rule >= 0 && m->n_names < n) {
        name.len = 0;
        grammar_expand(m->grammar, rule, &name);
        struct slice *slot = seen_slot(&seen, buffer_slice(&name));
        if (!slot->ptr)
            m->names[m->n_names++] = *slot = arena_copy(&m->arena, buffer_slice(&name));
    }
    buffer_release(&name);
    seen_free(&seen);
    error_release(&ignored);
}

static bool put_line(struct slice text)
{
    return put(text) && putchar('\n') != EOF;
}

static bool put_lexicon(const struct maker *m)
{
    printf("%%rec: Organization\n");
    for (size_t i = 0; i < m->n_names; i++) {
        printf("\nId: INVENTED-%zu\nName: ", i + 1);
        put_line(m->names[i]);
    }
    return !ferror(stdout);
}

/* ------------------------------------------------------------------- forms */

static bool put_forms(const struct maker *m, size_t n)
{
    struct forms forms = {0};
    forms_choose(&forms, m->recfiles, m->n_recfiles, n);
    for (size_t i = 0; i < forms.n; i++)
        put_line(forms.items[i].text);
    for (size_t i = 0; i < m->n_names; i++)
        put_line(m->names[i]);
    forms_release(&forms);
    return !ferror(stdout);
}

/* In an order that does not follow the alphabet, since the first ones are used most. */
static void shuffle(struct grammar *g, struct slice *items, size_t n)
{
    for (size_t i = n; i > 1; i--) {
        size_t other = grammar_random(g, i);
        struct slice kept = items[i - 1];
        items[i - 1] = items[other];
        items[other] = kept;
    }
}

static void add_pools(struct maker *m)
{
    struct forms forms = {0};
    forms_choose(&forms, m->recfiles, m->n_recfiles, N_CHOSEN);
    struct slice *names = memory_zeroed(forms.n + 1, sizeof *names);
    for (int pool = 0; pool < N_POOLS; pool++) {
        size_t n = 0;
        for (size_t i = 0; i < forms.n; i++)
            if (forms.items[i].pool == (enum form_pool)pool)
                names[n++] = forms.items[i].text;
        shuffle(m->grammar, names, n);
        grammar_add_names(m->grammar, form_pool_names[pool], names, n);
    }
    grammar_add_names(m->grammar, "invented", m->names, m->n_names);
    free(names);
    forms_release(&forms);
}

/* -------------------------------------------------------------------- text */

struct layout {
    size_t columns; /* 0: a paragraph is a line */
    bool one_line;  /* all of the text is */
};

/* Turns blanks into line ends so that no line is longer than so many bytes, but for a
 * longer word. */
static void wrap(struct buffer *text, size_t columns)
{
    size_t start = 0, blank = 0;
    for (size_t i = 0; i < text->len; i++) {
        if (text->ptr[i] == ' ')
            blank = i;
        if (i - start >= columns && blank > start) {
            text->ptr[blank] = '\n';
            start = blank + 1;
        }
    }
}

static bool put_block(struct buffer *block, struct layout layout)
{
    if (layout.columns)
        wrap(block, layout.columns);
    buffer_add(block, layout.one_line ? SLICE(" ") : SLICE("\n\n"));
    bool good = put(buffer_slice(block));
    block->len = 0;
    return good;
}

static bool put_text(struct maker *m, int rule, size_t bytes, struct layout layout)
{
    struct buffer block = {0};
    int heading = grammar_rule(m->grammar, SLICE("heading"));
    size_t done = 0;
    bool has_landmark = false, good = true;
    buffer_add(&block, slice_of(CORPUS_TITLE));
    for (size_t n = 0; good && done + sizeof CORPUS_END < bytes; n++) {
        if (n % PARAGRAPHS_A_SECTION == PARAGRAPHS_A_SECTION / 3)
            grammar_expand(m->grammar, heading, &block);
        else if (n)
            grammar_expand(m->grammar, rule, &block);
        if (!has_landmark && done >= bytes / 10 * 9) {
            buffer_add(&block, slice_of(" " CORPUS_LANDMARK "."));
            has_landmark = true;
        }
        done += block.len + 2;
        good = put_block(&block, layout);
    }
    buffer_release(&block);
    return good && put(slice_of(CORPUS_END "\n"));
}

/* -------------------------------------------------------------------- main */

static bool load_all(struct maker *m, char **files, int n)
{
    struct error error = {0};
    m->texts = memory_zeroed((size_t)n, sizeof *m->texts);
    m->recfiles = memory_zeroed((size_t)n, sizeof *m->recfiles);
    if (!load_file(files[0], &m->prose, &error))
        return fail(files[0], &error);
    for (size_t i = 0; i + 1 < (size_t)n; i++) {
        if (!load_file(files[i + 1], &m->texts[i], &error))
            return fail(files[i + 1], &error);
        m->recfiles[m->n_recfiles++] = buffer_slice(&m->texts[i]);
    }
    m->grammar = grammar_new(buffer_slice(&m->prose), SEED);
    return true;
}

static void release(struct maker *m)
{
    if (m->grammar)
        grammar_free(m->grammar);
    for (size_t i = 0; i < m->n_recfiles; i++)
        buffer_release(&m->texts[i]);
    buffer_release(&m->prose);
    arena_release(&m->arena);
    free(m->texts);
    free(m->recfiles);
    free(m->names);
}

/* Each takes its words behind its name; those before the files are counted in the table. */
static bool make_forms(struct maker *m, char **words)
{
    invent_names(m, corpus_size(words[1]));
    return put_forms(m, corpus_size(words[0]));
}

static bool make_lexicon(struct maker *m, char **words)
{
    invent_names(m, corpus_size(words[0]));
    return put_lexicon(m);
}

static bool make_text(struct maker *m, char **words)
{
    struct error error = {0};
    long columns = strtol(words[2], NULL, 10);
    struct layout layout = {columns > 0 ? (size_t)columns : 0, columns < 0};
    invent_names(m, corpus_size(words[3]));
    add_pools(m);
    int rule = grammar_rule(m->grammar, slice_of(words[0]));
    if (rule < 0)
        error_set(&error, "no such rule");
    if (rule < 0 || !grammar_resolve(m->grammar, &error))
        return fail(words[0], &error);
    return put_text(m, rule, corpus_size(words[1]), layout);
}

static const struct command {
    const char *name;
    int n_words;
    bool (*make)(struct maker *m, char **words);
} commands[] = {{"forms", 2, make_forms}, {"lexicon", 1, make_lexicon}, {"text", 4, make_text}};

int main(int argc, char **argv)
{
    struct maker maker = {0};
    bool good = false;
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        int first = commands[i].n_words + 2;
        if (argc > first && strcmp(argv[1], commands[i].name) == 0)
            good =
                load_all(&maker, argv + first, argc - first) && commands[i].make(&maker, argv + 2);
    }
    release(&maker);
    return good && fflush(stdout) == 0 ? 0 : 1;
}
