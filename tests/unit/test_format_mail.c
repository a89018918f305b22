/*
 * test_format_mail.c - what a mail is, what comes of its header, and its body in all the
 * forms in which bodies travel. Blocks are written as in test_format_markup.c.
 */
#include "property.h"

#include "dragoman/article.h"

static void describe(const struct article *a, struct buffer *out)
{
    static const char letters[] = "tyhpiqfb";
    buffer_format(out, "[%.*s]\n", SHOW(a->sections[0].name));
    for (size_t i = 0; i < a->n_blocks; i++) {
        const struct block *b = &a->blocks[i];
        buffer_add_byte(out, letters[b->type]);
        buffer_add_byte(out, ' ');
        buffer_add(out, slice_cut(a->text, (struct span){b->start, b->end}));
        buffer_add_byte(out, '\n');
    }
}

struct row {
    const char *source, *blocks;
};

static void check(const struct row *rows, size_t n, bool stands)
{
    for (size_t i = 0; i < n; i++) {
        struct buffer bytes = {0}, got = {0};
        struct slice source = slice_of(rows[i].source);
        struct article a;
        buffer_add(&bytes, source);
        article_init(&a, &bytes, ARTICLE_MAIL);
        check_blocks(&a);
        check_sections(&a);
        describe(&a, &got);
        EXPECT_TEXT(source, buffer_slice(&got), slice_of(rows[i].blocks));
        EXPECT(slice_equal(a.text, source) == stands, "row %zu: the text stands: %d", i, !stands);
        article_release(&a);
        buffer_release(&got);
    }
    settle();
}

static void test_is_mail(void **state)
{
    static const struct {
        const char *text;
        bool is;
    } rows[] = {
        {"From: a\nSubject: b\n\nText.\n", true},
        {"Subject: b\nTo: a\n\n", true},
        {"Subject: b\nTo: a", true},
        {"From: a\nDate: b\n\nText.", true},
        {"title: b\nAUTHOR: a\n\nText.", true},
        {"Received: x\n\tby y\nX-Any: z\nSubject: b\nFrom: a\n\nText.", true},
        {"From me Mon Nov  3 10:00:00 2025\nSubject: b\nFrom: a\n\nText.", true},
        {"Subject: b\r\nFrom: a\r\n\r\nText.", true},
        {"", false},
        {"Subject: b\n\nText.", false},        /* one line may be anything */
        {"Subject: b\nFrom: a\nText.", false}, /* no blank line behind */
        {"Subject:\nFrom:\n\nText.", false},
        {"From: a\nTo: b\n\nText.", false},
        {"Note: a\nWarning: b\n\nText.", false},
        {"\nSubject: b\nFrom: a\n\nText.", false},
        {" Subject: b\nFrom: a\n\nText.", false},
        {"Question from: a\nSubject: b\nTo: c\n\nText.", false},
        {"Title\n\nFrom: a\nSubject: b\n\n", false},
        {"From here on it is prose.\n\nText.", false},
        {"https://example.org/\nSubject: b\nTo: c\n\nText.", true}, /* syntax of a field */
    };
    (void)state;
    for (size_t i = 0; i < N_OF(rows); i++) {
        bool is = article_guess_format(slice_of(rows[i].text), SLICE("x.txt")) == ARTICLE_MAIL;
        EXPECT(is == rows[i].is, "\"%s\": %d", rows[i].text, is);
    }
    settle();
}

/* The text stays as it is; its first lines get their parts. */
static void test_stands(void **state)
{
    static const struct row rows[] = {
        {"From: Jane Doe <jane@x>\nTo: a\nSubject: The straits\nDate: Mon, 3 Nov 2025\n\n"
         "Some text, and more of it.\n",
         "[The straits]\ny From: Jane Doe <jane@x>\nb To: a\nt Subject: The straits\n"
         "y Date: Mon, 3 Nov 2025\np Some text, and more of it.\n"},
        {"Subject: over\n  two lines\nTo: a\n\n\n\nText, and more.",
         "[over two lines]\nt Subject: over\n  two lines\nb To: a\np Text, and more.\n"},
        {"From x y\nTitle: T\nAuthor: A\n\nDear all\n\nText, which is long enough.",
         "[T]\nb From x y\nt Title: T\ny Author: A\np Dear all\np Text, which is long enough.\n"},
        {"From: a\nDate: b\n\nA Headline of It\n\nText, which is long enough.\n\nA Heading\n\n"
         "More text, of the same kind.",
         "[A Headline of It]\ny From: a\ny Date: b\nt A Headline of It\n"
         "p Text, which is long enough.\nh A Heading\np More text, of the same kind.\n"},
        {"Subject: b\nTo: c\n", "[b]\nt Subject: b\nb To: c\n"},
        {"Subject: b\nSubject: c\nTo:\n\n", "[b]\nt Subject: b\ny Subject: c\nb To:\n"},
        {"Subject: b\nContent-Type: text/plain; charset=utf-8\n"
         "Content-Transfer-Encoding: 8bit\n\nText, as it is.",
         "[b]\nt Subject: b\nb Content-Type: text/plain; charset=utf-8\n"
         "b Content-Transfer-Encoding: 8bit\np Text, as it is.\n"},
        /* forced upon a text that is none */
        {"No header, but some text.\n", "[]\np No header, but some text.\n"},
        {"", "[]\n"},
    };
    (void)state;
    check(rows, N_OF(rows), true);
}

