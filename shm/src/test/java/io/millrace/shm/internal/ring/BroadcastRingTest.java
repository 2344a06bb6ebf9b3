package io.millrace.shm.internal.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.shm.FileFormatException;
import io.millrace.shm.internal.layout.BroadcastHeader;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.broadcast.BroadcastReceiver;
import org.agrona.concurrent.broadcast.BroadcastTransmitter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The writer and the reader of broadcasts and those of Agrona go on from each other's ring.
class BroadcastRingTest {
    private static final int CAPACITY = 1024;
    private static final int LARGEST = CAPACITY / 8;

    private final MemorySegment segment =
            Arena.ofAuto().allocate(CAPACITY + BroadcastHeader.TRAILER_BYTE_SIZE, Long.BYTES);
    private final UnsafeBuffer buffer = new UnsafeBuffer(segment.address(), (int) segment.byteSize());
    private final BroadcastWriter writer = new BroadcastWriter(segment);
    private final BroadcastTransmitter agrona = new BroadcastTransmitter(buffer);
    private final MemorySegment message = Arena.ofAuto().allocate(LARGEST, Long.BYTES);
    private final MemorySegment copy = Arena.ofAuto().allocate(LARGEST, Long.BYTES);
    private long sent;

    private BroadcastReader reader() {
        return new BroadcastReader(segment, FileFormatException::new);
    }

    private void send(int length, boolean byAgrona) {
        message.fill((byte) sent);
        message.set(ValueLayout.JAVA_LONG, 0, sent++);
        if (byAgrona) {
            agrona.transmit(BroadcastState.MESSAGE,
                    new UnsafeBuffer(message.address(), LARGEST), 0, length);
        } else {
            writer.transmit(BroadcastState.MESSAGE, message, length);
        }
    }

    /// The number of the next message, whose bytes are checked; -1 when there is none.
    private long receive(BroadcastReader reader) {
        if (!reader.next()) {
            return -1;
        }
        int length = reader.length();
        reader.copyTo(copy, length);
        assertTrue(reader.isMessage() && reader.isIntact());
        long number = copy.get(ValueLayout.JAVA_LONG, 0);
        for (int at = Long.BYTES; at < length; at++) {
            assertEquals((byte) number, copy.get(ValueLayout.JAVA_BYTE, at));
        }
        return number;
    }

    private static long receive(BroadcastReceiver receiver) {
        if (!receiver.receiveNext()) {
            return -1;
        }
        long number = receiver.buffer().getLong(receiver.offset());
        assertTrue(receiver.validate());
        return number;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void readersSeeTheSameMessagesWhoeverSendsAndWhoeverReads(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        BroadcastReader own = reader();
        BroadcastReceiver theirs = new BroadcastReceiver(buffer);
        for (int turn = 0; turn < 20_000; turn++) {
            int count = random.nextInt(random.nextInt(10) == 0 ? 40 : 4); // now and then more than fits
            for (int number = 0; number < count; number++) {
                send(random.nextInt(Long.BYTES, LARGEST + 1), random.nextInt(4) == 0);
            }
            long last = receive(own);
            assertEquals(receive(theirs), last, "seed=" + seed);
            while (last >= 0) {
                long next = receive(own);
                assertEquals(receive(theirs), next, "seed=" + seed);
                assertTrue(next < 0 || next > last, "seed=" + seed);
                last = next;
            }
        }
        assertTrue(theirs.lappedCount() > 0, "never overtaken, seed=" + seed);
    }

    @Test
    void aCopyThatASenderMayHaveOverwrittenIsNotIntact() {
        BroadcastReader reader = reader();
        send(LARGEST, false);
        assertTrue(reader.next());
        long intent = CAPACITY + BroadcastHeader.INTENT_POSITION;
        segment.set(ValueLayout.JAVA_LONG, intent, CAPACITY - 8);
        assertTrue(reader.isIntact());
        segment.set(ValueLayout.JAVA_LONG, intent, CAPACITY);
        assertFalse(reader.isIntact());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 4, 1023, 1024, 1032, -8, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 40})
    void whateverTheTailIsNothingOutsideTheRingIsWritten(long tail) {
        segment.set(ValueLayout.JAVA_LONG, CAPACITY + BroadcastHeader.TAIL_POSITION, tail);
        for (int turn = 0; turn < 100; turn++) {
            writer.transmit(BroadcastState.MESSAGE, message, 8 + turn);
        }
        for (long at = BroadcastHeader.LATEST_POSITION + 8; at < BroadcastHeader.TRAILER_BYTE_SIZE; at += 8) {
            assertEquals(0, segment.get(ValueLayout.JAVA_LONG, CAPACITY + at), "at=" + at);
        }
    }

    /// The words do not change while the reader looks: it has to come to an end by itself.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whateverStandsInTheRingTheReaderEnds(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int errors = 0;
        for (int round = 0; round < 5_000; round++) {
            for (long at = 0; at < CAPACITY; at += 8) {
                int length = random.nextInt(8) == 0 ? random.nextInt() : 8 * random.nextInt(4);
                segment.set(ValueLayout.JAVA_LONG, at, RingRecord.header(length & 0x7FFF_FFFF, random.nextInt(-1, 3)));
            }
            for (int word = 0; word < 3; word++) {
                long position = random.nextLong() >> random.nextInt(64);
                segment.set(ValueLayout.JAVA_LONG, CAPACITY + 8L * word, position);
            }
            BroadcastReader reader = reader();
            long moved = random.nextBoolean() ? random.nextInt(4 * CAPACITY) : Long.MAX_VALUE;
            segment.set(ValueLayout.JAVA_LONG, CAPACITY + BroadcastHeader.TAIL_POSITION, moved);
            try {
                errors += readAll(reader) ? 0 : 1;
            } catch (FileFormatException damaged) {
                errors++;
            }
        }
        assertTrue(errors > 0, "seed=" + seed);
    }

    /// False when a record is impossible.
    private static boolean readAll(BroadcastReader reader) {
        int lapped = 0;
        for (int count = 0; reader.next(); count++) {
            assertTrue(count < 3 * CAPACITY, "does not end");
            if (!reader.isIntact()) {
                lapped++;
                if (lapped > 100) { // as a subscriber, which then waits
                    return true;
                }
            } else if (reader.length() < 0) {
                return false;
            }
        }
        return true;
    }
}
