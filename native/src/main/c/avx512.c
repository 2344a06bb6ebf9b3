/* AVX-512: eight doubles in a vector, four vectors of accumulators. */
#include <immintrin.h>

#include "isa.h"

#define ISA avx512
#define ISA_CODE ISA_AVX512
#define VECTOR_BYTES 64

#include "vectors.h"

static inline doubles widen_f32(lanes_f32 x) { return _mm512_cvtps_pd((__m256) x); }
static inline doubles widen_i32(lanes_i32 x) { return _mm512_cvtepi32_pd((__m256i) x); }
static inline doubles vector_min(doubles a, doubles b) { return _mm512_min_pd(a, b); }
static inline doubles vector_max(doubles a, doubles b) { return _mm512_max_pd(a, b); }

static inline void stream_line(void *to, const void *line) {
    _mm512_stream_si512((__m512i *) to, _mm512_load_si512(line));
}

static inline void stream_fence(void) { _mm_sfence(); }

#include "template.h"
