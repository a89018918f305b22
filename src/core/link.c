/*
 * link.c - see link.h. Between two links of the markup the text is searched for bare
 * addresses; what markup has linked already is never searched.
 */
#include "dragoman/link.h"

#include "address.h"
#include "dragoman/utf8.h"

void link_cursor_release(struct link_cursor *cursor)
{
    buffer_release(&cursor->target);
}

static bool has_prefix_folded(struct slice s, const char *prefix)
{
    size_t n = strlen(prefix);
    if (s.len < n)
        return false;
    for (size_t i = 0; i < n; i++)
        if (s.ptr[i] != prefix[i] && (s.ptr[i] | 0x20) != prefix[i])
            return false;
    return true;
}

/* Length of what begins an address at the start of s, or 0. */
static size_t prefix_len(struct slice s)
{
    static const char *const prefixes[] = {"https://", "http://", "ftp://", "gemini://", "www."};
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
        if (has_prefix_folded(s, prefixes[i]))
            return strlen(prefixes[i]);
    return 0;
}

/* How many more brackets close than open in an address. */
static long surplus(struct slice address, char open, char close)
{
    long n = 0;
    for (size_t i = 0; i < address.len; i++)
        n += (address.ptr[i] == close) - (address.ptr[i] == open);
    return n;
}

/* The address at the start of s, whose prefix has that many bytes. The full stop of the
 * sentence and a bracket around the address do not belong to it. */
static size_t address_len(struct slice s, size_t prefix)
{
    enum { LONGEST = 4096 };
    size_t len = prefix;
    while (len < s.len && len < LONGEST) {
        uint32_t cp = utf8_peek(s, len);
        if (cp <= 0x20 || cp == 0x7F || (cp < 0x80 && strchr("\"<>\\^`{|}", (int)cp)) ||
            (cp >= 0x80 && !utf8_is_word(cp)))
            break;
        utf8_next(s, &len);
    }
    long round = surplus((struct slice){s.ptr, len}, '(', ')');
    long square = surplus((struct slice){s.ptr, len}, '[', ']');
    for (; len > prefix; len--) {
        char last = s.ptr[len - 1];
        if (last == ')' && round > 0)
            round--;
        else if (last == ']' && square > 0)
            square--;
        else if (!strchr(".,;:!?'*_~", last))
            break;
    }
    return len > prefix ? len : 0;
}

static bool is_alphanumeric(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* The first bare address in text that starts from off on and before limit. */
static bool find_bare(struct slice text, size_t off, size_t limit, struct span *found)
{
    bool inside = false; /* of a word */
    if (off > 0 && off < limit)
        inside = is_alphanumeric(text.ptr[off - 1]);
    for (; off < limit; off++) {
        char c = (char)(text.ptr[off] | 0x20);
        if (!inside && (c == 'h' || c == 'w' || c == 'f' || c == 'g')) {
            struct slice rest = {text.ptr + off, text.len - off};
            size_t prefix = prefix_len(rest), len = prefix ? address_len(rest, prefix) : 0;
            if (len) {
                *found = (struct span){off, off + len};
                return true;
            }
        }
        inside = is_alphanumeric(text.ptr[off]);
    }
    return false;
}

bool link_next(const struct article *a, struct link_cursor *c, struct link *link)
{
    struct span bare;
    while (c->next < a->n_links && a->links[c->next].end <= c->off)
        c->next++;
    size_t end = c->end && c->end < a->text.len ? c->end : a->text.len;
    struct slice free = a->text; /* of links of the markup */
    if (c->next < a->n_links)
        free.len = a->links[c->next].start;
    bool has_next = c->next < a->n_links && free.len < end;
    size_t limit = free.len < end ? free.len : end;
    while (find_bare(free, c->off, limit, &bare)) {
        struct slice text = slice_cut(a->text, bare);
        bool local = has_prefix_folded(text, "www.");
        struct buffer reference = {0};
        buffer_add(&reference, local ? SLICE("http://") : SLICE(""));
        buffer_add(&reference, text);
        c->target.len = 0;
        bool leads = address_resolve(SLICE(""), buffer_slice(&reference), &c->target);
        buffer_release(&reference);
        c->off = bare.end;
        *link = (struct link){bare.start, bare.end, buffer_slice(&c->target)};
        if (leads)
            return true;
    }
    if (!has_next) {
        c->off = limit > c->off ? limit : c->off;
        return false;
    }
    *link = a->links[c->next++];
    c->off = link->end;
    return true;
}

struct link_cursor link_from(const struct article *a, size_t start, size_t end)
{
    size_t low = 0, high = a->n_links;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (a->links[middle].end <= start)
            low = middle + 1;
        else
            high = middle;
    }
    return (struct link_cursor){.off = start, .next = low, .end = end};
}

/* --------------------------------------------------------------- hyperlinks */

bool link_add_hyperlink(struct slice target, struct buffer *out)
{
    enum { LONGEST = 2000 };
    static const char *const schemes[] = {"https://", "http://", "ftp://", "mailto:"};
    static const char digits[] = "0123456789ABCDEF";
    size_t before = out->len;
    bool known = false;
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
        known = known || (has_prefix_folded(target, schemes[i]) && target.len > strlen(schemes[i]));
    for (size_t i = 0; known && i < target.len && out->len - before <= LONGEST; i++) {
        unsigned char c = (unsigned char)target.ptr[i];
        bool plain = c > 0x20 && c < 0x7F && !strchr("\"<>\\^`{|}", c);
        if (plain) {
            buffer_add_byte(out, (char)c);
            continue;
        }
        buffer_add_byte(out, '%');
        buffer_add_byte(out, digits[c >> 4]);
        buffer_add_byte(out, digits[c & 15]);
    }
    if (known && out->len - before <= LONGEST)
        return true;
    out->len = before;
    return false;
}
