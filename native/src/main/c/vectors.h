/*
 * Template: vectors of doubles as wide as the instruction set, whose file defines VECTOR_BYTES, and loads that widen
 * each element type to them. Plain GCC vector extensions: + - * round each lane like the scalar operator.
 */
enum { LANES = VECTOR_BYTES / 8, VECTORS = ACCUMULATORS / LANES };

typedef double doubles __attribute__((vector_size(VECTOR_BYTES)));
typedef int64_t longs __attribute__((vector_size(VECTOR_BYTES)));

/* LANES elements each, in memory: aligned for one element only. */
typedef f64 lanes_f64 __attribute__((vector_size(LANES * 8), aligned(8), may_alias));
typedef f32 lanes_f32 __attribute__((vector_size(LANES * 4), aligned(4), may_alias));
typedef i64 lanes_i64 __attribute__((vector_size(LANES * 8), aligned(8), may_alias));
typedef i32 lanes_i32 __attribute__((vector_size(LANES * 4), aligned(4), may_alias));

/* The file of the instruction set defines widen_f32 and widen_i32. */
#define WIDE_f64(x) ((doubles) (x))
#define WIDE_f32(x) widen_f32(x)
#define WIDE_i64(x) __builtin_convertvector(x, doubles)
#define WIDE_i32(x) widen_i32(x)

#define LOAD(t, from) (*(const lanes_##t *) (from))

static inline doubles all_lanes(double value) {
    doubles vector;
    for (int lane = 0; lane < LANES; lane++) {
        vector[lane] = value;
    }
    return vector;
}
