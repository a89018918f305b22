/*
 * test_string_table.c - strings by content: numbers in order of arrival, whatever the items.
 */
#include "property.h"

#include "core/string_table.h"

struct item {
    struct lexicon_string string;
    uint32_t square;
};

static struct slice name_of(uint32_t i, char bytes[16])
{
    snprintf(bytes, 16, "name %u", (unsigned)(i * 7919));
    return slice_of(bytes);
}

/* A table of n names, each of which is put twice. */
static void fill(struct string_table *t, struct buffer *pool, uint32_t n)
{
    char bytes[16];
    for (uint32_t i = 0; i < n; i++) {
        assert_int_equal(string_table_find(t, pool, name_of(i, bytes)), LEXICON_NONE);
        assert_int_equal(string_table_put(t, pool, name_of(i, bytes)), i);
        assert_int_equal(string_table_put(t, pool, name_of(i, bytes)), i);
    }
    for (uint32_t i = 0; i < n; i++)
        assert_int_equal(string_table_find(t, pool, name_of(i, bytes)), i);
    assert_int_equal(t->n, n);
}

static void test_plain_strings(void **state)
{
    struct string_table t = {0};
    struct buffer pool = {0};
    (void)state;
    assert_int_equal(string_table_put(&t, &pool, SLICE("")), 0);
    assert_int_equal(string_table_put(&t, &pool, SLICE("a\0b")), 1);
    assert_int_equal(string_table_put(&t, &pool, SLICE("a")), 2);
    assert_int_equal(string_table_find(&t, &pool, SLICE("a\0b")), 1);
    assert_int_equal(string_table_find(&t, &pool, SLICE("a\0c")), LEXICON_NONE);
    string_table_release(&t);
    fill(&t, &pool, 5000);
    const struct lexicon_string *strings = t.items;
    EXPECT_TEXT(SLICE("3"), ((struct slice){pool.ptr + strings[3].off, strings[3].len}),
                SLICE("name 23757"));
    string_table_release(&t);
    buffer_release(&pool);
    settle();
}

/* What an item holds besides its string stays with it when the table grows or is taken over. */
static void test_items(void **state)
{
    struct string_table t = {.item_bytes = sizeof(struct item)}, other = t;
    struct buffer pool = {0};
    char bytes[16];
    (void)state;
    for (uint32_t i = 0; i < 3000; i++) {
        assert_int_equal(string_table_put(&t, &pool, name_of(i, bytes)), i);
        assert_int_equal(((struct item *)t.items)[i].square, 0);
        ((struct item *)t.items)[i].square = i * i;
    }
    for (size_t room = 0; room < 10000; room += 4000) {
        string_table_take(&other, &pool, t.items, t.n, room);
        for (uint32_t i = 0; i < 6000; i++) {
            assert_int_equal(string_table_put(&other, &pool, name_of(i, bytes)), i);
            assert_int_equal(((struct item *)other.items)[i].square, i < 3000 ? i * i : 0);
        }
        string_table_release(&other);
    }
    string_table_take(&other, &pool, NULL, 0, 0);
    assert_int_equal(string_table_find(&other, &pool, SLICE("name 0")), LEXICON_NONE);
    assert_int_equal(string_table_put(&other, &pool, SLICE("name 0")), 0);
    string_table_release(&other);
    string_table_release(&t);
    buffer_release(&pool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plain_strings),
        cmocka_unit_test(test_items),
    };
    return RUN(tests);
}
