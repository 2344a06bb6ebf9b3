package io.millrace.shm.interop;

import java.lang.foreign.Arena;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// What exported structs own, by the number that stands in their field `PRIVATE_DATA`. An owner is
/// reachable from here, and with it the memory that it allocated, until its struct is released.
final class ArrowOwners {
    private static final ConcurrentHashMap<Long, ArrowOwners> OWNERS = new ConcurrentHashMap<>();
    private static final AtomicLong NUMBERS = new AtomicLong();

    /// The memory of strings, lists of addresses and children; garbage collection frees it.
    private final Arena arena;

    private final Runnable end;

    private ArrowOwners(Arena arena, Runnable end) {
        this.arena = arena;
        this.end = end;
    }

    /// Adds an owner; returns its number.
    ///
    /// @param end runs when the struct is released, in any thread; throws nothing
    static long add(Arena arena, Runnable end) {
        long number = NUMBERS.incrementAndGet();
        OWNERS.put(number, new ArrowOwners(arena, end));
        return number;
    }

    /// Ends what an owner holds. A consumer that releases a struct twice changes nothing.
    static void release(long number) {
        @Nullable ArrowOwners owner = OWNERS.remove(number);
        if (owner != null) {
            owner.end.run();
        }
    }
}
