// What C programs with two fresh processes take over shared memory: one "name nanoseconds" a line.
//
//   cold_peer program COUNT    a shared file, two processes fill it, sum it and write squares; prints the sum
//   cold_peer passes COUNT     fresh processes fill an array twice; two other fresh ones sum it ten times
//
// Both processes run the halves of an array of COUNT doubles.
#define _GNU_SOURCE
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#ifndef MADV_POPULATE_WRITE
#define MADV_POPULATE_WRITE 23
#endif

enum { PROCESSES = 2, FILLS = 2, SUMS = 10, POPULATED = 4 << 20 };

// In the shared file, before the arrays.
struct head {
    pthread_barrier_t all;
    double sums[PROCESSES];
};

static struct head *head;
static double *in, *out;
static long count;

static void fail(const char *what) {
    perror(what);
    exit(1);
}

static long nanos(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000000L + now.tv_nsec;
}

static void make(void) {
    int file = memfd_create("cold_peer", 0);
    size_t array = (count * sizeof(double) + 4095) / 4096 * 4096;
    if (file < 0 || ftruncate(file, 4096 + 2 * array) < 0) fail("file");
    char *memory = mmap(NULL, 4096 + 2 * array, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (memory == MAP_FAILED) fail("mmap");
    head = (struct head *)memory;
    in = (double *)(memory + 4096);
    out = (double *)(memory + 4096 + array);
    pthread_barrierattr_t shared;
    pthread_barrierattr_init(&shared);
    pthread_barrierattr_setpshared(&shared, PTHREAD_PROCESS_SHARED);
    pthread_barrier_init(&head->all, &shared, PROCESSES + 1);
}

// Pages are mapped some megabytes at a time, right before they are written.
static void fill(long from, long to) {
    for (long begin = from; begin < to; begin += POPULATED / (long)sizeof(double)) {
        long end = begin + POPULATED / (long)sizeof(double);
        if (end > to) end = to;
        char *page = (char *)((unsigned long)(in + begin) & ~4095UL);
        madvise(page, (char *)(in + end) - page, MADV_POPULATE_WRITE);
        for (long i = begin; i < end; i++) in[i] = 0.5;
    }
}

static double sum(long from, long to) {
    double total = 0;
#pragma omp simd reduction(+ : total)
    for (long i = from; i < to; i++) total += in[i];
    return total;
}

static void squares(long from, long to) {
    for (long i = from; i < to; i++) out[i] = in[i] * in[i];
}

static void meet(void) { pthread_barrier_wait(&head->all); }

// A process for each half: it does `work` between two meetings, `times` times.
static void start(void (*work)(int, long, long), int times) {
    for (int process = 0; process < PROCESSES; process++) {
        pid_t child = fork();
        if (child < 0) fail("fork");
        if (child == 0) {
            for (int time = 0; time < times; time++) {
                meet();
                work(process, count * process / PROCESSES, count * (process + 1) / PROCESSES);
                meet();
            }
            _exit(0);
        }
    }
}

static void end(void) {
    int status;
    while (wait(&status) > 0)
        if (status != 0) exit(1);
}

static void timed(const char *name, int times) {
    for (int time = 1; time <= times; time++) {
        meet();
        long begin = nanos();
        meet();
        printf("%s.%d %ld\n", name, time, nanos() - begin);
    }
    end();
}

static void fill_part(int process, long from, long to) {
    (void)process;
    fill(from, to);
}

static void sum_part(int process, long from, long to) { head->sums[process] = sum(from, to); }

static void all_parts(int process, long from, long to) {
    fill(from, to);
    sum_part(process, from, to);
    squares(from, to);
}

int main(int arguments, char **argument) {
    if (arguments != 3) fail("arguments");
    count = atol(argument[2]);
    make();
    if (strcmp(argument[1], "program") == 0) {
        start(all_parts, 1);
        meet();
        meet();
        end();
        printf("sum %.1f\n", head->sums[0] + head->sums[1]);
    } else {
        start(fill_part, FILLS);
        timed("fill", FILLS);
        start(sum_part, SUMS);
        timed("sum", SUMS);
    }
    return 0;
}
