/*
 * assets.h - what is embedded in the program, made from assets/ when it is built.
 */
#ifndef DRAGOMAN_ASSETS_H
#define DRAGOMAN_ASSETS_H

#include <stddef.h>
#include <stdint.h>

/* The image of the shipped lexicon, for lexicon_load. */
extern const uint32_t asset_lexicon[];
extern const size_t asset_lexicon_words;

/* Its patterns as PCRE2 compiles them. */
struct pattern_codes;
extern const struct pattern_codes asset_patterns;

/* The bundled article: UTF-8 text and the name of its file. */
extern const unsigned char asset_article[];
extern const size_t asset_article_len;
extern const char asset_article_name[];

#endif
