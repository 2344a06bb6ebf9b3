package io.millrace.engine.internal.recorder;

import io.millrace.engine.internal.job.ChunkTable;
import io.millrace.engine.internal.job.PoolRegion;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/// The computation of one chunk by one thread. Off unless the settings of a recording turn it on: a large job has
/// thousands.
@Name("io.millrace.Chunk")
@Label("Chunk")
@Category("Millrace")
@Description("One thread computed a chunk of a job")
@Enabled(false)
@StackTrace(false)
final class ChunkEvent extends Event implements RecordedChunk {
    @Label("Pool")
    private final String pool;

    @Label("Job")
    @Description("The number of its job in the pool")
    private final long job;

    @Label("Chunk")
    @Description("Its index in the job")
    private final int chunk;

    @Label("Worker Slot")
    @Description("Of the thread; from the number of the pool's workers on it is a submitter")
    private final int workerSlot;

    @Label("First Element")
    @Description("Index of its first element in the array or slice")
    private long first;

    @Label("Elements")
    private long count;

    @Label("Outcome")
    @Description("done, threw, or cancelled")
    private @Nullable String outcome;

    private ChunkEvent(String pool, long job, int chunk, int workerSlot) {
        this.pool = pool;
        this.job = job;
        this.chunk = chunk;
        this.workerSlot = workerSlot;
    }

    static RecordedChunk begun(PoolRegion pool, long job, int chunk, int workerSlot) {
        ChunkEvent event = new ChunkEvent(pool.name(), job, chunk, workerSlot);
        if (!event.isEnabled()) {
            return NONE;
        }
        event.begin();
        return event;
    }

    @Override
    public void ended(long firstElement, long elements, int state) {
        first = firstElement;
        count = elements;
        outcome = switch (state) {
            case ChunkTable.DONE -> "done";
            case ChunkTable.ERROR -> "threw";
            default -> "cancelled";
        };
        commit();
    }
}
