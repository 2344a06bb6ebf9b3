package io.millrace.engine.pool;

import io.millrace.engine.RemoteConsumer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a user may choose of a child JVM.
///
/// @param jvmArgs further arguments, after all others
/// @param heapByteSize its largest heap; 0: the JVM's own choice
/// @param classPath of the child; empty: this JVM's
/// @param javaHome its JDK; null: this JVM's
/// @param environment variables added to those of this process
/// @param workingDirectory null: this process's
/// @param output where the lines go that it prints
public record JvmSetup(
        List<String> jvmArgs,
        long heapByteSize,
        List<Path> classPath,
        @Nullable Path javaHome,
        Map<String, String> environment,
        @Nullable Path workingDirectory,
        RemoteConsumer<String> output) {
    public JvmSetup {
        jvmArgs = List.copyOf(jvmArgs);
        classPath = List.copyOf(classPath);
        environment = Map.copyOf(environment);
    }
}
