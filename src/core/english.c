/*
 * english.c - see english.h. A list for each first letter: these words are asked for at
 * every candidate.
 */
#include "english.h"

struct entry {
    const char *word;
    unsigned classes;
};

static const struct entry words_a[] = {
    {"a", ENGLISH_ARTICLE | ENGLISH_DETERMINER | ENGLISH_NO_NAME},
    {"according", ENGLISH_NO_NAME},
    {"across", ENGLISH_PLACE},
    {"administration", ENGLISH_ACTOR},
    {"after", ENGLISH_NO_NAME},
    {"aid", ENGLISH_SHOUTED},
    {"alarm", ENGLISH_ACTOR},
    {"all", ENGLISH_SHOUTED | ENGLISH_NO_NAME},
    {"allies", ENGLISH_ACTOR},
    {"also", ENGLISH_NO_NAME},
    {"although", ENGLISH_DETERMINER | ENGLISH_NO_NAME},
    {"am", ENGLISH_SHOUTED},
    {"ambassador", ENGLISH_NO_NAME},
    {"an", ENGLISH_ARTICLE | ENGLISH_SHOUTED | ENGLISH_DETERMINER | ENGLISH_NO_NAME},
    {"and", ENGLISH_NO_NAME | ENGLISH_CONNECTIVE},
    {"anger", ENGLISH_ACTOR},
    {"anxiety", ENGLISH_ACTOR},
    {"any", ENGLISH_NO_NAME},
    {"april", ENGLISH_NO_NAME},
    {"are", ENGLISH_SHOUTED | ENGLISH_NO_NAME},
    {"around", ENGLISH_PLACE},
    {"arrival", ENGLISH_MOTION},
    {"arrived", ENGLISH_MOTION},
    {"as", ENGLISH_SHOUTED | ENGLISH_DETERMINER | ENGLISH_NO_NAME},
    {"at", ENGLISH_PLACE | ENGLISH_SHOUTED | ENGLISH_NO_NAME},
    {"august", ENGLISH_NO_NAME},
    {"authorities", ENGLISH_ACTOR},
    {NULL, 0},
};
static const struct entry words_b[] = {
    {"based", ENGLISH_MOTION},
    {"because", ENGLISH_NO_NAME},
    {"before", ENGLISH_NO_NAME},
    {"born", ENGLISH_MOTION},
    {"both", ENGLISH_DETERMINER | ENGLISH_NO_NAME},
    {"bus", ENGLISH_MOTION},
    {"but", ENGLISH_NO_NAME},
    {"by", ENGLISH_NO_NAME},
    {NULL, 0},
};
static const struct entry words_c[] = {
    {"calculations", ENGLISH_ACTOR},
    {"came", ENGLISH_MOTION},
    {"can", ENGLISH_SHOUTED},
    {"car", ENGLISH_SHOUTED},
    {"central", ENGLISH_PLACE},
    {"chair", ENGLISH_NO_NAME},
    {"chairman", ENGLISH_NO_NAME},
    {"chancellor", ENGLISH_NO_NAME},
    {"colonel", ENGLISH_NO_NAME},
    {"come", ENGLISH_MOTION},
    {"commissioner", ENGLISH_NO_NAME},
    {"concern", ENGLISH_ACTOR},
    {"concerns", ENGLISH_ACTOR},
    {"confidence", ENGLISH_ACTOR},
    {"consensus", ENGLISH_ACTOR},
    {"counterparts", ENGLISH_ACTOR},
    {NULL, 0},
};
static const struct entry words_d[] = {
    {"debate", ENGLISH_ACTOR},
    {"december", ENGLISH_NO_NAME},
    {"decisionmakers", ENGLISH_ACTOR},
    {"deputy", ENGLISH_NO_NAME},
    {"despite", ENGLISH_NO_NAME},
    {"diplomats", ENGLISH_ACTOR},
    {"director", ENGLISH_NO_NAME},
    {"downtown", ENGLISH_PLACE},
    {"dr", ENGLISH_NO_NAME},
    {"drive", ENGLISH_MOTION},
    {"drove", ENGLISH_MOTION},
    {"during", ENGLISH_NO_NAME},
    {NULL, 0},
};
static const struct entry words_e[] = {
    {"each", ENGLISH_DETERMINER | ENGLISH_NO_NAME},
    {"elite", ENGLISH_ACTOR},
    {"elites", ENGLISH_ACTOR},
    {"even", ENGLISH_NO_NAME},
    {"every", ENGLISH_NO_NAME},
    {NULL, 0},
};
static const struct entry words_f[] = {
    {"fear", ENGLISH_ACTOR},
    {"fears", ENGLISH_ACTOR},
    {"february", ENGLISH_NO_NAME},
    {"flew", ENGLISH_MOTION},
    {"flight", ENGLISH_MOTION},
    {"flights", ENGLISH_MOTION},
    {"fly", ENGLISH_MOTION},
    {"flying", ENGLISH_MOTION},
    {"for", ENGLISH_GOAL | ENGLISH_NO_NAME | ENGLISH_CONNECTIVE},
    {"former", ENGLISH_NO_NAME},
    {"friday", ENGLISH_NO_NAME},
    {"from", ENGLISH_GOAL | ENGLISH_NO_NAME},
    {"frustration", ENGLISH_ACTOR},
    {NULL, 0},
};
static const struct entry words_g[] = {
    {"go", ENGLISH_MOTION},
    {"going", ENGLISH_MOTION},
    {"government", ENGLISH_ACTOR},
    {NULL, 0},
};
static const struct entry words_h[] = {
    {"handlers", ENGLISH_ACTOR},
    {"he", ENGLISH_NO_NAME},
    {"her", ENGLISH_DETERMINER | ENGLISH_NO_NAME},
    {"his", ENGLISH_DETERMINER | ENGLISH_NO_NAME},
    {"hope", ENGLISH_ACTOR},
    {"hopes", ENGLISH_ACTOR},
    {"however", ENGLISH_NO_NAME},
    {NULL, 0},
};
static const struct entry words_i[] = {
    {"i", ENGLISH_NO_NAME},
    {"if", ENGLISH_DETERMINER | ENGLISH_NO_NAME},
    {"in", ENGLISH_PLACE | ENGLISH_SHOUTED | ENGLISH_NO_NAME},
    {"inside", ENGLISH_PLACE},
    {"interlocutors", ENGLISH_ACTOR},
    {"invited", ENGLISH_MOTION},
    {"is", ENGLISH_SHOUTED | ENGLISH_NO_NAME},
    {"it", ENGLISH_SHOUTED | ENGLISH_NO_NAME},
    {"its", ENGLISH_DETERMINER | ENGLISH_NO_NAME},
    {NULL, 0},
};
static const struct entry words_j[] = {
    {"january", ENGLISH_NO_NAME},
    {"journey", ENGLISH_MOTION},
    {"july", ENGLISH_NO_NAME},
    {"june", ENGLISH_NO_NAME},
    {NULL, 0},
};
static const struct entry words_k[] = {
    {"king", ENGLISH_NO_NAME},
    {NULL, 0},
};
static const struct entry words_l[] = {
    {"lawmakers", ENGLISH_ACTOR},
    {"leaders", ENGLISH_ACTOR},
    {"leadership", ENGLISH_ACTOR},
    {"leaving", ENGLISH_PLACE},
    {"left", ENGLISH_PLACE},
    {"lord", ENGLISH_NO_NAME},
    {NULL, 0},
};
static const struct entry words_m[] = {
    {"makers", ENGLISH_ACTOR},     {"many", ENGLISH_ACTOR | ENGLISH_NO_NAME},
    {"march", ENGLISH_NO_NAME},    {"masters", ENGLISH_ACTOR},
    {"may", ENGLISH_SHOUTED},      {"meanwhile", ENGLISH_NO_NAME},
    {"member", ENGLISH_NO_NAME},   {"members", ENGLISH_NO_NAME},
    {"minister", ENGLISH_NO_NAME}, {"ministers", ENGLISH_NO_NAME},
    {"monday", ENGLISH_NO_NAME},   {"mood", ENGLISH_ACTOR},
    {"moreover", ENGLISH_NO_NAME}, {"most", ENGLISH_NO_NAME},
    {"moved", ENGLISH_MOTION},     {"mr", ENGLISH_NO_NAME},
    {"mrs", ENGLISH_NO_NAME},      {"ms", ENGLISH_NO_NAME},
    {"my", ENGLISH_NO_NAME},       {NULL, 0},
};
static const struct entry words_n[] = {
    {"near", ENGLISH_PLACE},  {"new", ENGLISH_DETERMINER},
    {"no", ENGLISH_NO_NAME},  {"nor", ENGLISH_NO_NAME},
    {"not", ENGLISH_NO_NAME}, {"november", ENGLISH_NO_NAME},
    {"now", ENGLISH_NO_NAME}, {NULL, 0},
};
static const struct entry words_o[] = {
    {"october", ENGLISH_NO_NAME},
    {"of", ENGLISH_GOAL | ENGLISH_NO_NAME | ENGLISH_CONNECTIVE},
    {"officials", ENGLISH_ACTOR},
    {"on", ENGLISH_NO_NAME | ENGLISH_CONNECTIVE},
    {"only", ENGLISH_NO_NAME},
    {"or", ENGLISH_SHOUTED | ENGLISH_NO_NAME},
    {"our", ENGLISH_DETERMINER | ENGLISH_NO_NAME},
    {"outside", ENGLISH_PLACE},
    {"over", ENGLISH_NO_NAME},
    {NULL, 0},
};
static const struct entry words_p[] = {
    {"partners", ENGLISH_ACTOR}, {"patrons", ENGLISH_ACTOR},      {"plane", ENGLISH_MOTION},
    {"planners", ENGLISH_ACTOR}, {"policymakers", ENGLISH_ACTOR}, {"politicians", ENGLISH_ACTOR},
    {"power", ENGLISH_ACTOR},    {"president", ENGLISH_NO_NAME},  {"prime", ENGLISH_NO_NAME},
    {"prince", ENGLISH_NO_NAME}, {"professor", ENGLISH_NO_NAME},  {NULL, 0},
};
static const struct entry words_q[] = {
    {"queen", ENGLISH_NO_NAME},
    {NULL, 0},
};
static const struct entry words_r[] = {
    {"reaction", ENGLISH_ACTOR},   {"regime", ENGLISH_ACTOR},
    {"return", ENGLISH_MOTION},    {"returned", ENGLISH_MOTION},
    {"returning", ENGLISH_MOTION}, {"road", ENGLISH_MOTION},
    {"rulers", ENGLISH_ACTOR},     {NULL, 0},
};
static const struct entry words_s[] = {
    {"saturday", ENGLISH_NO_NAME},
    {"secretary", ENGLISH_NO_NAME},
    {"senator", ENGLISH_NO_NAME},
    {"september", ENGLISH_NO_NAME},
    {"she", ENGLISH_NO_NAME},
    {"since", ENGLISH_NO_NAME},
    {"sir", ENGLISH_NO_NAME},
    {"so", ENGLISH_SHOUTED | ENGLISH_NO_NAME},
    {"some", ENGLISH_ACTOR | ENGLISH_NO_NAME},
    {"strategists", ENGLISH_ACTOR},
    {"such", ENGLISH_NO_NAME},
    {"sunday", ENGLISH_NO_NAME},
    {NULL, 0},
};
static const struct entry words_t[] = {
    {"than", ENGLISH_NO_NAME},
    {"that", ENGLISH_DETERMINER | ENGLISH_NO_NAME},
    {"the", ENGLISH_ARTICLE | ENGLISH_DETERMINER | ENGLISH_NO_NAME | ENGLISH_CONNECTIVE},
    {"their", ENGLISH_DETERMINER | ENGLISH_NO_NAME},
    {"then", ENGLISH_NO_NAME},
    {"there", ENGLISH_NO_NAME},
    {"these", ENGLISH_DETERMINER | ENGLISH_NO_NAME},
    {"they", ENGLISH_NO_NAME},
    {"thinking", ENGLISH_ACTOR},
    {"this", ENGLISH_DETERMINER | ENGLISH_NO_NAME},
    {"those", ENGLISH_ACTOR | ENGLISH_NO_NAME},
    {"though", ENGLISH_NO_NAME},
    {"through", ENGLISH_PLACE | ENGLISH_NO_NAME},
    {"throughout", ENGLISH_NO_NAME},
    {"thursday", ENGLISH_NO_NAME},
    {"to", ENGLISH_GOAL | ENGLISH_SHOUTED | ENGLISH_NO_NAME},
    {"today", ENGLISH_NO_NAME},
    {"train", ENGLISH_MOTION},
    {"trains", ENGLISH_MOTION},
    {"travel", ENGLISH_MOTION},
    {"traveled", ENGLISH_MOTION},
    {"traveling", ENGLISH_MOTION},
    {"travelled", ENGLISH_MOTION},
    {"travelling", ENGLISH_MOTION},
    {"travels", ENGLISH_MOTION},
    {"trip", ENGLISH_MOTION},
    {"trips", ENGLISH_MOTION},
    {"trust", ENGLISH_ACTOR},
    {"tuesday", ENGLISH_NO_NAME},
    {NULL, 0},
};
static const struct entry words_u[] = {
    {"under", ENGLISH_DETERMINER | ENGLISH_NO_NAME},
    {"unease", ENGLISH_ACTOR},
    {"us", ENGLISH_SHOUTED},
    {NULL, 0},
};
static const struct entry words_v[] = {
    {"via", ENGLISH_PLACE},
    {"vice", ENGLISH_NO_NAME},
    {"visit", ENGLISH_PLACE | ENGLISH_MOTION},
    {"visited", ENGLISH_PLACE | ENGLISH_MOTION},
    {"visiting", ENGLISH_PLACE},
    {"visits", ENGLISH_MOTION},
    {NULL, 0},
};
static const struct entry words_w[] = {
    {"was", ENGLISH_SHOUTED | ENGLISH_NO_NAME},
    {"we", ENGLISH_SHOUTED | ENGLISH_NO_NAME},
    {"wednesday", ENGLISH_NO_NAME},
    {"went", ENGLISH_MOTION},
    {"were", ENGLISH_NO_NAME},
    {"when", ENGLISH_DETERMINER | ENGLISH_NO_NAME},
    {"where", ENGLISH_NO_NAME},
    {"whether", ENGLISH_NO_NAME},
    {"which", ENGLISH_NO_NAME},
    {"while", ENGLISH_DETERMINER | ENGLISH_NO_NAME},
    {"who", ENGLISH_SHOUTED | ENGLISH_NO_NAME},
    {"with", ENGLISH_DETERMINER | ENGLISH_NO_NAME},
    {"within", ENGLISH_PLACE},
    {"worries", ENGLISH_ACTOR},
    {"worry", ENGLISH_ACTOR},
    {NULL, 0},
};
static const struct entry words_y[] = {
    {"yet", ENGLISH_NO_NAME},
    {"you", ENGLISH_NO_NAME},
    {"your", ENGLISH_NO_NAME},
    {NULL, 0},
};

static const struct entry *const lists[26] = {
    words_a, words_b, words_c, words_d, words_e, words_f, words_g, words_h, words_i,
    words_j, words_k, words_l, words_m, words_n, words_o, words_p, words_q, words_r,
    words_s, words_t, words_u, words_v, words_w, NULL,    words_y, NULL};

unsigned english_classes(struct slice word)
{
    char lower[ENGLISH_LONGEST + 1] = {0};
    if (word.len == 0 || word.len > ENGLISH_LONGEST)
        return 0;
    for (size_t i = 0; i < word.len; i++) {
        lower[i] = (char)(word.ptr[i] | 0x20);
        if (lower[i] < 'a' || lower[i] > 'z')
            return 0;
    }
    const struct entry *e = lists[lower[0] - 'a'];
    for (; e && e->word; e++)
        if (strcmp(e->word + 1, lower + 1) == 0)
            return e->classes;
    return 0;
}
