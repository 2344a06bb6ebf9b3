package io.millrace.shm.os;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// Pages of a mapping (`madvise(2)`): asked to be large, or put into the page table before first
/// use.
public final class Pages {
    private static final int MADV_HUGEPAGE = 14;
    private static final int MADV_POPULATE_READ = 22;
    private static final int MADV_POPULATE_WRITE = 23;
    private static final long PAGE = 4096;
    private static final long SLICE = 16L << 20;

    private Pages() {}

    /// Asks for large pages; gives back the negative `errno` when the system does not do that for
    /// this mapping.
    public static long adviseHuge(MemorySegment mapping) {
        return advise(mapping, MADV_HUGEPAGE);
    }

    /// Puts the pages into the page table of this process as far as the system can: those of a file
    /// in memory can then be written without a fault. Older kernels do nothing.
    public static void map(MemorySegment mapping) {
        advise(mapping, MADV_POPULATE_READ);
    }

    /// Maps all pages for writing, one thread per processor. The mapping begins at a page and its
    /// space is allocated.
    public static void populate(MemorySegment mapping) {
        AtomicLong next = new AtomicLong();
        List<Thread> helpers = new ArrayList<>();
        long slices = (mapping.byteSize() + SLICE - 1) / SLICE;
        long threads = Math.min(slices, Runtime.getRuntime().availableProcessors());
        for (int helper = 1; helper < threads; helper++) {
            helpers.add(Thread.ofPlatform()
                    .daemon()
                    .name("millrace-populate-" + helper)
                    .start(() -> populateSlices(mapping, next)));
        }
        populateSlices(mapping, next);
        helpers.forEach(Pages::join);
    }

    private static void populateSlices(MemorySegment mapping, AtomicLong next) {
        for (long at = next.getAndAdd(SLICE); at < mapping.byteSize(); at = next.getAndAdd(SLICE)) {
            MemorySegment slice = mapping.asSlice(at, Math.min(SLICE, mapping.byteSize() - at));
            if (advise(slice, MADV_POPULATE_WRITE) < 0) {
                touch(slice);
            }
        }
    }

    /// The fallback of older kernels: an atomic addition of nothing to each page, which others may
    /// be using.
    private static void touch(MemorySegment slice) {
        var word = ValueLayout.JAVA_INT.varHandle();
        for (long at = 0; at < slice.byteSize(); at += PAGE) {
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
        long result;
        do {
            result = SystemCall.MADVISE.call(mapping, mapping.byteSize(), advice);
        } while (result == -Errno.EINTR || result == -Errno.EAGAIN);
        return result;
    }
}
