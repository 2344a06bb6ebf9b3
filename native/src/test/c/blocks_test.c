/*
 * Calls over many blocks: folds against the tree by its definition over the nodes of single blocks, the others against
 * one call of the kernel, and how soon a call ends whose word has changed.
 */
#include <math.h>
#include <string.h>

#include "inputs.h"
#include "reference.h"
#include "tests.h"

enum { MOST_BLOCKS = 37, NODE_WORDS = 5, LOOK = 16 };

typedef void any_kernel(void);

static const i64 chunk_lengths[] = {
    1, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK, 2 * BLOCK + 33, 3 * BLOCK, 5 * BLOCK - 1, 7 * BLOCK + 5, 8 * BLOCK,
    13 * BLOCK + 31, LOOK * BLOCK, LOOK * BLOCK + 1, 2 * LOOK * BLOCK - 7, MOST_BLOCKS * BLOCK - 4001,
};
enum { CHUNK_LENGTHS = sizeof chunk_lengths / sizeof chunk_lengths[0] };

/* Pairs, then pairs of pairs; an odd one moves up as it is. The root is the first node. */
static void pair_up(i64 (*nodes)[NODE_WORDS], i64 *counts, i64 size, combine_nodes *combine) {
    while (size > 1) {
        const i64 above = (size + 1) / 2;
        for (i64 pair = 0; pair < above; pair++) {
            memcpy(nodes[pair], nodes[2 * pair], sizeof nodes[0]);
            counts[pair] = counts[2 * pair];
            if (2 * pair + 1 < size) {
                combine(nodes[pair], counts[pair], nodes[2 * pair + 1], counts[2 * pair + 1]);
                counts[pair] += counts[2 * pair + 1];
            }
        }
        size = above;
    }
}

static i64 words_of(const char *how) {
    return strcmp(how, "summary") == 0 ? 5 : strcmp(how, "sumchecked") == 0 ? 2 : 1;
}

/* Sums of NaNs of several kinds may be any of them: the elements have none, so that all bits count. */
static void expect_node(const i64 *node, const i64 *root, i64 words, const char *kernel, i64 n) {
    for (i64 word = 0; word < NODE_WORDS; word++) {
        expect(node[word] == (word < words ? root[word] : -1), kernel, n, word);
    }
}

#define CHECK_CHUNKS(t)                                                                         \
    static void check_chunks_##t(const char *kernel, const char *how, const struct blocks *blocks, \
                                 call_over_blocks *call) {                                      \
        for (int l = 0; l < CHUNK_LENGTHS; l++) {                                               \
            const i64 n = chunk_lengths[l];                                                     \
            t *in = room(n, 1, sizeof(t)), *other = room(n, 3, sizeof(t));                      \
            tame_##t(in, n, (uint64_t) l);                                                      \
            tame_##t(other, n, (uint64_t) l + 100);                                             \
            i64 nodes[MOST_BLOCKS][NODE_WORDS] = {{0}}, counts[MOST_BLOCKS];                    \
            i64 size = 0;                                                                       \
            for (i64 from = 0; from < n; from += BLOCK, size++) {                               \
                counts[size] = n - from < BLOCK ? n - from : BLOCK;                             \
                if (call == millrace_dot_blocks) {                                              \
                    dot_##t(in + from, other + from, counts[size], nodes[size]);                \
                } else {                                                                        \
                    ((void (*) FOLD_ARGUMENTS(t)) blocks->kernel)(in + from, counts[size], nodes[size]); \
                }                                                                               \
            }                                                                                   \
            pair_up(nodes, counts, size, blocks->combine);                                      \
            i64 node[NODE_WORDS] = {-1, -1, -1, -1, -1};                                        \
            expect(call(blocks, in, other, node, n, NULL, 0) == n, kernel, n, -1);              \
            expect_node(node, nodes[0], words_of(how), kernel, n);                              \
            release(in, 1, sizeof(t), kernel);                                                  \
            release(other, 3, sizeof(t), kernel);                                               \
        }                                                                                       \
    }
#define tame_i64 numbers_i64
#define tame_i32 numbers_i32
#define tame_i16 numbers_i16
#define tame_i8 numbers_i8
CHECK_CHUNKS(f64)
CHECK_CHUNKS(f32)
CHECK_CHUNKS(i64)
CHECK_CHUNKS(i32)
CHECK_CHUNKS(i16)
CHECK_CHUNKS(i8)

