package io.millrace.shm.message;

import io.millrace.shm.EndTakenException;
import io.millrace.shm.Waiting;
import io.millrace.shm.layout.EndWord;
import io.millrace.shm.os.CrashPoint;
import io.millrace.shm.process.Attachment;
import io.millrace.shm.region.Region;
import io.millrace.shm.sync.FutexWord;
import io.millrace.shm.sync.Patience;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/// One end as a process sees it; states and arrows stand in [EndWord].
///
/// **Death.** Before E1 nothing happened; after it the word says whose the end is, and who holds the
/// byte of the dead makes it `DEAD`, then rings for all who wait for it.
final class End {
    private final Region region;
    private final MemorySegment segment;
    private final long offset;
    private final String name;

    /// The end whose word is at `offset`.
    End(Region region, long offset, String name) {
        this.region = region;
        segment = region.segment();
        this.offset = offset;
        this.name = name;
    }

    private long word() {
        return EndWord.acquire(segment, offset);
    }

    private boolean move(long word, int phase, int slot) {
        return EndWord.cas(segment, offset, word, EndWord.next(word, phase, slot));
    }

    /// Whether its owner is gone for good, closed or dead. Sees all that it did before.
    boolean isGone() {
        return isGone(word());
    }

    static boolean isGone(long word) {
        int phase = EndWord.phase(word);
        return phase == EndWord.CLOSED || phase == EndWord.DEAD;
    }

    /// As `isGone`, and asks the kernel first whether the owner lives. For who waits anyway.
    boolean isGoneForSure() {
        long word = word();
        if (EndWord.phase(word) == EndWord.TAKEN) {
            isAlive(EndWord.slot(word));
        }
        return isGone();
    }

    /// E1 for this process: from the state before, if that is one of `FREE` and `CLOSED`.
    /// `EndTakenException` when another process has it, or had it and died.
    void take() {
        takeFrom(EndWord.CLOSED);
    }

    /// As `take`, also from the dead.
    void takeOver() {
        takeFrom(EndWord.DEAD);
    }

    private void takeFrom(int lastPhase) {
        int slot = attachment().slot();
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
                throw new EndTakenException("the last owner of the end died: region=%s, end=%s; when both ends are gone call reset()"
                        .formatted(region.name(), name));
            }
            if (owned && isAlive(EndWord.slot(word))) {
                throw taken(word);
            }
        }
    }

    /// A dead owner is recovered on the spot, which moves the word.
    private boolean isAlive(int slot) {
        boolean alive = attachment().isAlive(slot);
        if (!alive) {
            attachment().recover(slot);
        }
        return alive;
    }

    private EndTakenException taken(long word) {
        String what = EndWord.phase(word) == EndWord.RESETTING ? "is being reset" : "is taken";
        return new EndTakenException("the end %s: region=%s, end=%s, by=%s; let that process close it first, or use another end"
                .formatted(what, region.name(), name, attachment().info(EndWord.slot(word))));
    }

    /// E2, if this process has the end; whether it had it.
    boolean close() {
        long word = word();
        CrashPoint.hit("pipe.beforeClose");
        boolean closed = EndWord.phase(word) == EndWord.TAKEN
                && EndWord.slot(word) == attachment().slot()
                && move(word, EndWord.CLOSED, 0); // E2
        CrashPoint.hit("pipe.afterClose");
        return closed;
    }

    /// `EndTakenException` when somebody living has the end.
    void refuseTaken() {
        long word = word();
        if (EndWord.phase(word) == EndWord.TAKEN && isAlive(EndWord.slot(word))) {
            throw taken(word);
        }
    }

    /// E4: keeps others from taking the end; the phase before. Waits for another one who resets it;
    /// `EndTakenException` when somebody living has it.
    int beginReset() throws InterruptedException {
        int slot = attachment().slot();
        while (true) {
            region.check();
            long word = word();
            int phase = EndWord.phase(word);
            if (phase == EndWord.RESETTING && isAlive(EndWord.slot(word))) {
                new FutexWord(segment, offset).awaitChange((int) word, Waiting.PARK, Patience.SLICE);
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

    /// E5, by who began it; `phase` is the one before when nothing was cleared.
    void endReset(int phase) {
        move(word(), phase, 0); // E5
        new FutexWord(segment, offset).wakeAll();
    }

    /// E3 and E6, by who holds the byte of `deadSlot`, or E2 and E6 by a process that leaves: what
    /// that slot has becomes `phase`. Whether there was something.
    boolean release(int slot, int phase) {
        long word = word();
        boolean owned = EndWord.phase(word) == EndWord.TAKEN || EndWord.phase(word) == EndWord.RESETTING;
        if (!owned || EndWord.slot(word) != slot) {
            return false;
        }
        CrashPoint.hit("pipe.beforeRecovery");
        move(word, EndWord.phase(word) == EndWord.RESETTING ? EndWord.DEAD : phase, 0); // E3, E6
        CrashPoint.hit("pipe.afterRecovery");
        return true;
    }

    /// What the word says now. Writes nothing.
    EndView view() {
        long word = word();
        int phase = EndWord.phase(word);
        boolean owned = phase == EndWord.TAKEN || phase == EndWord.RESETTING;
        return new EndView(
                EndView.State.values()[phase],
                owned ? Optional.of(attachment().info(EndWord.slot(word))) : Optional.empty());
    }

    private Attachment attachment() {
        return region.memory().attachment();
    }

    /// Of its word in the region.
    int offset() {
        return (int) offset;
    }

    String name() {
        return name;
    }
}
