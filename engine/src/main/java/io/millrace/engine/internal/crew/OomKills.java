package io.millrace.engine.internal.crew;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// The number of processes of this process's control group that the kernel has killed for lack of
/// memory, from `memory.events` (version 2) or `memory.oom_control` (version 1); see cgroups(7).
///
/// @param membership file that lists the control groups of this process
/// @param groups folder where the control groups are mounted
record OomKills(Path membership, Path groups) {
    private static final String V2 = "0::";
    private static final String V1_CONTROLLER = "memory";
    private static final String COUNT = "oom_kill ";

    OomKills() {
        this(Path.of("/proc/self/cgroup"), Path.of("/sys/fs/cgroup"));
    }

    /// The number; empty when it cannot be read.
    OptionalLong count() {
        return lines(membership).stream()
                .flatMap(this::files)
                .flatMap(file -> lines(file).stream())
                .filter(line -> line.startsWith(COUNT))
                .map(line -> line.substring(COUNT.length()).strip())
                .filter(count -> count.matches("\\d{1,18}"))
                .mapToLong(Long::parseLong)
                .findFirst();
    }

    /// The files to try: without a namespace for control groups, a container mounts its own at the
    /// root.
    private Stream<Path> files(String line) {
        if (line.startsWith(V2)) {
            return inGroup(groups, line.substring(V2.length()), "memory.events");
        }
        String[] fields = line.split(":", 3);
        boolean memory = fields.length == 3 && List.of(fields[1].split(",")).contains(V1_CONTROLLER);
        return memory ? inGroup(groups.resolve(V1_CONTROLLER), fields[2], "memory.oom_control") : Stream.of();
    }

    private static Stream<Path> inGroup(Path root, String group, String file) {
        Path inner = root.resolve(group.replaceFirst("^/+", ""));
        return Stream.of(inner.resolve(file), root.resolve(file));
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException absent) {
            return List.of();
        }
    }
}
