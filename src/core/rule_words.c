/*
 * rule_words.c - the words that lead to a rule; see lexicon_builder.h.
 *
 * A word of the record's own forms is near every candidate, so it says nothing of an
 * exception. The words of one record are collected once for all its exceptions.
 */
#include "lexicon_builder.h"

struct trigger_context {
    struct lexicon_builder *builder;
    uint32_t rule;
    uint16_t set, n_words; /* of the rule */
    bool late;
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
    struct lexicon_hint hint = {c->rule, c->set, c->n_words};
    form_index_add_hint(&c->builder->index, word.word, hint, c->late);
}

static void collect_form(struct own_words *own, struct slice form)
{
    for (size_t off = 0; off < form.len;) {
        struct token t = token_next(form, off);
        if (t.end > t.start)
            string_table_put(&own->words, &own->pool,
                             slice_cut(form, (struct span){t.start, t.end}));
        off = t.end > off ? t.end : form.len;
    }
}

/* The words of the forms among a record's fields. */
static void collect(struct own_words *own, struct slice fields)
{
    struct slice form, name;
    while (slice_next(&fields, '\n', &form)) {
        slice_next(&form, ':', &name);
        const struct field_role *role = field_role_of(name);
        if (role && (role->role == ROLE_FORM || role->role == ROLE_NAME))
            collect_form(own, form);
    }
}

static void collect_own_words(struct lexicon_builder *b, uint32_t record)
{
    struct lexicon_string fields = lexicon_builder_record(b, record)->text;
    uint32_t extension = b->drafts[record].extension;
    if (b->own.record == record + 1)
        return;
    b->own.record = record + 1;
    b->own.pool.len = 0;
    string_table_release(&b->own.words);
    collect(&b->own, (struct slice){b->strings.ptr + fields.off, fields.len});
    if (extension)
        collect(&b->own, buffer_slice(&b->extensions[extension - 1]));
}

static bool is_own_word(void *context, struct slice word)
{
    const struct own_words *own = &((struct trigger_context *)context)->builder->own;
    return string_table_find(&own->words, &own->pool, word) != LEXICON_NONE;
}

static bool is_foreign_word(void *context, struct slice word)
{
    return !is_own_word(context, word);
}

void rule_words_find(struct lexicon_builder *b, uint32_t number)
{
    struct lexicon_rule *rule = &b->rules[number];
    bool except = rule->type == RULE_EXCEPT;
    struct trigger_context context = {b, number, 0, 0, except, {0}};
    struct trigger_sink triggers = {add_trigger, NULL, &context};
    struct trigger_sink hints = {add_hint, except ? is_own_word : is_trigger_word, &context};
    struct buffer pattern = {0}; /* the pool grows while words are added to it */
    buffer_add(&pattern, (struct slice){b->strings.ptr + rule->pattern.off, rule->pattern.len});
    rule->n_words = lexicon_pattern_words(buffer_slice(&pattern));
    context.n_words = (uint16_t)rule->n_words;
    if (except)
        collect_own_words(b, rule->record);
    else
        rule->has_trigger = lexicon_pattern_triggers(buffer_slice(&pattern), false, &triggers);
    rule->needs = lexicon_pattern_triggers(buffer_slice(&pattern), true, &hints);
    if (except) {
        context.set = 1;
        hints.useless = is_foreign_word;
        rule->needs |= (uint32_t)lexicon_pattern_triggers(buffer_slice(&pattern), true, &hints)
                       << 1;
    }
    buffer_release(&pattern);
    buffer_release(&context.triggers);
}
