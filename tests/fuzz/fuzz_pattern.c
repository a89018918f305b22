/*
 * fuzz_pattern.c - options (a byte), a pattern (up to a NUL), and a text on which it runs:
 * refused in one line, or its matches are spans of the text, and the end comes in time.
 */
#include "fuzz.h"

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    fuzz_begin();
    return 0;
}

static void check_match(struct slice text, struct span match)
{
    assert_true(match.start < match.end && match.end <= text.len);
    assert_true(on_character(text, match.start) && on_character(text, match.end));
}

static void run(struct pattern *p, struct slice text)
{
    enum { MAX_STEPS = 40 };
    struct span match;
    size_t from = 0;
    for (int i = 0; i < MAX_STEPS && pattern_find(p, text, from, &match) == PATTERN_FOUND; i++) {
        check_match(text, match);
        if (match.end <= from)
            break; /* a look-behind or \K led back */
        from = match.end;
    }
}

/* An anchored pattern is asked at one place after the other. */
static void run_at_each(struct pattern *p, struct slice text)
{
    enum { MAX_PLACES = 40 };
    struct span match;
    size_t off = 0;
    for (int i = 0; i < MAX_PLACES && off < text.len; i++) {
        if (pattern_find(p, text, off, &match) == PATTERN_FOUND)
            check_match(text, match);
        utf8_next(text, &off);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct input in = {data, size};
    unsigned options = input_byte(&in);
    struct buffer source = fuzz_text(input_up_to(&in, 0));
    struct buffer text = fuzz_text((struct slice){(const char *)in.data, in.size});
    struct error error = {0};
    struct pattern *p = pattern_new(buffer_slice(&source), options & 31u, &error);
    if (p) {
        run(p, buffer_slice(&text));
        if (options & PATTERN_ANCHORED)
            run_at_each(p, buffer_slice(&text));
    } else {
        assert_true(error.text.len > 0);
        assert_null(memchr(error.text.ptr, '\n', error.text.len));
    }
    pattern_has_capital(buffer_slice(&source));
    pattern_free(p);
    error_release(&error);
    buffer_release(&source);
    buffer_release(&text);
    return 0;
}
