/* Every kernel that writes an array, against the reference: out of place, in place, and past the caches. */
#include <string.h>

#include "inputs.h"
#include "reference.h"
#include "tests.h"

static const f64 params_f64[] = {-1.75, 1e10};
static const f32 params_f32[] = {-1.75f, 1e10f};
static const i64 params_i64[] = {-77777777777, INT64_MAX / 3};
static const i32 params_i32[] = {-77777, INT32_MAX / 3};

#define FLOAT_MAP(t, op, x) reference_map_##t(op, x, params_##t)
#define WHOLE_MAP(t, op, x) (t) reference_map_integer(op, x, params_##t[0], params_##t[1])
#define FLOAT_ZIP(t, op, x, y) reference_zip_##t(op, x, y)
#define WHOLE_ZIP(t, op, x, y) (t) reference_zip_integer(op, x, y)

/* Runs `call` on arrays in (of type t), other and out (of type u) of every length and start; then compares. */
#define EVERY_SHAPE(t, u, kernel, call, expected)                                       \
    for (int l = 0; l < LENGTHS; l++) {                                                 \
        for (int s = 0; s < STARTS; s++) {                                              \
            const i64 n = lengths[l], in_start = starts[s], out_start = starts[(s + l) % STARTS]; \
            t *in = room(n, in_start, sizeof(t)), *other = room(n, out_start, sizeof(t)); \
            u *out = room(n, out_start, sizeof(u));                                     \
            numbers_##t(in, n, (uint64_t) (l * 10 + s));                                \
            numbers_##t(other, n, (uint64_t) (l * 10 + s + 1000));                      \
            call;                                                                       \
            for (i64 i = 0; i < n; i++) {                                               \
                expect(same_##u(out[i], expected), kernel, n, i);                       \
            }                                                                           \
            release(in, in_start, sizeof(t), kernel);                                   \
            release(other, out_start, sizeof(t), kernel);                               \
            release(out, out_start, sizeof(u), kernel);                                 \
        }                                                                               \
    }

#define CHECK_MAP(t, u, REFERENCE)                                                      \
    typedef void (*map_##t##_##u)(const t *, u *, int64_t, const u *);                  \
    static void check_map_##t##_##u(const char *kernel, const char *op, map_##t##_##u run) { \
        EVERY_SHAPE(t, u, kernel, run(in, out, n, params_##u), REFERENCE(u, op, in[i])) \
    }
CHECK_MAP(f64, f64, FLOAT_MAP)
CHECK_MAP(f32, f32, FLOAT_MAP)
CHECK_MAP(i64, i64, WHOLE_MAP)
CHECK_MAP(i32, i32, WHOLE_MAP)
CHECK_MAP(i16, i64, WHOLE_MAP)
CHECK_MAP(i8, i64, WHOLE_MAP)

#define CHECK_IN_PLACE(t, REFERENCE)                                                    \
    static void check_in_place_##t(const char *kernel, const char *op, map_##t##_##t run) { \
        EVERY_SHAPE(t, t, kernel, (numbers_##t(out, n, (uint64_t) l), run(out, out, n, params_##t), \
                    numbers_##t(in, n, (uint64_t) l)), REFERENCE(t, op, in[i]))         \
    }
CHECK_IN_PLACE(f64, FLOAT_MAP)
CHECK_IN_PLACE(f32, FLOAT_MAP)
CHECK_IN_PLACE(i64, WHOLE_MAP)
CHECK_IN_PLACE(i32, WHOLE_MAP)

#define CHECK_ZIP(t, REFERENCE)                                                         \
    typedef void (*zip_##t)(const t *, const t *, t *, int64_t);                        \
    static void check_zip_##t(const char *kernel, const char *op, zip_##t run) {        \
        EVERY_SHAPE(t, t, kernel, run(in, other, out, n), REFERENCE(t, op, in[i], other[i])) \
        EVERY_SHAPE(t, t, kernel, (memcpy(out, in, (size_t) n * sizeof(t)), run(out, other, out, n)), \
                    REFERENCE(t, op, in[i], other[i]))                                  \
        EVERY_SHAPE(t, t, kernel, (memcpy(out, in, (size_t) n * sizeof(t)), run(other, out, out, n)), \
                    REFERENCE(t, op, other[i], in[i]))                                  \
    }
CHECK_ZIP(f64, FLOAT_ZIP)
CHECK_ZIP(f32, FLOAT_ZIP)
CHECK_ZIP(i64, WHOLE_ZIP)
CHECK_ZIP(i32, WHOLE_ZIP)

/* A third input that for a third of the elements takes away what the product of the first two was rounded to. */
#define THIRD(t)                                                                        \
    static void third_##t(t *to, const t *in, const t *other, i64 n, uint64_t seed) {   \
        numbers_##t(to, n, seed);                                                       \
        for (i64 i = 0; i < n; i += 3) {                                                \
            to[i] = MINUS_PRODUCT_##t(in[i], other[i]);                                 \
        }                                                                               \
    }
#define MINUS_PRODUCT_f64(x, y) (-(x * y))
#define MINUS_PRODUCT_f32(x, y) (-(x * y))
#define MINUS_PRODUCT_i64(x, y) (i64) (0 - (uint64_t) x * (uint64_t) y)
#define MINUS_PRODUCT_i32(x, y) (i32) (0 - (uint32_t) x * (uint32_t) y)
THIRD(f64)
THIRD(f32)
THIRD(i64)
THIRD(i32)

#define FLOAT_ZIP3(t, op, x, y, z) reference_zip3_##t(op, x, y, z)
#define WHOLE_ZIP3(t, op, x, y, z) (t) reference_zip3_integer(op, x, y, z)

/* A choice has the very bits that it chose, those of a NaN too. `place` is where the output goes: `out` or an input. */
#define EVERY_TRIPLE(t, kernel, op, run, place, REFERENCE)                              \
    for (int l = 0; l < LENGTHS; l++) {                                                 \
        for (int s = 0; s < STARTS; s++) {                                              \
            const i64 n = lengths[l], start = starts[s], next = starts[(s + l) % STARTS]; \
            t *in = room(n, start, sizeof(t)), *other = room(n, next, sizeof(t));       \
            t *third = room(n, 1, sizeof(t)), *out = room(n, next, sizeof(t));          \
            t *expected = room(n, 0, sizeof(t));                                        \
            numbers_##t(in, n, (uint64_t) (l * 10 + s));                                \
            numbers_##t(other, n, (uint64_t) (l * 10 + s + 1000));                      \
            third_##t(third, in, other, n, (uint64_t) (l * 10 + s + 2000));             \
            for (i64 i = 0; i < n; i++) {                                               \
                expected[i] = REFERENCE(t, op, in[i], other[i], third[i]);              \
            }                                                                           \
            run(in, other, third, place, n);                                            \
            for (i64 i = 0; i < n; i++) {                                               \
                const int same = strcmp(op, "where") == 0 ? memcmp(&(place)[i], &expected[i], sizeof(t)) == 0 \
                                                          : same_##t((place)[i], expected[i]); \
                expect(same, kernel, n, i);                                             \
            }                                                                           \
            release(in, start, sizeof(t), kernel);                                      \
            release(other, next, sizeof(t), kernel);                                    \
            release(third, 1, sizeof(t), kernel);                                       \
            release(out, next, sizeof(t), kernel);                                      \
            release(expected, 0, sizeof(t), kernel);                                    \
        }                                                                               \
    }
#define CHECK_ZIP3(t, REFERENCE)                                                        \
    typedef void (*zip3_##t)(const t *, const t *, const t *, t *, int64_t);            \
    static void check_zip3_##t(const char *kernel, const char *op, zip3_##t run) {      \
        EVERY_TRIPLE(t, kernel, op, run, out, REFERENCE)                                \
        EVERY_TRIPLE(t, kernel, op, run, in, REFERENCE)                                 \
        EVERY_TRIPLE(t, kernel, op, run, other, REFERENCE)                              \
        EVERY_TRIPLE(t, kernel, op, run, third, REFERENCE)                              \
    }
CHECK_ZIP3(f64, FLOAT_ZIP3)
CHECK_ZIP3(f32, FLOAT_ZIP3)
CHECK_ZIP3(i64, WHOLE_ZIP3)
CHECK_ZIP3(i32, WHOLE_ZIP3)

/* From an integer, long double (64 bits of mantissa or more) is exact: one rounding in all. */
#define TO_FLOAT(u, x) ((u) (long double) (x))
#define TO_WHOLE(u, x) ((u) (i64) (x))
#define SATURATED(u, x) ((u) reference_cast((f64) (x), (int) sizeof(u) * 8))
#define CHECK_CONVERT(t, u, expected)                                                   \
    static void check_convert_##t##_##u(void) {                                         \
        EVERY_SHAPE(t, u, "convert_" #t "_" #u, convert_##t##_##u(in, out, n), expected) \
        EVERY_SHAPE(t, u, "convert_" #t "_" #u "_nt", convert_##t##_##u##_nt(in, out, n), expected) \
    }
#define FROM_WHOLE(t)                                                                   \
    CHECK_CONVERT(t, f64, TO_FLOAT(f64, in[i]))                                         \
    CHECK_CONVERT(t, f32, TO_FLOAT(f32, in[i]))                                         \
    CHECK_CONVERT(t, i64, TO_WHOLE(i64, in[i]))                                      \
    CHECK_CONVERT(t, i32, TO_WHOLE(i32, in[i]))                                      \
    CHECK_CONVERT(t, i16, TO_WHOLE(i16, in[i]))                                      \
    CHECK_CONVERT(t, i8, TO_WHOLE(i8, in[i]))
#define FROM_FLOAT(t)                                                                   \
    CHECK_CONVERT(t, f64, (f64) in[i])                                                  \
    CHECK_CONVERT(t, f32, (f32) in[i])                                                  \
    CHECK_CONVERT(t, i64, SATURATED(i64, in[i]))                                        \
    CHECK_CONVERT(t, i32, SATURATED(i32, in[i]))                                        \
    CHECK_CONVERT(t, i16, SATURATED(i16, in[i]))                                        \
    CHECK_CONVERT(t, i8, SATURATED(i8, in[i]))
FROM_FLOAT(f64)
FROM_FLOAT(f32)
FROM_WHOLE(i64)
FROM_WHOLE(i32)
FROM_WHOLE(i16)
FROM_WHOLE(i8)

#define CHECK_FILL(t)                                                                   \
    static void check_fill_##t(void) {                                                  \
        const t value = (t) -7;                                                         \
        EVERY_SHAPE(t, t, "fill_" #t, fill_##t(out, n, &value), value)                  \
        EVERY_SHAPE(t, t, "fill_" #t "_nt", fill_##t##_nt(out, n, &value), value)       \
    }
CHECK_FILL(f64)
CHECK_FILL(f32)
CHECK_FILL(i64)
CHECK_FILL(i32)
CHECK_FILL(i16)
CHECK_FILL(i8)

void test_maps(void) {
#define MAP(op, t)                                                                      \
    check_map_##t##_##t("map_" #op "_" #t, #op, map_##op##_##t);                        \
    check_map_##t##_##t("map_" #op "_" #t "_nt", #op, map_##op##_##t##_nt);             \
    check_in_place_##t("map_" #op "_" #t " in place", #op, map_##op##_##t);             \
    check_in_place_##t("map_" #op "_" #t "_nt in place", #op, map_##op##_##t##_nt);
#define WIDEN(op, t)                                                                    \
    check_map_##t##_i64("map_" #op "_" #t "_i64", #op, map_##op##_##t##_i64);           \
    check_map_##t##_i64("map_" #op "_" #t "_i64_nt", #op, map_##op##_##t##_i64_nt);
#define ZIP(op, t)                                                                      \
    check_zip_##t("zip_" #op "_" #t, #op, zip_##op##_##t);                              \
    check_zip_##t("zip_" #op "_" #t "_nt", #op, zip_##op##_##t##_nt);
#define ZIP3(op, t)                                                                     \
    check_zip3_##t("zip3_" #op "_" #t, #op, zip3_##op##_##t);                           \
    check_zip3_##t("zip3_" #op "_" #t "_nt", #op, zip3_##op##_##t##_nt);
#define CONVERT(t, u) check_convert_##t##_##u();
#define FILL(t) check_fill_##t();
#define DRAW(op, t)
#define FOLD(how, t)
#define FUSED(how, op, t)
#define DOT(t)
#define ROWS(how, t)
#define LIMIT_IN(name)
#define LIMIT_OUT(name)
#define LIMIT_COPY(name)
#include "kernels.def"
}
