package io.millrace.shm.internal.counter;

import io.millrace.shm.internal.region.Region;
import io.millrace.shm.view.CounterView;

/// Looks at counters. Writes nothing: works on a memory that was attached read-only, and on a file
/// whose processes are dead.
public final class CounterViews {
    private CounterViews() {}

    /// Looks at one counter.
    ///
    /// @throws io.millrace.shm.FileFormatException its header is damaged
    public static CounterView of(Region region) {
        CounterRegion counter = CounterRegion.over(region);
        return new CounterView(region.name(), counter.labels(), counter.sum());
    }
}
