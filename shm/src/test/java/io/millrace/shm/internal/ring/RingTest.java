package io.millrace.shm.internal.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.shm.FileFormatException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What either writer writes either reader reads: those of pipes and those of Agrona go on from each
/// other's ring.
class RingTest {
    private static final int CAPACITY = 1024;
    private static final int MESSAGE = 7;
    private static final long GUARD = 0x5A5A_5A5A_5A5A_5A5AL;

    private final MemorySegment guarded =
            Arena.ofAuto().allocate(CAPACITY + RingBufferDescriptor.TRAILER_LENGTH + 2 * Long.BYTES, Long.BYTES);
    private final MemorySegment segment =
            guarded.asSlice(Long.BYTES, CAPACITY + RingBufferDescriptor.TRAILER_LENGTH, Long.BYTES);
    private final RingWriter writer = new RingWriter(segment);
    private final RingReader reader = new RingReader(segment, FileFormatException::new);
    private final OneToOneRingBuffer agrona =
            new OneToOneRingBuffer(new UnsafeBuffer(segment.address(), (int) segment.byteSize()));
    private final Deque<Integer> sent = new ArrayDeque<>();
    private int received;

    private boolean send(int length, boolean byAgrona) {
        int index = byAgrona ? agrona.tryClaim(MESSAGE, length) : writer.claim(length);
        if (index < 0) {
            return false;
        }
        for (int at = 0; at < length; at++) {
            segment.set(ValueLayout.JAVA_BYTE, index + at, (byte) (length + at));
        }
        if (byAgrona) {
            agrona.commit(index);
        } else {
            writer.commit(MESSAGE, length);
        }
        sent.add(length);
        return true;
    }

    private void receive(int limit, boolean byAgrona) {
        if (byAgrona) {
            agrona.read((type, from, index, length) -> assertNext(type, index, length), limit);
            return;
        }
        reader.begin();
        for (int count = 0; count < limit && reader.next(); count++) {
            assertNext(reader.type(), reader.index(), reader.length());
        }
        reader.end();
    }

    private void assertNext(int type, int index, int length) {
        received++;
        assertEquals(MESSAGE, type);
        assertEquals(sent.remove(), length);
        for (int at = 0; at < length; at++) {
            assertEquals((byte) (length + at), segment.get(ValueLayout.JAVA_BYTE, index + at));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void everyMessageOfEitherWriterIsReadInOrderByEitherReader(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        assertEquals(agrona.maxMsgLength(), RingRecord.largest(CAPACITY));
        int refused = 0;
        for (int turn = 0; turn < 20_000; turn++) {
            int length = random.nextInt(agrona.maxMsgLength() + 1);
            refused += send(length, random.nextInt(4) == 0) ? 0 : 1;
            receive(random.nextInt(3), random.nextInt(4) == 0);
        }
        assertTrue(refused > 0, "the ring was never full, seed=" + seed);
        while (!sent.isEmpty()) {
            receive(1, false);
        }
        assertTrue(received > 10_000, "received=" + received + ", seed=" + seed);
        assertEquals(agrona.producerPosition(), agrona.consumerPosition());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 8, 128, 384, 1016})
    void aClaimThatIsGivenUpLeavesNothing(long before) {
        for (long position = 0; position < before; position += 8) {
            assertTrue(send(0, false));
            receive(1, false);
        }
        long tail = agrona.producerPosition();
        assertTrue(writer.claim(16) >= 0);
        assertTrue(writer.claim(16) >= 0);
        receive(1, false);
        assertTrue(agrona.producerPosition() - tail < 24, "more than what is left at the end was filled");
        assertTrue(send(16, true));
        receive(Integer.MAX_VALUE, false);
        assertTrue(sent.isEmpty());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 4, 1023, 1024, 1032, -8, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 40})
    void whateverThePositionsAreNothingOutsideTheRingIsWritten(long position) {
        guarded.set(ValueLayout.JAVA_LONG, 0, GUARD);
        guarded.set(ValueLayout.JAVA_LONG, guarded.byteSize() - Long.BYTES, GUARD);
        segment.set(ValueLayout.JAVA_LONG, CAPACITY + RingBufferDescriptor.TAIL_POSITION_OFFSET, position);
        for (int turn = 0; turn < 100; turn++) {
            int index = writer.claim(100);
            if (index >= 0) {
                assertTrue(index >= 8 && index + 104 <= CAPACITY, "index=" + index);
                writer.commit(MESSAGE, 100);
            }
        }
        for (long at = RingBufferDescriptor.CORRELATION_COUNTER_OFFSET; at < RingBufferDescriptor.TRAILER_LENGTH;
                at += 8) {
            assertEquals(0, segment.get(ValueLayout.JAVA_LONG, CAPACITY + at), "at=" + at);
        }
        assertEquals(GUARD, guarded.get(ValueLayout.JAVA_LONG, 0));
        assertEquals(GUARD, guarded.get(ValueLayout.JAVA_LONG, guarded.byteSize() - Long.BYTES));
    }

