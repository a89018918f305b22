/*
 * format.c - what the formats share.
 */
#include "format.h"

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
