/*
 * What libmillrace.so exports, and the table behind it.
 *
 * Lengths are elements. Pointers are aligned for their element, no more. Nothing here allocates, does I/O or keeps
 * state. `out` may be one of the inputs; any other overlap is not allowed. An `_nt` twin writes whole cache lines past
 * the caches and ends with a store fence; use it when the output is larger than the last-level cache.
 *
 * `params` of a map: as many elements as the int32_t `params_<op>`, also exported, says: scale and plus read one, clamp
 * reads two (lowest, highest), all others none (NULL is fine).
 *
 * A draw fills one block from its random stream (streams.h). `params`: the bounds, two int64_t for `whole`, the bits of
 * two elements for `uniform`.
 *
 * A fold takes one block, n <= 4,096, and writes its node. Floating-point folds use 32 accumulators (element i goes to
 * accumulator i mod 32, in order) that are combined by halving: the same bits on every instruction set.
 *
 *   fold                    node
 *   sum, product, min, max  [value]: the bits of a double for f64 and f32, else an int64_t
 *   countnz                 [count], an int64_t for all types
 *   sumchecked              [low, high] of a 128-bit sum
 *   summary                 [sum, mean, m2, min, max]; mean and m2 are doubles, the others as above
 *
 * Rows are the elements of a block that is folded in parts, the first of them for accumulator 0: the 32 accumulators in
 * `lane`, all -0.0 before the first part, take them. Only the last part may end with a short row.
 *
 * Of no elements: sum 0, product 1, count 0, mean and m2 0.0, min and max the infinities or the extremes of int64_t.
 */
#ifndef MILLRACE_KERNELS_H
#define MILLRACE_KERNELS_H

#include <stdint.h>

typedef int8_t i8;
typedef int16_t i16;
typedef int32_t i32;
typedef int64_t i64;
typedef float f32;
typedef double f64;

/* Instruction sets, in the order in which one includes another on x86-64. */
enum isa { ISA_NONE = 0, ISA_SSE2 = 1, ISA_AVX2 = 2, ISA_AVX512 = 3, ISA_NEON = 4 };

enum { BLOCK = 4096, ACCUMULATORS = 32, CACHE_LINE = 64 };

/* The arguments of each kind of kernel. */
#define MAP_ARGUMENTS(t, u) (const t *in, u *out, int64_t n, const u *params)
#define ZIP_ARGUMENTS(t) (const t *a, const t *b, t *out, int64_t n)
#define ZIP3_ARGUMENTS(t) (const t *a, const t *b, const t *c, t *out, int64_t n)
#define CONVERT_ARGUMENTS(t, u) (const t *in, u *out, int64_t n)
#define FILL_ARGUMENTS(t) (t *out, int64_t n, const t *value)
#define DRAW_ARGUMENTS(t) (t *out, int64_t n, uint64_t stream, const int64_t *params)
#define FOLD_ARGUMENTS(t) (const t *in, int64_t n, int64_t *node)
#define DOT_ARGUMENTS(t) (const t *a, const t *b, int64_t n, int64_t *node)
#define ROWS_ARGUMENTS (const double *in, int64_t n, double *lane)
#define LIMIT_IN_ARGUMENTS (const double *in, int64_t n)
#define LIMIT_OUT_ARGUMENTS (double *out, int64_t n)
#define LIMIT_COPY_ARGUMENTS (const double *in, double *out, int64_t n)

#define EXPORT __attribute__((visibility("default")))

