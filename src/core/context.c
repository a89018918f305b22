/*
 * context.c - see context.h.
 */
#include "context.h"

#include "dragoman/token.h"
#include "dragoman/utf8.h"
#include "english.h"

static struct slice token_text(struct slice text, struct token t)
{
    return slice_cut(text, (struct span){t.start, t.end});
}

static bool is_of_class(struct slice text, struct token t, unsigned classes)
{
    return t.type == TOKEN_WORD && (english_classes(token_text(text, t)) & classes) != 0;
}

static bool is_capitalised(struct slice text, struct token t)
{
    return t.type == TOKEN_WORD && utf8_is_upper(utf8_peek(text, t.start));
}

/* Does the token begin a sentence, so that its capital says nothing? */
static bool begins_sentence(struct slice text, struct token t)
{
    struct token before = token_before(text, t.start);
    return before.type != TOKEN_WORD && before.type != TOKEN_COMMA && before.type != TOKEN_HYPHEN &&
           before.type != TOKEN_APOSTROPHE && before.type != TOKEN_AMPERSAND;
}

/* Where the capitalised words that end with t begin. */
static size_t name_start(struct slice text, struct token t)
{
    size_t start = t.start;
    for (t = token_before(text, start); is_capitalised(text, t) && t.blank;
         t = token_before(text, start))
        start = t.start;
    return start;
}

static bool is_dateline(struct slice text, struct span c)
{
    struct token before = token_before(text, c.start);
    if (c.start > 0 && text.ptr[c.start - 1] == '/') /* "A/B (Agency)" */
        before = token_before(text, name_start(text, token_before(text, c.start - 1)));
    if (before.type != TOKEN_END)
        return false;
    struct token after = token_next(text, c.end);
    uint32_t mark = utf8_peek(text, after.start);
    if (after.type == TOKEN_COMMA) { /* "A, 3 May" */
        struct token day = token_next(text, after.end);
        uint32_t digit = utf8_peek(text, day.start);
        if (digit >= '0' && digit <= '9' && is_capitalised(text, token_next(text, day.end)))
            return true;
    }
    return after.type == TOKEN_OPEN || mark == 0x2014 || mark == ':' || mark == '/' ||
           (after.type == TOKEN_HYPHEN && after.blank) ||
           (after.type == TOKEN_COMMA && context_is_capitals(text, c) &&
            !utf8_is_lower(utf8_peek(text, token_next(text, after.end).start)));
}

/* Does a capital's name that begins at start follow what is said of cities? A name joined
 * to another by "and" follows what the other does; joins is how many to go back. */
static bool follows_place(struct slice text, size_t start, int joins)
{
    struct token before = token_before(text, start), further;
    if (is_of_class(text, before, ENGLISH_ARTICLE))
        before = token_before(text, before.start);
    further = token_before(text, before.start);
    if (is_of_class(text, before, ENGLISH_PLACE))
        return !is_of_class(text, before, ENGLISH_WHERE) ||
               !is_of_class(text, further, ENGLISH_ACTOR);
    if (is_of_class(text, before, ENGLISH_GOAL)) {
        if (is_of_class(text, further, ENGLISH_MOTION))
            return true;
        if (!is_capitalised(text, further))
            return false;
        further = token_before(text, name_start(text, further)); /* "fled A for B" */
        return is_of_class(text, further, ENGLISH_FROM) ||
               is_of_class(text, further, ENGLISH_SIEGE) ||
               is_of_class(text, further, ENGLISH_PLACE);
    }
    if (is_of_class(text, before, ENGLISH_ON))
        return is_of_class(text, further, ENGLISH_ATTACK);
    if (is_of_class(text, before, ENGLISH_OF))
        return is_of_class(text, further, ENGLISH_CITY_PART) ||
               is_of_class(text, further, ENGLISH_CITY_THING);
    if (is_of_class(text, before.type == TOKEN_COMMA ? further : before, ENGLISH_TOWN))
        return true;
    if (joins && is_capitalised(text, further) &&
        (before.type == TOKEN_COMMA || is_of_class(text, before, ENGLISH_JOINT)))
        return follows_place(text, name_start(text, further), joins - 1);
    return is_of_class(text, before, ENGLISH_SIEGE);
}

/* The word that "'s" behind the candidate makes it own, or what stands right behind it. */
static struct token word_behind(struct slice text, struct span c, bool *owned)
{
    struct token t = token_next(text, c.end);
    *owned = t.type == TOKEN_APOSTROPHE && !t.blank;
    if (*owned)
        t = token_next(text, token_next(text, t.end).end);
    return t;
}

