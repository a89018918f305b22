/*
 * context.c - see context.h. The lists are closed word classes of English.
 */
#include "context.h"

#include "dragoman/token.h"
#include "dragoman/utf8.h"

static struct slice token_text(struct slice text, struct token t)
{
    return slice_cut(text, (struct span){t.start, t.end});
}

static bool is_one_of(struct slice word, const char *const *list)
{
    struct buffer lower = {0};
    bool found = false;
    utf8_to_lower(word, &lower);
    for (; *list && !found; list++)
        found = slice_equal(buffer_slice(&lower), slice_of(*list));
    buffer_release(&lower);
    return found;
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

static const char *const place_prepositions[] = {
    "in",     "at",  "near", "outside", "around", "inside", "visited",  "visiting", "through",
    "across", "via", "left", "leaving", "visit",  "within", "downtown", "central",  NULL};

static const char *const motion_verbs[] = {
    "flew",      "fly",     "flying",     "travelled", "traveled", "travel", "travels", "trip",
    "trips",     "visit",   "visits",     "return",    "returned", "came",   "come",    "moved",
    "went",      "go",      "going",      "road",      "flights",  "flight", "arrived", "born",
    "journey",   "invited", "train",      "trains",    "bus",      "plane",  "drive",   "drove",
    "returning", "arrival", "travelling", "traveling", "visited",  "based",  NULL};

/* Those whose being somewhere means the government there. */
static const char *const actors[] = {"policymakers",
                                     "policy-makers",
                                     "officials",
                                     "leaders",
                                     "leadership",
                                     "government",
                                     "authorities",
                                     "elites",
                                     "elite",
                                     "worry",
                                     "worries",
                                     "concern",
                                     "concerns",
                                     "anxiety",
                                     "fear",
                                     "fears",
                                     "hopes",
                                     "hope",
                                     "decision-makers",
                                     "decisionmakers",
                                     "rulers",
                                     "regime",
                                     "administration",
                                     "mood",
                                     "alarm",
                                     "strategists",
                                     "planners",
                                     "counterparts",
                                     "diplomats",
                                     "interlocutors",
                                     "partners",
                                     "allies",
                                     "those",
                                     "makers",
                                     "many",
                                     "some",
                                     "politicians",
                                     "lawmakers",
                                     "thinking",
                                     "consensus",
                                     "frustration",
                                     "anger",
                                     "power",
                                     "calculations",
                                     "confidence",
                                     "trust",
                                     "masters",
                                     "handlers",
                                     "patrons",
                                     "reaction",
                                     "debate",
                                     "unease",
                                     NULL};

static bool is_dateline(struct slice text, struct span c)
{
    struct token before = token_before(text, c.start);
    if (before.type != TOKEN_END)
        return false;
    struct token after = token_next(text, c.end);
    uint32_t mark = utf8_peek(text, after.start);
    return after.type == TOKEN_OPEN || mark == 0x2014 ||
           (after.type == TOKEN_HYPHEN && after.blank) ||
           (after.type == TOKEN_COMMA && context_is_capitals(text, c) &&
            !utf8_is_lower(utf8_peek(text, token_next(text, after.end).start)));
}

bool context_is_place(struct slice text, struct span c)
{
    static const char *const articles[] = {"the", "a", "an", NULL};
    static const char *const goals[] = {"to", "from", "for", "of", NULL};
    struct token before = token_before(text, c.start), after = token_next(text, c.end);
    if (before.type == TOKEN_WORD && is_one_of(token_text(text, before), articles))
        before = token_before(text, before.start);
    if (before.type == TOKEN_WORD && is_one_of(token_text(text, before), place_prepositions)) {
        struct token actor = token_before(text, before.start);
        return actor.type != TOKEN_WORD || !is_one_of(token_text(text, actor), actors);
    }
    if (before.type == TOKEN_WORD && is_one_of(token_text(text, before), goals)) {
        struct token verb = token_before(text, before.start);
        if (verb.type == TOKEN_WORD && is_one_of(token_text(text, verb), motion_verbs))
            return true;
    }
    if (is_capitalised(text, before) && before.blank && !begins_sentence(text, before) &&
        before.end - before.start > 1)
        return true;
    if (is_capitalised(text, after) && after.blank)
        return true;
    return is_dateline(text, c);
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
    static const char *const words[] = {"us",  "who", "it",  "is",  "or",  "in",  "at",
                                        "an",  "as",  "am",  "so",  "to",  "we",  "may",
                                        "can", "car", "are", "was", "aid", "all", NULL};
    static const char *const determiner[] = {"the", NULL};
    if (c.end - c.start > 3 || !is_one_of(slice_cut(text, c), words))
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
    bool named = before.type == TOKEN_WORD && is_one_of(token_text(text, before), determiner);
    return others >= 4 && before.type != TOKEN_END && !named;
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
    static const char *const determiners[] = {"the",   "this",     "that", "these", "our",  "its",
                                              "their", "his",      "her",  "under", "with", "a",
                                              "an",    "new",      "each", "both",  "if",   "when",
                                              "while", "although", "as",   NULL};
    struct token before = token_before(text, c.start), after = token_next(text, c.end);
    if (is_capitalised(text, after) && after.blank)
        return false;
    if (before.type == TOKEN_HYPHEN && !before.blank)
        return false;
    return !is_capitalised(text, before) || !before.blank ||
           is_one_of(token_text(text, before), determiners);
}

/* Capitalised words that begin no name: function words, titles, days and months. */
static const char *const no_name[] = {"the",        "this",      "that",      "these",
                                      "those",      "their",     "there",     "they",
                                      "then",       "than",      "through",   "though",
                                      "throughout", "today",     "an",        "in",
                                      "on",         "at",        "by",        "to",
                                      "of",         "or",        "if",        "as",
                                      "and",        "but",       "for",       "from",
                                      "with",       "while",     "when",      "where",
                                      "whether",    "which",     "who",       "its",
                                      "it",         "his",       "her",       "our",
                                      "we",         "he",        "she",       "you",
                                      "my",         "your",      "under",     "over",
                                      "since",      "after",     "before",    "during",
                                      "both",       "each",      "every",     "some",
                                      "many",       "most",      "all",       "any",
                                      "no",         "not",       "now",       "yet",
                                      "nor",        "so",        "such",      "despite",
                                      "according",  "although",  "because",   "however",
                                      "moreover",   "meanwhile", "member",    "members",
                                      "president",  "prime",     "minister",  "ministers",
                                      "chancellor", "senator",   "secretary", "ambassador",
                                      "director",   "chairman",  "chair",     "commissioner",
                                      "colonel",    "mr",        "mrs",       "ms",
                                      "dr",         "king",      "queen",     "prince",
                                      "sir",        "lord",      "professor", "deputy",
                                      "former",     "vice",      "monday",    "tuesday",
                                      "wednesday",  "thursday",  "friday",    "saturday",
                                      "sunday",     "january",   "february",  "march",
                                      "april",      "june",      "july",      "august",
                                      "september",  "october",   "november",  "december",
                                      "also",       "only",      "even",      "is",
                                      "was",        "are",       "were",      "a",
                                      "i",          NULL};

static const char *const connectives[] = {"of", "and", "for", "the", "on", "&", NULL};

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
            if (is_one_of(s, no_name) && t.blank)
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
            if ((!part && !is_one_of(s, connectives)) || ++joined > 2)
                break;
        } else if (t.type != TOKEN_HYPHEN && t.type != TOKEN_APOSTROPHE && t.type != TOKEN_PERIOD) {
            break;
        } else if (t.type == TOKEN_PERIOD && t.blank && text.ptr[t.start - (t.start > 0)] >= 'a') {
            break; /* the end of a sentence */
        }
    }
    return n;
}
