/*
 * lexicon_trigger.c - the words that every match of a pattern must hold or touch.
 *
 * A pattern is read as a sequence of pieces; each piece yields a set of whole words of
 * which one must be there (a word with its spellings: "[Ss]ummits?" is four; a group:
 * the union over its alternatives, if each has a set; anything optional: none). The
 * best set of a sequence is taken: one that leads the match, else the one whose
 * shortest word is longest. What is not understood yields nothing, which is always
 * safe: the rule is then tried everywhere.
 */
#include "dragoman/lexicon_build.h"

#include "dragoman/utf8.h"

#include <stdlib.h>

struct trigger_set {
    struct trigger_word *words;
    size_t n, cap;
    bool known; /* one of the words is in every match */
    bool open;  /* a word may go on after the piece */
};

struct scanner {
    struct slice pattern;
    size_t off;
    unsigned depth;
    bool closed;     /* what follows the innermost group is no letter or digit */
    uint32_t follow; /* what it is: enum trigger_follow */
    bool around;     /* words of look-arounds count too */
    const struct trigger_sink *sink;
    struct arena arena; /* spellings */
};

enum { MAX_DEPTH = 50, MAX_WORDS = 600, MAX_SPELLINGS = 64, LEADING_BONUS = 100 };

static void set_release(struct trigger_set *set)
{
    free(set->words);
    *set = (struct trigger_set){0};
}

static void set_add(struct trigger_set *set, struct trigger_word word)
{
    ARRAY_RESERVE(set->words, set->n, set->cap);
    set->words[set->n++] = word;
}

static size_t score(const struct scanner *s, const struct trigger_set *set)
{
    size_t shortest = SIZE_MAX;
    bool leads = true, capital = true;
    for (size_t i = 0; i < set->n; i++) {
        if (s->sink->useless && s->sink->useless(s->sink->context, set->words[i].word))
            return 0;
        if (set->words[i].word.len < shortest)
            shortest = set->words[i].word.len;
        leads = leads && set->words[i].leads;
        capital = capital && utf8_is_upper(utf8_peek(set->words[i].word, 0));
    }
    if (!set->known || set->n == 0)
        return 0;
    bool rare = shortest > 3 || (shortest == 3 && capital); /* not "the" */
    return shortest + (leads && rare && !s->around ? LEADING_BONUS : 0);
}

static void keep_better(const struct scanner *s, struct trigger_set *best,
                        struct trigger_set *other)
{
    if (score(s, other) > score(s, best)) {
        set_release(best);
        *best = *other;
        *other = (struct trigger_set){0};
    }
    set_release(other);
}

static bool at_end(const struct scanner *s)
{
    return s->off >= s->pattern.len;
}

static char here(const struct scanner *s, size_t ahead)
{
    return s->off + ahead < s->pattern.len ? s->pattern.ptr[s->off + ahead] : '\0';
}

static bool is_one_of(char c, const char *list)
{
    return c != '\0' && strchr(list, c) != NULL;
}

static bool is_word_byte(char c)
{
    unsigned char u = (unsigned char)c;
    return u >= 0x80 || utf8_is_word(u);
}

/* Skips a quantifier; returns whether what it stands behind may be absent. */
static bool skip_quantifier(struct scanner *s, bool *present)
{
    char c = here(s, 0);
    bool optional = false;
    *present = true;
    if (is_one_of(c, "?*+")) {
        optional = c != '+';
        s->off++;
    } else if (c == '{' && ((here(s, 1) >= '0' && here(s, 1) <= '9') || here(s, 1) == ',')) {
        optional = here(s, 1) == '0' || here(s, 1) == ',';
        while (!at_end(s) && here(s, 0) != '}')
            s->off++;
        s->off++;
    } else {
        *present = false;
        return false;
    }
    if (is_one_of(here(s, 0), "?+"))
        s->off++;
    return optional;
}

