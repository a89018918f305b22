/*
 * test_token.c - text as words and marks, read forward and backward.
 */
#include "property.h"

#include "dragoman/token.h"

/* A token as one letter and, of a word, its bytes: "w(US)" "h" "w(Armenia)"; _ is a blank
 * before it, ~ a word that is not of ASCII alone, # the end of a paragraph. */
static void add_token(struct slice text, struct token t, struct buffer *out)
{
    static const char letters[] = "#xhap,&/+():!w";
    if (t.blank)
        buffer_add_byte(out, '_');
    buffer_add_byte(out, letters[t.type]);
    if (t.type == TOKEN_WORD) {
        buffer_add(out, t.ascii ? SLICE("(") : SLICE("~("));
        buffer_add(out, slice_cut(text, (struct span){t.start, t.end}));
        buffer_add_byte(out, ')');
    }
}

static void test_next(void **state)
{
    static const struct {
        struct slice text;
        const char *tokens;
    } rows[] = {
        {TEXT(""), ""},
        {TEXT(" \t\n"), ""},
        {TEXT("US"), "w(US)"},
        {TEXT(" US "), "_w(US)"},
        {TEXT("the  US\tand\n NATO"), "w(the)_w(US)_w(and)_w(NATO)"},
        {TEXT("A\n\nB"), "w(A)#w(B)"},
        {TEXT("A \n \n B"), "w(A)#w(B)"},
        {TEXT("A\n"), "w(A)"},
        {TEXT("US-Armenia"), "w(US)hw(Armenia)"},
        {TEXT("US\u2013Armenia"), "w(US)hw(Armenia)"},
        {TEXT("US\u2011Armenia\u2010s"), "w(US)hw(Armenia)hw(s)"},
        {TEXT("US\u2014Armenia"), "w(US)xw(Armenia)"},
        {TEXT("US - Armenia"), "w(US)_h_w(Armenia)"},
        {TEXT("US-\nArmenia"), "w(US)hw(Armenia)"},
        {TEXT("US\u2013\nArmenia"), "w(US)hw(Armenia)"},
        {TEXT("US\u2010\nArmenia"), "w(US)hw(Armenia)"},
        {TEXT("US -\n\nArmenia"), "w(US)_h#w(Armenia)"},
        {TEXT("US\n-Armenia"), "w(US)_hw(Armenia)"},
        {TEXT("Russia's"), "w(Russia)aw(s)"},
        {TEXT("Russia\u2019s Cote d\u02BCIvoire"), "w(Russia)aw(s)_w(Cote)_w(d)aw(Ivoire)"},
        {TEXT("U.S."), "w(U)pw(S)p"},
        {TEXT("a, b & c/d + e: f!"), "w(a),_w(b)_&_w(c)/w(d)_+_w(e):_w(f)!"},
        {TEXT("(EEU)"), "(w(EEU))"},
        {TEXT("\"EEU\""), "xw(EEU)x"},
        {TEXT("\u201CEEU\u201D"), "xw(EEU)x"},
        {TEXT("a;b*c"), "w(a)xw(b)xw(c)"},
        {TEXT("T\u00FCrkiye"), "w~(T\u00FCrkiye)"},
        {TEXT("Tu\u0308rkiye!"), "w~(Tu\u0308rkiye)!"},
        {TEXT("Arme\u00ADnia"), "w~(Arme\u00ADnia)"},
        {TEXT("South\u00A0Korea"), "w(South)_w(Korea)"},
        {TEXT("South\u202FKorea\u3000x"), "w(South)_w(Korea)_w(x)"},
        {TEXT("South\u00A0\n\u00A0Korea"), "w(South)_w(Korea)"},
        {TEXT("South\u200BKorea"), "w(South)xw(Korea)"},
        {TEXT("G20_x"), "w(G20)xw(x)"},
        {TEXT("\u4E2D\u56FD"), "w~(\u4E2D\u56FD)"},
        {TEXT("a\0b"), "w(a)xw(b)"},
        {TEXT("a\x01 \x7F"), "w(a)x_x"},
    };
    (void)state;
    for (size_t i = 0; i < N_OF(rows); i++) {
        struct slice text = exact_copy(rows[i].text);
        struct buffer got = {0};
        for (struct token t = token_next(text, 0); t.start < text.len; t = token_next(text, t.end))
            add_token(text, t, &got);
        EXPECT_TEXT(rows[i].text, buffer_slice(&got), slice_of(rows[i].tokens));
        buffer_release(&got);
        exact_free(text);
    }
    settle();
}

