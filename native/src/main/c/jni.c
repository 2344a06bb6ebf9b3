/* The native method of io.millrace.ckernel.JniCall. It needs no jni.h: it uses neither of the first two. */
#include <stddef.h>

#include "kernels.h"

/* Addresses, as Java has them. */
int64_t Java_io_millrace_ckernel_JniCall_run(void *env, void *class, int64_t function, int64_t blocks, int64_t first,
                                             int64_t second, int64_t out, int64_t n, int64_t word, int64_t expected);

EXPORT int64_t Java_io_millrace_ckernel_JniCall_run(void *env, void *class, int64_t function, int64_t blocks,
                                                    int64_t first, int64_t second, int64_t out, int64_t n,
                                                    int64_t word, int64_t expected) {
    (void) env, (void) class;
    if (function == 0) {
        return -1;
    }
    return ((call_over_blocks *) function)((const struct blocks *) blocks, (const void *) first, (const void *) second,
                                           (void *) out, n, (const int64_t *) word, expected);
}
