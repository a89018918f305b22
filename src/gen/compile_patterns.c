/*
 * compile_patterns.c - at build time: the rules of the shipped lexicon as PCRE2 compiles
 * them, out as C source.
 *
 *   compile_patterns > pattern_codes.c
 *
 * Compiling them when they are first asked would be most of what a short article costs.
 */
#include "dragoman/assets.h"
#include "dragoman/lexicon.h"
#include "dragoman/pattern.h"

#include <stdio.h>
#include <stdlib.h>

struct codes {
    struct pattern_code *items, head;
    size_t n, cap;
    struct buffer bytes;
};

static void add(struct codes *c, struct slice source, unsigned options)
{
    struct buffer code = {0};
    size_t head = pattern_save(source, options, &code);
    if (!c->head.len) {
        c->head = (struct pattern_code){0, 0, (uint32_t)head};
        buffer_add(&c->bytes, (struct slice){code.ptr, head});
    }
    if (head && head == c->head.len && memcmp(code.ptr, c->bytes.ptr, head) == 0) {
        ARRAY_RESERVE(c->items, c->n, c->cap);
        c->items[c->n++] = (struct pattern_code){
            pattern_key(source, options), (uint32_t)c->bytes.len, (uint32_t)(code.len - head)};
        buffer_add(&c->bytes, (struct slice){code.ptr + head, code.len - head});
    }
    buffer_release(&code);
}

static bool has_trigger(const struct lexicon *l, uint32_t rule, bool leads)
{
    for (uint32_t i = 0; i < l->n_triggers; i++)
        if (l->triggers[i].rule == rule && l->triggers[i].leads == leads)
            return true;
    return false;
}

/* Each rule in the ways in which the tagger asks it. */
static void add_rules(struct codes *c, const struct lexicon *l)
{
    for (uint32_t i = 0; i < l->n_rules; i++) {
        struct slice source = lexicon_text(l, l->rules[i].pattern);
        bool shape = l->rules[i].type == RULE_SHAPE;
        if (shape || has_trigger(l, i, true))
            add(c, source, PATTERN_BLOCK | PATTERN_ANCHORED);
        if (!shape && (l->rules[i].type == RULE_EXCEPT || has_trigger(l, i, false)))
            add(c, source, PATTERN_BLOCK);
    }
}

static int compare_keys(const void *a, const void *b)
{
    const struct pattern_code *x = a, *y = b;
    return x->key < y->key ? -1 : x->key > y->key;
}

static void print(const struct codes *c)
{
    printf("#include \"dragoman/assets.h\"\n"
           "#include \"dragoman/pattern.h\"\n"
           "static const struct pattern_code codes[] = {\n");
    for (size_t i = 0; i < c->n; i++)
        printf("{UINT64_C(%llu), %u, %u},\n", (unsigned long long)c->items[i].key,
               (unsigned)c->items[i].off, (unsigned)c->items[i].len);
    printf("{0, 0, 0}};\nstatic const uint32_t bytes[] = {");
    for (size_t i = 0; i < c->bytes.len; i += sizeof(uint32_t)) {
        uint32_t word = 0;
        size_t left = c->bytes.len - i;
        memcpy(&word, c->bytes.ptr + i, left < sizeof word ? left : sizeof word);
        printf("%s%u", i == 0 ? "\n" : i % 64 ? "," : ",\n", (unsigned)word);
    }
    printf("\n};\nconst struct pattern_codes asset_patterns = {codes, %zu, bytes, {0, 0, %u}};\n",
           c->n, (unsigned)c->head.len);
}

int main(void)
{
    struct lexicon lexicon;
    struct codes codes = {0};
    if (!lexicon_open(&lexicon, asset_lexicon, asset_lexicon_words))
        return 1;
    add_rules(&codes, &lexicon);
    qsort(codes.items, codes.n, sizeof *codes.items, compare_keys);
    print(&codes);
    free(codes.items);
    buffer_release(&codes.bytes);
    return fflush(stdout) ? 1 : 0;
}
