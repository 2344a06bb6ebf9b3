/* Functions of a user's, for NativeOp. */
#include <stdint.h>
#include <stdlib.h>

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

/* Functions that do not come back. */

void crash(const double *in, double *out, int64_t n) {
    (void)in;
    (void)n;
    volatile double *nowhere = (volatile double *)8;
    *nowhere = out[0];
}

void leave(const double *in, double *out, int64_t n) {
    (void)in;
    (void)out;
    (void)n;
    exit(3);
}

void loop(const double *in, double *out, int64_t n) {
    (void)in;
    (void)n;
    volatile double *target = out;
    for (;;) {
        *target = 1;
    }
}

static double deeper(const double *in, int64_t depth) {
    volatile double room[1024];
    room[depth % 1024] = in[0];
    return depth < 0 ? 0 : deeper(in, depth + 1) + room[depth % 1024];
}

void overflow(const double *in, double *out, int64_t n) {
    out[0] = deeper(in, n);
}
