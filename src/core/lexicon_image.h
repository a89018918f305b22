/*
 * lexicon_image.h - the order of an image's sections, known to its reader and its
 * maker alone.
 *
 * An image is 32-bit words in the machine's byte order: magic, number of words, the
 * number of items of each section, then the sections.
 */
#ifndef DRAGOMAN_LEXICON_IMAGE_H
#define DRAGOMAN_LEXICON_IMAGE_H

/* member and count of struct lexicon */
#define IMAGE_SECTIONS(SECTION)                                                                    \
    SECTION(kinds, n_kinds)                                                                        \
    SECTION(records, n_records)                                                                    \
    SECTION(rules, n_rules)                                                                        \
    SECTION(words, n_words)                                                                        \
    SECTION(slots, n_slots)                                                                        \
    SECTION(infos, n_infos)                                                                        \
    SECTION(nodes, n_nodes)                                                                        \
    SECTION(ends, n_ends)                                                                          \
    SECTION(edges, n_edges)                                                                        \
    SECTION(triggers, n_triggers)                                                                  \
    SECTION(hints, n_hints)                                                                        \
    SECTION(pairs, n_pairs)                                                                        \
    SECTION(classes, n_classes)                                                                    \
    SECTION(strings, n_strings)

enum image_index {
#define INDEX(member, count) IMAGE_INDEX_##member,
    IMAGE_SECTIONS(INDEX)
#undef INDEX
        IMAGE_N_SECTIONS
};

enum { IMAGE_MAGIC = 0x4452473C, IMAGE_HEADER = 2 + IMAGE_N_SECTIONS };

#endif
