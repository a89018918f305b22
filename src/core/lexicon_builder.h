/*
 * lexicon_builder.h - what the parts of the builder of a lexicon share: lexicon_build.c
 * takes records in, rule_words.c looks at their rules, lexicon_finish.c makes a lexicon,
 * lexicon_pack.c an image of it.
 */
#ifndef DRAGOMAN_LEXICON_BUILDER_H
#define DRAGOMAN_LEXICON_BUILDER_H

#include "dragoman/lexicon_build.h"
#include "dragoman/recfile.h"
#include "form_index.h"

enum role { ROLE_ID, ROLE_NAME, ROLE_FORM, ROLE_RULE, ROLE_HEAD, ROLE_FACT, ROLE_REFERENCE };

struct field_role {
    struct slice name;
    enum role role;
    int detail; /* enum lexicon_form or enum lexicon_rule_type */
};

/* What a field is for, or NULL for one of no known name. */
const struct field_role *field_role_of(struct slice name);

/* Where a record or a reference stands, for faults. */
struct origin {
    struct slice file;
    size_t line;
};

/* What is known of a record besides, while it can be extended. */
struct draft {
    uint32_t extension; /* index of further fields + 1, or 0 */
    bool has_new_forms; /* its exceptions were looked at without them */
};

struct reference {
    struct slice id;
    struct origin origin;
};

struct collision {
    uint32_t record, other;
    struct slice form;
    struct origin origin;
};

/* The words of one record's forms. */
struct own_words {
    uint32_t record; /* + 1 */
    struct buffer pool;
    struct string_table words;
};

struct lexicon_builder {
    struct lexicon_checks checks;
    struct buffer strings; /* the lexicon's */
    struct form_index index;
    struct string_table records; /* of struct lexicon_record, without exceptions until the end */
    struct string_table kinds;   /* of struct lexicon_string */
    struct slice type;           /* of the last record, and its kind */
    uint32_t kind;
    struct parsed_field {
        const struct field_role *role; /* may be NULL */
        struct rec_field field;
    } * fields;           /* of the record at hand */
    struct buffer text;   /* the same as a recfile */
    struct draft *drafts; /* by number of the record */
    struct buffer *extensions;
    struct lexicon_rule *rules;
    struct reference *references;
    struct collision *collisions;
    struct own_words own;
    size_t n_fields, cap_fields, n_drafts, cap_drafts, n_extensions, cap_extensions, n_rules,
        cap_rules, n_references, cap_references, n_collisions, cap_collisions;
    size_t n_known_rules;              /* those of the lexicon from which it goes on */
    size_t n_expected;                 /* bytes of recfiles that will follow */
    struct lexicon_rule *sorted_rules; /* after lexicon_builder_finish */
};

static inline struct lexicon_record *lexicon_builder_record(const struct lexicon_builder *b,
                                                            size_t i)
{
    return (struct lexicon_record *)b->records.items + i;
}

/* Reports a reason, which it releases. */
void lexicon_builder_report(struct lexicon_builder *b, struct origin at, struct buffer *reason);
#define REPORT(b, at, ...)                                                                         \
    do {                                                                                           \
        struct buffer reason_ = {0};                                                               \
        buffer_format(&reason_, __VA_ARGS__);                                                      \
        lexicon_builder_report((b), (at), &reason_);                                               \
    } while (0)

/* Frees what only taking records in needs. */
void lexicon_builder_close(struct lexicon_builder *b);

/* Finds the words of a rule: for an exception those near a candidate without which it cannot
 * match, of the record's own forms (set 1: not every form has them) and others (set 0); for a
 * pattern those at which it is tried, and further ones of which one must be near. */
void rule_words_find(struct lexicon_builder *b, uint32_t rule);

#endif
