/*
 * Template: floating-point folds of one block by the fixed tree. Row r holds the elements 32 r to 32 r + 31, one for each
 * accumulator. A short last row is copied to a full one, and only its own terms are taken.
 */

static inline int64_t bits_of(double value) {
    int64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

/* The terms of a tree, of vectors of the element type t ... */
#define TERM_OF(name, t, value)                                                                 \
    static inline __attribute__((unused, always_inline)) lanes_##t name##_##t(lanes_##t x, lanes_##t y) { \
        (void) x, (void) y;                                                                     \
        return value;                                                                           \
    }
TERM_OF(itself, f64, x)
TERM_OF(itself, f32, x)
TERM_OF(itself, i64, x)
TERM_OF(itself, i32, x)
TERM_OF(multiplied, f64, x * y)
TERM_OF(multiplied, f32, x * y)

/* ... and what is done to them as doubles. */
#define AS_IT_IS(wide) (wide)
#define DEVIATION_SQUARED(wide) (((wide) - mean) * ((wide) - mean))

/* Bytes that a loop over one block asks for ahead, beyond it too: the next one's first lines are on their way when it
 * begins. Nothing is asked of an address that is not mapped. */
enum { AHEAD = 12288 };

/* All rows but a short last one: `accumulator` takes the terms by the operator `take`. */
#define FULL_ROWS(t, take, TERM, LATE)                                                          \
    int64_t row = 0;                                                                            \
    for (; row <= n - ACCUMULATORS; row += ACCUMULATORS) {                                      \
        for (int v = 0; v < VECTORS; v++) {                                                     \
            const int64_t at = row + v * LANES;                                                 \
            __builtin_prefetch((const char *) (in + at) + AHEAD);                               \
            doubles wide = WIDE_##t(TERM##_##t(LOAD(t, in + at), LOAD(t, other + at)));            \
            accumulator[v] = accumulator[v] take LATE(wide);                                    \
        }                                                                                       \
    }

#define SHORT_ROW(t, take, TERM, LATE)                                                          \
    if (row < n) {                                                                              \
        const size_t byte_size = (size_t) (n - row) * sizeof(t);                                \
        t x[ACCUMULATORS] = {0}, y[ACCUMULATORS] = {0};                                         \
        memcpy(x, in + row, byte_size);                                                         \
        memcpy(y, other + row, byte_size);                                                      \
        double term[ACCUMULATORS];                                                              \
        for (int v = 0; v < VECTORS; v++) {                                                     \
            const int64_t at = v * LANES;                                                       \
            doubles wide = WIDE_##t(TERM##_##t(LOAD(t, x + at), LOAD(t, y + at)));                 \
            wide = LATE(wide);                                                                  \
            memcpy(term + at, &wide, sizeof wide);                                              \
        }                                                                                       \
        for (int k = 0; k < n - row; k++) {                                                     \
            lane[k] = lane[k] take term[k];                                                     \
        }                                                                                       \
    }

#define TREE(name, t, start, take, TERM, LATE)                                                  \
    static double LOCAL(name)(const t *in, const t *other, double mean, int64_t n) {            \
        (void) mean;                                                                            \
        doubles accumulator[VECTORS];                                                           \
        for (int v = 0; v < VECTORS; v++) {                                                     \
            accumulator[v] = all_lanes(start);                                                  \
        }                                                                                       \
        FULL_ROWS(t, take, TERM, LATE)                                                          \
        double lane[ACCUMULATORS];                                                              \
        memcpy(lane, accumulator, sizeof lane);                                                 \
        SHORT_ROW(t, take, TERM, LATE)                                                          \
        for (int half = ACCUMULATORS / 2; half > 0; half /= 2) {                                \
            for (int k = 0; k < half; k++) {                                                    \
                lane[k] = lane[k] take lane[k + half];                                          \
            }                                                                                   \
        }                                                                                       \
        return lane[0];                                                                         \
    }

