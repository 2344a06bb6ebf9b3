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
#define UNARY(op, types, params, degree, value) PARAMS_##op = params,
#define BINARY(op, types, value)
#include "ops.def"
#undef UNARY
#undef BINARY
};

/* NaN wins and -0.0 < 0.0: where the two are equal, or-ing (and-ing) their bits keeps (drops) the sign of a zero. */
#define FLOAT_MIN_MAX(t, bits)                                                                  \
    OP t min_##t(t a, t b) {                                                                    \
        union { t value; bits word; } x = {a}, y = {b}, both;                                   \
        both.word = x.word | y.word;                                                            \
        t smaller = a < b ? a : b;                                                              \
        t settled = a == b ? both.value : smaller;                                              \
        return a != a ? a : settled;                                                            \
    }                                                                                           \
    OP t max_##t(t a, t b) {                                                                    \
        union { t value; bits word; } x = {a}, y = {b}, both;                                   \
        both.word = x.word & y.word;                                                            \
        t larger = a > b ? a : b;                                                               \
        t settled = a == b ? both.value : larger;                                               \
        return a != a ? a : settled;                                                            \
    }

#define FLOAT_FUNCTIONS(t, bits, suffix)                                                        \
    FLOAT_MIN_MAX(t, bits)                                                                      \
    OP t abs_##t(t x) { return __builtin_fabs##suffix(x); }                                     \
    OP t sqrt_##t(t x) { return __builtin_sqrt##suffix(x); }                                    \
    OP t floor_##t(t x) { return __builtin_floor##suffix(x); }                                  \
    OP t ceil_##t(t x) { return __builtin_ceil##suffix(x); }                                    \
    OP t rint_##t(t x) { return __builtin_rint##suffix(x); }                                    \
    OP t signum_##t(t x) {                                                                      \
        t negative = x < 0 ? (t) -1 : x;                                                        \
        return x > 0 ? (t) 1 : negative;                                                        \
    }

#define FLOAT_COMPARISONS(t)                                                                    \
    OP t less_##t(t a, t b) { return a < b ? (t) 1 : (t) 0; }                                   \
    OP t less_or_equal_##t(t a, t b) { return a <= b ? (t) 1 : (t) 0; }                         \
    OP t equal_##t(t a, t b) { return a == b ? (t) 1 : (t) 0; }                                 \
    OP t not_equal_##t(t a, t b) { return a != b ? (t) 1 : (t) 0; }

FLOAT_COMPARISONS(f64)
FLOAT_COMPARISONS(f32)
FLOAT_FUNCTIONS(f64, uint64_t, )
FLOAT_FUNCTIONS(f32, uint32_t, f)

/* Integers are computed as unsigned, where overflow is defined. */
typedef uint64_t u64;
typedef uint32_t u32;

#define INTEGER_FUNCTIONS(t, u)                                                                 \
    OP u abs_##u(u x) { return (t) x < 0 ? 0 - x : x; }                                         \
    OP u min_##u(u a, u b) { return (t) a < (t) b ? a : b; }                                    \
    OP u max_##u(u a, u b) { return (t) a > (t) b ? a : b; }                                    \
    OP u less_##u(u a, u b) { return (t) a < (t) b; }                                           \
    OP u less_or_equal_##u(u a, u b) { return (t) a <= (t) b; }                                 \
    OP u equal_##u(u a, u b) { return a == b; }                                                 \
    OP u not_equal_##u(u a, u b) { return a != b; }

INTEGER_FUNCTIONS(i64, u64)
INTEGER_FUNCTIONS(i32, u32)

/* What a value of ops.def may call. */
#define OF_FLOATS(name, x) _Generic((x), f64: name##_f64, f32: name##_f32)
#define OF_NUMBERS(name, x) _Generic((x), f64: name##_f64, f32: name##_f32, u64: name##_u64, u32: name##_u32)
#define ABS(x) OF_NUMBERS(abs, x)(x)
#define MIN(a, b) OF_NUMBERS(min, a)(a, b)
#define MAX(a, b) OF_NUMBERS(max, a)(a, b)
#define LESS(a, b) OF_NUMBERS(less, a)(a, b)
#define LESS_OR_EQUAL(a, b) OF_NUMBERS(less_or_equal, a)(a, b)
#define EQUAL(a, b) OF_NUMBERS(equal, a)(a, b)
#define NOT_EQUAL(a, b) OF_NUMBERS(not_equal, a)(a, b)
#define SQRT(x) OF_FLOATS(sqrt, x)(x)
#define FLOOR(x) OF_FLOATS(floor, x)(x)
#define CEIL(x) OF_FLOATS(ceil, x)(x)
#define RINT(x) OF_FLOATS(rint, x)(x)
#define SIGNUM(x) OF_FLOATS(signum, x)(x)

/* unary_<op>_<t> and binary_<op>_<t>, computed as u. */
#define UNARY_OF(op, t, u, value)                                                               \
    OP t unary_##op##_##t(t element, t first, t second) {                                       \
        const u x = (u) element, p = (u) first, q = (u) second;                                 \
        (void) p, (void) q;                                                                     \
        return (t) (value);                                                                     \
    }
#define BINARY_OF(op, t, u, value)                                                              \
    OP t binary_##op##_##t(t left, t right) {                                                   \
        const u a = (u) left, b = (u) right;                                                    \
        return (t) (value);                                                                     \
    }
#define FLOATS(OF, op, value) OF(op, f64, f64, value) OF(op, f32, f32, value)
#define INTEGERS(OF, op, value) OF(op, i64, u64, value) OF(op, i32, u32, value)
#define NUMBERS(OF, op, value) FLOATS(OF, op, value) INTEGERS(OF, op, value)
#define UNARY(op, types, params, degree, value) types(UNARY_OF, op, value)
#define BINARY(op, types, value) types(BINARY_OF, op, value)
#include "ops.def"
#undef FLOATS
#undef INTEGERS
#undef NUMBERS
#undef UNARY
#undef BINARY

/*
 * Ops on three elements. The fma of a floating-point type is an instruction in the files of instruction sets that have
 * one, else a call of libm, with the same bits.
 */
#define TERNARY_FLOATS(t, suffix)                                                               \
    OP t ternary_fma_##t(t a, t b, t c) { return __builtin_fma##suffix(a, b, c); }              \
    OP t ternary_where_##t(t a, t b, t c) { return a != 0 ? b : c; }
#define TERNARY_INTEGERS(t, u)                                                                  \
    OP t ternary_fma_##t(t a, t b, t c) { return (t) ((u) a * (u) b + (u) c); }                 \
    OP t ternary_where_##t(t a, t b, t c) { return a != 0 ? b : c; }
TERNARY_FLOATS(f64, )
TERNARY_FLOATS(f32, f)
TERNARY_INTEGERS(i64, u64)
TERNARY_INTEGERS(i32, u32)

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
