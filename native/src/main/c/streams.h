/*
 * Random streams: block b of an array that is filled from a seed has a stream of its own. Element i of the block is made
 * of draw i of that stream, counted from 0, and of nothing else.
 */
#ifndef MILLRACE_STREAMS_H
#define MILLRACE_STREAMS_H

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "kernels.h"

/* Variant 13 of Stafford, "Better bit mixing", 2011: the finalizer of SplitMix64. */
static inline uint64_t mixed(uint64_t z) {
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

/* The stream of a block: the state of a SplittableRandom of Java. */
static inline uint64_t stream_of(int64_t seed, int64_t block) {
    return mixed((uint64_t) seed + (uint64_t) (block + 1) * 0xD1342543DE82EF95u);
}

/* Draw `at` of a stream: SplittableRandom.nextLong. */
static inline uint64_t drawn(uint64_t stream, int64_t at) {
    return mixed(stream + (uint64_t) (at + 1) * 0x9E3779B97F4A7C15u);
}

/* The upper half of a product of 128 bits. */
static inline uint64_t upper_product(uint64_t x, uint64_t y) {
    return (uint64_t) ((unsigned __int128) x * y >> 64);
}

/* A parameter, which stands in the low bytes of its word. */
static inline f64 parameter_f64(int64_t word) {
    f64 value;
    memcpy(&value, &word, sizeof value);
    return value;
}

static inline f32 parameter_f32(int64_t word) {
    const uint32_t bits = (uint32_t) word;
    f32 value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

/* From 0 to below 1, with as many random bits as the type has. */
static inline f64 fraction_f64(uint64_t draw) { return (f64) (int64_t) (draw >> 11) * 0x1p-53; }
static inline f32 fraction_f32(uint64_t draw) { return (f32) (int64_t) (draw >> 40) * 0x1p-24f; }
static inline f64 below_f64(f64 x) { return nextafter(x, -INFINITY); }
static inline f32 below_f32(f32 x) { return nextafterf(x, -INFINITY); }

#endif
