package io.millrace.bench;

import io.millrace.ckernel.CKernels;
import io.millrace.ckernel.LimitFunction;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Runs the C loops that measure the memory limit of this machine, with several threads of this JVM
/// over equal shares.
final class CLoops implements AutoCloseable {
    /// The number of doubles in a share is a multiple of this.
    private static final long GRAIN_ELEMENTS = 4096;

    private final CKernels kernels;
    private final int threads;
    private final ExecutorService executor;

    CLoops(CKernels kernels, int threads) {
        this.kernels = kernels;
        this.threads = threads;
        this.executor = Executors.newFixedThreadPool(threads);
    }

    /// The loop with this name over doubles. A loop that does not read ignores `in`, a loop that
    /// does not write ignores `out`.
    Runnable over(String name, MemorySegment in, MemorySegment out) {
        LimitFunction loop = kernels.limit(name);
        if (loop == null) {
            throw new IllegalStateException("the C library has no such loop: name=%s".formatted(name));
        }
        long length = Math.max(in.byteSize(), out.byteSize()) / Double.BYTES;
        long share = Math.ceilDiv(Math.ceilDiv(length, threads), GRAIN_ELEMENTS) * GRAIN_ELEMENTS;
        List<Callable<Long>> parts = new ArrayList<>();
        for (long from = 0; from < length; from += share) {
            long n = Math.min(share, length - from);
            MemorySegment partIn = part(in, from, n);
            MemorySegment partOut = part(out, from, n);
            parts.add(() -> loop.run(partIn, partOut, n));
        }
        return () -> runAll(parts);
    }

    private static MemorySegment part(MemorySegment whole, long from, long n) {
        return whole.byteSize() == 0 ? whole : whole.asSlice(from * Double.BYTES, n * Double.BYTES);
    }

    private void runAll(List<Callable<Long>> parts) {
        try {
            for (Future<Long> part : executor.invokeAll(parts)) {
                part.get();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a C loop ran", interrupted);
        } catch (ExecutionException failed) {
            throw new IllegalStateException("a C loop failed", failed.getCause());
        }
    }

    @Override
    public void close() {
        executor.close();
    }
}
