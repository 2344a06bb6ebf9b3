package io.millrace.engine.cli.doctor;

import io.millrace.engine.cli.text.Count;
import io.millrace.shm.internal.file.DefaultFolder;
import io.millrace.shm.internal.os.FileStatus;
import io.millrace.shm.internal.os.MemoryLimit;
import io.millrace.shm.internal.os.Stat;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The checks of this machine.
final class MachineChecks {
    private static final Path SHARED = Path.of("/dev/shm");
    private static final Path HUGE = Path.of("/sys/kernel/mm/transparent_hugepage/shmem_enabled");
    private static final Pattern CHOSEN = Pattern.compile("\\[(\\w+)]");
    private static final long SMALL = 1L << 30;
    private static final long FULL = 32L << 20;
    private static final int OTHERS = 0077;

    private MachineChecks() {}

    static Finding processors() {
        int processors = Runtime.getRuntime().availableProcessors();
        return processors > 1
                ? Finding.ok("processors", "%s: as many workers by default".formatted(processors))
                : Finding.note(
                        "processors",
                        "one: workers take turns",
                        "give this container or process more processors");
    }

    static Finding memory() {
        long group = MemoryLimit.available();
        long machine = MemoryLimit.machineAvailable();
        String limit = group == Long.MAX_VALUE
                ? "no control group limit"
                : "the control group has room for " + Count.bytes(group);
        String fact = "%s available, %s".formatted(Count.bytes(machine), limit);
        return Math.min(group, machine) >= SMALL
                ? Finding.ok("memory", fact)
                : Finding.note("memory", fact, "files in memory count: keep arrays small, or raise the limit");
    }

    static Finding sharedMemory() {
        try {
            FileStore store = Files.getFileStore(SHARED);
            return sharedMemory(store.getTotalSpace(), store.getUsableSpace());
        } catch (IOException missing) {
            return Finding.note(
                    "/dev/shm",
                    "not there",
                    "mount a tmpfs there; until then files go to %s, on a disk perhaps"
                            .formatted(DefaultFolder.path()));
        }
    }

    static Finding sharedMemory(long total, long free) {
        if (total == 0) {
            return Finding.ok(
                    "/dev/shm", "no limit of its own: the memory of this machine or control group is the limit");
        }
        String fact = "%s, %s free".formatted(Count.bytes(total), Count.bytes(free));
        String enlarge = "mount -o remount,size=SIZE /dev/shm, or docker run --shm-size=SIZE";
        if (free < FULL) {
            return Finding.problem("/dev/shm", fact, "'millrace sweep', remove files there, or enlarge it: " + enlarge);
        }
        return free >= SMALL
                ? Finding.ok("/dev/shm", fact)
                : Finding.note("/dev/shm", fact, "for larger arrays: " + enlarge);
    }

    static Finding defaultFolder() {
        return defaultFolder(DefaultFolder.path());
    }

    static Finding defaultFolder(Path path) {
        FileStatus status = Stat.ofPath(path);
        if (status == null) {
            Path parent = path.toAbsolutePath().getParent();
            return parent != null && Files.isWritable(parent)
                    ? Finding.ok("default folder", path + ", made when needed")
                    : Finding.problem("default folder", path + " cannot be made", "make it, with mode 0700");
        }
        if (!status.isFolder() || status.owner() != Stat.effectiveUser()) {
            return Finding.problem("default folder", path + " is not a folder of yours", "remove it");
        }
        return (status.mode() & OTHERS) == 0
                ? Finding.ok("default folder", path + ", yours alone")
                : Finding.problem("default folder", path + " is open to others", "chmod 700 " + path);
    }

    static Finding hugePages() {
        try {
            return hugePages(Files.readString(HUGE));
        } catch (IOException absent) {
            return Finding.note("huge pages", "this kernel has none for shared memory", "nothing to do: less speed");
        }
    }

    /// @param setting the line of the kernel, such as `always within_size [advise] never`
    static Finding hugePages(String setting) {
        Matcher chosen = CHOSEN.matcher(setting);
        String mode = chosen.find() ? chosen.group(1) : "unknown";
        return switch (mode) {
            case "advise", "always", "within_size", "force" -> Finding.ok("huge pages", mode);
            default -> Finding.note("huge pages", mode, "echo advise | sudo tee " + HUGE);
        };
    }
}
