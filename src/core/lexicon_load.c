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

static bool read_source(struct source *source,
                        void (*report)(void *context, const struct lexicon_fault *fault),
                        void *context)
{
    struct error error = {0};
    bool done = load_file(source->path.ptr, &source->text, &error);
    if (done) {
        load_clean(&source->text, NULL);
    } else if (report) {
        struct lexicon_fault fault = {buffer_slice(&source->path), 0, buffer_slice(&error.text)};
        report(context, &fault);
    }
    error_release(&error);
    return done;
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
    struct lexicon_builder *builder = lexicon_builder_new((struct lexicon_checks){0});
    lexicon_builder_add_lexicon(builder, &loaded->lexicon);
    lexicon_builder_set_checks(builder, checks);
    for (size_t i = 0; i < s.n; i++) {
        bool done = read_source(&s.items[i], report, context);
        good = good && (done || i < s.n - n_files);
        if (done)
            lexicon_builder_add(builder, buffer_slice(&s.items[i].path),
                                buffer_slice(&s.items[i].text));
    }
    size_t n;
    loaded->image = lexicon_builder_image(builder, &n);
    lexicon_open(&loaded->lexicon, loaded->image, n);
    lexicon_builder_free(builder);
    for (size_t i = 0; i < s.n; i++) {
        buffer_release(&s.items[i].path);
        buffer_release(&s.items[i].text);
    }
    free(s.items);
    return good;
}

void lexicon_unload(struct loaded_lexicon *loaded)
{
    free(loaded->image);
    *loaded = (struct loaded_lexicon){0};
}
