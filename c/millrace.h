/* Arrays, values, structs and events of a Millrace file, in place, beside the JVMs that use it.
 *
 * A single header for C17 and C++17 on Linux, x86-64 and AArch64, by GCC or Clang; it needs libc alone. In ONE
 * file of the program, before any other #include:
 *
 *     #define MILLRACE_IMPLEMENTATION
 *     #include "millrace.h"
 *
 * In all others only the #include. A program:
 *
 *     millrace *memory;
 *     millrace_region prices;
 *     if (millrace_attach("/dev/shm/prices.mill", "importer", &memory) != MILLRACE_OK
 *             || millrace_open_array(memory, "prices", MILLRACE_DOUBLE, &prices) != MILLRACE_OK) {
 *         fprintf(stderr, "%s\n", millrace_error());
 *         return 1;
 *     }
 *     double *price = (double *)prices.data;
 *     for (uint64_t i = 0; i < prices.length; i++) price[i] *= 2;
 *     millrace_release(&prices);
 *     millrace_close(memory);
 *
 * An attachment has a process slot, as that of a JVM: it may be killed at any moment, and JVMs then free its slot.
 * An open region keeps its bytes after a drop by another process, also after millrace_close, until it is released
 * or the process ends.
 *
 * Threads: all may use regions and events of one attachment at once, while none closes or releases them. Loads and
 * stores of aligned elements are atomic; for more use __atomic_fetch_add and its kin on an element. What was written
 * before millrace_event_set is seen by a process that sees the event set.
 *
 * fork: a child may go on with its open regions; before anything else it calls millrace_forget for each attachment,
 * or its parent looks alive until the child ends. No call is needed before exec.
 *
 * The file is described by shm/FORMAT.md.
 */
#ifndef MILLRACE_H
#define MILLRACE_H

#if defined(MILLRACE_IMPLEMENTATION) && !defined(_GNU_SOURCE)
#define _GNU_SOURCE
#endif

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What a call came to. For all but the first two, millrace_error tells the values and the remedy. */
typedef enum {
    MILLRACE_OK = 0,
    MILLRACE_TIMED_OUT,          /* nothing is wrong, but the time is over */
    MILLRACE_FILE_ACCESS,        /* the system refuses the file, or it must not be trusted */
    MILLRACE_FILE_FORMAT,        /* the file is damaged or of another version */
    MILLRACE_TOO_MANY_PROCESSES, /* no process slot is free */
    MILLRACE_NO_SUCH_REGION,     /* the file has no region of that name */
    MILLRACE_WRONG_REGION_TYPE,  /* the region is of another kind, type or record */
    MILLRACE_REGION_DROPPED,     /* another process dropped the region */
    MILLRACE_READ_ONLY           /* the file was attached for reading */
} millrace_status;

/* Types of numbers, by their codes in the file. */
typedef enum {
    MILLRACE_BYTE = 1,  /* int8_t */
    MILLRACE_SHORT = 2, /* int16_t */
    MILLRACE_INT = 3,   /* int32_t */
    MILLRACE_LONG = 4,  /* int64_t */
    MILLRACE_FLOAT = 5,
    MILLRACE_DOUBLE = 6
} millrace_type;

/* An attachment to a file. */
typedef struct millrace millrace;

/* An open region, mapped in place. Release it when it is no longer used. */
typedef struct {
    void *data;         /* the first element */
    uint64_t length;    /* number of elements: the product of shape; of bytes in plain bytes */
    uint64_t byte_size;
    uint64_t shape[8];  /* row-major; of structs: length, size of a record, fingerprint */
    uint32_t rank;      /* how many lengths shape has */
    uint32_t row;       /* in the directory; with generation it names the region for ever */
    uint64_t generation;
    void *map;          /* private: the pages */
    size_t map_bytes;   /* private */
} millrace_region;

/* An open event; release its region. */
typedef struct {
    const millrace *memory;
    millrace_region region;
} millrace_event;

/* Attaches, with a process slot; name is how `millrace inspect` shows this process. */
millrace_status millrace_attach(const char *path, const char *name, millrace **memory);

/* Attaches without a slot, to read arrays, values and structs. Also a file of an earlier boot. */
millrace_status millrace_attach_read_only(const char *path, millrace **memory);

/* Gives the slot back and frees `memory`. Open regions stay open; events cannot be used any more. NULL is ignored. */
void millrace_close(millrace *memory);

/* In a forked child: frees `memory` and leaves the slot to the parent. */
void millrace_forget(millrace *memory);

