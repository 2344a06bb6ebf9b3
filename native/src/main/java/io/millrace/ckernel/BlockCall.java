package io.millrace.ckernel;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.ref.Reference;
import java.util.List;

/// A call over any number of blocks: `call_over_blocks` of `kernels.h`, by [JniCall] where the library could be
/// loaded for it, else through the foreign function interface. All kinds of kernels have this one signature, so that
/// a JVM links one.
///
/// The call may last milliseconds. It is no critical one: a garbage collection does not wait for it.
/// Measured, that costs a short call some 15 ns, less than what a second kind of handle adds to the
/// first chunk; only blocks on the heap need that one.
///
/// **Memory.** A native method gets addresses, which keep nothing alive: whoever calls has to keep the segments from
/// being closed meanwhile. A pool pins its memory for that.
///
/// @param function what `kernels.h` calls `millrace_<kind>_blocks`
/// @param blocks a `struct blocks`, never freed
/// @param name what the name of the kernel says
record BlockCall(MemorySegment function, MemorySegment blocks, KernelName name) {
    /// The fields of `struct blocks`, of eight bytes each.
    static final List<String> BLOCKS = List.of("kernel", "in_bytes", "out_bytes", "combine", "words", "map");

    private static final boolean JNI = JniCall.isLinked();

    /// Linked when the first block is computed without the native method.
    private static final class Linked {
        static final MethodHandle HANDLE = Downcalls.handle(signature());
    }

    /// Linked when a block on the heap is folded for the first time.
    private static final class Critical {
        static final MethodHandle HANDLE = Downcalls.handle(signature(), Linker.Option.critical(true));
    }

    private static final long KERNEL = offset("kernel");
    private static final long IN_BYTES = offset("in_bytes");
    private static final long OUT_BYTES = offset("out_bytes");
    private static final long COMBINE = offset("combine");
    private static final long WORDS = offset("words");
    private static final long MAP = offset("map");

    /// A call of `kernel` for each block or part.
    static BlockCall of(MemorySegment function, MemorySegment kernel, KernelName name) {
        MemorySegment blocks = Arena.global().allocate((long) BLOCKS.size() * Long.BYTES, Long.BYTES);
        blocks.set(JAVA_LONG, KERNEL, kernel.address());
        blocks.set(JAVA_LONG, IN_BYTES, name.in());
        blocks.set(JAVA_LONG, OUT_BYTES, name.out());
        return new BlockCall(function, blocks, name);
    }

    /// For folds, before the first call: how two nodes become one.
    BlockCall combine(MemorySegment combine) {
        blocks.set(JAVA_LONG, COMBINE, combine.address());
        blocks.set(JAVA_LONG, WORDS, name.nodeWords());
        return this;
    }

    /// For folds of mapped elements, before the first call: the map.
    BlockCall map(MemorySegment map, KernelName mapName) {
        blocks.set(JAVA_LONG, MAP, map.address());
        blocks.set(JAVA_LONG, IN_BYTES, mapName.in());
        return this;
    }

    /// Calls C. The arguments are checked before: C cannot.
    ///
    /// @return how many elements are done: `n`, or fewer once `watch` is over
    long run(MemorySegment first, MemorySegment second, MemorySegment out, long n, Watch watch) {
        if (JNI) {
            try {
                return JniCall.run(
                        function.address(),
                        blocks.address(),
                        address(first),
                        address(second),
                        address(out),
                        n,
                        address(watch.word()),
                        watch.expected());
            } finally { // parameters may be reachable by these alone
                Reference.reachabilityFence(first);
                Reference.reachabilityFence(second);
                Reference.reachabilityFence(out);
            }
        }
        try {
            return (long) Linked.HANDLE.invokeExact(
                    function, blocks, first, second, out, n, watch.word(), watch.expected());
        } catch (Throwable e) {
            throw Downcalls.rethrown(e);
        }
    }

    /// As [#run], for one block that may lie on the heap.
    void runCritical(MemorySegment first, MemorySegment second, MemorySegment out, long n) {
        try {
            long _ = (long) Critical.HANDLE.invokeExact(
                    function, blocks, first, second, out, n, MemorySegment.NULL, 0L);
        } catch (Throwable e) {
            throw Downcalls.rethrown(e);
        }
    }

    private static FunctionDescriptor signature() {
        return FunctionDescriptor.of(JAVA_LONG, ADDRESS, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG);
    }

    /// The address of native memory.
    ///
    /// @throws IllegalArgumentException it is an array of the heap
    /// @throws IllegalStateException it is closed
    static long address(MemorySegment segment) {
        if (!segment.isNative()) {
            throw new IllegalArgumentException("an array of the heap has no address: segment=" + segment);
        }
        if (!segment.scope().isAlive()) {
            throw new IllegalStateException("the memory is closed: segment=" + segment);
        }
        return segment.address();
    }

    private static long offset(String field) {
        return (long) BLOCKS.indexOf(field) * Long.BYTES;
    }
}
