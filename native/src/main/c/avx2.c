/* AVX2: four doubles in a vector, eight vectors of accumulators. */
#include <immintrin.h>

#include "isa.h"

#define ISA avx2
#define ISA_CODE ISA_AVX2
#define VECTOR_BYTES 32

#include "vectors.h"

static inline doubles widen_f32(lanes_f32 x) { return _mm256_cvtps_pd((__m128) x); }
static inline doubles widen_i32(lanes_i32 x) { return _mm256_cvtepi32_pd((__m128i) x); }
static inline doubles vector_min(doubles a, doubles b) { return _mm256_min_pd(a, b); }
static inline doubles vector_max(doubles a, doubles b) { return _mm256_max_pd(a, b); }

static inline void stream_line(void *to, const void *line) {
    const __m256i *from = (const __m256i *) line;
    __m256i *into = (__m256i *) to;
    _mm256_stream_si256(into, _mm256_load_si256(from));
    _mm256_stream_si256(into + 1, _mm256_load_si256(from + 1));
}

static inline void stream_fence(void) { _mm_sfence(); }

#include "template.h"