#define UNARY(op, types, params, degree, value)                                                 \
    _Static_assert((degree) <= 3, "ops.def: the degree of " #op " is above 3: write 0");
#define BINARY(op, types, value)
#include "ops.def"
#undef UNARY
#undef BINARY

#define KERNEL(result, name, arguments, call) EXPORT result name arguments;
#include "kinds.h"
#undef KERNEL

/* One implementation of every kernel. */
struct kernels {
    enum isa isa;
#define KERNEL(result, name, arguments, call) result(*name) arguments;
#include "kinds.h"
#undef KERNEL
};

/* The instruction set in use: an `enum isa`. To be read only. */
EXPORT extern int32_t millrace_isa;

/* Uses another one from now on. Returns 0, or -1 if this machine or this library lacks it. For one thread, before use. */
EXPORT int32_t millrace_use_isa(int32_t isa);

/* Combines two neighbouring nodes, of so many elements each, into the left one, whose elements come first. */
#define COMBINE_ARGUMENTS (int64_t *left, int64_t left_count, const int64_t *right, int64_t right_count)
typedef void combine_nodes COMBINE_ARGUMENTS;

/* combine_<how>_f64 for nodes of f64 and f32, combine_<how>_i64 for those of integers and for all counts. */
EXPORT combine_nodes combine_sum_f64, combine_product_f64, combine_min_f64, combine_max_f64, combine_summary_f64;
EXPORT combine_nodes combine_sum_i64, combine_product_i64, combine_min_i64, combine_max_i64, combine_summary_i64;
EXPORT combine_nodes combine_countnz_i64, combine_sumchecked_i64;

/*
 * What a call over blocks does with each of them. The caller fills it in once; any number of threads may use it.
 *
 *   field       of which calls  what
 *   kernel      all             one of the kernels above, of the kind that the call names
 *   in_bytes    those with inputs    size of an element of `first`, and of `second` where that is an input
 *   out_bytes   those that write elements    size of an element of `out`
 *   combine     folds           how two nodes become one
 *   words       folds           of a node
 *   map         mapped folds    the map before the fold; its elements are at most 8 bytes
 */
struct blocks {
    void (*kernel)(void);
    int64_t in_bytes;
    int64_t out_bytes;
    combine_nodes *combine;
    int64_t words;
    void (*map)(void);
};

/*
 * Calls over n elements, of any number of blocks. Folds combine the nodes of all blocks by the fixed tree over block
 * numbers into the one that they write: blocks in pairs, then pairs of pairs; a block without a partner moves up as it
 * is.
 *
 *   call         first     second       out        computes
 *   map          input     parameters   elements   map_*, also _nt
 *   zip          input     input        elements   zip_*, also _nt
 *   convert      input     none         elements   convert_*, also _nt
 *   fill         none      value        elements   fill_*, also _nt
 *   draw         none      a draw       elements   draw_*
 *   fold         input     none         a node     fold_*
 *   dot          input     input        a node     dot_*
 *   mapped_fold  input     parameters   a node     map_* to a block on the stack (32 KiB), then fold_*
 *   rows         input     none         lanes      rows_*, of a part of one block; has no use for `word`
 *
 *   redo_map     input     parameters   a redo     map_*, in place
 *   redo_zip     input     input        a redo     zip_*, in place
 *   redo_program program   addresses    a redo     the steps of a program, in place
 *
 *   program      program  addresses     elements   the steps of a program, of which the last writes the elements
 *   program_fold program  addresses     a node     the steps of a program, then fold_* of its result
 *
 * `word`, if not NULL, ends a call early: it is read (acquire) before every 16th block, and the call goes on while it
 * is `expected`. Returns how many elements are done: n, or a multiple of 16 blocks; then a fold has written no node.
 */
#define BLOCKS_ARGUMENTS                                                                        \
    (const struct blocks *blocks, const void *first, const void *second, void *out, int64_t n,  \
     const int64_t *word, int64_t expected)
typedef int64_t call_over_blocks BLOCKS_ARGUMENTS;
EXPORT call_over_blocks millrace_map_blocks, millrace_zip_blocks, millrace_convert_blocks, millrace_fill_blocks;
EXPORT call_over_blocks millrace_draw_blocks, millrace_rows_blocks;
EXPORT call_over_blocks millrace_fold_blocks, millrace_dot_blocks, millrace_mapped_fold_blocks;
EXPORT call_over_blocks millrace_redo_map_blocks, millrace_redo_zip_blocks, millrace_redo_program_blocks;
EXPORT call_over_blocks millrace_program_blocks, millrace_program_fold_blocks;

/*
 * What a call of draws computes.
 *
 *   field        what
 *   seed         of all streams
 *   first_block  of the call, as the blocks of the array are numbered
 *   params       of the kernel
 */
struct draw {
    int64_t seed;
    int64_t first_block;
    int64_t params[2];
};

/*
 * Where a call in place computes, and its redo record: the word `progress`, which says after a crash which blocks are
 * old, which are new, and which one only a scratch block has whole. n and `place` are those of a whole chunk; the word
 * says where the call begins. Of a call that ends early by `word` the block that was committed is moved and counted, so
 * each block is old or new.
 *
 *   state        progress                           what the next two half steps are
 *   {b}          base + b * unit                    compute b into scratch[b mod 2]; record {b, COMMIT}
 *   {b, COMMIT}  base + b * unit + committing       move b to its place and compute b + 1 into scratch[(b + 1) mod 2];
 *                                                   record {b + 1, COMMIT}
 *   {b, COMMIT}, b is the last, or the call ends    move b; record {b + 1}
 *
 * A death anywhere leaves what the half steps before it have written, and any part of the one in which it came. Each half
 * step that computes or moves may be repeated: what it reads, it does not write.
 *
 *   field       what
 *   scratch     two blocks
 *   progress    aligned; only this call writes it meanwhile
 *   base        the word of block 0
 *   unit        is added to the word by one block
 *   committing  is added to the word by COMMIT and the owner of the scratch blocks; above 0 and below `unit`
 *   place       element 0 of the chunk; an input begins there too
 *   half_steps  the call ends after so many: INT64_MAX but in tests, which look, or die, in between
 */
struct redo {
    char *scratch[2];
    int64_t *progress;
    int64_t base;
    int64_t unit;
    int64_t committing;
    char *place;
    int64_t half_steps;
};

/* Kinds of the steps of a program. */
enum step_kind { STEP_MAP = 0, STEP_ZIP = 1, STEP_CONVERT = 2, STEP_FILL = 3, STEP_ZIP3 = 4 };

/*
 * Where the elements of an operand or a target are, by the table of addresses that is the second argument of a call.
 *
 *   field    what
 *   index    in the table
 *   outside  bytes of an element for an array, in the table by its first element of the call; 0 for a scratch block
 *   inside   bytes from one element of a block to the next for an array, and for the scratch block of the result, which
 *            keeps all pieces of a block; 0 for another scratch block, which holds one piece
 */
struct place {
    int64_t index;
    int64_t outside;
    int64_t inside;
};

/*
 * A step of a program.
 *
 *   field          what
 *   kernel         map_*, zip_*, zip3_*, convert_* or fill_*
 *   kind           an `enum step_kind`
 *   first to third operands, as many as the kind has
 *   target         what the step writes
 *   params         parameters of a map, or the value of a fill, from the first byte on
 */
struct step {
    void (*kernel)(void);
    int64_t kind;
    struct place first;
    struct place second;
    struct place third;
    struct place target;
    int64_t params[2];
};

/*
 * Steps that are computed one after the other for each piece of each block, so that what one has written lies in the
 * first-level cache when the next reads it. A fill is computed once a call, for its first piece. Any number of threads
 * may use a program, each with addresses and scratch blocks of its own. In a redo_program call entry 0 of the addresses
 * is where the steps write: the call sets it to the scratch block of the redo record that has its turn, and the place of
 * the target has 0 as `outside`.
 *
 *   field   what
 *   count   of the steps
 *   piece   elements of a piece, at most a block
 *   result  the operand of the fold
 *   steps   fills first
 */
struct program {
    int64_t count;
    int64_t piece;
    struct place result;
    struct step steps[];
};

/* Names of all kernels, by index from 0; NULL past the last. */
EXPORT const char *millrace_kernel_name(int64_t index);

#endif
