/*
 * pattern.c - compiling and matching with PCRE2.
 *
 * Compiling to machine code costs more than a few matches are worth, so a rule of
 * the lexicon is compiled so only once it has been asked often; a search at once.
 */
#include "dragoman/pattern.h"

#include "dragoman/hash.h"
#include "dragoman/utf8.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <stdlib.h>
#include <time.h>

enum {
    MATCH_LIMIT = 1000 * 1000, /* backtracking points, pcre2api(3) */
    DEPTH_LIMIT = 10 * 1000,
    HEAP_LIMIT_KIB = 16 * 1024,
    MAX_SOURCE_BYTES = 64 * 1024,
    USES_BEFORE_JIT = 32,
    JIT_STACK_BYTES = 1024 * 1024,
};

/* What a search may take besides, for limits count steps at one place of a text, and a
 * text has many places. */
enum {
    WATCHED_MS = 700,
    WATCHED_NS_PER_BYTE = 50,
    TURN_MS = 5,
    MOST_STARTS_PER_LOOK = 64,
    LOOK_US = 50, /* looks at the clock are not much closer than that */
    STARTS_BEFORE_OWN_TIME = 64
};

struct pattern {
    pcre2_general_context *memory; /* ours, which never runs out quietly */
    pcre2_code *code;
    pcre2_match_data *data;
    pcre2_match_context *context;
    pcre2_jit_stack *stack;
    unsigned uses;
    uint32_t machine_code, tried; /* modes of pcre2_jit_compile(3) */
    struct watch {                /* over the match that runs */
        double budget;            /* seconds */
        bool is_turn;             /* of several that have the budget each */
        bool has_own_begin;
        unsigned n_starts, per_look, next_look;
        size_t first_start, last_start; /* the last one was not tried any more */
        double looked, before_own;      /* seconds from begin to the last look, to own_begin */
        struct timespec begin, own_begin;
    } watch;
};

bool pattern_has_capital(struct slice source)
{
    for (size_t off = 0; off < source.len;) {
        uint32_t cp = utf8_next(source, &off);
        if (cp == '\\' && off < source.len) {
            utf8_next(source, &off);
            while (off < source.len && source.ptr[off] == '{') /* \x{6F}, \p{Lu} */
                while (off < source.len && source.ptr[off++] != '}')
                    ;
        } else if (utf8_is_upper(cp))
            return true;
    }
    return false;
}

/* -------------------------------------------------------- as people read */

static const char *reading_of(uint32_t c, bool one_block)
{
    switch (c) {
    case ' ': /* within a block there is no blank line that had to be kept out */
        return one_block ? "\\s+" : "(?:\\h+\\n?\\h*|\\n\\h*)";
    case '\'':
    case 0x2018:
    case 0x2019:
    case 0x2BC:
        return "['\\x{2019}\\x{2018}\\x{2BC}]";
    case '-':
    case 0x2010:
    case 0x2011:
    case 0x2013:
        return "[-\\x{2010}\\x{2011}\\x{2013}]";
    default:
        return NULL;
    }
}

/* Length of the piece at off that is copied as it stands: an escape, a class, the head
 * of a group; 0 where there is none. */
static size_t verbatim_len(struct slice s, size_t off)
{
    size_t at = off;
    if (s.ptr[at] == '\\') {
        bool reference = at + 1 < s.len && s.ptr[at + 1] == 'g';
        at++;
        if (at < s.len) /* what is escaped may have several bytes */
            utf8_next(s, &at);
        if (reference && at < s.len && (s.ptr[at] == '-' || s.ptr[at] == '+'))
            return at + 1 - off;
        if (at == s.len || s.ptr[at] != '{')
            return at - off;
        while (at < s.len && s.ptr[at] != '}')
            at++;
        return (at < s.len ? at + 1 : at) - off;
    }
    if (s.ptr[at] == '[') {
        at += at + 1 < s.len && s.ptr[at + 1] == '^' ? 2 : 1;
        at += at < s.len && s.ptr[at] == ']';
        while (at < s.len && s.ptr[at] != ']') {
            bool named = s.ptr[at] == '[' && at + 1 < s.len && s.ptr[at + 1] == ':';
            while (named && at + 2 < s.len && !(s.ptr[at + 1] == ':' && s.ptr[at + 2] == ']'))
                at++;
            at += named ? 3 : s.ptr[at] == '\\' ? 2 : 1;
        }
        return (at < s.len ? at + 1 : s.len) - off;
    }
    if (s.ptr[at] == '(' && at + 1 < s.len && (s.ptr[at + 1] == '?' || s.ptr[at + 1] == '*')) {
        bool comment = at + 2 < s.len && s.ptr[at + 2] == '#';
        at += 2;
        while (at < s.len && (comment ? s.ptr[at] != ')' : !strchr(":)=!<>|&(", s.ptr[at])))
            at++;
        return at - off;
    }
    return 0;
}

