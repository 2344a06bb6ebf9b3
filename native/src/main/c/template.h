/*
 * Everything one instruction set compiles. Its file defines ISA (the prefix of its functions), ISA_CODE, VECTOR_BYTES,
 * vector_min and vector_max (of two numbers; which zero, and what of NaN, does not matter), stream_line (stores one aligned
 * cache line past the caches) and stream_fence (orders these stores before all that follow).
 */
#define PASTE(prefix, name) prefix##_##name
#define PASTE_EXPANDED(prefix, name) PASTE(prefix, name)
#define LOCAL(name) PASTE_EXPANDED(ISA, name)

#include "draws.h"
#include "maps.h"
#include "folds.h"
#include "integer_folds.h"
#include "limits.h"

const struct kernels LOCAL(kernels) = {
    .isa = ISA_CODE,
#define KERNEL(result, name, arguments, call) .name = LOCAL(name),
#include "kinds.h"
#undef KERNEL
};
