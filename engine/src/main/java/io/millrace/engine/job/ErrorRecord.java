package io.millrace.engine.job;

import io.millrace.engine.function.ThrownBytes;
import io.millrace.shm.message.Codec;
import io.millrace.shm.os.CrashPoint;
import io.millrace.shm.region.Regions;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// What the first failing chunk of a job has to say: the exception, as much of it as fits into the
/// job's [Annex]; and its class and message, at most 500 bytes, for who cannot read that.
///
/// ```text
///   NONE(e) ──E1──▶ WRITING(e, me) ── text, exception ──E2──▶ SET(e)
///      ▲                 │
///      └────── E3 ───────┘   the writer is dead: another one may write
/// ```
///
/// **Invariant.** A chunk enters ERROR only after the record is SET: a worker that finds another one
/// WRITING waits for it. That costs nothing, for the other one's chunk is in RUN meanwhile, so the job
/// could not end earlier; if the other one died, E3 lets this one write.
///
/// **Order.** E1 and E3 are compare-and-set, E2 is a release that readers acquire.
final class ErrorRecord {
    private static final int NONE = 0;
    private static final int WRITING = 1;
    private static final int SET = 2;

    private static final long GLANCE_NANOS = 50_000;

    private ErrorRecord() {}

    static void clear(MemorySegment entry, long epoch) {
        JobEntry.errorRelease(entry, JobWord.of(epoch, NONE, 0, 0));
    }

    static void report(PoolRegion pool, int job, long epoch, int slot, Throwable failure) {
        MemorySegment entry = pool.job(job);
        while (!JobEntry.errorCas(entry, JobWord.of(epoch, NONE, 0, 0), JobWord.of(epoch, WRITING, 0, slot))) { // E1
            if (JobWord.state(JobEntry.errorAcquire(entry)) == SET) {
                return;
            }
            LockSupport.parkNanos(GLANCE_NANOS); // its writer is at it, or dead and soon swept
        }
        CrashPoint.hit("error.afterClaim");
        byte[] text = clip(failure.getClass().getName() + "\n" + ThrownBytes.message(failure));
        MemorySegment.copy(text, 0, entry, ValueLayout.JAVA_BYTE, JobEntry.ERROR_TEXT, text.length);
        JobEntry.errorLength(entry, text.length);
        CrashPoint.hit("error.afterText");
        MemorySegment annex = pool.annex(job);
        Codec<Object> codec = Codec.any().bind(pool.memory());
        Annex.errorLength(annex, ThrownBytes.encode(failure, Annex.errorRoom(annex), codec));
        JobEntry.errorRelease(entry, JobWord.of(epoch, SET, 0, 0)); // E2
    }

    /// Takes the record back from a dead writer.
    static void recover(MemorySegment entry, int deadSlot) {
        long word = JobEntry.errorAcquire(entry);
        if (JobWord.state(word) == WRITING && JobWord.slot(word) == deadSlot) {
            JobEntry.errorCas(entry, word, JobWord.of(JobWord.epoch(word), NONE, 0, 0)); // E3
        }
    }

    /// The failure of this job, once it is there.
    static Optional<RemoteFailure> read(PoolRegion pool, int job, long epoch) {
        MemorySegment entry = pool.job(job);
        if (JobEntry.errorAcquire(entry) != JobWord.of(epoch, SET, 0, 0)) {
            return Optional.empty();
        }
        byte[] text = entry.asSlice(JobEntry.ERROR_TEXT, JobEntry.errorLength(entry))
                .toArray(ValueLayout.JAVA_BYTE);
        String[] parts = new String(text, StandardCharsets.UTF_8).split("\n", 2);
        Throwable exception = decode(pool.memory(), Annex.error(pool.annex(job)));
        return Optional.of(new RemoteFailure(parts[0], parts.length > 1 ? parts[1] : "", exception));
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

    /// Cuts between characters, so that what is read back is valid UTF-8.
    private static byte[] clip(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(bytes.length, JobEntry.ERROR_TEXT_BYTES);
        while (length < bytes.length && length > 0 && (bytes[length] & 0xc0) == 0x80) {
            length--;
        }
        return Arrays.copyOf(bytes, length);
    }

    /// An exception of another process.
    ///
    /// @param exception null when it cannot be read here
    record RemoteFailure(String type, String message, @Nullable Throwable exception) {}
}
