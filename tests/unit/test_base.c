/*
 * test_base.c - slices, buffers, arenas, errors, and the hook for exhausted memory.
 */
#include "property.h"

static void test_slice_equal(void **state)
{
    static const struct {
        struct slice a, b;
        bool equal;
    } rows[] = {
        {{NULL, 0}, TEXT(""), true},        {TEXT("a"), TEXT("a"), true},
        {TEXT("a"), TEXT("b"), false},      {TEXT("a"), TEXT("ab"), false},
        {TEXT("a\0b"), TEXT("a\0b"), true}, {TEXT("a\0b"), TEXT("a\0c"), false},
        {TEXT("\0"), TEXT(""), false},      {TEXT("A"), TEXT("a"), false},
    };
    (void)state;
    for (size_t i = 0; i < N_OF(rows); i++) {
        EXPECT(slice_equal(rows[i].a, rows[i].b) == rows[i].equal, "row %zu", i);
        EXPECT(slice_equal(rows[i].b, rows[i].a) == rows[i].equal, "row %zu turned round", i);
    }
    settle();
}

static void test_slice_prefix(void **state)
{
    static const struct {
        struct slice s, prefix;
        bool has;
    } rows[] = {
        {TEXT("abc"), TEXT("ab"), true}, {TEXT("abc"), TEXT("abc"), true},
        {TEXT("abc"), TEXT(""), true},   {TEXT("ab"), TEXT("abc"), false},
        {TEXT("abc"), TEXT("b"), false}, {{NULL, 0}, TEXT(""), true},
        {{NULL, 0}, TEXT("a"), false},   {TEXT("\0a"), TEXT("\0"), true},
    };
    (void)state;
    for (size_t i = 0; i < N_OF(rows); i++)
        EXPECT(slice_has_prefix(rows[i].s, rows[i].prefix) == rows[i].has, "row %zu", i);
    settle();
}

static int sign(int n)
{
    return (n > 0) - (n < 0);
}

static void test_slice_compare(void **state)
{
    static const struct {
        struct slice a, b;
        int sign;
    } rows[] = {
        {TEXT(""), {NULL, 0}, 0},      {TEXT("a"), TEXT(""), 1},
        {TEXT("a"), TEXT("ab"), -1},   {TEXT("b"), TEXT("ab"), 1},
        {TEXT("a\0"), TEXT("a"), 1},   {TEXT("\xC3"), TEXT("z"), 1}, /* bytes have no sign */
        {TEXT("abc"), TEXT("abc"), 0},
    };
    (void)state;
    for (size_t i = 0; i < N_OF(rows); i++) {
        EXPECT(sign(slice_compare(rows[i].a, rows[i].b)) == rows[i].sign, "row %zu", i);
        EXPECT(sign(slice_compare(rows[i].b, rows[i].a)) == -rows[i].sign, "row %zu, turned", i);
    }
    settle();
}

static void test_slice_next(void **state)
{
    static const struct {
        struct slice text;
        char separator;
        struct slice pieces; /* each with | behind it */
    } rows[] = {
        {{NULL, 0}, ',', TEXT("")},
        {TEXT(""), ',', TEXT("|")},
        {TEXT("a"), ',', TEXT("a|")},
        {TEXT("a,bc,,d"), ',', TEXT("a|bc||d|")},
        {TEXT(",a,"), ',', TEXT("|a||")},
        {TEXT("a\0b"), ',', TEXT("a\0b|")},
        {TEXT("a\0\0b"), '\0', TEXT("a||b|")},
        {TEXT("one\ntwo\n"), '\n', TEXT("one|two||")},
    };
    (void)state;
    for (size_t i = 0; i < N_OF(rows); i++) {
        struct slice rest = rows[i].text, piece;
        struct buffer got = {0};
        while (slice_next(&rest, rows[i].separator, &piece)) {
            buffer_add(&got, piece);
            buffer_add_byte(&got, '|');
        }
        EXPECT_TEXT(rows[i].text, buffer_slice(&got), rows[i].pieces);
        buffer_release(&got);
    }
    settle();
}

static void test_slice_trim(void **state)
{
    static const struct {
        struct slice text, trimmed;
    } rows[] = {
        {{NULL, 0}, TEXT("")},
        {TEXT(""), TEXT("")},
        {TEXT(" \t\n "), TEXT("")},
        {TEXT("  a b\n"), TEXT("a b")},
        {TEXT("a"), TEXT("a")},
        {TEXT("\na\n\nb\t"), TEXT("a\n\nb")},
        {TEXT(" \0 "), TEXT("\0")},
        {TEXT(" \u00A0a "), TEXT("\u00A0a")}, /* a no-break space stays */
        {TEXT("\ra\v"), TEXT("\ra\v")},
    };
    (void)state;
    for (size_t i = 0; i < N_OF(rows); i++)
        EXPECT_TEXT(rows[i].text, slice_trim(rows[i].text), rows[i].trimmed);
    EXPECT_TEXT(SLICE("cut"), slice_cut(SLICE("abcdef"), (struct span){2, 4}), SLICE("cd"));
    EXPECT_TEXT(SLICE("cut nothing"), slice_cut(SLICE("abcdef"), (struct span){6, 6}), SLICE(""));
    settle();
}

static void test_buffer(void **state)
{
    struct buffer b = {0};
    (void)state;
    assert_non_null(buffer_slice(&b).ptr);
    assert_int_equal(buffer_slice(&b).len, 0);
    buffer_add(&b, SLICE(""));
    buffer_format(&b, "%s", "");
    assert_int_equal(b.len, 0);
    buffer_add(&b, SLICE("a\0b"));
    buffer_add_byte(&b, 'c');
    buffer_add_number(&b, 0);
    buffer_add_number(&b, 1234567890);
    buffer_format(&b, "-%d %s", -5, "x");
    EXPECT_TEXT(SLICE("buffer"), buffer_slice(&b), SLICE("a\0bc01234567890--5 x"));
    buffer_release(&b);
    assert_null(b.ptr);
    assert_int_equal(b.len + b.cap, 0);
    settle();
}

