/*
 * check_mentions.c - is what `dragoman mentions --format=jsonl FILE` says of a file true?
 *
 *   check_mentions FILE < MENTIONS
 *
 * Mentions are sorted, disjoint, inside the file, begin and end on character boundaries,
 * and their text is the bytes they name. Prints how many there are; the first fault is
 * printed with its line and ends it.
 */
#include "dragoman/load.h"
#include "dragoman/utf8.h"

#include <stdio.h>
#include <stdlib.h>

/* Where the value of a key begins, or NULL. A quote inside of a string has a backslash before it,
 * so that a key cannot be taken for one that stands in somebody's text. */
static const char *value_of(const char *line, const char *key)
{
    const char *at = strstr(line, key);
    return at ? at + strlen(key) : NULL;
}

static bool is_boundary(struct slice text, size_t off)
{
    return off == text.len || (text.ptr[off] & 0xC0) != 0x80;
}

/* Strings without escapes are compared, which nearly all are. */
static bool is_same(struct slice bytes, const char *string)
{
    size_t len = strcspn(string, "\"\\");
    return string[len] == '\\' || slice_equal(bytes, (struct slice){string, len});
}

/* Why a line is wrong, or NULL. *end: of the mention before, then of this one. */
static const char *fault_of(const char *line, struct slice text, size_t *end)
{
    const char *start_value = value_of(line, "\"start\":");
    const char *end_value = value_of(line, "\"end\":");
    const char *text_value = value_of(line, "\"text\":\"");
    if (!start_value || !end_value || !text_value)
        return "a key is missing";
    struct span span = {strtoul(start_value, NULL, 10), strtoul(end_value, NULL, 10)};
    if (span.start < *end)
        return "overlaps the one before, or is not sorted";
    if (span.end <= span.start || span.end > text.len)
        return "is empty or not inside the file";
    if (!is_boundary(text, span.start) || !is_boundary(text, span.end))
        return "begins or ends within a character";
    *end = span.end;
    return is_same(slice_cut(text, span), text_value) ? NULL : "has another text than the file";
}

static bool check(struct slice text)
{
    char *line = NULL;
    const char *fault = NULL;
    size_t cap = 0, n = 0, end = 0;
    while (!fault && getline(&line, &cap, stdin) > 0) {
        n++;
        fault = fault_of(line, text, &end);
    }
    if (fault)
        fprintf(stderr, "check_mentions: mention %zu %s: %s", n, fault, line);
    else
        printf("%zu mentions\n", n);
    free(line);
    return !fault;
}

int main(int argc, char **argv)
{
    struct buffer text = {0};
    struct error error = {0};
    bool good = argc == 2 && load_file(argv[1], &text, &error) && check(buffer_slice(&text));
    if (error.text.len)
        fprintf(stderr, "check_mentions: %.*s\n", (int)error.text.len, error.text.ptr);
    error_release(&error);
    buffer_release(&text);
    return good ? 0 : 1;
}
