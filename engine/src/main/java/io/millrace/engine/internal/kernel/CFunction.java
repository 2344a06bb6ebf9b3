package io.millrace.engine.internal.kernel;

import io.millrace.ckernel.NativeLibraryException;
import io.millrace.ckernel.UserFunction;
import io.millrace.ckernel.UserLibrary;
import io.millrace.engine.internal.kernel.loops.Elements;
import io.millrace.shm.ElementType;
import io.millrace.shm.MillraceException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// A C function of the user, opened in this JVM: `void f(const T *in, T *out, int64_t n)`.
public final class CFunction {
    private static final Map<Key, CFunction> OPENED = new ConcurrentHashMap<>();

    private final UserFunction function;

    /// Memory for one element of input and one of output, for each thread.
    private final ThreadLocal<MemorySegment> pair =
            ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(2L * Long.BYTES, Long.BYTES));

    private record Key(Path library, String symbol, ElementType type) {}

    private CFunction(Key key) {
        try {
            function = UserLibrary.function(key.library, key.symbol, key.type.byteSize());
        } catch (NativeLibraryException refused) {
            throw new MillraceException(String.valueOf(refused.getMessage()), refused);
        }
    }

    /// The function of that name; its library is opened once and never closed.
    ///
    /// @param library absolute path of the library
    /// @throws MillraceException when the library or the function does not exist, or is not for
    ///         this machine; the message names the remedy
    public static CFunction of(Path library, String symbol, ElementType type) {
        return OPENED.computeIfAbsent(new Key(library, symbol, type), CFunction::new);
    }

    /// Computes `n` elements.
    public void call(MemorySegment in, MemorySegment out, long n) {
        function.call(in, out, n);
    }

    /// Computes one element; argument and result hold its raw bits in the low bytes.
    public long one(long bits) {
        MemorySegment in = pair.get();
        MemorySegment out = in.asSlice(Long.BYTES);
        in.set(Elements.LONG, 0, bits);
        function.call(in, out, 1);
        return out.get(Elements.LONG, 0);
    }
}
