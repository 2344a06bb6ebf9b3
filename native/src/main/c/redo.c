/*
 * Calls in place, with a redo record: the protocol stands at the engine's class Redo. The state is the word `progress`
 * alone, read once at the start; each turn of the loop is one half step that changes scratch blocks and places, and one
 * store to the word.
 */
#include <string.h>

#include "blocks.h"

typedef void moving_map_kernel(const void *in, void *out, int64_t n, const void *params, const void *source,
                               void *target);
typedef void moving_zip_kernel(const void *a, const void *b, void *out, int64_t n, const void *source, void *target);

/* Elements that move to their place while others are computed; nothing moves if `source` is NULL. */
struct move {
    const char *source;
    char *target;
};

/* Computes `n` elements from `from` of the call on into `to`, and moves as many. */
typedef void compute_block(const struct blocks *blocks, const void *first, const void *second, int64_t from, int64_t n,
                           void *to, struct move move);

static void map_block(const struct blocks *blocks, const void *first, const void *second, int64_t from, int64_t n,
                      void *to, struct move move) {
    const char *in = at(first, from, blocks->in_bytes);
    if (move.source == NULL) {
        ((map_kernel *) blocks->kernel)(in, to, n, second);
    } else {
        ((moving_map_kernel *) blocks->moving)(in, to, n, second, move.source, move.target);
    }
}

static void zip_block(const struct blocks *blocks, const void *first, const void *second, int64_t from, int64_t n,
                      void *to, struct move move) {
    const char *a = at(first, from, blocks->in_bytes);
    const char *b = at(second, from, blocks->in_bytes);
    if (move.source == NULL) {
        ((zip_kernel *) blocks->kernel)(a, b, to, n);
    } else {
        ((moving_zip_kernel *) blocks->moving)(a, b, to, n, move.source, move.target);
    }
}

/* The fence keeps later stores behind this one: those to the place that it names, and to the scratch block that it
 * names no more. */
static void record(const struct redo *redo, int64_t block, int64_t committing) {
    __atomic_store_n(redo->progress, redo->base + block * redo->unit + committing, __ATOMIC_RELEASE);
    __atomic_thread_fence(__ATOMIC_RELEASE);
}

/* See kernels.h. In {b, COMMIT} the block b is `block` and `committed` is 1; `next` is computed in this turn. */
static int64_t redo_blocks(compute_block *compute, const struct blocks *blocks, const void *first, const void *second,
                           const struct redo *redo, int64_t n, const int64_t *word, int64_t expected) {
    const int64_t count = (n + BLOCK - 1) / BLOCK;
    const int64_t block_bytes = BLOCK * blocks->out_bytes;
    const int64_t begun = __atomic_load_n(redo->progress, __ATOMIC_ACQUIRE) - redo->base;
    int64_t block = begun / redo->unit;
    int committed = begun % redo->unit != 0;
    for (int64_t half_steps = redo->half_steps; block < count; half_steps -= 2) {
        const int64_t next = block + committed;
        const int ends = next == count || (next * BLOCK % PART == 0 && !is_wanted(word, expected));
        if (half_steps == 0 || (ends && !committed)) {
            break;
        }
        struct move move = {NULL, NULL};
        int64_t moved = 0;
        if (committed) {
            move = (struct move) {redo->scratch[block % 2], redo->place + block * block_bytes};
        }
        if (!ends) {
            moved = least(n - next * BLOCK, BLOCK);
            compute(blocks, first, second, next * BLOCK, moved, redo->scratch[next % 2], move);
        }
        if (committed) {
            const int64_t rest = least(n - block * BLOCK, BLOCK) - moved;
            const int64_t from = moved * blocks->out_bytes;
            memcpy(move.target + from, move.source + from, (size_t) (rest * blocks->out_bytes));
        }
        if (half_steps == 1) {
            break;
        }
        record(redo, next, ends ? 0 : redo->committing); /* R1, R2; R3 at the end */
        block = next;
        committed = !ends;
    }
    return least(block * BLOCK, n);
}

int64_t millrace_redo_map_blocks BLOCKS_ARGUMENTS {
    return redo_blocks(map_block, blocks, first, second, out, n, word, expected);
}

int64_t millrace_redo_zip_blocks BLOCKS_ARGUMENTS {
    return redo_blocks(zip_block, blocks, first, second, out, n, word, expected);
}