static void skip_class(struct scanner *s)
{
    s->off++;
    if (here(s, 0) == '^')
        s->off++;
    if (here(s, 0) == ']')
        s->off++;
    while (!at_end(s) && here(s, 0) != ']') {
        if (here(s, 0) == '[' && here(s, 1) == ':')
            for (s->off += 2; !at_end(s) && !(here(s, 0) == ':' && here(s, 1) == ']'); s->off++)
                ;
        s->off += here(s, 0) == '\\' || (here(s, 0) == ':' && here(s, 1) == ']') ? 2 : 1;
    }
    s->off++;
}

/* Skips an escape; returns whether it is a word boundary of width zero. */
static bool skip_escape(struct scanner *s)
{
    char c = here(s, 1);
    s->off += 2;
    if (is_one_of(c, "pPxogkN") && here(s, 0) == '{') {
        while (!at_end(s) && here(s, 0) != '}')
            s->off++;
        s->off++;
    } else if (c == 'p' || c == 'P') {
        s->off++;
    }
    return is_one_of(c, "bAZzG");
}

/* ------------------------------------------------------------------- groups */

static struct trigger_set scan_alternatives(struct scanner *s, bool leading, bool open);

/* Can no alternative of the group at s->off begin with a letter or digit? */
static bool group_begins_apart(struct scanner s)
{
    size_t depth = 0;
    bool first = false;
    for (; !at_end(&s); s.off++) {
        char c = here(&s, 0);
        if (first && depth == 1 && !is_one_of(c, " -,'\\("))
            return false;
        if (first && depth == 1 && c == '\\' && !is_one_of(here(&s, 1), "sbhW.(-"))
            return false;
        first = false;
        if (c == '\\')
            s.off++;
        else if (c == '(')
            depth++, first = depth == 1;
        else if (c == ')' && --depth == 0)
            return true;
        else if (c == '|')
            first = depth == 1;
        if (first && c == '(' && here(&s, 1) == '?' && here(&s, 2) == ':')
            s.off += 2;
    }
    return false;
}

static bool is_look_around(const struct scanner *s, bool *negative)
{
    size_t at = here(s, 2) == '<' ? 3 : 2;
    *negative = here(s, at) == '!';
    return here(s, 1) == '?' && (here(s, at) == '=' || here(s, at) == '!');
}

static void skip_group(struct scanner *s)
{
    size_t depth = 0;
    do {
        depth += here(s, 0) == '(';
        depth -= here(s, 0) == ')';
        if (here(s, 0) == '[')
            skip_class(s);
        else
            s->off += here(s, 0) == '\\' ? 2 : 1;
    } while (depth && !at_end(s));
}

/* Is what stands from s->off on sure to go on with no letter or digit? What has no width
 * or may be absent is looked past. */
static bool is_closed_here(struct scanner s)
{
    bool negative, present, optional = true;
    while (optional) {
        char c = here(&s, 0);
        if (at_end(&s) || c == '|' || c == ')')
            return s.closed;
        if (c == '(' && is_look_around(&s, &negative)) {
            skip_group(&s);
            continue;
        }
        if (c == '(') {
            if (!group_begins_apart(s))
                return false;
            skip_group(&s);
        } else if (c == '\\') {
            if (!is_one_of(here(&s, 1), "bAZzshW.()-/&+'"))
                return false;
            if (is_one_of(here(&s, 1), "bAZz"))
                return true;
            skip_escape(&s);
        } else if (is_one_of(c, "[.?*+{") || is_word_byte(c)) {
            return false;
        } else {
            s.off++;
        }
        optional = skip_quantifier(&s, &present);
    }
    return true;
}

static uint32_t marks_of_group(struct scanner s);