/* Opens the array of that name, if it is of that type. */
millrace_status millrace_open_array(const millrace *memory, const char *name, millrace_type type,
                                    millrace_region *region);

/* Opens the single number of that name: an array of length 1. */
millrace_status millrace_open_value(const millrace *memory, const char *name, millrace_type type,
                                    millrace_region *region);

/* Opens plain bytes. */
millrace_status millrace_open_bytes(const millrace *memory, const char *name, millrace_region *region);

/* Opens structs, if they are of that record. `description` is its text in the file's format, such as
 * "{ byte tag @0; double x @8; short n @16 } 24 bytes", in ASCII; the matching struct has the same offsets. */
millrace_status millrace_open_struct(const millrace *memory, const char *name, const char *description,
                                     millrace_region *region);

/* Opens an event; needs a slot. */
millrace_status millrace_open_event(const millrace *memory, const char *name, millrace_event *event);

/* Unmaps the region; its bytes may then be reused after a drop. Does nothing when it is released already. */
void millrace_release(millrace_region *region);

/* Whether the event is set. */
bool millrace_event_is_set(const millrace_event *event);

/* Sets the event and wakes all that wait in any process. */
millrace_status millrace_event_set(millrace_event *event);

/* Makes later waits sleep again. */
millrace_status millrace_event_clear(millrace_event *event);

/* Waits until the event is set, or was set since the call began. `nanoseconds` below 0: without a limit. */
millrace_status millrace_event_wait(millrace_event *event, int64_t nanoseconds);

/* What the last call of this thread that failed has to say. */
const char *millrace_error(void);

#ifdef __cplusplus
}
#endif

#endif /* MILLRACE_H */

#if defined(MILLRACE_IMPLEMENTATION) && !defined(MILLRACE_IMPLEMENTED)
#define MILLRACE_IMPLEMENTED

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#if !defined(__linux__) || !(defined(__x86_64__) || defined(__aarch64__)) || __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "Millrace works on Linux on x86-64 and little-endian AArch64 only"
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* From CHANGING_START on the bytes of the header change and have no checksum. */
enum { MILLRACE__VERSION = 4, MILLRACE__HEADER_BYTES = 4096, MILLRACE__CHANGING_START = 256, MILLRACE__SLOTS = 1023,
       MILLRACE__SLOT_BYTES = 128, MILLRACE__ROW_BYTES = 256, MILLRACE__NAME_BYTES = 64 };
enum { MILLRACE__SLOT_JOINING = 1, MILLRACE__SLOT_LIVE = 2, MILLRACE__SLOT_LEAVING = 3 };
enum { MILLRACE__ROW_ACTIVE = 2, MILLRACE__ROW_RETIRED = 3 };
enum { MILLRACE__ARRAY = 1, MILLRACE__VALUE = 2, MILLRACE__STRUCT = 3, MILLRACE__BYTES = 4, MILLRACE__ENGINE = 5,
       MILLRACE__EVENT = 10 };

#define MILLRACE__LOCKS (INT64_C(1) << 62)
#define MILLRACE__VIEW_LOCKS (MILLRACE__LOCKS + 2048)
#define MILLRACE__EVENT_EPOCH ((UINT32_C(1) << 30) - 1)
#define MILLRACE__EVENT_SET (UINT32_C(1) << 30)
#define MILLRACE__EVENT_WAITERS (UINT32_C(1) << 31)
#define MILLRACE__SLICE_NANOSECONDS INT64_C(50000000)
#define MILLRACE__JOIN_MILLISECONDS 10000

struct millrace {
    int descriptor;      /* for mappings */
    int slot_descriptor; /* for the locks of the slot: no mapping keeps its description open; -1: read-only */
    uint32_t slot;       /* 0: none */
    unsigned char *head; /* header, slots and directory */
    size_t head_bytes;
    uint64_t slot_offset;
    uint32_t row_count;
    uint64_t row_offset;
    char path[PATH_MAX];
};

static __thread char millrace__message[PATH_MAX + 512];

const char *millrace_error(void) {
    return millrace__message;
}

__attribute__((format(printf, 2, 3)))
static millrace_status millrace__fail(millrace_status status, const char *format, ...) {
    va_list values;
    va_start(values, format);
    (void)vsnprintf(millrace__message, sizeof millrace__message, format, values);
    va_end(values);
    return status;
}

