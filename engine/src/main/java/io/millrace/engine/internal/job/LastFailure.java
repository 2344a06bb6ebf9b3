package io.millrace.engine.internal.job;

import io.millrace.engine.internal.lambda.ThrownBytes;
import io.millrace.engine.internal.layout.FailureRow;
import io.millrace.shm.internal.os.CrashPoint;
import io.millrace.shm.internal.os.OwnProcess;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/// The last exception that a function of the user threw in a pool, in a job or a task. It is for people
/// who look at the pool from outside: no process decides anything by it.
///
/// ```text
///   NONE, SET ──F1──▶ WRITING(w) ── fields ──F2──▶ SET
///                        │
///                        └────── F3 ──▶ NONE
/// ```
///
/// The worker w does F1 and F2, the process that holds the byte of a dead w does F3. A worker that finds
/// WRITING leaves its own failure out: the two happened at about the same time.
///
/// **Order.** All steps are compare-and-set; the fields are written between F1 and F2. A reader copies
/// the fields between two looks at the word, and takes the copy if both found the same SET.
///
/// **Death.** Before F1 nothing happened. Between F1 and F2 the fields are half written, and F3 says that
/// there are none. After F2 the failure stands.
public final class LastFailure {
    private LastFailure() {}

    /// A failure that some process recorded.
    public record Recorded(Instant at, long pid, String type, String message) {}

    /// Records a failure of a function.
    ///
    /// @param slot the process slot of this worker
    public static void record(PoolRegion pool, int slot, Throwable failure) {
        MemorySegment row = pool.failure();
        long word = FailureRow.wordAcquire(row);
        if (FailureRow.state(word) == FailureRow.WRITING) {
            return;
        }
        long writing = FailureRow.next(word, FailureRow.WRITING, slot);
        if (FailureRow.wordCas(row, word, writing)) { // F1
            CrashPoint.hit("failure.afterClaim");
            int state = FailureRow.NONE;
            try {
                FailureRow.write(row, OwnProcess.number(), ThrownBytes.summary(failure, FailureRow.TEXT_BYTES));
                state = FailureRow.SET;
            } catch (OutOfMemoryError noMemory) {
                // there is no memory for the text
            } finally {
                FailureRow.wordCas(row, writing, FailureRow.next(writing, state, 0)); // F2
            }
            CrashPoint.hit("failure.afterSet");
        }
    }

    /// Takes the record from a dead writer. The caller holds the byte of `deadSlot`.
    static void recover(PoolRegion pool, int deadSlot) {
        MemorySegment row = pool.failure();
        long word = FailureRow.wordAcquire(row);
        if (FailureRow.state(word) == FailureRow.WRITING && FailureRow.slot(word) == deadSlot) {
            FailureRow.wordCas(row, word, FailureRow.next(word, FailureRow.NONE, 0)); // F3
        }
    }

    /// The last failure; empty when there was none, or one is being written.
    public static Optional<Recorded> read(PoolRegion pool) {
        MemorySegment row = pool.failure();
        long word = FailureRow.wordAcquire(row);
        if (FailureRow.state(word) != FailureRow.SET) {
            return Optional.empty();
        }
        Instant at = Instant.ofEpochMilli(FailureRow.at(row));
        long pid = FailureRow.pid(row);
        String[] lines = new String(FailureRow.text(row), StandardCharsets.UTF_8).split("\n", 2);
        return FailureRow.wordAgain(row) == word
                ? Optional.of(new Recorded(at, pid, lines[0], lines.length > 1 ? lines[1] : ""))
                : Optional.empty();
    }
}
