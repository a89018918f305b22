/*
 * format.c - which format some bytes are, from their content first and the file's name
 * second.
 */
#include "format.h"

enum { SNIFF_BYTES = 1024 };

static bool contains_folded(struct slice text, const char *needle)
{
    size_t n = strlen(needle);
    for (size_t i = 0; i + n <= text.len; i++) {
        size_t k = 0;
        while (k < n && (text.ptr[i + k] | 0x20) == (needle[k] | 0x20))
            k++;
        if (k == n)
            return true;
    }
    return false;
}

static bool has_suffix(struct slice name, const char *suffix)
{
    size_t n = strlen(suffix);
    return name.len > n && contains_folded((struct slice){name.ptr + name.len - n, n}, suffix);
}

enum article_format article_guess_format(struct slice bytes, struct slice name)
{
    struct slice start = slice_trim(bytes);
    if (start.len > SNIFF_BYTES)
        start.len = SNIFF_BYTES;
    bool markup = start.len && start.ptr[0] == '<';
    if (markup && (contains_folded(start, "<!doctype html") || contains_folded(start, "<html") ||
                   contains_folded(start, "<head>") || contains_folded(start, "<body")))
        return ARTICLE_HTML;
    if (markup &&
        (has_suffix(name, ".html") || has_suffix(name, ".htm") || has_suffix(name, ".xhtml")))
        return ARTICLE_HTML;
    if (has_suffix(name, ".md") || has_suffix(name, ".markdown"))
        return ARTICLE_MARKDOWN;
    return ARTICLE_PLAIN;
}

static bool is_number(struct slice s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] < '0' || s.ptr[i] > '9')
            return false;
    return s.len > 0;
}

void format_add_date(struct slice date, bool bullet, struct buffer *out)
{
    static const char *const months[] = {"January",   "February", "March",    "April",
                                         "May",       "June",     "July",     "August",
                                         "September", "October",  "November", "December"};
    date = slice_trim(date);
    if (date.len == 0)
        return;
    if (bullet)
        buffer_add(out, SLICE(" \u2022 "));
    if (date.len >= 10 && date.ptr[4] == '-' && date.ptr[7] == '-' &&
        is_number((struct slice){date.ptr, 4}) && is_number((struct slice){date.ptr + 5, 2}) &&
        is_number((struct slice){date.ptr + 8, 2})) {
        int month = (date.ptr[5] - '0') * 10 + date.ptr[6] - '0';
        int day = (date.ptr[8] - '0') * 10 + date.ptr[9] - '0';
        if (month >= 1 && month <= 12) {
            buffer_format(out, "%d %s %.4s", day, months[month - 1], date.ptr);
            return;
        }
    }
    buffer_add(out, date);
}
