/*
 * test_recfile.c - recfiles as the GNU recutils manual describes them, with line numbers.
 */
#include "property.h"

#include "dragoman/recfile.h"

/* Records as "Type@LINE{Name=value@LINE;...}"; an LF in a value shows as |. */
static void add_records(struct slice text, struct buffer *out)
{
    struct recfile file;
    struct record record;
    recfile_init(&file, text);
    while (recfile_next(&file, &record)) {
        struct slice rest = record.text;
        struct rec_field field;
        size_t line = record.line;
        buffer_format(out, "%.*s@%zu{", SHOW(file.type), record.line);
        while (record_next(&rest, &line, &field)) {
            buffer_format(out, "%.*s=", SHOW(field.name));
            for (size_t i = 0; i < field.value.len; i++)
                buffer_add_byte(out, field.value.ptr[i] == '\n' ? '|' : field.value.ptr[i]);
            buffer_format(out, "@%zu;", field.line);
        }
        buffer_add_byte(out, '}');
    }
}

static void test_records(void **state)
{
    static const struct {
        struct slice text, records;
    } rows[] = {
        {TEXT(""), TEXT("")},
        {TEXT("\n\n \n\t\n"), TEXT("")},
        {TEXT("# only\n# comments"), TEXT("")},
        {TEXT("%rec: Country\n%key: Id\n"), TEXT("")},
        {TEXT("Id: A"), TEXT("@1{Id=A@1;}")},
        {TEXT("Id: A\n"), TEXT("@1{Id=A@1;}")},
        {TEXT("%rec: Country\n\nId: A\nName: B\n"), TEXT("Country@3{Id=A@3;Name=B@4;}")},
        {TEXT("%rec: A\n\nId: 1\n\n\n%rec: B\n\nId: 2\n \nId: 3\n"),
         TEXT("A@3{Id=1@3;}B@8{Id=2@8;}B@10{Id=3@10;}")},
        {TEXT("%rec: A\n\n%sort: Id\n\nId: 1\n"), TEXT("A@5{Id=1@5;}")}, /* the type stays */
        /* comments */
        {TEXT("# x\nId: A\n# y\nName: B\n#"), TEXT("@2{Id=A@2;Name=B@4;}")},
        {TEXT("# x\n\n# y\n\nId: A # no comment\n"), TEXT("@5{Id=A # no comment@5;}")},
        {TEXT("# x\n%rec: A\nId: lost\n\nId: 1"), TEXT("A@5{Id=1@5;}")},
        /* values */
        {TEXT("Id:A\nName:  B  \nType:"), TEXT("@1{Id=A@1;Name=B@2;Type=@3;}")},
        {TEXT("See: a: b"), TEXT("@1{See=a: b@1;}")},
        {TEXT("Sum: a\n+ b\n+c\n+\nId: X"), TEXT("@1{Sum=a|+ b|+c|+@1;Id=X@5;}")},
        {TEXT("Sum: a \\\n  b\\\nc\nId: X"), TEXT("@1{Sum=a \\|  b\\|c@1;Id=X@4;}")},
        {TEXT("Sum: a\\"), TEXT("@1{Sum=a\\@1;}")},
        {TEXT("Sum: a\\\n\nId: X"), TEXT("@1{Sum=a\\@1;}@3{Id=X@3;}")},
        {TEXT("Pattern: \\bA\\d\n"), TEXT("@1{Pattern=\\bA\\d@1;}")},
        /* no fields */
        {TEXT("no field\nId: A"), TEXT("@1{=no field@1;Id=A@2;}")},
        {TEXT("Id : A"), TEXT("@1{=Id : A@1;}")},
        {TEXT(": A"), TEXT("@1{=: A@1;}")},
        {TEXT(" Id: A"), TEXT("@1{=Id: A@1;}")},
        {TEXT("+ a"), TEXT("@1{=+ a@1;}")},
        {TEXT("Id: \0a"), TEXT("@1{Id=\0a@1;}")},
        {TEXT("Id: \xC3\xA9\xFF"), TEXT("@1{Id=\xC3\xA9\xFF@1;}")},
    };
    (void)state;
    for (size_t i = 0; i < N_OF(rows); i++) {
        struct slice text = exact_copy(rows[i].text);
        struct buffer got = {0};
        add_records(text, &got);
        EXPECT_TEXT(rows[i].text, buffer_slice(&got), rows[i].records);
        buffer_release(&got);
        exact_free(text);
    }
    settle();
}

static void test_get(void **state)
{
    static const struct {
        struct slice record;
        const char *name, *value;
    } rows[] = {
        {TEXT("Id: A\nName: B\nName: C"), "Name", "B"},
        {TEXT("Id: A"), "id", ""},
        {TEXT("Id: A"), "Name", ""},
        {TEXT(""), "Id", ""},
        {TEXT("# Id: B\nId: A"), "Id", "A"},
        {TEXT("Idx: B\nId: A"), "Id", "A"},
        {TEXT("Name:\nId: A"), "Name", ""},
        {TEXT("Name: x\n+ y"), "Name", "x\n+ y"},
    };
    (void)state;
    for (size_t i = 0; i < N_OF(rows); i++)
        EXPECT_TEXT(rows[i].record, record_get(rows[i].record, slice_of(rows[i].name)),
                    slice_of(rows[i].value));
    settle();
}

static void test_many_records(void **state)
{
    struct buffer text = {0};
    struct recfile file;
    struct record record;
    size_t n = 0;
    (void)state;
    for (size_t i = 0; i < 1000; i++)
        buffer_format(&text, "Id: %zu\nName: N\n\n", i);
    recfile_init(&file, buffer_slice(&text));
    while (recfile_next(&file, &record)) {
        assert_int_equal(record.line, n * 3 + 1);
        n++;
    }
    assert_int_equal(n, 1000);
    buffer_release(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_records),
        cmocka_unit_test(test_get),
        cmocka_unit_test(test_many_records),
    };
    return RUN(tests);
}
