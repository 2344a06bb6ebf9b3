/* SSE2, which every x86-64 has: two doubles in a vector, sixteen vectors of accumulators. */
#include <immintrin.h>

#include "isa.h"

#define ISA sse2
#define ISA_CODE ISA_SSE2
#define VECTOR_BYTES 16

#include "vectors.h"

static inline doubles widen_f32(lanes_f32 x) { return _mm_cvtps_pd(_mm_castsi128_ps(_mm_cvtsi64_si128((int64_t) x))); }
static inline doubles widen_i32(lanes_i32 x) { return _mm_cvtepi32_pd(_mm_cvtsi64_si128((int64_t) x)); }
static inline doubles vector_min(doubles a, doubles b) { return _mm_min_pd(a, b); }
static inline doubles vector_max(doubles a, doubles b) { return _mm_max_pd(a, b); }

static inline void stream_line(void *to, const void *line) {
    const __m128i *from = (const __m128i *) line;
    __m128i *into = (__m128i *) to;
    for (int part = 0; part < 4; part++) {
        _mm_stream_si128(into + part, _mm_load_si128(from + part));
    }
}

static inline void stream_fence(void) { _mm_sfence(); }

#include "template.h"
