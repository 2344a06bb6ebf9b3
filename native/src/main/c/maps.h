/*
 * Template: all kernels that write elements, for one instruction set: maps, zips of two and three inputs, conversions,
 * fills, and the draws of draws.h. The loops are plain; the compiler makes vector code of them. `ivdep` promises what
 * kernels.h demands: `out` is an input or apart from all of them.
 */

/* Elements of `size` bytes before the next cache line, n at most; n where no element starts one. */
static inline int64_t elements_before_line(const void *out, int64_t size, int64_t n) {
    int64_t misaligned = (int64_t) ((uintptr_t) out % CACHE_LINE);
    if (misaligned % size != 0) {
        return n;
    }
    int64_t before = misaligned == 0 ? 0 : (CACHE_LINE - misaligned) / size;
    return before < n ? before : n;
}

/*
 * A kernel and its twin: `out`, of type u, gets `value`, an expression in the index `at`. The twin streams whole lines;
 * for the elements before and after them it calls the kernel with `part`, arguments for `count` elements from `from`.
 */
#define ELEMENTWISE(name, arguments, part, u, prepare, value)                                   \
    static __attribute__((noinline)) void LOCAL(name) arguments {                               \
        prepare                                                                                 \
        _Pragma("GCC ivdep")                                                                    \
        for (int64_t at = 0; at < n; at++) {                                                    \
            out[at] = value;                                                                    \
        }                                                                                       \
    }                                                                                           \
    static void LOCAL(name##_nt) arguments {                                                    \
        prepare                                                                                 \
        enum { PER_LINE = CACHE_LINE / sizeof(u) };                                             \
        int64_t from = 0;                                                                       \
        int64_t count = elements_before_line(out, (int64_t) sizeof(u), n);                      \
        LOCAL(name) part;                                                                       \
        for (from = count; from <= n - PER_LINE; from += PER_LINE) {                            \
            _Alignas(CACHE_LINE) u line[PER_LINE];                                              \
            for (int64_t at = from; at < from + PER_LINE; at++) {                               \
                line[at - from] = value;                                                        \
            }                                                                                   \
            stream_line(out + from, line);                                                      \
        }                                                                                       \
        count = n - from;                                                                       \
        LOCAL(name) part;                                                                       \
        stream_fence();                                                                         \
    }

#define PARAMETERS(op, u)                                                                       \
    const u first = PARAMS_##op > 0 ? params[0] : 0;                                            \
    const u second = PARAMS_##op > 1 ? params[1] : 0;                                           \
    (void) params;

#define MAP(op, t)                                                                              \
    ELEMENTWISE(map_##op##_##t, MAP_ARGUMENTS(t, t), (in + from, out + from, count, params), t, PARAMETERS(op, t),                      \
                unary_##op##_##t(in[at], first, second))
#define WIDEN(op, t)                                                                            \
    ELEMENTWISE(map_##op##_##t##_i64, MAP_ARGUMENTS(t, i64), (in + from, out + from, count, params), i64, PARAMETERS(op, i64),          \
                unary_##op##_i64(in[at], first, second))
#define ZIP(op, t)                                                                              \
    ELEMENTWISE(zip_##op##_##t, ZIP_ARGUMENTS(t), (a + from, b + from, out + from, count), t, , \
                binary_##op##_##t(a[at], b[at]))
#define ZIP3(op, t)                                                                             \
    ELEMENTWISE(zip3_##op##_##t, ZIP3_ARGUMENTS(t), (a + from, b + from, c + from, out + from, count), t, , \
                ternary_##op##_##t(a[at], b[at], c[at]))
#define CONVERT(t, u)                                                                           \
    ELEMENTWISE(convert_##t##_##u, CONVERT_ARGUMENTS(t, u), (in + from, out + from, count), u, , \
                cast_##t##_##u(in[at]))
#define FILL(t)                                                                                 \
    ELEMENTWISE(fill_##t, FILL_ARGUMENTS(t), (out + from, count, value), t, \
                const t filled = *value;, filled)
#define DRAW(op, t) DRAW_##op(t)
#define FOLD(how, t)
#define FUSED(how, op, t)
#define DOT(t)
#define ROWS(how, t)
#define LIMIT_IN(name)
#define LIMIT_OUT(name)
#define LIMIT_COPY(name)

#include "kernels.def"

#undef MAP
#undef WIDEN
#undef ZIP
#undef ZIP3
#undef CONVERT
#undef FILL
#undef DRAW
#undef FOLD
#undef FUSED
#undef DOT
#undef ROWS
#undef LIMIT_IN
#undef LIMIT_OUT
#undef LIMIT_COPY
