/*
 * corpus.h - what make_corpus puts into its texts for the benches to look for.
 */
#ifndef DRAGOMAN_BENCH_CORPUS_H
#define DRAGOMAN_BENCH_CORPUS_H

#include <stdlib.h>

#define CORPUS_TITLE    "The Long Road to the Conference" /* the first line */
#define CORPUS_LANDMARK "Kestrelbridge"                   /* once, at nine tenths */
#define CORPUS_END      "Here ends the long report."      /* the last line */
#define CORPUS_LAST     "report."                         /* nowhere else */

/* A number with or without a unit: 13K, 100M, 1G (powers of a thousand). */
static inline size_t corpus_size(const char *text)
{
    char *end;
    double number = strtod(text, &end);
    double unit = *end == 'K' ? 1e3 : *end == 'M' ? 1e6 : *end == 'G' ? 1e9 : 1;
    return number > 0 ? (size_t)(number * unit) : 0;
}

#endif
