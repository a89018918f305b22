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
#include "pattern_scan.h"

#include <stdlib.h>

struct trigger_set {
    struct trigger_word *words;
    size_t n, cap;
    bool known; /* one of the words is in every match */
    bool open;  /* a word may go on after the piece */
};

struct scanner {
    struct pattern_scan at;
    unsigned depth;
    bool closed;     /* what follows the innermost group is no letter or digit */
    uint32_t follow; /* what it is: enum trigger_follow */
    bool around;     /* words of look-arounds count too */
    const struct trigger_sink *sink;
    struct arena arena; /* spellings */
};

enum { MAX_DEPTH = 50, MAX_WORDS = 600, MAX_SPELLINGS = 128, LEADING_BONUS = 100 };

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
    return pattern_scan_at_end(&s->at);
}

static char here(const struct scanner *s, size_t ahead)
{
    return pattern_scan_here(&s->at, ahead);
}

static bool is_word_byte(char c)
{
    unsigned char u = (unsigned char)c;
    return u >= 0x80 || utf8_is_word(u);
}

/* ------------------------------------------------------------------- groups */

static struct trigger_set scan_alternatives(struct scanner *s, bool leading, bool open);

/* Can no alternative of the group at s->at.off begin with a letter or digit? */
static bool group_begins_apart(struct scanner s)
{
    size_t depth = 0;
    bool first = false;
    for (; !at_end(&s); s.at.off++) {
        char c = here(&s, 0);
        if (first && depth == 1 && !is_one_of(c, " -,'\\("))
            return false;
        if (first && depth == 1 && c == '\\' && !is_one_of(here(&s, 1), "sbhW.(-"))
            return false;
        first = false;
        if (c == '\\')
            s.at.off++;
        else if (c == '(')
            depth++, first = depth == 1;
        else if (c == ')' && --depth == 0)
            return true;
        else if (c == '|')
            first = depth == 1;
        if (first && c == '(' && here(&s, 1) == '?' && here(&s, 2) == ':')
            s.at.off += 2;
    }
    return false;
}

/* Is what stands from s->at.off on sure to go on with no letter or digit? What has no width
 * or may be absent is looked past. */
static bool is_closed_here(struct scanner s)
{
    bool negative, optional = true;
    while (optional) {
        char c = here(&s, 0);
        if (at_end(&s) || c == '|' || c == ')')
            return s.closed;
        if (c == '(' && pattern_scan_is_look_around(&s.at, &negative)) {
            pattern_scan_group(&s.at);
            continue;
        }
        if (c == '(') {
            if (!group_begins_apart(s))
                return false;
            pattern_scan_group(&s.at);
        } else if (c == '\\') {
            if (!is_one_of(here(&s, 1), "bAZzshW.()-/&+'"))
                return false;
            if (is_one_of(here(&s, 1), "bAZz"))
                return true;
            pattern_scan_escape(&s.at);
        } else if (is_one_of(c, "[.?*+{") || is_word_byte(c)) {
            return false;
        } else {
            s.at.off++;
        }
        optional = pattern_scan_quantifier(&s.at).min == 0;
    }
    return true;
}

static uint32_t marks_of_group(struct scanner s);

/* What can stand at s->at.off, as enum trigger_follow; what is not understood is anything. */
static uint32_t marks_here(struct scanner s)
{
    uint32_t marks = 0;
    bool negative, optional = true;
    while (optional) {
        char c = here(&s, 0);
        if (at_end(&s) || c == '|' || c == ')')
            return marks | s.follow;
        if (c == '(' && pattern_scan_is_look_around(&s.at, &negative)) {
            bool ahead = here(&s, 2) == '=';
            uint32_t asked = ahead ? marks_of_group(s) : FOLLOW_ANY;
            pattern_scan_group(&s.at);
            return marks | (asked & marks_here(s));
        }
        if (c == '(') {
            marks |= marks_of_group(s);
            pattern_scan_group(&s.at);
        } else if (c == '\\' && is_one_of(here(&s, 1), "bAZz")) {
            pattern_scan_escape(&s.at);
            continue;
        } else if (c == '\\' || is_one_of(c, "[.^$?*+{")) {
            return FOLLOW_ANY;
        } else {
            marks |= c == ' ' ? FOLLOW_BLANK : c == '-' ? FOLLOW_HYPHEN : FOLLOW_OTHER;
            s.at.off++;
        }
        optional = pattern_scan_quantifier(&s.at).min == 0;
    }
    return marks;
}