/* What can stand at s->off, as enum trigger_follow; what is not understood is anything. */
static uint32_t marks_here(struct scanner s)
{
    uint32_t marks = 0;
    bool negative, present, optional = true;
    while (optional) {
        char c = here(&s, 0);
        if (at_end(&s) || c == '|' || c == ')')
            return marks | s.follow;
        if (c == '(' && is_look_around(&s, &negative)) {
            bool ahead = here(&s, 2) == '=';
            uint32_t asked = ahead ? marks_of_group(s) : FOLLOW_ANY;
            skip_group(&s);
            return marks | (asked & marks_here(s));
        }
        if (c == '(') {
            marks |= marks_of_group(s);
            skip_group(&s);
        } else if (c == '\\' && is_one_of(here(&s, 1), "bAZz")) {
            skip_escape(&s);
            continue;
        } else if (c == '\\' || is_one_of(c, "[.^$?*+{")) {
            return FOLLOW_ANY;
        } else {
            marks |= c == ' ' ? FOLLOW_BLANK : c == '-' ? FOLLOW_HYPHEN : FOLLOW_OTHER;
            s.off++;
        }
        optional = skip_quantifier(&s, &present);
    }
    return marks;
}

/* What a group can begin with. */
static uint32_t marks_of_group(struct scanner s)
{
    struct scanner behind = s;
    uint32_t marks = 0;
    bool negative, present, around = is_look_around(&s, &negative);
    if (++s.depth > MAX_DEPTH || (here(&s, 1) == '*') ||
        (here(&s, 1) == '?' && !around && !is_one_of(here(&s, 2), ":|>")))
        return FOLLOW_ANY;
    skip_group(&behind);
    skip_quantifier(&behind, &present);
    s.follow = around ? FOLLOW_ANY : marks_here(behind);
    if (present)
        return FOLLOW_ANY; /* a repetition may come behind itself */
    s.off += here(&s, 1) == '?' ? 3 : 1;
    for (;;) {
        marks |= marks_here(s);
        while (!at_end(&s) && here(&s, 0) != '|' && here(&s, 0) != ')') {
            if (here(&s, 0) == '(')
                skip_group(&s);
            else if (here(&s, 0) == '[')
                skip_class(&s);
            else
                s.off += here(&s, 0) == '\\' ? 2 : 1;
        }
        if (here(&s, 0) != '|')
            return marks;
        s.off++;
    }
}

/* A group from its parenthesis on; *assertion tells that it has no width. */
static struct trigger_set scan_group(struct scanner *s, bool leading, bool open, bool *assertion)
{
    struct slice rest = {s->pattern.ptr + s->off, s->pattern.len - s->off};
    bool negative = false, plain = here(s, 1) != '?' && here(s, 1) != '*';
    size_t skip = 1;
    *assertion = is_look_around(s, &negative) || slice_has_prefix(rest, SLICE("(?(DEFINE)"));
    if (here(s, 1) == '?' && is_one_of(here(s, 2), ":|>")) {
        plain = true;
        skip = 3;
    } else if (*assertion && here(s, 2) != '(') {
        plain = s->around && !negative;
        skip = here(s, 2) == '<' ? 4 : 3;
    }
    struct scanner behind = *s;
    bool closed = s->closed, repeated;
    uint32_t follow = s->follow;
    skip_group(&behind);
    bool optional = skip_quantifier(&behind, &repeated);
    s->follow = *assertion || repeated ? FOLLOW_ANY : marks_here(behind);
    s->closed =
        *assertion || (is_closed_here(behind) && (!repeated || optional || group_begins_apart(*s)));
    s->off += skip;
    struct trigger_set set = scan_alternatives(s, leading && !*assertion, open && !*assertion);
    s->closed = closed;
    s->follow = follow;
    if (here(s, 0) == ')')
        s->off++;
    bool open_after = set.open;
    if (!plain)
        set_release(&set);
    set.open = open_after;
    return set;
}

/* -------------------------------------------------------------------- words */

/* The letters of a small class such as [Ss] at s->off; 0 where it is no such class. */
static size_t small_class(const struct scanner *s, char *letters)
{
    size_t n = 0;
    if (here(s, 0) != '[')
        return 0;
    while (n < 4 && is_word_byte(here(s, n + 1)) && (unsigned char)here(s, n + 1) < 0x80) {
        letters[n] = here(s, n + 1);
        n++;
    }
    return here(s, n + 1) == ']' ? n : 0;
}