static uint32_t millrace__get4(const unsigned char *at) {
    uint32_t value;
    memcpy(&value, at, sizeof value);
    return value;
}

static uint64_t millrace__get8(const unsigned char *at) {
    uint64_t value;
    memcpy(&value, at, sizeof value);
    return value;
}

static uint64_t millrace__load8(const unsigned char *at) {
    return __atomic_load_n((const uint64_t *)(const void *)at, __ATOMIC_ACQUIRE);
}

static void millrace__store8(unsigned char *at, uint64_t value) {
    __atomic_store_n((uint64_t *)(void *)at, value, __ATOMIC_SEQ_CST);
}

/* CRC-32C of the bytes, those in [hole, hole_end) and the four at `field` taken as zero. */
static uint32_t millrace__crc(const unsigned char *data, size_t count, size_t hole, size_t hole_end, size_t field) {
    uint32_t crc = UINT32_MAX;
    for (size_t at = 0; at < count; at++) {
        bool zero = (at >= hole && at < hole_end) || (at >= field && at < field + 4);
        crc ^= zero ? 0U : data[at];
        for (int bit = 0; bit < 8; bit++) {
            crc = crc >> 1 ^ ((crc & 1U) != 0 ? UINT32_C(0x82F63B78) : 0U);
        }
    }
    return ~crc;
}

static int millrace__lock(int descriptor, int command, short kind, int64_t byte, struct flock *lock) {
    memset(lock, 0, sizeof *lock);
    lock->l_type = kind;
    lock->l_whence = SEEK_SET;
    lock->l_start = byte;
    lock->l_len = 1;
    int result;
    do {
        result = fcntl(descriptor, command, lock);
    } while (result != 0 && errno == EINTR);
    return result;
}

static bool millrace__try_lock(int descriptor, short kind, int64_t byte) {
    struct flock lock;
    return millrace__lock(descriptor, F_OFD_SETLK, kind, byte, &lock) == 0;
}

/* Another open file description of the same file. */
static int millrace__reopen(int descriptor, bool writable) {
    char path[48];
    (void)snprintf(path, sizeof path, "/proc/self/fd/%d", descriptor);
    return open(path, (writable ? O_RDWR : O_RDONLY) | O_CLOEXEC);
}

static bool millrace__is_writable(const millrace *memory) {
    return memory->slot_descriptor >= 0;
}

/* Attaching. */

static millrace_status millrace__check_trust(const char *path, const struct stat *status, bool read_only) {
    mode_t forbidden = read_only ? S_IWGRP | S_IWOTH : S_IRWXG | S_IRWXO;
    const char *why = !S_ISREG(status->st_mode) ? "it is not a regular file"
        : status->st_uid != geteuid() ? "it belongs to another user"
        : (status->st_mode & forbidden) != 0 ? "others may open it"
        : status->st_nlink > 1 ? "it has several names" : NULL;
    if (why != NULL) {
        return millrace__fail(MILLRACE_FILE_ACCESS, "file refused, %s: path=%s, mode=%o, owner=%u, links=%lu; give the"
                              " path of a Millrace file of this user, with mode 600", why, path,
                              (unsigned)status->st_mode, (unsigned)status->st_uid, (unsigned long)status->st_nlink);
    }
    return MILLRACE_OK;
}

/* The UUID of this boot, as the header has it; zero where the system does not tell it. */
static void millrace__boot(uint64_t boot[2]) {
    char text[64] = {0};
    boot[0] = 0;
    boot[1] = 0;
    int file = open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        return;
    }
    if (read(file, text, sizeof text - 1) >= 36) {
        int digits = 0;
        for (const char *at = text; *at != 0 && digits < 32; at++) {
            int value = *at >= '0' && *at <= '9' ? *at - '0' : *at >= 'a' && *at <= 'f' ? *at - 'a' + 10 : -1;
            if (value >= 0) {
                boot[digits / 16] = boot[digits / 16] << 4 | (uint64_t)value;
                digits++;
            }
        }
    }
    (void)close(file);
}

