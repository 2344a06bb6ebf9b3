package io.millrace.ckernel;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Objects;

/// One method handle for each kind of signature, linked at its first use; the function to call is
/// its first argument. Each method checks what C cannot: that the elements lie within their
/// segments.
final class Downcalls {
    private static final Linker LINKER = Linker.nativeLinker();

    /// A few blocks take microseconds: short enough for a call that skips the thread's change of
    /// state and takes the nodes straight from the heap.
    private static final Linker.Option SHORT = Linker.Option.critical(true);

    private Downcalls() {}

    static MapFunction map(MemorySegment function, KernelName name, int paramsRead) {
        return (in, out, n, params) -> {
            check(in, n, name.in());
            check(out, n, name.out());
            check(params, paramsRead, name.out());
            try {
                Map.HANDLE.invokeExact(function, in, out, n, params);
            } catch (Throwable e) {
                throw rethrown(e);
            }
        };
    }

    static ZipFunction zip(MemorySegment function, KernelName name) {
        return (a, b, out, n) -> {
            check(a, n, name.in());
            check(b, n, name.in());
            check(out, n, name.out());
            try {
                Zip.HANDLE.invokeExact(function, a, b, out, n);
            } catch (Throwable e) {
                throw rethrown(e);
            }
        };
    }

    static MovingMapFunction movingMap(MemorySegment function, KernelName name, int paramsRead) {
        return (in, out, n, params, move) -> {
            check(in, n, name.in());
            check(out, n, name.out());
            check(params, paramsRead, name.out());
            check(move.source(), n, name.out());
            check(move.target(), n, name.out());
            try {
                MovingMap.HANDLE.invokeExact(function, in, out, n, params, move.source(), move.target());
            } catch (Throwable e) {
                throw rethrown(e);
            }
        };
    }

    static MovingZipFunction movingZip(MemorySegment function, KernelName name) {
        return (a, b, out, n, move) -> {
            check(a, n, name.in());
            check(b, n, name.in());
            check(out, n, name.out());
            check(move.source(), n, name.out());
            check(move.target(), n, name.out());
            try {
                MovingZip.HANDLE.invokeExact(function, a, b, out, n, move.source(), move.target());
            } catch (Throwable e) {
                throw rethrown(e);
            }
        };
    }

    static ConvertFunction convert(MemorySegment function, KernelName name) {
        return (in, out, n) -> {
            check(in, n, name.in());
            check(out, n, name.out());
            try {
                Convert.HANDLE.invokeExact(function, in, out, n);
            } catch (Throwable e) {
                throw rethrown(e);
            }
        };
    }

    static UserFunction user(MemorySegment function, int byteSize) {
        return (in, out, n) -> {
            check(in, n, byteSize);
            check(out, n, byteSize);
            try {
                Convert.HANDLE.invokeExact(function, in, out, n);
            } catch (Throwable e) {
                throw rethrown(e);
            }
        };
    }

    static FillFunction fill(MemorySegment function, KernelName name) {
        return (out, n, value) -> {
            check(out, n, name.out());
            check(value, 1, name.out());
            try {
                Fill.HANDLE.invokeExact(function, out, n, value);
            } catch (Throwable e) {
                throw rethrown(e);
            }
        };
    }

    static FoldFunction fold(MemorySegment foldBlocks, MemorySegment function, KernelName name) {
        long byteSize = name.in();
        long words = name.nodeWords();
        return (in, n, nodes) -> {
            Objects.checkFromIndexSize(0L, n, FoldFunction.BLOCK_ELEMENTS * FoldFunction.MAX_BLOCKS);
            long blocks = Math.max(1, (n + FoldFunction.BLOCK_ELEMENTS - 1) / FoldFunction.BLOCK_ELEMENTS);
            Objects.checkFromIndexSize(0L, blocks * words, nodes.length);
            check(in, n, name.in());
            try {
                Fold.HANDLE.invokeExact(
                        foldBlocks, function, in, n, byteSize, words, MemorySegment.ofArray(nodes));
            } catch (Throwable e) {
                throw rethrown(e);
            }
        };
    }

    static DotFunction dot(MemorySegment function, KernelName name) {
        return (a, b, n, node) -> {
            Objects.checkFromIndexSize(0L, n, FoldFunction.BLOCK_ELEMENTS);
            Objects.checkFromIndexSize(0, name.nodeWords(), node.length);
            check(a, n, name.in());
            check(b, n, name.in());
            try {
                Dot.HANDLE.invokeExact(function, a, b, n, MemorySegment.ofArray(node));
            } catch (Throwable e) {
                throw rethrown(e);
            }
        };
    }

    static LimitFunction limit(MemorySegment function, KernelName name) {
        return (in, out, n) -> {
            boolean reads = !name.op().startsWith("inplace");
            boolean writes = !name.op().equals("read");
            check(in, reads ? n : 0, name.in());
            check(out, writes ? n : 0, name.out());
            MemorySegment one = reads ? in : out;
            try {
                if (reads && writes) {
                    return (long) Limit.TWO.invokeExact(function, in, out, n);
                }
                return (long) Limit.ONE.invokeExact(function, one, n);
            } catch (Throwable e) {
                throw rethrown(e);
            }
        };
    }

    @SuppressWarnings("restricted")
    static MethodHandle handle(FunctionDescriptor descriptor, Linker.Option... options) {
        return LINKER.downcallHandle(descriptor, options);
    }

    /// C throws nothing: what arrives here is of the JVM, an argument it refused or an error.
    static RuntimeException rethrown(Throwable thrown) {
        return switch (thrown) {
            case RuntimeException e -> e;
            case Error e -> throw e;
            default -> new IllegalStateException("a call into the C library failed; this cannot happen", thrown);
        };
    }

    private static void check(MemorySegment segment, long n, int byteSize) {
        Objects.checkFromIndexSize(0L, n, segment.byteSize() / byteSize);
    }

    private static final class Map {
        static final MethodHandle HANDLE = handle(FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, JAVA_LONG, ADDRESS));
    }

    private static final class Zip {
        static final MethodHandle HANDLE = handle(FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, ADDRESS, JAVA_LONG));
    }

    private static final class MovingMap {
        static final MethodHandle HANDLE =
                handle(FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS, ADDRESS));
    }

    private static final class MovingZip {
        static final MethodHandle HANDLE =
                handle(FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS));
    }

    private static final class Convert {
        static final MethodHandle HANDLE = handle(FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, JAVA_LONG));
    }

    private static final class Fill {
        static final MethodHandle HANDLE = handle(FunctionDescriptor.ofVoid(ADDRESS, JAVA_LONG, ADDRESS));
    }

    private static final class Fold {
        static final MethodHandle HANDLE = handle(
                FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_LONG, ADDRESS), SHORT);
    }

    private static final class Dot {
        static final MethodHandle HANDLE =
                handle(FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, JAVA_LONG, ADDRESS), SHORT);
    }

    private static final class Limit {
        static final MethodHandle ONE = handle(FunctionDescriptor.of(JAVA_LONG, ADDRESS, JAVA_LONG));
        static final MethodHandle TWO = handle(FunctionDescriptor.of(JAVA_LONG, ADDRESS, ADDRESS, JAVA_LONG));
    }
}
