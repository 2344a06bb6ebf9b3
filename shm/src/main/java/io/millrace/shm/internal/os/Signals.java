package io.millrace.shm.internal.os;

/// Signals to other processes, beyond those that the JDK sends (`kill(2)`).
public final class Signals {
    private static final int SIGINT = 2;

    private Signals() {}

    /// Sends SIGINT; without effect when there is no such process, or it belongs to another user.
    ///
    /// @param pid of one process; neither 0 nor negative, which would name a group
    public static void interrupt(long pid) {
        if (pid <= 0) {
            throw new IllegalArgumentException("no process: pid=" + pid);
        }
        SystemCall.KILL.call(pid, SIGINT);
    }
}