static void test_words(void **state)
{
    static const struct row rows[] = {
        {"Subject: =?UTF-8?Q?T=C3=BCrkiye_and_?= =?utf-8?b?w4kgLi4u?= now\nFrom: a\n\nText.",
         "[T\u00FCrkiye and \u00C9 ... now]\nt T\u00FCrkiye and \u00C9 ... now\ny By a\np Text.\n"},
        /* a character cut in two, a language, another charset */
        {"Subject: =?utf-8?B?w?==?utf-8*en?Q?=C3?= =?utf-8?Q?=A9t=C3=A9?= "
         "=?iso-8859-1?Q?=E9?=\nFrom: a\n\nText.",
         "[\u00E9t\u00E9\u00E9]\nt \u00E9t\u00E9\u00E9\ny By a\n"
         "p Text.\n"},
        {"Subject: S\nFrom: =?iso-8859-1?Q?J=E9r=F4me_Doe?= <j@x>\n"
         "Date: Mon, 3 Nov 2025 10:00:00 +0100\n\nText.",
         "[S]\nt S\ny By J\u00E9r\u00F4me Doe \u2022 3 Nov 2025\np Text.\n"},
        {"Subject: =?utf-8?q?a=0Ab=1B[31m?=\nFrom: \"Doe, Jane\" <j@x>\nDate: 2025-11-03\n\nText.",
         "[a b]\nt a b\ny By Doe, Jane \u2022 3 November 2025\np Text.\n"},
        {"Subject: =?utf-8?q?S?=\nFrom: j@x (Jane Doe)\nDate: soon\n\nText.",
         "[S]\nt S\ny By Jane Doe \u2022 soon\np Text.\n"},
    };
    (void)state;
    check(rows, N_OF(rows), false);
}

#define HEAD "Subject: S\nFrom: a\n"