/* The sum of nothing is 0.0; that of anything starts at -0.0, to which each x adds up to x. */
#define SUM_OF(t, name, TERM)                                                                   \
    TREE(tree_##name##_##t, t, -0.0, +, TERM, AS_IT_IS)                                         \
    static void LOCAL(fold_##name##_##t) FOLD_ARGUMENTS(t) {                                    \
        node[0] = bits_of(n == 0 ? 0.0 : LOCAL(tree_##name##_##t)(in, in, 0.0, n));             \
    }

/*
 * The least or largest element. `better` finds it among numbers, not caring for the sign of zeros. A least element that is
 * a zero has no negative number beside it: then -0.0 is there if any sign is set. A largest: +0.0, if any is not set.
 */
#define EXTREME_OF(t, name, identity, better, no_signs, gather_signs)                           \
    static double LOCAL(extreme_##name##_##t)(const t *in, int64_t n) {                         \
        doubles best[VECTORS];                                                                  \
        for (int v = 0; v < VECTORS; v++) {                                                     \
            best[v] = all_lanes(identity);                                                      \
        }                                                                                       \
        longs not_number = (longs) all_lanes(0.0);                                              \
        longs signs = (longs) all_lanes(no_signs);                                              \
        for (int64_t row = 0; row < n; row += ACCUMULATORS) {                                   \
            t short_row[ACCUMULATORS];                                                          \
            const t *from = in + row;                                                           \
            if (n - row < ACCUMULATORS) {                                                       \
                for (int k = 0; k < ACCUMULATORS; k++) {                                        \
                    short_row[k] = k < n - row ? from[k] : (t) (identity);                      \
                }                                                                               \
                from = short_row;                                                               \
            }                                                                                   \
            for (int v = 0; v < VECTORS; v++) {                                                 \
                doubles wide = WIDE_##t(LOAD(t, from + v * LANES));                             \
                best[v] = better(wide, best[v]);                                                \
                not_number |= wide != wide;                                                     \
                signs gather_signs (longs) wide;                                                \
            }                                                                                   \
        }                                                                                       \
        double result = identity;                                                               \
        int64_t sign = bits_of(no_signs);                                                       \
        for (int k = 0; k < ACCUMULATORS; k++) {                                                \
            if (not_number[k % LANES] != 0) {                                                   \
                return (double) NAN;                                                            \
            }                                                                                   \
            result = binary_##name##_f64(result, best[k / LANES][k % LANES]);                   \
            sign gather_signs signs[k % LANES];                                                 \
        }                                                                                       \
        const double zero = sign < 0 ? -0.0 : 0.0;                                              \
        return result == 0.0 ? zero : result;                                                   \
    }                                                                                           \
    static void LOCAL(fold_##name##_##t) FOLD_ARGUMENTS(t) {                                    \
        node[0] = bits_of(LOCAL(extreme_##name##_##t)(in, n));                                  \
    }

#define DOUBLE_RESULTS(t)                                                                       \
    SUM_OF(t, sum, itself)                                                                      \
    TREE(tree_dot_##t, t, -0.0, +, multiplied, AS_IT_IS)                                        \
    TREE(tree_deviation_##t, t, -0.0, +, itself, DEVIATION_SQUARED)                             \
    TREE(tree_product_##t, t, 1.0, *, itself, AS_IT_IS)                                         \
    EXTREME_OF(t, min, (double) INFINITY, vector_min, 0.0, |=)                       \
    EXTREME_OF(t, max, (double) -INFINITY, vector_max, -0.0, &=)                 \
    static void LOCAL(dot_##t) DOT_ARGUMENTS(t) {                                               \
        node[0] = bits_of(n == 0 ? 0.0 : LOCAL(tree_dot_##t)(a, b, 0.0, n));                    \
    }                                                                                           \
    static void LOCAL(fold_product_##t) FOLD_ARGUMENTS(t) {                                     \
        node[0] = bits_of(LOCAL(tree_product_##t)(in, in, 0.0, n));                             \
    }                                                                                           \
    static void LOCAL(fold_countnz_##t) FOLD_ARGUMENTS(t) {                                     \
        int64_t count = 0;                                                                      \
        for (int64_t i = 0; i < n; i++) {                                                       \
            count += in[i] != 0;                                                                \
        }                                                                                       \
        node[0] = count;                                                                        \
    }                                                                                           \
    static void LOCAL(fold_summary_##t) FOLD_ARGUMENTS(t) {                                     \
        const double sum = n == 0 ? 0.0 : LOCAL(tree_sum_##t)(in, in, 0.0, n);                  \
        const double mean = n == 0 ? 0.0 : sum / (double) n;                                    \
        node[0] = bits_of(sum);                                                                 \
        node[1] = bits_of(mean);                                                                \
        node[2] = bits_of(n == 0 ? 0.0 : LOCAL(tree_deviation_##t)(in, in, mean, n));           \
        node[3] = bits_of(LOCAL(extreme_min_##t)(in, n));                                       \
        node[4] = bits_of(LOCAL(extreme_max_##t)(in, n));                                       \
    }

DOUBLE_RESULTS(f64)
DOUBLE_RESULTS(f32)

static void LOCAL(rows_sum_f64) ROWS_ARGUMENTS {
    const f64 *other = in;
    doubles accumulator[VECTORS];
    memcpy(accumulator, lane, sizeof accumulator);
    FULL_ROWS(f64, +, itself, AS_IT_IS)
    memcpy(lane, accumulator, sizeof accumulator);
    SHORT_ROW(f64, +, itself, AS_IT_IS)
}

/* The sums fused with maps. ABS is that of vectors here. */
TERM_OF(absolute, f64, ((lanes_f64) ((lanes_i64) x & INT64_MAX)))
TERM_OF(absolute, f32, ((lanes_f32) ((lanes_i32) x & INT32_MAX)))
#undef ABS
#define ABS(x) _Generic((x), lanes_f64: absolute_f64, lanes_f32: absolute_f32)(x, x)
#define FUSED_SUM(op, t, value)                                                                 \
    TERM_OF(term_##op, t, value)                                                                \
    SUM_OF(t, sum_##op, term_##op)
#define FLOATS(op, value) FUSED_SUM(op, f64, value) FUSED_SUM(op, f32, value)
#define INTEGERS(op, value)
#define NUMBERS(op, value) FLOATS(op, value)
#define SUMS_0(types, op, value)
#define SUMS_1(types, op, value) types(op, value)
#define SUMS_2(types, op, value) types(op, value)
#define SUMS_3(types, op, value) types(op, value)
#define UNARY(op, types, params, degree, value) SUMS_##degree(types, op, value)
#define BINARY(op, types, value)
#include "ops.def"
#undef FLOATS
#undef INTEGERS
#undef NUMBERS
#undef SUMS_0
#undef SUMS_1
#undef SUMS_2
#undef SUMS_3
#undef UNARY
#undef BINARY
