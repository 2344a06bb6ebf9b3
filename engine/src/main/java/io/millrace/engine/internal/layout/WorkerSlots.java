package io.millrace.engine.internal.layout;

import io.millrace.shm.internal.layout.Struct;
import io.millrace.shm.internal.layout.Words;
import io.millrace.shm.internal.os.CrashPoint;
import io.millrace.shm.internal.os.OwnProcess;
import io.millrace.shm.internal.os.Processor;
import java.lang.foreign.MemorySegment;

/// Which processes compute in a pool. A worker slot owns two blocks of scratch memory; workers have
/// the slots from 0 on, submitters that help have the slots behind.
///
/// | field       | offset | bytes | written by                  | order                            |
/// |-------------|-------:|------:|-----------------------------|----------------------------------|
/// | `holder`    |      0 |     8 | worker, recoverer           | compare-and-set; readers acquire |
/// | `pid`       |      8 |     8 | holder, after S1            | release; readers acquire         |
/// | `chunks`    |     16 |     8 | holder                      | opaque: a figure for people      |
/// | `rest`      |     24 |     8 | holder                      | opaque: a hint for the owner     |
/// | `leave`     |     32 |     8 | owner, holder               | compare-and-set; S6 release      |
/// | `processor` |     40 |     8 | holder                      | opaque: a hint for submitters    |
/// | `job`       |     48 |     8 | holder                      | opaque: a hint for other workers |
/// | `elements`  |     56 |     8 | holder                      | opaque: a figure for people      |
///
/// ```text
///   holder   FREE(0) ──S1──▶ slot ──S2──▶ FREE(0)
///   leave    STAY(0) ──S3──▶ ASKED(1) ──S4──▶ LEAVING(2)
///               ▲                │              │
///               └───────S5───────┘              │
///               └───────────────S6──────────────┘
/// ```
///
/// | step | who                                   | when                                            |
/// |------|---------------------------------------|-------------------------------------------------|
/// | S1   | a worker, or a submitter that helps   | it begins to work                               |
/// | S2   | the holder, or its recoverer          | it ends; after its chunks were given back       |
/// | S3   | the owner of the pool                 | it wants fewer workers                          |
/// | S4   | the holder                            | it has nothing in work, and ends                |
/// | S5   | the owner                             | it wants the worker after all                   |
/// | S6   | the owner                             | before it launches the next worker in that slot |
///
/// `holder` is the process slot of the holder. `rest` is since when the holder has had nothing to
/// do, by `System.nanoTime`, 0 while it works. `leave` says whether the holder retires. `processor` is
/// the processor that the holder ran on when it began to wait, plus 1; 0 where that is not known.
/// `job` is twice the epoch of the job of built-in operations that the holder claims chunks of, plus 1 once
/// it has claimed one; 0 for none.
///
/// **Invariants.** 1. The scratch memory of a worker slot belongs to its holder until the holder
/// was swept: a redo record may still need it. 2. After S4 the worker claims nothing any more; the
/// owner counts it as gone. S5 and S4 exclude each other.
///
/// **Death.** The recoverer replays the chunks first and does S2 last. `leave` needs no recovery:
/// S6 resets it before the next worker.
public final class WorkerSlots {
    public static final Struct LAYOUT = Struct.builder()
            .longs("holder", "pid", "chunks", "rest", "leave", "processor", "job", "elements")
            .unused(64)
            .build();

    private static final long STAY = 0;
    private static final long ASKED = 1;
    private static final long LEAVING = 2;

    private static final long HOLDER = LAYOUT.offset("holder");
    private static final long PID = LAYOUT.offset("pid");
    private static final long CHUNKS = LAYOUT.offset("chunks");
    private static final long REST = LAYOUT.offset("rest");
    private static final long PROCESSOR = LAYOUT.offset("processor");
    private static final long JOB = LAYOUT.offset("job");
    private static final long ELEMENTS = LAYOUT.offset("elements");
    private static final long LEAVE = LAYOUT.offset("leave");

    private final MemorySegment rows;
    private final int count;

    public WorkerSlots(MemorySegment rows, int count) {
        this.rows = rows;
        this.count = count;
    }

    /// How many worker slots there are.
    public int count() {
        return count;
    }

    /// Occupies the worker slot for process slot `slot`; false when it is occupied.
    public boolean take(int workerSlot, int slot) {
        if (!Words.LONGS.compareAndSet(rows, offset(workerSlot) + HOLDER, 0L, (long) slot)) { // S1
            return false;
        }
        CrashPoint.hit("workerSlot.afterTake");
        Words.LONGS.setRelease(rows, offset(workerSlot) + PID, OwnProcess.number());
        return true;
    }

    /// Pid of the process that occupied the slot last, whether it still does or not; 0 for none.
    public long lastPid(int workerSlot) {
        return (long) Words.LONGS.getAcquire(rows, offset(workerSlot) + PID);
    }

