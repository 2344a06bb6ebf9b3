package io.millrace.engine.internal.crew;

import io.millrace.engine.internal.jvm.ExitReport;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.LongSupplier;

/// When a crew launches a worker again for a slot whose last start failed, and when it gives up.
///
/// ```text
///            killed: pause 0.1 s, doubled each time to 10 s
///          ┌──────────────────────────────┐
///          ▼                              │
///   starts ──▶ occupies: counts are 0     │      no worker lived for 60 s ──▶ gives up
///          │                              │
///          └──▶ ends before it occupies ──┴──▶ exits a second time by itself ──▶ gives up
/// ```
///
/// The cause of a kill, such as a lack of memory, may be gone at the next start; a worker that
/// exits by itself will exit again for the same reason. Failures in a row are counted for each
/// slot, so that one slot does not delay the others. A pure state machine, guarded by the crew's
/// lock.
final class StartPolicy {
    static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    /// A crew whose starts are killed gives up when no worker has lived for this time.
    static final Duration GIVE_UP_AFTER = Duration.ofSeconds(60);

    private static final int MAX_EXITS = 2;

    private final LongSupplier nanoClock;
    private final long giveUpNanos;
    private final int[] kills;
    private final int[] exits;
    private long livedNanos;

    /// How a start failed.
    enum End {
        /// A signal ended the process, or the system could not start it.
        KILLED,
        /// The process exited with a code of its own, or its JVM reported a crash.
        EXITED;

        static End of(ExitReport report) {
            return report.signal().isPresent() && report.crashLog().isEmpty() ? KILLED : EXITED;
        }
    }

    /// What the crew does next.
    sealed interface Next {
        /// Launches a worker again after a pause.
        record Start(long pauseNanos) implements Next {}

        /// Gives up: each start exited by itself.
        record GiveUpExits() implements Next {}

        /// Gives up: no worker has lived for this time.
        record GiveUpKills(Duration since) implements Next {}
    }

    StartPolicy(int workerSlots, Duration deadline, LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        this.giveUpNanos = deadline.toNanos();
        this.kills = new int[workerSlots];
        this.exits = new int[workerSlots];
        this.livedNanos = nanoClock.getAsLong();
    }

    /// Forgets all failures, because a caller asks for another try.
    void reset() {
        Arrays.fill(kills, 0);
        Arrays.fill(exits, 0);
        livedNanos = nanoClock.getAsLong();
    }

    /// A worker occupied the slot; it may have exited since.
    void began(int workerSlot) {
        kills[workerSlot] = 0;
        exits[workerSlot] = 0;
        livedNanos = nanoClock.getAsLong();
    }

    /// A worker ended before it occupied the slot.
    ///
    /// @param living the number of workers that occupy other slots now
    Next failed(int workerSlot, End end, int living) {
        long now = nanoClock.getAsLong();
        if (living > 0) {
            livedNanos = now;
        }
        if (end == End.EXITED) {
            exits[workerSlot]++;
            return exits[workerSlot] < MAX_EXITS ? new Next.Start(0) : new Next.GiveUpExits();
        }
        kills[workerSlot]++;
        if (now - livedNanos >= giveUpNanos) {
            return new Next.GiveUpKills(Duration.ofNanos(now - livedNanos));
        }
        return new Next.Start(pause(kills[workerSlot]));
    }

    private static long pause(int kills) {
        long doubled = FIRST_PAUSE.toNanos() << Math.min(kills - 1, Integer.SIZE);
        return Math.min(doubled, LONGEST_PAUSE.toNanos());
    }

    /// Whether the last start for the slot failed.
    boolean isFailing(int workerSlot) {
        return kills[workerSlot] + exits[workerSlot] > 0;
    }
}
