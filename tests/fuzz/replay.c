/*
 * replay.c - the main of a fuzz target without libFuzzer.
 *
 * usage: fuzz_X [FILE...]            replays files, or without any the target's corpus,
 *                                    $srcdir/tests/fuzz/corpus/X
 *        fuzz_X --seconds N FOLDER   changes the corpus at random for so long
 *
 * While fuzzing, the input stands in a mapped file FOLDER/X-crash-PID, which outlives the
 * process where that dies, and is removed where it does not. An input that takes too long
 * ends it by SIGALRM.
 */
#include "fuzz.h"

#include <dirent.h>
#include <fcntl.h>
#include <libgen.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

enum { MAX_INPUT = 16 * 1024, MAX_SECONDS = 25, PATH_BYTES = 4096 };

struct seeds {
    struct buffer *items;
    size_t n, cap;
};

static _Noreturn void die(const char *path)
{
    perror(path);
    exit(EXIT_FAILURE);
}

static void add_seed(struct seeds *s, const char *path)
{
    struct error error = {0};
    ARRAY_RESERVE(s->items, s->n, s->cap);
    s->items[s->n] = (struct buffer){0};
    if (!load_file(path, &s->items[s->n++], &error))
        die(path);
}

/* The files of a folder in the order of their names. */
static void add_folder(struct seeds *s, const char *folder)
{
    struct dirent **entries;
    int n = scandir(folder, &entries, NULL, alphasort);
    if (n < 0)
        die(folder);
    for (int i = 0; i < n; i++) {
        if (entries[i]->d_name[0] != '.') {
            struct buffer path = {0};
            buffer_format(&path, "%s/%s", folder, entries[i]->d_name);
            add_seed(s, path.ptr); /* NUL-terminated by the format */
            buffer_release(&path);
        }
        free(entries[i]);
    }
    free(entries);
}

/* On a copy without a byte to spare, with a time limit. */
static void run(struct slice input)
{
    struct slice copy = exact_copy(input);
    alarm(MAX_SECONDS);
    LLVMFuzzerTestOneInput((const uint8_t *)copy.ptr, copy.len);
    alarm(0);
    exact_free(copy);
}

/* ---------------------------------------------------------------- fuzzing */

/* A piece of another seed, a byte, or a stretch that is doubled or lost. */
static void mutate(struct buffer *b, const struct seeds *s, uint32_t *seed)
{
    uint32_t len = (uint32_t)b->len, at = random_below(seed, len + 1);
    uint32_t n = random_below(seed, len - at + 1);
    const struct buffer *other = &s->items[random_below(seed, (uint32_t)s->n)];
    uint32_t from = random_below(seed, (uint32_t)other->len + 1);
    struct buffer out = {0};
    buffer_add(&out, (struct slice){b->ptr, at});
    switch (random_below(seed, 4)) {
    case 0:
        buffer_add(&out, (struct slice){other->ptr + from, other->len - from});
        break;
    case 1:
        buffer_add_byte(&out, (char)random_below(seed, 256));
        n = n ? 1 : 0;
        break;
    case 2:
        buffer_add(&out, (struct slice){b->ptr + at, n});
        n = 0;
        break;
    default:
        break; /* n bytes are lost */
    }
    buffer_add(&out, (struct slice){b->ptr + at + n, len - at - n});
    out.len = out.len < MAX_INPUT ? out.len : MAX_INPUT;
    buffer_release(b);
    *b = out;
}

static char *map_file(const char *path)
{
    int file = open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);
    if (file < 0 || ftruncate(file, MAX_INPUT) != 0)
        die(path);
    char *map = mmap(NULL, MAX_INPUT, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (map == MAP_FAILED)
        die(path);
    if (ftruncate(file, 0) != 0)
        die(path);
    close(file);
    return map;
}

/* X of fuzz_X. */
static const char *target_of(char *program)
{
    const char *name = basename(program), *prefix = "fuzz_";
    return strncmp(name, prefix, strlen(prefix)) == 0 ? name + strlen(prefix) : name;
}

static int fuzz(struct seeds *s, const char *target, long seconds, const char *folder)
{
    char path[PATH_BYTES];
    time_t end = time(NULL) + seconds;
    uint32_t seed = (uint32_t)time(NULL);
    unsigned long runs = 0;
    snprintf(path, sizeof path, "%s/%s-crash-%ld", folder, target, (long)getpid());
    char *map = map_file(path);
    for (; time(NULL) < end; runs++) {
        struct buffer b = {0};
        buffer_add(&b, buffer_slice(&s->items[random_below(&seed, (uint32_t)s->n)]));
        for (uint32_t i = random_below(&seed, 6); i < 6; i++)
            mutate(&b, s, &seed);
        if (truncate(path, (off_t)b.len) != 0)
            die(path);
        if (b.len)
            memcpy(map, b.ptr, b.len);
        run(buffer_slice(&b));
        buffer_release(&b);
    }
    unlink(path);
    printf("%lu runs\n", runs);
    return EXIT_SUCCESS;
}

/* -------------------------------------------------------------------- main */

static void add_corpus(struct seeds *s, const char *target)
{
    char path[PATH_BYTES];
    const char *top = getenv("srcdir");
    snprintf(path, sizeof path, "%s/tests/fuzz/corpus/%s", top ? top : ".", target);
    add_folder(s, path);
}

int main(int argc, char **argv)
{
    struct seeds seeds = {0};
    bool fuzzing = argc == 4 && strcmp(argv[1], "--seconds") == 0;
    const char *target = target_of(argv[0]);
    int status = EXIT_SUCCESS;
    if (argc == 1 || fuzzing)
        add_corpus(&seeds, target);
    for (int i = 1; i < argc && !fuzzing; i++)
        add_seed(&seeds, argv[i]);
    if (seeds.n == 0)
        die("no corpus");
    LLVMFuzzerInitialize(&argc, &argv);
    if (fuzzing)
        status = fuzz(&seeds, target, strtol(argv[2], NULL, 10), argv[3]);
    for (size_t i = 0; i < seeds.n; i++) {
        if (!fuzzing)
            run(buffer_slice(&seeds.items[i]));
        buffer_release(&seeds.items[i]);
    }
    free(seeds.items);
    return status;
}
