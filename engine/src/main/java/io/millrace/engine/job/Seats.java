package io.millrace.engine.job;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.millrace.shm.os.CrashPoint;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.VarHandle;

/// Who computes in a pool. A seat owns two blocks of scratch memory; workers have the seats from
/// 0 on, helping submitters the ones behind.
///
/// | field    | offset | bytes | written by                  | order                            |
/// |----------|-------:|------:|-----------------------------|----------------------------------|
/// | `holder` |      0 |     8 | who sits down; recoverer    | compare-and-set; readers acquire |
/// | `pid`    |      8 |     8 | holder, after S1            | release; readers acquire         |
/// | `chunks` |     16 |     8 | holder                      | opaque: a figure for people      |
/// | `rest`   |     24 |     8 | holder                      | opaque: a hint for the owner     |
/// | `leave`  |     32 |     8 | owner, holder               | compare-and-set                  |
///
/// ```text
///   holder   FREE(0) ──S1──▶ slot ──S2──▶ FREE(0)        S2 by the holder, or by the recoverer of a dead one
///   leave    STAY(0) ──S3──▶ ASKED(1) ──S4──▶ LEAVING(2) S3 by the owner, S4 by the holder
///               ▲                │              │
///               └───────S5───────┘              │        S5 by the owner, who wants it after all
///               └───────────────S6──────────────┘        S6 by the owner, before the next worker sits there
/// ```
///
/// **Invariant.** The scratch memory of a seat belongs to its holder until the holder was swept: a
/// redo record may still need it. `rest` is since when the holder has had nothing to do, by
/// `System.nanoTime`, 0 while it works; `leave` says whether it goes home. **Death.** The recoverer replays the chunks first and frees the
/// seats last.
public final class Seats {
    static final StructLayout LAYOUT = MemoryLayout.structLayout(
            JAVA_LONG.withName("holder"),
            JAVA_LONG.withName("pid"),
            JAVA_LONG.withName("chunks"),
            JAVA_LONG.withName("rest"),
            JAVA_LONG.withName("leave"),
            paddingLayout(88));

    private static final long STAY = 0;
    private static final long ASKED = 1;
    private static final long LEAVING = 2;

    private static final VarHandle HOLDER = LAYOUT.varHandle(groupElement("holder"));
    private static final VarHandle PID = LAYOUT.varHandle(groupElement("pid"));
    private static final VarHandle CHUNKS = LAYOUT.varHandle(groupElement("chunks"));
    private static final VarHandle REST = LAYOUT.varHandle(groupElement("rest"));
    private static final VarHandle LEAVE = LAYOUT.varHandle(groupElement("leave"));

    private final MemorySegment rows;
    private final int count;

    Seats(MemorySegment rows, int count) {
        this.rows = rows;
        this.count = count;
    }

    /// How many seats there are.
    public int count() {
        return count;
    }

    /// Sits down; false when somebody sits there.
    public boolean take(int seat, int slot) {
        if (!HOLDER.compareAndSet(rows, offset(seat), 0L, (long) slot)) { // S1
            return false;
        }
        CrashPoint.hit("seat.afterTake");
        PID.setRelease(rows, offset(seat), ProcessHandle.current().pid());
        return true;
    }

    /// The process that sat down there last, whether it still sits there or not; 0 for none.
    public long lastPid(int seat) {
        return (long) PID.getAcquire(rows, offset(seat));
    }

    /// Stands up; without effect when the seat is another's.
    public void leave(int seat, int slot) {
        HOLDER.compareAndSet(rows, offset(seat), (long) slot, 0L); // S2
    }

    /// The process slot that sits there, 0 for nobody.
    public int holder(int seat) {
        return (int) (long) HOLDER.getAcquire(rows, offset(seat));
    }

    /// Chunks finished at this seat since the pool began.
    public long chunks(int seat) {
        return (long) CHUNKS.getOpaque(rows, offset(seat));
    }

    void countChunk(int seat) {
        long offset = offset(seat);
        CHUNKS.setOpaque(rows, offset, (long) CHUNKS.getOpaque(rows, offset) + 1);
    }

    /// Since when its holder has had nothing to do, by [System#nanoTime], which all processes of a
    /// machine share; 0 while it works.
    public long restsSince(int seat) {
        return (long) REST.getOpaque(rows, offset(seat));
    }

    /// Of the holder.
    public void rest(int seat, long since) {
        REST.setOpaque(rows, offset(seat), since);
    }

    /// Gets a seat ready for the next worker. Of the owner; nobody may sit there.
    public void makeReady(int seat) {
        rest(seat, 0);
        LEAVE.setRelease(rows, offset(seat), STAY); // S6
    }

    /// Asks a worker to go home when it is through with what it does. Of the owner.
    public void sendHome(int seat) {
        LEAVE.compareAndSet(rows, offset(seat), STAY, ASKED); // S3
    }

    /// Tells a worker that was to go home to stay after all. Of the owner.
    ///
    /// @return false when it is leaving already
    public boolean keep(int seat) {
        return LEAVE.compareAndSet(rows, offset(seat), ASKED, STAY); // S5
    }

    /// Whether the worker there goes home or is asked to.
    public boolean isSentHome(int seat) {
        return (long) LEAVE.getAcquire(rows, offset(seat)) != STAY;
    }

    /// Whether the worker there goes home now. Of the holder: after a yes it leaves.
    public boolean goesHome(int seat) {
        return isSentHome(seat) && LEAVE.compareAndSet(rows, offset(seat), ASKED, LEAVING); // S4
    }

    boolean allFree() {
        for (int seat = 0; seat < count; seat++) {
            if (holder(seat) != 0) {
                return false;
            }
        }
        return true;
    }

    private static long offset(int seat) {
        return seat * LAYOUT.byteSize();
    }
}
