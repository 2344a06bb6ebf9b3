package io.millrace.shm;

import io.millrace.shm.internal.region.Regions.Pin;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The users of a memory that need it open, such as pools. Safe for all threads.
final class UsePins {
    private final Set<Pinned> pins = ConcurrentHashMap.newKeySet();

    /// Adds a user.
    ///
    /// @param what names the user in the message to a caller that tries to close the memory
    Pin add(String what) {
        Pinned pin = new Pinned(what);
        pins.add(pin);
        return pin;
    }

    /// Checks that no user is left.
    ///
    /// @throws IllegalStateException there is one; the message names it
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