/* Where blanks or quotes are syntax, nothing is replaced. */
static bool keeps_its_blanks(struct slice s)
{
    for (size_t i = 0; i + 2 < s.len; i++) {
        if (s.ptr[i] == '\\' && (s.ptr[i + 1] == 'Q' || s.ptr[i + 1] == 'k'))
            return true;
        if (s.ptr[i] != '(' || s.ptr[i + 1] != '?')
            continue;
        if (s.ptr[i + 2] == '\'' || s.ptr[i + 2] == 'P')
            return true;
        for (size_t at = i + 2; at < s.len && strchr("aimnsxJU^-", s.ptr[at]) && s.ptr[at]; at++)
            if (s.ptr[at] == 'x')
                return true;
    }
    return false;
}

static void add_reading(struct slice source, unsigned options, struct buffer *out)
{
    bool literal = options & PATTERN_LITERAL, one_block = options & PATTERN_BLOCK;
    bool keep = !literal && keeps_its_blanks(source);
    size_t depth = 0, behind = 0; /* of parentheses; of the look-behind that we are in, or 0 */
    for (size_t off = 0; off < source.len;) {
        uint32_t c = utf8_peek(source, off);
        const char *reading = keep ? NULL : reading_of(c, one_block);
        if (reading && c == ' ' && behind)
            reading = "[\\h\\n]"; /* a look-behind has a fixed length */
        if (!literal && c == '(') {
            struct slice rest = {source.ptr + off, source.len - off};
            depth++;
            if (!behind &&
                (slice_has_prefix(rest, SLICE("(?<=")) || slice_has_prefix(rest, SLICE("(?<!"))))
                behind = depth;
        } else if (!literal && c == ')' && depth > 0) {
            behind = behind == depth ? 0 : behind;
            depth--;
        }
        size_t whole = literal ? 0 : verbatim_len(source, off);
        if (whole) {
            buffer_add(out, (struct slice){source.ptr + off, whole});
            off += whole;
            continue;
        }
        if (reading)
            buffer_add(out, slice_of(reading));
        else if (literal && c < 0x80 && !utf8_is_word(c))
            buffer_format(out, "\\x{%X}", (unsigned)c);
        else
            utf8_put(out, c);
        utf8_next(source, &off);
        while (reading && c == ' ' && literal && off < source.len && source.ptr[off] == ' ')
            off++;
    }
}

/* ------------------------------------------------------------- compiling */

static void set_error(struct error *error, int code, size_t offset)
{
    PCRE2_UCHAR message[256];
    pcre2_get_error_message(code, message, sizeof message);
    error_set(error, "%s at offset %zu", (const char *)message, offset);
}

/* May it take long at one place of a text? Then each place it is tried at is announced. */
static bool wants_watching(struct slice source, unsigned options)
{
    if (!(options & PATTERN_HEAVY) || (options & PATTERN_LITERAL))
        return false;
    for (size_t i = 0; i < source.len; i++)
        if (strchr("*+{|(", source.ptr[i]))
            return true;
    return source.len > 0 && source.ptr[0] == ' ';
}

static double seconds_since(clockid_t clock, const struct timespec *begin)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (double)(now.tv_sec - begin->tv_sec) + (double)(now.tv_nsec - begin->tv_nsec) * 1e-9;
}

/* Is the time up? The time of day is asked for often, since it costs nothing, and where that
 * is used up our own time decides, for the machine may be busy. */
static bool is_time_up(struct watch *w)
{
    double seconds = seconds_since(CLOCK_MONOTONIC, &w->begin);
    bool is_quick = seconds - w->looked < LOOK_US * 1e-6;
    w->per_look = !is_quick                            ? 1
                  : w->per_look < MOST_STARTS_PER_LOOK ? w->per_look * 2
                                                       : w->per_look;
    w->next_look = w->n_starts + w->per_look;
    w->looked = seconds;
    if (!w->has_own_begin && w->n_starts > STARTS_BEFORE_OWN_TIME) {
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &w->own_begin);
        w->has_own_begin = true;
        w->before_own = seconds;
    }
    if (seconds < w->budget || !w->has_own_begin)
        return seconds >= w->budget;
    return w->before_own + seconds_since(CLOCK_PROCESS_CPUTIME_ID, &w->own_begin) >= w->budget;
}

