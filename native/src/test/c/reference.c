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

f64 reference_map_f64(const char *op, f64 x, const f64 *params) {
    if (is(op, "square")) return x * x;
    if (is(op, "negate")) return copysign(x, signbit(x) ? 1.0 : -1.0);
    if (is(op, "abs")) return copysign(x, 1.0);
    if (is(op, "sqrt")) return sqrt(x);
    if (is(op, "reciprocal")) return 1.0 / x;
    if (is(op, "floor")) return floor(x);
    if (is(op, "ceil")) return ceil(x);
    if (is(op, "rint")) return nearbyint(x);
    if (is(op, "signum")) return isnan(x) || x == 0.0 ? x : copysign(1.0, x);
    if (is(op, "scale")) return x * params[0];
    if (is(op, "plus")) return x + params[0];
    if (is(op, "clamp")) return least(largest(x, params[0]), params[1]);
    unknown(op);
}

/* One operation on two floats, done in double and rounded to float, is rounded right (Figueroa, 1995). */
f32 reference_map_f32(const char *op, f32 x, const f32 *params) {
    const bool one = is(op, "scale") || is(op, "plus");
    const f64 wide[2] = {
        one || is(op, "clamp") ? (f64) params[0] : 0.0,
        is(op, "clamp") ? (f64) params[1] : 0.0,
    };
    return (f32) reference_map_f64(op, (f64) x, wide);
}

f64 reference_zip_f64(const char *op, f64 a, f64 b) {
    if (is(op, "add")) return a + b;
    if (is(op, "subtract")) return a - b;
    if (is(op, "multiply")) return a * b;
    if (is(op, "divide")) return a / b;
    if (is(op, "min")) return least(a, b);
    if (is(op, "max")) return largest(a, b);
    unknown(op);
}

f32 reference_zip_f32(const char *op, f32 a, f32 b) { return (f32) reference_zip_f64(op, (f64) a, (f64) b); }

__int128 reference_map_integer(const char *op, i64 x, i64 first, i64 second) {
    const __int128 wide = x;
    if (is(op, "square")) return wide * wide;
    if (is(op, "negate")) return -wide;
    if (is(op, "abs")) return wide < 0 ? -wide : wide;
    if (is(op, "scale")) return wide * first;
    if (is(op, "plus")) return wide + first;
    if (is(op, "clamp")) {
        const i64 raised = x < first ? first : x;
        return raised < second ? raised : second;
    }
    unknown(op);
}

__int128 reference_zip_integer(const char *op, i64 a, i64 b) {
    if (is(op, "add")) return (__int128) a + b;
    if (is(op, "subtract")) return (__int128) a - b;
    if (is(op, "multiply")) return (__int128) a * b;
    if (is(op, "min")) return a < b ? a : b;
    if (is(op, "max")) return a < b ? b : a;
    if (is(op, "and")) return a & b;
    if (is(op, "or")) return a | b;
    if (is(op, "xor")) return a ^ b;
    unknown(op);
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
