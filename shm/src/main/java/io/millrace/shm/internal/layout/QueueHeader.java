package io.millrace.shm.internal.layout;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.VarHandle;

/// First bytes of the region of a queue. A checksum covers the constants. Each word that changes
/// often has 128 bytes to itself, or shares them with words that the same side reads.
///
/// | field                  | offset | bytes | written by         | order                  |
/// |------------------------|-------:|------:|--------------------|------------------------|
/// | `capacity`             |      0 |     8 | creator            | plain, before `ACTIVE` |
/// | `maxMessageByteSize`   |      8 |     8 | creator            | plain, before `ACTIVE` |
/// | `maxDeliveries`        |     16 |     4 | creator            | plain, before `ACTIVE` |
/// | `waiting`              |     20 |     4 | creator            | plain, before `ACTIVE` |
/// | `deadLetterGeneration` |     24 |     8 | creator            | plain, before `ACTIVE` |
/// | `deadLetterRow`        |     32 |     4 | creator            | plain, before `ACTIVE` |
/// | `crc`                  |     36 |     4 | creator            | plain, before `ACTIVE` |
/// | `codec`                |     40 |    64 | creator            | plain, before `ACTIVE` |
/// | `padding1`             |    104 |    24 | nobody             | zero                   |
/// | `tail`                 |    128 |     8 | producers          | compare-and-set        |
/// | `padding2`             |    136 |   120 | nobody             | zero                   |
/// | `head`                 |    256 |     8 | consumers          | compare-and-set        |
/// | `padding3`             |    264 |   120 | nobody             | zero                   |
/// | `arrivals`             |    384 |     4 | waiters and wakers | see `EventCount`       |
/// | `closed`               |    388 |     4 | any process        | volatile               |
/// | `padding4`             |    392 |   120 | nobody             | zero                   |
/// | `room`                 |    512 |     4 | waiters and wakers | see `EventCount`       |
/// | `acks`                 |    516 |     4 | waiters and wakers | see `EventCount`       |
/// | `padding5`             |    520 |   120 | nobody             | zero                   |
///
/// `deadLetterRow` is 0 if there is no queue for dead letters, else its row in the directory plus
/// one. `tail` and `head` are positions, and hints: no position below `tail` can be claimed any
/// more, and no message below `head` waits, except one that is being given back. Three words are
/// event counts (see `EventCount`): on `arrivals` consumers sleep until a message comes, on `room`
/// producers until a cell is empty, on `acks` threads until all messages are acknowledged.
public final class QueueHeader {
    /// The layout of the table above.
    public static final StructLayout LAYOUT = MemoryLayout.structLayout(
            Words.LONG.withName("capacity"),
            Words.LONG.withName("maxMessageByteSize"),
            Words.INT.withName("maxDeliveries"),
            Words.INT.withName("waiting"),
            Words.LONG.withName("deadLetterGeneration"),
            Words.INT.withName("deadLetterRow"),
            Words.INT.withName("crc"),
            Words.bytes(64, "codec"),
            Words.bytes(24, "padding1"),
            Words.LONG.withName("tail"),
            Words.bytes(120, "padding2"),
            Words.LONG.withName("head"),
            Words.bytes(120, "padding3"),
            Words.INT.withName("arrivals"),
            Words.INT.withName("closed"),
            Words.bytes(120, "padding4"),
            Words.INT.withName("room"),
            Words.INT.withName("acks"),
            Words.bytes(120, "padding5"));

    /// Offset of the name of the codec.
    public static final long CODEC = offset("codec");

    /// Offset of the event count on which consumers sleep.
    public static final long ARRIVALS = offset("arrivals");

    /// Offset of the event count on which producers sleep.
    public static final long ROOM = offset("room");

    /// Offset of the event count on which threads wait for all acknowledgements.
    public static final long ACKS = offset("acks");

    private static final VarHandle LONG = Words.LONG.varHandle().withInvokeExactBehavior();
    private static final VarHandle INT = Words.INT.varHandle().withInvokeExactBehavior();
    private static final long TAIL = offset("tail");
    private static final long HEAD = offset("head");
    private static final long CLOSED = offset("closed");
    private static final long CONSTANT_BYTES = TAIL;
    private static final long[][] HOLES = {{offset("crc"), offset("crc") + 4}};

    private QueueHeader() {}

    private static long offset(String field) {
        return LAYOUT.byteOffset(PathElement.groupElement(field));
    }

    /// The constant part.
    ///
    /// @param waiting code of `Waiting`
    /// @param deadLetterRow 0: none, else the row plus one
    public record Constants(
            long capacity,
            long maxMessageByteSize,
            int maxDeliveries,
            int waiting,
            int deadLetterRow,
            long deadLetterGeneration,
            String codec) {}

    /// Writes the constant part and its checksum into a new region.
    public static void write(MemorySegment region, Constants constants) {
        region.set(Words.LONG, offset("capacity"), constants.capacity);
        region.set(Words.LONG, offset("maxMessageByteSize"), constants.maxMessageByteSize);
        region.set(Words.INT, offset("maxDeliveries"), constants.maxDeliveries);
        region.set(Words.INT, offset("waiting"), constants.waiting);
        region.set(Words.LONG, offset("deadLetterGeneration"), constants.deadLetterGeneration);
        region.set(Words.INT, offset("deadLetterRow"), constants.deadLetterRow);
        Text.write(region.asSlice(CODEC, 64), constants.codec);
        region.set(Words.INT, offset("crc"), Checksum.of(region.asSlice(0, CONSTANT_BYTES), HOLES));
    }

    /// Whether the checksum of the constant part is right.
    public static boolean isIntact(MemorySegment region) {
        return region.byteSize() >= LAYOUT.byteSize()
                && region.get(Words.INT, offset("crc")) == Checksum.of(region.asSlice(0, CONSTANT_BYTES), HOLES);
    }

    /// The constant part as stored; check it before use.
    public static Constants read(MemorySegment region) {
        return new Constants(
                region.get(Words.LONG, offset("capacity")),
                region.get(Words.LONG, offset("maxMessageByteSize")),
                region.get(Words.INT, offset("maxDeliveries")),
                region.get(Words.INT, offset("waiting")),
                region.get(Words.INT, offset("deadLetterRow")),
                region.get(Words.LONG, offset("deadLetterGeneration")),
                Text.read(region.asSlice(CODEC, 64)));
    }

    /// The next position to be claimed, or a little less.
    public static long tailVolatile(MemorySegment region) {
        return (long) LONG.getVolatile(region, TAIL);
    }

    /// Changes `tail`.
    public static boolean tailCas(MemorySegment region, long expected, long value) {
        return LONG.compareAndSet(region, TAIL, expected, value);
    }

    /// The next position to be taken, or less.
    public static long headVolatile(MemorySegment region) {
        return (long) LONG.getVolatile(region, HEAD);
    }

    /// Changes `head`.
    public static boolean headCas(MemorySegment region, long expected, long value) {
        return LONG.compareAndSet(region, HEAD, expected, value);
    }

    /// Whether the queue is closed to producers.
    public static boolean closedVolatile(MemorySegment region) {
        return (int) INT.getVolatile(region, CLOSED) != 0;
    }

    /// Closes the queue to producers, for good.
    public static void closeVolatile(MemorySegment region) {
        INT.setVolatile(region, CLOSED, 1);
    }
}