    /// Frees the worker slot; without effect when process slot `slot` does not hold it.
    public void leave(int workerSlot, int slot) {
        Words.LONGS.compareAndSet(rows, offset(workerSlot) + HOLDER, (long) slot, 0L); // S2
    }

    /// The process slot of the holder, 0 for none.
    public int holder(int workerSlot) {
        return (int) (long) Words.LONGS.getAcquire(rows, offset(workerSlot) + HOLDER);
    }

    /// Chunks finished in this slot since the pool started, by earlier holders too.
    public long chunks(int workerSlot) {
        return (long) Words.LONGS.getOpaque(rows, offset(workerSlot) + CHUNKS);
    }

    /// Elements of these chunks.
    public long elements(int workerSlot) {
        return (long) Words.LONGS.getOpaque(rows, offset(workerSlot) + ELEMENTS);
    }

    /// Counts a finished chunk of so many elements. Called by the holder.
    public void countChunk(int workerSlot, long elements) {
        add(offset(workerSlot) + CHUNKS, 1);
        add(offset(workerSlot) + ELEMENTS, elements);
    }

    private void add(long offset, long more) {
        Words.LONGS.setOpaque(rows, offset, (long) Words.LONGS.getOpaque(rows, offset) + more);
    }

    /// Since when its holder has had nothing to do, by [System#nanoTime], which all processes of a
    /// machine share; 0 while it works.
    public long restsSince(int workerSlot) {
        return (long) Words.LONGS.getOpaque(rows, offset(workerSlot) + REST);
    }

    /// Says since when the holder has nothing to do; 0: it works. Called by the holder.
    public void rest(int workerSlot, long since) {
        Words.LONGS.setOpaque(rows, offset(workerSlot) + REST, since);
    }

    /// The processor that the holder ran on when it began to wait; [Processor#UNKNOWN] where that is not known.
    public int processor(int workerSlot) {
        return (int) (long) Words.LONGS.getOpaque(rows, offset(workerSlot) + PROCESSOR) + Processor.UNKNOWN;
    }

    /// Says which processor the holder runs on. Called by the holder, before it waits.
    public void runsOn(int workerSlot, int processor) {
        Words.LONGS.setOpaque(rows, offset(workerSlot) + PROCESSOR, (long) processor - Processor.UNKNOWN);
    }

    /// Whether its holder claims chunks of the job of that epoch now, as far as others can tell.
    ///
    /// @param claimed whether only one counts that has claimed a chunk before
    public boolean computes(int workerSlot, long epoch, boolean claimed) {
        long job = (long) Words.LONGS.getOpaque(rows, offset(workerSlot) + JOB);
        return (job == job(epoch, true) || !claimed && job == job(epoch, false))
                && restsSince(workerSlot) == 0
                && holder(workerSlot) != 0;
    }

    /// Says which job the holder claims chunks of. Called by the holder.
    ///
    /// @param claimed whether it has claimed one before
    public void compute(int workerSlot, long epoch, boolean claimed) {
        Words.LONGS.setOpaque(rows, offset(workerSlot) + JOB, job(epoch, claimed));
    }

    /// Says that the holder claims no chunks for now. Called by the holder.
    public void pause(int workerSlot) {
        Words.LONGS.setOpaque(rows, offset(workerSlot) + JOB, 0L);
    }

    private static long job(long epoch, boolean claimed) {
        return 2 * epoch + (claimed ? 1 : 0);
    }

    /// Prepares a free worker slot for the next worker. Called by the owner.
    public void makeReady(int workerSlot) {
        rest(workerSlot, 0);
        Words.LONGS.setRelease(rows, offset(workerSlot) + LEAVE, STAY); // S6
    }

    /// Asks a worker to end after the work it has. Called by the owner.
    public void retire(int workerSlot) {
        Words.LONGS.compareAndSet(rows, offset(workerSlot) + LEAVE, STAY, ASKED); // S3
    }

    /// Withdraws [#retire]. Called by the owner.
    ///
    /// @return false when the worker is leaving already
    public boolean keep(int workerSlot) {
        return Words.LONGS.compareAndSet(rows, offset(workerSlot) + LEAVE, ASKED, STAY); // S5
    }

    /// Whether the worker is asked to end, or is ending.
    public boolean isSentHome(int workerSlot) {
        return (long) Words.LONGS.getAcquire(rows, offset(workerSlot) + LEAVE) != STAY;
    }

    /// Whether the worker ends now. Called by the holder, which ends after a yes.
    public boolean isRetiring(int workerSlot) {
        return isSentHome(workerSlot)
                && Words.LONGS.compareAndSet(rows, offset(workerSlot) + LEAVE, ASKED, LEAVING); // S4
    }

    public boolean allFree() {
        for (int workerSlot = 0; workerSlot < count; workerSlot++) {
            if (holder(workerSlot) != 0) {
                return false;
            }
        }
        return true;
    }

    private static long offset(int workerSlot) {
        return workerSlot * LAYOUT.byteSize();
    }
}
