package io.millrace.engine.internal.jvm;

import io.millrace.shm.internal.os.StartClasses;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Chooses the flags of a child JVM.
///
/// A child inherits the flags of this JVM that say which program runs and what it means, whether
/// they came from the command line, an argument file or `JDK_JAVA_OPTIONS`.
///
/// | inherited                | because                                                             |
/// |--------------------------|---------------------------------------------------------------------|
/// | system properties        | code asks for them                                                  |
/// | module flags, `-Xbootclasspath/a`, `--enable-preview` | they say which classes are found and what these may do |
/// | assertions, on and off   | a child runs the same code                                          |
/// | garbage collector        | the user chose it for this program; without a choice, see below     |
/// | archives of classes      | they shorten the start, where Millrace has no cache for the child   |
///
/// Without a choice of the collector, children use the serial one: as many JVMs as processors collect
/// small heaps.
///
/// A child does not inherit flags that size, tune or watch one process: heap and stack sizes and
/// all other `-XX` flags, because they were chosen for this process; agents, the debugger, log
/// files and recordings, because a child would use the same port or file. `jvmArgs` of the options
/// gives such flags to children and takes precedence over inherited flags.
final class JvmFlags {
    /// Environment variables that a child must not inherit: the JVM reads flags from them, which
    /// [#of] could not select. The arguments of this JVM already contain these flags.
    static final Set<String> VARIABLES = Set.of("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS");

    private static final List<String> MODULE_FLAGS = List.of(
            "--add-opens=",
            "--add-exports=",
            "--add-reads=",
            "--add-modules=",
            "--limit-modules=",
            "--upgrade-module-path=",
            "--enable-native-access=",
            "--illegal-native-access=",
            "--patch-module=",
            "-Xbootclasspath/a:");

    /// Assertions, as the launcher passes them to the JVM. A later flag overrides an earlier one,
    /// so their order is kept.
    private static final Pattern ASSERTIONS =
            Pattern.compile(
                    "-(ea|da|enableassertions|disableassertions)(:.*)?|-(esa|dsa|(enable|disable)systemassertions)");

    private static final Pattern COLLECTOR = Pattern.compile("-XX:[+-]Use(Serial|Parallel|G1|Z|Shenandoah|Epsilon)GC");

    /// Flags that some collectors need.
    private static final List<String> UNLOCKS =
            List.of("-XX:+UnlockExperimentalVMOptions", "-XX:+UnlockDiagnosticVMOptions");

    private static final List<String> ARCHIVES = List.of("-XX:SharedArchiveFile=", "-XX:AOTCache=");

    /// Properties that the JVM or the launcher sets in each process, or that open a port.
    private static final List<String> NOT_INHERITED = List.of(
            "-Djava.class.path",
            "-Dsun.java.command",
            "-Djdk.module.",
            "-Dcom.sun.management.",
            "-D" + StartClasses.PROPERTY,
            "-Dmillrace.crashPoint",
            "-Dmillrace.process.");

    /// Children need other classes, have them from a cache, and start side by side.
    private static final String NO_PRELOAD = "-D" + StartClasses.PROPERTY + "=false";

    /// Only for children that compute with the Vector API: the module doubles the start time of a
    /// JVM.
    private static final String VECTOR_MODULE = "--add-modules=jdk.incubator.vector";

    private JvmFlags() {}

    /// The modules that call C and the one that reads `jdk.internal.misc`, for a child that finds
    /// them on a module path; else they belong to the unnamed module.
    private static final String CALLERS_OF_C = "io.millrace.shm,io.millrace.ckernel";

    private static final String AGRONA = "org.agrona";

    /// What a child needs besides the flags that it inherits.
    ///
    /// @param heapByteSize largest heap; 0: the JVM's own choice
    /// @param vectorModule whether the child computes with the incubating Vector API
    /// @param modules whether the child finds Millrace on a module path
    /// @param chosen the flags that the user chose, which come last
    record Wanted(long heapByteSize, boolean vectorModule, boolean modules, List<String> chosen) {}

    /// The archives of this JVM: children load the same classes. A JVM that cannot use an archive
    /// starts without it.
    ///
    /// @param inherited the arguments of this JVM
    static List<String> archives(List<String> inherited) {
        return inherited.stream()
                .filter(argument -> ARCHIVES.stream().anyMatch(argument::startsWith))
                .toList();
    }

    /// The flags of a child, without archives.
    ///
    /// @param inherited the arguments of this JVM
    static List<String> of(Wanted wanted, List<String> inherited) {
        List<String> flags = new ArrayList<>(List.of(
                "-XX:-UsePerfData",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:-DumpReplayDataOnError", // the file would be in the working directory, with a predictable name
                "-Xlog:cds*=off", // standard output belongs to the program
                "-Xlog:aot*=off",
                // the parent keeps standard error, which then says why a JVM cannot start
                "-XX:+DisplayVMOutputToStderr",
                "--enable-native-access=" + callers(wanted, CALLERS_OF_C),
                "--add-opens=java.base/jdk.internal.misc=" + callers(wanted, AGRONA),
                "--sun-misc-unsafe-memory-access=allow",
                NO_PRELOAD));
        if (wanted.heapByteSize() > 0) {
            flags.add("-Xmx" + Math.max(1, wanted.heapByteSize() >> 20) + "m");
        }
        flags.addAll(collector(wanted.chosen(), inherited));
        if (wanted.vectorModule()) {
            flags.add(VECTOR_MODULE);
        }
        for (String argument : inherited) {
            if (ASSERTIONS.matcher(argument).matches() || isInherited(argument) && !flags.contains(argument)) {
                flags.add(argument);
            }
        }
        flags.addAll(wanted.chosen());
        return flags;
    }

    private static String callers(Wanted wanted, String modules) {
        return wanted.modules() ? "ALL-UNNAMED," + modules : "ALL-UNNAMED";
    }

    /// The garbage collector; the JVM refuses two. The user's choice for children takes precedence,
    /// then the collector of this JVM; without either it is the serial collector.
    private static List<String> collector(List<String> chosen, List<String> inherited) {
        if (chosen.stream().anyMatch(JvmFlags::choosesCollector)) {
            return List.of();
        }
        if (inherited.stream().noneMatch(JvmFlags::choosesCollector)) {
            return List.of("-XX:+UseSerialGC");
        }
        return inherited.stream()
                .filter(flag -> COLLECTOR.matcher(flag).matches() || UNLOCKS.contains(flag))
                .toList();
    }

    private static boolean choosesCollector(String flag) {
        return flag.startsWith("-XX:+") && COLLECTOR.matcher(flag).matches();
    }

    private static boolean isInherited(String argument) {
        if (argument.startsWith("-D")) {
            return NOT_INHERITED.stream().noneMatch(argument::startsWith);
        }
        if (argument.equals(VECTOR_MODULE)) {
            return false;
        }
        return argument.equals("--enable-preview")
                || MODULE_FLAGS.stream().anyMatch(argument::startsWith);
    }
}
