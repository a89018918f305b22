/*
 * encoding.c - labels and byte order marks; guess.c and prescan.c hold the rest.
 *
 * The table names what the standard tells apart and iconv can read. Labels of its
 * "replacement" encoding are left out: pages that use them are unreadable in a browser,
 * and here what iconv makes of them is read.
 */
#include "dragoman/encoding.h"

#include <iconv.h>

/* Labels in small letters between blanks (Encoding Standard, section 4.2); the first
 * column is iconv's name of what the standard decodes them as. */
static const struct {
    const char *name, *labels;
} encodings[] = {
    {"UTF-8", "unicode-1-1-utf-8 unicode11utf8 unicode20utf8 utf-8 utf8 x-unicode20utf8"},
    {"WINDOWS-1252", "ansi_x3.4-1968 ascii cp1252 cp819 csisolatin1 ibm819 iso-8859-1 iso-ir-100 "
                     "iso8859-1 iso88591 iso_8859-1 iso_8859-1:1987 l1 latin1 us-ascii "
                     "windows-1252 x-cp1252 x-user-defined"},
    {"CP866", "866 cp866 csibm866 ibm866"},
    {"ISO-8859-2", "csisolatin2 iso-8859-2 iso-ir-101 iso8859-2 iso88592 iso_8859-2 "
                   "iso_8859-2:1987 l2 latin2"},
    {"ISO-8859-3", "csisolatin3 iso-8859-3 iso-ir-109 iso8859-3 iso88593 iso_8859-3 "
                   "iso_8859-3:1988 l3 latin3"},
    {"ISO-8859-4", "csisolatin4 iso-8859-4 iso-ir-110 iso8859-4 iso88594 iso_8859-4 "
                   "iso_8859-4:1988 l4 latin4"},
    {"ISO-8859-5", "csisolatincyrillic cyrillic iso-8859-5 iso-ir-144 iso8859-5 iso88595 "
                   "iso_8859-5 iso_8859-5:1988"},
    {"ISO-8859-6", "arabic asmo-708 csiso88596e csiso88596i csisolatinarabic ecma-114 iso-8859-6 "
                   "iso-8859-6-e iso-8859-6-i iso-ir-127 iso8859-6 iso88596 iso_8859-6 "
                   "iso_8859-6:1987"},
    {"ISO-8859-7", "csisolatingreek ecma-118 elot_928 greek greek8 iso-8859-7 iso-ir-126 "
                   "iso8859-7 iso88597 iso_8859-7 iso_8859-7:1987 sun_eu_greek"},
    {"ISO-8859-8", "csiso88598e csisolatinhebrew hebrew iso-8859-8 iso-8859-8-e iso-ir-138 "
                   "iso8859-8 iso88598 iso_8859-8 iso_8859-8:1988 visual csiso88598i "
                   "iso-8859-8-i logical"},
    {"ISO-8859-10", "csisolatin6 iso-8859-10 iso-ir-157 iso8859-10 iso885910 l6 latin6"},
    {"ISO-8859-13", "iso-8859-13 iso8859-13 iso885913"},
    {"ISO-8859-14", "iso-8859-14 iso8859-14 iso885914"},
    {"ISO-8859-15", "csisolatin9 iso-8859-15 iso8859-15 iso885915 iso_8859-15 l9"},
    {"ISO-8859-16", "iso-8859-16"},
    {"KOI8-R", "cskoi8r koi koi8 koi8-r koi8_r"},
    {"KOI8-U", "koi8-ru koi8-u"},
    {"MACINTOSH", "csmacintosh mac macintosh x-mac-roman"},
    {"CP874", "dos-874 iso-8859-11 iso8859-11 iso885911 tis-620 windows-874"},
    {"WINDOWS-1250", "cp1250 windows-1250 x-cp1250"},
    {"WINDOWS-1251", "cp1251 windows-1251 x-cp1251"},
    {"WINDOWS-1253", "cp1253 windows-1253 x-cp1253"},
    {"WINDOWS-1254", "cp1254 csisolatin5 iso-8859-9 iso-ir-148 iso8859-9 iso88599 iso_8859-9 "
                     "iso_8859-9:1989 l5 latin5 windows-1254 x-cp1254"},
    {"WINDOWS-1255", "cp1255 windows-1255 x-cp1255"},
    {"WINDOWS-1256", "cp1256 windows-1256 x-cp1256"},
    {"WINDOWS-1257", "cp1257 windows-1257 x-cp1257"},
    {"WINDOWS-1258", "cp1258 windows-1258 x-cp1258"},
    {"MAC-UK", "x-mac-cyrillic x-mac-ukrainian"},
    {"GB18030", "chinese csgb2312 csiso58gb231280 gb2312 gb_2312 gb_2312-80 gbk iso-ir-58 x-gbk "
                "gb18030"},
    {"BIG5-HKSCS", "big5 big5-hkscs cn-big5 csbig5 x-x-big5"},
    {"EUC-JP-MS", "cseucpkdfmtjapanese euc-jp x-euc-jp"},
    {"ISO-2022-JP", "csiso2022jp iso-2022-jp"},
    {"CP932", "csshiftjis ms932 ms_kanji shift-jis shift_jis sjis windows-31j x-sjis"},
    {"CP949", "cseuckr csksc56011987 euc-kr iso-ir-149 korean ks_c_5601-1987 ks_c_5601-1989 "
              "ksc5601 ksc_5601 windows-949"},
    {"UTF-16BE", "unicodefffe utf-16be"},
    {"UTF-16LE", "csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff utf-16 utf-16le"},
};
enum { N_ENCODINGS = sizeof encodings / sizeof *encodings };

