package io.millrace.engine.cli.squares;

import io.millrace.ckernel.CKernels;
import io.millrace.ckernel.CLibrary;
import io.millrace.ckernel.LimitFunction;
import io.millrace.shm.MillraceException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// The speed of this machine's memory for a loop in C that computes nothing, in gigabytes (10^9
/// bytes) per second.
///
/// @param readGBps bytes read
/// @param copyGBps bytes read and bytes written, with stores that bypass the caches
record SpeedLimit(double readGBps, double copyGBps) {
    private static final int ROUNDS = 5;

    /// Measures the speed; copies the beginning of `in` to `out`.
    ///
    /// @return null without a C library, or when `in` is empty
    static @Nullable SpeedLimit measure(MemorySegment in, MemorySegment out, int threads) {
        if (CLibrary.unavailableReason() != null || in.byteSize() < Double.BYTES) {
            return null;
        }
        CKernels kernels = CLibrary.load().kernels();
        LimitFunction read = Objects.requireNonNull(kernels.limit("limit_read"));
        LimitFunction copy = Objects.requireNonNull(kernels.limit("limit_copy_nt"));
        long doubles = in.byteSize() / Double.BYTES;
        long copied = Math.min(doubles, out.byteSize() / Double.BYTES);
        try (ExecutorService team = Executors.newFixedThreadPool(threads)) {
            Timing reading = best(team, shares(read, in, in, doubles, threads));
            Timing copying = best(team, shares(copy, in, out, copied, threads));
            return new SpeedLimit(
                    reading.gigabytesPerSecond(doubles * Double.BYTES),
                    copying.gigabytesPerSecond(2 * copied * Double.BYTES));
        }
    }

    private static List<Callable<Long>> shares(
            LimitFunction loop, MemorySegment in, MemorySegment out, long doubles, int threads) {
        List<Callable<Long>> shares = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            long from = bound(doubles, thread, threads);
            long length = bound(doubles, thread + 1, threads) - from;
            MemorySegment source = in.asSlice(from * Double.BYTES, length * Double.BYTES);
            MemorySegment target = out.asSlice(from * Double.BYTES, length * Double.BYTES);
            shares.add(() -> loop.run(source, target, length));
        }
        return shares;
    }

    /// The start of a share, at a cache line.
    private static long bound(long doubles, int share, int shares) {
        return share == shares ? doubles : doubles / shares * share / 8 * 8;
    }

    private static Timing best(ExecutorService team, List<Callable<Long>> shares) {
        return Timing.of(ROUNDS, run -> {}, () -> runAll(team, shares));
    }

    private static void runAll(ExecutorService team, List<Callable<Long>> shares) {
        try {
            for (Future<Long> share : team.invokeAll(shares)) {
                share.get();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new MillraceException("interrupted while measuring the memory");
        } catch (ExecutionException failed) {
            throw new MillraceException("cannot measure the memory: " + failed.getCause(), failed);
        }
    }
}
