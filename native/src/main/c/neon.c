/* NEON, which every AArch64 has: two doubles in a vector, sixteen vectors of accumulators. */
#include <arm_neon.h>

#include "isa.h"

#define ISA neon
#define ISA_CODE ISA_NEON
#define VECTOR_BYTES 16

#include "vectors.h"

static inline doubles widen_f32(lanes_f32 x) { return (doubles) vcvt_f64_f32((float32x2_t) x); }
static inline doubles widen_i32(lanes_i32 x) { return (doubles) vcvtq_f64_s64(vmovl_s32((int32x2_t) x)); }
static inline doubles vector_min(doubles a, doubles b) {
    return (doubles) vminnmq_f64((float64x2_t) a, (float64x2_t) b);
}

static inline doubles vector_max(doubles a, doubles b) {
    return (doubles) vmaxnmq_f64((float64x2_t) a, (float64x2_t) b);
}

/* STNP has no intrinsic. */
static inline void stream_line(void *to, const void *line) {
    const int64x2_t *from = (const int64x2_t *) line;
    __asm__ volatile("stnp %q1, %q2, [%0]\n\tstnp %q3, %q4, [%0, #32]"
                     :
                     : "r"(to), "w"(from[0]), "w"(from[1]), "w"(from[2]), "w"(from[3])
                     : "memory");
}

/* A store barrier: STNP is a weakly ordered store like any other. */
static inline void stream_fence(void) { __asm__ volatile("dmb ishst" : : : "memory"); }

#include "template.h"
