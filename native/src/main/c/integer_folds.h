/*
 * Template: integer folds of one block. Their order does not matter, so these loops are plain: the compiler makes
 * vector code of them. `narrow` types hold a block's sum exactly: 4,096 elements add 12 bits.
 */

/* name: of the fold; sum_type: adds without overflow, or unsigned; term: of x, the element as narrow as it may be. */
#define INTEGER_SUM(name, t, sum_type, term)                                                    \
    static void LOCAL(name) FOLD_ARGUMENTS(t) {                                                 \
        sum_type sum = 0;                                                                       \
        for (int64_t i = 0; i < n; i++) {                                                       \
            const t x = in[i];                                                                  \
            sum += (sum_type) (term);                                                           \
        }                                                                                       \
        node[0] = (int64_t) sum;                                                                \
    }

/* A sum in 128 bits: the low halves of the terms, unsigned, and the high halves are added apart. */
#define CHECKED_SUM(name, t, term)                                                              \
    static void LOCAL(name) FOLD_ARGUMENTS(t) {                                                 \
        uint64_t low = 0;                                                                       \
        int64_t high = 0;                                                                       \
        for (int64_t i = 0; i < n; i++) {                                                       \
            const i64 x = in[i];                                                                \
            const i64 value = term;                                                             \
            low += (uint32_t) value;                                                            \
            high += value >> 32;                                                                \
        }                                                                                       \
        const __int128 sum = (__int128) high * ((__int128) 1 << 32) + (__int128) low;           \
        node[0] = (int64_t) sum;                                                                \
        node[1] = (int64_t) (sum >> 64);                                                        \
    }

INTEGER_SUM(fold_sum_i8, i8, int32_t, x)
INTEGER_SUM(fold_sum_i16, i16, int32_t, x)
INTEGER_SUM(fold_sum_i32, i32, uint64_t, (int64_t) x)
INTEGER_SUM(fold_sum_i64, i64, uint64_t, x)

/* Whether so many terms, each at most an element of type t to the power of degree, add up without overflow in 32 bits. */
#define FITS_32(t, degree, terms) ((terms) * ((__int128) 1 << (degree) * (8 * (int) sizeof(t) - 1)) <= INT32_MAX)
#define NARROWEST(t, degree, terms)                                                             \
    __typeof__(__builtin_choose_expr(FITS_32(t, degree, terms), (int32_t) 0, (int64_t) 0))
