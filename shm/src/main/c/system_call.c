/* The native method of io.millrace.shm.internal.os.JniCall. It needs no jni.h: it uses neither of the first two. */
#define _DEFAULT_SOURCE
#include <errno.h>
#include <stdint.h>
#include <unistd.h>

int64_t Java_io_millrace_shm_internal_os_JniCall_call(void *env, void *class, int64_t number, int64_t a, int64_t b,
                                                      int64_t c, int64_t d, int64_t e, int64_t f);

__attribute__((visibility("default"))) int64_t
Java_io_millrace_shm_internal_os_JniCall_call(void *env, void *class, int64_t number, int64_t a, int64_t b, int64_t c,
                                              int64_t d, int64_t e, int64_t f)
{
    (void)env;
    (void)class;
    long result = syscall(number, a, b, c, d, e, f);
    return result == -1 ? -errno : result;
}
