/* What the file of an instruction set needs before its own definitions. */
#ifndef MILLRACE_ISA_H
#define MILLRACE_ISA_H

#include <math.h>
#include <stddef.h>
#include <string.h>

#include "kernels.h"
#include "operations.h"
#include "streams.h"

extern const struct kernels avx512_kernels, avx2_kernels, sse2_kernels, neon_kernels;

#endif
