/*
 * lexicon_build.c - records in; see lexicon_build.h.
 *
 * Every field of a record stands in one table with what it is for. A record's own
 * text goes into the lexicon too: the card and `lexicon show` read their facts there. A
 * record is read once, into fields, and everything that is asked of it is asked of them.
 */
#include "large.h"
#include "lexicon_builder.h"

#include "dragoman/utf8.h"

#include <assert.h>
#include <stdlib.h>

/* clang-format off */
#define ROLE(name, role, detail) {{(name), sizeof(name) - 1}, (role), (detail)}
/* clang-format on */
static const struct field_role roles[] = {
    ROLE("Id", ROLE_ID, 0),
    ROLE("Name", ROLE_NAME, 0),
    ROLE("Alias", ROLE_FORM, FORM_ALIAS),
    ROLE("Acronym", ROLE_FORM, FORM_ACRONYM),
    ROLE("Adjective", ROLE_FORM, FORM_ADJECTIVE),
    ROLE("Metonym", ROLE_FORM, FORM_METONYM),
    ROLE("Pattern", ROLE_RULE, RULE_PATTERN),
    ROLE("Shape", ROLE_RULE, RULE_SHAPE),
    ROLE("Except", ROLE_RULE, RULE_EXCEPT),
    ROLE("Head", ROLE_HEAD, 0),
    ROLE("Type", ROLE_FACT, 0),
    ROLE("Founded", ROLE_FACT, 0),
    ROLE("Seat", ROLE_FACT, 0),
    ROLE("Capital", ROLE_FACT, 0),
    ROLE("Region", ROLE_FACT, 0),
    ROLE("Members", ROLE_FACT, 0),
    ROLE("Member", ROLE_REFERENCE, 0),
    ROLE("Signed", ROLE_FACT, 0),
    ROLE("InForce", ROLE_FACT, 0),
    ROLE("Party", ROLE_REFERENCE, 0),
    ROLE("Parties", ROLE_FACT, 0),
    ROLE("Depositary", ROLE_FACT, 0),
    ROLE("Status", ROLE_FACT, 0),
    ROLE("See", ROLE_REFERENCE, 0),
    ROLE("Summary", ROLE_FACT, 0),
};
#undef ROLE

const struct field_role *field_role_of(struct slice name)
{
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
        if (roles[i].name.len == name.len && roles[i].name.ptr[0] == name.ptr[0] &&
            slice_equal(roles[i].name, name))
            return &roles[i];
    return NULL;
}

struct lexicon_builder *lexicon_builder_new(struct lexicon_checks checks)
{
    struct lexicon_builder *b = memory_zeroed(1, sizeof *b);
    b->checks = checks;
    b->records.item_bytes = sizeof(struct lexicon_record);
    form_index_init(&b->index, &b->strings, NULL, 0);
    return b;
}

void lexicon_builder_close(struct lexicon_builder *b)
{
    for (size_t i = 0; i < b->n_extensions; i++)
        buffer_release(&b->extensions[i]);
    free(b->extensions);
    free(b->fields);
    free(b->drafts);
    free(b->rules);
    free(b->references);
    free(b->collisions);
    b->extensions = NULL;
    b->fields = NULL;
    b->drafts = NULL;
    b->rules = NULL;
    b->references = NULL;
    b->collisions = NULL;
    b->n_extensions = 0;
    buffer_release(&b->text);
    buffer_release(&b->own.pool);
    string_table_release(&b->own.words);
}

void lexicon_builder_free(struct lexicon_builder *b)
{
    if (!b)
        return;
    lexicon_builder_close(b);
    form_index_release(&b->index);
    string_table_release(&b->kinds);
    buffer_release(&b->strings);
    string_table_release(&b->records);
    free(b->sorted_rules);
    free(b);
}

void lexicon_builder_report(struct lexicon_builder *b, struct origin at, struct buffer *reason)
{
    struct lexicon_fault fault = {at.file, at.line, buffer_slice(reason)};
    for (size_t i = 0; i < reason->len; i++) /* a value may have several lines */
        if (reason->ptr[i] == '\n')
            reason->ptr[i] = ' ';
    if (b->checks.report)
        b->checks.report(b->checks.context, &fault);
    buffer_release(reason);
}

/* ----------------------------------------------------------------- reading */

static void read_fields(struct lexicon_builder *b, struct record record)
{
    struct rec_field field;
    b->n_fields = 0;
    while (record_next(&record.text, &record.line, &field)) {
        ARRAY_RESERVE(b->fields, b->n_fields, b->cap_fields);
        b->fields[b->n_fields++] = (struct parsed_field){field_role_of(field.name), field};
    }
}

/* The first field of a role, or NULL. */
static const struct parsed_field *first_of(const struct lexicon_builder *b, enum role role)
{
    for (size_t i = 0; i < b->n_fields; i++)
        if (b->fields[i].role && b->fields[i].role->role == role)
            return &b->fields[i];
    return NULL;
}

