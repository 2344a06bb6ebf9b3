package io.millrace.shm;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/// A worker failed at a piece of work: its code threw, or it died with it as often as allowed.
///
/// If user code threw, the cause is the original exception where it could be rebuilt, and the
/// message holds its remote type in any case. If workers died, the message tells the last one's
/// whole story.
public final class WorkerException extends MillraceException {
    private static final long serialVersionUID = 1L;

    private final transient Story story;

    /// @param story what is known about the worker
    public WorkerException(String message, Story story) {
        super(message);
        this.story = story;
    }

    /// @param story what is known about the worker
    /// @param cause what its code threw
    public WorkerException(String message, Story story, Throwable cause) {
        super(message, cause);
        this.story = story;
    }

    /// Facts about a worker and what it was doing.
    ///
    /// @param pid of the process, 0 when it is not known
    /// @param exitCode its exit code, minus the signal when one ended it; empty while it lives
    /// @param signal that ended it
    /// @param chunk index of the chunk or task, -1 when there is none
    /// @param attempt how many workers had tried it, 0 when none had
    /// @param stderrTail last lines of its standard error
    /// @param crashLog the JVM's own report, if it wrote one
    public record Story(
            long pid,
            OptionalInt exitCode,
            OptionalInt signal,
            long chunk,
            int attempt,
            String stderrTail,
            Optional<Path> crashLog) {}

    /// Process id of the worker, 0 when it is not known.
    public long pid() {
        return story.pid();
    }

    /// Its exit code, minus the signal when one ended it; empty while it lives.
    public OptionalInt exitCode() {
        return story.exitCode();
    }

    /// The signal that ended it.
    public OptionalInt signal() {
        return story.signal();
    }

    /// Index of the chunk or task, -1 when there is none.
    public long chunk() {
        return story.chunk();
    }

    /// How many workers had tried it, 0 when none had.
    public int attempt() {
        return story.attempt();
    }

    /// Last lines of its standard error.
    public String stderrTail() {
        return story.stderrTail();
    }

    /// The JVM's own report, if it wrote one.
    public Optional<Path> crashLog() {
        return story.crashLog();
    }
}
