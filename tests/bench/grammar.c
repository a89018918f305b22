/*
 * grammar.c - see grammar.h.
 *
 * Rules, alternatives and pieces are three flat arrays, each item a range of the next, so
 * that an expansion is a walk without a look at a name: a gigabyte must not take minutes.
 * Alternatives of one rule stand together because a rule is read whole.
 */
#include "grammar.h"

#include <stdlib.h>

enum piece_type { PIECE_LITERAL, PIECE_RULE, PIECE_NUMBER };

struct piece {
    enum piece_type type;
    bool capital;      /* the first letter of the expansion, where it is ASCII */
    struct slice text; /* a literal, or the name of a rule */
    int rule;
    size_t low, high;
};

struct alternative {
    size_t first, n; /* pieces */
};

struct rule {
    struct slice name;
    size_t first, n; /* alternatives */
    bool is_skewed;
};

struct grammar {
    struct rule *rules;
    struct alternative *alternatives;
    struct piece *pieces;
    size_t n_rules, cap_rules, n_alternatives, cap_alternatives, n_pieces, cap_pieces;
    uint64_t state;
};

/* ----------------------------------------------------------------- reading */

static void add_rule(struct grammar *g, struct slice name, bool is_skewed)
{
    ARRAY_RESERVE(g->rules, g->n_rules, g->cap_rules);
    g->rules[g->n_rules++] = (struct rule){name, g->n_alternatives, 0, is_skewed};
}

static void add_piece(struct grammar *g, struct piece piece)
{
    ARRAY_RESERVE(g->pieces, g->n_pieces, g->cap_pieces);
    g->pieces[g->n_pieces++] = piece;
    g->alternatives[g->n_alternatives - 1].n++;
}

/* An alternative of the last rule, empty yet. */
static void add_alternative(struct grammar *g)
{
    ARRAY_RESERVE(g->alternatives, g->n_alternatives, g->cap_alternatives);
    g->alternatives[g->n_alternatives++] = (struct alternative){g->n_pieces, 0};
    g->rules[g->n_rules - 1].n++;
}

static bool read_number(struct slice text, size_t *number)
{
    *number = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9')
            return false;
        *number = *number * 10 + (size_t)(text.ptr[i] - '0');
    }
    return text.len > 0;
}

/* What stands between braces. */
static struct piece read_reference(struct slice name)
{
    struct piece piece = {.type = PIECE_RULE, .text = name, .rule = -1};
    struct slice high = name, low;
    slice_next(&high, '-', &low);
    if (read_number(low, &piece.low) && read_number(high, &piece.high)) {
        piece.type = PIECE_NUMBER;
    } else if (name.len && name.ptr[0] == '^') {
        piece.capital = true;
        piece.text = slice_cut(name, (struct span){1, name.len});
    }
    return piece;
}

static void read_alternative(struct grammar *g, struct slice line)
{
    struct slice literal, name;
    add_alternative(g);
    while (line.len) {
        bool has_more = memchr(line.ptr, '{', line.len) != NULL;
        slice_next(&line, '{', &literal);
        if (literal.len)
            add_piece(g, (struct piece){.type = PIECE_LITERAL, .text = literal});
        if (has_more) {
            slice_next(&line, '}', &name);
            add_piece(g, read_reference(name));
        }
    }
}

static void read_words(struct grammar *g, struct slice line)
{
    struct slice word;
    while (slice_next(&line, ' ', &word)) {
        add_alternative(g);
        add_piece(g, (struct piece){.type = PIECE_LITERAL, .text = word});
    }
}

struct grammar *grammar_new(struct slice rules, uint64_t seed)
{
    struct grammar *g = memory_zeroed(1, sizeof *g);
    struct slice line;
    bool is_words = false;
    g->state = seed;
    while (slice_next(&rules, '\n', &line)) {
        if (!line.len || line.ptr[0] == '#')
            continue;
        if (line.len > 2 && (line.ptr[0] == '=' || line.ptr[0] == ':') && line.ptr[1] == ' ') {
            is_words = line.ptr[0] == ':';
            add_rule(g, slice_cut(line, (struct span){2, line.len}), false);
        } else if (g->n_rules && is_words) {
            read_words(g, line);
        } else if (g->n_rules) {
            read_alternative(g, line);
        }
    }
    return g;
}

void grammar_free(struct grammar *g)
{
    free(g->rules);
    free(g->alternatives);
    free(g->pieces);
    free(g);
}

void grammar_add_names(struct grammar *g, const char *name, const struct slice *names, size_t n)
{
    add_rule(g, slice_of(name), true);
    for (size_t i = 0; i < n; i++) {
        add_alternative(g);
        add_piece(g, (struct piece){.type = PIECE_LITERAL, .text = names[i]});
    }
}

int grammar_rule(const struct grammar *g, struct slice name)
{
    for (size_t i = 0; i < g->n_rules; i++)
        if (slice_equal(g->rules[i].name, name))
            return (int)i;
    return -1;
}

bool grammar_resolve(struct grammar *g, struct error *error)
{
    const struct piece *missing = NULL;
    for (struct piece *p = g->pieces; p < g->pieces + g->n_pieces; p++) {
        if (p->type != PIECE_RULE)
            continue;
        p->rule = grammar_rule(g, p->text);
        if (!missing && (p->rule < 0 || g->rules[p->rule].n == 0))
            missing = p;
    }
    if (missing)
        error_set(error, "{%.*s} stands for nothing", (int)missing->text.len, missing->text.ptr);
    return !missing;
}

/* --------------------------------------------------------------- expanding */

/* splitmix64: a few instructions, and any seed will do. */
static uint64_t next_random(struct grammar *g)
{
    uint64_t z = g->state += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

size_t grammar_random(struct grammar *g, size_t n)
{
    return (size_t)(next_random(g) >> 32) * n >> 32;
}

/* The cube of a fraction: the first tenth of the names gets nearly half of the choices. */
static size_t random_skewed(struct grammar *g, size_t n)
{
    double part = (double)(next_random(g) >> 11) / 9007199254740992.0;
    return (size_t)(part * part * part * (double)n);
}

static void expand_piece(struct grammar *g, const struct piece *piece, struct buffer *out)
{
    size_t start = out->len;
    if (piece->type == PIECE_LITERAL)
        buffer_add(out, piece->text);
    else if (piece->type == PIECE_NUMBER)
        buffer_add_number(out, piece->low + grammar_random(g, piece->high - piece->low + 1));
    else
        grammar_expand(g, piece->rule, out);
    if (piece->capital && out->len > start && out->ptr[start] >= 'a' && out->ptr[start] <= 'z')
        out->ptr[start] = (char)(out->ptr[start] - 'a' + 'A');
}

void grammar_expand(struct grammar *g, int rule, struct buffer *out)
{
    const struct rule *r = &g->rules[rule];
    size_t choice = r->is_skewed ? random_skewed(g, r->n) : grammar_random(g, r->n);
    const struct alternative *a = &g->alternatives[r->first + choice];
    for (size_t i = 0; i < a->n; i++)
        expand_piece(g, &g->pieces[a->first + i], out);
}