/* At each place where a match may start. A turn gets past one at least; a pattern that calls
 * itself comes here more than once for a place. */
static int watch(pcre2_callout_block *block, void *data)
{
    struct watch *w = &((struct pattern *)data)->watch;
    if (++w->n_starts == 1) {
        clock_gettime(CLOCK_MONOTONIC, &w->begin);
        w->first_start = block->start_match;
        w->per_look = 1;
        w->next_look = 2;
        w->looked = 0;
        w->has_own_begin = false;
        return 0;
    }
    if (w->n_starts < w->next_look || !is_time_up(w) ||
        (w->is_turn && block->start_match == w->first_start))
        return 0;
    w->last_start = block->start_match;
    return PCRE2_ERROR_CALLOUT;
}

/* PCRE2's memory is ours, which never runs out quietly. */
static void *allocate(size_t size, void *context)
{
    (void)context;
    return memory_resize(NULL, size, 1);
}

static void release(void *ptr, void *context)
{
    (void)context;
    free(ptr);
}

static struct pattern *new_pattern(void)
{
    struct pattern *p = memory_zeroed(1, sizeof *p);
    p->memory = pcre2_general_context_create(allocate, release, NULL);
    return p;
}

static void prepare(struct pattern *p)
{
    p->data = pcre2_match_data_create(1, p->memory);
    p->context = pcre2_match_context_create(p->memory);
    pcre2_set_match_limit(p->context, MATCH_LIMIT);
    pcre2_set_depth_limit(p->context, DEPTH_LIMIT);
    pcre2_set_heap_limit(p->context, HEAP_LIMIT_KIB);
    pcre2_set_callout(p->context, watch, p);
}

/* Whole texts or parts, see run(); what runs over much text gets a stack of its own, the
 * machine's does for the rest. */
static void compile_to_machine_code(struct pattern *p, uint32_t mode, bool heavy)
{
    if (pcre2_jit_compile(p->code, mode) != 0)
        return; /* the interpreter serves as well */
    p->machine_code |= mode;
    if (!heavy)
        return;
    p->stack = pcre2_jit_stack_create(32 * 1024, JIT_STACK_BYTES, NULL);
    if (p->stack)
        pcre2_jit_stack_assign(p->context, NULL, p->stack);
}

