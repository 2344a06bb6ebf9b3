package io.millrace.shm.internal.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import org.junit.jupiter.params.provider.ValueSource;

/// What the writer writes, Agrona reads, and the two writers go on from each other's ring.
class RingWriterTest {
    private static final int CAPACITY = 1024;
    private static final int MESSAGE = 7;

    private final MemorySegment segment =
            Arena.ofAuto().allocate(CAPACITY + RingBufferDescriptor.TRAILER_LENGTH, Long.BYTES);
    private final RingWriter writer = new RingWriter(segment);
    private final UnsafeBuffer buffer = AgronaMemory.over(segment);
    private final OneToOneRingBuffer agrona = new OneToOneRingBuffer(buffer);
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

    private void receive(int limit) {
        received += agrona.read(
                (type, from, index, length) -> {
                    assertEquals(MESSAGE, type);
                    assertEquals(sent.remove(), length);
                    for (int at = 0; at < length; at++) {
                        assertEquals((byte) (length + at), from.getByte(index + at));
                    }
                },
                limit);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void agronaReadsEveryMessageOfEitherWriterInOrder(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int refused = 0;
        for (int turn = 0; turn < 20_000; turn++) {
            int length = random.nextInt(agrona.maxMsgLength() + 1);
            refused += send(length, random.nextInt(4) == 0) ? 0 : 1;
            receive(random.nextInt(3));
        }
        assertTrue(refused > 0, "the ring was never full, seed=" + seed);
        while (!sent.isEmpty()) {
            receive(1);
        }
        assertTrue(received > 10_000, "received=" + received + ", seed=" + seed);
        assertEquals(agrona.producerPosition(), agrona.consumerPosition());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 8, 128, 384, 1016})
    void aClaimThatIsGivenUpLeavesNothing(long before) {
        for (long position = 0; position < before; position += 8) {
            assertTrue(send(0, false));
            receive(1);
        }
        long tail = agrona.producerPosition();
        assertTrue(writer.claim(16) >= 0);
        assertTrue(writer.claim(16) >= 0);
        assertTrue(agrona.producerPosition() - tail < 24, "more than what is left at the end was filled");
        assertTrue(send(16, true));
        receive(Integer.MAX_VALUE); // up to the end of the ring
        receive(Integer.MAX_VALUE);
        assertTrue(sent.isEmpty());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 4, 1023, 1024, 1032, -8, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 40})
    void whateverTheTailIsNothingOutsideTheRingIsWritten(long tail) {
        segment.set(ValueLayout.JAVA_LONG, CAPACITY + RingBufferDescriptor.TAIL_POSITION_OFFSET, tail);
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
    }
}
