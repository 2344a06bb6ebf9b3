package io.millrace.ckernel;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Objects;

/// Calls of the user's functions and of the loops that measure memory. One method handle for each
/// kind of signature, linked at its first use; the function to call is its first argument. Each
/// method checks what C cannot: that the elements lie within their segments.
final class Downcalls {
    private Downcalls() {}

    static UserFunction user(MemorySegment function, int byteSize) {
        return (in, out, n) -> {
            check(in, n, byteSize);
            check(out, n, byteSize);
            try {
                User.HANDLE.invokeExact(function, in, out, n);
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
        return Linker.nativeLinker().downcallHandle(descriptor, options);
    }

    /// C throws nothing: what arrives here is of the JVM, an argument it refused or an error.
    static RuntimeException rethrown(Throwable thrown) {
        return switch (thrown) {
            case RuntimeException e -> e;
            case Error e -> throw e;
            default -> new IllegalStateException("a call into the C library failed; this cannot happen", thrown);
        };
    }

    static void check(MemorySegment segment, long n, int byteSize) {
        Objects.checkFromIndexSize(0L, n, segment.byteSize() / byteSize);
    }

    private static final class User {
        static final MethodHandle HANDLE = handle(FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, JAVA_LONG));
    }

    private static final class Limit {
        static final MethodHandle ONE = handle(FunctionDescriptor.of(JAVA_LONG, ADDRESS, JAVA_LONG));
        static final MethodHandle TWO = handle(FunctionDescriptor.of(JAVA_LONG, ADDRESS, ADDRESS, JAVA_LONG));
    }
}
