package io.millrace.shm.internal.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The memory that this process can still use, by `/proc` and the control groups of version 2.
public final class MemoryLimit {
    private static final Path GROUPS = Path.of("/sys/fs/cgroup");

    private MemoryLimit() {}

    /// Bytes left in the control group around this process that has the least; `Long.MAX_VALUE`
    /// without a limit. Page cache that the kernel can drop counts as free.
    public static long available() {
        long available = Long.MAX_VALUE;
        for (Path group = ownGroup(); group != null && group.startsWith(GROUPS); group = group.getParent()) {
            available = Math.min(available, available(group));
        }
        return available;
    }

    private static Path ownGroup() {
        for (String line : lines(Path.of("/proc/self/cgroup"))) {
            if (line.startsWith("0::/")) {
                return GROUPS.resolve(line.substring("0::/".length()));
            }
        }
        return GROUPS;
    }

    private static long available(Path group) {
        List<String> limit = lines(group.resolve("memory.max"));
        List<String> current = lines(group.resolve("memory.current"));
        if (limit.isEmpty() || current.isEmpty() || limit.getFirst().equals("max")) {
            return Long.MAX_VALUE;
        }
        long cache = 0;
        for (String line : lines(group.resolve("memory.stat"))) {
            if (line.startsWith("inactive_file ") || line.startsWith("active_file ")) {
                cache += Long.parseLong(line.substring(line.indexOf(' ') + 1));
            }
        }
        return Math.max(0, Long.parseLong(limit.getFirst()) - Long.parseLong(current.getFirst()) + cache);
    }

    /// Bytes that this machine could provide without swapping; `Long.MAX_VALUE` if it does not
    /// report them.
    public static long machineAvailable() {
        return ofMachine("MemAvailable:", Long.MAX_VALUE);
    }

    /// Bytes that this machine could provide with swapping; `Long.MAX_VALUE` if it does not report
    /// them.
    static long machineWithSwap() {
        long available = machineAvailable();
        return available == Long.MAX_VALUE ? available : available + ofMachine("SwapFree:", 0);
    }

    private static long ofMachine(String field, long unknown) {
        for (String line : lines(Path.of("/proc/meminfo"))) {
            if (line.startsWith(field)) {
                return Long.parseLong(line.substring(field.length()).replace("kB", "").strip()) << 10;
            }
        }
        return unknown;
    }

    private static List<String> lines(Path path) {
        try {
            String text = Files.readString(path);
            return text.isEmpty() ? List.of() : List.of(text.split("\n"));
        } catch (IOException absent) {
            return List.of();
        }
    }
}