/* What a group can begin with. */
static uint32_t marks_of_group(struct scanner s)
{
    struct scanner behind = s;
    uint32_t marks = 0;
    bool negative, around = pattern_scan_is_look_around(&s.at, &negative);
    if (++s.depth > MAX_DEPTH || (here(&s, 1) == '*') ||
        (here(&s, 1) == '?' && !around && !is_one_of(here(&s, 2), ":|>")))
        return FOLLOW_ANY;
    pattern_scan_group(&behind.at);
    bool repeated = pattern_scan_quantifier(&behind.at).present;
    s.follow = around ? FOLLOW_ANY : marks_here(behind);
    if (repeated)
        return FOLLOW_ANY; /* a repetition may come behind itself */
    s.at.off += here(&s, 1) == '?' ? 3 : 1;
    for (;;) {
        marks |= marks_here(s);
        while (!at_end(&s) && here(&s, 0) != '|' && here(&s, 0) != ')') {
            if (here(&s, 0) == '(')
                pattern_scan_group(&s.at);
            else if (here(&s, 0) == '[')
                pattern_scan_class(&s.at);
            else
                s.at.off += here(&s, 0) == '\\' ? 2 : 1;
        }
        if (here(&s, 0) != '|')
            return marks;
        s.at.off++;
    }
}

/* A group from its parenthesis on; *assertion tells that it has no width. */
static struct trigger_set scan_group(struct scanner *s, bool leading, bool open, bool *assertion)
{
    struct slice rest = {s->at.pattern.ptr + s->at.off, s->at.pattern.len - s->at.off};
    bool negative = false, plain = here(s, 1) != '?' && here(s, 1) != '*';
    size_t skip = 1;
    *assertion = pattern_scan_is_look_around(&s->at, &negative) ||
                 slice_has_prefix(rest, SLICE("(?(DEFINE)"));
    if (here(s, 1) == '?' && is_one_of(here(s, 2), ":|>")) {
        plain = true;
        skip = 3;
    } else if (*assertion && here(s, 2) != '(') {
        plain = s->around && !negative;
        skip = here(s, 2) == '<' ? 4 : 3;
    }
    struct scanner behind = *s;
    bool closed = s->closed;
    uint32_t follow = s->follow;
    pattern_scan_group(&behind.at);
    struct repetition times = pattern_scan_quantifier(&behind.at);
    s->follow = *assertion || times.present ? FOLLOW_ANY : marks_here(behind);
    s->closed = *assertion || (is_closed_here(behind) &&
                               (!times.present || times.min == 0 || group_begins_apart(*s)));
    s->at.off += skip;
    struct trigger_set set = scan_alternatives(s, leading && !*assertion, open && !*assertion);
    s->closed = closed;
    s->follow = follow;
    if (here(s, 0) == ')')
        s->at.off++;
    bool open_after = set.open;
    if (!plain)
        set_release(&set);
    set.open = open_after;
    return set;
}

/* -------------------------------------------------------------------- words */

/* The letters of a small class such as [Ss] at s->at.off; 0 where it is no such class. */
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
    struct slice parts[MAX_SPELLINGS + 1]; /* the last: none of them */
    size_t n;
};

