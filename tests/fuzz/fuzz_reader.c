/*
 * fuzz_reader.c - the whole reader without its terminal: a format and the size of a piece of
 * work (a byte), keys (up to a NUL) and an article. After every key the frame is drawn and
 * looked at: as wide as asked, without a control byte, the cursor inside it.
 *
 * A byte of the keys is that key; those from 0x80 on are what has no byte of its own.
 */
#include "fuzz.h"

#include "dragoman/utf8.h"
#include "tui/key.h"
#include "tui/reader.h"

#include <unistd.h>

enum { MAX_KEYS = 200, MAX_ROWS = 60, MAX_COLS = 120 };

static const char recfile[] = "%rec: Country\n\n"
                              "Id: NO\nName: Norway\nAdjective: Norwegian\nMetonym: Oslo\n"
                              "Capital: Oslo\nSummary: Kingdom with a long coast.\n\n"
                              "Id: DK\nName: Denmark\nAdjective: Danish\n\n"
                              "%rec: Organization\n\n"
                              "Id: LB\nName: Lighthouse Board\nAcronym: LB\nSeat: Oslo\n"
                              "Pattern: (?:Board|Office) of [A-Z]\\w+\n\n"
                              "%rec: Treaty\n\n"
                              "Id: SOUND\nName: Treaty of the Sound\nSigned: 1857\n"
                              "Party: DK\nParty: NO\n";

static struct made_lexicon lexicon;
static char directory[] = "/tmp/dragoman-fuzz-XXXXXX";
static const char *const names[] = {"article.txt", "article.html", "article.md"};

static void remove_files(void)
{
    for (size_t i = 0; i < N_OF(names); i++)
        unlink(names[i]);
    if (chdir("/") != 0 || rmdir(directory) != 0)
        perror(directory);
    free_lexicon(&lexicon);
}

/* In a directory of its own: keys can open files by name. */
int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    fuzz_begin();
    lexicon = make_lexicon(recfile);
    assert_non_null(mkdtemp(directory));
    assert_int_equal(chdir(directory), 0);
    atexit(remove_files);
    return 0;
}

static void put_file(const char *name, struct input *in)
{
    FILE *file = fopen(name, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(in->data, 1, in->size, file), in->size);
    fclose(file);
}

static void check_cell(const struct cell *cell)
{
    struct slice bytes = {cell->bytes, cell->len};
    assert_int_equal(utf8_valid_len(bytes), bytes.len);
    assert_true(cell->len > 0 || cell->columns == 0);
    for (size_t off = 0; off < bytes.len;) {
        uint32_t cp = utf8_next(bytes, &off);
        assert_true(cp >= 0x20 && (cp < 0x7F || cp >= 0xA0) && !utf8_is_bidi_control(cp));
    }
}

static void check_frame(struct frame *f, const struct reader *r)
{
    assert_true(f->rows == r->rows && f->cols == r->cols);
    assert_in_range(f->cursor_row, 0, f->rows - 1);
    assert_in_range(f->cursor_col, 0, f->cols - 1);
    for (int row = 0; row < f->rows; row++) {
        int columns = 0;
        for (int col = 0; col < f->cols; col++) {
            const struct cell *cell = frame_at(f, row, col);
            check_cell(cell);
            columns += cell->columns;
            if (cell->columns == 2) /* its right half is there */
                assert_true(col + 1 < f->cols && frame_at(f, row, col + 1)->columns == 0);
        }
        assert_int_equal(columns, f->cols);
    }
}

static void check_reader(struct reader *r)
{
    struct slice text = reader_text(r);
    check_clean(text);
    assert_true(r->top <= text.len && on_character(text, r->top));
    assert_true(r->focus == NO_MENTION || r->focus < r->mentions->n);
    assert_true(r->hit.start <= r->hit.end && r->hit.end <= text.len);
}

static void press(struct reader *r, uint8_t byte, struct input *keys)
{
    static const uint32_t letters[] = {0xE9,   0x4E2D,   0x202E, 0x301,  0x1F468, 0x200D,
                                       0xFFFD, 0x10FFFF, 0xA0,   0x2019, 0x1F3F4, 0x9B,
                                       0x7F,   0xAD,     0x130,  0xDF};
    if (byte < 0x80) {
        reader_key(r, byte);
    } else if (byte < 0x90) {
        reader_key(r, KEY_NAMED + 1 + (byte & 15u));
    } else if (byte < 0xA0) {
        reader_work(r);
    } else if (byte < 0xB0) {
        int rows = input_byte(keys) % MAX_ROWS;
        reader_resize(r, rows, input_byte(keys) % MAX_COLS);
    } else if (byte < 0xC0) {
        reader_key(r, letters[byte & 15]);
    } else {
        reader_key(r, KEY_ESC_PREFIX | 0x40 | (byte & 0x3Fu));
    }
}

static void read_article(struct reader *r, struct input *keys)
{
    struct frame frame = {0};
    reader_resize(r, 12, 60);
    for (int i = 0; i < MAX_KEYS && keys->size && r->request != REQUEST_QUIT; i++) {
        r->request = REQUEST_NONE;
        press(r, input_byte(keys), keys);
        reader_draw(r, &frame);
        check_frame(&frame, r);
    }
    check_reader(r);
    frame_release(&frame);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct input in = {data, size};
    struct reader reader;
    struct error error = {0};
    uint8_t choice = input_byte(&in);
    const char *name = names[choice % N_OF(names)];
    const char *const files[] = {name, "missing", name};
    struct slice keys = input_up_to(&in, 0);
    struct input pressed = {(const uint8_t *)keys.ptr, keys.len};
    struct tui_setup setup = {.files = files, .n_files = 3, .lexicon = &lexicon.lexicon};
    put_file(name, &in);
    if (reader_init(&reader, &setup, &error)) {
        reader.slice = choice / N_OF(names); /* 0: as much as there is time for */
        read_article(&reader, &pressed);
    }
    reader_release(&reader);
    error_release(&error);
    return 0;
}
