/*
 * line_shape.c - see line_shape.h.
 *
 * Prose is nearly all there is, and a look at the start of a line or at its length tells
 * it: those questions come first, and what walks a whole line comes last.
 */
#include "line_shape.h"

#include "dragoman/utf8.h"

enum {
    HEADING_WORDS = 18,
    BYLINE_COLUMNS = 100,
    DISCLAIMER_BYTES = 4096,
    UTF8_BYTES = 4, /* of a code point at the most */
};

struct slice line_at(struct slice text, size_t start)
{
    struct slice rest = {text.ptr + start, text.len - start}, line = {0};
    slice_next(&rest, '\n', &line);
    return line;
}

size_t line_indent(struct slice line)
{
    size_t columns = 0;
    for (size_t i = 0; i < line.len; i++) {
        if (line.ptr[i] == ' ')
            columns++;
        else if (line.ptr[i] == '\t')
            columns += 8 - columns % 8;
        else
            break;
    }
    return columns;
}

bool line_contains(struct slice text, const char *needle)
{
    struct slice n = slice_of(needle);
    while (text.len >= n.len) {
        const char *first = memchr(text.ptr, n.ptr[0], text.len - n.len + 1);
        if (!first)
            return false;
        if (memcmp(first, n.ptr, n.len) == 0)
            return true;
        text.len -= (size_t)(first + 1 - text.ptr);
        text.ptr = first + 1;
    }
    return false;
}

static bool starts_with_any(struct slice text, const char *const *prefixes)
{
    for (; text.len && *prefixes; prefixes++)
        if (**prefixes == text.ptr[0] && slice_has_prefix(text, slice_of(*prefixes)))
            return true;
    return false;
}