/* Bytes of the verbs before a pattern, such as (*UTF). */
static size_t verbs_len(struct slice source)
{
    size_t len = 0;
    while (source.len - len > 2 && source.ptr[len] == '(' && source.ptr[len + 1] == '*') {
        size_t at = len + 2;
        while (at < source.len && source.ptr[at] != ')' && source.ptr[at] < 0x7F &&
               strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZ_=0123456789", source.ptr[at]))
            at++;
        if (at == len + 2 || at == source.len || source.ptr[at] != ')')
            break;
        len = at + 1;
    }
    return len;
}

/* Those that change limits or slow a search down are not the pattern's to say; those of
 * line ends and the like are. */
static bool has_refused_verb(struct slice source, struct error *error)
{
    struct slice verbs = {source.ptr, verbs_len(source)}, verb;
    while (slice_next(&verbs, ')', &verb) && verbs.ptr)
        if (slice_has_prefix(verb, SLICE("(*LIMIT_")) || slice_has_prefix(verb, SLICE("(*NO_"))) {
            error_set(error, "%.*s) is not for a pattern to say at offset %zu", (int)verb.len,
                      verb.ptr, (size_t)(verb.ptr - source.ptr));
            return true;
        }
    return false;
}

/* NULL and *error where PCRE2 refuses the source. */
static pcre2_code *compile(struct slice source, unsigned options, uint32_t flags,
                           pcre2_compile_context *context, struct error *error)
{
    struct buffer reading = {0};
    int code = 0;
    size_t offset = 0;
    if (wants_watching(source, options)) {
        size_t verbs = verbs_len(source);
        buffer_add(&reading, (struct slice){source.ptr, verbs});
        buffer_add(&reading, SLICE("(?C)"));
        add_reading((struct slice){source.ptr + verbs, source.len - verbs}, options, &reading);
    } else {
        add_reading(source, options, &reading);
    }
    struct slice final = buffer_slice(&reading);
    pcre2_code *compiled =
        pcre2_compile((PCRE2_SPTR) final.ptr, final.len, flags, &code, &offset, context);
    buffer_release(&reading);
    if (compiled)
        return compiled;
    /* once more as it stands, so that the offset is the user's */
    int plain_code = 0;
    size_t plain_offset = 0;
    compiled = pcre2_compile((PCRE2_SPTR)source.ptr, source.len, flags, &plain_code, &plain_offset,
                             context);
    if (compiled)
        set_error(error, code, offset);
    else
        set_error(error, plain_code, plain_offset);
    pcre2_code_free(compiled);
    return NULL;
}

struct pattern *pattern_new(struct slice source, unsigned options, struct error *error)
{
    uint32_t flags = PCRE2_UTF | PCRE2_UCP | PCRE2_NEVER_BACKSLASH_C | PCRE2_MULTILINE;
    if (options & PATTERN_BLOCK) /* on so little text it costs more than it brings */
        flags |= PCRE2_NO_AUTO_POSSESS;
    if (options & PATTERN_CASELESS)
        flags |= PCRE2_CASELESS;
    if (options & PATTERN_ANCHORED) /* asked for at matching, it would rule machine code out */
        flags |= PCRE2_ANCHORED;
    if (source.len > MAX_SOURCE_BYTES) {
        error_set(error, "pattern is longer than %d bytes", (int)MAX_SOURCE_BYTES);
        return NULL;
    }
    if (!(options & PATTERN_LITERAL) && has_refused_verb(source, error))
        return NULL;
    struct pattern *p = new_pattern();
    pcre2_compile_context *context = pcre2_compile_context_create(p->memory);
    p->code = compile(source, options, flags, context, error);
    if (p->code) {
        prepare(p);
        if (options & PATTERN_HEAVY)
            compile_to_machine_code(p, PCRE2_JIT_COMPLETE, true);
    } else {
        pattern_free(p);
        p = NULL;
    }
    pcre2_compile_context_free(context);
    return p;
}

uint64_t pattern_key(struct slice source, unsigned options)
{
    return hash_bytes(source, options);
}

static const struct pattern_code *find_code(const struct pattern_codes *codes, uint64_t key)
{
    size_t low = 0, high = codes->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (codes->codes[middle].key < key)
            low = middle + 1;
        else
            high = middle;
    }
    return low < codes->n && codes->codes[low].key == key ? &codes->codes[low] : NULL;
}

struct pattern *pattern_find_code(const struct pattern_codes *codes, struct slice source,
                                  unsigned options)
{
    const struct pattern_code *code = codes ? find_code(codes, pattern_key(source, options)) : NULL;
    struct pattern *p = new_pattern();
    if (code) {
        const char *bytes = (const char *)codes->bytes;
        struct buffer whole = {0};
        buffer_add(&whole, (struct slice){bytes + codes->head.off, codes->head.len});
        buffer_add(&whole, (struct slice){bytes + code->off, code->len});
        if (pcre2_serialize_decode(&p->code, 1, (const uint8_t *)whole.ptr, p->memory) != 1)
            p->code = NULL;
        buffer_release(&whole);
    }
    if (!p->code) {
        struct error error = {0};
        pattern_free(p);
        p = pattern_new(source, options, &error);
        error_release(&error);
        return p;
    }
    prepare(p);
    return p;
}

/* Bytes that PCRE2 writes for these patterns together. */
static size_t saved_len(const pcre2_code **codes, int n, struct buffer *out)
{
    uint8_t *bytes = NULL;
    PCRE2_SIZE len = 0;
    if (pcre2_serialize_encode(codes, n, &bytes, &len, NULL) != n)
        return 0;
    if (out)
        buffer_add(out, (struct slice){(const char *)bytes, len});
    pcre2_serialize_free(bytes);
    return len;
}

size_t pattern_save(struct slice source, unsigned options, struct buffer *code)
{
    struct error error = {0};
    struct pattern *p = pattern_new(source, options, &error);
    size_t head = 0;
    if (p) { /* the head is what one has that two have only once */
        const pcre2_code *two[] = {p->code, p->code};
        size_t one_len = saved_len(two, 1, code), two_len = saved_len(two, 2, NULL);
        head = one_len * 2 - two_len;
    }
    pattern_free(p);
    error_release(&error);
    return head;
}

