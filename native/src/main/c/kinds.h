/*
 * Reduces kernels.def to one macro: KERNEL(result, name, arguments, call), once for each exported function.
 * Included as often as needed; the includer defines and undefines KERNEL.
 */
#define MAP(op, t)                                                                       \
    KERNEL(void, map_##op##_##t, MAP_ARGUMENTS(t, t), (in, out, n, params))              \
    KERNEL(void, map_##op##_##t##_nt, MAP_ARGUMENTS(t, t), (in, out, n, params))
#define WIDEN(op, t)                                                                     \
    KERNEL(void, map_##op##_##t##_i64, MAP_ARGUMENTS(t, i64), (in, out, n, params))      \
    KERNEL(void, map_##op##_##t##_i64_nt, MAP_ARGUMENTS(t, i64), (in, out, n, params))
#define ZIP(op, t)                                                                       \
    KERNEL(void, zip_##op##_##t, ZIP_ARGUMENTS(t), (a, b, out, n))                       \
    KERNEL(void, zip_##op##_##t##_nt, ZIP_ARGUMENTS(t), (a, b, out, n))
#define ZIP3(op, t)                                                                      \
    KERNEL(void, zip3_##op##_##t, ZIP3_ARGUMENTS(t), (a, b, c, out, n))                  \
    KERNEL(void, zip3_##op##_##t##_nt, ZIP3_ARGUMENTS(t), (a, b, c, out, n))
#define CONVERT(t, u)                                                                    \
    KERNEL(void, convert_##t##_##u, CONVERT_ARGUMENTS(t, u), (in, out, n))               \
    KERNEL(void, convert_##t##_##u##_nt, CONVERT_ARGUMENTS(t, u), (in, out, n))
#define FILL(t)                                                                          \
    KERNEL(void, fill_##t, FILL_ARGUMENTS(t), (out, n, value))                           \
    KERNEL(void, fill_##t##_nt, FILL_ARGUMENTS(t), (out, n, value))
#define DRAW(op, t) KERNEL(void, draw_##op##_##t, DRAW_ARGUMENTS(t), (out, n, stream, params))
#define FOLD(how, t) KERNEL(void, fold_##how##_##t, FOLD_ARGUMENTS(t), (in, n, node))
#define FUSED(how, op, t) KERNEL(void, fold_##how##_##op##_##t, FOLD_ARGUMENTS(t), (in, n, node))
#define DOT(t) KERNEL(void, dot_##t, DOT_ARGUMENTS(t), (a, b, n, node))
#define ROWS(how, t) KERNEL(void, rows_##how##_##t, ROWS_ARGUMENTS, (in, n, lane))
#define LIMIT_IN(name) KERNEL(int64_t, limit_##name, LIMIT_IN_ARGUMENTS, (in, n))
#define LIMIT_OUT(name) KERNEL(int64_t, limit_##name, LIMIT_OUT_ARGUMENTS, (out, n))
#define LIMIT_COPY(name) KERNEL(int64_t, limit_##name, LIMIT_COPY_ARGUMENTS, (in, out, n))

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
