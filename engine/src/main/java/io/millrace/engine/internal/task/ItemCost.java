package io.millrace.engine.internal.task;

import java.util.Map;
import java.util.WeakHashMap;

/// How long an item of one function takes, as far as calls with that function have told. Written under
/// the scheduler's lock, read by any thread.
final class ItemCost {
    /// One for each class of functions, kept from call to call. Used by any thread.
    static final class Known {
        private final Map<Class<?>, ItemCost> costs = new WeakHashMap<>();

        /// That of the functions of this one's class: a lambda that captures other values is of the
        /// same class.
        synchronized ItemCost of(Object function) {
            return costs.computeIfAbsent(function.getClass(), type -> new ItemCost());
        }
    }

    private volatile double nanosPerItem;

    /// 0 before the first measurement.
    double nanosPerItem() {
        return nanosPerItem;
    }

    /// A faster batch counts at once, a slower one by a quarter.
    void measured(double latest) {
        double before = nanosPerItem;
        nanosPerItem = before == 0 || latest < before ? latest : (3 * before + latest) / 4;
    }
}