static millrace_status millrace__check_header(millrace *memory, const unsigned char *header, uint64_t byte_size) {
    uint32_t version = millrace__get4(header + 8);
    if (memcmp(header, "MILLRACE", 8) != 0 || millrace__get4(header + 12) != UINT32_C(0x01020304)
            || version != MILLRACE__VERSION) {
        return millrace__fail(MILLRACE_FILE_FORMAT, "file refused, no Millrace file of a known version: path=%s,"
                              " version=%u, supported=%d; check the path, or use the release that wrote it",
                              memory->path, version, MILLRACE__VERSION);
    }
    memory->slot_offset = millrace__get8(header + 64);
    memory->row_count = millrace__get4(header + 76);
    memory->row_offset = millrace__get8(header + 80);
    memory->head_bytes = millrace__get8(header + 88);
    bool plausible = millrace__get4(header + 124)
            == millrace__crc(header, MILLRACE__HEADER_BYTES, MILLRACE__CHANGING_START, MILLRACE__HEADER_BYTES, 124)
        && millrace__get8(header + 16) == byte_size && millrace__get4(header + 72) == MILLRACE__SLOTS
        && memory->slot_offset + MILLRACE__SLOTS * MILLRACE__SLOT_BYTES <= memory->row_offset
        && memory->row_offset + (uint64_t)memory->row_count * MILLRACE__ROW_BYTES <= memory->head_bytes
        && memory->head_bytes <= byte_size;
    if (!plausible) {
        return millrace__fail(MILLRACE_FILE_FORMAT, "file refused, its header is damaged or it was truncated: path=%s,"
                              " byteSize=%llu, expected=%llu; delete it and write it again", memory->path,
                              (unsigned long long)byte_size, (unsigned long long)millrace__get8(header + 16));
    }
    uint64_t boot[2];
    millrace__boot(boot);
    bool same_boot = boot[0] == millrace__get8(header + 40) && boot[1] == millrace__get8(header + 48);
    if (millrace__is_writable(memory) && !same_boot) {
        return millrace__fail(MILLRACE_FILE_FORMAT, "file refused, of another boot of the machine, so it may be half"
                              " written: path=%s; attach for reading, or delete it", memory->path);
    }
    return MILLRACE_OK;
}

static millrace_status millrace__open_file(millrace *memory, const char *path, bool read_only) {
    int length = snprintf(memory->path, sizeof memory->path, "%s", path);
    int flags = (read_only ? O_RDONLY : O_RDWR) | O_CLOEXEC | O_NOFOLLOW;
    memory->descriptor = length < 0 || (size_t)length >= sizeof memory->path ? -1 : open(path, flags);
    if (memory->descriptor < 0) {
        return millrace__fail(MILLRACE_FILE_ACCESS, "the file cannot be opened: path=%s, error=%s; give the path of a"
                              " file that a Millrace program of this user has made", path, strerror(errno));
    }
    struct stat status;
    unsigned char header[MILLRACE__HEADER_BYTES];
    if (fstat(memory->descriptor, &status) != 0) {
        return millrace__fail(MILLRACE_FILE_ACCESS, "the file cannot be read: path=%s, error=%s; check it", path,
                              strerror(errno));
    }
    millrace_status result = millrace__check_trust(path, &status, read_only);
    if (result != MILLRACE_OK) {
        return result;
    }
    if (pread(memory->descriptor, header, sizeof header, 0) != (ssize_t)sizeof header) {
        return millrace__fail(MILLRACE_FILE_FORMAT, "file refused, too short for a header: path=%s; it was truncated or"
                              " is no such file", path);
    }
    if (!read_only && (memory->slot_descriptor = millrace__reopen(memory->descriptor, true)) < 0) {
        return millrace__fail(MILLRACE_FILE_ACCESS, "the file cannot be opened again: path=%s, error=%s; /proc is"
                              " needed", path, strerror(errno));
    }
    result = millrace__check_header(memory, header, (uint64_t)status.st_size);
    if (result != MILLRACE_OK) {
        return result;
    }
    int protection = PROT_READ | (read_only ? 0 : PROT_WRITE);
    void *head = mmap(NULL, memory->head_bytes, protection, MAP_SHARED, memory->descriptor, 0);
    if (head == MAP_FAILED) {
        return millrace__fail(MILLRACE_FILE_ACCESS, "the file cannot be mapped: path=%s, error=%s; check the memory"
                              " limits", path, strerror(errno));
    }
    memory->head = (unsigned char *)head;
    return MILLRACE_OK;
}

/* Slots. */

static unsigned char *millrace__slot(const millrace *memory, uint32_t slot) {
    return memory->head + memory->slot_offset + (uint64_t)(slot - 1) * MILLRACE__SLOT_BYTES;
}

static bool millrace__is_free(const millrace *memory, uint32_t slot) {
    return (millrace__load8(millrace__slot(memory, slot)) & 7U) == 0;
}