    /// The words do not change while the reader looks: it has to come to an end by itself.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whateverTheRecordsAreTheReaderEndsAndStaysInsideTheRing(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int damaged = 0;
        for (int round = 0; round < 5_000; round++) {
            for (long at = 0; at < CAPACITY; at += 8) {
                int length = random.nextInt(8) == 0 ? random.nextInt() : 8 * random.nextInt(4);
                int type = random.nextInt(-1, 5);
                segment.set(ValueLayout.JAVA_LONG, at, RingRecord.header(length & 0x7FFF_FFFF, type));
            }
            long head = random.nextLong();
            segment.set(ValueLayout.JAVA_LONG, CAPACITY + RingBufferDescriptor.HEAD_POSITION_OFFSET, head);
            long ahead = random.nextInt(2 * CAPACITY);
            segment.set(ValueLayout.JAVA_LONG, CAPACITY + RingBufferDescriptor.TAIL_POSITION_OFFSET, head + ahead);
            damaged += readAll() ? 0 : 1;
        }
        assertTrue(damaged > 100, "seed=" + seed);
    }

    /// False when the ring is found to be damaged.
    private boolean readAll() {
        reader.begin();
        try {
            for (int count = 0; reader.next(); count++) {
                assertTrue(count < CAPACITY / RingRecord.HEADER, "more than a lap");
                assertTrue(reader.index() >= RingRecord.HEADER, "index=" + reader.index());
                assertTrue(reader.length() >= 0 && reader.index() + reader.length() <= CAPACITY);
            }
            return true;
        } catch (FileFormatException damage) {
            return false;
        } finally {
            reader.end();
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 1024", "0, 8", "8, 1008", "8, 1024", "1016, 16"})
    void paddingIsDamageAtTheBeginningOrWhenItDoesNotEndTheRing(int index, int size) {
        segment.set(ValueLayout.JAVA_LONG, CAPACITY + RingBufferDescriptor.HEAD_POSITION_OFFSET, index);
        segment.set(ValueLayout.JAVA_LONG, index, RingRecord.header(size, RingRecord.PADDING));
        reader.begin();
        assertThrows(FileFormatException.class, reader::next);
        assertEquals(index, agrona.consumerPosition());
    }

    @ParameterizedTest
    @ValueSource(ints = {PipeSender.MIDDLE, RingRecord.PADDING})
    void aRingWithoutAnyMessageIsDamagedAfterTwoLaps(int type) {
        segment.asSlice(0, CAPACITY).elements(ValueLayout.JAVA_LONG).forEach(
                header -> header.set(ValueLayout.JAVA_LONG, 0, RingRecord.header(8, type)));
        assertThrows(FileFormatException.class, () -> {
            for (int lap = 0; lap < 3; lap++) {
                readAllOrThrow();
            }
        });
    }

    private void readAllOrThrow() {
        reader.begin();
        int count = 0;
        while (reader.next()) {
            count++;
            assertFalse(count > CAPACITY / RingRecord.HEADER, "more than a lap");
        }
        reader.end();
    }
}
