/*
 * lexicon_load.c - see lexicon_load.h.
 */
#include "dragoman/lexicon_load.h"

#include "dragoman/load.h"
#include "dragoman/pattern.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>

struct source {
    struct buffer path, text;
    bool is_read;
    struct error error; /* why it is not */
};

struct sources {
    struct source *items;
    size_t n, cap;
};

static int compare_names(const void *a, const void *b)
{
    const struct source *x = a, *y = b;
    return slice_compare(buffer_slice(&x->path), buffer_slice(&y->path));
}

static void add_path(struct sources *s, const char *directory, const char *name)
{
    ARRAY_RESERVE(s->items, s->n, s->cap);
    struct source *source = &s->items[s->n++];
    *source = (struct source){0};
    if (directory)
        buffer_format(&source->path, "%s/", directory);
    buffer_add(&source->path, slice_of(name));
    buffer_add_byte(&source->path, '\0'); /* for open(2) */
    source->path.len--;
}

static void list_directory(struct sources *s, const char *directory)
{
    errno = 0;
    DIR *open = directory ? opendir(directory) : NULL;
    if (!open && errno == ENOMEM)
        memory_exhausted();
    if (!open)
        return;
    for (struct dirent *entry; (entry = readdir(open));) {
        size_t len = strlen(entry->d_name);
        if (len > 4 && entry->d_name[0] != '.' && strcmp(entry->d_name + len - 4, ".rec") == 0)
            add_path(s, directory, entry->d_name);
    }
    closedir(open);
    if (s->n)
        qsort(s->items, s->n, sizeof *s->items, compare_names);
}

/* All files at first, so that there is room for all of them at once; how many bytes. */
static size_t read_sources(struct sources *s)
{
    size_t n_bytes = 0;
    for (size_t i = 0; i < s->n; i++) {
        struct source *source = &s->items[i];
        source->is_read = load_file(source->path.ptr, &source->text, &source->error);
        if (source->is_read)
            load_clean(&source->text, NULL);
        n_bytes += source->text.len;
    }
    return n_bytes;
}

static void report_unread(const struct source *source, const struct lexicon_checks *checks)
{
    struct lexicon_fault fault = {buffer_slice(&source->path), 0,
                                  buffer_slice(&source->error.text)};
    if (checks->report)
        checks->report(checks->context, &fault);
}

static void release_sources(struct sources *s)
{
    for (size_t i = 0; i < s->n; i++) {
        buffer_release(&s->items[i].path);
        buffer_release(&s->items[i].text);
        error_release(&s->items[i].error);
    }
    free(s->items);
}

bool lexicon_load(struct loaded_lexicon *loaded, const uint32_t *shipped, size_t n_shipped,
                  const char *directory, const char *const *files, size_t n_files,
                  void (*report)(void *context, const struct lexicon_fault *fault), void *context)
{
    struct sources s = {0};
    bool good = true;
    *loaded = (struct loaded_lexicon){0};
    lexicon_open(&loaded->lexicon, shipped, n_shipped);
    list_directory(&s, directory);
    for (size_t i = 0; i < n_files; i++)
        add_path(&s, NULL, files[i]);
    if (s.n == 0)
        return true;
    struct lexicon_checks checks = {report, pattern_ok, context};
    loaded->builder = lexicon_builder_new(checks);
    lexicon_builder_expect(loaded->builder, read_sources(&s));
    lexicon_builder_add_lexicon(loaded->builder, &loaded->lexicon);
    for (size_t i = 0; i < s.n; i++) {
        struct source *source = &s.items[i];
        if (source->is_read)
            lexicon_builder_add(loaded->builder, buffer_slice(&source->path),
                                buffer_slice(&source->text));
        else
            report_unread(source, &checks);
        good = good && (source->is_read || i < s.n - n_files);
    }
    lexicon_builder_finish(loaded->builder, &loaded->lexicon);
    release_sources(&s);
    return good;
}

void lexicon_unload(struct loaded_lexicon *loaded)
{
    lexicon_builder_free(loaded->builder);
    *loaded = (struct loaded_lexicon){0};
}
