/*
 * hyperlink.c - which terminals take hyperlinks (OSC 8).
 *
 * Nothing in terminfo tells it, so terminals are known by their names and by the variables that
 * they set. Those are inherited by whatever runs inside; so multiplexers are asked for first,
 * and the names of terminals that are none of them are no proof.
 */
#include "tui.h"

#include <stdlib.h>

static bool begins_with_any(const char *value, const char *const *names, size_t n)
{
    for (size_t i = 0; value && i < n; i++)
        if (slice_has_prefix(slice_of(value), slice_of(names[i])))
            return true;
    return false;
}

/* Is a version ("3.4", "3.5a", "6800") at least this one? */
static bool is_at_least(const char *version, long major, long minor)
{
    char *end;
    if (!version)
        return false;
    long found = strtol(version, &end, 10), below = 0;
    if (*end == '.')
        below = strtol(end + 1, NULL, 10);
    return end > version && (found > major || (found == major && below >= minor));
}

bool tui_knows_hyperlinks(tui_variable *variable)
{
    static const char *const multiplexers[] = {"tmux", "screen"};
    static const char *const types[] = {"foot",    "alacritty",  "xterm-kitty", "xterm-ghostty",
                                        "wezterm", "contour",    "rio",         "mintty",
                                        "ghostty", "xterm-foot", "vte"};
    static const char *const programs[] = {"iTerm.app", "WezTerm", "vscode", "ghostty",
                                           "rio",       "Hyper",   "Tabby",  "mintty"};
    static const char *const set[] = {"KITTY_WINDOW_ID", "WEZTERM_PANE", "WT_SESSION", "DOMTERM",
                                      "ALACRITTY_WINDOW_ID"};
    const char *term = variable("TERM"), *program = variable("TERM_PROGRAM");
    const char *tmux = variable("TMUX");
    if (!term)
        return false;
    if ((tmux && tmux[0]) || begins_with_any(term, multiplexers, 2))
        return program && strcmp(program, "tmux") == 0 &&
               is_at_least(variable("TERM_PROGRAM_VERSION"), 3, 4);
    if (begins_with_any(term, types, sizeof types / sizeof *types))
        return true;
    if (!slice_has_prefix(slice_of(term), SLICE("xterm")))
        return false;
    for (size_t i = 0; i < sizeof set / sizeof *set; i++)
        if (variable(set[i]) && variable(set[i])[0])
            return true;
    return begins_with_any(program, programs, sizeof programs / sizeof *programs) ||
           is_at_least(variable("VTE_VERSION"), 5000, 0) ||
           is_at_least(variable("KONSOLE_VERSION"), 201200, 0);
}
