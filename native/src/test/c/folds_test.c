/* Every kernel that makes a node of a block, against the reference, word by word. */
#include <string.h>

#include "inputs.h"
#include "reference.h"
#include "tests.h"

enum { NODE_WORDS = 5, UNTOUCHED = 0x77 };

static f64 double_of(i64 word) {
    f64 value;
    memcpy(&value, &word, sizeof value);
    return value;
}

static void expect_double(i64 word, f64 expected, const char *kernel, i64 n) {
    expect(same_f64(double_of(word), expected), kernel, n, -1);
}

static void expect_long(i64 word, i64 expected, const char *kernel, i64 n) { expect(word == expected, kernel, n, -1); }

static int words_of(const char *how) {
    return strcmp(how, "summary") == 0 ? 5 : strcmp(how, "sumchecked") == 0 ? 2 : 1;
}

static void expect_rest_untouched(const i64 *node, const char *how, const char *kernel, i64 n) {
    for (int word = words_of(how); word < NODE_WORDS; word++) {
        expect_long(node[word], UNTOUCHED, kernel, n);
    }
}

/* mean and m2 of terms[0..n), into node[1] and node[2]. */
static void expect_spread(const i64 *node, f64 *terms, const char *kernel, i64 n) {
    const f64 mean = n == 0 ? 0.0 : reference_tree(SUM, terms, n) / (f64) n;
    expect_double(node[1], mean, kernel, n);
    for (i64 i = 0; i < n; i++) {
        terms[i] = (terms[i] - mean) * (terms[i] - mean);
    }
    expect_double(node[2], reference_tree(SUM, terms, n), kernel, n);
}

/* terms: the elements as doubles, after the op. */
static void expect_floating_node(const i64 *node, const char *how, f64 *terms, const char *kernel, i64 n) {
    if (strcmp(how, "sum") == 0) {
        expect_double(node[0], reference_tree(SUM, terms, n), kernel, n);
    } else if (strcmp(how, "product") == 0) {
        expect_double(node[0], reference_tree(PRODUCT, terms, n), kernel, n);
    } else if (strcmp(how, "min") == 0) {
        expect_double(node[0], reference_tree(MIN, terms, n), kernel, n);
    } else if (strcmp(how, "max") == 0) {
        expect_double(node[0], reference_tree(MAX, terms, n), kernel, n);
    } else if (strcmp(how, "countnz") == 0) {
        i64 count = 0;
        for (i64 i = 0; i < n; i++) {
            count += terms[i] != 0.0;
        }
        expect_long(node[0], count, kernel, n);
    } else if (strcmp(how, "summary") == 0) {
        expect_double(node[0], reference_tree(SUM, terms, n), kernel, n);
        expect_double(node[3], reference_tree(MIN, terms, n), kernel, n);
        expect_double(node[4], reference_tree(MAX, terms, n), kernel, n);
        expect_spread(node, terms, kernel, n);
    } else {
        expect(0, kernel, n, -1);
    }
    expect_rest_untouched(node, how, kernel, n);
}

/* terms: the elements as int64_t, after the op in int64_t. */
static void expect_whole_node(const i64 *node, const char *how, const i64 *terms, const char *kernel, i64 n) {
    __int128 sum = 0;
    uint64_t product = 1;
    i64 min = INT64_MAX, max = INT64_MIN, count = 0;
    f64 doubles[BLOCK];
    for (i64 i = 0; i < n; i++) {
        sum += terms[i];
        product *= (uint64_t) terms[i];
        min = terms[i] < min ? terms[i] : min;
        max = terms[i] > max ? terms[i] : max;
        count += terms[i] != 0;
        doubles[i] = (f64) terms[i];
    }
    if (strcmp(how, "sum") == 0) {
        expect_long(node[0], (i64) sum, kernel, n);
    } else if (strcmp(how, "sumchecked") == 0) {
        expect_long(node[0], (i64) sum, kernel, n);
        expect_long(node[1], (i64) (sum >> 64), kernel, n);
    } else if (strcmp(how, "product") == 0) {
        expect_long(node[0], (i64) product, kernel, n);
    } else if (strcmp(how, "min") == 0) {
        expect_long(node[0], min, kernel, n);
    } else if (strcmp(how, "max") == 0) {
        expect_long(node[0], max, kernel, n);
    } else if (strcmp(how, "countnz") == 0) {
        expect_long(node[0], count, kernel, n);
    } else if (strcmp(how, "summary") == 0) {
        expect_long(node[0], (i64) sum, kernel, n);
        expect_long(node[3], min, kernel, n);
        expect_long(node[4], max, kernel, n);
        expect_spread(node, doubles, kernel, n);
    } else {
        expect(0, kernel, n, -1);
    }
    expect_rest_untouched(node, how, kernel, n);
}

