package io.millrace.shm;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/// A worker failed at a piece of work: its code threw, or it died with it as often as allowed.
///
/// **The crash log** of a worker JVM (`hs_err`) is a file in a folder that only this user can read. It is
/// kept until the JVM that started the worker ends: whoever wants it longer copies it, or chooses a place
/// by `-XX:ErrorFile=/folder/%p.log` among the `jvmArgs` of the pool. Of more than 256 of them the oldest
/// go. The message has its gist: the signal by name, and the frame in which the crash happened.
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
    /// @param signal that ended it, or that its crash log names: a JVM that reports its crash exits with 1,
    ///         or by SIGABRT
    /// @param chunk index of the chunk or task, -1 when there is none
    /// @param attempt how many workers had tried it, 0 when none had
    /// @param stderrTail last lines of its standard error
    /// @param crashLog the JVM's own report, if it wrote one; it goes with the JVM that started the worker
    public record Story(
            long pid,
            OptionalInt exitCode,
            OptionalInt signal,
            long chunk,
            int attempt,
            String stderrTail,
            Optional<Path> crashLog) {}

    /// All facts together.
    public Story story() {
        return story;
    }

    /// Process id of the worker, 0 when it is not known.
    public long pid() {
        return story.pid();
    }

    /// Its exit code, minus the signal when one ended it; empty while it lives.
    public OptionalInt exitCode() {
        return story.exitCode();
    }

    /// The signal that ended it, or that its crash log names.
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

    /// The JVM's own report, if it wrote one; readable until the JVM that started the worker ends.
    public Optional<Path> crashLog() {
        return story.crashLog();
    }
}
