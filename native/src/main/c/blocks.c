/*
 * Calls over any number of blocks: the loop over the blocks, the tree over the nodes of a fold, and the look at a word
 * by which the caller ends the call.
 */
#include <string.h>

#include "blocks.h"
#include "operations.h"
#include "streams.h"

enum {
    /* A node waits for its sibling on each level: 2^51 blocks hold more than 2^62 elements. */
    LEVELS = 52,
    MAX_WORDS = 5,
};

typedef void draw_kernel(void *out, int64_t n, uint64_t stream, const int64_t *params);
typedef void fold_kernel(const void *in, int64_t n, int64_t *node);
typedef void rows_kernel(const void *in, int64_t n, double *lane);
typedef void dot_kernel(const void *a, const void *b, int64_t n, int64_t *node);

/* A kernel that writes `out`, called for one part after the other: `count` elements from `done` on. */
#define EACH_PART(kind, arguments)                                                              \
    int64_t millrace_##kind##_blocks BLOCKS_ARGUMENTS {                                         \
        kind##_kernel *kernel = (kind##_kernel *) blocks->kernel;                               \
        for (int64_t done = 0; done < n; done += PART) {                                        \
            if (!is_wanted(word, expected)) {                                                   \
                return done;                                                                    \
            }                                                                                   \
            const int64_t count = least(n - done, PART);                                        \
            const char *in = at(first, done, blocks->in_bytes);                                 \
            void *to = (char *) out + done * blocks->out_bytes;                                 \
            (void) in, (void) second;                                                           \
            kernel arguments;                                                                   \
        }                                                                                       \
        return n;                                                                               \
    }

EACH_PART(map, (in, to, count, second))
EACH_PART(zip, (in, at(second, done, blocks->in_bytes), to, count))
EACH_PART(convert, (in, to, count))
EACH_PART(fill, (to, count, second))

int64_t millrace_draw_blocks BLOCKS_ARGUMENTS {
    const struct draw *draw = second;
    (void) first;
    for (int64_t done = 0; done < n; done += BLOCK) {
        if (done % PART == 0 && !is_wanted(word, expected)) {
            return done;
        }
        const uint64_t stream = stream_of(draw->seed, draw->first_block + done / BLOCK);
        ((draw_kernel *) blocks->kernel)(
            (char *) out + done * blocks->out_bytes, least(n - done, BLOCK), stream, draw->params);
    }
    return n;
}

/* A node of the tree, and how many elements it stands for. */
struct node {
    int64_t words[MAX_WORDS];
    int64_t count;
};

static void combine_top(struct node *stack, int64_t *size, combine_nodes *combine) {
    const struct node *right = stack + --*size;
    struct node *left = stack + *size - 1;
    combine(left->words, left->count, right->words, right->count);
    left->count += right->count;
}

/*
 * The nodes of the blocks, combined in pairs, then pairs of pairs; one without a partner moves up as it is. The nodes
 * that wait for their siblings lie on a stack, like the digits of a binary counter: after block b as many pairs are
 * complete as b + 1 has zero bits at its end. `fold` makes the node of `count` elements from `done` on, in `node`.
 */
#define EACH_BLOCK(kind, fold)                                                                  \
    int64_t millrace_##kind##_blocks BLOCKS_ARGUMENTS {                                         \
        struct node stack[LEVELS + 1];                                                          \
        int64_t size = 0;                                                                       \
        int64_t done = 0;                                                                       \
        (void) second;                                                                          \
        do {                                                                                    \
            if (done % PART == 0 && !is_wanted(word, expected)) {                               \
                return done;                                                                    \
            }                                                                                   \
            const int64_t count = least(n - done, BLOCK);                                       \
            const char *in = at(first, done, blocks->in_bytes);                                 \
            int64_t *node = stack[size].words;                                                  \
            fold                                                                                \
            stack[size++].count = count;                                                        \
            for (int64_t blocks_done = done / BLOCK + 1; blocks_done % 2 == 0; blocks_done /= 2) { \
                combine_top(stack, &size, blocks->combine);                                     \
            }                                                                                   \
            done += BLOCK;                                                                      \
        } while (done < n);                                                                     \
        while (size > 1) {                                                                      \
            combine_top(stack, &size, blocks->combine);                                         \
        }                                                                                       \
        memcpy(out, stack[0].words, (size_t) blocks->words * sizeof(int64_t));                  \
        return n;                                                                               \
    }

