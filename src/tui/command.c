/*
 * command.c - the table; see command.h.
 */
#include "command.h"

#include "reader.h"

static const struct command_entry moving[] = {
    {"page-down", "Space f ^F ^V PgDn", "a page down; N: N lines", do_page_down, false},
    {"page-up", "b ^B Esc-v PgUp", "a page up; N: N lines", do_page_up, false},
    {"half-down", "d ^D", "half a page down", do_half_down, false},
    {"half-up", "u ^U", "half a page up", do_half_up, false},
    {"line-down", "j e ^E ^N Down", "a line down", do_line_down, false},
    {"enter", "Enter", "the card of the focused mention, else a line down", do_enter, false},
    {"line-up", "k y ^Y ^P Up", "a line up", do_line_up, false},
    {"start", "g < Esc-< Home", "the start; N: line N", do_start, false},
    {"end", "G > Esc-> End", "the end; N: line N", do_end, false},
    {"follow", "F", "follow a growing file or pipe; any key stops", do_follow, false},
    {"percent", "%", "N %: that far into the text", do_percent, false},
    {"next-paragraph", "}", "next paragraph", do_next_paragraph, false},
    {"previous-paragraph", "{", "previous paragraph", do_previous_paragraph, false},
    {"next-section", "s ]]", "next section", do_next_section, false},
    {"previous-section", "S [[", "previous section", do_previous_section, false},
};

static const struct command_entry mentions[] = {
    {"next-country", "c ]c", "next country", do_next_country, false},
    {"previous-country", "C [c", "previous country", do_previous_country, false},
    {"next-organization", "o ]o", "next organization", do_next_organization, false},
    {"previous-organization", "O [o", "previous organization", do_previous_organization, false},
    {"next-treaty", "t ]t", "next treaty", do_next_treaty, false},
    {"previous-treaty", "T [t", "previous treaty", do_previous_treaty, false},
    {"next-mention", "Tab ]m", "next mention of any kind", do_next_mention, false},
    {"previous-mention", "Shift-Tab [m", "previous mention of any kind", do_previous_mention,
     false},
    {"next-same", "* ]e", "next mention of the focused entity, by any name", do_next_same, false},
    {"previous-same", "# [e", "previous mention of the focused entity", do_previous_same, false},
    {"first-same", "[E", "first mention of the focused entity", do_first_same, false},
    {"last-same", "]E", "last mention of the focused entity", do_last_same, false},
    {"repeat-step", ";", "repeat the last mention step", do_repeat_step, false},
    {"reverse-step", ",", "the last mention step the other way", do_reverse_step, false},
};

static const struct command_entry finding[] = {
    {"search", "/", "search forward (PCRE2, smart case)", do_search, false},
    {"search-back", "?", "search backward", do_search_back, false},
    {"next-hit", "n", "next match", do_next_hit, false},
    {"previous-hit", "N", "previous match", do_previous_hit, false},
    {"marks-off", "Esc-u", "hide or show the marks of the search", do_marks_off, false},
};

static const struct command_entry places[] = {
    {"mark", "m", "m x: set mark x (a letter)", do_mark, true},
    {"go-mark", "'", "' x: go to mark x; '': back to before the jump", do_go_mark, true},
    {"back", "^O", "back in the list of jumps", do_back, false},
    {"forward", "Esc-o", "forward in it", do_forward, false},
    {"position", "= ^G", "where this is", do_position, false},
};

static const struct command_entry panels[] = {
    {"card", "K", "card: who the focused entity is", do_card, false},
    {"outline", "L", "outline: the sections", do_outline, false},
    {"index", "i", "index: who is mentioned, how often, where", do_index, false},
    {"links", "l", "links: where the text leads; Y copies a target", do_links, false},
    {"help", "h H F1", "this help", do_help, false},
};

static const struct command_entry looks[] = {
    {"narrower", "(", "a narrower column", do_narrower, false},
    {"wider", ")", "a wider column", do_wider, false},
    {"wrap", "w -S", "wrap lines or chop them", do_wrap, false},
    {"toggle-countries", "-c", "mark countries or not", do_toggle_countries, false},
    {"toggle-organizations", "-o", "mark organizations or not", do_toggle_organizations, false},
    {"toggle-treaties", "-t", "mark treaties or not", do_toggle_treaties, false},
    {"toggle-metonyms", "-m", "mark metonyms or not", do_toggle_metonyms, false},
    {"toggle-density", "-d", "the density bar", do_toggle_density, false},
    {"toggle-numbers", "-N", "line numbers", do_toggle_numbers, false},
    {"toggle-case", "-i", "search: smart case, any case, exact case", do_toggle_case, false},
};

static const struct command_entry others[] = {
    {"command-line", ":", ":43 :NAME :n :p :e FILE :theme NAME :q", do_command_line, false},
    {"copy-sentence", "Y", "copy the focused sentence with its source", do_copy_sentence, false},
    {"copy-mention", "Esc-y", "copy the focused mention", do_copy_mention, false},
    {"editor", "v", "open the file in $VISUAL or $EDITOR", do_editor, false},
    {"redraw", "r ^L ^R", "draw the screen again", do_redraw, false},
    {"suspend", "^Z", "suspend", do_suspend, false},
    {"quit", "q Q ZZ", "close the panel; without one, quit", do_quit, false},
};

#define GROUP(title, entries)                                                                      \
    {                                                                                              \
        title, entries, sizeof(entries) / sizeof *(entries)                                        \
    }
const struct command_group command_groups[] = {
    GROUP("Moving", moving),
    GROUP("From mention to mention", mentions),
    GROUP("Searching", finding),
    GROUP("Places", places),
    GROUP("Panels (/ narrows, Enter goes there, q closes)", panels),
    GROUP("Looks", looks),
    GROUP("The rest", others),
};
const size_t n_command_groups = sizeof command_groups / sizeof *command_groups;

static bool next_name(struct slice *rest, struct slice *name)
{
    while (slice_next(rest, ' ', name))
        if (name->len)
            return true;
    return false;
}

enum lookup command_lookup(const uint32_t *keys, int n, const struct command_entry **found)
{
    enum lookup best = LOOKUP_NONE;
    for (size_t g = 0; g < n_command_groups; g++)
        for (size_t i = 0; i < command_groups[g].n; i++) {
            const struct command_entry *entry = &command_groups[g].entries[i];
            struct slice rest = slice_of(entry->keys), name;
            struct key_sequence s;
            while (next_name(&rest, &name) && key_sequence_parse(name, &s)) {
                if (s.n < n || memcmp(s.keys, keys, (size_t)n * sizeof *keys) != 0)
                    continue;
                if (s.n == n) {
                    *found = entry;
                    return LOOKUP_FOUND;
                }
                best = LOOKUP_PREFIX;
            }
        }
    return best;
}

const struct command_entry *command_by_name(struct slice name)
{
    for (size_t g = 0; g < n_command_groups; g++)
        for (size_t i = 0; i < command_groups[g].n; i++)
            if (slice_equal(slice_of(command_groups[g].entries[i].name), name))
                return &command_groups[g].entries[i];
    return NULL;
}

void command_write_help(struct buffer *out)
{
    for (size_t g = 0; g < n_command_groups; g++) {
        buffer_format(out, "%s\n", command_groups[g].title);
        for (size_t i = 0; i < command_groups[g].n; i++) {
            const struct command_entry *entry = &command_groups[g].entries[i];
            buffer_format(out, "%s\t%s\n", entry->keys, entry->help);
        }
    }
}
