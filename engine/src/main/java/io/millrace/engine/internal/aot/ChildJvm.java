package io.millrace.engine.internal.aot;

import java.io.File;
import java.util.List;

/// A child JVM, as far as its cache depends on it.
///
/// @param java the `java` command
/// @param flags all flags
/// @param classPath absolute entries of its class path
/// @param heapByteSize largest heap
public record ChildJvm(File java, List<String> flags, List<File> classPath, long heapByteSize) {
    public ChildJvm {
        flags = List.copyOf(flags);
        classPath = List.copyOf(classPath);
    }
}