static void test_buffer_grows(void **state)
{
    struct buffer b = {0};
    char digits[32];
    (void)state;
    for (size_t i = 0; i < 100000; i++)
        buffer_add_byte(&b, (char)('a' + i % 26));
    assert_int_equal(b.len, 100000);
    for (size_t i = 0; i < b.len; i++)
        if (b.ptr[i] != (char)('a' + i % 26))
            fail_msg("byte %zu changed", i);
    b.len = 0;
    buffer_format(&b, "%05000d", 7); /* longer than any first guess */
    assert_int_equal(b.len, 5000);
    assert_int_equal(b.ptr[4999], '7');
    b.len = 0;
    buffer_add_number(&b, SIZE_MAX);
    snprintf(digits, sizeof digits, "%zu", SIZE_MAX);
    EXPECT_TEXT(SLICE("number"), buffer_slice(&b), slice_of(digits));
    buffer_reserve(&b, 1000);
    assert_true(b.cap - b.len >= 1000);
    buffer_release(&b);
    settle();
}

static void test_array_reserve(void **state)
{
    size_t *items = NULL, n = 0, cap = 0;
    (void)state;
    for (size_t i = 0; i < 1000; i++) {
        ARRAY_RESERVE(items, n, cap);
        assert_true(cap > n);
        items[n++] = i;
    }
    for (size_t i = 0; i < n; i++)
        assert_int_equal(items[i], i);
    free(items);
}

/* Every allocation is zeroed, aligned, and nobody else's. */
static void test_arena(void **state)
{
    enum { N = 400 };
    struct arena arena = {0};
    unsigned char *pieces[N];
    size_t lens[N];
    (void)state;
    for (size_t i = 0; i < N; i++) {
        lens[i] = i % 50 == 49 ? 50000 : i * 3 % 200; /* now and then more than a chunk */
        pieces[i] = arena_alloc(&arena, lens[i]);
        assert_int_equal((uintptr_t)pieces[i] % _Alignof(max_align_t), 0);
        for (size_t k = 0; k < lens[i]; k++)
            assert_int_equal(pieces[i][k], 0);
        memset(pieces[i], (int)(i % 251 + 1), lens[i]);
    }
    for (size_t i = 0; i < N; i++)
        for (size_t k = 0; k < lens[i]; k++)
            if (pieces[i][k] != i % 251 + 1)
                fail_msg("piece %zu was written over", i);
    EXPECT_TEXT(SLICE("copy"), arena_copy(&arena, SLICE("a\0b")), SLICE("a\0b"));
    EXPECT_TEXT(SLICE("copy of nothing"), arena_copy(&arena, (struct slice){NULL, 0}), SLICE(""));
    arena_release(&arena);
    assert_null(arena.chunks);
    arena_release(&arena);
    settle();
}

static void test_error(void **state)
{
    struct error error = {0};
    (void)state;
    error_set(&error, "%s is %d", "this", 1);
    EXPECT_TEXT(SLICE("error"), buffer_slice(&error.text), SLICE("this is 1"));
    error_set(&error, "x");
    EXPECT_TEXT(SLICE("error set again"), buffer_slice(&error.text), SLICE("x"));
    error_release(&error);
    assert_null(error.text.ptr);
    settle();
}

/* ---------------------------------------------------------- no memory left */

static jmp_buf exhausted;

static void jump_out(void)
{
    longjmp(exhausted, 1);
}

static void ask_array(void)
{
    memory_resize(NULL, SIZE_MAX / 4, 16); /* the product does not fit */
}

static void ask_buffer(void)
{
    struct buffer b = {0};
    buffer_reserve(&b, SIZE_MAX - 1);
}

static void ask_arena(void)
{
    struct arena arena = {0};
    arena_alloc(&arena, SIZE_MAX - 1);
}

static void test_memory_exhausted(void **state)
{
    static void (*const asks[])(void) = {ask_array, ask_buffer, ask_arena};
    void (*const before)(void) = memory_exhausted;
    (void)state;
    memory_exhausted = jump_out;
    for (size_t i = 0; i < N_OF(asks); i++) {
        volatile size_t row = i;
        if (setjmp(exhausted) == 0) {
            asks[i]();
            EXPECT(false, "row %zu got its memory", i);
        }
        i = row;
    }
    memory_exhausted = before;
    settle();
}

static void test_memory(void **state)
{
    (void)state;
    unsigned char *p = memory_zeroed(100, 3);
    for (size_t i = 0; i < 300; i++)
        assert_int_equal(p[i], 0);
    memset(p, 7, 300);
    p = memory_resize(p, 1000, 3);
    assert_int_equal(p[299], 7);
    free(p);
    p = memory_zeroed(0, 0);
    assert_non_null(p);
    p = memory_resize(p, 0, 8);
    assert_non_null(p);
    free(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_slice_equal),   cmocka_unit_test(test_slice_prefix),
        cmocka_unit_test(test_slice_compare), cmocka_unit_test(test_slice_next),
        cmocka_unit_test(test_slice_trim),    cmocka_unit_test(test_buffer),
        cmocka_unit_test(test_buffer_grows),  cmocka_unit_test(test_array_reserve),
        cmocka_unit_test(test_arena),         cmocka_unit_test(test_error),
        cmocka_unit_test(test_memory),        cmocka_unit_test(test_memory_exhausted),
    };
    return RUN(tests);
}
