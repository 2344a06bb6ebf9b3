package io.millrace.engine.pool;

import io.millrace.shm.WorkerException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/// What the parent knows about a worker that ended.
///
/// @param exitCode as the system told it: 129 to 159 stand for signals 1 to 31
public record DeathStory(long pid, int exitCode, String stderrTail, Optional<Path> crashLog) {
    private static final int SIGNAL_BASE = 128;

    /// The signal that ended it.
    OptionalInt signal() {
        int reported = reported(exitCode);
        return reported < 0 ? OptionalInt.of(-reported) : OptionalInt.empty();
    }

    /// An exit code as users are told it: minus the signal when one ended the process.
    static int reported(int exitCode) {
        return exitCode > SIGNAL_BASE && exitCode < SIGNAL_BASE + 32 ? SIGNAL_BASE - exitCode : exitCode;
    }

    /// For a worker in this JVM that could not begin.
    public static WorkerException ofThread(Throwable cause) {
        WorkerException.Story story = untold(ProcessHandle.current().pid(), -1, 0);
        return new WorkerException("a worker cannot begin: %s".formatted(cause), story, cause);
    }

    /// Of a process whose end nobody has told of.
    ///
    /// @param pid 0 when none ended
    /// @param index of the chunk or item it was at; -1 for none
    public static WorkerException.Story untold(long pid, long index, int attempt) {
        return new WorkerException.Story(
                pid, OptionalInt.empty(), OptionalInt.empty(), index, attempt, "", Optional.empty());
    }

    /// Of a chunk or an item that killed all who tried it.
    ///
    /// @param last what is known of the last of them
    /// @param what the first words of the message
    public static WorkerException lost(Optional<DeathStory> last, long pid, String what, long index, int attempts) {
        return last.map(story -> story.toException(what, index, attempts))
                .orElseGet(() -> new WorkerException("%s: pid=%d".formatted(what, pid), untold(pid, index, attempts)));
    }

    /// As an exception.
    ///
    /// @param what the first words of its message
    public WorkerException toException(String what, long chunk, int attempt) {
        OptionalInt signal = signal();
        String end = signal.isPresent() ? "signal=" + signal.getAsInt() : "exitCode=" + exitCode;
        String last = stderrTail.isBlank() ? "" : "; last lines of its standard error:\n" + stderrTail.indent(2).stripTrailing();
        String log = crashLog.map(path -> ", crashLog=" + path).orElse("");
        return new WorkerException(
                "%s: pid=%d, %s%s%s".formatted(what, pid, end, log, last),
                new WorkerException.Story(
                        pid,
                        OptionalInt.of(reported(exitCode)),
                        signal,
                        chunk,
                        attempt,
                        stderrTail,
                        crashLog));
    }
}