#define NARROWEST_TERM(t, op, degree)                                                           \
    __builtin_choose_expr(FITS_32(t, degree, 1), unary_##op##_i32(x, 0, 0), unary_##op##_i64(x, 0, 0))

#define SMALL_SUM(t, op, degree)                                                                \
    INTEGER_SUM(fold_sum_##op##_##t, t, NARROWEST(t, degree, BLOCK), NARROWEST_TERM(t, op, degree))
#define LARGE_SUM(t, op) INTEGER_SUM(fold_sum_##op##_##t, t, uint64_t, unary_##op##_i64(x, 0, 0))
#define CHECKED(t, op) CHECKED_SUM(fold_sumchecked_##op##_##t, t, unary_##op##_i64(x, 0, 0))

/* The sums fused with maps. */
#define FLOATS(op, degree)
#define INTEGERS(op, degree)                                                                    \
    SMALL_SUM(i8, op, degree) SMALL_SUM(i16, op, degree) LARGE_SUM(i32, op) LARGE_SUM(i64, op)  \
    CHECKED(i8, op) CHECKED(i16, op) CHECKED(i32, op) CHECKED(i64, op)
#define NUMBERS(op, degree) INTEGERS(op, degree)
#define SUMS_0(types, op)
#define SUMS_1(types, op) types(op, 1)
#define SUMS_2(types, op) types(op, 2)
#define SUMS_3(types, op) types(op, 3)
#define UNARY(op, types, params, degree, value) SUMS_##degree(types, op)
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

#define LONG_RESULTS(t, dot_sum_type, dot_term_type)                                            \
    CHECKED_SUM(fold_sumchecked_##t, t, x)                                                      \
    static void LOCAL(fold_product_##t) FOLD_ARGUMENTS(t) {                                     \
        uint64_t product = 1;                                                                   \
        for (int64_t i = 0; i < n; i++) {                                                       \
            product *= (uint64_t) (int64_t) in[i];                                              \
        }                                                                                       \
        node[0] = (int64_t) product;                                                            \
    }                                                                                           \
    static void LOCAL(fold_min_##t) FOLD_ARGUMENTS(t) {                                         \
        t least = n == 0 ? 0 : in[0];                                                           \
        for (int64_t i = 1; i < n; i++) {                                                       \
            least = in[i] < least ? in[i] : least;                                              \
        }                                                                                       \
        node[0] = n == 0 ? INT64_MAX : (int64_t) least;                                         \
    }                                                                                           \
    static void LOCAL(fold_max_##t) FOLD_ARGUMENTS(t) {                                         \
        t largest = n == 0 ? 0 : in[0];                                                         \
        for (int64_t i = 1; i < n; i++) {                                                       \
            largest = in[i] > largest ? in[i] : largest;                                        \
        }                                                                                       \
        node[0] = n == 0 ? INT64_MIN : (int64_t) largest;                                       \
    }                                                                                           \
    static void LOCAL(fold_countnz_##t) FOLD_ARGUMENTS(t) {                                     \
        int32_t count = 0;                                                                      \
        for (int64_t i = 0; i < n; i++) {                                                       \
            count += in[i] != 0;                                                                \
        }                                                                                       \
        node[0] = count;                                                                        \
    }                                                                                           \
    static void LOCAL(dot_##t) DOT_ARGUMENTS(t) {                                               \
        dot_sum_type sum = 0;                                                                   \
        for (int64_t i = 0; i < n; i++) {                                                       \
            sum += (dot_sum_type) ((dot_term_type) a[i] * (dot_term_type) b[i]);                \
        }                                                                                       \
        node[0] = (int64_t) sum;                                                                \
    }

LONG_RESULTS(i8, int32_t, int32_t)
LONG_RESULTS(i16, int64_t, int32_t)
LONG_RESULTS(i32, uint64_t, int64_t)
LONG_RESULTS(i64, uint64_t, uint64_t)

/* `wide`: the block as elements of wide_t, for which there are trees. */
#define LONG_SUMMARY(t, wide_t, wide)                                                           \
    static void LOCAL(fold_summary_##t) FOLD_ARGUMENTS(t) {                                     \
        wide                                                                                    \
        const double sum = n == 0 ? 0.0 : LOCAL(tree_sum_##wide_t)(block, block, 0.0, n);       \
        const double mean = n == 0 ? 0.0 : sum / (double) n;                                    \
        LOCAL(fold_sum_##t)(in, n, node);                                                       \
        node[1] = bits_of(mean);                                                                \
        node[2] = bits_of(n == 0 ? 0.0 : LOCAL(tree_deviation_##wide_t)(block, block, mean, n)); \
        LOCAL(fold_min_##t)(in, n, node + 3);                                                   \
        LOCAL(fold_max_##t)(in, n, node + 4);                                                   \
    }

#define SMALL_SUMMARY(t)                                                                        \
    LONG_SUMMARY(t, i32, i32 block[BLOCK]; LOCAL(convert_##t##_i32)(in, block, n);)
#define LARGE_SUMMARY(t)                                                                        \
    TREE(tree_sum_##t, t, -0.0, +, itself, AS_IT_IS)                                            \
    TREE(tree_deviation_##t, t, -0.0, +, itself, DEVIATION_SQUARED)                             \
    LONG_SUMMARY(t, t, const t *block = in;)

LARGE_SUMMARY(i64)
LARGE_SUMMARY(i32)
SMALL_SUMMARY(i16)
SMALL_SUMMARY(i8)
