package io.millrace.engine.worker;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The child JVMs of this process. When its own parent is gone they are told at once, and not only by
/// its end: all generations part at the same time.
public final class Offspring {
    private static final Set<Runnable> FAREWELLS = ConcurrentHashMap.newKeySet();
    private static volatile boolean parting;

    private Offspring() {}

    /// That a child may still be started.
    ///
    /// @throws IllegalStateException when this process ends
    public static void requireStaying() {
        if (parting) {
            throw new IllegalStateException("no child is started any more: this process ends, because its parent is gone");
        }
    }

    /// A child was started.
    ///
    /// @param farewell closes its standard input; may block
    public static void add(Runnable farewell) {
        FAREWELLS.add(farewell);
        if (parting) {
            farewell.run();
        }
    }

    /// A child has ended.
    public static void remove(Runnable farewell) {
        FAREWELLS.remove(farewell);
    }

    /// The parent of this process is gone. Does not wait: somebody may be writing to a child.
    static void part() {
        parting = true;
        for (Runnable farewell : FAREWELLS) {
            Thread.ofPlatform().daemon().name("millrace-farewell").start(farewell);
        }
    }
}
