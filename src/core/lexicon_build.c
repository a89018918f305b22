/*
 * lexicon_build.c - records in, image out; see lexicon_build.h.
 *
 * Every field of a record stands in one table with what it is for. A record's own
 * text goes into the image too: the card and `lexicon show` read their facts there.
 */
#include "dragoman/lexicon_build.h"

#include "dragoman/lexicon.h"
#include "dragoman/recfile.h"
#include "form_index.h"
#include "lexicon_image.h"

#include "dragoman/utf8.h"

#include <stdlib.h>

enum role { ROLE_ID, ROLE_NAME, ROLE_FORM, ROLE_RULE, ROLE_HEAD, ROLE_FACT, ROLE_REFERENCE };

static const struct field_role {
    const char *name;
    enum role role;
    int detail; /* enum lexicon_form or enum lexicon_rule_type */
} roles[] = {
    {"Id", ROLE_ID, 0},
    {"Name", ROLE_NAME, 0},
    {"Alias", ROLE_FORM, FORM_ALIAS},
    {"Acronym", ROLE_FORM, FORM_ACRONYM},
    {"Adjective", ROLE_FORM, FORM_ADJECTIVE},
    {"Metonym", ROLE_FORM, FORM_METONYM},
    {"Pattern", ROLE_RULE, RULE_PATTERN},
    {"Shape", ROLE_RULE, RULE_SHAPE},
    {"Except", ROLE_RULE, RULE_EXCEPT},
    {"Head", ROLE_HEAD, 0},
    {"Type", ROLE_FACT, 0},
    {"Founded", ROLE_FACT, 0},
    {"Seat", ROLE_FACT, 0},
    {"Capital", ROLE_FACT, 0},
    {"Region", ROLE_FACT, 0},
    {"Members", ROLE_FACT, 0},
    {"Member", ROLE_REFERENCE, 0},
    {"Signed", ROLE_FACT, 0},
    {"InForce", ROLE_FACT, 0},
    {"Party", ROLE_REFERENCE, 0},
    {"Parties", ROLE_FACT, 0},
    {"Depositary", ROLE_FACT, 0},
    {"Status", ROLE_FACT, 0},
    {"See", ROLE_REFERENCE, 0},
    {"Summary", ROLE_FACT, 0},
};

/* Where a record or a reference stands, for faults. */
struct origin {
    struct slice file;
    size_t line;
};

