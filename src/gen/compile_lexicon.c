/*
 * compile_lexicon.c - at build time: recfiles in, the image of the shipped lexicon out
 * as C source.
 *
 *   compile_lexicon FILE.rec... > lexicon_image.c
 *
 * A fault of the shipped lexicon fails the build.
 */
#include "dragoman/lexicon_build.h"
#include "dragoman/load.h"
#include "dragoman/pattern.h"

#include <stdio.h>
#include <stdlib.h>

static void report(void *context, const struct lexicon_fault *fault)
{
    ++*(size_t *)context;
    fprintf(stderr, "%.*s:%zu: %.*s\n", (int)fault->file.len, fault->file.ptr, fault->line,
            (int)fault->reason.len, fault->reason.ptr);
}

int main(int argc, char **argv)
{
    size_t n_faults = 0, n;
    struct lexicon_builder *builder =
        lexicon_builder_new((struct lexicon_checks){report, pattern_ok, &n_faults});
    struct buffer *texts = memory_zeroed((size_t)argc, sizeof *texts);
    for (int i = 1; i < argc; i++) {
        struct error error = {0};
        if (!load_file(argv[i], &texts[i], &error)) {
            fprintf(stderr, "%s: %.*s\n", argv[i], (int)error.text.len, error.text.ptr);
            return 1;
        }
        lexicon_builder_add(builder, slice_of(argv[i]), buffer_slice(&texts[i]));
    }
    uint32_t *image = lexicon_builder_image(builder, &n);
    printf("#include \"dragoman/assets.h\"\nconst size_t asset_lexicon_words = %zu;\n"
           "const uint32_t asset_lexicon[] = {",
           n);
    for (size_t i = 0; i < n; i++)
        printf("%s%u", i == 0 ? "\n" : i % 16 ? "," : ",\n", (unsigned)image[i]);
    printf("\n};\n");
    free(image);
    lexicon_builder_free(builder);
    for (int i = 1; i < argc; i++)
        buffer_release(&texts[i]);
    free(texts);
    return n_faults || fflush(stdout) ? 1 : 0;
}
