package io.millrace.shm.message;

import io.millrace.shm.RegionKind;
import io.millrace.shm.layout.QueueHeader;
import io.millrace.shm.region.Regions;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.Optional;

/// A queue seen from outside, at one moment, as far as it held still. Writes nothing: works on a
/// memory that was attached read-only, with any codec.
///
/// @param codec name of it
/// @param depth messages that wait
/// @param unacked messages in the hands of consumers
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

    /// Looks at the queue of that name. `NoSuchRegionException`, `WrongRegionTypeException`,
    /// `FileFormatException`.
    public static QueueView of(Regions memory, String name) {
        QueueRegion queue = QueueRegion.over(memory.openRegion(name, RegionKind.QUEUE));
        MemorySegment segment = queue.region().segment();
        Census census = new Census(queue, new Ring(queue));
        long oldest = census.oldest();
        return new QueueView(
                name,
                queue.constants().codec(),
                queue.capacity(),
                queue.constants().maxMessageByteSize(),
                census.waiting(Long.MAX_VALUE),
                census.unacked(),
                oldest == Ring.NONE ? Optional.empty() : Optional.of(age(oldest)),
                QueueHeader.closedVolatile(segment));
    }

    private static Duration age(long storedAt) {
        return Duration.ofMillis(Math.max(0, System.currentTimeMillis() - storedAt));
    }
}
