// Another user of a file, in C: does what the lines of its input say, each with one line of answer.
#define MILLRACE_IMPLEMENTATION
#include "millrace.h"

#include <inttypes.h>
#include <signal.h>

struct corner {
    float x;
    bool set;
};

struct point {
    int8_t tag;
    double size;
    struct corner corner;
    uint16_t letter;
};

static const char POINT[] = "{ byte tag @0; double size @8; float corner.x @16; boolean corner.set @20;"
                            " char letter @24 } 32 bytes";

static millrace *memory;

static void answer(millrace_status status) {
    printf("%d %s\n", (int)status, status == MILLRACE_OK || status == MILLRACE_TIMED_OUT ? "" : millrace_error());
}

static void square(const char *name) {
    millrace_region region;
    millrace_status status = millrace_open_array(memory, name, MILLRACE_DOUBLE, &region);
    if (status == MILLRACE_OK) {
        double *element = (double *)region.data;
        for (uint64_t i = 0; i < region.length; i++) {
            element[i] *= element[i];
        }
        millrace_release(&region);
    }
    answer(status);
}

static millrace_region held;

static void hold(const char *name) {
    answer(millrace_open_array(memory, name, MILLRACE_DOUBLE, &held));
}

static void add(const char *name) {
    millrace_region region;
    millrace_status status = millrace_open_value(memory, name, MILLRACE_LONG, &region);
    if (status == MILLRACE_OK) {
        for (int i = 0; i < 1000000; i++) {
            (void)__atomic_fetch_add((int64_t *)region.data, 1, __ATOMIC_SEQ_CST);
        }
        millrace_release(&region);
    }
    answer(status);
}

static void grow(const char *name) {
    millrace_region region;
    millrace_status status = millrace_open_struct(memory, name, POINT, &region);
    if (status == MILLRACE_OK) {
        struct point *points = (struct point *)region.data;
        for (uint64_t i = 0; i < region.length; i++) {
            points[i].size += points[i].corner.set ? points[i].corner.x : 100;
            points[i].letter++;
        }
        millrace_release(&region);
    }
    answer(status);
}

static void await_event(const char *name, int64_t nanoseconds) {
    millrace_event event;
    millrace_status status = millrace_open_event(memory, name, &event);
    if (status == MILLRACE_OK) {
        status = millrace_event_wait(&event, nanoseconds);
        millrace_release(&event.region);
    }
    answer(status);
}

static void pause_shortly(void) {
    struct timespec pause = {0, 2000000};
    (void)nanosleep(&pause, NULL);
}

static void play(int rounds) {
    static millrace_event ping, pong;
    millrace_status status = millrace_open_event(memory, "ping", &ping);
    if (status == MILLRACE_OK) {
        status = millrace_open_event(memory, "pong", &pong);
    }
    for (int round = 0; round < rounds && status == MILLRACE_OK; round++) {
        status = millrace_event_wait(&ping, -1);
        if (status == MILLRACE_OK && (status = millrace_event_clear(&ping)) == MILLRACE_OK) {
            pause_shortly(); // so that the other side is asleep
            status = millrace_event_set(&pong);
        }
    }
    millrace_release(&ping.region);
    millrace_release(&pong.region);
    answer(status);
}

/* The child goes on with what its parent held: it waits for the first element, at most a minute, and answers in the
 * second. */
static void fork_and_die(void) {
    if (fork() == 0) {
        double *element = (double *)held.data;
        millrace_forget(memory);
        (void)close(STDOUT_FILENO);
        (void)close(STDERR_FILENO);
        for (int waited = 0; waited < 30000 && __atomic_load_n((int64_t *)held.data, __ATOMIC_ACQUIRE) == 0; waited++) {
            pause_shortly();
        }
        element[1] = 2;
        _exit(0);
    }
    (void)raise(SIGKILL);
}

static void read_only(const char *path) {
    millrace *reader;
    millrace_region region;
    millrace_event event;
    millrace_status status = millrace_attach_read_only(path, &reader);
    if (status == MILLRACE_OK) {
        status = millrace_open_array(reader, "prices", MILLRACE_DOUBLE, &region);
        if (status == MILLRACE_OK) {
            printf("%g ", *(double *)region.data);
            status = millrace_open_event(reader, "ping", &event);
            millrace_release(&region);
        }
        millrace_close(reader);
    }
    answer(status);
}

int main(int count, char **arguments) {
    char line[256], command[64], name[128];
    int64_t number;
    if (count != 2 || millrace_attach(arguments[1], "c peer", &memory) != MILLRACE_OK) {
        fprintf(stderr, "%s\n", millrace_error());
        return 1;
    }
    printf("ready\n");
    (void)fflush(stdout);
    while (fgets(line, sizeof line, stdin) != NULL) {
        number = 0;
        if (sscanf(line, "%63s %127s %" SCNd64, command, name, &number) < 1) {
            break;
        }
        if (strcmp(command, "square") == 0) {
            square(name);
        } else if (strcmp(command, "hold") == 0) {
            hold(name);
        } else if (strcmp(command, "add") == 0) {
            add(name);
        } else if (strcmp(command, "grow") == 0) {
            grow(name);
        } else if (strcmp(command, "await") == 0) {
            await_event(name, number);
        } else if (strcmp(command, "play") == 0) {
            play((int)number);
        } else if (strcmp(command, "fork") == 0) {
            fork_and_die();
        } else if (strcmp(command, "read") == 0) {
            read_only(arguments[1]);
        } else {
            printf("what is %s?\n", command);
        }
        (void)fflush(stdout);
    }
    millrace_close(memory);
    return 0;
}