/* What can stand at one place of a word: letters of a class, or the endings of a group. */
struct choice {
    struct slice parts[MAX_SPELLINGS];
    size_t n;
};

static bool add_part(struct choice *c, struct slice part)
{
    if (c->n == MAX_SPELLINGS)
        return false;
    c->parts[c->n++] = part;
    return true;
}

/* Reads a group of letters alone, such as (?:ed|ions?), at s->off; moves past it. False,
 * without moving, where it is another. */
static bool scan_letter_group(struct scanner *s, struct choice *c)
{
    size_t at = s->off + 3;
    if (here(s, 0) != '(' || here(s, 1) != '?' || here(s, 2) != ':')
        return false;
    for (;; at++) {
        size_t start = at;
        struct slice p = s->pattern;
        while (at < p.len && is_word_byte(p.ptr[at]))
            at++;
        if (at == p.len || !add_part(c, (struct slice){p.ptr + start, at - start}))
            return false;
        if (p.ptr[at] == '?' && at > start && (unsigned char)p.ptr[at - 1] < 0x80) {
            at++; /* the last letter may be absent */
            if (!add_part(c, (struct slice){p.ptr + start, at - start - 2}) || at == p.len)
                return false;
        }
        if (p.ptr[at] == ')')
            break;
        if (p.ptr[at] != '|')
            return false;
    }
    s->off = at + 1;
    return true;
}

/* The next place of a word at s->off, which moves past it; false where the word ends. */
static bool scan_choice(struct scanner *s, struct choice *c)
{
    char letters[4];
    size_t n = small_class(s, letters);
    c->n = 0;
    if (at_end(s))
        return false;
    if (n) {
        for (size_t i = 0; i < n; i++)
            add_part(c, (struct slice){s->pattern.ptr + s->off + 1 + i, 1});
        s->off += n + 2;
    } else if (is_word_byte(here(s, 0))) {
        add_part(c, (struct slice){s->pattern.ptr + s->off, 1});
        s->off++;
    } else if (!scan_letter_group(s, c)) {
        return false;
    }
    if (here(s, 0) == '?' && (unsigned char)s->pattern.ptr[s->off - 1] < 0x80) {
        s->off++;
        return add_part(c, (struct slice){"", 0});
    }
    return true;
}

/* Lengthens every spelling by each part of a choice. */
static bool spell(struct buffer *spellings, size_t *count, const struct choice *c)
{
    size_t before = *count;
    if (before * c->n > MAX_SPELLINGS)
        return false;
    for (size_t i = 0; i < before; i++) {
        for (size_t k = 1; k < c->n; k++) {
            struct buffer *copy = &spellings[(*count)++];
            buffer_add(copy, buffer_slice(&spellings[i]));
            buffer_add(copy, c->parts[k]);
        }
        buffer_add(&spellings[i], c->parts[0]);
    }
    return true;
}

/* A word with its spellings; a trigger where nothing can lengthen it at either end. */
static void scan_word(struct scanner *s, bool open_before, bool leading, struct trigger_set *best)
{
    struct buffer spellings[MAX_SPELLINGS] = {0};
    size_t n = 1;
    bool good = !open_before;
    struct choice choice;
    while (scan_choice(s, &choice))
        good = spell(spellings, &n, &choice) && good;
    bool present;
    good = is_closed_here(*s) && good;
    uint32_t follow = marks_here(*s);
    skip_quantifier(s, &present);
    struct trigger_set set = {.known = true};
    for (size_t i = 0; i < n; i++) {
        set.known = set.known && spellings[i].len >= 2;
        struct slice word = arena_copy(&s->arena, buffer_slice(&spellings[i]));
        set_add(&set, (struct trigger_word){word, leading, follow});
    }
    for (size_t i = 0; i < MAX_SPELLINGS; i++)
        buffer_release(&spellings[i]);
    if (!good)
        set_release(&set);
    keep_better(s, best, &set);
}

