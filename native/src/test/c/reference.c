#include "reference.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool is(const char *op, const char *name) { return strcmp(op, name) == 0; }

static _Noreturn void unknown(const char *op) {
    fprintf(stderr, "no reference for op %s\n", op);
    abort();
}

i64 word_f64(f64 x) {
    i64 word;
    memcpy(&word, &x, sizeof word);
    return word;
}

bool same_f64(f64 a, f64 b) {
    return isnan(a) || isnan(b) ? isnan(a) && isnan(b) : word_f64(a) == word_f64(b);
}

/* Every float is a double, and no two of them the same one. */
bool same_f32(f32 a, f32 b) { return same_f64((f64) a, (f64) b); }

static f64 least(f64 a, f64 b) {
    if (isnan(a) || isnan(b)) {
        return (f64) NAN;
    }
    if (a == 0.0 && b == 0.0) {
        return signbit(a) || signbit(b) ? -0.0 : 0.0;
    }
    return a < b ? a : b;
}

static f64 largest(f64 a, f64 b) { return -least(-a, -b); }

/* The values of ops.def on floating point. One operation on two floats, done in double and rounded to float, is rounded
 * right (Figueroa, 1995). */
#define ABS(x) ((T) copysign((f64) (x), 1.0))
#define SQRT(x) ((T) sqrt((f64) (x)))
#define FLOOR(x) ((T) floor((f64) (x)))
#define CEIL(x) ((T) ceil((f64) (x)))
#define RINT(x) ((T) nearbyint((f64) (x)))
#define SIGNUM(x) ((T) (isnan(x) || (x) == 0 ? (f64) (x) : copysign(1.0, (f64) (x))))
#define MIN(a, b) ((T) least((f64) (a), (f64) (b)))
#define MAX(a, b) ((T) largest((f64) (a), (f64) (b)))
#define LESS(a, b) ((T) ((a) < (b)))
#define LESS_OR_EQUAL(a, b) ((T) ((a) <= (b)))
#define EQUAL(a, b) ((T) ((a) == (b)))
#define NOT_EQUAL(a, b) ((T) !((a) == (b)))
#define FLOATS(branch) branch
#define INTEGERS(branch)
#define NUMBERS(branch) branch
#define UNARY_CASE(op_name, read, value)                                                \
    if (is(op, #op_name)) {                                                             \
        const T p = read > 0 ? params[0] : 0, q = read > 1 ? params[1] : 0;             \
        (void) p, (void) q;                                                             \
        return value;                                                                   \
    }
#define BINARY_CASE(op_name, value)                                                     \
    if (is(op, #op_name)) {                                                             \
        return value;                                                                   \
    }
#define UNARY(op, types, params, degree, value) types(UNARY_CASE(op, params, value))
#define BINARY(op, types, value)

f64 reference_map_f64(const char *op, f64 x, const f64 *params) {
    typedef f64 T;
#include "ops.def"
    unknown(op);
}

f32 reference_map_f32(const char *op, f32 x, const f32 *params) {
    typedef f32 T;
#include "ops.def"
    unknown(op);
}

#undef UNARY
#undef BINARY
#define UNARY(op, types, params, degree, value)
#define BINARY(op, types, value) types(BINARY_CASE(op, value))

f64 reference_zip_f64(const char *op, f64 a, f64 b) {
    typedef f64 T;
#include "ops.def"
    unknown(op);
}

f32 reference_zip_f32(const char *op, f32 a, f32 b) {
    typedef f32 T;
#include "ops.def"
    unknown(op);
}

/* The same on integers: 128 bits modulo 2^128. */
#undef ABS
#undef MIN
#undef MAX
#undef LESS
#undef LESS_OR_EQUAL
#undef FLOATS
#undef INTEGERS
#undef UNARY_CASE
#undef UNARY
#undef BINARY
#define ABS(x) ((__int128) (x) < 0 ? -(x) : (x))
#define MIN(a, b) ((__int128) (a) < (__int128) (b) ? (a) : (b))
#define MAX(a, b) ((__int128) (a) < (__int128) (b) ? (b) : (a))
#undef EQUAL
#undef NOT_EQUAL
#define LESS(a, b) ((__int128) (a) < (__int128) (b))
#define LESS_OR_EQUAL(a, b) (!((__int128) (b) < (__int128) (a)))
#define EQUAL(a, b) ((a) == (b))
#define NOT_EQUAL(a, b) ((a) != (b))
#define FLOATS(branch)
#define INTEGERS(branch) branch
#define UNARY_CASE(op_name, value)                                                      \
    if (is(op, #op_name)) {                                                             \
        return (__int128) (value);                                                      \
    }
#define UNARY(op, types, params, degree, value) types(UNARY_CASE(op, value))
#define BINARY(op, types, value)

__int128 reference_map_integer(const char *op, i64 element, i64 first, i64 second) {
    const unsigned __int128 x = (unsigned __int128) element;
    const unsigned __int128 p = (unsigned __int128) first, q = (unsigned __int128) second;
#include "ops.def"
    unknown(op);
}

#undef UNARY
#undef BINARY
#define UNARY(op, types, params, degree, value)
#define BINARY(op, types, value) types(BINARY_CASE(op, (__int128) (value)))

__int128 reference_zip_integer(const char *op, i64 left, i64 right) {
    const unsigned __int128 a = (unsigned __int128) left, b = (unsigned __int128) right;
#include "ops.def"
    unknown(op);
}

/* The fma of the C standard rounds once, on whatever instructions. */
f64 reference_zip3_f64(const char *op, f64 a, f64 b, f64 c) {
    if (is(op, "fma")) {
        return fma(a, b, c);
    }
    return is(op, "where") ? isnan(a) || fabs(a) > 0 ? b : c : (unknown(op), c);
}

f32 reference_zip3_f32(const char *op, f32 a, f32 b, f32 c) {
    if (is(op, "fma")) {
        return fmaf(a, b, c);
    }
    return is(op, "where") ? isnan(a) || fabsf(a) > 0 ? b : c : (unknown(op), c);
}

__int128 reference_zip3_integer(const char *op, i64 a, i64 b, i64 c) {
    if (is(op, "fma")) {
        return (__int128) ((unsigned __int128) a * (unsigned __int128) b + (unsigned __int128) c);
    }
    return is(op, "where") ? a == 0 ? c : b : (unknown(op), c);
}

i64 reference_cast(f64 x, int bits) {
    if (isnan(x)) {
        return 0;
    }
    const int reached = bits == 64 ? 64 : 32;
    const long double bound = ldexpl(1.0L, reached - 1);
    if ((long double) x >= bound) {
        return reached == 64 ? INT64_MAX : bits == 32 ? INT32_MAX : -1;
    }
    if ((long double) x < -bound) {
        return reached == 64 ? INT64_MIN : bits == 32 ? INT32_MIN : 0;
    }
    const i64 whole = (i64) x;
    switch (bits) {
    case 8:
        return (i8) whole;
    case 16:
        return (i16) whole;
    default:
        return whole;
    }
}

static f64 combine(enum how how, f64 a, f64 b) {
    switch (how) {
    case SUM:
        return a + b;
    case PRODUCT:
        return a * b;
    case MIN:
        return least(a, b);
    default:
        return largest(a, b);
    }
}

f64 reference_tree(enum how how, const f64 *terms, i64 n) {
    static const f64 start[] = {-0.0, 1.0, (f64) INFINITY, (f64) -INFINITY};
    f64 accumulator[32];
    for (int k = 0; k < 32; k++) {
        accumulator[k] = start[how];
    }
    for (i64 i = 0; i < n; i++) {
        accumulator[i % 32] = combine(how, accumulator[i % 32], terms[i]);
    }
    for (int half = 16; half >= 1; half /= 2) {
        for (int k = 0; k < half; k++) {
            accumulator[k] = combine(how, accumulator[k], accumulator[k + half]);
        }
    }
    return n == 0 && how == SUM ? 0.0 : accumulator[0];
}
