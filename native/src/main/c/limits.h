/*
 * Template: the loops a C programmer would write to find out how fast the memory of this machine is: nothing is computed
 * that could be left out.
 */
/* Reads all; returns the exclusive or of all words, so that the compiler keeps the loads. */
static int64_t LOCAL(limit_read) LIMIT_IN_ARGUMENTS {
    longs mixed[VECTORS];
    for (int v = 0; v < VECTORS; v++) {
        mixed[v] = (longs) all_lanes(0.0);
    }
    int64_t i = 0;
    for (; i <= n - ACCUMULATORS; i += ACCUMULATORS) {
        for (int v = 0; v < VECTORS; v++) {
            mixed[v] ^= (longs) LOAD(f64, in + i + v * LANES);
        }
    }
    int64_t result = 0;
    for (int k = 0; k < ACCUMULATORS; k++) {
        result ^= mixed[k / LANES][k % LANES];
    }
    for (; i < n; i++) {
        result ^= bits_of(in[i]);
    }
    return result;
}

static int64_t LOCAL(limit_copy) LIMIT_COPY_ARGUMENTS {
    _Pragma("GCC ivdep")
    for (int64_t i = 0; i < n; i++) {
        out[i] = in[i];
    }
    return n;
}

static int64_t LOCAL(limit_copy_nt) LIMIT_COPY_ARGUMENTS {
    LOCAL(convert_f64_f64_nt)(in, out, n);
    return n;
}

static int64_t LOCAL(limit_inplace_square) LIMIT_OUT_ARGUMENTS {
    for (int64_t i = 0; i < n; i++) {
        out[i] = out[i] * out[i];
    }
    return n;
}