static bool begins_word(struct scanner s)
{
    struct choice choice;
    return scan_choice(&s, &choice);
}

/* A sequence up to | or ) or the end. */
static struct trigger_set scan_sequence(struct scanner *s, bool leading, bool open)
{
    struct trigger_set best = {0};
    while (!at_end(s) && here(s, 0) != '|' && here(s, 0) != ')') {
        char c = here(s, 0);
        bool present, consumes = true;
        if (begins_word(*s)) {
            scan_word(s, open, leading, &best);
            open = true;
        } else if (c == '(') {
            bool assertion;
            struct trigger_set set = scan_group(s, leading, open, &assertion);
            bool optional = skip_quantifier(s, &present), open_after = set.open;
            if (optional)
                set_release(&set);
            for (size_t i = 0; i < set.n; i++) /* in a repetition, only the first time */
                set.words[i].leads = set.words[i].leads && !present && !assertion;
            keep_better(s, &best, &set);
            consumes = !assertion;
            if (!assertion)
                open = open_after || (optional && open);
        } else if (c == '[' || c == '.') {
            if (c == '[')
                skip_class(s);
            else
                s->off++;
            skip_quantifier(s, &present);
            open = true;
        } else if (c == '\\') {
            char escape = here(s, 1);
            bool boundary = skip_escape(s), optional = skip_quantifier(s, &present);
            consumes = !boundary;
            open = (optional && open) || (!boundary && !is_one_of(escape, "shW.()-/&+'\""));
        } else if (c == '^' || c == '$') {
            s->off++;
            consumes = false;
            open = false;
        } else {
            s->off++;
            open = skip_quantifier(s, &present) && open;
        }
        leading = leading && !consumes;
    }
    best.open = open;
    return best;
}

static struct trigger_set scan_alternatives(struct scanner *s, bool leading, bool open)
{
    struct trigger_set all = {.known = true};
    bool open_after = false;
    if (++s->depth > MAX_DEPTH) {
        s->off = s->pattern.len;
        all.known = false;
    }
    for (;;) {
        struct trigger_set one = scan_sequence(s, leading, open);
        open_after = open_after || one.open;
        all.known = all.known && score(s, &one) > 0 && all.n + one.n <= MAX_WORDS;
        for (size_t i = 0; i < one.n && all.known; i++)
            set_add(&all, one.words[i]);
        set_release(&one);
        if (here(s, 0) != '|' || at_end(s))
            break;
        s->off++;
    }
    s->depth--;
    if (!all.known)
        set_release(&all);
    all.open = open_after;
    return all;
}

/* Options and back references change what the rest means: nothing is said of such. */
static bool has_options(struct slice pattern)
{
    for (size_t i = 0; i + 2 < pattern.len; i++)
        if (pattern.ptr[i] == '(' &&
            ((pattern.ptr[i + 1] == '?' && is_one_of(pattern.ptr[i + 2], "isxmn-^PR0123456789")) ||
             pattern.ptr[i + 1] == '*'))
            return true;
    for (size_t i = 0; i + 1 < pattern.len; i++)
        if (pattern.ptr[i] == '\\' && is_one_of(pattern.ptr[i + 1], "QE"))
            return true;
    return false;
}

bool lexicon_pattern_triggers(struct slice pattern, bool around, const struct trigger_sink *sink)
{
    if (has_options(pattern))
        return false;
    struct scanner s = {
        .pattern = pattern, .closed = true, .follow = FOLLOW_ANY, .around = around, .sink = sink};
    struct trigger_set set = scan_alternatives(&s, true, false);
    bool known = set.known && set.n > 0 && at_end(&s);
    for (size_t i = 0; i < set.n && known; i++)
        sink->found(sink->context, set.words[i]);
    set_release(&set);
    arena_release(&s.arena);
    return known;
}
