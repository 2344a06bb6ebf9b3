/* Runs all tests on every instruction set that this machine has. */
#include <string.h>

#include "inputs.h"
#include "tests.h"

static void test_names(void) {
    static const char *const expected[] = {
#define KERNEL(result, name, arguments, call) #name,
#include "kinds.h"
#undef KERNEL
        NULL,
    };
    i64 count = 0;
    for (; expected[count] != NULL; count++) {
        expect(strcmp(millrace_kernel_name(count), expected[count]) == 0, expected[count], 0, count);
    }
    expect(millrace_kernel_name(count) == NULL, "name past the last", 0, count);
    expect(millrace_kernel_name(-1) == NULL, "name before the first", 0, -1);
}

int main(void) {
    static const char *const name[] = {"none", "sse2", "avx2", "avx512", "neon"};
    int tested = 0;
    test_names();
    expect(millrace_use_isa(ISA_NONE) == -1 && millrace_use_isa(ISA_NEON + 1) == -1, "unknown instruction set", 0, 0);
    for (int32_t isa = ISA_SSE2; isa <= ISA_NEON; isa++) {
        if (millrace_use_isa(isa) != 0) {
            continue;
        }
        comparisons = 0;
        expect(millrace_isa == isa, "millrace_isa", 0, isa);
        test_maps();
        test_folds();
        test_limits();
        test_blocks();
        test_redo();
        test_draws();
        printf("kernels %s: %lld comparisons, all equal\n", name[isa], (long long) comparisons);
        tested++;
    }
    return tested > 0 ? 0 : 1;
}
