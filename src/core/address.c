/*
 * address.c - see address.h. The parts are split as in RFC 3986, appendix B, and put
 * together as in its section 5.2. Schemes are allowed, not forbidden: a list of what is
 * harmful would never be complete.
 */
#include "address.h"

enum { MAX_ADDRESS = 8 * 1024 };

struct parts {
    struct slice scheme, authority, path, query; /* query: with its ?, fragment included */
    bool has_authority;
};

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_scheme_byte(char c)
{
    return is_letter(c) || (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
}

static struct slice take(struct slice *s, size_t n)
{
    struct slice head = {s->ptr, n};
    if (n) /* of an empty slice there may be no pointer */
        *s = (struct slice){s->ptr + n, s->len - n};
    return head;
}

/* Bytes before the first that is one of the stops. */
static size_t until(struct slice s, const char *stops)
{
    size_t n = 0;
    while (n < s.len && !(s.ptr[n] && strchr(stops, s.ptr[n])))
        n++;
    return n;
}

static struct parts split(struct slice s)
{
    struct parts p = {0};
    size_t n = 0;
    while (n < s.len && is_scheme_byte(s.ptr[n]))
        n++;
    if (n && n < s.len && s.ptr[n] == ':' && is_letter(s.ptr[0])) {
        p.scheme = take(&s, n);
        take(&s, 1);
    }
    if (slice_has_prefix(s, SLICE("//"))) {
        take(&s, 2);
        p.authority = take(&s, until(s, "/?#"));
        p.has_authority = true;
    }
    p.path = take(&s, until(s, "?#"));
    p.query = s;
    return p;
}

static bool equals_folded(struct slice s, const char *word)
{
    if (s.len != strlen(word))
        return false;
    for (size_t i = 0; i < s.len; i++)
        if ((s.ptr[i] | 0x20) != word[i])
            return false;
    return true;
}

static bool is_allowed(struct slice scheme)
{
    static const char *const allowed[] = {"http", "https",  "ftp", "mailto", "tel", "gemini",
                                          "news", "gopher", "doi", "urn",    "sip", "xmpp"};
    for (size_t i = 0; i < sizeof allowed / sizeof *allowed; i++)
        if (equals_folded(scheme, allowed[i]))
            return true;
    return false;
}

/* Appends a path without its . and .. segments (section 5.2.4). */
static void add_path(struct slice path, struct buffer *out)
{
    size_t start = out->len;
    struct slice segment;
    bool first = true, rooted = path.len && path.ptr[0] == '/';
    while (slice_next(&path, '/', &segment)) {
        bool up = slice_equal(segment, SLICE("..")), stay = slice_equal(segment, SLICE("."));
        if (up) {
            while (out->len > start && out->ptr[out->len - 1] != '/')
                out->len--;
            out->len -= out->len > start;
        }
        if ((up || stay) && path.ptr)
            continue;
        if (!first && (out->len > start || rooted))
            buffer_add_byte(out, '/');
        if (!up && !stay)
            buffer_add(out, segment);
        first = false;
    }
}

/* The base's path up to its last slash, with the reference's path behind it. */
static void add_merged_path(const struct parts *base, struct slice path, struct buffer *out)
{
    struct buffer merged = {0};
    size_t n = base->path.len;
    while (n && base->path.ptr[n - 1] != '/')
        n--;
    if (!n)
        buffer_add_byte(&merged, '/');
    buffer_add(&merged, (struct slice){base->path.ptr, n});
    buffer_add(&merged, path);
    add_path(buffer_slice(&merged), out);
    buffer_release(&merged);
}

static void add_escaped(struct slice s, struct buffer *out)
{
    static const char digits[] = "0123456789ABCDEF";
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        if (c > 0x20 && c < 0x7F && !strchr("\"<>\\^`{|}", c)) {
            buffer_add_byte(out, (char)c);
        } else {
            buffer_add_byte(out, '%');
            buffer_add_byte(out, digits[c >> 4]);
            buffer_add_byte(out, digits[c & 15]);
        }
    }
}

/* A reference without what browsers take out of it: blanks around it, line breaks in it. */
static void tidy(struct slice reference, struct buffer *out)
{
    while (reference.len && (unsigned char)reference.ptr[0] <= ' ')
        take(&reference, 1);
    while (reference.len && (unsigned char)reference.ptr[reference.len - 1] <= ' ')
        reference.len--;
    for (size_t i = 0; i < reference.len; i++)
        if (!strchr("\t\r\n", reference.ptr[i]) || !reference.ptr[i])
            buffer_add_byte(out, reference.ptr[i]);
}

static void put_together(struct parts base, struct parts r, struct buffer *out)
{
    bool same_place = !r.has_authority && r.path.len == 0;
    if (r.scheme.len) {
        buffer_add(out, r.scheme);
    } else {
        buffer_add(out, base.scheme);
        r.has_authority = r.has_authority || base.has_authority;
        r.authority = r.authority.ptr ? r.authority : base.authority;
    }
    buffer_add_byte(out, ':');
    if (r.has_authority) {
        buffer_add(out, SLICE("//"));
        buffer_add(out, r.authority);
    }
    if (r.scheme.len)
        buffer_add(out, r.path);
    else if (same_place)
        buffer_add(out, base.path);
    else if (r.path.len && r.path.ptr[0] == '/')
        add_path(r.path, out);
    else if (r.path.len)
        add_merged_path(&base, r.path, out);
    buffer_add(out, r.query);
}

bool address_resolve(struct slice base, struct slice reference, struct buffer *out)
{
    struct buffer tidied = {0}, whole = {0};
    tidy(reference, &tidied);
    struct slice r = buffer_slice(&tidied);
    struct parts parts = split(r), at = split(base);
    bool known = is_allowed(at.scheme) && at.has_authority;
    bool leads = r.len && r.len <= MAX_ADDRESS && r.ptr[0] != '#' &&
                 (!parts.scheme.len || is_allowed(parts.scheme));
    if (leads && !parts.scheme.len && known) {
        put_together(at, parts, &whole);
        r = buffer_slice(&whole);
    }
    if (leads)
        add_escaped(r, out);
    buffer_release(&tidied);
    buffer_release(&whole);
    return leads;
}
