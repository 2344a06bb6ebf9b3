package io.millrace.engine.pool;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The arguments of a worker JVM; the one class that knows them.
///
/// Passed on from this JVM are system properties given on its command line, module flags and archives of classes. Not
/// passed on are agents, the debugger, heap sizes, log files and recordings: a worker would stop at
/// the same port or write the same file.
final class JvmFlags {
    private static final List<String> MODULE_FLAGS = List.of(
            "--add-opens=", "--add-exports=", "--add-reads=", "--add-modules=", "--enable-native-access=", "--patch-module=");

    /// Archives of classes: one that the parent starts from quickly serves its workers as well. A JVM
    /// that cannot use one starts without.
    private static final List<String> ARCHIVES = List.of("-XX:SharedArchiveFile=", "-XX:AOTCache=");

    /// Properties that the JVM or the launcher sets up anew in each process.
    private static final Set<String> NOT_PASSED_ON = Set.of("-Djava.class.path", "-Dsun.java.command", "-Dmillrace.crashPoint");

    /// Given to those alone who compute with it: it doubles the time a JVM takes to start.
    private static final String VECTOR_MODULE = "--add-modules=jdk.incubator.vector";

    private JvmFlags() {}

    /// Arguments before the class path.
    ///
    /// @param heapByteSize the worker's maximum heap
    /// @param errorFile where the JVM writes its crash log; `%p` stands for the pid
    /// @param vectorModule whether the worker computes with the incubating Vector API: only then,
    ///         it slows the start
    static List<String> of(long heapByteSize, Path errorFile, boolean vectorModule) {
        List<String> flags = new ArrayList<>(List.of(
                "-Xmx" + Math.max(1, heapByteSize >> 20) + "m",
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=" + errorFile,
                "-Xlog:cds*=off", // standard output is the worker's
                "-Xlog:aot*=off",
                "--enable-native-access=ALL-UNNAMED",
                "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
        if (vectorModule) {
            flags.add(VECTOR_MODULE);
        }
        for (String argument : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (passedOn(argument) && !flags.contains(argument)) {
                flags.add(argument);
            }
        }
        return flags;
    }

    private static boolean passedOn(String argument) {
        if (argument.startsWith("-D")) {
            int end = argument.indexOf('=');
            return !NOT_PASSED_ON.contains(end < 0 ? argument : argument.substring(0, end));
        }
        if (argument.equals(VECTOR_MODULE)) {
            return false;
        }
        return argument.equals("--enable-preview")
                || MODULE_FLAGS.stream().anyMatch(argument::startsWith)
                || ARCHIVES.stream().anyMatch(argument::startsWith);
    }
}
