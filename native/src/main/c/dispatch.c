/*
 * Chooses the instruction set when the library is loaded and exports every kernel: one jump through the table.
 */
#include <stddef.h>

#include "isa.h"

static const struct kernels *chosen;
int32_t millrace_isa = ISA_NONE;

/* The kernels of an instruction set, or NULL if the processor or the operating system (which must save the wider
 * registers) does not support it: __builtin_cpu_supports asks both, CPUID and XGETBV. */
static const struct kernels *supported(int32_t isa) {
#if defined(__x86_64__)
    __builtin_cpu_init();
    switch (isa) {
    case ISA_AVX512:
        return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq")
                       && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl")
                       && __builtin_cpu_supports("fma")
                   ? &avx512_kernels
                   : NULL;
    case ISA_AVX2:
        return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") ? &avx2_kernels : NULL;
    case ISA_SSE2:
        return &sse2_kernels;
    default:
        return NULL;
    }
#elif defined(__aarch64__)
    return isa == ISA_NEON ? &neon_kernels : NULL;
#else
#error "no kernels for this processor: x86-64 and AArch64 are supported"
#endif
}

int32_t millrace_use_isa(int32_t isa) {
    const struct kernels *kernels = supported(isa);
    if (kernels == NULL) {
        return -1;
    }
    chosen = kernels;
    millrace_isa = isa;
    return 0;
}

__attribute__((constructor)) static void choose(void) {
    for (int32_t isa = ISA_NEON; isa > ISA_NONE; isa--) {
        if (millrace_use_isa(isa) == 0) {
            return;
        }
    }
}

/* params_<op>: how many parameters the maps of an op read. */
#define UNARY(op, types, params, degree, value)                                                 \
    EXPORT extern const int32_t params_##op;                                                    \
    const int32_t params_##op = params;
#define BINARY(op, types, value)
#include "ops.def"
#undef UNARY
#undef BINARY

static const char *const names[] = {
#define KERNEL(result, name, arguments, call) #name,
#include "kinds.h"
#undef KERNEL
};

const char *millrace_kernel_name(int64_t index) {
    const int64_t count = (int64_t) (sizeof names / sizeof names[0]);
    return index >= 0 && index < count ? names[index] : NULL;
}

#define KERNEL(result, name, arguments, call)                                                   \
    result name arguments { return chosen->name call; }
#include "kinds.h"
#undef KERNEL