/* The line that holds the candidate, empty where it is long. */
static struct slice line_around(struct slice text, struct span c)
{
    enum { LINE_BYTES = 200 };
    size_t start = c.start, end = c.end;
    while (start > 0 && text.ptr[start - 1] != '\n' && c.end - start < LINE_BYTES)
        start--;
    while (end < text.len && text.ptr[end] != '\n' && end - start < LINE_BYTES)
        end++;
    if ((start > 0 && text.ptr[start - 1] != '\n') || (end < text.len && text.ptr[end] != '\n'))
        return (struct slice){"", 0};
    return slice_cut(text, (struct span){start, end});
}

/* Is this line a headline in title case, in which a capital says nothing? Capitalised words
 * alone may as well be a name: there is a function word or a verb among them, and no "By". */
static bool is_title_case(struct slice line)
{
    const unsigned small = ENGLISH_NO_NAME | ENGLISH_GOAL | ENGLISH_ABOUT | ENGLISH_PLACE;
    size_t n = 0, n_signs = 0;
    struct token t = {.type = TOKEN_END};
    bool closed = false;
    for (size_t off = 0; off < line.len; off = t.end) {
        t = token_next(line, off);
        if (t.type == TOKEN_END || t.end <= off)
            break;
        closed = t.type == TOKEN_PERIOD;
        if (t.type != TOKEN_WORD || (off > 0 && !t.blank))
            continue;
        struct slice word = token_text(line, t);
        if (utf8_is_lower(utf8_peek(line, t.start)) && word.len > 3 && !is_of_class(line, t, small))
            return false;
        if (n == 0 && slice_equal(word, SLICE("By")))
            return false;
        bool verb =
            n > 0 && word.len > 3 && word.ptr[word.len - 1] == 's' && word.ptr[word.len - 2] != 's';
        n_signs += verb || is_of_class(line, t, ENGLISH_NO_NAME);
        n++;
    }
    return !closed && n >= 3 && n_signs > 0;
}

/* Is a city's name part of a longer one by the capitals around it? */
static bool is_within_name(struct slice text, struct span c, struct token before,
                           struct token behind, bool owned)
{
    bool ends = is_capitalised(text, before) && before.blank && !begins_sentence(text, before) &&
                before.end - before.start > 1;
    bool begins = !owned && is_capitalised(text, behind) && behind.blank;
    if (!ends && !begins)
        return false;
    return (ends && is_of_class(text, before, ENGLISH_PART)) ||
           (begins && is_of_class(text, behind, ENGLISH_EVENT)) ||
           !is_title_case(line_around(text, c));
}

bool context_is_place(struct slice text, struct span c)
{
    enum { JOINED_NAMES = 4 };
    bool owned;
    struct token before = token_before(text, c.start), behind = word_behind(text, c, &owned);
    if (is_of_class(text, behind, ENGLISH_CITY_THING))
        return true;
    bool listed =
        before.type != TOKEN_COMMA || behind.type == TOKEN_COMMA ||
        is_of_class(text, behind, ENGLISH_JOINT) ||
        is_of_class(text, token_before(text, before.start), ENGLISH_TOWN); /* not "In A, B said" */
    if (listed && !(owned && is_of_class(text, before, ENGLISH_IN)) &&
        follows_place(text, c.start, JOINED_NAMES))
        return true;
    return is_within_name(text, c, before, behind, owned) || is_dateline(text, c);
}

bool context_is_other_name(struct slice text, struct span c)
{
    struct token behind = token_next(text, c.end), before = token_before(text, c.start);
    if (is_capitalised(text, behind) && behind.blank && is_of_class(text, behind, ENGLISH_GROUND))
        return true;
    if (before.type == TOKEN_PERIOD && before.end < c.start)
        before = token_before(text, before.start);
    return is_capitalised(text, before) && is_of_class(text, before, ENGLISH_TITLE);
}

bool context_is_language(struct slice text, struct span c)
{
    struct token behind = token_next(text, c.end);
    if (behind.type == TOKEN_HYPHEN)
        behind = token_next(text, behind.end);
    return (is_of_class(text, behind, ENGLISH_LANGUAGE) && !is_capitalised(text, behind)) ||
           is_of_class(text, token_before(text, c.start), ENGLISH_SPEECH);
}

bool context_is_capitals(struct slice text, struct span c)
{
    size_t letters = 0;
    for (size_t off = c.start; off < c.end;) {
        uint32_t cp = utf8_next(text, &off);
        if (utf8_is_lower(cp))
            return false;
        letters += utf8_is_upper(cp);
    }
    return letters >= 4;
}

