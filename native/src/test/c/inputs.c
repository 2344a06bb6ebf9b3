#include "inputs.h"

#include <math.h>
#include <string.h>

#include "reference.h"

const i64 lengths[LENGTHS] = {0, 1, 2, 31, 32, 33, 63, 64, 65, 1000, 4095, 4096, 4097, 5003};
const i64 starts[STARTS] = {0, 1, 3, 7};
i64 comparisons;

enum { GUARD = 0x5a };

static uint64_t next(uint64_t *state) { /* SplitMix64 */
    uint64_t z = *state += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

static const f64 edges[] = {
    0.0, -0.0, 1.0, -1.0, 0.5, -0.5, 1.5, 2.5, -2.5, 0.1, -0.1, 4.9e-324, -4.9e-324, 2.2250738585072014e-308, 1e-310,
    1.1754943508222875e-38, 1.4e-45, -1e-40, 1.7976931348623157e308, -1.7976931348623157e308, 3.4028234663852886e38, 1e39,
    127.0, 128.0, -129.0, 32768.0, -32769.0, 65536.5, 2147483647.0, 2147483648.0, -2147483648.0, -2147483649.5,
    9007199254740993.0, 9223372036854775807.0, -9223372036854775808.0, 9223372036854774784.0, 1.8446744073709552e19, 1e300,
    4503599627370495.5, 8388607.5, 16777217.0,
};
static const i64 whole_edges[] = {
    0, 1, -1, 2, -2, 127, -128, 128, 255, 32767, -32768, 65535, 2147483647, -2147483648, 2147483648, 4294967295,
    3037000500, -3037000500, 9007199254740993, INT64_MAX, INT64_MIN, INT64_MAX - 1, INT64_MIN + 1, 0x7fffffbfffffffff,
    -0x7fffffbfffffffff, 16777217, 33554433,
};

static f64 number(uint64_t *state) {
    const uint64_t kind = next(state) % 16;
    const uint64_t word = next(state);
    if (kind == 0) {
        return word % 64 == 0 ? (f64) NAN : word % 2 == 0 ? (f64) INFINITY : (f64) -INFINITY;
    }
    if (kind < 6) {
        return edges[word % (sizeof edges / sizeof edges[0])];
    }
    if (kind < 8) {
        f64 any;
        memcpy(&any, &word, sizeof any);
        return any;
    }
    return ldexp((f64) (i64) word, (int) (next(state) % 140) - 110);
}

static i64 whole(uint64_t *state) {
    const uint64_t kind = next(state) % 4;
    const uint64_t word = next(state);
    return kind == 0 ? whole_edges[word % (sizeof whole_edges / sizeof whole_edges[0])] : (i64) (word >> (word % 64));
}

#define NUMBERS(t, make)                                  \
    void numbers_##t(t *to, i64 n, uint64_t seed) {       \
        for (i64 i = 0; i < n; i++) {                     \
            to[i] = (t) make(&seed);                      \
        }                                                 \
    }
NUMBERS(f64, number)
NUMBERS(f32, number)
NUMBERS(i64, whole)
NUMBERS(i32, whole)
NUMBERS(i16, whole)
NUMBERS(i8, whole)

#define TAME(t)                                                              \
    void tame_##t(t *to, i64 n, uint64_t seed) {                             \
        for (i64 i = 0; i < n; i++) {                                        \
            to[i] = (t) ((f64) (i64) next(&seed) * 0x1p-63 * 0.6 + 1.0);     \
            to[i] = next(&seed) % 3 == 0 ? -to[i] : to[i];                   \
        }                                                                    \
    }
TAME(f64)
TAME(f32)

void *room(i64 n, i64 start, size_t byte_size) {
    const size_t before = (size_t) start * byte_size;
    unsigned char *all = NULL;
    const size_t total = before + (size_t) n * byte_size;
    if (posix_memalign((void **) &all, CACHE_LINE, total == 0 ? 1 : total) != 0) {
        abort();
    }
    memset(all, GUARD, total);
    return all + before;
}

void release(void *first, i64 start, size_t byte_size, const char *kernel) {
    unsigned char *all = (unsigned char *) first - (size_t) start * byte_size;
    for (i64 i = 0; i < start * (i64) byte_size; i++) {
        expect(all[i] == GUARD, kernel, -1, i);
    }
    free(all);
}

void expect(int holds, const char *kernel, i64 n, i64 index) {
    comparisons++;
    if (!holds) {
        fprintf(stderr, "wrong: kernel=%s, isa=%d, length=%lld, index=%lld\n", kernel, millrace_isa, (long long) n,
                (long long) index);
        exit(1);
    }
}
