package io.millrace.shm.data;

import io.millrace.shm.internal.counter.CounterRegion;
import io.millrace.shm.internal.region.Region;
import java.util.Map;

/// A number that threads of all processes add to, and that only rises: how many requests were served,
/// how many bytes were read. Like the JDK's `LongAdder` it is made for many additions and few reads:
/// threads add to different cache lines, and [#sum] adds them up. Its labels tell what is counted to
/// those who look from outside, such as the commands `inspect`, `top` and `serve-metrics`.
///
/// A number that also falls, or whose value a step depends on, is a [LongValue].
///
/// **Death.** An addition is one atomic step, which `kill -9` cannot divide: what [#add] returned from
/// is counted once, and a process that dies inside has counted all or nothing.
///
/// **Order.** Adding has the memory effects of a volatile write, `sum` those of a volatile read: who
/// finds an addition in a sum sees what its thread did before. A sum lies between what was added
/// before its call began and before it ended, so later sums are not smaller.
///
/// **Bounds.** Behind 2^63 - 1 the sum begins anew at 0, as collectors of metrics expect it; nothing
/// is thrown.
///
/// Obtained from `SharedMemory.newCounter` and `counter`.
public final class SharedCounter {
    private final CounterRegion counter;

    private SharedCounter(CounterRegion counter) {
        this.counter = counter;
    }

    /// The counter that a region holds.
    ///
    /// @throws io.millrace.shm.FileFormatException its header is damaged
    static SharedCounter over(Region region) {
        return new SharedCounter(CounterRegion.over(region));
    }

    /// In the directory.
    public String name() {
        return counter.region().name();
    }

    /// What was given to `newCounter`, by key; cannot be changed.
    public Map<String, String> labels() {
        return counter.labels();
    }

    Region region() {
        return counter.region();
    }

    /// Adds one.
    ///
    /// @throws io.millrace.shm.RegionDroppedException somebody dropped the counter
    /// @throws UnsupportedOperationException the file was attached read-only
    public void increment() {
        counter.add(1);
    }

    /// Adds `delta`.
    ///
    /// @throws IllegalArgumentException `delta` is negative
    /// @throws io.millrace.shm.RegionDroppedException somebody dropped the counter
    /// @throws UnsupportedOperationException the file was attached read-only
    public void add(long delta) {
        counter.add(delta);
    }

    /// What was added since the counter was made, modulo 2^63.
    ///
    /// @throws io.millrace.shm.RegionDroppedException somebody dropped the counter
    public long sum() {
        return counter.sum();
    }

    /// Name and labels.
    @Override
    public String toString() {
        return "SharedCounter " + name() + (labels().isEmpty() ? "" : labels());
    }
}
