package io.millrace.shm.message;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.shm.EndOfStreamException;
import io.millrace.shm.EndTakenException;
import io.millrace.shm.PeerDiedException;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.Waiting;
import io.millrace.testing.Hand;
import io.millrace.testing.MemoryFolder;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a pipe does for two sides, whatever the other side is.
abstract class PipeContract {
    static final Duration LONG = Hand.LONG;
    private static final int CAPACITY = 1 << 14;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;

    private MemoryFolder folder;
    private SharedMemory memory;
    private Hand other;
    private Pipe<byte[], byte[]> pipe;

    /// The other side, which carries out a `PipeScript`.
    abstract Hand other();

    @BeforeEach
    void open() {
        folder = MemoryFolder.create();
        memory = SharedMemory.create(folder.file("pipe.mill"), 1 << 20);
        pipe = memory.newPipe("pipe", Codec.bytes(), CAPACITY);
        other = other();
        assertEquals("ok", other.ask("open " + folder.file("pipe.mill") + " BALANCED"));
    }

    @AfterEach
    void close() {
        assertEquals("ok", other.ask("leave"));
        memory.delete();
        folder.closeEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 9, 100, 2047, 2048, 2049, 4096, 16384, 100_000})
    void messagesOfEachLengthArriveInOrderAndWhole(int byteSize) throws InterruptedException {
        int count = 20;
        other.tell("receive second " + count + " " + byteSize);
        for (int number = 0; number < count; number++) {
            pipe.first().send(PipeScript.message(byteSize, number));
        }
        assertEquals("ok", other.answer());
        other.tell("send second " + count + " " + byteSize);
        for (int number = 0; number < count; number++) {
            assertArrayEquals(PipeScript.message(byteSize, number), pipe.first().receive());
        }
        assertEquals("ok", other.answer());
    }

    @Test
    void aMessageOf16MebibytesArrives() throws InterruptedException {
        byte[] message = PipeScript.message(16 << 20, 0);
        other.tell("echo second 1");
        pipe.first().send(message);
        assertArrayEquals(message, pipe.first().receive());
        assertEquals("ok", other.answer());
    }

    @ParameterizedTest
    @EnumSource
    void twoEndsExchangeMessagesInEveryWaitingMode(Waiting waiting) throws InterruptedException {
        int rounds = waiting == Waiting.PARK ? 200 : 2000;
        assertEquals("ok", other.ask("leave"));
        assertEquals("ok", other.ask("open " + folder.file("pipe.mill") + " " + waiting));
        other.tell("echo second " + rounds);
        Connection<byte[], byte[]> first = pipe.waiting(waiting).first();
        for (int number = 0; number < rounds; number++) {
            first.send(PipeScript.message(32, number));
            assertArrayEquals(PipeScript.message(32, number), first.receive());
        }
        assertEquals("ok", other.answer());
    }

    @Test
    void aStreamLargerThanTheRingArrivesOnce() throws InterruptedException {
        int count = 20_000;
        other.tell("receive second " + count + " 32");
        for (int number = 0; number < count; number++) {
            pipe.first().send(PipeScript.message(32, number));
        }
        assertEquals("ok", other.answer());
        assertEquals("null", other.ask("poll second 0"));
    }

    @Test
    void anEndBelongsToItsFirstUserUntilThatProcessClosesIt() throws InterruptedException {
        assertEquals("ok", other.ask("send first 3 10"));
        EndTakenException taken = assertThrows(EndTakenException.class, () -> pipe.first().send(new byte[1]));
        assertTrue(taken.getMessage().contains(other.ask("pid")), taken::getMessage);
        assertThrows(EndTakenException.class, () -> pipe.first().poll());
        assertThrows(EndTakenException.class, () -> pipe.first().claim(1));
        assertArrayEquals(PipeScript.message(10, 0), pipe.second().receive());
        assertEquals("EndTakenException", other.ask("poll second 0"));
        assertEquals("ok", other.ask("close first"));

        pipe.first().send(PipeScript.message(10, 3));
        for (int number = 1; number < 4; number++) {
            assertArrayEquals(PipeScript.message(10, number), pipe.second().receive());
        }
        assertEquals("EndTakenException", other.ask("poll first 0"));
    }

    @Test
    void whatAClosedSideSentIsReceivedThenTheStreamEnds() throws InterruptedException {
        assertNull(pipe.first().poll());
        assertEquals("ok", other.ask("send second 2 10"));
        assertEquals("ok", other.ask("close second"));
        assertArrayEquals(PipeScript.message(10, 0), pipe.first().receive());
        assertArrayEquals(PipeScript.message(10, 1), pipe.first().poll());
        assertThrows(EndOfStreamException.class, () -> pipe.first().receive());
        assertThrows(EndOfStreamException.class, () -> pipe.first().poll());
        assertThrows(EndOfStreamException.class, () -> pipe.first().poll(LONG));
        assertThrows(EndOfStreamException.class, () -> pipe.first().drain((source, offset, byteSize) -> {}, 1));
        assertThrows(PeerDiedException.class, () -> pipe.first().send(new byte[1]));
        assertThrows(PeerDiedException.class, () -> pipe.first().offer(new byte[1]));
        assertThrows(PeerDiedException.class, () -> pipe.first().claim(1));
    }

    @Test
    void aWaitingEndLearnsAtOnceThatTheOtherEndClosed() throws InterruptedException {
        other.tell("receive second 1 10");
        pipe.first().send(new byte[10]);
        other.answer();
        other.tell("receive second 1 10");
        pipe.first().close();
        assertEquals("EndOfStreamException", other.answer());
        other.tell("send second 1 100000");
        assertEquals("PeerDiedException", other.answer());
    }

    @Test
    void aSideThatLeavesTheMemoryHasClosedItsEnds() throws InterruptedException {
        assertEquals("ok", other.ask("send second 1 10"));
        assertEquals("ok", other.ask("leave"));
        assertArrayEquals(PipeScript.message(10, 0), pipe.first().receive());
        assertThrows(EndOfStreamException.class, () -> pipe.first().receive());
        assertEquals("ok", other.ask("open " + folder.file("pipe.mill") + " BALANCED"));
        assertEquals("ok", other.ask("send second 1 20"));
        assertArrayEquals(PipeScript.message(20, 0), pipe.first().receive());
    }

    @Test
    void aFullRingTakesNothingMoreUntilTheOtherSideReads() throws InterruptedException {
        Connection<byte[], byte[]> first = pipe.first();
        int sent = 0;
        while (first.offer(PipeScript.message(1000, sent))) {
            sent++;
        }
        assertTrue(sent >= 10, "sent " + sent);
        assertFalse(first.offer(new byte[1000], Duration.ZERO));
        assertFalse(first.offer(new byte[1000], Duration.ofMillis(20)));
        assertFalse(first.offer(new byte[1000], Duration.ofSeconds(-1)));
        assertNull(first.tryClaim(1000));
        other.tell("receive second " + (sent + 2) + " 1000");
        assertTrue(first.offer(PipeScript.message(1000, sent), LONG));
        first.send(PipeScript.message(1000, sent + 1));
        assertEquals("ok", other.answer());
    }

    @Test
    void aResetEmptiesAPipeWhoseEndsAreGone() throws InterruptedException {
        assertEquals("ok", other.ask("send second 3 1000"));
        EndTakenException refused = assertThrows(EndTakenException.class, pipe::reset);
        assertTrue(refused.getMessage().contains("second"), refused::getMessage);
        pipe.first().send(new byte[10]);
        assertEquals("ok", other.ask("close second"));
        assertThrows(EndTakenException.class, pipe::reset);
        assertEquals("EndTakenException", other.ask("reset"));
        pipe.first().close();
        assertEquals("ok", other.ask("reset"));
        assertNull(pipe.first().poll());
        assertEquals("null", other.ask("poll second 0"));
        other.tell("echo second 1");
        pipe.first().send(PipeScript.message(100_000, 7));
        assertArrayEquals(PipeScript.message(100_000, 7), pipe.first().receive());
        assertEquals("ok", other.answer());
    }

    @Test
    void messagesWrittenAndReadInPlaceAreTheSameAsOthers() throws InterruptedException {
        other.tell("echo second 3");
        try (Claim claim = pipe.first().claim(8)) {
            claim.segment().set(INT, 0, 5);
            claim.segment().set(INT, 4, 6);
            claim.publish();
        }
        pipe.first().claim(100).abort();
        pipe.first().send(new byte[] {1, 2, 3});
        pipe.first().send(PipeScript.message(10_000, 1));
        List<Long> sizes = new ArrayList<>();
        while (sizes.size() < 3) {
            pipe.first().drain((source, offset, byteSize) -> {
                if (byteSize == 8) {
                    assertEquals(5, source.get(INT, offset));
                    assertEquals(6, source.get(INT, offset + 4));
                }
                assertTrue(source.isReadOnly());
                sizes.add(byteSize);
            }, 2, LONG);
        }
        assertEquals(List.of(8L, 3L, 10_000L), sizes);
        assertEquals("ok", other.answer());
    }
}
