/* What the calls over blocks share: blocks.c, programs.c and redo.c. */
#ifndef MILLRACE_BLOCKS_H
#define MILLRACE_BLOCKS_H

#include <stddef.h>

#include "kernels.h"

/* Elements between two looks at the word: some 16 to 100 us at the speed of memory. */
enum { PART = 16 * BLOCK };

typedef void map_kernel(const void *in, void *out, int64_t n, const void *params);
typedef void zip_kernel(const void *a, const void *b, void *out, int64_t n);
typedef void zip3_kernel(const void *a, const void *b, const void *c, void *out, int64_t n);
typedef void convert_kernel(const void *in, void *out, int64_t n);
typedef void fill_kernel(void *out, int64_t n, const void *value);

static inline const char *at(const void *from, int64_t element, int64_t bytes) {
    return (const char *) from + element * bytes;
}

static inline int64_t least(int64_t a, int64_t b) { return a < b ? a : b; }

/* Whether the word still has the value that it should have; without a word, always. */
static inline int is_wanted(const int64_t *word, int64_t expected) {
    return word == NULL || __atomic_load_n(word, __ATOMIC_ACQUIRE) == expected;
}

/* Of a program over n elements, before any other step: the fills at its beginning. */
void fill_constants(const struct program *program, char *const *table, int64_t n);

/* All other steps, over one block of `n` elements, from element `outside` of the call on. */
void run_steps(const struct program *program, char *const *table, int64_t outside, int64_t n);

static inline char *address(const struct place *place, char *const *table, int64_t outside, int64_t inside) {
    return table[place->index] + outside * place->outside + inside * place->inside;
}

#endif
