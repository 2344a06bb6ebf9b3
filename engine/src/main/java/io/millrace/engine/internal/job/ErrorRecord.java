package io.millrace.engine.internal.job;

import io.millrace.engine.internal.lambda.ThrownBytes;
import io.millrace.engine.internal.layout.JobPayload;
import io.millrace.engine.internal.layout.JobRow;
import io.millrace.engine.internal.layout.JobWord;
import io.millrace.shm.internal.os.CrashPoint;
import io.millrace.shm.internal.region.Regions;
import io.millrace.shm.internal.wait.Pause;
import io.millrace.shm.message.Codec;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The error of the first chunk of a job that fails: the exception, as much of it as fits into the
/// job's [JobPayload]; and its class and message, at most 500 bytes, for a process that cannot
/// decode the exception. The bits of the word are those of [JobWord].
///
/// ```text
///   NONE(e) ──E1──▶ WRITING(e, w) ── text, exception ──E2──▶ SET(e)
///      ▲                 │
///      └────── E3 ───────┘
/// ```
///
/// The worker w does E1 and E2, the process that holds the byte of a dead w does E3.
///
/// **Invariant.** A chunk enters ERROR only after the record is SET: a worker that finds it WRITING
/// waits. That costs no time, because the chunk of the writer is in RUN meanwhile and the job
/// cannot end earlier.
///
/// **Order.** E1 and E3 are compare-and-set, E2 is a release store that readers acquire.
///
/// **Death.** Before E1 nothing happened. Between E1 and E2 the record is half written; after E3
/// another worker writes it from the start. After E2 it stands, and the chunk of the dead worker is
/// claimed again.
public final class ErrorRecord {
    private static final int NONE = 0;
    private static final int WRITING = 1;
    private static final int SET = 2;

    private ErrorRecord() {}

    static void clear(MemorySegment entry, long epoch) {
        JobRow.errorRelease(entry, JobWord.of(epoch, NONE, 0, 0));
    }

    public static void report(PoolRegion pool, int job, long epoch, int slot, Throwable failure) {
        LastFailure.record(pool, slot, failure);
        MemorySegment entry = pool.job(job);
        while (!JobRow.errorCas(entry, JobWord.of(epoch, NONE, 0, 0), JobWord.of(epoch, WRITING, 0, slot))) { // E1
            if (JobWord.state(JobRow.errorAcquire(entry)) == SET) {
                return;
            }
            Pause.poll(); // the writer is busy, or dead and swept soon
        }
        CrashPoint.hit("error.afterClaim");
        JobRow.errorLength(entry, 0);
        try {
            write(pool, job, failure);
        } catch (OutOfMemoryError noMemory) {
            // the chunk fails with what was written until now
        }
        JobRow.errorRelease(entry, JobWord.of(epoch, SET, 0, 0)); // E2
    }

    private static void write(PoolRegion pool, int job, Throwable failure) {
        MemorySegment entry = pool.job(job);
        MemorySegment payload = pool.payload(job);
        JobPayload.errorLength(payload, 0);
        byte[] text = ThrownBytes.summary(failure, JobRow.ERROR_TEXT_BYTES);
        MemorySegment.copy(text, 0, entry, ValueLayout.JAVA_BYTE, JobRow.ERROR_TEXT, text.length);
        JobRow.errorLength(entry, text.length);
        CrashPoint.hit("error.afterText");
        Codec<Object> codec = Codec.any().bind(pool.memory());
        JobPayload.errorLength(payload, ThrownBytes.encode(failure, JobPayload.errorRoom(payload), codec));
    }

    /// Takes the record from a dead writer. The caller holds the byte of `deadSlot`.
    static void recover(MemorySegment entry, int deadSlot) {
        long word = JobRow.errorAcquire(entry);
        if (JobWord.state(word) == WRITING && JobWord.slot(word) == deadSlot) {
            JobRow.errorCas(entry, word, JobWord.of(JobWord.epoch(word), NONE, 0, 0)); // E3
        }
    }

    /// The failure of this job; empty before the record is SET.
    static Optional<RemoteFailure> read(PoolRegion pool, int job, long epoch) {
        MemorySegment entry = pool.job(job);
        if (JobRow.errorAcquire(entry) != JobWord.of(epoch, SET, 0, 0)) {
            return Optional.empty();
        }
        if (JobRow.errorLength(entry) == 0) {
            return Optional.of(
                    new RemoteFailure(OutOfMemoryError.class.getName(), "there was no memory to write more", null));
        }
        String[] parts = text(entry).split("\n", 2);
        Throwable exception = decode(pool.memory(), JobPayload.error(pool.payload(job)));
        return Optional.of(new RemoteFailure(parts[0], parts.length > 1 ? parts[1] : "", exception));
    }

    /// Class and message of the failure, for people; empty before the record is SET.
    public static Optional<String> describe(PoolRegion pool, int job, long epoch) {
        MemorySegment entry = pool.job(job);
        return JobRow.errorAcquire(entry) == JobWord.of(epoch, SET, 0, 0)
                ? Optional.of(text(entry).replaceFirst("\n", ": "))
                : Optional.empty();
    }

    private static String text(MemorySegment entry) {
        int length = Math.clamp(JobRow.errorLength(entry), 0, JobRow.ERROR_TEXT_BYTES);
        return new String(
                entry.asSlice(JobRow.ERROR_TEXT, length).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
    }

    private static @Nullable Throwable decode(Regions memory, MemorySegment bytes) {
        if (bytes.byteSize() == 0) {
            return null;
        }
        try {
            return Codec.<Throwable>any().bind(memory).decode(bytes);
        } catch (RuntimeException unreadable) { // class and message are known all the same
            return null;
        }
    }

    /// An exception of another process.
    ///
    /// @param exception null when it cannot be read here
    record RemoteFailure(String type, String message, @Nullable Throwable exception) {}
}
