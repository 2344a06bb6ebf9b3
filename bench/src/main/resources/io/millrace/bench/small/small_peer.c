// Times of one sum of squares over COUNT doubles with OpenMP and two threads, as "name nanoseconds" lines.
//
//   small_peer COUNT SECONDS    after 100 calls; after 100,000 calls or SECONDS
#define _GNU_SOURCE
#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { EARLY = 100, WARM = 100000, RECORDED = 20000 };

static double *in;
static long count;
static long recorded[RECORDED];

static long nanos(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000000L + now.tv_nsec;
}

static double call(void) {
    double total = 0;
#pragma omp parallel for simd reduction(+ : total) num_threads(2) schedule(static)
    for (long i = 0; i < count; i++) total += in[i] * in[i];
    return total;
}

static int compare(const void *one, const void *other) {
    long a = *(const long *)one, b = *(const long *)other;
    return (a > b) - (a < b);
}

static void report(const char *name, int calls) {
    qsort(recorded, calls, sizeof(long), compare);
    printf("%s.median %ld\n%s.p99 %ld\n", name, recorded[calls / 2], name, recorded[calls - 1 - calls / 100]);
}

// As many as `most` calls or as many as take so long.
static int record(int most, double seconds) {
    long end = nanos() + (long)(seconds * 1e9);
    int calls = 0;
    while (calls < most) {
        long begin = nanos();
        if (call() < 0) exit(1);
        long now = nanos();
        recorded[calls++] = now - begin;
        if (now > end) break;
    }
    return calls;
}

int main(int arguments, char **argument) {
    if (arguments != 3) return 2;
    count = atol(argument[1]);
    double seconds = atof(argument[2]);
    in = malloc(count * sizeof(double));
    for (long i = 0; i < count; i++) in[i] = 0.5;
    for (int i = 0; i < EARLY; i++) call();
    report("early", record(EARLY, seconds));
    long end = nanos() + (long)(seconds * 1e9);
    for (int i = 0; i < WARM && nanos() < end; i++) call();
    report("warm", record(RECORDED, seconds));
    return 0;
}