bool context_is_shouted_word(struct slice text, struct span c)
{
    if (c.end - c.start > 3 || !(english_classes(slice_cut(text, c)) & ENGLISH_SHOUTED))
        return false;
    enum { LINE_BYTES = 200 }; /* enough of a line to tell whether it is in capitals */
    size_t start = c.start, end = c.end, others = 0;
    while (start > 0 && text.ptr[start - 1] != '\n' && c.start - start < LINE_BYTES)
        start--;
    while (end < text.len && text.ptr[end] != '\n' && end - c.end < LINE_BYTES)
        end++;
    for (size_t i = start; i < end; i++) {
        if (text.ptr[i] >= 'a' && text.ptr[i] <= 'z')
            return false;
        others += text.ptr[i] >= 'A' && text.ptr[i] <= 'Z' && (i < c.start || i >= c.end);
    }
    struct token before = token_before(text, c.start);
    bool named = before.end - before.start == 3 && is_of_class(text, before, ENGLISH_ARTICLE);
    bool subject = is_of_class(text, before, ENGLISH_CONJUNCTION) &&
                   token_next(text, c.end).type == TOKEN_WORD && /* not "HIM AND US" */
                   english_classes(slice_cut(text, c)) & ENGLISH_OBJECT;
    return others >= 4 && before.type != TOKEN_END && !named && !subject;
}

bool context_is_address(struct slice text, struct span c)
{
    static const char marks[] = "/.@_=&?#%~-";
    bool before = c.start > 0 && strchr(marks, text.ptr[c.start - 1]);
    bool behind = c.end < text.len && text.ptr[c.end] && strchr(marks, text.ptr[c.end]);
    if (!before && !behind)
        return false;
    enum { ADDRESS_BYTES = 200 }; /* on each side; more is not looked at */
    size_t start = c.start, end = c.end;
    while (start > 0 && c.start - start < ADDRESS_BYTES &&
           !strchr(" \n\t<>\"(", text.ptr[start - 1]))
        start--;
    while (end < text.len && end - c.end < ADDRESS_BYTES && !strchr(" \n\t<>\")", text.ptr[end]))
        end++;
    for (size_t i = start; i < end; i++) {
        struct slice rest = {text.ptr + i, end - i};
        if (slice_has_prefix(rest, SLICE("://")) || slice_has_prefix(rest, SLICE("www.")) ||
            text.ptr[i] == '@')
            return true;
    }
    return false;
}

bool context_is_alone(struct slice text, struct span c)
{
    struct token before = token_before(text, c.start), after = token_next(text, c.end);
    if (is_capitalised(text, after) && after.blank)
        return false;
    struct token of = token_before(text, before.start), state = token_before(text, of.start);
    if (of.type == TOKEN_WORD && slice_equal(token_text(text, of), SLICE("of")) &&
        slice_equal(token_text(text, state), SLICE("State")))
        return false; /* "the State of the ..." is a speech */
    if (before.type == TOKEN_HYPHEN && !before.blank)
        return false;
    if (of.type == TOKEN_APOSTROPHE && of.end == before.start)
        return false; /* "the union's Court" is another one */
    return !is_capitalised(text, before) || !before.blank ||
           is_of_class(text, before, ENGLISH_DETERMINER);
}

size_t context_name_starts(struct slice text, size_t from, struct span word, size_t *starts,
                           size_t max)
{
    size_t n = 0, off = word.start;
    if (max == 0)
        return 0;
    starts[n++] = off;
    for (int joined = 0; n < max && off > from;) {
        struct token t = token_before(text, off);
        struct slice s = token_text(text, t);
        if (t.type == TOKEN_END || t.start < from)
            break;
        off = t.start;
        if (t.type == TOKEN_WORD && utf8_is_upper(utf8_peek(text, t.start))) {
            if (english_classes(s) & ENGLISH_NO_NAME && t.blank)
                break;
            struct token before = token_before(text, t.start);
            bool inner = !before.blank && before.end == t.start &&
                         (before.type == TOKEN_HYPHEN || before.type == TOKEN_PERIOD ||
                          before.type == TOKEN_APOSTROPHE);
            if (!inner)
                starts[n++] = t.start;
            joined = 0;
        } else if (t.type == TOKEN_WORD || t.type == TOKEN_AMPERSAND) {
            bool part = (t.end - t.start == 1 && s.ptr[0] == 's') || !t.blank; /* 's, Non-x */
            bool joins = t.type == TOKEN_AMPERSAND || english_classes(s) & ENGLISH_CONNECTIVE;
            if ((!part && !joins) || ++joined > 2)
                break;
        } else if (t.type != TOKEN_HYPHEN && t.type != TOKEN_APOSTROPHE && t.type != TOKEN_PERIOD) {
            break;
        } else if (t.type == TOKEN_PERIOD && t.blank && text.ptr[t.start - (t.start > 0)] >= 'a') {
            break; /* the end of a sentence */
        }
    }
    return n;
}
