/*
 * Template: random elements for one instruction set; maps.h makes the kernels. The loops are plain; the compiler makes
 * vector code of them where it can.
 */

/* Evenly from the first to below the second parameter; rounding may reach the latter. */
#define DRAW_uniform(t)                                                                         \
    static void LOCAL(draw_uniform_##t) DRAW_ARGUMENTS(t) {                                     \
        const t low = parameter_##t(params[0]), high = parameter_##t(params[1]);                \
        const t width = high - low, highest = below_##t(high);                                  \
        for (int64_t at = 0; at < n; at++) {                                                    \
            const t value = low + fraction_##t(drawn(stream, at)) * width;                      \
            out[at] = value < high ? value : highest;                                           \
        }                                                                                       \
    }

/* A whole number from the first to below the second parameter. */
#define DRAW_whole(t)                                                                           \
    static void LOCAL(draw_whole_##t) DRAW_ARGUMENTS(t) {                                       \
        const uint64_t low = (uint64_t) params[0], width = (uint64_t) params[1] - low;          \
        for (int64_t at = 0; at < n; at++) {                                                    \
            out[at] = (t) (int64_t) (low + upper_product(drawn(stream, at), width));            \
        }                                                                                       \
    }
