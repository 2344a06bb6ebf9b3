/* What the calls over blocks share: blocks.c and redo.c. */
#ifndef MILLRACE_BLOCKS_H
#define MILLRACE_BLOCKS_H

#include <stddef.h>

#include "kernels.h"

/* Elements between two looks at the word: some 16 to 100 us at the speed of memory. */
enum { PART = 16 * BLOCK };

typedef void map_kernel(const void *in, void *out, int64_t n, const void *params);
typedef void zip_kernel(const void *a, const void *b, void *out, int64_t n);

static inline const char *at(const void *from, int64_t element, int64_t bytes) {
    return (const char *) from + element * bytes;
}

static inline int64_t least(int64_t a, int64_t b) { return a < b ? a : b; }

/* Whether the word still has the value that it should have; without a word, always. */
static inline int is_wanted(const int64_t *word, int64_t expected) {
    return word == NULL || __atomic_load_n(word, __ATOMIC_ACQUIRE) == expected;
}

#endif
