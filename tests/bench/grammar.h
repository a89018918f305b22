/*
 * grammar.h - endless prose from a small grammar.
 *
 * Comes in: a text of rules, each a name and its alternatives, in which {NAME} stands for
 * another rule (see the file prose). Goes out: any number of expansions of a rule, the
 * same ones for the same seed on every machine. The grammar borrows the texts it is made
 * of.
 */
#ifndef DRAGOMAN_BENCH_GRAMMAR_H
#define DRAGOMAN_BENCH_GRAMMAR_H

#include "dragoman/base.h"

struct grammar;

struct grammar *grammar_new(struct slice rules, uint64_t seed);
void grammar_free(struct grammar *g);

/* Adds a rule of n literal alternatives, the first ones far more frequent than the last, as
 * names are in what people write. */
void grammar_add_names(struct grammar *g, const char *name, const struct slice *names, size_t n);

/* Finds the rules that names stand for, as far as they are there; false and *error where
 * one is not. */
bool grammar_resolve(struct grammar *g, struct error *error);

/* The rule of that name, or -1. */
int grammar_rule(const struct grammar *g, struct slice name);
/* Appends one expansion. Rules must not lead back to themselves. */
void grammar_expand(struct grammar *g, int rule, struct buffer *out);
/* A number from 0 to n - 1. */
size_t grammar_random(struct grammar *g, size_t n);

#endif
