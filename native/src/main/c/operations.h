/*
 * Ops on one element, with the results of the Java operators, casts and java.lang.Math. Written so that loops over them
 * become vector code: selections instead of branches.
 */
#ifndef MILLRACE_OPERATIONS_H
#define MILLRACE_OPERATIONS_H

#include "kernels.h"

#define OP static inline __attribute__((unused, always_inline))

/* How many elements of `params` an op reads. */
enum {
    PARAMS_square = 0, PARAMS_negate = 0, PARAMS_abs = 0, PARAMS_sqrt = 0, PARAMS_reciprocal = 0, PARAMS_floor = 0,
    PARAMS_ceil = 0, PARAMS_rint = 0, PARAMS_signum = 0, PARAMS_scale = 1, PARAMS_plus = 1, PARAMS_clamp = 2
};

/* NaN wins and -0.0 < 0.0: where the two are equal, or-ing (and-ing) their bits keeps (drops) the sign of a zero. */
#define FLOAT_MIN_MAX(t, bits)                                                                  \
    OP t binary_min_##t(t a, t b) {                                                                \
        union { t value; bits word; } x = {a}, y = {b}, both;                                   \
        both.word = x.word | y.word;                                                            \
        t smaller = a < b ? a : b;                                                              \
        t settled = a == b ? both.value : smaller;                                              \
        return a != a ? a : settled;                                                            \
    }                                                                                           \
    OP t binary_max_##t(t a, t b) {                                                                \
        union { t value; bits word; } x = {a}, y = {b}, both;                                   \
        both.word = x.word & y.word;                                                            \
        t larger = a > b ? a : b;                                                               \
        t settled = a == b ? both.value : larger;                                               \
        return a != a ? a : settled;                                                            \
    }

#define FLOAT_OPS(t, bits, suffix)                                                              \
    FLOAT_MIN_MAX(t, bits)                                                                      \
    OP t binary_add_##t(t a, t b) { return a + b; }                                                \
    OP t binary_subtract_##t(t a, t b) { return a - b; }                                           \
    OP t binary_multiply_##t(t a, t b) { return a * b; }                                           \
    OP t binary_divide_##t(t a, t b) { return a / b; }                                             \
    OP t unary_square_##t(t x, t p, t q) { (void) p, (void) q; return x * x; }                    \
    OP t unary_negate_##t(t x, t p, t q) { (void) p, (void) q; return -x; }                       \
    OP t unary_abs_##t(t x, t p, t q) { (void) p, (void) q; return __builtin_fabs##suffix(x); }   \
    OP t unary_sqrt_##t(t x, t p, t q) { (void) p, (void) q; return __builtin_sqrt##suffix(x); }  \
    OP t unary_reciprocal_##t(t x, t p, t q) { (void) p, (void) q; return (t) 1 / x; }            \
    OP t unary_floor_##t(t x, t p, t q) { (void) p, (void) q; return __builtin_floor##suffix(x); } \
    OP t unary_ceil_##t(t x, t p, t q) { (void) p, (void) q; return __builtin_ceil##suffix(x); }  \
    OP t unary_rint_##t(t x, t p, t q) { (void) p, (void) q; return __builtin_rint##suffix(x); }  \
    OP t unary_signum_##t(t x, t p, t q) {                                                        \
        (void) p, (void) q;                                                                     \
        t negative = x < 0 ? (t) -1 : x;                                                        \
        return x > 0 ? (t) 1 : negative;                                                        \
    }                                                                                           \
    OP t unary_scale_##t(t x, t p, t q) { (void) q; return x * p; }                               \
    OP t unary_plus_##t(t x, t p, t q) { (void) q; return x + p; }                                \
    OP t unary_clamp_##t(t x, t p, t q) { return binary_min_##t(binary_max_##t(x, p), q); }

FLOAT_OPS(f64, uint64_t, )
FLOAT_OPS(f32, uint32_t, f)

/* Two's complement: computed unsigned, where overflow is defined. */
#define INTEGER_OPS(t, u)                                                                       \
    OP t binary_add_##t(t a, t b) { return (t) ((u) a + (u) b); }                                  \
    OP t binary_subtract_##t(t a, t b) { return (t) ((u) a - (u) b); }                             \
    OP t binary_multiply_##t(t a, t b) { return (t) ((u) a * (u) b); }                             \
    OP t binary_min_##t(t a, t b) { return a < b ? a : b; }                                        \
    OP t binary_max_##t(t a, t b) { return a > b ? a : b; }                                        \
    OP t binary_and_##t(t a, t b) { return a & b; }                                                \
    OP t binary_or_##t(t a, t b) { return a | b; }                                                 \
    OP t binary_xor_##t(t a, t b) { return a ^ b; }                                                \
    OP t unary_square_##t(t x, t p, t q) { (void) p, (void) q; return (t) ((u) x * (u) x); }      \
    OP t unary_negate_##t(t x, t p, t q) { (void) p, (void) q; return (t) (0 - (u) x); }          \
    OP t unary_abs_##t(t x, t p, t q) { (void) p, (void) q; return x < 0 ? (t) (0 - (u) x) : x; } \
    OP t unary_scale_##t(t x, t p, t q) { (void) q; return (t) ((u) x * (u) p); }                 \
    OP t unary_plus_##t(t x, t p, t q) { (void) q; return (t) ((u) x + (u) p); }                  \
    OP t unary_clamp_##t(t x, t p, t q) { return binary_min_##t(binary_max_##t(x, p), q); }

INTEGER_OPS(i64, uint64_t)
INTEGER_OPS(i32, uint32_t)

/* Casts. Between integers and towards floating point C's are Java's. */
#define PLAIN_CAST(t, u) OP u cast_##t##_##u(t x) { return (u) x; }
#define PLAIN_CASTS(t)                                                                          \
    PLAIN_CAST(t, i8) PLAIN_CAST(t, i16) PLAIN_CAST(t, i32) PLAIN_CAST(t, i64)                  \
    PLAIN_CAST(t, f32) PLAIN_CAST(t, f64)
PLAIN_CASTS(i8) PLAIN_CASTS(i16) PLAIN_CASTS(i32) PLAIN_CASTS(i64)
PLAIN_CAST(f32, f32) PLAIN_CAST(f32, f64) PLAIN_CAST(f64, f32) PLAIN_CAST(f64, f64)

/* Towards integers Java's saturate, and NaN becomes 0. What is out of range never reaches the cast of C. */
#define SATURATING_CAST(t, u, least, most, bound)                                               \
    OP u cast_##t##_##u(t x) {                                                                  \
        t inside = x >= -(t) (bound) && x < (t) (bound) ? x : (t) 0;                            \
        u below = x < -(t) (bound) ? (least) : (u) inside;                                      \
        return x >= (t) (bound) ? (most) : below;                                               \
    }
SATURATING_CAST(f64, i32, INT32_MIN, INT32_MAX, 0x1p31)
SATURATING_CAST(f32, i32, INT32_MIN, INT32_MAX, 0x1p31)
SATURATING_CAST(f64, i64, INT64_MIN, INT64_MAX, 0x1p63)
SATURATING_CAST(f32, i64, INT64_MIN, INT64_MAX, 0x1p63)

/* byte and short are reached through int. */
#define CAST_THROUGH_INT(t, u) OP u cast_##t##_##u(t x) { return (u) cast_##t##_i32(x); }
CAST_THROUGH_INT(f64, i8) CAST_THROUGH_INT(f64, i16) CAST_THROUGH_INT(f32, i8) CAST_THROUGH_INT(f32, i16)

#endif
