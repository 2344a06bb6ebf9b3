package io.millrace.shm.internal.process;

import io.millrace.shm.internal.layout.BitField;
import io.millrace.shm.internal.layout.DeathRecord;
import io.millrace.shm.internal.layout.DeathRecord.Facts;
import io.millrace.shm.internal.layout.FileHeader;
import io.millrace.shm.internal.layout.ProcessSlot;
import io.millrace.shm.internal.os.CrashPoint;
import io.millrace.shm.internal.recorder.FlightRecording;
import io.millrace.shm.internal.recorder.RecoveryEvent;
import io.millrace.shm.view.DeathView;
import java.lang.foreign.MemorySegment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The log of deaths in the header of a file: what this process writes about the slot that it recovers,
/// and what all have written. Nothing is decided by it.
///
/// The thread that recovers a slot counts with [#mended] what it puts right there; one thread of an
/// attachment recovers at a time.
final class DeathLog {
    private final MemorySegment file;
    private long mended;

    DeathLog(MemorySegment file) {
        this.file = file;
    }

    /// Begins to count for another slot; returns the count so far, for [#end].
    long begin() {
        long outer = mended;
        mended = 0;
        return outer;
    }

    /// Goes on with the count of before.
    void end(long outer) {
        mended = outer;
    }

    /// Counts things that were put right.
    void mended(BitField what, long count) {
        mended = DeathRecord.add(mended, what, count);
    }

    /// Logs the death of the owner of a slot. A process that can recover a part of the slot only, and found
    /// nothing to put right there, says nothing.
    ///
    /// @param whole whether the slot will be free
    void log(int dead, boolean whole) {
        if (!whole && mended == 0) {
            return;
        }
        MemorySegment slot = ProcessSlot.of(file, dead);
        long number = FileHeader.nextDeath(file); // G1
        CrashPoint.hit("recover.deathNumbered");
        Facts facts = new Facts(
                number,
                ProcessSlot.JOINS.get(ProcessSlot.stateAcquire(slot)),
                System.currentTimeMillis(),
                mended,
                (int) ProcessSlot.plain(slot, "pid"),
                dead,
                ProcessSlot.text(slot, "name"));
        DeathRecord.write(DeathRecord.of(file, number), facts);
        CrashPoint.hit("recover.deathLogged");
        if (FlightRecording.isOn()) {
            RecoveryEvent.record(facts, whole);
        }
    }

    /// The deaths of the file, the oldest first. Records that are being written, or whose writer died, are
    /// left out.
    List<DeathView> read() {
        List<Facts> records = new ArrayList<>();
        for (int number = 1; number <= DeathRecord.COUNT; number++) {
            MemorySegment copy = DeathRecord.copy(DeathRecord.of(file, number));
            if (DeathRecord.isWhole(copy)) {
                records.add(DeathRecord.read(copy));
            }
        }
        records.sort(Comparator.comparingLong(Facts::number));
        Map<SlotUse, DeathView> deaths = new LinkedHashMap<>();
        for (Facts facts : records) {
            deaths.merge(new SlotUse(facts.slot(), facts.joins()), view(facts), DeathLog::join);
        }
        return List.copyOf(deaths.values());
    }

    /// One use of a slot.
    private record SlotUse(int slot, long joins) {}

    private static DeathView view(Facts facts) {
        return new DeathView(
                facts.number(),
                Instant.ofEpochMilli(facts.at()),
                facts.slot(),
                facts.pid(),
                facts.name(),
                DeathRecord.LOCKS.get(facts.mended()),
                DeathRecord.PERMITS.get(facts.mended()),
                DeathRecord.MESSAGES.get(facts.mended()),
                DeathRecord.CHUNKS.get(facts.mended()),
                DeathRecord.TASKS.get(facts.mended()),
                DeathRecord.ENDS.get(facts.mended()),
                DeathRecord.REGIONS.get(facts.mended()));
    }

    /// The death of one attachment that two recoverers logged, one after the other.
    private static DeathView join(DeathView first, DeathView second) {
        return new DeathView(
                first.number(),
                first.noticedAt(),
                first.slot(),
                first.pid(),
                first.name(),
                first.locks() + second.locks(),
                first.permits() + second.permits(),
                first.messages() + second.messages(),
                first.chunks() + second.chunks(),
                first.tasks() + second.tasks(),
                first.ends() + second.ends(),
                first.regions() + second.regions());
    }
}
