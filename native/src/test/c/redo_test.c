/*
 * Calls in place: stopped after every half step, they leave what the protocol says, and whoever goes on from there, the
 * same caller or the next one after a replay, makes each block new once. The elements are those of one plain call.
 */
#include <string.h>

#include "inputs.h"
#include "tests.h"

enum { UNIT = 8, COMMIT = 3, LOOK = 16, MOST_BLOCKS = 7 };

static const i64 base = INT64_C(0x7eadbeef) * -65536;
static const i64 chunk_lengths[] = {
    1, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK, 2 * BLOCK + 33, 3 * BLOCK, 4 * BLOCK - 1, (MOST_BLOCKS - 1) * BLOCK + 5,
};
enum { CHUNK_LENGTHS = sizeof chunk_lengths / sizeof chunk_lengths[0] };

typedef void any_kernel(void);

/* A call under test, and what it works on; `first` and `second` are given to it, `place` is one of them. */
struct trial {
    const char *name;
    call_over_blocks *call;
    struct blocks blocks;
    const void *first;
    const void *second;
    char *place;
    const char *old;
    const char *renewed;
    i64 n;
};

/* Two scratch blocks for each of two callers. */
static _Alignas(CACHE_LINE) char scratch[2][2][BLOCK * sizeof(i64)];

/* fma(place * 1.5, other, place): steps to a scratch block and to the place, and a constant that each call fills. */
enum { TARGET, PLACE, OTHER, PRODUCT, CONSTANT, ENTRIES };
static char *table[ENTRIES];
static f64 product[BLOCK], constant[BLOCK];
static struct program *in_place;

static i64 call(const struct trial *trial, i64 *progress, int caller, i64 half_steps) {
    struct redo redo = {
        .scratch = {scratch[caller][0], scratch[caller][1]}, .progress = progress, .base = base, .unit = UNIT,
        .committing = COMMIT, .place = trial->place, .half_steps = half_steps};
    memset(constant, 0, sizeof constant);
    return trial->call(&trial->blocks, trial->first, trial->second, &redo, trial->n, NULL, 0);
}

static i64 bytes_of(const struct trial *trial, i64 block) {
    const i64 left = trial->n - block * BLOCK;
    return (left < BLOCK ? left : BLOCK) * trial->blocks.out_bytes;
}

/* Whether a block that lies at `from` has the elements of `whole`. */
static void expect_block(const struct trial *trial, const char *from, const char *whole, i64 block) {
    const i64 offset = block * BLOCK * trial->blocks.out_bytes;
    expect(memcmp(from, whole + offset, (size_t) bytes_of(trial, block)) == 0, trial->name, trial->n, block);
}

/* That block `committed` stands in scratch alone, the others in their places; -1: none. */
static void expect_places(const struct trial *trial, i64 first_old, i64 committed) {
    for (i64 block = 0; block * BLOCK < trial->n; block++) {
        if (block == committed) {
            expect_block(trial, scratch[0][block % 2], trial->renewed, block);
        } else {
            const char *place = trial->place + block * BLOCK * trial->blocks.out_bytes;
            expect_block(trial, place, block < first_old ? trial->renewed : trial->old, block);
        }
    }
}

/* The first caller ends after `half_steps`; the second one follows it after a replay, or the first one goes on. */
static void check_end_after(const struct trial *trial, i64 half_steps, int dies) {
    const i64 count = (trial->n + BLOCK - 1) / BLOCK;
    const i64 stores = half_steps / 2;
    const i64 committed = stores == 0 || stores > count ? -1 : stores - 1;
    const i64 block = stores == 0 ? 0 : stores > count ? count : stores - 1;
    i64 progress = base;
    memcpy(trial->place, trial->old, (size_t) (trial->n * trial->blocks.out_bytes));
    const i64 done = call(trial, &progress, 0, half_steps);
    expect(done == (block * BLOCK < trial->n ? block * BLOCK : trial->n), trial->name, trial->n, half_steps);
    expect(progress == base + block * UNIT + (committed < 0 ? 0 : COMMIT), trial->name, trial->n, half_steps);
    expect_places(trial, block, committed);
    if (committed >= 0) { /* any part of it may stand in its place */
        memset(trial->place + block * BLOCK * trial->blocks.out_bytes, 0x55, (size_t) bytes_of(trial, block));
    }
    if (dies && committed >= 0) {
        memcpy(trial->place + block * BLOCK * trial->blocks.out_bytes, scratch[0][block % 2],
               (size_t) bytes_of(trial, block));
        progress = base + (block + 1) * UNIT;
    }
    if (dies) {
        memset(scratch[0], 0x77, sizeof scratch[0]);
    }
    expect(call(trial, &progress, dies, INT64_MAX) == trial->n, trial->name, trial->n, half_steps);
    expect(progress == base + count * UNIT, trial->name, trial->n, half_steps);
    expect_places(trial, count, -1);
    expect(call(trial, &progress, dies, INT64_MAX) == trial->n, trial->name, trial->n, half_steps);
    expect_places(trial, count, -1);
}

static void check_ends(const struct trial *trial) {
    for (i64 half_steps = 0; half_steps <= 2 * (MOST_BLOCKS + 2); half_steps++) {
        check_end_after(trial, half_steps, 0);
        check_end_after(trial, half_steps, 1);
    }
}

