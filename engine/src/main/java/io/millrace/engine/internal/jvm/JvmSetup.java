package io.millrace.engine.internal.jvm;

import io.millrace.engine.RemoteConsumer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a user can choose for a child JVM.
///
/// @param jvmArgs further flags, after all others
/// @param heapByteSize largest heap; 0: the JVM's own choice
/// @param classPath class path of the child; empty: that of this JVM
/// @param javaHome JDK of the child; null: that of this JVM
/// @param environment variables added to those of this process
/// @param workingDirectory folder in which the child runs; null: that of this process
/// @param output receives the lines that the child prints
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