/* Only for the holder of the byte of the slot. */
static void millrace__set_phase(millrace *memory, uint64_t phase) {
    unsigned char *own = millrace__slot(memory, memory->slot);
    uint64_t joins = (millrace__load8(own) >> 3) + (phase == MILLRACE__SLOT_JOINING ? 1U : 0U);
    millrace__store8(own, joins << 3 | phase);
}

static bool millrace__take_slot(millrace *memory) {
    for (uint32_t slot = 1; slot <= MILLRACE__SLOTS; slot++) {
        if (millrace__is_free(memory, slot)
                && millrace__try_lock(memory->slot_descriptor, F_WRLCK, MILLRACE__LOCKS + slot)) {
            if (millrace__is_free(memory, slot)) {
                memory->slot = slot;
                return true;
            }
            (void)millrace__try_lock(memory->slot_descriptor, F_UNLCK, MILLRACE__LOCKS + slot);
        }
    }
    return false;
}

/* Field 22 of /proc/self/stat; 0 where the system does not tell it. */
static uint64_t millrace__start_ticks(void) {
    char text[1024] = {0};
    int file = open("/proc/self/stat", O_RDONLY | O_CLOEXEC);
    ssize_t count = file < 0 ? -1 : read(file, text, sizeof text - 1);
    if (file >= 0) {
        (void)close(file);
    }
    char *at = count > 0 ? strrchr(text, ')') : NULL;
    for (int field = 2; at != NULL && field < 22; field++) {
        at = strchr(at + 1, ' ');
    }
    return at == NULL ? 0 : strtoull(at + 1, NULL, 10);
}

