package io.millrace.engine.internal.recorder;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/// A worker that ended although its pool still needed it; the pool starts another one in its place.
@Name("io.millrace.WorkerDeath")
@Label("Worker Death")
@Category("Millrace")
@Description("A worker of a pool of this process ended unexpectedly")
@StackTrace(false)
final class WorkerDeathEvent extends Event {
    @Label("Pool")
    private final String pool;

    @Label("Worker Slot")
    private final int workerSlot;

    @Label("Pid")
    private final long pid;

    @Label("Exit Code")
    @Description("Minus the signal when a signal ended the worker")
    private final int exitCode;

    @Label("Signal")
    @Description("The signal that ended it; 0 when it exited by itself")
    private final int signal;

    @Label("Deaths")
    @Description("Of workers of this pool so far, this one included")
    private final long deaths;

    private WorkerDeathEvent(WorkerDeath death) {
        pool = death.pool();
        workerSlot = death.workerSlot();
        pid = death.pid();
        exitCode = death.exitCode();
        signal = Math.max(0, -death.exitCode());
        deaths = death.deaths();
    }

    static void record(WorkerDeath death) {
        new WorkerDeathEvent(death).commit();
    }
}
