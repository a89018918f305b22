/*
 * key.c - see key.h.
 */
#include "key.h"

#include "dragoman/utf8.h"

static const struct {
    const char *name;
    uint32_t key;
} names[] = {
    {"Space", ' '},
    {"Tab", KEY_TAB_},
    {"Enter", KEY_ENTER_},
    {"Esc", KEY_ESCAPE_},
    {"Backspace", KEY_BACKSPACE_},
    {"Up", KEY_UP_},
    {"Down", KEY_DOWN_},
    {"Left", KEY_LEFT_},
    {"Right", KEY_RIGHT_},
    {"PgUp", KEY_PGUP_},
    {"PgDn", KEY_PGDN_},
    {"Home", KEY_HOME_},
    {"End", KEY_END_},
    {"Shift-Tab", KEY_SHIFT_TAB_},
    {"Delete", KEY_DELETE_},
    {"F1", KEY_F1_},
};
enum { N_NAMES = sizeof names / sizeof *names };

bool key_sequence_parse(struct slice name, struct key_sequence *s)
{
    *s = (struct key_sequence){0};
    uint32_t prefix = 0;
    if (name.len > 4 && slice_has_prefix(name, SLICE("Esc-"))) {
        prefix = KEY_ESC_PREFIX;
        name = (struct slice){name.ptr + 4, name.len - 4};
    }
    for (size_t i = 0; i < N_NAMES; i++)
        if (slice_equal(slice_of(names[i].name), name)) {
            s->keys[s->n++] = names[i].key | prefix;
            return true;
        }
    if (name.len == 2 && name.ptr[0] == '^' && name.ptr[1] >= '@' && name.ptr[1] <= '_') {
        s->keys[s->n++] = (uint32_t)(name.ptr[1] & 31) | prefix;
        return true;
    }
    for (size_t off = 0; off < name.len;) {
        if (s->n == KEY_SEQUENCE_MAX)
            return false;
        s->keys[s->n++] = utf8_next(name, &off) | prefix;
        prefix = 0;
    }
    return s->n > 0;
}

void key_add_name(uint32_t key, struct buffer *out)
{
    if (key & KEY_ESC_PREFIX) {
        buffer_add(out, SLICE("Esc-"));
        key &= ~(uint32_t)KEY_ESC_PREFIX;
    }
    for (size_t i = 0; i < N_NAMES; i++)
        if (names[i].key == key) {
            buffer_add(out, slice_of(names[i].name));
            return;
        }
    if (key < 0x20) {
        buffer_add_byte(out, '^');
        buffer_add_byte(out, (char)('@' + key));
    } else if (key < 0x110000) {
        utf8_put(out, key);
    }
}