/* Before the mark: the token there; its blank is the one behind it. */
static void test_before(void **state)
{
    static const struct {
        const char *marked, *token;
    } rows[] = {
        {"[]US", "#"},
        {" []US", "#"},
        {"the []US", "_w(the)"},
        {"the[]US", "w(the)"},
        {"the\n[]US", "_w(the)"},
        {"the \n []US", "_w(the)"},
        {"the\n\n[]US", "#"},
        {"the \n \n []US", "#"},
        {"pro-[]Russian", "h"},
        {"pro\u2013[]Russian", "h"},
        {"d\u2019[]Ivoire", "a"},
        {"A. []B", "_p"},
        {"(a, []B", "_,"},
        {"([]B", "("},
        {"T\u00FCrkiye\u00A0[]B", "_w~(T\u00FCrkiye)"},
        {"x\u201C[]B", "x"},
        {"e\u0301[]", "w~(e\u0301)"},
        {"a b[]", "w(b)"},
    };
    (void)state;
    for (size_t i = 0; i < N_OF(rows); i++) {
        struct buffer b = {0}, got = {0};
        size_t off = read_marked(rows[i].marked, &b).start;
        struct slice text = exact_copy(buffer_slice(&b));
        struct token t = token_before(text, off);
        t.blank = t.blank && t.type != TOKEN_END;
        add_token(text, t, &got);
        EXPECT_TEXT(slice_of(rows[i].marked), buffer_slice(&got), slice_of(rows[i].token));
        exact_free(text);
        buffer_release(&b);
        buffer_release(&got);
    }
    settle();
}

/* Walking back meets the words and marks that walking on met. */
static void test_both_ways(void **state)
{
    uint32_t seed = 3;
    (void)state;
    for (int i = 0; i < 500; i++) {
        struct buffer b = {0};
        random_text(&seed, 30, &b);
        struct slice text = exact_copy(buffer_slice(&b));
        size_t end = 0;
        struct token t = token_next(text, 0);
        for (; t.start < text.len; t = token_next(text, t.end)) {
            assert_true(t.start >= end && on_character(text, t.start) && on_character(text, t.end));
            end = t.end;
            if (t.type == TOKEN_END)
                continue;
            assert_true(t.end > t.start);
            struct token back = token_before(text, t.end);
            assert_int_equal(back.type, t.type);
            assert_int_equal(back.start, t.start);
            assert_int_equal(back.end, t.end);
            assert_int_equal(back.ascii, t.type == TOKEN_WORD ? t.ascii : true);
            assert_false(back.blank);
        }
        assert_int_equal(t.type, TOKEN_END);
        exact_free(text);
        buffer_release(&b);
    }
}

static void test_boundary(void **state)
{
    static const struct {
        struct slice text;
        const char *boundaries; /* one of 0 and 1 for each character and the end */
    } rows[] = {
        {TEXT(""), "1"},
        {TEXT("ab"), "101"},
        {TEXT("a b"), "1111"},
        {TEXT("a-b's"), "111111"},
        {TEXT("ab1_c"), "100111"},
        {TEXT("e\u0301x"), "1001"},
        {TEXT("a\u00ADb"), "1001"},
        {TEXT("\u00E9\u2019s"), "1111"},
        {TEXT("a\0b"), "1111"},
    };
    (void)state;
    for (size_t i = 0; i < N_OF(rows); i++) {
        struct slice text = exact_copy(rows[i].text);
        struct buffer got = {0};
        for (size_t off = 0;; utf8_next(text, &off)) {
            buffer_add_byte(&got, token_is_boundary(text, off) ? '1' : '0');
            if (off == text.len)
                break;
        }
        EXPECT_TEXT(rows[i].text, buffer_slice(&got), slice_of(rows[i].boundaries));
        buffer_release(&got);
        exact_free(text);
    }
    settle();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_next),
        cmocka_unit_test(test_before),
        cmocka_unit_test(test_both_ways),
        cmocka_unit_test(test_boundary),
    };
    return RUN(tests);
}