static struct slice value_of(const struct parsed_field *f)
{
    return f ? f->field.value : SLICE("");
}

static bool check_field(struct lexicon_builder *b, struct origin at, const struct parsed_field *f)
{
    const struct field_role *role = f->role;
    struct rec_field field = f->field;
    struct error why = {0};
    if (role && field.value.len && role->role != ROLE_RULE && role->role != ROLE_NAME)
        return true;
    if (field.name.len == 0) {
        REPORT(b, at, "not a field: %.*s", (int)field.value.len, field.value.ptr);
    } else if (!role) {
        REPORT(b, at, "unknown field %.*s", (int)field.name.len, field.name.ptr);
    } else if (field.value.len == 0) {
        REPORT(b, at, "field %s is empty", role->name.ptr);
    } else if (role->role == ROLE_RULE && b->checks.pattern_ok &&
               !b->checks.pattern_ok(b->checks.context, field.value, &why)) {
        REPORT(b, at, "bad pattern: %.*s", (int)why.text.len, why.text.ptr);
    } else if (role->role == ROLE_NAME && f != first_of(b, ROLE_NAME)) {
        REPORT(b, at, "a second Name");
    } else {
        return true;
    }
    error_release(&why);
    return false;
}

/* Are the fields a record? */
static bool check_record(struct lexicon_builder *b, struct origin at, bool extends)
{
    bool good = true;
    for (size_t i = 0; i < b->n_fields; i++) {
        struct origin line = {at.file, b->fields[i].field.line};
        good = check_field(b, line, &b->fields[i]) && good;
    }
    if (value_of(first_of(b, ROLE_ID)).len == 0) {
        REPORT(b, at, "a record without Id");
        return false;
    }
    if (!extends && value_of(first_of(b, ROLE_NAME)).len == 0) {
        REPORT(b, at, "a record without Name");
        return false;
    }
    return good;
}

/* ------------------------------------------------------------------ adding */

/* Records of one kind mostly stand side by side. */
static uint32_t put_kind(struct lexicon_builder *b, struct slice type)
{
    struct buffer lower = {0};
    if (b->type.ptr == type.ptr && b->type.len == type.len)
        return b->kind;
    utf8_to_lower(type, &lower);
    b->type = type;
    b->kind = string_table_put(&b->kinds, &b->strings, buffer_slice(&lower));
    buffer_release(&lower);
    return b->kind;
}

static struct lexicon_string put_string(struct buffer *pool, struct slice s)
{
    struct lexicon_string at = {(uint32_t)pool->len, (uint32_t)s.len};
    buffer_add(pool, s);
    return at;
}

static void add_form(struct lexicon_builder *b, struct slice form, uint32_t record,
                     enum lexicon_form type, struct origin at)
{
    uint32_t other = form_index_add(&b->index, form, record, type);
    b->drafts[record].has_new_forms = true;
    if (other == LEXICON_NONE)
        return;
    ARRAY_RESERVE(b->collisions, b->n_collisions, b->cap_collisions);
    b->collisions[b->n_collisions++] = (struct collision){record, other, form, at};
}

static void add_rule(struct lexicon_builder *b, struct slice pattern, uint32_t record,
                     enum lexicon_rule_type type)
{
    ARRAY_RESERVE(b->rules, b->n_rules, b->cap_rules);
    uint32_t number = (uint32_t)b->n_rules++;
    b->rules[number] = (struct lexicon_rule){
        .pattern = put_string(&b->strings, pattern),
        .record = record,
        .type = type,
    };
    if (type != RULE_EXCEPT)
        rule_words_find(b, number);
    if (type == RULE_SHAPE)
        lexicon_builder_record(b, record)->is_shape = true;
}

/* Lets a field do what it is for; false where it is not kept. */
static bool add_field(struct lexicon_builder *b, uint32_t record, const struct parsed_field *f,
                      struct origin at, bool extends)
{
    const struct field_role *role = f->role;
    struct lexicon_record *r = lexicon_builder_record(b, record);
    switch (role->role) {
    case ROLE_FORM:
        add_form(b, f->field.value, record, (enum lexicon_form)role->detail, at);
        return true;
    case ROLE_RULE:
        add_rule(b, f->field.value, record, (enum lexicon_rule_type)role->detail);
        return true;
    case ROLE_HEAD:
        form_index_add_head(&b->index, f->field.value, r->kind);
        r->is_shape = true;
        return true;
    case ROLE_REFERENCE:
        ARRAY_RESERVE(b->references, b->n_references, b->cap_references);
        b->references[b->n_references++] = (struct reference){f->field.value, at};
        return true;
    case ROLE_ID: /* an extension repeats its Id, and may repeat the Name */
    case ROLE_NAME:
        return !extends && f == first_of(b, role->role);
    case ROLE_FACT:
        break;
    }
    return true;
}

