package io.millrace.bench.waiting;

import java.util.Arrays;

/// How long waiting processes need to go on after `kill -9` of the process that held what they wait for.
public final class RecoveryTimes {
    private RecoveryTimes() {}

    /// Kills so many JVMs that hold a lock while this JVM waits for the lock.
    ///
    /// @return from each kill until this JVM holds the lock, in milliseconds
    public static double[] ofLock(int kills) {
        return measure(kills, HeldObject.LOCK);
    }

    /// Kills so many JVMs for each kind of object that a process can hold: locks, permits, a party of
    /// a barrier, messages, ends of pipes.
    ///
    /// @return from each kill until this JVM goes on, in milliseconds
    public static double[] ofEachKind(int kills) {
        return measure(kills, HeldObject.values());
    }

    private static double[] measure(int kills, HeldObject... objects) {
        try (Recovery recovery = new Recovery()) {
            return recovery.kill(kills, objects).values().stream()
                    .flatMapToDouble(Arrays::stream)
                    .toArray();
        }
    }
}