/* Kinds of content: edge values; tame ones, where every rounding shows; only zeros of both signs; all the same zero. */
enum { CONTENTS = 5 };

#define FLOAT_CONTENT(t)                                                                \
    static void content_##t(t *to, i64 n, int content, uint64_t seed) {                 \
        if (content == 0) {                                                             \
            numbers_##t(to, n, seed);                                                   \
            return;                                                                     \
        }                                                                               \
        tame_##t(to, n, seed);                                                          \
        for (i64 i = 0; i < n && content > 1; i++) {                                    \
            to[i] *= content == 2 && i % 64 > 40 ? (t) 1 : (t) 0;                       \
            to[i] = content == 3 ? (t) -0.0 : content == 4 ? (t) 0.0 : to[i];           \
        }                                                                               \
    }
FLOAT_CONTENT(f64)
FLOAT_CONTENT(f32)
#define WHOLE_CONTENT(t)                                                                \
    static void content_##t(t *to, i64 n, int content, uint64_t seed) {                 \
        numbers_##t(to, n, seed + (uint64_t) content);                                  \
        for (i64 i = 0; i < n && content > 1; i++) {                                    \
            const i64 extremes[] = {0, INT64_MIN >> (64 - sizeof(t) * 8)};                 \
            to[i] = (t) (extremes[content % 2] - (content == 4));                       \
        }                                                                               \
    }
WHOLE_CONTENT(i64)
WHOLE_CONTENT(i32)
WHOLE_CONTENT(i16)
WHOLE_CONTENT(i8)

/* Runs `call` on blocks of every content, length and start; `term` is what element i contributes. */
#define EVERY_BLOCK(t, kernel, how, call, term_t, term, expect_node)                    \
    for (int c = 0; c < CONTENTS * FOLD_LENGTHS * STARTS; c++) {                        \
        const i64 n = lengths[c / CONTENTS % FOLD_LENGTHS], start = starts[c / CONTENTS / FOLD_LENGTHS]; \
        t *in = room(n, start, sizeof(t)), *other = room(n, 1, sizeof(t));              \
        content_##t(in, n, c % CONTENTS, (uint64_t) c);                                 \
        content_##t(other, n, c % CONTENTS, (uint64_t) c + 500);                        \
        i64 node[NODE_WORDS];                                                           \
        for (int word = 0; word < NODE_WORDS; word++) {                                 \
            node[word] = UNTOUCHED;                                                     \
        }                                                                               \
        call;                                                                           \
        term_t terms[BLOCK];                                                            \
        for (i64 i = 0; i < n; i++) {                                                   \
            terms[i] = (term_t) (term);                                                 \
        }                                                                               \
        expect_node(node, how, terms, kernel, n);                                       \
        release(in, start, sizeof(t), kernel);                                          \
        release(other, 1, sizeof(t), kernel);                                           \
    }

#define FLOAT_TERM(t, op) (op[0] == '\0' ? in[i] : reference_map_##t(op, in[i], NULL))
#define WHOLE_TERM(t, op) (op[0] == '\0' ? in[i] : reference_map_integer(op, in[i], 0, 0))
#define FLOAT_DOT(t) reference_zip_##t("multiply", in[i], other[i])
#define WHOLE_DOT(t) reference_zip_integer("multiply", in[i], other[i])

