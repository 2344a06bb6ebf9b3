package io.millrace.shm.internal.wait;

import io.millrace.shm.internal.wait.WaitSource.Announcement;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/// The one word of this process on which threads sleep until something in its heap completes, such as a job. It is an
/// announced [EventCount]: who completes something calls all that sleep, and each looks whether it was the thing that
/// it waits for.
public final class LocalBell {
    /// Whether the future rings already: each does so once, however often threads wait for it.
    private final AtomicBoolean rings = new AtomicBoolean();

    /// Made when a thread waits first: most programs with jobs never do so.
    private static final class Word {
        static final EventCount BELL = new EventCount(Arena.global().allocate(ValueLayout.JAVA_INT), 0);
    }

    /// A source that is ready when `done` says so.
    ///
    /// @param future completes after that; `done` may also become true without it, within a slice
    public WaitSource source(CompletableFuture<?> future, BooleanSupplier done) {
        if (!rings.getAndSet(true)) {
            future.whenComplete((result, failure) -> Word.BELL.fenceAndWakeAll());
        }
        return new WaitSource() {
            @Override
            public boolean isReady() {
                return done.getAsBoolean();
            }

            @Override
            public Announcement announce() {
                return Word.BELL.announcement();
            }
        };
    }
}