/* How nodes of each fold over each type are combined. */
#define WHOLE_COMBINES(t)                                                                       \
    static combine_nodes *combine_of_##t(const char *how) {                                     \
        return strcmp(how, "sum") == 0       ? combine_sum_i64                                  \
             : strcmp(how, "product") == 0   ? combine_product_i64                              \
             : strcmp(how, "min") == 0       ? combine_min_i64                                  \
             : strcmp(how, "max") == 0       ? combine_max_i64                                  \
             : strcmp(how, "countnz") == 0   ? combine_countnz_i64                              \
             : strcmp(how, "summary") == 0   ? combine_summary_i64                              \
                                             : combine_sumchecked_i64;                          \
    }
#define FLOAT_COMBINES(t)                                                                       \
    static combine_nodes *combine_of_##t(const char *how) {                                     \
        return strcmp(how, "sum") == 0       ? combine_sum_f64                                  \
             : strcmp(how, "product") == 0   ? combine_product_f64                              \
             : strcmp(how, "min") == 0       ? combine_min_f64                                  \
             : strcmp(how, "max") == 0       ? combine_max_f64                                  \
             : strcmp(how, "countnz") == 0   ? combine_countnz_i64                              \
                                             : combine_summary_f64;                             \
    }
FLOAT_COMBINES(f64)
FLOAT_COMBINES(f32)
WHOLE_COMBINES(i64)
WHOLE_COMBINES(i32)
WHOLE_COMBINES(i16)
WHOLE_COMBINES(i8)

#define CHUNKS_OF(t, name, how, call)                                                           \
    {                                                                                           \
        const struct blocks blocks = {                                                          \
            .kernel = (any_kernel *) name, .in_bytes = sizeof(t), .combine = combine_of_##t(how), \
            .words = words_of(how)};                                                            \
        check_chunks_##t(#name, how, &blocks, call);                                            \
    }

static void test_folds_of_chunks(void) {
#define MAP(op, t)
#define WIDEN(op, t)
#define ZIP(op, t)
#define ZIP3(op, t)
#define CONVERT(t, u)
#define FILL(t)
#define DRAW(op, t)
#define FOLD(how, t) CHUNKS_OF(t, fold_##how##_##t, #how, millrace_fold_blocks)
#define FUSED(how, op, t) CHUNKS_OF(t, fold_##how##_##op##_##t, #how, millrace_fold_blocks)
#define DOT(t) CHUNKS_OF(t, dot_##t, "sum", millrace_dot_blocks)
#define ROWS(how, t)
#define LIMIT_IN(name)
#define LIMIT_OUT(name)
#define LIMIT_COPY(name)
#include "kernels.def"
}

/* The fold of a map is that of the mapped elements. */
static void test_mapped_folds(void) {
    const struct blocks mapped = {
        .kernel = (any_kernel *) fold_max_f64, .in_bytes = sizeof(f64), .combine = combine_max_f64, .words = 1,
        .map = (any_kernel *) map_scale_f64};
    const f64 factor = -1.5;
    for (int l = 0; l < CHUNK_LENGTHS; l++) {
        const i64 n = chunk_lengths[l];
        f64 *in = room(n, 1, sizeof(f64)), *scaled = room(n, 0, sizeof(f64));
        tame_f64(in, n, (uint64_t) l);
        map_scale_f64(in, scaled, n, &factor);
        i64 root = 0, node = 0;
        struct blocks plain = mapped;
        millrace_fold_blocks(&plain, scaled, NULL, &root, n, NULL, 0);
        expect(millrace_mapped_fold_blocks(&mapped, in, &factor, &node, n, NULL, 0) == n, "mapped fold", n, -1);
        expect(node == root, "mapped fold", n, 0);
        release(in, 1, sizeof(f64), "mapped fold");
        release(scaled, 0, sizeof(f64), "mapped fold");
    }
}

