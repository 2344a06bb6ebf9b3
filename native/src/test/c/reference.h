/*
 * What the kernels should compute, one element at a time: the values of ops.def and the fma over functions of libm, branches and
 * 128-bit integers, where the kernels use selections, vectors and wrapping; casts and trees from their definitions
 * alone. That a value of ops.def is the right one is tested in Java, where the engine's constants define it. Ops go by
 * name.
 */
#ifndef MILLRACE_REFERENCE_H
#define MILLRACE_REFERENCE_H

#include <stdbool.h>

#include "kernels.h"

f64 reference_map_f64(const char *op, f64 x, const f64 *params);
f32 reference_map_f32(const char *op, f32 x, const f32 *params);
f64 reference_zip_f64(const char *op, f64 a, f64 b);
f32 reference_zip_f32(const char *op, f32 a, f32 b);

f64 reference_zip3_f64(const char *op, f64 a, f64 b, f64 c);
f32 reference_zip3_f32(const char *op, f32 a, f32 b, f32 c);

/* Results modulo 2^128; the caller wraps them to its type. */
__int128 reference_map_integer(const char *op, i64 x, i64 first, i64 second);
__int128 reference_zip_integer(const char *op, i64 a, i64 b);
__int128 reference_zip3_integer(const char *op, i64 a, i64 b, i64 c);

/* Java's cast of a floating-point number to a type of `bits` bits, byte and short through int. */
i64 reference_cast(f64 x, int bits);

/* How a fold combines. */
enum how { SUM, PRODUCT, MIN, MAX };

/* The fixed tree over n terms, with 32 accumulators. */
f64 reference_tree(enum how how, const f64 *terms, i64 n);

/* The bits, to look into NaN and zeros. */
i64 word_f64(f64 x);

/* Same bits, or both NaN. */
bool same_f64(f64 a, f64 b);
bool same_f32(f32 a, f32 b);
static inline bool same_i64(i64 a, i64 b) { return a == b; }
static inline bool same_i32(i32 a, i32 b) { return a == b; }
static inline bool same_i16(i16 a, i16 b) { return a == b; }
static inline bool same_i8(i8 a, i8 b) { return a == b; }

#endif
