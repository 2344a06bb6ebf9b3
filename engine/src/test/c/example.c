/* Functions of a user's, for NativeOp. */
#include <stdint.h>

void cube(const double *in, double *out, int64_t n) {
    for (int64_t i = 0; i < n; i++) {
        out[i] = in[i] * in[i] * in[i];
    }
}

void half(const float *in, float *out, int64_t n) {
    for (int64_t i = 0; i < n; i++) {
        out[i] = in[i] / 2;
    }
}

void next_int(const int32_t *in, int32_t *out, int64_t n) {
    for (int64_t i = 0; i < n; i++) {
        out[i] = in[i] + 1;
    }
}

void next_long(const int64_t *in, int64_t *out, int64_t n) {
    for (int64_t i = 0; i < n; i++) {
        out[i] = in[i] + 1;
    }
}