/* Calls over parts write what one call writes; guards lie around the output. */
#define SAME_AS_ONE_CALL(name, kind, t, u, second_argument, one_call)                           \
    for (int l = 0; l < CHUNK_LENGTHS; l++) {                                                   \
        const i64 n = chunk_lengths[l];                                                         \
        const struct blocks blocks = {                                                          \
            .kernel = (any_kernel *) name, .in_bytes = sizeof(t), .out_bytes = sizeof(u)};      \
        t *in = room(n, 1, sizeof(t)), *other = room(n, 3, sizeof(t));                          \
        u *out = room(n, 1, sizeof(u)), *whole = room(n, 0, sizeof(u));                         \
        numbers_##t(in, n, 7);                                                                  \
        numbers_##t(other, n, 8);                                                               \
        one_call;                                                                               \
        expect(millrace_##kind##_blocks(&blocks, in, second_argument, out, n, NULL, 0) == n, #name, n, -1); \
        expect(memcmp(out, whole, (size_t) n * sizeof(u)) == 0, #name, n, 0);                   \
        release(in, 1, sizeof(t), #name);                                                       \
        release(other, 3, sizeof(t), #name);                                                    \
        release(out, 1, sizeof(u), #name);                                                      \
        release(whole, 0, sizeof(u), #name);                                                    \
    }

static void test_parts(void) {
    const f64 bounds[] = {-1.0, 1e9};
    const i16 value = 4711;
    SAME_AS_ONE_CALL(map_clamp_f64, map, f64, f64, bounds, map_clamp_f64(in, whole, n, bounds))
    SAME_AS_ONE_CALL(map_clamp_f64_nt, map, f64, f64, bounds, map_clamp_f64(in, whole, n, bounds))
    SAME_AS_ONE_CALL(map_square_i8_i64, map, i8, i64, NULL, map_square_i8_i64(in, whole, n, NULL))
    SAME_AS_ONE_CALL(zip_xor_i32_nt, zip, i32, i32, other, zip_xor_i32(in, other, whole, n))
    SAME_AS_ONE_CALL(convert_f64_i8, convert, f64, i8, NULL, convert_f64_i8(in, whole, n))
    SAME_AS_ONE_CALL(fill_i16_nt, fill, i16, i16, &value, fill_i16(whole, n, &value))
}

/* (x + y) * 3 as f32, as f64 again, times a constant plus y rounded once, plus the constant: all kinds of steps, and elements of two sizes. */
enum { OUT_PLACE, X_PLACE, Y_PLACE, RESULT_PLACE, NARROW_PLACE, CONSTANT_PLACE, PLACES };

#define ARRAY(place, t) {place, sizeof(t), sizeof(t)}
#define CONSTANT {CONSTANT_PLACE, 0, 0}
#define NARROW {NARROW_PLACE, 0, 0}
#define RESULT {RESULT_PLACE, 0, sizeof(f64)}
enum { ALL_STEPS = 7 };

static struct program *program_of(i64 piece, struct place target, any_kernel *last) {
    const struct step steps[ALL_STEPS] = {
        {.kernel = (any_kernel *) fill_f64, .kind = STEP_FILL, .target = CONSTANT, .params = {0x3ff8000000000000}},
        {.kernel = (any_kernel *) zip_add_f64, .kind = STEP_ZIP, .first = ARRAY(X_PLACE, f64),
         .second = ARRAY(Y_PLACE, f64), .target = RESULT},
        {.kernel = (any_kernel *) convert_f64_f32, .kind = STEP_CONVERT, .first = RESULT, .target = NARROW},
        {.kernel = (any_kernel *) map_scale_f32, .kind = STEP_MAP, .first = NARROW, .target = NARROW,
         .params = {0x40400000}},
        {.kernel = (any_kernel *) convert_f32_f64, .kind = STEP_CONVERT, .first = NARROW,
         .target = ARRAY(OUT_PLACE, f64)},
        {.kernel = (any_kernel *) zip3_fma_f64, .kind = STEP_ZIP3, .first = ARRAY(OUT_PLACE, f64), .second = CONSTANT,
         .third = ARRAY(Y_PLACE, f64), .target = ARRAY(OUT_PLACE, f64)},
        {.kernel = last, .kind = STEP_ZIP, .first = ARRAY(OUT_PLACE, f64), .second = CONSTANT, .target = target},
    };
    struct program *program = malloc(sizeof(struct program) + sizeof steps);
    expect(program != NULL, "program", 0, 0);
    program->count = ALL_STEPS;
    program->piece = piece;
    program->result = (struct place) RESULT;
    memcpy(program->steps, steps, sizeof steps);
    return program;
}

static void test_programs(void) {
    static f64 result[BLOCK], narrow[BLOCK], constant[BLOCK];
    const struct blocks folding = {
        .kernel = (any_kernel *) fold_sum_f64, .in_bytes = 8, .combine = combine_sum_f64, .words = 1};
    const struct blocks writing = {0};
    for (int l = 0; l < CHUNK_LENGTHS; l++) {
        const i64 n = chunk_lengths[l];
        f64 *x = room(n, 1, sizeof(f64)), *y = room(n, 3, sizeof(f64));
        f64 *out = room(n, 1, sizeof(f64)), *whole = room(n, 0, sizeof(f64));
        tame_f64(x, n, (uint64_t) l);
        tame_f64(y, n, (uint64_t) l + 100);
        for (i64 i = 0; i < n; i++) {
            const f32 scaled = (f32) (x[i] + y[i]) * 3.0f;
            whole[i] = fma((f64) scaled, 1.5, y[i]) + 1.5;
        }
        char *const table[PLACES] = {
            [OUT_PLACE] = (char *) out, [X_PLACE] = (char *) x, [Y_PLACE] = (char *) y,
            [RESULT_PLACE] = (char *) result, [NARROW_PLACE] = (char *) narrow, [CONSTANT_PLACE] = (char *) constant};
        for (i64 piece = 100; piece <= BLOCK; piece += BLOCK - 100) {
            struct program *write = program_of(
                piece, (struct place) ARRAY(OUT_PLACE, f64), (any_kernel *) (piece < BLOCK ? zip_add_f64 : zip_add_f64_nt));
            memset(constant, 0, sizeof constant);
            expect(millrace_program_blocks(&writing, write, table, out, n, NULL, 0) == n, "program", n, -1);
            expect(memcmp(out, whole, (size_t) n * sizeof(f64)) == 0, "program", n, piece);
            struct program *fold = program_of(piece, (struct place) RESULT, (any_kernel *) zip_add_f64);
            i64 node = 0, root = 0;
            memset(constant, 0, sizeof constant); /* each call fills it */
            expect(millrace_program_fold_blocks(&folding, fold, table, &node, n, NULL, 0) == n, "program fold", n, -1);
            millrace_fold_blocks(&folding, whole, NULL, &root, n, NULL, 0);
            expect(node == root, "program fold", n, piece);
            free(write);
            free(fold);
        }
        release(x, 1, sizeof(f64), "program");
        release(y, 3, sizeof(f64), "program");
        release(out, 1, sizeof(f64), "program");
        release(whole, 0, sizeof(f64), "program");
    }
}

/* A job's word, and kernels that count the elements they were given and change the word at some moment. */
static i64 job_word;
static i64 elements_seen;
static i64 ends_after;

static void see(i64 n) {
    elements_seen += n;
    if (elements_seen > ends_after) {
        job_word = 1;
    }
}

static void seen_map(const void *in, void *out, i64 n, const void *params) {
    (void) in, (void) out, (void) params;
    see(n);
}

static void seen_fold(const void *in, i64 n, i64 *node) {
    (void) in;
    node[0] = 1;
    see(n);
}

/* Changed in block `block`: the call ends before the next part, and writes no node. */
static void expect_prompt_end(call_over_blocks *call, const struct blocks *blocks, i64 block, const char *name) {
    enum { CHUNK = 4 * LOOK * BLOCK + 5 };
    const i64 expected = block < 0 ? 0 : (block / LOOK + 1) * LOOK * BLOCK;
    job_word = block < 0;
    elements_seen = 0;
    ends_after = block * BLOCK;
    i64 node = -1;
    const i64 done = call(blocks, &node, NULL, &node, CHUNK, &job_word, 0);
    expect(done == (expected < CHUNK ? expected : CHUNK), name, CHUNK, block);
    expect(elements_seen == done, name, CHUNK, block);
    expect((node == -1) == (done < CHUNK || call == millrace_map_blocks), name, CHUNK, block);
}

static void test_prompt_ends(void) {
    const struct blocks map = {.kernel = (any_kernel *) seen_map};
    const struct blocks fold = {
        .kernel = (any_kernel *) seen_fold, .combine = combine_sum_i64, .words = 1, .map = (any_kernel *) map_square_i64};
    for (i64 block = -1; block <= 4 * LOOK; block++) {
        expect_prompt_end(millrace_map_blocks, &map, block, "map");
        expect_prompt_end(millrace_fold_blocks, &fold, block, "fold");
    }
}

/* The combinations that have more than one operation, against numbers worked out by hand. */
static void test_combinations(void) {
    i64 sum[] = {-1, 0};
    const i64 one[] = {1, 0};
    combine_sumchecked_i64(sum, 1, one, 1);
    expect(sum[0] == 0 && sum[1] == 1, "combine_sumchecked_i64", 1, 0);
    /* 1, 3 and 5, 7, 9: mean 5, m2 40 */
    f64 low[] = {4, 2, 2, 1, 3}, high[] = {21, 7, 8, 5, 9}, both[] = {25, 5, 40, 1, 9};
    i64 left[NODE_WORDS], right[NODE_WORDS];
    memcpy(left, low, sizeof left);
    memcpy(right, high, sizeof right);
    combine_summary_f64(left, 2, right, 3);
    expect(memcmp(left, both, sizeof both) == 0, "combine_summary_f64", 5, 0);
    memcpy(left, low, sizeof left);
    left[0] = 4, left[3] = 1, left[4] = 3;
    right[0] = 21, right[3] = 5, right[4] = 9;
    combine_summary_i64(left, 2, right, 3);
    expect(left[0] == 25 && memcmp(left + 1, both + 1, 16) == 0 && left[3] == 1 && left[4] == 9, "combine_summary_i64", 5, 0);
}

void test_blocks(void) {
    test_folds_of_chunks();
    test_mapped_folds();
    test_parts();
    test_programs();
    test_prompt_ends();
    test_combinations();
}
