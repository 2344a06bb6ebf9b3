package io.millrace.shm.message;

import io.millrace.shm.FileFormatException;
import io.millrace.shm.layout.EndWord;
import io.millrace.shm.layout.PipeHeader;
import io.millrace.shm.os.CrashPoint;
import io.millrace.shm.region.Region;

/// What all handles of this process on one pipe have in common.
///
/// **Reset.** Both ends are moved to `RESETTING`, the first before the second, so that two who reset
/// do not wait for each other; then nobody has or takes an end, and the rings are cleared. Who dies
/// in the middle leaves ends that recovery makes `DEAD`: to be reset again.
final class PipeState {
    final Endpoint first;
    final Endpoint second;

    private final Region region;
    private final End firstEnd;
    private final End secondEnd;

    private PipeState(Region region) {
        this.region = region;
        long capacity = checkShape(region);
        firstEnd = new End(region, PipeHeader.offset("first"), "first");
        secondEnd = new End(region, PipeHeader.offset("second"), "second");
        Direction toSecond = new Direction(region, PipeHeader.toSecond(), "secondReceives", "firstSends");
        Direction toFirst = new Direction(region, PipeHeader.toFirst(capacity), "firstReceives", "secondSends");
        first = new Endpoint(region, firstEnd, secondEnd, toSecond, toFirst);
        second = new Endpoint(region, secondEnd, firstEnd, toFirst, toSecond);
        region.guardedBy(this::tryLeave);
    }

    static PipeState of(Region region) {
        return region.companion(PipeState.class, PipeState::new);
    }

    /// The capacity that the directory has for a pipe. `FileFormatException` when it is none.
    static long checkShape(Region region) {
        long[] shape = region.shape();
        if (shape.length != 1
                || !PipeHeader.isCapacity(shape[0])
                || region.byteSize() != PipeHeader.byteSize(shape[0])) {
            throw new FileFormatException("the region of a pipe has an impossible size: " + region.info() + "; drop it");
        }
        return shape[0];
    }

    void reset() throws InterruptedException {
        secondEnd.refuseTaken();
        int firstPhase = firstEnd.beginReset();
        CrashPoint.hit("pipe.resetFirst");
        try {
            int secondPhase = secondEnd.beginReset();
            CrashPoint.hit("pipe.resetBoth");
            try {
                region.segment().asSlice(PipeHeader.offset("secondReceives")).fill((byte) 0);
                CrashPoint.hit("pipe.resetCleared");
                firstPhase = EndWord.FREE;
                secondPhase = EndWord.FREE;
            } finally {
                secondEnd.endReset(secondPhase);
            }
        } finally {
            firstEnd.endReset(firstPhase);
        }
        CrashPoint.hit("pipe.resetDone");
    }

    private boolean tryLeave() {
        return first.tryLeave() & second.tryLeave();
    }
}
