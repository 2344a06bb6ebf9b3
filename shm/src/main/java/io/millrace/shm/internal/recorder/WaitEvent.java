package io.millrace.shm.internal.recorder;

import io.millrace.shm.RegionKind;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Threshold;
import org.jspecify.annotations.Nullable;

/// A wait of one thread, from the moment when it stopped looking and was about to sleep.
@Name("io.millrace.Wait")
@Label("Wait")
@Category("Millrace")
@Description("A thread waited for another thread or process")
@Threshold("10 ms")
final class WaitEvent extends Event implements RecordedWait {
    @Label("Waited For")
    @Description("lock, read lock, write lock, readers, event, permits, signal, parties, message, room, acks, any")
    private final String waitedFor;

    @Label("Region")
    @Description("The name of what it waited for in the file")
    private final String region;

    @Label("Region Kind")
    private final @Nullable String regionKind;

    @Label("Holder")
    @Description("The pid of the process that held the lock when the wait began; 0 where there is none")
    private long holder;

    @Label("Outcome")
    @Description("reached, timed out, owner died, or exception: an interrupt, a dead peer, a closed memory")
    private String outcome = "exception";

    private WaitEvent(WaitedFor waitedFor, String region, @Nullable RegionKind kind) {
        this.waitedFor = waitedFor.toString();
        this.region = region;
        this.regionKind = kind == null ? null : kind.name();
    }

    static RecordedWait begin(WaitedFor waitedFor, String region, @Nullable RegionKind kind) {
        WaitEvent event = new WaitEvent(waitedFor, region, kind);
        if (!event.isEnabled()) {
            return NONE;
        }
        event.begin();
        return event;
    }

    @Override
    public RecordedWait begun(WaitedFor what, String ofRegion, @Nullable RegionKind kind) {
        return this;
    }

    @Override
    public void heldBy(long pid) {
        holder = pid;
    }

    @Override
    public boolean ended(boolean reached) {
        outcome = reached ? "reached" : "timed out";
        return reached;
    }

    @Override
    public void ownerDied() {
        outcome = "owner died";
    }

    @Override
    public void close() {
        commit(); // only if it took long enough
    }
}
