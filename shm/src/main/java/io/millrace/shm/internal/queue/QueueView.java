package io.millrace.shm.internal.queue;

import io.millrace.shm.RegionKind;
import io.millrace.shm.internal.layout.QueueHeader;
import io.millrace.shm.internal.region.Regions;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.Optional;

/// A queue seen from outside. The numbers are of about one moment: other processes may change the queue
/// while they are read. Writes nothing: works on a memory that was attached read-only, with any codec.
///
/// @param codec name of it
/// @param depth messages that wait
/// @param unacked messages that consumers took and have not acked
/// @param oldest how long the oldest message has waited; empty when none waits
public record QueueView(
        String name,
        String codec,
        long capacity,
        long maxMessageByteSize,
        long depth,
        long unacked,
        Optional<Duration> oldest,
        boolean closed) {

    /// Looks at the queue of that name.
    ///
    /// @throws io.millrace.shm.NoSuchRegionException there is no region of that name
    /// @throws io.millrace.shm.WrongRegionTypeException it is no queue
    /// @throws io.millrace.shm.FileFormatException its header is damaged
    public static QueueView of(Regions memory, String name) {
        QueueRegion queue = QueueRegion.over(memory.openRegion(name, RegionKind.QUEUE));
        MemorySegment segment = queue.region().segment();
        QueueCounts counts = new QueueCounts(new CellRing(queue));
        long oldest = counts.oldest();
        return new QueueView(
                name,
                queue.constants().codec(),
                queue.capacity(),
                queue.constants().maxMessageByteSize(),
                counts.waiting(Long.MAX_VALUE),
                counts.unacked(),
                oldest == CellRing.NONE ? Optional.empty() : Optional.of(age(oldest)),
                QueueHeader.closedVolatile(segment));
    }

    private static Duration age(long storedAt) {
        return Duration.ofMillis(Math.max(0, System.currentTimeMillis() - storedAt));
    }
}
