/*
 * embed_article.c - at build time: the bundled article as C source.
 *
 *   embed_article FILE > article_bytes.c
 */
#include <stdio.h>
#include <string.h>

int main(int argc, char **argv)
{
    FILE *file = argc == 2 ? fopen(argv[1], "rb") : NULL;
    const char *slash = argc == 2 ? strrchr(argv[1], '/') : NULL;
    size_t n = 0;
    int c;
    if (!file) {
        perror(argc == 2 ? argv[1] : "usage: embed_article FILE");
        return 1;
    }
    printf("#include \"dragoman/assets.h\"\nconst char asset_article_name[] = \"%s\";\n"
           "const unsigned char asset_article[] = {",
           slash ? slash + 1 : argv[1]);
    for (; (c = getc(file)) != EOF; n++)
        printf("%d,%s", c, n % 24 == 23 ? "\n" : "");
    printf("};\nconst size_t asset_article_len = %zu;\n", n);
    fclose(file);
    return fflush(stdout) ? 1 : 0;
}
