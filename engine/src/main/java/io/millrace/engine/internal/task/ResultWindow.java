package io.millrace.engine.internal.task;

import io.millrace.shm.WorkerException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Results that have arrived and were not taken yet: a ring that grows as far as the look-ahead needs. Not
/// thread-safe.
final class ResultWindow {
    private static final Object NOTHING = new Object();

    private final boolean ordered;
    private @Nullable Object[] ring = empty(16);
    private long taken;
    private long arrived;

    /// Stands for the result of an item that failed.
    record Failed(WorkerException failure) {}

    /// @param ordered whether results are taken in the order of their items, or as they arrived
    ResultWindow(boolean ordered) {
        this.ordered = ordered;
    }

    private static @Nullable Object[] empty(int length) {
        @Nullable Object[] places = new @Nullable Object[length];
        Arrays.fill(places, NOTHING);
        return places;
    }

    void put(long index, @Nullable Object result) {
        long place = reserve(index, 1);
        arrived++;
        ring[at(place)] = result;
    }

    /// Puts all, or none when there is no memory.
    ///
    /// @param first index of the first of them
    void putAll(long first, @Nullable Object[] results) {
        long place = reserve(first, results.length);
        arrived += results.length;
        for (Object result : results) {
            ring[at(place++)] = result;
        }
    }

    private long reserve(long index, int results) {
        long place = ordered ? index : arrived;
        while (place + results - taken > ring.length) {
            grow();
        }
        return place;
    }

    private void grow() {
        @Nullable Object[] larger = empty(2 * ring.length);
        for (long place = taken; place < taken + ring.length; place++) {
            larger[(int) (place & larger.length - 1)] = ring[at(place)];
        }
        ring = larger;
    }

    private int at(long place) {
        return (int) (place & ring.length - 1);
    }

    boolean hasNext() {
        return ring[at(taken)] != NOTHING;
    }

    @Nullable Object take() {
        int at = at(taken++);
        Object next = ring[at];
        ring[at] = NOTHING;
        return next;
    }

    /// How many were taken.
    long taken() {
        return taken;
    }
}
