/* Random elements against numbers of Java's SplittableRandom, and calls over many blocks against calls of one. */
#include <string.h>

#include "inputs.h"
#include "streams.h"
#include "tests.h"

/* new SplittableRandom(42): its first draws; and the streams of blocks 0 and 1 of seed 42. */
static void test_streams(void) {
    static const uint64_t draws[] = {0xbdd732262feb6e95u, 0x28efe333b266f103u, 0x47526757130f9f52u, 0x581ce1ff0e4ae394u};
    for (i64 i = 0; i < 4; i++) {
        expect(drawn(42, i) == draws[i], "draw", 4, i);
    }
    expect(stream_of(42, 0) == 0x794ec8a2196774abu, "stream", 0, 0);
    expect(stream_of(-42, 1) == 0x69b7c7c7de417276u, "stream", 0, 1);
}

#define CHECK_WHOLE(t, from, to)                                                                \
    for (i64 n = 0; n <= BLOCK; n = n * 3 + 1) {                                                \
        const int64_t params[] = {from, to};                                                    \
        t *out = room(n, 1, sizeof(t));                                                         \
        draw_whole_##t(out, n, 4711, params);                                                   \
        for (i64 i = 0; i < n; i++) {                                                           \
            const unsigned __int128 width = (uint64_t) params[1] - (uint64_t) params[0];        \
            const uint64_t above = (uint64_t) (width * drawn(4711, i) >> 64);                   \
            expect(out[i] == (t) (i64) ((uint64_t) params[0] + above), "draw_whole_" #t, n, i); \
        }                                                                                       \
        release(out, 1, sizeof(t), "draw_whole_" #t);                                           \
    }

#define CHECK_UNIFORM(t, from, to, discarded, scale)                                      \
    for (i64 n = 0; n <= BLOCK; n = n * 3 + 1) {                                                \
        const t low = from, high = to;                                                          \
        int64_t params[] = {0, 0};                                                              \
        memcpy(&params[0], &low, sizeof low);                                                   \
        memcpy(&params[1], &high, sizeof high);                                                 \
        t *out = room(n, 1, sizeof(t));                                                         \
        draw_uniform_##t(out, n, 4711, params);                                                 \
        for (i64 i = 0; i < n; i++) {                                                           \
            const t expected = low + (t) (drawn(4711, i) >> discarded) * scale * (high - low);  \
            expect(out[i] == (expected < high ? expected : below_##t(high)), "draw_uniform_" #t, n, i); \
            expect(out[i] >= low && out[i] < high, "draw_uniform_" #t, n, i);                   \
        }                                                                                       \
        release(out, 1, sizeof(t), "draw_uniform_" #t);                                         \
    }

static void test_kernels(void) {
    CHECK_WHOLE(f64, 0, 100)
    CHECK_WHOLE(f64, INT64_MIN, INT64_MAX)
    CHECK_WHOLE(f32, -7, 1000000007)
    CHECK_WHOLE(i64, INT64_MIN, INT64_MAX)
    CHECK_WHOLE(i64, 5, 6)
    CHECK_WHOLE(i32, INT32_MIN, INT32_MAX)
    CHECK_WHOLE(i16, -300, 70000)
    CHECK_WHOLE(i8, -128, 127)
    CHECK_UNIFORM(f64, -3.0, 5.0, 11, 0x1p-53)
    CHECK_UNIFORM(f64, 1.0, 0x1.0000000000001p0, 11, 0x1p-53)
    CHECK_UNIFORM(f64, -0x1p-1070, 0.0, 11, 0x1p-53)
    CHECK_UNIFORM(f32, -3.0f, 5.0f, 40, 0x1p-24f)
    CHECK_UNIFORM(f32, 1.0f, 0x1.000002p0f, 40, 0x1p-24f)
}

/* A call over many blocks writes what one call for each block writes, and ends at a look at its word. */
static void test_blocks_of_draws(void) {
    static const i64 chunk[] = {0, 1, BLOCK, BLOCK + 1, 20 * BLOCK + 7};
    const struct blocks blocks = {.kernel = (void (*)(void)) draw_whole_i16, .out_bytes = sizeof(i16)};
    const struct draw draw = {.seed = -99, .first_block = 3, .params = {-1000, 1000}};
    for (int l = 0; l < 5; l++) {
        const i64 n = chunk[l];
        i16 *out = room(n, 1, sizeof(i16)), *expected = room(n, 1, sizeof(i16));
        for (i64 done = 0; done < n; done += BLOCK) {
            const i64 count = n - done < BLOCK ? n - done : BLOCK;
            draw_whole_i16(expected + done, count, stream_of(draw.seed, 3 + done / BLOCK), draw.params);
        }
        expect(millrace_draw_blocks(&blocks, NULL, &draw, out, n, NULL, 0) == n, "draw blocks", n, -1);
        expect(memcmp(out, expected, (size_t) n * sizeof(i16)) == 0, "draw blocks", n, 0);
        const int64_t over = 1;
        expect(millrace_draw_blocks(&blocks, NULL, &draw, out, n, &over, 0) == 0, "draw blocks, over", n, -1);
        release(out, 1, sizeof(i16), "draw blocks");
        release(expected, 1, sizeof(i16), "draw blocks");
    }
}

void test_draws(void) {
    test_streams();
    test_kernels();
    test_blocks_of_draws();
}