static bool contains_any(struct slice text, const char *const *needles)
{
    for (; *needles; needles++)
        if (line_contains(text, *needles))
            return true;
    return false;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_small(char c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_letter(char c)
{
    return is_small(c) || (c >= 'A' && c <= 'Z');
}

/* A four-digit year and a month's name, or 2025-01-14, or 14/01/2025. */
bool line_has_date(struct slice line)
{
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul",
                                         "Aug", "Sep", "Oct", "Nov", "Dec", NULL};
    bool year = false, numeric = false;
    for (size_t i = 0; i + 4 <= line.len; i++) {
        const char *p = line.ptr + i;
        if (!is_digit(p[0]) || !is_digit(p[1]) || !is_digit(p[2]) || !is_digit(p[3]))
            continue;
        bool alone = (i == 0 || !is_digit(p[-1])) && (i + 4 == line.len || !is_digit(p[4]));
        if (alone && (p[0] == '1' || p[0] == '2')) {
            year = true;
            numeric = numeric || (i + 10 <= line.len && p[4] == '-' && is_digit(p[5])) ||
                      (i >= 6 && (p[-1] == '/' || p[-1] == '.') && is_digit(p[-2]));
        }
    }
    return numeric || (year && contains_any(line, months));
}

size_t line_item_mark_len(struct slice line)
{
    static const char *const bullets[] = {
        "\u2022", "\u00B7", "\u25AA", "\u2023", "\u25E6", "\u2013", "\u2014", "-", "*", "+", NULL};
    size_t at = 0;
    if (line.len > 1 && is_letter(line.ptr[0]) && line.ptr[1] != ')')
        return 0;
    bool may_be = line.len && ((unsigned char)line.ptr[0] >= 0x80 || strchr("-*+", line.ptr[0]));
    for (const char *const *b = bullets; may_be && *b; b++)
        if (slice_has_prefix(line, slice_of(*b))) {
            at = strlen(*b);
            break;
        }
    if (at == 0) {
        bool open = line.len && line.ptr[0] == '(';
        at = open;
        size_t digits = 0;
        while (at < line.len && is_digit(line.ptr[at]) && digits < 3)
            digits++, at++;
        bool letter =
            digits == 0 && at < line.len && ((line.ptr[at] >= 'a' && line.ptr[at] <= 'z'));
        at += letter;
        if (digits == 0 && !letter)
            return 0;
        char close = at < line.len ? line.ptr[at] : '\0';
        if (close != ')' && (open || letter || close != '.'))
            return 0;
        at++;
    }
    if (at >= line.len || (line.ptr[at] != ' ' && line.ptr[at] != '\t'))
        return 0;
    while (at < line.len && (line.ptr[at] == ' ' || line.ptr[at] == '\t'))
        at++;
    return at < line.len ? at : 0;
}

unsigned line_number_level(struct slice line, bool after_numbers)
{
    static const char *const words[] = {"Chapter ", "Part ",     "Section ",
                                        "Annex ",   "Appendix ", NULL};
    unsigned level = 0;
    size_t at = 0;
    if (line.len && line.ptr[0] >= 'a')
        return 0;
    if (starts_with_any(line, words)) {
        while (line.ptr[at] != ' ')
            at++;
        char c = at + 1 < line.len ? line.ptr[at + 1] : ' ';
        return is_digit(c) ||
                       (c >= 'A' && c <= 'Z' && (at + 2 == line.len || line.ptr[at + 2] < 'a'))
                   ? 1
                   : 0;
    }
    while (at < line.len && is_digit(line.ptr[at])) {
        while (at < line.len && is_digit(line.ptr[at]))
            at++;
        level++;
        if (at < line.len && line.ptr[at] == '.')
            at++;
        if (at > 9)
            return 0;
    }
    if (level == 1 && line.ptr[at - 1] != '.')
        return 0; /* "27 member states" */
    if (level == 0) {
        while (at < line.len && strchr("IVXLC", line.ptr[at]))
            at++;
        if (at == 0 && line.len > 1 && line.ptr[0] >= 'A' && line.ptr[0] <= 'Z')
            at = 1;
        if (at == 0 || at >= line.len || line.ptr[at] != '.')
            return 0;
        level = at == 1 && !strchr("IVX", line.ptr[0]) && after_numbers ? 2 : 1;
        at++;
    }
    if (at >= line.len || (line.ptr[at] != ' ' && line.ptr[at] != '\t'))
        return 0;
    return level > 6 ? 6 : level;
}

struct letters line_letters(struct slice line)
{
    struct letters l = {0};
    bool inside = false;
    for (size_t off = 0; off < line.len;) {
        char c = line.ptr[off];
        if (is_letter(c)) { /* nearly all are */
            l.words += !inside;
            inside = true;
            l.last = (unsigned char)c;
            l.first = l.first ? l.first : l.last;
            l.lower += is_small(c);
            l.upper += !is_small(c);
            off++;
            continue;
        }
        uint32_t cp = utf8_next(line, &off);
        bool blank = utf8_is_blank(cp) || cp == '\n';
        l.words += !blank && !inside;
        inside = !blank;
        if (blank)
            continue;
        l.last = cp;
        if (!l.first && utf8_is_word(cp))
            l.first = cp;
        l.upper += utf8_is_upper(cp);
        l.lower += utf8_is_lower(cp);
    }
    return l;
}

bool line_is_capitals(struct slice line)
{
    for (size_t i = 0; i < line.len; i++)
        if (is_small(line.ptr[i]))
            return false;
    struct letters l = line_letters(line);
    return l.lower == 0 && l.upper >= 4;
}

bool line_starts_small(struct slice line)
{
    for (size_t off = 0; off < line.len;) {
        uint32_t cp = utf8_next(line, &off);
        if (utf8_is_word(cp) && !utf8_is_blank(cp))
            return utf8_is_lower(cp);
    }
    return false;
}

bool line_is_rule(struct slice line)
{
    for (size_t i = 0; i < line.len; i++)
        if (!strchr("#*-=_~ ", line.ptr[i]))
            return false;
    return line.len >= 3;
}

bool line_is_boilerplate(struct slice line)
{
    static const char *const prefixes[] = {"Skip to ",       "Image credit",
                                           "Photo credit",   "Image:",
                                           "Photo:",         "Photo by",
                                           "Picture credit", "Cover photo",
                                           "Cover image",    "Banner image",
                                           "Featured image", "Share this",
                                           "Share on",       "Subscribe to",
                                           "Sign up for",    "Read more",
                                           "Related:",       "Download PDF",
                                           "Print this",     "Copyright ",
                                           "\u00A9",         "All rights reserved",
                                           "Back to top",    "Menu",
                                           "Advertisement",  "Reporting by ",
                                           "Editing by ",    "Our Standards:",
                                           "Disclaimer:",    "Follow us",
                                           "Tags:",          "Filed under",
                                           "Credit:",        NULL};
    return line_is_rule(line) || starts_with_any(line, prefixes);
}

bool line_is_disclaimer(struct slice text)
{
    static const char *const phrases[] = {"views of the author",
                                          "opinions of the author",
                                          "views expressed",
                                          "opinions expressed",
                                          "opinions articulated",
                                          "views articulated",
                                          "holds no formal policy",
                                          "takes no institutional position",
                                          "does not necessarily reflect",
                                          "do not necessarily reflect",
                                          "not necessarily represent",
                                          "All rights reserved",
                                          "Creative Commons",
                                          NULL};
    return text.len <= DISCLAIMER_BYTES && contains_any(text, phrases);
}

static bool is_caption(struct slice line)
{
    static const char *const prefixes[] = {"Figure ", "Fig. ",    "Table ", "Map ",   "Map:",
                                           "Source:", "Sources:", "Note:",  "Notes:", "Image ",
                                           "Photo ",  "Caption",  "Chart ", NULL};
    static const char *const inside[] = {
        "(Photo", "(Image", "(Source", "Photo:", "Getty Images", "://", "@", NULL};
    return starts_with_any(line, prefixes) || contains_any(line, inside);
}

bool line_is_heading(struct slice line, bool after_numbers)
{
    if (line.len == 0 || line.len > UTF8_BYTES * HEADING_COLUMNS ||
        strchr(".,;:!", line.ptr[line.len - 1]))
        return false;
    struct letters l = line_letters(line);
    if (l.words > HEADING_WORDS || l.upper + l.lower < 2 || utf8_count(line) > HEADING_COLUMNS ||
        line_contains(line, "\n"))
        return false;
    unsigned level = line_number_level(line, after_numbers);
    if (level == 0 && line_item_mark_len(line))
        return false;
    if (!utf8_is_upper(l.first) && !(l.first >= '0' && l.first <= '9'))
        return false;
    if (l.last == ')')
        return !line_has_date(line);
    if (is_caption(line))
        return false;
    return level > 0 || (!line_contains(line, " | ") && !line_contains(line, ". "));
}

bool line_may_be_tabular(struct slice line)
{
    enum { AT_ONCE = 16 };
    const char *p = line.ptr;
    size_t i = 0;
    for (; i + AT_ONCE < line.len; i += AT_ONCE) {
        unsigned char found = 0;
        for (size_t k = 0; k < AT_ONCE; k++) /* without a branch: the compiler makes it one step */
            found |= (unsigned char)((p[i + k] == '\t') | (p[i + k] == '|') | (p[i + k] == '+') |
                                     ((p[i + k] == ' ') & (p[i + k + 1] == ' ')));
        if (found)
            return true;
    }
    for (; i < line.len; i++)
        if (p[i] == '\t' || p[i] == '|' || p[i] == '+' ||
            (p[i] == ' ' && i + 1 < line.len && p[i + 1] == ' '))
            return true;
    return false;
}

bool line_is_tabular(struct slice line)
{
    return line_may_be_tabular(line) && (line_contains(line, "   ") || line_contains(line, "\t") ||
                                         line_contains(line, " | ") || line_contains(line, "+--"));
}

bool line_is_byline(struct slice line)
{
    static const char *const prefixes[] = {"By ",           "by ",        "Updated ",
                                           "Last updated ", "Published ", "Posted ",
                                           "Written by ",   "Story by ",  NULL};
    if (line.len > UTF8_BYTES * BYLINE_COLUMNS)
        return false;
    struct letters l = line_letters(line);
    if (l.words > 14 || utf8_count(line) > BYLINE_COLUMNS ||
        (l.last == '.' && !line_has_date(line)))
        return false;
    return line_has_date(line) || starts_with_any(line, prefixes);
}

bool line_is_kicker(struct slice line)
{
    static const char *const kickers[] = {"FOR IMMEDIATE RELEASE",
                                          "For Immediate Release",
                                          "For immediate release",
                                          "PRESS RELEASE",
                                          "Analysis",
                                          "Commentary",
                                          "Opinion",
                                          "News",
                                          "Feature",
                                          "Report",
                                          "Briefing",
                                          "Briefings",
                                          "Brief",
                                          "Policy Brief",
                                          "Interview",
                                          "Editorial",
                                          "Essay",
                                          "Press Release",
                                          "Statement",
                                          "Statements",
                                          "Research",
                                          "Publications",
                                          "Working Paper",
                                          "Explainer",
                                          "Q&A",
                                          "Backgrounder",
                                          "Dispatch",
                                          "Insight",
                                          "Insights",
                                          "Blog",
                                          "Op-Ed",
                                          "In Depth",
                                          "Perspectives",
                                          NULL};
    for (const char *const *k = kickers; *k; k++)
        if (slice_equal(line, slice_of(*k)))
            return true;
    return false;
}
