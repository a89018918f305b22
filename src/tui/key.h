/*
 * key.h - keys and their names.
 *
 * A key is a code point, a control character, or a named key; KEY_ESC_PREFIX marks
 * one typed with Alt or after Escape. Names are those of the help: "Space", "^F",
 * "PgDn", "Esc-u", "]e" (two keys in a row).
 */
#ifndef DRAGOMAN_KEY_H
#define DRAGOMAN_KEY_H

#include "dragoman/base.h"

enum key_name {
    KEY_NAMED = 0x200000, /* beyond all code points */
    KEY_UP_,
    KEY_DOWN_,
    KEY_LEFT_,
    KEY_RIGHT_,
    KEY_PGUP_,
    KEY_PGDN_,
    KEY_HOME_,
    KEY_END_,
    KEY_SHIFT_TAB_,
    KEY_DELETE_,
    KEY_F1_,
    KEY_END_OF_NAMES,
    KEY_TAB_ = '\t',
    KEY_ENTER_ = '\r',
    KEY_ESCAPE_ = 27,
    KEY_BACKSPACE_ = 127,
    KEY_ESC_PREFIX = 0x400000,
};

enum { KEY_SEQUENCE_MAX = 4 };

struct key_sequence {
    uint32_t keys[KEY_SEQUENCE_MAX];
    int n;
};

/* Reads one sequence by name; false where it is none. */
bool key_sequence_parse(struct slice name, struct key_sequence *sequence);
void key_add_name(uint32_t key, struct buffer *out);

#endif
