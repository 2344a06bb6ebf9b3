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
        return exitCode > SIGNAL_BASE && exitCode < SIGNAL_BASE + 32
                ? OptionalInt.of(exitCode - SIGNAL_BASE)
                : OptionalInt.empty();
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
                        signal.isPresent() ? OptionalInt.of(-signal.getAsInt()) : OptionalInt.of(exitCode),
                        signal,
                        chunk,
                        attempt,
                        stderrTail,
                        crashLog));
    }
}
