package io.millrace.bench.waiting;

import io.millrace.shm.SharedMemory;
import io.millrace.shm.Waiting;
import io.millrace.shm.message.Codec;
import io.millrace.shm.message.QueueOptions;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/// What two processes do together.
enum Scenario {
    /// One process locks and unlocks, the other does nothing: nanoseconds.
    UNCONTENDED,
    /// Both increment one number under one lock for some milliseconds: increments per second of
    /// each.
    COUNTING,
    /// Round trips over two events: nanoseconds.
    EVENT,
    /// Round trips over a pipe whose ends spin: nanoseconds.
    PIPE_SPINNING,
    /// Round trips over a pipe whose ends sleep at once: nanoseconds.
    PIPE_SLEEPING,
    /// 32 bytes one way through a pipe: messages per second, measured by the receiver.
    PIPE_STREAM,
    /// The same through a bare ring of Agrona.
    RING_STREAM,
    /// 32 bytes one way through a queue, written and read in place.
    QUEUE_STREAM,
    /// Records one way through a queue.
    QUEUE_RECORDS,
    /// The same with the codec for any objects.
    QUEUE_ANYTHING;

    static final String NAME = "scenario";
    static final int MESSAGE_BYTES = 32;
    static final long RING_BYTES = 1 << 20;
    private static final int QUEUE_CAPACITY = 1 << 14;

    /// A record; a Python program would send a tuple.
    record Item(long number, String name, double price) {}

    /// Creates the regions that both sides open.
    void prepare(SharedMemory memory) {
        memory.newBarrier("start", 2);
        switch (this) {
            case UNCONTENDED, COUNTING -> {
                memory.newLock(NAME);
                memory.newLongValue("counter", 0);
            }
            case EVENT -> {
                memory.newEvent("there");
                memory.newEvent("back");
            }
            case PIPE_SPINNING, PIPE_SLEEPING, PIPE_STREAM -> memory.newPipe(NAME, Codec.bytes(), RING_BYTES);
            case RING_STREAM -> memory.newBytes(NAME, RING_BYTES + RingBufferDescriptor.TRAILER_LENGTH);
            case QUEUE_STREAM -> memory.newQueue(NAME, Codec.bytes(), queueOptions());
            case QUEUE_RECORDS -> memory.newQueue(NAME, Codec.record(Item.class), queueOptions());
            case QUEUE_ANYTHING -> memory.newQueue(NAME, Codec.any(), queueOptions());
        }
    }

    private QueueOptions queueOptions() {
        int largest = this == QUEUE_STREAM ? MESSAGE_BYTES : 4 * MESSAGE_BYTES + 64;
        return QueueOptions.defaults().capacity(QUEUE_CAPACITY).maxMessageByteSize(largest);
    }

    /// Opens one of the sides.
    Side open(SharedMemory memory, boolean first) {
        return switch (this) {
            case UNCONTENDED -> first ? new LockSides.Uncontended(memory.lock(NAME)) : count -> 0;
            case COUNTING -> new LockSides.Counting(memory.lock(NAME), memory.longValue("counter"));
            case EVENT -> new RoundTrips.Events(memory.event("there"), memory.event("back"), first);
            case PIPE_SPINNING -> RoundTrips.pipe(memory, Waiting.SPIN, first);
            case PIPE_SLEEPING -> RoundTrips.pipe(memory, Waiting.PARK, first);
            case PIPE_STREAM -> Streams.pipe(memory, first);
            case RING_STREAM -> Streams.ring(memory, first);
            case QUEUE_STREAM -> Streams.queue(memory, first);
            case QUEUE_RECORDS -> ObjectStreams.records(memory, first);
            case QUEUE_ANYTHING -> ObjectStreams.anything(memory, first);
        };
    }
}