static bool add_part(struct choice *c, struct slice part)
{
    if (c->n == MAX_SPELLINGS)
        return false;
    c->parts[c->n++] = part;
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

static bool scan_choice(struct scanner *s, struct choice *c);

/* The spellings of the word or part of one at s->at.off, moving past it; false where they
 * are too many to be told. */
static bool scan_spellings(struct scanner *s, struct buffer *spellings, size_t *n)
{
    bool good = true;
    struct choice choice;
    for (*n = 1; scan_choice(s, &choice);)
        good = spell(spellings, n, &choice) && good;
    return good;
}

static void release_spellings(struct buffer *spellings)
{
    for (size_t i = 0; i < MAX_SPELLINGS; i++)
        buffer_release(&spellings[i]);
}

/* Reads a group of letters alone, such as (?:ed|ions?), at s->at.off; moves past it. False,
 * without moving, where it is another. */
static bool scan_letter_group(struct scanner *s, struct choice *c)
{
    struct pattern_scan start = s->at;
    bool good = here(s, 0) == '(' && here(s, 1) == '?' && here(s, 2) == ':';
    if (!good || s->depth >= MAX_DEPTH)
        return false;
    s->depth++;
    s->at.off += 2;
    do {
        struct buffer spellings[MAX_SPELLINGS] = {0};
        size_t n;
        s->at.off++;
        good = scan_spellings(s, spellings, &n);
        for (size_t i = 0; i < n && good; i++)
            good = add_part(c, arena_copy(&s->arena, buffer_slice(&spellings[i])));
        release_spellings(spellings);
    } while (good && here(s, 0) == '|');
    s->depth--;
    good = good && here(s, 0) == ')';
    s->at.off++;
    if (!good)
        s->at = start;
    return good;
}

/* The next place of a word at s->at.off, which moves past it; false where the word ends. */
static bool scan_choice(struct scanner *s, struct choice *c)
{
    char letters[4];
    size_t n = small_class(s, letters);
    c->n = 0;
    if (at_end(s))
        return false;
    if (n) {
        for (size_t i = 0; i < n; i++)
            add_part(c, (struct slice){s->at.pattern.ptr + s->at.off + 1 + i, 1});
        s->at.off += n + 2;
    } else if (is_word_byte(here(s, 0))) {
        add_part(c, (struct slice){s->at.pattern.ptr + s->at.off, 1});
        s->at.off++;
    } else if (!scan_letter_group(s, c)) {
        return false;
    }
    if (here(s, 0) == '?' && (unsigned char)s->at.pattern.ptr[s->at.off - 1] < 0x80) {
        s->at.off++;
        c->parts[c->n++] = (struct slice){"", 0};
    }
    return true;
}

/* A word with its spellings; a trigger where nothing can lengthen it at either end. */
static void scan_word(struct scanner *s, bool open_before, bool leading, struct trigger_set *best)
{
    struct buffer spellings[MAX_SPELLINGS] = {0};
    size_t n;
    bool good = scan_spellings(s, spellings, &n) && !open_before && is_closed_here(*s);
    uint32_t follow = marks_here(*s);
    pattern_scan_quantifier(&s->at);
    struct trigger_set set = {.known = true};
    for (size_t i = 0; i < n; i++) {
        set.known = set.known && spellings[i].len >= 2;
        struct slice word = arena_copy(&s->arena, buffer_slice(&spellings[i]));
        set_add(&set, (struct trigger_word){word, leading, follow});
    }
    release_spellings(spellings);
    if (!good)
        set_release(&set);
    keep_better(s, best, &set);
}

static bool begins_word(struct scanner *s)
{
    struct pattern_scan start = s->at;
    struct choice choice;
    bool begins = scan_choice(s, &choice);
    s->at = start;
    return begins;
}

/* A sequence up to | or ) or the end. */
static struct trigger_set scan_sequence(struct scanner *s, bool leading, bool open)
{
    struct trigger_set best = {0};
    while (!at_end(s) && here(s, 0) != '|' && here(s, 0) != ')') {
        char c = here(s, 0);
        bool consumes = true;
        if (begins_word(s)) {
            scan_word(s, open, leading, &best);
            open = true;
        } else if (c == '(') {
            bool assertion;
            struct trigger_set set = scan_group(s, leading, open, &assertion);
            struct repetition times = pattern_scan_quantifier(&s->at);
            bool optional = times.min == 0, open_after = set.open;
            if (optional)
                set_release(&set);
            for (size_t i = 0; i < set.n; i++) /* in a repetition, only the first time */
                set.words[i].leads = set.words[i].leads && !times.present && !assertion;
            keep_better(s, &best, &set);
            consumes = !assertion;
            if (!assertion)
                open = open_after || (optional && open);
        } else if (c == '[' || c == '.') {
            if (c == '[')
                pattern_scan_class(&s->at);
            else
                s->at.off++;
            pattern_scan_quantifier(&s->at);
            open = true;
        } else if (c == '\\') {
            char escape = here(s, 1);
            bool boundary = pattern_scan_escape(&s->at);
            bool optional = pattern_scan_quantifier(&s->at).min == 0;
            consumes = !boundary;
            open = (optional && open) || (!boundary && !is_one_of(escape, "shW.()-/&+'\""));
        } else if (c == '^' || c == '$') {
            s->at.off++;
            consumes = false;
            open = false;
        } else {
            s->at.off++;
            open = pattern_scan_quantifier(&s->at).present && open;
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
        s->at.off = s->at.pattern.len;
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
        s->at.off++;
    }
    s->depth--;
    if (!all.known)
        set_release(&all);
    all.open = open_after;
    return all;
}

bool lexicon_pattern_triggers(struct slice pattern, bool around, const struct trigger_sink *sink)
{
    if (pattern_scan_has_options(pattern))
        return false;
    struct scanner s = {
        .at = {pattern, 0}, .closed = true, .follow = FOLLOW_ANY, .around = around, .sink = sink};
    struct trigger_set set = scan_alternatives(&s, true, false);
    bool known = set.known && set.n > 0 && at_end(&s);
    for (size_t i = 0; i < set.n && known; i++)
        sink->found(sink->context, set.words[i]);
    set_release(&set);
    arena_release(&s.arena);
    return known;
}
