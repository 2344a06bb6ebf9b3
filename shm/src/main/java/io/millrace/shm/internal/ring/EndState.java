package io.millrace.shm.internal.ring;

import io.millrace.shm.EndTakenException;
import io.millrace.shm.Waiting;
import io.millrace.shm.internal.layout.DeathRecord;
import io.millrace.shm.internal.layout.EndWord;
import io.millrace.shm.internal.os.CrashPoint;
import io.millrace.shm.internal.process.ProcessSlotHolder;
import io.millrace.shm.internal.process.ProcessViews;
import io.millrace.shm.internal.region.Region;
import io.millrace.shm.internal.wait.Deadline;
import io.millrace.shm.internal.wait.FutexWord;
import io.millrace.shm.view.EndView;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/// One end as a process sees it; [EndWord] has the states and transitions.
///
/// **Death.** Before E1 nothing happened. After E1 the word names the process that has the end; the
/// recoverer, which holds the lock on the byte of the dead process, makes it `DEAD` and wakes all
/// threads that wait for it.
public final class EndState {
    private final Region region;
    private final MemorySegment segment;
    private final long offset;
    private final String name;

    /// The end whose word is at `offset`.
    public EndState(Region region, long offset, String name) {
        this.region = region;
        segment = region.segment();
        this.offset = offset;
        this.name = name;
    }

    private long word() {
        return EndWord.acquire(segment, offset);
    }

    private boolean move(long word, int phase, int slot) {
        return EndWord.cas(segment, offset, word, EndWord.next(word, phase, slot)); // E1, E2, E3, E4, E5, E6
    }

    /// Whether the owner closed the end or died. The caller then sees all that the owner did before.
    public boolean isGone() {
        return isGone(word());
    }

    static boolean isGone(long word) {
        int phase = EndWord.phase(word);
        return phase == EndWord.CLOSED || phase == EndWord.DEAD;
    }

    /// As `isGone`, and first asks the kernel whether the owner lives: for callers that wait anyway.
    public boolean isGoneForSure() {
        long word = word();
        if (EndWord.phase(word) == EndWord.TAKEN) {
            isAlive(EndWord.slot(word));
        }
        return isGone();
    }

    /// E1 for this process, from `FREE` or `CLOSED`.
    ///
    /// @throws EndTakenException another process has the end, or died while it had it
    public void take() {
        takeFrom(EndWord.CLOSED);
    }

    /// As `take`, and also from `DEAD`.
    void takeOver() {
        takeFrom(EndWord.DEAD);
    }

    private void takeFrom(int lastPhase) {
        int slot = slotHolder().slot();
        while (true) {
            long word = word();
            int phase = EndWord.phase(word);
            boolean owned = phase == EndWord.TAKEN || phase == EndWord.RESETTING;
            if (phase == EndWord.TAKEN && EndWord.slot(word) == slot) {
                return;
            }
            boolean mayTake = phase == EndWord.FREE || phase == EndWord.CLOSED || phase == lastPhase;
            if (mayTake && move(word, EndWord.TAKEN, slot)) { // E1
                CrashPoint.hit("pipe.endTaken");
                return;
            }
            if (phase == EndWord.DEAD && phase != lastPhase) {
                throw new EndTakenException(
                        "the last owner of the end died: region=%s, end=%s; when both ends are gone call reset()"
                        .formatted(region.name(), name));
            }
            if (owned && isAlive(EndWord.slot(word))) {
                throw taken(word);
            }
        }
    }

    /// Recovers an owner that is dead, which changes the word.
    private boolean isAlive(int slot) {
        boolean alive = slotHolder().isAlive(slot);
        if (!alive) {
            slotHolder().recover(slot);
        }
        return alive;
    }

    private EndTakenException taken(long word) {
        String what = EndWord.phase(word) == EndWord.RESETTING ? "is being reset" : "is taken";
        return new EndTakenException(
                "the end %s: region=%s, end=%s, by=%s; let that process close it first, or use another end"
                .formatted(what, region.name(), name, slotHolder().info(EndWord.slot(word))));
    }

    /// E2, if this process has the end; whether it had the end.
    public boolean close() {
        long word = word();
        CrashPoint.hit("pipe.beforeClose");
        boolean closed = EndWord.phase(word) == EndWord.TAKEN
                && EndWord.slot(word) == slotHolder().slot()
                && move(word, EndWord.CLOSED, 0); // E2
        CrashPoint.hit("pipe.afterClose");
        return closed;
    }

    /// @throws EndTakenException a living process has the end
    void refuseTaken() {
        long word = word();
        if (EndWord.phase(word) == EndWord.TAKEN && isAlive(EndWord.slot(word))) {
            throw taken(word);
        }
    }

    /// E4: keeps other processes from taking the end; the phase before. Waits for a thread that resets
    /// the end already.
    ///
    /// @throws EndTakenException a living process has the end
    int beginReset() throws InterruptedException {
        int slot = slotHolder().slot();
        while (true) {
            region.check();
            long word = word();
            int phase = EndWord.phase(word);
            if (phase == EndWord.RESETTING && isAlive(EndWord.slot(word))) {
                new FutexWord(segment, offset).awaitChange((int) word, Waiting.PARK, Deadline.SLICE);
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
            refuseTaken();
            if (phase != EndWord.TAKEN && phase != EndWord.RESETTING && move(word, EndWord.RESETTING, slot)) { // E4
                return phase;
            }
        }
    }

    /// E5, by the thread that did E4; `phase` is the phase before when the rings were not cleared.
    void endReset(int phase) {
        move(word(), phase, 0); // E5
        new FutexWord(segment, offset).wakeAll();
    }

    /// E3 and E6, by the recoverer of `slot`, or E2 and E6, by a process that detaches: an end that the
    /// slot has becomes `phase`. Whether the slot had the end.
    public boolean release(int slot, int phase) {
        long word = word();
        boolean owned = EndWord.phase(word) == EndWord.TAKEN || EndWord.phase(word) == EndWord.RESETTING;
        if (!owned || EndWord.slot(word) != slot) {
            return false;
        }
        CrashPoint.hit("pipe.beforeRecovery");
        move(word, EndWord.phase(word) == EndWord.RESETTING ? EndWord.DEAD : phase, 0); // E3, E6
        slotHolder().mended(slot, DeathRecord.ENDS, 1);
        CrashPoint.hit("pipe.afterRecovery");
        return true;
    }

    /// What the word says now. Writes nothing.
    EndView view(ProcessViews processes) {
        long word = word();
        int phase = EndWord.phase(word);
        boolean owned = phase == EndWord.TAKEN || phase == EndWord.RESETTING;
        return new EndView(viewOf(phase), owned ? processes.ifAny(EndWord.slot(word)) : Optional.empty());
    }

    private static EndView.State viewOf(int phase) {
        return switch (phase) {
            case EndWord.FREE -> EndView.State.FREE;
            case EndWord.TAKEN -> EndView.State.TAKEN;
            case EndWord.CLOSED -> EndView.State.CLOSED;
            case EndWord.RESETTING -> EndView.State.RESETTING;
            default -> EndView.State.DEAD; // as EndWord takes a damaged phase
        };
    }

    /// Whether its owner died.
    boolean isDead() {
        return EndWord.phase(word()) == EndWord.DEAD;
    }

    private ProcessSlotHolder slotHolder() {
        return region.memory().slotHolder();
    }

    /// Of its word in the region.
    public int offset() {
        return (int) offset;
    }

    public String name() {
        return name;
    }
}