/* `place` is one of in and other, or both; `plain` makes `renewed`. */
#define CHECK_CALL(kind, kernel_name, t, place_of, first_of, second_of, plain)                  \
    for (int l = 0; l < CHUNK_LENGTHS; l++) {                                                   \
        const i64 n = chunk_lengths[l];                                                         \
        t *in = room(n, 1, sizeof(t)), *other = room(n, 3, sizeof(t));                          \
        t *old = room(n, 0, sizeof(t)), *renewed = room(n, 0, sizeof(t));                       \
        numbers_##t(in, n, (uint64_t) l);                                                       \
        numbers_##t(other, n, (uint64_t) l + 100);                                              \
        memcpy(old, place_of, (size_t) n * sizeof(t));                                          \
        plain;                                                                                  \
        const struct trial trial = {                                                            \
            .name = #kernel_name " in place", .call = millrace_redo_##kind##_blocks,            \
            .blocks = {.kernel = (any_kernel *) kernel_name, .in_bytes = sizeof(t), .out_bytes = sizeof(t)}, \
            .first = first_of, .second = second_of, .place = (char *) (place_of), .old = (const char *) old, \
            .renewed = (const char *) renewed, .n = n};                                         \
        check_ends(&trial);                                                                     \
        release(in, 1, sizeof(t), trial.name);                                                  \
        release(other, 3, sizeof(t), trial.name);                                               \
        release(old, 0, sizeof(t), trial.name);                                                 \
        release(renewed, 0, sizeof(t), trial.name);                                             \
    }

static void plain_program(f64 *place, f64 *other, f64 *old, f64 *renewed, i64 n) {
    const f64 factor = 1.5;
    const struct place target = {TARGET, 0, sizeof(f64)}, first = {PLACE, sizeof(f64), sizeof(f64)};
    const struct place second = {OTHER, sizeof(f64), sizeof(f64)}, times = {PRODUCT, 0, 0}, value = {CONSTANT, 0, 0};
    tame_f64(place, n, 1);
    tame_f64(other, n, 2);
    memcpy(old, place, (size_t) n * sizeof(f64));
    map_scale_f64(place, renewed, n, &factor);
    zip3_fma_f64(renewed, other, place, renewed, n);
    in_place = in_place == NULL ? malloc(sizeof(struct program) + 3 * sizeof(struct step)) : in_place;
    expect(in_place != NULL, "program in place", n, 0);
    in_place->count = 3;
    in_place->piece = 1000;
    in_place->steps[0] = (struct step) {.kernel = (any_kernel *) fill_f64, .kind = STEP_FILL, .target = value};
    memcpy(in_place->steps[0].params, &factor, sizeof factor);
    in_place->steps[1] = (struct step) {
        .kernel = (any_kernel *) zip_multiply_f64, .kind = STEP_ZIP, .first = first, .second = value, .target = times};
    in_place->steps[2] = (struct step) {
        .kernel = (any_kernel *) zip3_fma_f64, .kind = STEP_ZIP3, .first = times, .second = second, .third = first,
        .target = target};
    table[PLACE] = (char *) place;
    table[OTHER] = (char *) other;
    table[PRODUCT] = (char *) product;
    table[CONSTANT] = (char *) constant;
}

static void test_every_half_step(void) {
    const f64 bounds[] = {-1.0, 1e9};
    const i32 factor = 3;
    CHECK_CALL(map, map_clamp_f64, f64, in, in, bounds, map_clamp_f64(in, renewed, n, bounds))
    CHECK_CALL(map, map_scale_i32, i32, in, in, &factor, map_scale_i32(in, renewed, n, &factor))
    CHECK_CALL(zip, zip_subtract_f32, f32, in, in, other, zip_subtract_f32(in, other, renewed, n))
    CHECK_CALL(zip, zip_subtract_i64, i64, other, in, other, zip_subtract_i64(in, other, renewed, n))
    CHECK_CALL(zip, zip_add_i64, i64, in, in, in, zip_add_i64(in, in, renewed, n))
    CHECK_CALL(program, zip3_fma_f64, f64, other, in_place, table, plain_program(other, in, old, renewed, n))
}

/* A job's word, and a kernel that changes it when it comes to some block. */
static i64 job_word;
static i64 blocks_seen;
static i64 ends_in;

static void see(const i64 *in, i64 *out, i64 n, const i64 *params) {
    (void) params;
    job_word = blocks_seen++ >= ends_in;
    for (i64 i = 0; i < n; i++) {
        out[i] = in[i] + 1;
    }
}

/* Changed in block `block`: the call ends before block 16, 32 ..., and leaves whole blocks and no commit. */
static void expect_prompt_end(i64 block) {
    enum { CHUNK = 3 * LOOK * BLOCK + 5 };
    static i64 place[CHUNK];
    const char *name = "prompt end in place";
    const struct blocks blocks = {
        .kernel = (any_kernel *) see, .in_bytes = sizeof(i64), .out_bytes = sizeof(i64)};
    const i64 ended = block < 0 ? 0 : (block / LOOK + 1) * LOOK * BLOCK;
    const i64 expected = ended < CHUNK ? ended : CHUNK;
    memset(place, 0, sizeof place);
    job_word = block < 0;
    blocks_seen = 0;
    ends_in = block;
    i64 progress = base;
    struct redo redo = {
        .scratch = {scratch[0][0], scratch[0][1]}, .progress = &progress, .base = base, .unit = UNIT,
        .committing = COMMIT, .place = (char *) place, .half_steps = INT64_MAX};
    const i64 done = millrace_redo_map_blocks(&blocks, place, NULL, &redo, CHUNK, &job_word, 0);
    expect(done == expected, name, CHUNK, block);
    expect(progress == base + (done + BLOCK - 1) / BLOCK * UNIT, name, CHUNK, block);
    for (i64 i = 0; i < CHUNK; i++) {
        expect(place[i] == (i < expected), name, CHUNK, i);
    }
}

void test_redo(void) {
    test_every_half_step();
    for (i64 block = -1; block <= 3 * LOOK; block++) {
        expect_prompt_end(block);
    }
}
