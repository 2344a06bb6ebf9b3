package io.millrace.shm.internal.os;

import io.millrace.shm.MemoryOptions;
import io.millrace.shm.SharedMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Opens and closes one memory and says whether the library of system calls is loaded. It must need
/// no class of the JDK that Millrace does not need.
public final class FirstMemoryMain {
    private FirstMemoryMain() {}

    /// Arguments: a file to attach to; none for a temporary memory.
    public static void main(String[] arguments) throws IOException {
        SharedMemory memory = arguments.length > 0
                ? SharedMemory.attach(Path.of(arguments[0]))
                : SharedMemory.temporary(MemoryOptions.defaults().byteSize(1 << 20));
        memory.close();
        boolean loaded = Files.readString(Path.of("/proc/self/maps")).contains("libmillrace-syscall");
        System.out.println(loaded ? "by the library" : "by foreign functions");
    }
}