#define CHECK_FOLDS(t, term_t, CLASS, expect_node)                                      \
    static void check_fold_##t(const char *kernel, const char *how, const char *op,     \
                               void (*run)(const t *, int64_t, int64_t *)) {            \
        EVERY_BLOCK(t, kernel, how, run(in, n, node), term_t, CLASS##_TERM(t, op), expect_node) \
    }                                                                                   \
    static void check_dot_##t(void) {                                                   \
        EVERY_BLOCK(t, "dot_" #t, "sum", dot_##t(in, other, n, node), term_t, CLASS##_DOT(t), expect_node) \
    }
CHECK_FOLDS(f64, f64, FLOAT, expect_floating_node)
CHECK_FOLDS(f32, f64, FLOAT, expect_floating_node)
CHECK_FOLDS(i64, i64, WHOLE, expect_whole_node)
CHECK_FOLDS(i32, i64, WHOLE, expect_whole_node)
CHECK_FOLDS(i16, i64, WHOLE, expect_whole_node)
CHECK_FOLDS(i8, i64, WHOLE, expect_whole_node)

/* Every block in two parts, of which the first ends after each of its rows in turn, is that block in one. */
static void check_rows_sum_f64(void) {
    for (int c = 0; c < CONTENTS * FOLD_LENGTHS; c++) {
        const i64 n = lengths[c / CONTENTS];
        f64 *in = room(n, 1, sizeof(f64));
        content_f64(in, n, c % CONTENTS, (uint64_t) c);
        for (i64 first = 0; n > 0 && first <= n; first += ACCUMULATORS) {
            f64 lane[ACCUMULATORS];
            for (int k = 0; k < ACCUMULATORS; k++) {
                lane[k] = -0.0;
            }
            rows_sum_f64(in, first, lane);
            rows_sum_f64(in + first, n - first, lane);
            i64 node[NODE_WORDS];
            for (int word = 0; word < NODE_WORDS; word++) {
                node[word] = UNTOUCHED;
            }
            for (int half = ACCUMULATORS / 2; half > 0; half /= 2) {
                for (int k = 0; k < half; k++) {
                    lane[k] += lane[k + half];
                }
            }
            node[0] = word_f64(lane[0]);
            expect_floating_node(node, "sum", in, "rows_sum_f64", n);
        }
        release(in, 1, sizeof(f64), "rows_sum_f64");
    }
}

void test_folds(void) {
#define MAP(op, t)
#define WIDEN(op, t)
#define ZIP(op, t)
#define ZIP3(op, t)
#define CONVERT(t, u)
#define FILL(t)
#define DRAW(op, t)
#define FOLD(how, t) check_fold_##t("fold_" #how "_" #t, #how, "", fold_##how##_##t);
#define FUSED(how, op, t) check_fold_##t("fold_" #how "_" #op "_" #t, #how, #op, fold_##how##_##op##_##t);
#define DOT(t) check_dot_##t();
#define ROWS(how, t) check_rows_##how##_##t();
#define LIMIT_IN(name)
#define LIMIT_OUT(name)
#define LIMIT_COPY(name)
#include "kernels.def"
}

static void expect_copied(const char *kernel, int64_t (*copy)(const double *, double *, int64_t)) {
    for (int l = 0; l < LENGTHS; l++) {
        const i64 n = lengths[l];
        f64 *in = room(n, 0, sizeof(f64)), *out = room(n, 1, sizeof(f64));
        numbers_f64(in, n, 5);
        expect_long(copy(in, out, n), n, kernel, n);
        expect(n == 0 || memcmp(in, out, (size_t) n * sizeof(f64)) == 0, kernel, n, -1);
        release(in, 0, sizeof(f64), kernel);
        release(out, 1, sizeof(f64), kernel);
    }
}

void test_limits(void) {
    expect_copied("limit_copy", limit_copy);
    expect_copied("limit_copy_nt", limit_copy_nt);
    for (int l = 0; l < LENGTHS; l++) {
        const i64 n = lengths[l];
        f64 *in = room(n, 1, sizeof(f64)), *out = room(n, 1, sizeof(f64));
        numbers_f64(in, n, 5);
        i64 mixed = 0;
        for (i64 i = 0; i < n; i++) {
            mixed ^= word_f64(in[i]);
            out[i] = in[i];
        }
        expect_long(limit_read(in, n), mixed, "limit_read", n);
        limit_inplace_square(out, n);
        for (i64 i = 0; i < n; i++) {
            expect(same_f64(out[i], in[i] * in[i]), "limit_inplace_square", n, i);
        }
        release(in, 1, sizeof(f64), "limit_read");
        release(out, 1, sizeof(f64), "limit_inplace_square");
    }
}
