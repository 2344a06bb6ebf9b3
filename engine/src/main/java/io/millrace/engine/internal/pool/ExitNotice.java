package io.millrace.engine.internal.pool;

import java.io.PrintStream;
import java.util.function.LongSupplier;

/// Prints on standard error, when the program ends, how much work of a pool is dropped, and what a pool
/// waits for that is being closed: no work is dropped in silence, and no program waits in silence for ever.
public final class ExitNotice implements AutoCloseable {
    /// `true` suppresses the lines: the user of a command who stops it knows.
    private static final String QUIET_PROPERTY = "millrace.quietExit";

    private final String pool;
    private final LongSupplier arrayJobs;
    private final LongSupplier taskCalls;
    private final PrintStream target;
    private final Thread hook = new Hook();

    private final class Hook extends Thread {
        Hook() {
            super("millrace-exit");
        }

        @Override
        public void run() {
            tell();
        }
    }

    /// @param arrayJobs how many have not ended
    /// @param taskCalls how many have not ended
    public ExitNotice(String pool, LongSupplier arrayJobs, LongSupplier taskCalls, PrintStream target) {
        this.pool = pool;
        this.arrayJobs = arrayJobs;
        this.taskCalls = taskCalls;
        this.target = target;
    }

    /// Prints the line at the end of the program, unless this object is closed before.
    public ExitNotice register() {
        try {
            Runtime.getRuntime().addShutdownHook(hook);
        } catch (IllegalStateException ending) {
            // the program ends already
        }
        return this;
    }

    public void tell() {
        tell("the program ends before its work is done, the rest is dropped",
                "close the pool first, which finishes what was submitted");
    }

    /// Prints that the close of the pool waits.
    public void tellOfClose() {
        tell("close() waits until the work of the pool is done", "shutdownNow() or an interrupt drops it");
    }

    private void tell(String what, String remedy) {
        long arrays = arrayJobs.getAsLong();
        long tasks = taskCalls.getAsLong();
        if (arrays + tasks > 0 && !Boolean.getBoolean(QUIET_PROPERTY)) {
            target.println("millrace: %s: pool=%s, arrayJobs=%s, taskCalls=%s; %s"
                    .formatted(what, pool, arrays, tasks, remedy));
        }
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            // it runs, or has run
        }
    }
}
