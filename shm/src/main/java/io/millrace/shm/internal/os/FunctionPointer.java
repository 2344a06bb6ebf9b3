package io.millrace.shm.internal.os;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// Functions that other libraries and Java pass to each other by their addresses.
@SuppressWarnings("restricted")
public final class FunctionPointer {
    private static final Linker LINKER = Linker.nativeLinker();

    private FunctionPointer() {}

    /// The address by which other code calls a method, from any thread, until this process ends. An
    /// exception of the method ends the process.
    public static MemorySegment to(MethodHandle method, FunctionDescriptor type) {
        return LINKER.upcallStub(method, type, Arena.global());
    }

    /// A handle that calls the function whose address is its first argument.
    public static MethodHandle caller(FunctionDescriptor type) {
        return LINKER.downcallHandle(type);
    }
}