EACH_BLOCK(fold, ((fold_kernel *) blocks->kernel)(in, count, node);)
EACH_BLOCK(dot, ((dot_kernel *) blocks->kernel)(in, at(second, done, blocks->in_bytes), count, node);)
EACH_BLOCK(mapped_fold, _Alignas(CACHE_LINE) int64_t mapped[BLOCK];
           ((map_kernel *) blocks->map)(in, mapped, count, second);
           ((fold_kernel *) blocks->kernel)(mapped, count, node);)

int64_t millrace_rows_blocks BLOCKS_ARGUMENTS {
    (void) second, (void) word, (void) expected;
    ((rows_kernel *) blocks->kernel)(first, n, out);
    return n;
}

int64_t millrace_program_blocks BLOCKS_ARGUMENTS {
    (void) blocks, (void) out;
    fill_constants(first, (char *const *) second, n);
    for (int64_t done = 0; done < n; done += BLOCK) {
        if (done % PART == 0 && !is_wanted(word, expected)) {
            return done;
        }
        run_steps(first, (char *const *) second, done, least(n - done, BLOCK));
    }
    return n;
}

EACH_BLOCK(program_fold, if (done == 0) {
               fill_constants(first, (char *const *) second, n);
           }
           run_steps(first, (char *const *) second, done, count);
           ((fold_kernel *) blocks->kernel)(
               address(&((const struct program *) first)->result, (char *const *) second, done, 0), count, node);
           (void) in;)

/* How two nodes become one. */
static inline f64 value_f64(int64_t word) {
    f64 value;
    memcpy(&value, &word, sizeof value);
    return value;
}

static inline int64_t word_f64(f64 value) {
    int64_t word;
    memcpy(&word, &value, sizeof word);
    return word;
}

static inline i64 value_i64(int64_t word) { return word; }
static inline int64_t word_i64(i64 value) { return value; }

#define ONE_WORD(how, t, op)                                                                    \
    static inline int64_t how##_words_##t(int64_t left, int64_t right) {                        \
        return word_##t(binary_##op##_##t(value_##t(left), value_##t(right)));                  \
    }                                                                                           \
    void combine_##how##_##t COMBINE_ARGUMENTS {                                                \
        (void) left_count, (void) right_count;                                                  \
        left[0] = how##_words_##t(left[0], right[0]);                                           \
    }

ONE_WORD(sum, f64, add)
ONE_WORD(product, f64, multiply)
ONE_WORD(min, f64, min)
ONE_WORD(max, f64, max)
ONE_WORD(sum, i64, add)
ONE_WORD(product, i64, multiply)
ONE_WORD(min, i64, min)
ONE_WORD(max, i64, max)
ONE_WORD(countnz, i64, add)

void combine_sumchecked_i64 COMBINE_ARGUMENTS {
    (void) left_count, (void) right_count;
    const uint64_t low = (uint64_t) left[0] + (uint64_t) right[0];
    const uint64_t carry = low < (uint64_t) right[0];
    left[0] = (int64_t) low;
    left[1] = (int64_t) ((uint64_t) left[1] + (uint64_t) right[1] + carry);
}

/*
 * Mean and m2 by Chan, Golub and LeVeque, "Updating formulae and a pairwise algorithm for computing sample variances",
 * 1979, in exactly the order of operations of the engine's NodeRule.
 */
#define SUMMARY(t)                                                                              \
    void combine_summary_##t COMBINE_ARGUMENTS {                                                \
        const f64 left_mean = value_f64(left[1]), right_mean = value_f64(right[1]);             \
        const f64 m2 = value_f64(left[2]) + value_f64(right[2]);                                \
        const f64 share = (f64) right_count / (f64) (left_count + right_count);                 \
        const f64 delta = right_mean - left_mean;                                               \
        left[0] = sum_words_##t(left[0], right[0]);                                             \
        left[1] = word_f64(left_mean + delta * share);                                          \
        left[2] = word_f64(m2 + delta * delta * ((f64) left_count * share));                    \
        left[3] = min_words_##t(left[3], right[3]);                                             \
        left[4] = max_words_##t(left[4], right[4]);                                             \
    }

SUMMARY(f64)
SUMMARY(i64)
