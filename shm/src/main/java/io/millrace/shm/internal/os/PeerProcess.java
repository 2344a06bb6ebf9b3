package io.millrace.shm.internal.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What `/proc/PID/stat` says of another process of this PID namespace (`proc_pid_stat(5)`).
public final class PeerProcess {
    private static final int STATE = 0;
    private static final int START_TICKS = 19;

    private PeerProcess() {}

    /// Whether a signal or a debugger stopped the process. False when there is no such process, or when
    /// the pid belongs to a process that started at another time.
    ///
    /// @param startTicks start of the process, in clock ticks since boot
    public static boolean isStopped(long pid, long startTicks) {
        String[] fields = fields(pid);
        return fields.length > START_TICKS
                && fields[START_TICKS].equals(Long.toString(startTicks))
                && (fields[STATE].equals("T") || fields[STATE].equals("t"));
    }

    /// The fields behind the name of the program, which may contain spaces.
    private static String[] fields(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            return stat.substring(stat.lastIndexOf(')') + 1).trim().split(" ");
        } catch (IOException | IndexOutOfBoundsException gone) {
            return new String[0];
        }
    }
}
