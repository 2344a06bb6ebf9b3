package io.millrace.shm.internal.recorder;

import io.millrace.shm.internal.layout.BitField;
import io.millrace.shm.internal.layout.DeathRecord;
import io.millrace.shm.internal.layout.DeathRecord.Facts;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/// What this process put right after the death of a process: the record that it writes to the log of deaths.
@Name("io.millrace.Recovery")
@Label("Recovery")
@Category("Millrace")
@Description("This process put right what a dead process left in the file")
@StackTrace(false)
public final class RecoveryEvent extends Event {
    @Label("Pid")
    @Description("Of the dead process")
    private final long pid;

    @Label("Process Slot")
    @Description("Of the dead process, 1 to 1023")
    private final int slot;

    @Label("Name")
    @Description("Of the dead process")
    private final String name;

    @Label("Locks")
    private final int locks;

    @Label("Permits")
    private final int permits;

    @Label("Messages")
    @Description("That it was writing or had not acked")
    private final int messages;

    @Label("Chunks")
    @Description("Of jobs over arrays")
    private final int chunks;

    @Label("Batches")
    @Description("Of object tasks")
    private final int batches;

    @Label("Ends")
    @Description("Of pipes and broadcasts")
    private final int ends;

    @Label("Regions")
    @Description("That it was making or dropping")
    private final int regions;

    @Label("Complete")
    @Description("Whether the slot is free now; else another process has to put the rest right")
    private final boolean complete;

    private RecoveryEvent(Facts facts, boolean complete) {
        pid = facts.pid();
        slot = facts.slot();
        name = facts.name();
        locks = count(DeathRecord.LOCKS, facts);
        permits = count(DeathRecord.PERMITS, facts);
        messages = count(DeathRecord.MESSAGES, facts);
        chunks = count(DeathRecord.CHUNKS, facts);
        batches = count(DeathRecord.TASKS, facts);
        ends = count(DeathRecord.ENDS, facts);
        regions = count(DeathRecord.REGIONS, facts);
        this.complete = complete;
    }

    private static int count(BitField what, Facts facts) {
        return (int) what.get(facts.mended());
    }

    /// Records it. Only to be called while the recorder runs.
    ///
    /// @param complete whether the slot is free now
    public static void record(Facts facts, boolean complete) {
        new RecoveryEvent(facts, complete).commit();
    }
}
