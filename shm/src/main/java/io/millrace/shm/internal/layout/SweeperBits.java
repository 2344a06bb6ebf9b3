package io.millrace.shm.internal.layout;

import java.util.List;

/// What a process has used of the file, in the word `sweepers` of its slot: one bit for each kind of
/// thing that a dead process may leave behind. Only a process that can sweep all of them recovers the
/// slot.
///
/// | bits     | first | bits |
/// |----------|------:|-----:|
/// | `pools`  |     0 |    1 |
/// | `sync`   |     1 |    1 |
/// | `queues` |     2 |    1 |
/// | `rings`  |     3 |    1 |
/// | `maps`   |     4 |    1 |
public final class SweeperBits {
    private static final BitField POOLS_BIT = new BitField("pools", 0, 1);
    private static final BitField SYNC_BIT = new BitField("sync", 1, 1);
    private static final BitField QUEUES_BIT = new BitField("queues", 2, 1);
    private static final BitField RINGS_BIT = new BitField("rings", 3, 1);
    private static final BitField MAPS_BIT = new BitField("maps", 4, 1);

    /// Chunks, batches and worker slots of pools.
    public static final long POOLS = POOLS_BIT.set(0, 1);
    /// Locks, read-write locks, conditions, semaphores and barriers.
    public static final long SYNC = SYNC_BIT.set(0, 1);
    /// Cells of queues.
    public static final long QUEUES = QUEUES_BIT.set(0, 1);
    /// Ends of pipes and broadcasts.
    public static final long RINGS = RINGS_BIT.set(0, 1);
    /// Stripes of maps.
    public static final long MAPS = MAPS_BIT.set(0, 1);

    static final List<BitField> FIELDS = List.of(POOLS_BIT, SYNC_BIT, QUEUES_BIT, RINGS_BIT, MAPS_BIT);

    private SweeperBits() {}
}
