/*
 * theme.c - one table a theme, by role; see theme.h.
 *
 * Colours are numbers of the 256-colour palette and, beside them, of the first 16; with
 * 8 colours a bright one is its plain kin. -1 is the terminal's own colour.
 */
#include "theme.h"

#include <stdlib.h>

struct entry {
    int fg256, bg256, fg16, bg16;
    unsigned attributes;
};

static const struct entry dark[N_ROLES] = {
    [ROLE_TEXT] = {-1, -1, -1, -1, 0},
    [ROLE_TITLE] = {231, -1, 15, -1, LOOK_BOLD},
    [ROLE_BYLINE] = {245, -1, 7, -1, 0},
    [ROLE_HEADING] = {223, -1, 11, -1, LOOK_BOLD},
    [ROLE_QUOTE] = {250, -1, 7, -1, 0},
    [ROLE_BOILERPLATE] = {243, -1, 8, -1, 0},
    [ROLE_BAR] = {252, 236, 7, 0, 0},
    [ROLE_STATUS] = {250, 236, 7, 0, 0},
    [ROLE_MESSAGE] = {231, 236, 15, 0, 0},
    [ROLE_ERROR] = {210, 236, 9, 0, LOOK_BOLD},
    [ROLE_PROMPT] = {231, -1, 15, -1, 0},
    [ROLE_FRAMEWORK] = {239, -1, 8, -1, 0},
    [ROLE_VISIBLE] = {252, -1, 7, -1, 0},
    [ROLE_LABEL] = {245, -1, 6, -1, 0},
    [ROLE_KIND] = {117, -1, 14, -1, LOOK_BOLD},
    [ROLE_KIND + 1] = {114, -1, 10, -1, LOOK_UNDERLINE},
    [ROLE_KIND + 2] = {215, -1, 11, -1, LOOK_ITALIC},
    [ROLE_KIND + 3] = {218, -1, 13, -1, LOOK_BOLD | LOOK_UNDERLINE},
    [ROLE_KIND + 4] = {186, -1, 3, -1, LOOK_BOLD | LOOK_ITALIC},
    [ROLE_LAST_KIND] = {183, -1, 5, -1, LOOK_UNDERLINE | LOOK_ITALIC},
};

static const struct entry light[N_ROLES] = {
    [ROLE_TEXT] = {-1, -1, -1, -1, 0},
    [ROLE_TITLE] = {16, -1, 0, -1, LOOK_BOLD},
    [ROLE_BYLINE] = {242, -1, 8, -1, 0},
    [ROLE_HEADING] = {88, -1, 1, -1, LOOK_BOLD},
    [ROLE_QUOTE] = {238, -1, 8, -1, 0},
    [ROLE_BOILERPLATE] = {246, -1, 8, -1, 0},
    [ROLE_BAR] = {236, 253, 0, 7, 0},
    [ROLE_STATUS] = {238, 253, 0, 7, 0},
    [ROLE_MESSAGE] = {16, 253, 0, 7, 0},
    [ROLE_ERROR] = {124, 253, 1, 7, LOOK_BOLD},
    [ROLE_PROMPT] = {16, -1, 0, -1, 0},
    [ROLE_FRAMEWORK] = {250, -1, 7, -1, 0},
    [ROLE_VISIBLE] = {240, -1, 8, -1, 0},
    [ROLE_LABEL] = {242, -1, 6, -1, 0},
    [ROLE_KIND] = {25, -1, 4, -1, LOOK_BOLD},
    [ROLE_KIND + 1] = {22, -1, 2, -1, LOOK_UNDERLINE},
    [ROLE_KIND + 2] = {130, -1, 1, -1, LOOK_ITALIC},
    [ROLE_KIND + 3] = {125, -1, 5, -1, LOOK_BOLD | LOOK_UNDERLINE},
    [ROLE_KIND + 4] = {94, -1, 3, -1, LOOK_BOLD | LOOK_ITALIC},
    [ROLE_LAST_KIND] = {91, -1, 5, -1, LOOK_UNDERLINE | LOOK_ITALIC},
};