static char small_letter(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

static bool is_label_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static bool equal_folded(struct slice a, struct slice small)
{
    if (a.len != small.len)
        return false;
    for (size_t i = 0; i < a.len; i++)
        if (small_letter(a.ptr[i]) != small.ptr[i])
            return false;
    return true;
}

static void set_name(struct encoding *e, struct slice name)
{
    *e = (struct encoding){.kind = ENCODING_OTHER, .unit = 1};
    for (size_t i = 0; i < name.len; i++)
        e->name[i] =
            name.ptr[i] >= 'a' && name.ptr[i] <= 'z' ? (char)(name.ptr[i] - 0x20) : name.ptr[i];
    struct slice upper = {e->name, name.len};
    if (slice_has_prefix(upper, SLICE("UTF-16")) || slice_has_prefix(upper, SLICE("UCS-2")))
        e->unit = 2;
    else if (slice_has_prefix(upper, SLICE("UTF-32")) || slice_has_prefix(upper, SLICE("UCS-4")))
        e->unit = 4;
    else if (slice_equal(upper, SLICE("UTF-8")))
        e->kind = ENCODING_UTF8;
}

/* iconv's names: nothing that could be read as a path, or as an option behind slashes. */
static bool is_plain_name(struct slice name)
{
    for (size_t i = 0; i < name.len; i++) {
        char c = small_letter(name.ptr[i]);
        if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && !strchr("-_.:+()", c))
            return false;
    }
    return name.len > 0 && name.len < ENCODING_NAME_BYTES;
}

static bool can_read(const struct encoding *e)
{
    if (e->kind == ENCODING_UTF8)
        return true;
    iconv_t converter = iconv_open("UTF-8", e->name);
    if (converter == (iconv_t)-1)
        return false;
    iconv_close(converter);
    return true;
}

/* The name that iconv has for a label of the standard; other labels as they are. */
static struct slice name_of_label(struct slice label)
{
    for (size_t i = 0; i < N_ENCODINGS; i++) {
        struct slice rest = slice_of(encodings[i].labels), other;
        while (slice_next(&rest, ' ', &other))
            if (equal_folded(label, other))
                return slice_of(encodings[i].name);
    }
    return label;
}

bool encoding_find(struct slice label, struct encoding *e)
{
    struct encoding found;
    while (label.len && is_label_space(label.ptr[0]))
        label = (struct slice){label.ptr + 1, label.len - 1};
    while (label.len && is_label_space(label.ptr[label.len - 1]))
        label.len--;
    if (!is_plain_name(label))
        return false;
    set_name(&found, name_of_label(label));
    if (!can_read(&found))
        return false;
    *e = found;
    return true;
}

size_t encoding_by_mark(struct slice bytes, struct encoding *e)
{
    /* the four bytes before the two that begin them */
    static const struct {
        struct slice mark;
        const char *name;
    } marks[] = {
        {{"\xEF\xBB\xBF", 3}, "UTF-8"},    {{"\xFF\xFE\0\0", 4}, "UTF-32LE"},
        {{"\0\0\xFE\xFF", 4}, "UTF-32BE"}, {{"\xFE\xFF", 2}, "UTF-16BE"},
        {{"\xFF\xFE", 2}, "UTF-16LE"},
    };
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (slice_has_prefix(bytes, marks[i].mark)) {
            set_name(e, slice_of(marks[i].name));
            return marks[i].mark.len;
        }
    return 0;
}
