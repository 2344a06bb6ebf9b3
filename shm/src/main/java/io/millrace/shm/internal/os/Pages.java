package io.millrace.shm.internal.os;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// Advises the kernel about the pages of a mapping (`madvise(2)`): to use large pages, or to enter
/// pages into the page table before their first use.
public final class Pages {
    private static final int MADV_HUGEPAGE = 14;
    private static final int MADV_POPULATE_READ = 22;
    private static final int MADV_POPULATE_WRITE = 23;
    private static final long PAGE_BYTES = 4096;
    private static final long SLICE_BYTES = 16L << 20;

    /// Tries of one call that fails because of signals or of a short lack of memory.
    private static final int MAX_TRIES = 1000;

    private Pages() {}

    /// Asks for large pages; returns the negative `errno` if the system does not support them for
    /// this mapping.
    public static long adviseHuge(MemorySegment mapping) {
        return advise(mapping, MADV_HUGEPAGE);
    }

    /// Enters the pages into the page table of this process as far as the system can. Pages of a
    /// file in memory can then be written without a fault. On older kernels it does nothing.
    public static void map(MemorySegment mapping) {
        advise(mapping, MADV_POPULATE_READ);
    }

    /// Enters all pages into the page table for writing, with one thread per processor. The mapping
    /// begins at a page, and its space is allocated.
    public static void populate(MemorySegment mapping) {
        AtomicLong next = new AtomicLong();
        List<Thread> helpers = new ArrayList<>();
        long slices = (mapping.byteSize() + SLICE_BYTES - 1) / SLICE_BYTES;
        long threads = Math.min(slices, Runtime.getRuntime().availableProcessors());
        for (int helper = 1; helper < threads; helper++) {
            helpers.add(Thread.ofPlatform()
                    .daemon()
                    .name("millrace-populate-" + helper)
                    .start(() -> populateSlices(mapping, next)));
        }
        populateSlices(mapping, next);
        for (Thread helper : helpers) {
            join(helper);
        }
    }

    private static void populateSlices(MemorySegment mapping, AtomicLong next) {
        for (long at = next.getAndAdd(SLICE_BYTES); at < mapping.byteSize(); at = next.getAndAdd(SLICE_BYTES)) {
            MemorySegment slice = mapping.asSlice(at, Math.min(SLICE_BYTES, mapping.byteSize() - at));
            if (advise(slice, MADV_POPULATE_WRITE) < 0) {
                touch(slice);
            }
        }
    }

    /// For older kernels: adds zero to a word of each page, atomically, because other processes may
    /// be using the page.
    private static void touch(MemorySegment slice) {
        var word = ValueLayout.JAVA_INT.varHandle();
        for (long at = 0; at < slice.byteSize(); at += PAGE_BYTES) {
            word.getAndAdd(slice, at, 0);
        }
    }

    private static void join(Thread helper) {
        boolean interrupted = false;
        while (helper.isAlive()) {
            try {
                helper.join();
            } catch (InterruptedException wanted) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static long advise(MemorySegment mapping, int advice) {
        long result = SystemCall.MADVISE.call(mapping, mapping.byteSize(), advice);
        for (int again = 1; again < MAX_TRIES && (result == -Errno.EINTR || result == -Errno.EAGAIN); again++) {
            result = SystemCall.MADVISE.call(mapping, mapping.byteSize(), advice);
        }
        return result;
    }
}
