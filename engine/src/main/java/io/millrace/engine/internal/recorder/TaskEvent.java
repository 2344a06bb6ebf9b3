package io.millrace.engine.internal.recorder;

import io.millrace.engine.internal.job.PoolRegion;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;
import org.jspecify.annotations.Nullable;

/// The run of one object task: its input is decoded, the function runs, the result is written.
@Name("io.millrace.Task")
@Label("Task")
@Category("Millrace")
@Description("A worker ran a task")
@Threshold("10 ms")
@StackTrace(false)
final class TaskEvent extends Event implements RecordedTask {
    @Label("Pool")
    private final String pool;

    @Label("Batch")
    @Description("The number of its batch in the pool")
    private final long batch;

    @Label("Item")
    @Description("Its index in the batch")
    private final int item;

    @Label("Function")
    private final Class<?> function;

    @Label("Thrown")
    @Description("The class of what it threw; none when it ended well")
    private @Nullable Class<?> thrown;

    private TaskEvent(String pool, long batch, int item, Class<?> function) {
        this.pool = pool;
        this.batch = batch;
        this.item = item;
        this.function = function;
    }

    static RecordedTask begun(PoolRegion pool, long batch, int item, Class<?> function) {
        TaskEvent event = new TaskEvent(pool.name(), batch, item, function);
        if (!event.isEnabled()) {
            return NONE;
        }
        event.begin();
        return event;
    }

    @Override
    public void ended(@Nullable Throwable failure) {
        thrown = failure == null ? null : failure.getClass();
        commit(); // only if it took long enough
    }
}