static void test_bodies(void **state)
{
    static const struct row rows[] = {
        {HEAD "Content-Transfer-Encoding: quoted-printable\n"
              "Content-Type: text/plain; charset=\"windows-1252\"\n\n"
              "A caf=E9, a line that=\n goes on, =80 5=3D and = what =ZZ is.  =   \n",
         "[S]\nt S\ny By a\np A caf\u00E9, a line that goes on, \u20AC 5= and = what =ZZ is.\n"},
        {HEAD "Content-Transfer-Encoding: BASE64\n\nVMO8cmtp\neWUgYW5k\nIG1vcmUu\n",
         "[S]\nt S\ny By a\np T\u00FCrkiye and more.\n"},
        {HEAD "Content-Transfer-Encoding: base64\n\n!!\n", "[S]\nt S\ny By a\n"},
        {HEAD "Content-Type: text/html\n\n<html><title>T</title><p>Text of a <b>page</b>.</p>",
         "[S]\nt S\ny By a\np T\np Text of a page.\n"},
        {HEAD "Content-Type: multipart/alternative; boundary=b\n\npreamble\n"
              "--b\nContent-Type: text/html\n\n<p>Page.</p>\n"
              "--b\nContent-Type: text/plain\n\nPlain text.\n--b--\nepilogue\n",
         "[S]\nt S\ny By a\np Plain text.\n"},
        {HEAD "Content-Type: multipart/alternative; boundary=b\n\n"
              "--b\nContent-Type: text/plain\n\n\n"
              "--b\nContent-Type: text/html\n\n<p>Page.</p>\n--b--\n",
         "[S]\nt S\ny By a\np Page.\n"},
        {HEAD "Content-Type: multipart/mixed; boundary=\"b;c\"\n\n"
              "--b;c\n\nFirst text, and more.\n--b;cd\nno boundary.\n"
              "--b;c\nContent-Type: application/pdf\n"
              "Content-Disposition: attachment; filename=\"a b.pdf\"\n\nAAAA\n"
              "--b;c\nContent-Type: text/plain\nContent-Disposition: attachment\n\nnot shown\n"
              "--b;c\n\nLast text, and more.",
         "[S]\nt S\ny By a\np First text, and more.\n--b;cd\nno boundary.\n"
         "b Attachment: a b.pdf (application/pdf)\nb Attachment: (text/plain)\n"
         "p Last text, and more.\n"},
        {HEAD "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: message/rfc822\n\n"
              "Subject: =?utf-8?q?Inner_subject?=\nFrom: c\n\nInner text, and more.\n--b--",
         "[S]\nt S\ny By a\nh Inner subject\np Inner text, and more.\n"},
        {HEAD "Content-Type: multipart/mixed; boundary=a\n\n--a\n"
              "Content-Type: multipart/alternative; boundary=b\n\n"
              "--b\n\nPlain text, nested.\n--b--\n--a--\n",
         "[S]\nt S\ny By a\np Plain text, nested.\n"},
        /* nothing that could be a part */
        {HEAD "Content-Type: multipart/mixed; boundary=b\n\nText without parts.\n",
         "[S]\nt S\ny By a\np Text without parts.\n"},
        {HEAD "Content-Type: multipart/mixed\n\n--b\n\nText.\n",
         "[S]\nt S\ny By a\np --b\np Text.\n"},
        {HEAD "Content-Type: multipart/mixed; boundary=b\n\n--b", "[S]\nt S\ny By a\n"},
        {HEAD "Content-Type: multipart/mixed; boundary=b\n\n--b--", "[S]\nt S\ny By a\np --b--\n"},
        {HEAD "Content-Type: image/png\n\nText all the same.",
         "[S]\nt S\ny By a\np Text all the same.\n"},
    };
    (void)state;
    check(rows, N_OF(rows), false);
}

/* Parts in parts in parts, and very many of them, come to an end. */
static void test_depth(void **state)
{
    struct buffer mail = {0};
    struct article a;
    (void)state;
    buffer_add(&mail, SLICE(HEAD));
    for (int i = 0; i < 2000; i++)
        buffer_format(&mail, "Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n", i, i);
    buffer_add(&mail, SLICE("\nText.\n"));
    article_init(&a, &mail, ARTICLE_MAIL);
    check_blocks(&a);
    article_release(&a);
    buffer_add(&mail, SLICE(HEAD "Content-Type: multipart/mixed; boundary=b\n\n"));
    for (int i = 0; i < 20000; i++)
        buffer_add(&mail, SLICE("--b\n\nText.\n"));
    article_init(&a, &mail, ARTICLE_MAIL);
    check_blocks(&a);
    assert_true(a.n_blocks < 1000);
    article_release(&a);
}

/* Any scraps of mails give blocks that are in order. */
static void test_random(void **state)
{
    static const char *const mail_scraps[] = {"Subject: ",
                                              "From: ",
                                              "=?utf-8?q?",
                                              "?=",
                                              "=?x?b?AAA?=",
                                              "\n",
                                              "\n\n",
                                              "\n ",
                                              "--b\n",
                                              "--b--\n",
                                              "Content-Type: ",
                                              "multipart/mixed; boundary=b\n",
                                              "text/html\n",
                                              "message/rfc822\n",
                                              "Content-Transfer-Encoding: base64\n",
                                              "quoted-printable\n",
                                              "=E9=",
                                              "QUJD",
                                              "<p>x</p>",
                                              "Text.",
                                              "From x\n",
                                              "\"",
                                              ";",
                                              "(",
                                              "<",
                                              "Date: Mon, 3 Nov 2025\n"};
    uint32_t seed = 5;
    (void)state;
    for (int i = 0; i < 3000; i++) {
        struct buffer mail = {0};
        struct article a;
        for (size_t n = random_below(&seed, 40); n > 0; n--)
            buffer_add(&mail, slice_of(mail_scraps[random_below(&seed, N_OF(mail_scraps))]));
        article_init(&a, &mail, ARTICLE_MAIL);
        check_blocks(&a);
        check_sections(&a);
        assert_int_equal(utf8_valid_len(a.text), a.text.len);
        article_release(&a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_is_mail), cmocka_unit_test(test_stands),
        cmocka_unit_test(test_words),   cmocka_unit_test(test_bodies),
        cmocka_unit_test(test_depth),   cmocka_unit_test(test_random),
    };
    return RUN(tests);
}