void pattern_free(struct pattern *p)
{
    if (!p)
        return;
    pcre2_code_free(p->code);
    pcre2_match_data_free(p->data);
    pcre2_match_context_free(p->context);
    pcre2_jit_stack_free(p->stack);
    pcre2_general_context_free(p->memory);
    free(p);
}

bool pattern_ok(void *context, struct slice source, struct error *error)
{
    (void)context;
    struct pattern *p = pattern_new(source, 0, error);
    pattern_free(p);
    return p != NULL;
}

/* -------------------------------------------------------------- matching */

/* By the interpreter, which leaves 20 KB and more in its match data: too much to be kept
 * for each of a thousand rules. */
static int interpret(struct pattern *p, struct slice text, size_t from, uint32_t flags,
                     PCRE2_SIZE ends[2])
{
    pcre2_match_data *data = pcre2_match_data_create(1, p->memory);
    int n = pcre2_match(p->code, (PCRE2_SPTR)text.ptr, text.len, from, flags | PCRE2_NO_JIT, data,
                        p->context);
    if (n >= 0)
        memcpy(ends, pcre2_get_ovector_pointer(data), 2 * sizeof *ends);
    pcre2_match_data_free(data);
    return n;
}

/* Seconds that a search may take in this much text. */
static double patience(size_t len)
{
    return WATCHED_MS * 1e-3 + (double)len * WATCHED_NS_PER_BYTE * 1e-9;
}

static void set_watch(struct pattern *p, double budget, bool is_turn)
{
    p->watch.n_starts = 0;
    p->watch.budget = budget;
    p->watch.is_turn = is_turn;
}

static enum pattern_result run(struct pattern *p, struct slice text, size_t from, uint32_t mode,
                               struct span *match)
{
    const uint32_t flags = PCRE2_NO_UTF_CHECK | PCRE2_NOTEMPTY |
                           (mode == PCRE2_JIT_PARTIAL_HARD ? PCRE2_PARTIAL_HARD : 0);
    int n = PCRE2_ERROR_JIT_STACKLIMIT;
    PCRE2_SIZE ends[2] = {0, 0};
    if (p->uses < USES_BEFORE_JIT)
        p->uses++;
    else if (!(p->machine_code & mode) && !(p->tried & mode)) {
        p->tried |= mode;
        compile_to_machine_code(p, mode, false);
    }
    if (p->machine_code & mode) {
        n = pcre2_jit_match(p->code, (PCRE2_SPTR)text.ptr, text.len, from, flags, p->data,
                            p->context);
        if (n >= 0)
            memcpy(ends, pcre2_get_ovector_pointer(p->data), sizeof ends);
    }
    if (n == PCRE2_ERROR_JIT_STACKLIMIT) {
        p->watch.n_starts = 0;
        n = interpret(p, text, from, flags, ends);
    }
    if (n == PCRE2_ERROR_NOMATCH)
        return PATTERN_NONE;
    if (n == PCRE2_ERROR_PARTIAL)
        return PATTERN_OPEN;
    if (n == PCRE2_ERROR_CALLOUT && p->watch.is_turn)
        return PATTERN_MORE;
    if (n < 0)
        return PATTERN_LIMIT;
    *match = (struct span){ends[0], ends[1]};
    return ends[0] < ends[1] ? PATTERN_FOUND : PATTERN_NONE; /* \K can turn it around */
}

enum pattern_result pattern_find(struct pattern *p, struct slice text, size_t from,
                                 struct span *match)
{
    set_watch(p, patience(text.len - from), false);
    return run(p, text, from, PCRE2_JIT_COMPLETE, match);
}

enum pattern_result pattern_find_in_part(struct pattern *p, struct slice text, size_t from,
                                         struct span *match)
{
    set_watch(p, patience(text.len - from), false);
    return run(p, text, from, PCRE2_JIT_PARTIAL_HARD, match);
}

enum pattern_result pattern_find_turn(struct pattern *p, struct slice text,
                                      struct pattern_turns *turns, struct span *match)
{
    const double turn = TURN_MS * 1e-3;
    if (turns->seconds >= patience(text.len - turns->from))
        return PATTERN_LIMIT;
    set_watch(p, turn, true);
    enum pattern_result result = run(p, text, turns->from, PCRE2_JIT_COMPLETE, match);
    if (result == PATTERN_MORE) {
        turns->from = p->watch.last_start;
        turns->seconds += turn;
    }
    return result;
}