static const unsigned mono[N_ROLES] = {
    [ROLE_TITLE] = LOOK_BOLD,
    [ROLE_HEADING] = LOOK_BOLD,
    [ROLE_BYLINE] = LOOK_DIM,
    [ROLE_BOILERPLATE] = LOOK_DIM,
    [ROLE_BAR] = LOOK_REVERSE,
    [ROLE_STATUS] = LOOK_REVERSE,
    [ROLE_MESSAGE] = LOOK_REVERSE,
    [ROLE_ERROR] = LOOK_REVERSE | LOOK_BOLD,
    [ROLE_FRAMEWORK] = LOOK_DIM,
    [ROLE_VISIBLE] = LOOK_BOLD,
    [ROLE_LABEL] = LOOK_DIM,
    [ROLE_KIND] = LOOK_BOLD,
    [ROLE_KIND + 1] = LOOK_UNDERLINE,
    [ROLE_KIND + 2] = LOOK_BOLD | LOOK_UNDERLINE,
    [ROLE_KIND + 3] = LOOK_ITALIC,
    [ROLE_KIND + 4] = LOOK_BOLD | LOOK_ITALIC,
    [ROLE_LAST_KIND] = LOOK_UNDERLINE | LOOK_ITALIC,
};

static const struct {
    const char *name;
    const struct entry *entries; /* NULL: attributes alone */
} themes[] = {{"dark", dark}, {"light", light}, {"mono", NULL}};

int theme_find(struct slice name)
{
    for (size_t i = 0; i < sizeof themes / sizeof *themes; i++)
        if (slice_equal(slice_of(themes[i].name), name))
            return (int)i;
    return -1;
}

int theme_for_background(const char *colorfgbg)
{
    const char *last = colorfgbg ? strrchr(colorfgbg, ';') : NULL;
    int background = last && last[1] ? atoi(last + 1) : 0;
    bool is_light = background == 7 || background == 15;
    return theme_find(is_light ? SLICE("light") : SLICE("dark"));
}

static struct look marked(struct look look, int theme, int colors, unsigned marks)
{
    bool colored = colors >= 8 && themes[theme].entries;
    bool is_light = themes[theme].entries == light;
    if (marks & (MARK_FOCUS | MARK_SELECTED)) {
        look.attributes |= LOOK_REVERSE;
    } else if (marks & MARK_CURRENT) {
        look.attributes |= LOOK_BOLD | (colored ? 0 : LOOK_REVERSE);
        if (colored) {
            look.foreground = 0;
            look.background = colors >= 256 ? 220 : 3;
        }
    } else if (marks & MARK_HIT) {
        look.attributes |= colored ? 0 : LOOK_UNDERLINE | LOOK_DIM;
        if (colored)
            look.background = colors >= 256 ? (is_light ? 229 : 58) : (is_light ? 3 : 4);
    }
    return look;
}

static unsigned styled(unsigned marks, bool colored)
{
    if (!colored)
        return marks & MARK_STYLES ? LOOK_SLANT : 0;
    return (marks & MARK_BOLD ? LOOK_BOLD : 0u) | (marks & MARK_ITALIC ? LOOK_SLANT : 0u) |
           (marks & MARK_UNDERLINE ? LOOK_UNDERLINE : 0u);
}

struct look theme_look(int theme, int colors, enum role role, unsigned marks)
{
    const struct entry *entries = themes[theme].entries;
    struct look look = {-1, -1, mono[role]};
    if (entries && colors >= 8) {
        const struct entry *e = &entries[role];
        look.attributes = e->attributes;
        look.foreground = colors >= 256 ? e->fg256 : e->fg16;
        look.background = colors >= 256 ? e->bg256 : e->bg16;
        if (colors < 16 && look.foreground >= 8)
            look.foreground = look.foreground == 8 ? -1 : look.foreground - 8;
        if (colors < 256 && (role == ROLE_BAR || role == ROLE_STATUS || role == ROLE_MESSAGE ||
                             role == ROLE_ERROR)) {
            look.foreground = look.background = -1; /* whatever the palette: legible */
            look.attributes |= LOOK_REVERSE;
        }
    }
    if (marks & MARK_BARE)
        look.attributes = 0;
    if (role < ROLE_KIND)
        look.attributes |= styled(marks, entries && colors >= 8);
    return marked(look, theme, colors, marks);
}
