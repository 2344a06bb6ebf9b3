package io.millrace.engine.pool;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The flags of a child JVM; the one class that knows them.
///
/// Passed on from this JVM are system properties given on its command line, module flags and
/// archives of classes, wherever they stood: on the command line, in an argument file, in
/// `JDK_JAVA_OPTIONS`. Not passed on are agents, the debugger, heap sizes, log files and recordings: a
/// child would stop at the same port or write the same file.
final class JvmFlags {
    /// Flags in these would reach a child past [#of]. What may be passed on stands among the
    /// arguments of this JVM already.
    static final Set<String> VARIABLES = Set.of("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS");

    private static final List<String> MODULE_FLAGS = List.of(
            "--add-opens=", "--add-exports=", "--add-reads=", "--add-modules=", "--enable-native-access=", "--patch-module=");

    /// Archives of classes: one that the parent starts from quickly serves its children as well. A JVM
    /// that cannot use one starts without.
    private static final List<String> ARCHIVES = List.of("-XX:SharedArchiveFile=", "-XX:AOTCache=");

    /// Properties that the JVM or the launcher sets up anew in each process, or that start something
    /// at a port of its own.
    private static final List<String> NOT_PASSED_ON = List.of(
            "-Djava.class.path",
            "-Dsun.java.command",
            "-Djdk.module.",
            "-Dcom.sun.management.",
            "-Dmillrace.crashPoint",
            "-Dmillrace.process.");

    /// Given to those alone who compute with it: it doubles the time a JVM takes to start.
    private static final String VECTOR_MODULE = "--add-modules=jdk.incubator.vector";

    private JvmFlags() {}

    /// What a child needs besides what it is passed on.
    ///
    /// @param heapByteSize its largest heap; 0: the JVM's own choice
    /// @param errorFile where the JVM writes its crash log; `%p` stands for the pid
    /// @param vectorModule whether it computes with the incubating Vector API: only then, it slows
    ///         the start
    /// @param chosen the user's own flags, which come last
    record Wanted(long heapByteSize, Path errorFile, boolean vectorModule, List<String> chosen) {}

    /// Arguments before the class path.
    ///
    /// @param inherited the arguments of this JVM
    static List<String> of(Wanted wanted, List<String> inherited) {
        List<String> flags = new ArrayList<>(List.of(
                "-XX:-UsePerfData",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=" + wanted.errorFile(),
                "-Xlog:cds*=off", // standard output is the child's
                "-Xlog:aot*=off",
                "--enable-native-access=ALL-UNNAMED",
                "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
        if (wanted.heapByteSize() > 0) {
            flags.add("-Xmx" + Math.max(1, wanted.heapByteSize() >> 20) + "m");
        }
        if (wanted.chosen().stream().noneMatch(JvmFlags::choosesCollector)) {
            flags.add("-XX:+UseSerialGC");
        }
        if (wanted.vectorModule()) {
            flags.add(VECTOR_MODULE);
        }
        for (String argument : inherited) {
            if (passedOn(argument) && !flags.contains(argument)) {
                flags.add(argument);
            }
        }
        flags.addAll(wanted.chosen());
        return flags;
    }

    private static boolean choosesCollector(String flag) {
        return flag.startsWith("-XX:+Use") && flag.endsWith("GC");
    }

    private static boolean passedOn(String argument) {
        if (argument.startsWith("-D")) {
            return NOT_PASSED_ON.stream().noneMatch(argument::startsWith);
        }
        if (argument.equals(VECTOR_MODULE)) {
            return false;
        }
        return argument.equals("--enable-preview")
                || MODULE_FLAGS.stream().anyMatch(argument::startsWith)
                || ARCHIVES.stream().anyMatch(argument::startsWith);
    }
}
