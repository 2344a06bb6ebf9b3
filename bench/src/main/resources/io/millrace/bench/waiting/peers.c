// What C programs use in the place of locks, events and pipes between processes. One number on standard output.
//
//   peers mutex COUNT            ns for lock and unlock of a process-shared mutex that nobody else wants
//   peers robust MILLISECONDS    increments a second of two processes under one robust mutex
//   peers spin COUNT             ns for a round trip of two processes that spin on two words
//   peers futex COUNT            ns for a round trip of two processes that sleep on two words, each on a processor of its own
#define _GNU_SOURCE
#include <errno.h>
#include <linux/futex.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

typedef struct {
    _Alignas(128) pthread_mutex_t mutex;
    _Alignas(128) uint64_t counter;
    _Alignas(128) _Atomic uint32_t there;
    _Alignas(128) _Atomic uint32_t back;
    _Alignas(128) _Atomic uint32_t ready;
    _Alignas(128) _Atomic uint32_t stop;
} Shared;

static Shared *shared;

static void fail(const char *what) {
    perror(what);
    exit(1);
}

static uint64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

static void relax(void) {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("isb");
#endif
}

static void init_mutex(int robust) {
    pthread_mutexattr_t attributes;
    pthread_mutexattr_init(&attributes);
    pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
    if (robust) {
        pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST);
    }
    if (pthread_mutex_init(&shared->mutex, &attributes) != 0) {
        fail("pthread_mutex_init");
    }
}

static void run_mutex(uint64_t count) {
    init_mutex(0);
    uint64_t start = now();
    for (uint64_t i = 0; i < count; i++) {
        pthread_mutex_lock(&shared->mutex);
        pthread_mutex_unlock(&shared->mutex);
    }
    printf("%f\n", (double)(now() - start) / (double)count);
}

static uint64_t increment(void) {
    uint64_t own = 0;
    while (!atomic_load_explicit(&shared->stop, memory_order_relaxed)) {
        int result = pthread_mutex_lock(&shared->mutex);
        if (result == EOWNERDEAD) {
            pthread_mutex_consistent(&shared->mutex);
        }
        shared->counter++;
        pthread_mutex_unlock(&shared->mutex);
        own++;
    }
    return own;
}

static void meet(uint32_t processes) {
    atomic_fetch_add(&shared->ready, 1);
    while (atomic_load(&shared->ready) < processes) {
        relax();
    }
}

static void run_robust(uint64_t milliseconds) {
    init_mutex(1);
    for (int child = 0; child < 2; child++) {
        if (fork() == 0) {
            meet(3);
            increment();
            _exit(0);
        }
    }
    meet(3);
    uint64_t start = now();
    struct timespec time = {(time_t)(milliseconds / 1000), (long)(milliseconds % 1000) * 1000000};
    nanosleep(&time, NULL);
    atomic_store(&shared->stop, 1);
    double seconds = (double)(now() - start) / 1e9;
    while (wait(NULL) > 0) {
    }
    printf("%f\n", (double)shared->counter / seconds);
}

static void await_spinning(_Atomic uint32_t *word, uint32_t value) {
    while (atomic_load_explicit(word, memory_order_acquire) != value) {
        relax();
    }
}

static void await_sleeping(_Atomic uint32_t *word, uint32_t value) {
    uint32_t seen = atomic_load(word);
    while (seen != value) {
        syscall(SYS_futex, word, FUTEX_WAIT, seen, NULL, NULL, 0);
        seen = atomic_load(word);
    }
}

static void tell(_Atomic uint32_t *word, uint32_t value, int sleeping) {
    if (sleeping) {
        atomic_store(word, value);
        syscall(SYS_futex, word, FUTEX_WAKE, 1, NULL, NULL, 0);
    } else {
        atomic_store_explicit(word, value, memory_order_release);
    }
}

static void pin(int processor) {
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET((unsigned)processor, &set);
    sched_setaffinity(0, sizeof set, &set);
}

static void run_round_trips(uint64_t count, int sleeping) {
    void (*await)(_Atomic uint32_t *, uint32_t) = sleeping ? await_sleeping : await_spinning;
    pid_t child = fork();
    if (sleeping) {
        pin(child == 0);
    }
    meet(2);
    if (child == 0) {
        for (uint32_t i = 1; i <= count; i++) {
            await(&shared->there, i);
            tell(&shared->back, i, sleeping);
        }
        _exit(0);
    }
    uint64_t start = now();
    for (uint32_t i = 1; i <= count; i++) {
        tell(&shared->there, i, sleeping);
        await(&shared->back, i);
    }
    printf("%f\n", (double)(now() - start) / (double)count);
    waitpid(child, NULL, 0);
}

int main(int argc, char **argv) {
    if (argc != 3) {
        fprintf(stderr, "usage: peers mutex|robust|spin|futex NUMBER\n");
        return 2;
    }
    shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (shared == MAP_FAILED) {
        fail("mmap");
    }
    uint64_t number = strtoull(argv[2], NULL, 10);
    if (strcmp(argv[1], "mutex") == 0) {
        run_mutex(number);
    } else if (strcmp(argv[1], "robust") == 0) {
        run_robust(number);
    } else {
        run_round_trips(number, strcmp(argv[1], "futex") == 0);
    }
    return 0;
}