/* Appends a value, its lines joined to one. */
static void add_value(struct slice value, struct buffer *out)
{
    struct slice rest = value, line;
    for (bool first = true; slice_next(&rest, '\n', &line); first = false) {
        if (!first)
            buffer_add_byte(out, ' ');
        if (!first && line.len && line.ptr[0] == '+')
            line = (struct slice){line.ptr + 1, line.len - 1};
        line = slice_trim(line);
        if (rest.ptr && line.len && line.ptr[line.len - 1] == '\\') /* joined with the next */
            line = slice_trim((struct slice){line.ptr, line.len - 1});
        buffer_add(out, line);
    }
}

static void add_fields(struct lexicon_builder *b, uint32_t record, struct slice file, bool extends)
{
    b->text.len = 0;
    for (size_t i = 0; i < b->n_fields; i++) {
        const struct parsed_field *f = &b->fields[i];
        if (!add_field(b, record, f, (struct origin){file, f->field.line}, extends))
            continue;
        buffer_add(&b->text, f->role->name);
        buffer_add(&b->text, SLICE(": "));
        add_value(f->field.value, &b->text);
        buffer_add_byte(&b->text, '\n');
    }
}

static void extend(struct lexicon_builder *b, uint32_t record)
{
    struct draft *draft = &b->drafts[record];
    if (!draft->extension) {
        ARRAY_RESERVE(b->extensions, b->n_extensions, b->cap_extensions);
        b->extensions[b->n_extensions++] = (struct buffer){0};
        draft->extension = (uint32_t)b->n_extensions;
    }
    buffer_add(&b->extensions[draft->extension - 1], buffer_slice(&b->text));
}

static uint32_t new_record(struct lexicon_builder *b, struct slice id, struct slice type)
{
    uint32_t number = string_table_put(&b->records, &b->strings, id);
    ARRAY_RESERVE(b->drafts, b->n_drafts, b->cap_drafts);
    b->drafts[b->n_drafts++] = (struct draft){0};
    lexicon_builder_record(b, number)->kind = put_kind(b, type);
    return number;
}

static void add_record(struct lexicon_builder *b, struct slice file, struct slice type,
                       struct record record)
{
    struct origin at = {file, record.line};
    if (type.len == 0) {
        REPORT(b, at, "no %%rec line says what kind this record is");
        return;
    }
    read_fields(b, record);
    struct slice id = value_of(first_of(b, ROLE_ID)), name = value_of(first_of(b, ROLE_NAME));
    uint32_t number = string_table_find(&b->records, &b->strings, id);
    bool extends = number != LEXICON_NONE;
    if (!check_record(b, at, extends))
        return;
    if (!extends)
        number = new_record(b, id, type);
    add_fields(b, number, file, extends);
    if (extends) {
        extend(b, number);
        return;
    }
    struct lexicon_record *r = lexicon_builder_record(b, number);
    r->name = put_string(&b->strings, name);
    r->text = put_string(&b->strings, buffer_slice(&b->text));
    if (!r->is_shape)
        add_form(b, name, number, FORM_NAME, at);
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

/* ---------------------------------------------------------- from a lexicon on */

enum { BYTES_A_RECORD = 60 }; /* hardly one in fewer */

void lexicon_builder_expect(struct lexicon_builder *b, size_t n_bytes)
{
    b->n_expected = n_bytes;
}

static void take_records(struct lexicon_builder *b, const struct lexicon *l)
{
    size_t extra = b->n_expected / BYTES_A_RECORD;
    string_table_take(&b->records, &b->strings, l->records, l->n_records, extra);
    for (uint32_t i = 0; i < l->n_records; i++) {
        struct lexicon_record *r = lexicon_builder_record(b, i);
        r->first_except = r->n_excepts = r->always = 0;
    }
    b->drafts = memory_zeroed(l->n_records, sizeof *b->drafts);
    b->n_drafts = b->cap_drafts = l->n_records;
    string_table_take(&b->kinds, &b->strings, l->kinds, l->n_kinds, 0);
}

void lexicon_builder_add_lexicon(struct lexicon_builder *b, const struct lexicon *l)
{
    assert(b->records.n == 0 && b->n_rules == 0);
    form_index_release(&b->index);
    buffer_release(&b->strings);
    b->strings.cap = l->n_strings + b->n_expected * 5 / 2;
    b->strings.ptr = large_alloc(b->strings.cap, 1);
    buffer_add(&b->strings, (struct slice){l->strings, l->n_strings});
    form_index_init(&b->index, &b->strings, l, b->n_expected);
    take_records(b, l);
    b->rules = memory_zeroed(l->n_rules, sizeof *b->rules);
    if (l->n_rules)
        memcpy(b->rules, l->rules, l->n_rules * sizeof *b->rules);
    b->n_rules = b->cap_rules = b->n_known_rules = l->n_rules;
}
