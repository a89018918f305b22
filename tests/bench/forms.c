/*
 * forms.c - see forms.h.
 *
 * Forms are gathered a kind at a time, then picked. A form that two records share is kept
 * where it was first seen: grep gets a list without repetitions.
 */
#include "forms.h"

#include "seen.h"

#include "dragoman/recfile.h"

#include <stdlib.h>

const char *const form_pool_names[] = {
    [POOL_COUNTRY] = "country", [POOL_ADJECTIVE] = "adjective",
    [POOL_METONYM] = "metonym", [POOL_ORGANIZATION] = "organization",
    [POOL_ACRONYM] = "acronym", [POOL_TREATY] = "treaty",
};

enum kind { KIND_COUNTRY, KIND_ORGANIZATION, KIND_TREATY, N_KINDS };

static const struct form_field {
    struct slice name;
    enum form_pool pools[N_KINDS];
} fields[] = {
    {{"Name", 4}, {POOL_COUNTRY, POOL_ORGANIZATION, POOL_TREATY}},
    {{"Alias", 5}, {POOL_COUNTRY, POOL_ORGANIZATION, POOL_TREATY}},
    {{"Acronym", 7}, {POOL_COUNTRY, POOL_ACRONYM, POOL_TREATY}},
    {{"Adjective", 9}, {POOL_ADJECTIVE, POOL_ORGANIZATION, POOL_TREATY}},
    {{"Metonym", 7}, {POOL_METONYM, POOL_ORGANIZATION, POOL_TREATY}},
};

static void add_form(struct forms *forms, struct form form)
{
    ARRAY_RESERVE(forms->items, forms->n, forms->cap);
    forms->items[forms->n++] = form;
}

/* --------------------------------------------------------------- gathering */

static enum kind kind_of(struct slice type)
{
    return slice_equal(type, SLICE("Country"))  ? KIND_COUNTRY
           : slice_equal(type, SLICE("Treaty")) ? KIND_TREATY
                                                : KIND_ORGANIZATION;
}

static void gather_field(struct forms *forms, enum kind kind, const struct rec_field *field)
{
    struct slice value = field->value;
    if (!value.len || value.ptr[value.len - 1] == '-' || memchr(value.ptr, '\n', value.len))
        return;
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (slice_equal(field->name, fields[i].name))
            add_form(forms, (struct form){value, fields[i].pools[kind]});
}

static void gather_recfile(struct forms kinds[N_KINDS], struct slice text)
{
    struct recfile file;
    struct record record;
    struct rec_field field;
    recfile_init(&file, text);
    while (recfile_next(&file, &record)) {
        enum kind kind = kind_of(file.type);
        struct slice rest = record.text;
        if (record_get(record.text, SLICE("Shape")).len)
            continue; /* describes names, is none */
        while (record_next(&rest, &record.line, &field))
            gather_field(&kinds[kind], kind, &field);
    }
}

/* Keeps a form where it was first seen. */
static void keep_firsts(struct forms kinds[N_KINDS])
{
    struct seen seen = seen_new(kinds[0].n + kinds[1].n + kinds[2].n);
    for (int kind = 0; kind < N_KINDS; kind++) {
        size_t kept = 0;
        for (size_t i = 0; i < kinds[kind].n; i++) {
            struct form form = kinds[kind].items[i];
            struct slice *slot = seen_slot(&seen, form.text);
            if (!slot->ptr)
                kinds[kind].items[kept++] = form;
            *slot = form.text;
        }
        kinds[kind].n = kept;
    }
    seen_free(&seen);
}

/* ---------------------------------------------------------------- choosing */

/* n of the forms of a kind, evenly. */
static void pick(struct forms *forms, const struct forms *kind, size_t n)
{
    n = n < kind->n ? n : kind->n;
    for (size_t i = 0; i < n; i++)
        add_form(forms, kind->items[i * kind->n / n]);
}

void forms_choose(struct forms *forms, const struct slice *recfiles, size_t n_recfiles, size_t n)
{
    struct forms kinds[N_KINDS] = {{0}};
    for (size_t i = 0; i < n_recfiles; i++)
        gather_recfile(kinds, recfiles[i]);
    keep_firsts(kinds);
    n = n ? n : SIZE_MAX;
    pick(forms, &kinds[KIND_COUNTRY], n);
    n -= forms->n;
    pick(forms, &kinds[KIND_TREATY], n / 2);
    pick(forms, &kinds[KIND_ORGANIZATION], n - n / 2);
    for (int kind = 0; kind < N_KINDS; kind++)
        forms_release(&kinds[kind]);
}

void forms_release(struct forms *forms)
{
    free(forms->items);
    *forms = (struct forms){0};
}
