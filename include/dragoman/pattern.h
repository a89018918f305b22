/*
 * pattern.h - PCRE2, wrapped: the one place that knows it.
 *
 * Patterns run on text that load has validated, under limits on steps, depth and
 * memory, so that no pattern on no text runs away. Offsets are bytes of the text.
 */
#ifndef DRAGOMAN_PATTERN_H
#define DRAGOMAN_PATTERN_H

#include "dragoman/base.h"

struct pattern;

enum pattern_options {
    PATTERN_CASELESS = 1,
    PATTERN_LITERAL = 2,   /* the source is the text to find, not a pattern */
    PATTERN_HEAVY = 4,     /* it will run over much text: compile it to machine code at once */
    PATTERN_BLOCK = 8,     /* it runs on single blocks, in which no line is blank */
    PATTERN_ANCHORED = 16, /* a match starts where it is looked for, and nowhere behind */
};

enum pattern_result {
    PATTERN_NONE,
    PATTERN_FOUND,
    PATTERN_LIMIT,
    PATTERN_OPEN, /* of pattern_find_in_part alone */
    PATTERN_MORE, /* of pattern_find_turn alone */
};

/*
 * Compiles a pattern in PCRE2 syntax (pcre2pattern(3)) with UTF and UCP. As people
 * read it: a blank in it matches any run of blanks with at most one line break, an
 * apostrophe any apostrophe, a hyphen any hyphen or en dash. NULL and *error "REASON
 * at offset N" where PCRE2 refuses it; \C and the verbs (*LIMIT_...) and
 * (*NO_...) are refused as well.
 */
struct pattern *pattern_new(struct slice source, unsigned options, struct error *error);
void pattern_free(struct pattern *p);

/*
 * Patterns compiled when this program was built, by what pattern_key says of source and
 * options. PCRE2 of another version does not take them.
 */
struct pattern_code {
    uint64_t key;
    uint32_t off, len; /* of bytes */
};
struct pattern_codes {
    const struct pattern_code *codes; /* in the order of their keys */
    size_t n;
    const uint32_t *bytes;
    struct pattern_code head; /* what stands before every code */
};
uint64_t pattern_key(struct slice source, unsigned options);
/* As pattern_new, but from the codes where they have it and can be used; they may be NULL. */
struct pattern *pattern_find_code(const struct pattern_codes *codes, struct slice source,
                                  unsigned options);
/* Appends the code of a pattern, its head first; returns the length of the head, 0 where
 * PCRE2 refuses the pattern. */
size_t pattern_save(struct slice source, unsigned options, struct buffer *code);

/* Whether pattern_new takes a source; in the shape that lexicon_checks asks for. */
bool pattern_ok(void *context, struct slice source, struct error *error);

/* The first match that starts at or after from and ends within text; never an empty one.
 * Look-behind sees the text before from. */
enum pattern_result pattern_find(struct pattern *p, struct slice text, size_t from,
                                 struct span *match);

/* The same on the first part of a longer text: PATTERN_OPEN where the answer depends on what
 * comes behind it. */
enum pattern_result pattern_find_in_part(struct pattern *p, struct slice text, size_t from,
                                         struct span *match);

/* The same in turns of a few milliseconds: PATTERN_MORE where one is over and nothing was found
 * up to where the next one starts. All that begin with the same turns have no longer than one
 * pattern_find would. */
struct pattern_turns {
    size_t from;
    double seconds; /* used up so far */
};
enum pattern_result pattern_find_turn(struct pattern *p, struct slice text,
                                      struct pattern_turns *turns, struct span *match);

/* Smart case: does a source hold a capital letter, escapes left out? */
bool pattern_has_capital(struct slice source);

#endif
