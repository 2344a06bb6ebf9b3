package io.millrace.shm.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.shm.FileFormatException;
import io.millrace.shm.MillraceException;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.internal.layout.BroadcastHeader;
import io.millrace.shm.internal.layout.PipeHeader;
import io.millrace.testing.MemoryFolder;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.Random;
import org.agrona.concurrent.broadcast.BroadcastBufferDescriptor;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Somebody wrote nonsense into the words of a pipe or a broadcast: what is read from it then is a
/// typed error or some message, within bounded time.
class PipeDamageTest {
    private static final int CAPACITY = 1024;
    private static final Duration SHORT = Duration.ofNanos(1);

    private MemoryFolder folder;
    private SharedMemory memory;

    @BeforeEach
    void create() {
        folder = MemoryFolder.create();
        memory = SharedMemory.create(folder.file("damage.mill"), 1 << 20);
    }

    @AfterEach
    void remove() {
        memory.delete();
        folder.close();
    }

    @Test
    void theNumbersOfTheFormatAreThoseOfAgrona() {
        assertEquals(RingBufferDescriptor.TRAILER_LENGTH, PipeHeader.TRAILER_BYTE_SIZE);
        assertEquals(RingBufferDescriptor.TAIL_POSITION_OFFSET, PipeHeader.TAIL_POSITION);
        assertEquals(RingBufferDescriptor.HEAD_POSITION_OFFSET, PipeHeader.HEAD_POSITION);
        assertEquals(BroadcastBufferDescriptor.TRAILER_LENGTH, BroadcastHeader.TRAILER_BYTE_SIZE);
    }

    private static void write(MemorySegment segment, long offset, long value) {
        segment.set(ValueLayout.JAVA_LONG_UNALIGNED, offset, value);
    }

    @Test
    void aRingThatCanNeverHaveRoomIsAnErrorAndNotAnEndlessWait() throws InterruptedException {
        Pipe<byte[], byte[]> pipe = memory.newPipe("pipe", Codec.bytes(), CAPACITY);
        write(pipe.region().segment(), PipeHeader.toSecond() + CAPACITY + PipeHeader.TAIL_POSITION, 1 << 20);
        assertThrows(FileFormatException.class, () -> pipe.first().send(new byte[100]));
        pipe.first().close();
        pipe.reset();
        pipe.first().send(new byte[100]);
        assertEquals(100, pipe.second().receive().length);
    }

    @Test
    void anEndWithoutASensibleOwnerCanBeReset() throws InterruptedException {
        Pipe<byte[], byte[]> pipe = memory.newPipe("pipe", Codec.bytes(), CAPACITY);
        for (long word : new long[] {1, 4, 5, 6, 7, -1, 0xFFFF_FFFFL, 77 << 3 | 1, 77 << 3 | 4}) {
            write(pipe.region().segment(), PipeHeader.offset("first"), word);
            write(pipe.region().segment(), PipeHeader.offset("second"), word);
            assertThrows(MillraceException.class, () -> pipe.first().send(new byte[1]));
            pipe.reset();
            pipe.first().send(new byte[1]);
            assertEquals(1, pipe.second().receive().length);
            pipe.first().close();
            pipe.second().close();
        }
    }

    @Test
    void anyDamageToAPipeIsATypedErrorOrSomeMessage() throws InterruptedException {
        Pipe<byte[], byte[]> pipe = memory.newPipe("pipe", Codec.bytes(), CAPACITY);
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int errors = 0;
        for (int round = 0; round < 3000; round++) {
            use(pipe, random);
            MemorySegment segment = pipe.region().segment();
            long words = random.nextInt(4) == 0 ? PipeHeader.offset("first") : PipeHeader.toSecond();
            long offset = words + random.nextInt((int) (segment.byteSize() - words - 8));
            write(segment, random.nextBoolean() ? offset : offset & -8, random.nextLong() >> random.nextInt(64));
            try {
                use(pipe, random);
            } catch (MillraceException typed) {
                errors++;
            } catch (RuntimeException other) {
                throw new AssertionError("seed " + seed, other);
            }
            segment.asSlice(PipeHeader.offset("first")).fill((byte) 0);
            pipe.first().close();
            pipe.second().close();
            segment.asSlice(PipeHeader.offset("first")).fill((byte) 0);
        }
        assertTrue(errors > 0, "seed " + seed);
    }

    private static void use(Pipe<byte[], byte[]> pipe, Random random) throws InterruptedException {
        for (int count = 0; count < 5; count++) {
            pipe.first().offer(new byte[random.nextInt(300)], SHORT);
            pipe.second().poll();
            pipe.second().offer(new byte[random.nextInt(100)]);
            pipe.first().drain((source, offset, byteSize) -> source.asSlice(offset, byteSize), 2);
        }
    }

    @Test
    void anyDamageToABroadcastIsATypedErrorOrSomeMessage() {
        Broadcast<byte[]> broadcast = memory.newBroadcast("broadcast", Codec.bytes(), CAPACITY);
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int errors = 0;
        for (int round = 0; round < 30_000; round++) { // about one in 600 is an error
            Subscriber<byte[]> subscriber = broadcast.subscribe();
            MemorySegment segment = broadcast.region().segment();
            long words = random.nextInt(4) == 0 ? BroadcastHeader.offset("sender") : BroadcastHeader.RING;
            long offset = words + random.nextInt((int) (segment.byteSize() - words - 8));
            try {
                use(broadcast, subscriber, random);
                write(segment, random.nextBoolean() ? offset : offset & -8, random.nextLong() >> random.nextInt(64));
                use(broadcast, subscriber, random);
            } catch (MillraceException typed) {
                errors++;
            } catch (RuntimeException other) {
                throw new AssertionError("seed " + seed, other);
            }
            segment.asSlice(BroadcastHeader.offset("sender")).fill((byte) 0);
            broadcast.close();
            segment.asSlice(BroadcastHeader.offset("sender")).fill((byte) 0);
        }
        assertTrue(errors > 0, "seed " + seed);
    }

    private static void use(Broadcast<byte[]> broadcast, Subscriber<byte[]> subscriber, Random random) {
        for (int count = 0; count < 5; count++) {
            broadcast.send(new byte[random.nextInt(100)]);
            subscriber.poll();
        }
    }
}
