package io.millrace.engine.internal.worker;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The child JVMs of this process. When the parent of this process has exited, this process closes
/// the standard input of its children at once, and not only by its own exit: all generations exit
/// at the same time.
public final class ChildProcesses {
    private static final Set<Runnable> CLOSERS = ConcurrentHashMap.newKeySet();
    private static volatile boolean ending;

    private ChildProcesses() {}

    /// Checks that this process may start a child.
    ///
    /// @throws IllegalStateException when this process is exiting
    public static void requireOpen() {
        if (ending) {
            throw new IllegalStateException(
                    "this process starts no children any more: it exits, because its parent has exited");
        }
    }

    /// Adds a child that was started.
    ///
    /// @param closer closes its standard input; may block
    public static void add(Runnable closer) {
        CLOSERS.add(closer);
        if (ending) {
            closer.run();
        }
    }

    /// Removes a child that has exited.
    public static void remove(Runnable closer) {
        CLOSERS.remove(closer);
    }

    /// Closes the standard input of all children, because the parent of this process has exited.
    /// Does not wait: another thread may be blocked writing to a child.
    static void closeAll() {
        ending = true;
        for (Runnable closer : CLOSERS) {
            Thread.ofPlatform().daemon().name("millrace-close-child").start(closer);
        }
    }
}
