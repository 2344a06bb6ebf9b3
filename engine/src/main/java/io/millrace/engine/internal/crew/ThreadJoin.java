package io.millrace.engine.internal.crew;

import java.util.Collection;

/// Waits for threads that are about to end.
public final class ThreadJoin {
    private ThreadJoin() {}

    /// Returns when all threads have ended. An interrupt does not end the wait; the interrupt flag
    /// is set again afterwards.
    public static void all(Collection<Thread> threads) {
        boolean interrupted = false;
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException later) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
