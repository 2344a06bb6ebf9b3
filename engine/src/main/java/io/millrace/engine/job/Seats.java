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
///
/// ```text
///   FREE(0) ──S1──▶ slot ──S2──▶ FREE(0)        S2 by the holder, or by the recoverer of a dead one
/// ```
///
/// **Invariant.** The scratch memory of a seat belongs to its holder until the holder was swept: a
/// redo record may still need it. **Death.** The recoverer replays the chunks first and frees the
/// seats last.
public final class Seats {
    static final StructLayout LAYOUT = MemoryLayout.structLayout(
            JAVA_LONG.withName("holder"),
            JAVA_LONG.withName("pid"),
            JAVA_LONG.withName("chunks"),
            paddingLayout(104));

    private static final VarHandle HOLDER = LAYOUT.varHandle(groupElement("holder"));
    private static final VarHandle PID = LAYOUT.varHandle(groupElement("pid"));
    private static final VarHandle CHUNKS = LAYOUT.varHandle(groupElement("chunks"));

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
