package io.millrace.engine.internal.jvm;

import io.millrace.shm.WorkerException;
import java.util.Optional;
import java.util.OptionalInt;

/// What the parent knows about a worker that exited.
///
/// @param exitCode as the system gives it: 129 to 159 stand for signals 1 to 31
/// @param stderrTail the last lines of its standard error
/// @param crashLog what the JVM itself reported about its crash
public record ExitReport(long pid, int exitCode, String stderrTail, Optional<CrashLog> crashLog) {
    private static final int SIGNAL_BASE = 128;

    /// The signal that ended the worker; empty when it exited by itself.
    public OptionalInt signal() {
        int reported = reported(exitCode, crashLog);
        return reported < 0 ? OptionalInt.of(-reported) : OptionalInt.empty();
    }

    /// The exit code as users see it: minus the signal when a signal ended the process. A JVM that
    /// writes a crash log handles the signal and exits with 1 or by SIGABRT, so the log tells the
    /// signal.
    public static int reported(int exitCode, Optional<CrashLog> crashLog) {
        OptionalInt first = crashLog.map(CrashLog::signal).orElse(OptionalInt.empty());
        if (first.isPresent()) {
            return -first.getAsInt();
        }
        return exitCode > SIGNAL_BASE && exitCode < SIGNAL_BASE + 32 ? SIGNAL_BASE - exitCode : exitCode;
    }

    /// The exception for a worker thread of this JVM that could not start.
    public static WorkerException ofThread(Throwable cause) {
        WorkerException.Story story = unknown(ProcessHandle.current().pid(), -1, 0);
        return new WorkerException("a worker cannot start: %s".formatted(cause), story, cause);
    }

    /// The facts about a worker of which no report is known.
    ///
    /// @param pid 0 when no worker exited
    /// @param index of the chunk or item that it ran; -1 for none
    public static WorkerException.Story unknown(long pid, long index, int attempt) {
        return new WorkerException.Story(
                pid, OptionalInt.empty(), OptionalInt.empty(), index, attempt, "", Optional.empty());
    }

    /// The exception for a chunk or an item on which every worker that tried it died.
    ///
    /// @param last the report of the last worker
    /// @param what the first words of the message
    public static WorkerException lost(Optional<ExitReport> last, long pid, String what, long index, int attempts) {
        return last.map(report -> report.toException(what, index, attempts))
                .orElseGet(() -> new WorkerException("%s: pid=%s".formatted(what, pid), unknown(pid, index, attempts)));
    }

    /// This report as an exception.
    ///
    /// @param what the first words of the message
    public WorkerException toException(String what, long chunk, int attempt) {
        OptionalInt signal = signal();
        String end = signal.isPresent() ? "signal=" + SignalName.of(signal.getAsInt()) : "exitCode=" + exitCode;
        String last = stderrTail.isBlank()
                ? "" : "; last lines of its standard error:\n" + stderrTail.indent(2).stripTrailing();
        String log = crashLog.map(CrashLog::asValues).orElse("");
        return new WorkerException(
                "%s: pid=%s, %s%s%s".formatted(what, pid, end, log, last),
                new WorkerException.Story(
                        pid,
                        OptionalInt.of(reported(exitCode, crashLog)),
                        signal,
                        chunk,
                        attempt,
                        stderrTail,
                        crashLog.map(CrashLog::path)));
    }
}