static void millrace__describe(millrace *memory, const char *name) {
    unsigned char *own = millrace__slot(memory, memory->slot);
    struct stat name_space;
    struct timespec now;
    (void)clock_gettime(CLOCK_REALTIME, &now);
    uint64_t facts[4] = {(uint64_t)getpid(), millrace__start_ticks(),
                         stat("/proc/self/ns/pid", &name_space) == 0 ? (uint64_t)name_space.st_ino : 0,
                         (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000};
    char role[16] = "user";
    char text[56] = {0};
    size_t length = strlen(name);
    size_t fits = length < sizeof text ? length : sizeof text - 1;
    while (fits < length && fits > 0 && ((unsigned char)name[fits] & 0xC0U) == 0x80U) {
        fits--; /* whole characters of UTF-8 */
    }
    memcpy(text, name, fits);
    millrace__store8(own + 40, 0); /* sweepers: nothing but regions and events */
    memcpy(own + 8, facts, sizeof facts);
    memcpy(own + 56, role, sizeof role);
    memcpy(own + 72, text, sizeof text);
    millrace__set_phase(memory, MILLRACE__SLOT_JOINING);
}

static void millrace__leave(millrace *memory) {
    millrace__set_phase(memory, MILLRACE__SLOT_LEAVING);
    millrace__set_phase(memory, 0);
    (void)millrace__try_lock(memory->slot_descriptor, F_UNLCK, MILLRACE__LOCKS + memory->slot);
    memory->slot = 0;
}

static bool millrace__is_named(const millrace *memory) {
    struct stat named, opened;
    return lstat(memory->path, &named) == 0 && fstat(memory->descriptor, &opened) == 0
        && named.st_dev == opened.st_dev && named.st_ino == opened.st_ino;
}

/* Takes a slot; *replaced tells that the path names another file by now. */
static millrace_status millrace__join(millrace *memory, const char *name, bool *replaced) {
    struct timespec pause = {0, 1000000};
    for (int waited = 0; !millrace__try_lock(memory->slot_descriptor, F_RDLCK, MILLRACE__LOCKS); waited++) {
        if (errno != EAGAIN && errno != EACCES) {
            return millrace__fail(MILLRACE_FILE_ACCESS, "this system has no locks on bytes of files: path=%s, error=%s;"
                                  " they need Linux 3.15 or later and a file system with locks", memory->path,
                                  strerror(errno));
        }
        if (waited >= MILLRACE__JOIN_MILLISECONDS) {
            return millrace__fail(MILLRACE_FILE_ACCESS, "another process is removing the file and does not go on:"
                                  " path=%s; resume it (SIGCONT) or end it", memory->path);
        }
        (void)nanosleep(&pause, NULL);
    }
    millrace_status result = MILLRACE_OK;
    if (!millrace__take_slot(memory)) {
        result = millrace__fail(MILLRACE_TOO_MANY_PROCESSES, "all process slots are taken: path=%s, slots=%d; end some"
                                " processes, or let a JVM attach, which frees those of dead ones", memory->path,
                                MILLRACE__SLOTS);
    } else {
        millrace__describe(memory, name);
        *replaced = !millrace__is_named(memory);
        if (*replaced) {
            millrace__leave(memory);
        } else {
            millrace__store8(millrace__slot(memory, memory->slot) + 48, (uint64_t)INT64_MAX); /* regions are held */
            millrace__set_phase(memory, MILLRACE__SLOT_LIVE);
        }
    }
    (void)millrace__try_lock(memory->slot_descriptor, F_UNLCK, MILLRACE__LOCKS);
    return result;
}

void millrace_forget(millrace *memory) {
    if (memory == NULL) {
        return;
    }
    if (memory->head != NULL) {
        (void)munmap(memory->head, memory->head_bytes);
    }
    if (memory->slot_descriptor >= 0) {
        (void)close(memory->slot_descriptor);
    }
    if (memory->descriptor >= 0) {
        (void)close(memory->descriptor);
    }
    free(memory);
}

void millrace_close(millrace *memory) {
    if (memory != NULL && memory->slot != 0) {
        millrace__leave(memory);
    }
    millrace_forget(memory);
}

static millrace_status millrace__attach(const char *path, const char *name, millrace **attached) {
    bool replaced;
    do {
        replaced = false;
        millrace *memory = (millrace *)calloc(1, sizeof *memory);
        if (memory == NULL) {
            return millrace__fail(MILLRACE_FILE_ACCESS, "no memory for an attachment: path=%s; free some", path);
        }
        memory->descriptor = -1;
        memory->slot_descriptor = -1;
        millrace_status result = millrace__open_file(memory, path, name == NULL);
        if (result == MILLRACE_OK && name != NULL) {
            result = millrace__join(memory, name, &replaced);
        }
        if (result == MILLRACE_OK && !replaced) {
            *attached = memory;
            return MILLRACE_OK;
        }
        millrace_forget(memory);
        if (result != MILLRACE_OK) {
            return result;
        }
    } while (replaced);
    return MILLRACE_OK;
}

millrace_status millrace_attach(const char *path, const char *name, millrace **memory) {
    *memory = NULL;
    return millrace__attach(path, name == NULL ? "c" : name, memory);
}

millrace_status millrace_attach_read_only(const char *path, millrace **memory) {
    *memory = NULL;
    return millrace__attach(path, NULL, memory);
}

/* Regions. */

static unsigned char *millrace__row(const millrace *memory, uint32_t row) {
    return memory->head + memory->row_offset + (uint64_t)row * MILLRACE__ROW_BYTES;
}

static bool millrace__exists(uint64_t state) {
    uint64_t phase = state & 7U;
    return phase == MILLRACE__ROW_ACTIVE || phase == MILLRACE__ROW_RETIRED;
}

static bool millrace__is_dropped(const millrace *memory, const millrace_region *region) {
    uint64_t state = millrace__load8(millrace__row(memory, region->row));
    return !millrace__exists(state) || state >> 13 != region->generation;
}

/* Copies the row of that name, with its state, at one moment. */
static millrace_status millrace__find(const millrace *memory, const char *name, uint32_t *found, unsigned char *copy) {
    for (uint32_t row = 0; row < memory->row_count; row++) {
        unsigned char *at = millrace__row(memory, row);
        uint64_t state = millrace__load8(at);
        memcpy(copy, at, MILLRACE__ROW_BYTES);
        bool wanted = millrace__exists(state) && millrace__get4(copy + 32) != MILLRACE__ENGINE
            && strncmp((const char *)copy + 112, name, MILLRACE__NAME_BYTES) == 0;
        __atomic_thread_fence(__ATOMIC_ACQUIRE);
        if (!wanted || millrace__load8(at) != state) {
            continue;
        }
        memcpy(copy, &state, sizeof state);
        if (millrace__crc(copy, MILLRACE__ROW_BYTES, 0, 16, 44) != millrace__get4(copy + 44)
                || millrace__get8(copy + 176) != state >> 13 || millrace__get4(copy + 40) > 8) {
            return millrace__fail(MILLRACE_FILE_FORMAT, "the directory is damaged: path=%s, row=%u; save what can be"
                                  " read to a new file", memory->path, row);
        }
        *found = row;
        return MILLRACE_OK;
    }
    return millrace__fail(MILLRACE_NO_SUCH_REGION, "no region of that name: name=%s, path=%s; check the name, or create"
                          " it first", name, memory->path);
}

/* Holds the bytes of the region, so that no other region gets them, and maps them. */
static millrace_status millrace__hold(const millrace *memory, millrace_region *region, uint64_t offset) {
    bool writable = millrace__is_writable(memory);
    int descriptor = millrace__reopen(memory->descriptor, writable);
    bool held = descriptor >= 0 && millrace__try_lock(descriptor, F_RDLCK, MILLRACE__VIEW_LOCKS + region->row);
    millrace_status result = MILLRACE_OK;
    if (!held) {
        result = millrace__fail(MILLRACE_FILE_ACCESS, "the region cannot be held: path=%s, row=%u, error=%s; /proc and"
                                " locks on bytes of files are needed", memory->path, region->row, strerror(errno));
    } else if (millrace__is_dropped(memory, region)) {
        result = millrace__fail(MILLRACE_REGION_DROPPED, "the region was dropped just now: path=%s, row=%u; open it"
                                " anew by name", memory->path, region->row);
    } else {
        uint64_t start = offset & ~((uint64_t)sysconf(_SC_PAGESIZE) - 1);
        uint64_t bytes = region->byte_size == 0 ? 1 : region->byte_size;
        region->map_bytes = (size_t)(offset - start + bytes);
        region->map = mmap(NULL, region->map_bytes, PROT_READ | (writable ? PROT_WRITE : 0), MAP_SHARED, descriptor,
                           (off_t)start);
        if (region->map == MAP_FAILED) {
            region->map = NULL;
            result = millrace__fail(MILLRACE_FILE_ACCESS, "the region cannot be mapped: path=%s, byteSize=%llu,"
                                    " error=%s; check the memory limits", memory->path,
                                    (unsigned long long)region->byte_size, strerror(errno));
        } else {
            region->data = (unsigned char *)region->map + (offset - start);
        }
    }
    if (descriptor >= 0) {
        (void)close(descriptor); /* the mapping keeps its description, and so the lock */
    }
    return result;
}

static millrace_status millrace__open(const millrace *memory, const char *name, uint32_t kind, uint32_t type,
                                      millrace_region *region) {
    unsigned char row[MILLRACE__ROW_BYTES];
    memset(region, 0, sizeof *region);
    millrace_status result = millrace__find(memory, name, &region->row, row);
    if (result != MILLRACE_OK) {
        return result;
    }
    if (millrace__get4(row + 32) != kind || (type != 0 && millrace__get4(row + 36) != type)) {
        return millrace__fail(MILLRACE_WRONG_REGION_TYPE, "the region is of another kind or type: name=%s, kind=%u,"
                              " elementType=%u, wanted kind=%u, wanted elementType=%u; open it as what it is", name,
                              millrace__get4(row + 32), millrace__get4(row + 36), kind, type);
    }
    region->generation = millrace__get8(row) >> 13;
    region->byte_size = millrace__get8(row + 24);
    region->rank = millrace__get4(row + 40);
    region->length = 1;
    for (uint32_t dimension = 0; dimension < region->rank; dimension++) {
        region->shape[dimension] = millrace__get8(row + 48 + 8 * (size_t)dimension);
        region->length *= region->shape[dimension];
    }
    return millrace__hold(memory, region, millrace__get8(row + 16));
}

millrace_status millrace_open_array(const millrace *memory, const char *name, millrace_type type,
                                    millrace_region *region) {
    return millrace__open(memory, name, MILLRACE__ARRAY, (uint32_t)type, region);
}

millrace_status millrace_open_value(const millrace *memory, const char *name, millrace_type type,
                                    millrace_region *region) {
    return millrace__open(memory, name, MILLRACE__VALUE, (uint32_t)type, region);
}

millrace_status millrace_open_bytes(const millrace *memory, const char *name, millrace_region *region) {
    return millrace__open(memory, name, MILLRACE__BYTES, 0, region);
}

millrace_status millrace_open_struct(const millrace *memory, const char *name, const char *description,
                                     millrace_region *region) {
    millrace_status result = millrace__open(memory, name, MILLRACE__STRUCT, 0, region);
    if (result != MILLRACE_OK) {
        return result;
    }
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (const char *letter = description; *letter != 0; letter++) {
        hash = (hash ^ (unsigned char)*letter) * UINT64_C(0x100000001b3);
    }
    region->length = region->shape[0];
    if (region->rank != 3 || region->shape[2] != (hash & (uint64_t)INT64_MAX)) {
        millrace_release(region);
        return millrace__fail(MILLRACE_WRONG_REGION_TYPE, "the region holds other records: name=%s, wanted=%s; give"
                              " the components of the Java record, with types, names and offsets", name, description);
    }
    return MILLRACE_OK;
}

void millrace_release(millrace_region *region) {
    if (region->map != NULL) {
        (void)munmap(region->map, region->map_bytes);
        memset(region, 0, sizeof *region);
    }
}

/* Events. */

millrace_status millrace_open_event(const millrace *memory, const char *name, millrace_event *event) {
    if (!millrace__is_writable(memory)) {
        return millrace__fail(MILLRACE_READ_ONLY, "the file was attached for reading: path=%s, event=%s; use"
                              " millrace_attach", memory->path, name);
    }
    event->memory = memory;
    return millrace__open(memory, name, MILLRACE__EVENT, 0, &event->region);
}

static uint32_t *millrace__word(const millrace_event *event) {
    return (uint32_t *)event->region.data;
}

static uint32_t millrace__event_load(const millrace_event *event) {
    return __atomic_load_n(millrace__word(event), __ATOMIC_SEQ_CST);
}

/* On failure *seen is the word as it is. */
static bool millrace__event_cas(const millrace_event *event, uint32_t *seen, uint32_t value) {
    return __atomic_compare_exchange_n(millrace__word(event), seen, value, false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
}

static millrace_status millrace__check_event(const millrace_event *event) {
    if (millrace__is_dropped(event->memory, &event->region)) {
        return millrace__fail(MILLRACE_REGION_DROPPED, "the event was dropped: path=%s, row=%u; open it anew by name",
                              event->memory->path, event->region.row);
    }
    return MILLRACE_OK;
}

bool millrace_event_is_set(const millrace_event *event) {
    return (millrace__event_load(event) & MILLRACE__EVENT_SET) != 0;
}

millrace_status millrace_event_set(millrace_event *event) {
    millrace_status result = millrace__check_event(event);
    uint32_t seen = millrace__event_load(event);
    while (result == MILLRACE_OK && (seen & MILLRACE__EVENT_SET) == 0) {
        if (millrace__event_cas(event, &seen, ((seen + 1) & MILLRACE__EVENT_EPOCH) | MILLRACE__EVENT_SET)) {
            if ((seen & MILLRACE__EVENT_WAITERS) != 0) {
                (void)syscall(SYS_futex, millrace__word(event), 1 /* FUTEX_WAKE */, INT_MAX, NULL, NULL, 0);
            }
            break;
        }
    }
    return result;
}

millrace_status millrace_event_clear(millrace_event *event) {
    millrace_status result = millrace__check_event(event);
    uint32_t seen = millrace__event_load(event);
    while (result == MILLRACE_OK && (seen & MILLRACE__EVENT_SET) != 0
            && !millrace__event_cas(event, &seen, seen & ~MILLRACE__EVENT_SET)) {
        /* seen is the word as it is now */
    }
    return result;
}

static int64_t millrace__now(void) {
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

millrace_status millrace_event_wait(millrace_event *event, int64_t nanoseconds) {
    int64_t start = millrace__now();
    uint32_t seen = millrace__event_load(event);
    uint32_t epoch = seen & MILLRACE__EVENT_EPOCH;
    millrace_status result = millrace__check_event(event);
    while (result == MILLRACE_OK && (seen & MILLRACE__EVENT_SET) == 0 && (seen & MILLRACE__EVENT_EPOCH) == epoch) {
        int64_t left = nanoseconds < 0 ? INT64_MAX : nanoseconds - (millrace__now() - start);
        if (left <= 0) {
            return MILLRACE_TIMED_OUT;
        }
        uint32_t waited = seen | MILLRACE__EVENT_WAITERS;
        if (seen == waited || millrace__event_cas(event, &seen, waited)) {
            int64_t slice = left < MILLRACE__SLICE_NANOSECONDS ? left : MILLRACE__SLICE_NANOSECONDS;
            struct timespec limit = {0, (long)slice};
            (void)syscall(SYS_futex, millrace__word(event), 0 /* FUTEX_WAIT */, waited, &limit, NULL, 0);
            result = millrace__check_event(event);
        }
        seen = millrace__event_load(event);
    }
    return result;
}

#ifdef __cplusplus
}
#endif

#endif /* MILLRACE_IMPLEMENTATION */