struct draft {
    struct slice id, name;
    uint32_t kind;
    struct buffer text; /* its fields, those of extensions appended */
    struct origin origin;
    bool is_shape;
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

struct lexicon_builder {
    struct lexicon_checks checks;
    struct buffer strings; /* the image's */
    struct buffer names;   /* of ids, for the table alone */
    struct form_index index;
    struct string_table ids; /* number = number of the record */
    struct string_table kinds;
    struct draft *drafts;
    struct lexicon_rule *rules;
    struct reference *references;
    struct collision *collisions;
    size_t n_drafts, cap_drafts, n_rules, cap_rules, n_references, cap_references, n_collisions,
        cap_collisions;
};

struct lexicon_builder *lexicon_builder_new(struct lexicon_checks checks)
{
    struct lexicon_builder *b = memory_zeroed(1, sizeof *b);
    b->checks = checks;
    form_index_init(&b->index, &b->strings);
    return b;
}

void lexicon_builder_set_checks(struct lexicon_builder *b, struct lexicon_checks checks)
{
    b->checks = checks;
}

void lexicon_builder_free(struct lexicon_builder *b)
{
    if (!b)
        return;
    for (size_t i = 0; i < b->n_drafts; i++)
        buffer_release(&b->drafts[i].text);
    form_index_release(&b->index);
    string_table_release(&b->ids);
    string_table_release(&b->kinds);
    buffer_release(&b->strings);
    buffer_release(&b->names);
    free(b->drafts);
    free(b->rules);
    free(b->references);
    free(b->collisions);
    free(b);
}

static void report(struct lexicon_builder *b, struct origin at, struct buffer *reason)
{
    struct lexicon_fault fault = {at.file, at.line, buffer_slice(reason)};
    for (size_t i = 0; i < reason->len; i++) /* a value may have several lines */
        if (reason->ptr[i] == '\n')
            reason->ptr[i] = ' ';
    if (b->checks.report)
        b->checks.report(b->checks.context, &fault);
    buffer_release(reason);
}

#define REPORT(b, at, ...)                                                                         \
    do {                                                                                           \
        struct buffer reason_ = {0};                                                               \
        buffer_format(&reason_, __VA_ARGS__);                                                      \
        report((b), (at), &reason_);                                                               \
    } while (0)

static const struct field_role *role_of(struct slice name)
{
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
        if (slice_equal(slice_of(roles[i].name), name))
            return &roles[i];
    return NULL;
}

/* ---------------------------------------------------------------- checking */

static bool check_field(struct lexicon_builder *b, struct origin at, struct rec_field field,
                        struct record record)
{
    const struct field_role *role = role_of(field.name);
    struct error why = {0};
    if (field.name.len == 0) {
        REPORT(b, at, "not a field: %.*s", (int)field.value.len, field.value.ptr);
    } else if (!role) {
        REPORT(b, at, "unknown field %.*s", (int)field.name.len, field.name.ptr);
    } else if (field.value.len == 0) {
        REPORT(b, at, "field %s is empty", role->name);
    } else if (role->role == ROLE_RULE && b->checks.pattern_ok &&
               !b->checks.pattern_ok(b->checks.context, field.value, &why)) {
        REPORT(b, at, "bad pattern: %.*s", (int)why.text.len, why.text.ptr);
    } else if (role->role == ROLE_NAME &&
               record_get(record.text, SLICE("Name")).ptr != field.value.ptr) {
        REPORT(b, at, "a second Name");
    } else {
        return true;
    }
    error_release(&why);
    return false;
}

static bool check_record(struct lexicon_builder *b, struct slice file, struct record record,
                         bool extends)
{
    struct slice rest = record.text;
    struct rec_field field;
    size_t line = record.line;
    struct origin at = {file, record.line};
    bool good = true;
    while (record_next(&rest, &line, &field)) {
        at.line = field.line;
        good = check_field(b, at, field, record) && good;
    }
    at.line = record.line;
    if (record_get(record.text, SLICE("Id")).len == 0) {
        REPORT(b, at, "a record without Id");
        return false;
    }
    if (!extends && record_get(record.text, SLICE("Name")).len == 0) {
        REPORT(b, at, "a record without Name");
        return false;
    }
    return good;
}

/* ------------------------------------------------------------------ adding */

static uint32_t put_kind(struct lexicon_builder *b, struct slice type)
{
    struct buffer lower = {0};
    utf8_to_lower(type, &lower);
    uint32_t kind = string_table_put(&b->kinds, &b->strings, buffer_slice(&lower));
    buffer_release(&lower);
    return kind;
}

static void add_form(struct lexicon_builder *b, struct slice form, uint32_t record,
                     enum lexicon_form type, struct origin at)
{
    uint32_t other = form_index_add(&b->index, form, record, type);
    if (other == LEXICON_NONE)
        return;
    ARRAY_RESERVE(b->collisions, b->n_collisions, b->cap_collisions);
    b->collisions[b->n_collisions++] = (struct collision){record, other, form, at};
}

struct trigger_context {
    struct lexicon_builder *builder;
    uint32_t rule, record, set;
    struct buffer triggers; /* words of the rule's triggers, a newline behind each */
};

static void add_trigger(void *context, struct trigger_word word)
{
    struct trigger_context *c = context;
    form_index_add_trigger(&c->builder->index, word.word,
                           (struct lexicon_trigger){c->rule, word.leads, word.follow});
    buffer_add(&c->triggers, word.word);
    buffer_add_byte(&c->triggers, '\n');
}

static bool is_trigger_word(void *context, struct slice word)
{
    struct trigger_context *c = context;
    struct slice rest = buffer_slice(&c->triggers), line;
    while (slice_next(&rest, '\n', &line))
        if (slice_equal(line, word))
            return true;
    return false;
}

static void add_hint(void *context, struct trigger_word word)
{
    struct trigger_context *c = context;
    form_index_add_hint(&c->builder->index, word.word, (struct lexicon_hint){c->rule, c->set});
}

/* A word of the record's own forms is near every candidate. */
static bool is_own_word(void *context, struct slice word)
{
    struct trigger_context *c = context;
    struct slice rest = buffer_slice(&c->builder->drafts[c->record].text), line;
    while (slice_next(&rest, '\n', &line)) {
        struct slice form = line, field;
        slice_next(&form, ':', &field);
        const struct field_role *role = role_of(field);
        bool is_form = role && (role->role == ROLE_FORM || role->role == ROLE_NAME);
        for (size_t off = 0; is_form && off < form.len;) {
            struct token t = token_next(form, off);
            if (slice_equal(slice_cut(form, (struct span){t.start, t.end}), word))
                return true;
            off = t.end > off ? t.end : form.len;
        }
    }
    return false;
}

static bool is_foreign_word(void *context, struct slice word)
{
    return !is_own_word(context, word);
}

/* For an exception: words near a candidate without which it cannot match, of the record's
 * own forms (set 1: not every form has them) and others (set 0). For a pattern: the words
 * at which it is tried, and further ones of which one must be near. */
static void find_triggers(struct lexicon_builder *b, uint32_t number)
{
    struct lexicon_rule *rule = &b->rules[number];
    struct trigger_context context = {b, number, rule->record, 0, {0}};
    struct trigger_sink triggers = {add_trigger, NULL, &context};
    struct trigger_sink hints = {add_hint, is_own_word, &context};
    struct buffer pattern = {0}; /* the pool grows while words are added to it */
    buffer_add(&pattern, (struct slice){b->strings.ptr + rule->pattern.off, rule->pattern.len});
    if (rule->type != RULE_EXCEPT) {
        rule->has_trigger = lexicon_pattern_triggers(buffer_slice(&pattern), false, &triggers);
        hints.useless = is_trigger_word;
    }
    rule->needs = lexicon_pattern_triggers(buffer_slice(&pattern), true, &hints);
    if (rule->type == RULE_EXCEPT) {
        context.set = 1;
        hints.useless = is_foreign_word;
        rule->needs |= (uint32_t)lexicon_pattern_triggers(buffer_slice(&pattern), true, &hints)
                       << 1;
    }
    buffer_release(&pattern);
    buffer_release(&context.triggers);
}

static void add_rule(struct lexicon_builder *b, struct slice pattern, uint32_t record,
                     enum lexicon_rule_type type)
{
    ARRAY_RESERVE(b->rules, b->n_rules, b->cap_rules);
    uint32_t number = (uint32_t)b->n_rules++;
    struct lexicon_rule *rule = &b->rules[number];
    *rule = (struct lexicon_rule){
        .pattern = {(uint32_t)b->strings.len, (uint32_t)pattern.len},
        .record = record,
        .type = type,
    };
    buffer_add(&b->strings, pattern);
    if (type != RULE_EXCEPT)
        find_triggers(b, number);
    if (type == RULE_SHAPE)
        b->drafts[record].is_shape = true;
}

static void add_field(struct lexicon_builder *b, uint32_t record, struct rec_field field,
                      struct origin at)
{
    const struct field_role *role = role_of(field.name);
    struct draft *draft = &b->drafts[record];
    switch (role->role) {
    case ROLE_FORM:
        add_form(b, field.value, record, (enum lexicon_form)role->detail, at);
        break;
    case ROLE_RULE:
        add_rule(b, field.value, record, (enum lexicon_rule_type)role->detail);
        break;
    case ROLE_HEAD:
        form_index_add_head(&b->index, field.value, draft->kind);
        draft->is_shape = true;
        break;
    case ROLE_REFERENCE:
        ARRAY_RESERVE(b->references, b->n_references, b->cap_references);
        b->references[b->n_references++] = (struct reference){field.value, at};
        break;
    case ROLE_NAME:
        if (!draft->name.len)
            draft->name = field.value;
        break;
    case ROLE_ID:
    case ROLE_FACT:
        break;
    }
    if ((role->role == ROLE_ID && draft->id.ptr != field.value.ptr) ||
        (role->role == ROLE_NAME && draft->name.ptr != field.value.ptr))
        return; /* an extension repeats its Id, and may repeat the Name */
    buffer_format(&draft->text, "%s: ", role->name);
    struct slice rest = field.value, line;
    for (bool first = true; slice_next(&rest, '\n', &line); first = false) {
        if (!first)
            buffer_add_byte(&draft->text, ' ');
        if (!first && line.len && line.ptr[0] == '+')
            line = (struct slice){line.ptr + 1, line.len - 1};
        line = slice_trim(line);
        if (rest.ptr && line.len && line.ptr[line.len - 1] == '\\') /* joined with the next */
            line = slice_trim((struct slice){line.ptr, line.len - 1});
        buffer_add(&draft->text, line);
    }
    buffer_add_byte(&draft->text, '\n');
}

static uint32_t new_draft(struct lexicon_builder *b, struct slice id, struct slice type,
                          struct origin at)
{
    ARRAY_RESERVE(b->drafts, b->n_drafts, b->cap_drafts);
    b->drafts[b->n_drafts] = (struct draft){.id = id, .kind = put_kind(b, type), .origin = at};
    return (uint32_t)b->n_drafts++;
}

static void add_record(struct lexicon_builder *b, struct slice file, struct slice type,
                       struct record record)
{
    struct slice id = record_get(record.text, SLICE("Id"));
    uint32_t number = string_table_find(&b->ids, &b->names, id);
    bool extends = number != LEXICON_NONE;
    struct origin at = {file, record.line};
    if (type.len == 0) {
        REPORT(b, at, "no %%rec line says what kind this record is");
        return;
    }
    if (!check_record(b, file, record, extends))
        return;
    if (!extends) {
        string_table_put(&b->ids, &b->names, id);
        number = new_draft(b, id, type, at);
    }
    struct slice rest = record.text;
    struct rec_field field;
    size_t line = record.line;
    while (record_next(&rest, &line, &field)) {
        at.line = field.line;
        add_field(b, number, field, at);
    }
    struct draft *draft = &b->drafts[number];
    if (!extends && !draft->is_shape)
        add_form(b, draft->name, number, FORM_NAME, draft->origin);
}

void lexicon_builder_add(struct lexicon_builder *b, struct slice file, struct slice text)
{
    struct recfile recfile;
    struct record record;
    size_t bad = text.len - utf8_valid_len(text);
    if (bad) {
        REPORT(b, ((struct origin){file, 1}), "not valid UTF-8");
        return;
    }
    recfile_init(&recfile, text);
    while (recfile_next(&recfile, &record))
        add_record(b, file, recfile.type, record);
}

void lexicon_builder_add_lexicon(struct lexicon_builder *b, const struct lexicon *l)
{
    for (uint32_t i = 0; i < l->n_records; i++) {
        const struct lexicon_record *r = &l->records[i];
        struct record record = {slice_trim(lexicon_text(l, r->text)), 1};
        add_record(b, SLICE("the shipped lexicon"), lexicon_text(l, l->kinds[r->kind]), record);
    }
}

/* ------------------------------------------------------------------- image */

/* Has the record an exception that speaks of the form, by its longest word? */
static bool has_except(const struct lexicon_builder *b, uint32_t record, struct slice form)
{
    struct slice word = {"", 0}, left = form, piece;
    while (slice_next(&left, ' ', &piece))
        word = piece.len > word.len ? piece : word;
    for (size_t i = 0; i < b->n_rules; i++) {
        const struct lexicon_rule *r = &b->rules[i];
        if (r->record != record || r->type != RULE_EXCEPT)
            continue;
        struct slice rest = {b->strings.ptr + r->pattern.off, r->pattern.len};
        for (; rest.len >= word.len; rest.ptr++, rest.len--)
            if (slice_has_prefix(rest, word))
                return true;
    }
    return false;
}

static void report_references(struct lexicon_builder *b)
{
    for (size_t i = 0; i < b->n_references; i++) {
        struct reference r = b->references[i];
        if (string_table_find(&b->ids, &b->names, r.id) == LEXICON_NONE)
            REPORT(b, r.origin, "reference to %.*s, which is nowhere", (int)r.id.len, r.id.ptr);
    }
    for (size_t i = 0; i < b->n_collisions; i++) {
        struct collision c = b->collisions[i];
        struct slice other = b->drafts[c.other].id;
        if (!has_except(b, c.record, c.form) && !has_except(b, c.other, c.form))
            REPORT(b, c.origin, "\"%.*s\" is a form of %.*s too, and no Except decides",
                   (int)c.form.len, c.form.ptr, (int)other.len, other.ptr);
    }
}

static struct lexicon_string put_string(struct buffer *pool, struct slice s)
{
    struct lexicon_string at = {(uint32_t)pool->len, (uint32_t)s.len};
    buffer_add(pool, s);
    return at;
}

/* Excepts of one record side by side; everything else keeps its number. */
static uint32_t *sort_rules(struct lexicon_builder *b, struct lexicon_record *records,
                            struct lexicon_rule *sorted)
{
    uint32_t *number = memory_zeroed(b->n_rules, sizeof *number), n = 0;
    for (size_t i = 0; i < b->n_rules; i++)
        if (b->rules[i].type == RULE_EXCEPT)
            records[b->rules[i].record].n_excepts++;
    for (size_t i = 0; i < b->n_drafts; i++) {
        records[i].first_except = n;
        n += records[i].n_excepts;
        records[i].n_excepts = 0;
    }
    for (size_t i = 0; i < b->n_rules; i++) {
        struct lexicon_rule rule = b->rules[i];
        struct lexicon_record *r = &records[rule.record];
        number[i] = rule.type == RULE_EXCEPT ? r->first_except + r->n_excepts++ : n++;
        r->always |= rule.type == RULE_EXCEPT && !rule.needs;
        sorted[number[i]] = rule;
    }
    return number;
}

uint32_t *lexicon_builder_image(struct lexicon_builder *b, size_t *n)
{
    report_references(b);
    for (uint32_t i = 0; i < b->n_rules; i++) /* now that all forms of the records are known */
        if (b->rules[i].type == RULE_EXCEPT)
            find_triggers(b, i);
    struct lexicon_record *records = memory_zeroed(b->n_drafts, sizeof *records);
    struct lexicon_rule *rules = memory_zeroed(b->n_rules, sizeof *rules);
    for (size_t i = 0; i < b->n_drafts; i++) {
        const struct draft *d = &b->drafts[i];
        records[i] = (struct lexicon_record){
            .id = put_string(&b->strings, d->id),
            .name = put_string(&b->strings, d->name),
            .text = put_string(&b->strings, buffer_slice(&d->text)),
            .kind = d->kind,
            .is_shape = d->is_shape,
        };
    }
    uint32_t *numbers = sort_rules(b, records, rules);
    form_index_finish(&b->index, numbers, rules);
    free(numbers);

    struct lexicon l = {
        .kinds = b->kinds.strings,
        .records = records,
        .rules = rules,
        .words = b->index.entries,
        .slots = b->index.words.slots,
        .infos = b->index.infos,
        .nodes = b->index.nodes,
        .ends = b->index.ends,
        .edges = b->index.edges,
        .triggers = b->index.triggers,
        .hints = b->index.sorted_hints,
        .pairs = b->index.pairs,
        .strings = b->strings.ptr,
        .n_kinds = b->kinds.n,
        .n_records = (uint32_t)b->n_drafts,
        .n_rules = (uint32_t)b->n_rules,
        .n_words = b->index.words.n,
        .n_slots = b->index.words.n_slots,
        .n_infos = b->index.n_infos,
        .n_nodes = b->index.n_nodes,
        .n_ends = b->index.n_ends,
        .n_edges = b->index.n_edges,
        .n_triggers = b->index.n_triggers,
        .n_hints = b->index.n_hints,
        .n_pairs = b->index.n_pairs,
        .n_strings = (uint32_t)b->strings.len,
    };
    *n = IMAGE_HEADER;
#define LENGTH(member, count) *n += ((size_t)l.count * sizeof *l.member + 3) / 4;
    IMAGE_SECTIONS(LENGTH)
#undef LENGTH
    uint32_t *image = memory_zeroed(*n, sizeof *image), *at = image + IMAGE_HEADER;
    image[0] = IMAGE_MAGIC;
    image[1] = (uint32_t)*n;
#define COPY(member, count)                                                                        \
    image[2 + IMAGE_INDEX_##member] = l.count;                                                     \
    if (l.count)                                                                                   \
        memcpy(at, l.member, (size_t)l.count * sizeof *l.member);                                  \
    at += ((size_t)l.count * sizeof *l.member + 3) / 4;
    IMAGE_SECTIONS(COPY)
#undef COPY
    free(records);
    free(rules);
    return image;
}
