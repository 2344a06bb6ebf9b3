package io.millrace.engine.internal.crew;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.LongSupplier;

/// Worker slots for which a JVM has to be launched.
///
/// Only a few JVMs start at a time: two hundred at once on two processors would all be late, and a
/// pool works with the workers that are ready. A slow JVM does not delay the others: it counts as
/// starting for half a second only, since workers may wait for each other in their initializers.
/// Guarded by the crew's lock.
final class LaunchQueue {
    private static final long START_NANOS = Duration.ofMillis(500).toNanos();

    private final int atOnce;
    private final LongSupplier nanoClock;
    private final Set<Integer> waiting = new LinkedHashSet<>();
    private final Set<Integer> starting = new LinkedHashSet<>();
    private final long[] launchedAt;

    /// @param workerSlots number of slots
    /// @param atOnce number of JVMs that start at a time
    LaunchQueue(int workerSlots, int atOnce, LongSupplier nanoClock) {
        this.atOnce = atOnce;
        this.nanoClock = nanoClock;
        this.launchedAt = new long[workerSlots];
    }

    /// Adds a slot that needs a JVM.
    void add(int workerSlot) {
        waiting.add(workerSlot);
    }

    /// Adds slots that need a JVM.
    void addAll(List<Integer> workerSlots) {
        waiting.addAll(workerSlots);
    }

    /// Removes a slot that needs none any more.
    void remove(int workerSlot) {
        waiting.remove(workerSlot);
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /// Removes all slots that wait.
    void clear() {
        waiting.clear();
    }

    /// Removes the next slot for which a JVM may start now; the slot counts as starting from now
    /// on.
    ///
    /// @param began whether the worker of a slot has occupied it
    /// @return -1 when no JVM may start now
    int poll(IntPredicate began) {
        long now = nanoClock.getAsLong();
        starting.removeIf(workerSlot -> began.test(workerSlot) || now - launchedAt[workerSlot] >= START_NANOS);
        if (waiting.isEmpty() || starting.size() >= atOnce) {
            return -1;
        }
        Iterator<Integer> first = waiting.iterator();
        int workerSlot = first.next();
        first.remove();
        starting.add(workerSlot);
        launchedAt[workerSlot] = now;
        return workerSlot;
    }

    /// The slot no longer counts as starting.
    void ended(int workerSlot) {
        starting.remove(workerSlot);
    }
}
