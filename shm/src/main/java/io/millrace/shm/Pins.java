package io.millrace.shm;

import io.millrace.shm.region.Regions.Pin;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// What needs a memory open, such as a pool. Safe for all threads.
final class Pins {
    private final Set<Pinned> pins = ConcurrentHashMap.newKeySet();

    /// @param what to tell who would close it
    Pin add(String what) {
        Pinned pin = new Pinned(what);
        pins.add(pin);
        return pin;
    }

    /// `IllegalStateException` that names one of them, if there is any.
    void requireNone(Path file) {
        for (Pinned pin : pins) {
            throw new IllegalStateException(
                    "the memory is in use: file=" + file + ", by=" + pin.what + "; close that first");
        }
    }

    /// Equal only to itself.
    private final class Pinned implements Pin {
        private final String what;

        private Pinned(String what) {
            this.what = what;
        }

        @Override
        public void close() {
            pins.remove(this);
        }
    }
}
