/* Arrays to test with: edge values and random ones, element-aligned only, with guards on both sides of what is written. */
#ifndef MILLRACE_INPUTS_H
#define MILLRACE_INPUTS_H

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include "kernels.h"

/* Lengths of every test, and how many elements lie between a 64-byte boundary and the first element. */
extern const i64 lengths[];
extern const i64 starts[];
enum { LENGTHS = 14, STARTS = 4, FOLD_LENGTHS = 12 };

/* Fills with edge values and random ones; the same seed gives the same numbers. */
void numbers_f64(f64 *to, i64 n, uint64_t seed);
void numbers_f32(f32 *to, i64 n, uint64_t seed);
void numbers_i64(i64 *to, i64 n, uint64_t seed);
void numbers_i32(i32 *to, i64 n, uint64_t seed);
void numbers_i16(i16 *to, i64 n, uint64_t seed);
void numbers_i8(i8 *to, i64 n, uint64_t seed);

/* Numbers whose sums and products stay finite, so that each rounding shows. */
void tame_f64(f64 *to, i64 n, uint64_t seed);
void tame_f32(f32 *to, i64 n, uint64_t seed);

/*
 * Room for n elements, the first `start` elements behind a line boundary, nothing behind the last: the sanitizer sees what
 * is read or written there, and with `release` the guard before the first is checked.
 */
void *room(i64 n, i64 start, size_t byte_size);
void release(void *first, i64 start, size_t byte_size, const char *kernel);

/* Counts a comparison; a failure prints the place and ends the run. */
void expect(int holds, const char *kernel, i64 n, i64 index);
extern i64 comparisons;

#endif
