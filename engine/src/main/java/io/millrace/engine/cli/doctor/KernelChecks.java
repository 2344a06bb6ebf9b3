package io.millrace.engine.cli.doctor;

import io.millrace.shm.FileAccessException;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.internal.file.DefaultFolder;
import io.millrace.shm.internal.os.Descriptor;
import io.millrace.shm.internal.os.Futex;
import io.millrace.shm.internal.os.OfdLock;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// The checks of the kernel: futexes, file locks and mapped files.
final class KernelChecks {
    private static final Duration STEP = Duration.ofMillis(5);
    private static final Duration SLEEP = Duration.ofSeconds(5);
    private static final long SMALL_FILE = 64 << 10;

    private KernelChecks() {}

    /// Checks that a wait on an unchanged word sleeps and that a wake ends the sleep.
    static Finding futex() {
        try (Arena arena = Arena.ofShared()) {
            MemorySegment word = arena.allocate(Integer.BYTES, Integer.BYTES);
            long slept = nanos(() -> Futex.await(word, 0, STEP.toNanos()));
            if (slept < STEP.toNanos() / 2) {
                return Finding.problem(
                        "futex", "a wait does not sleep", "this kernel or sandbox lacks futex(2): allow it");
            }
            long woken = nanos(() -> sleepAndWake(word));
            return woken < SLEEP.toNanos() / 2
                    ? Finding.ok("futex", "sleeps and wakes")
                    : Finding.problem("futex", "a wake wakes nobody", "this sandbox breaks futex(2): use another");
        }
    }

    private static void sleepAndWake(MemorySegment word) {
        Thread sleeper = Thread.ofPlatform().daemon().start(() -> Futex.await(word, 0, SLEEP.toNanos()));
        try {
            while (!sleeper.join(Duration.ofMillis(1))) {
                Futex.wake(word, 1);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static long nanos(Runnable step) {
        long start = System.nanoTime();
        step.run();
        return System.nanoTime() - start;
    }

    /// Checks that two open file descriptions of one file see the locks of each other.
    static Finding locks() {
        Path folder = DefaultFolder.prepare();
        try {
            Path file = Files.createTempFile(folder, "doctor-", ".tmp");
            try (Descriptor first = Descriptor.open(file, Descriptor.Access.READ_WRITE);
                    Descriptor second = Descriptor.open(file, Descriptor.Access.READ_WRITE)) {
                boolean taken = OfdLock.tryExclusive(first, 1, 1);
                boolean seen = OfdLock.isHeldByAnother(second, 1) && !OfdLock.tryExclusive(second, 1, 1);
                OfdLock.release(first, 1, 1);
                boolean released = OfdLock.tryExclusive(second, 1, 1);
                return taken && seen && released
                        ? Finding.ok("OFD locks", "held, seen and released")
                        : Finding.problem(
                                "OFD locks",
                                "taken=%b, seen=%b, released=%b".formatted(taken, seen, released),
                                "put files on a local file system: -Dmillrace.folder=PATH");
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException failed) {
            throw new FileAccessException(
                    "cannot write to the default folder: path=%s, cause=%s".formatted(folder, failed), failed);
        }
    }

    /// Checks that a file can be created, mapped and removed.
    static Finding mappedFile() {
        try (SharedMemory memory = SharedMemory.temporary(SMALL_FILE)) {
            return Finding.ok("mapped file", "made, mapped and removed in " + memory.file().getParent());
        }
    }
}
