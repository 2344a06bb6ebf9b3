package io.millrace.engine.internal.pool;

import java.io.PrintStream;
import java.util.function.LongSupplier;

/// Prints on standard error, when the program ends, how much work of a pool is dropped: work that nobody
/// waits for is not dropped in silence.
public final class ExitNotice implements AutoCloseable {
    /// `true` suppresses the line: the user of a command who stops it knows.
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
        long arrays = arrayJobs.getAsLong();
        long tasks = taskCalls.getAsLong();
        if (arrays + tasks > 0 && !Boolean.getBoolean(QUIET_PROPERTY)) {
            target.println(("millrace: the program ends before its work is done, the rest is dropped: pool=%s,"
                            + " arrayJobs=%s, taskCalls=%s; close the pool first, which finishes what was submitted")
                    .formatted(pool, arrays, tasks));
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
