package io.millrace.shm.internal.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/// Identifies this process among all processes, earlier and later ones included, and this boot of
/// the machine among all boots.
///
/// @param startTicks start of the process, in clock ticks since boot
/// @param pidNamespace inode of the PID namespace that `pid` belongs to
/// @param name of the program
public record OwnProcess(long pid, long startTicks, long pidNamespace, String name) {
    private static final int START_TICKS_AFTER_NAME = 19;

    /// This process.
    public static OwnProcess current() {
        return new OwnProcess(number(), readStartTicks(), readNamespace(), programName());
    }

    /// The pid alone (`getpid(2)`). A `ProcessHandle` starts with a pool of threads.
    public static long number() {
        return SystemCall.GETPID.call(0);
    }

    private static long readStartTicks() {
        String stat = read("/proc/self/stat");
        String[] fields = stat.substring(stat.lastIndexOf(')') + 1).trim().split(" ");
        return fields.length > START_TICKS_AFTER_NAME ? Long.parseLong(fields[START_TICKS_AFTER_NAME]) : 0;
    }

    private static long readNamespace() {
        try {
            String link = Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
            return Long.parseLong(link, link.indexOf('[') + 1, link.length() - 1, 10); // pid:[4026531836]
        } catch (IOException | NumberFormatException unknown) {
            return 0;
        }
    }

    private static String programName() {
        String command = System.getProperty("sun.java.command", "java").trim();
        String main = command.isEmpty() ? "java" : command.split(" ", 2)[0];
        String file = main.substring(main.lastIndexOf('/') + 1);
        return file.endsWith(".jar") ? file : file.substring(file.lastIndexOf('.') + 1);
    }

    /// The identity of this boot of the machine; all zero if the system does not report it.
    public static UUID bootId() {
        String text = read("/proc/sys/kernel/random/boot_id").trim();
        return text.isEmpty() ? new UUID(0, 0) : UUID.fromString(text);
    }

    private static String read(String path) {
        try {
            return Files.readString(Path.of(path));
        } catch (IOException unknown) {
            return "";
        }
    }
}
