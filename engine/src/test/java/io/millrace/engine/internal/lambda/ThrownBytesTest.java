package io.millrace.engine.internal.lambda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.shm.RemoteThrowable;
import io.millrace.shm.message.Codec;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A part of each exception is encoded, however small the room.
class ThrownBytesTest {
    private static final Codec<Object> ANY = Codec.any();

    /// An exception whose methods all throw.
    static final class Mute extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new IllegalStateException("no message");
        }

        @Override
        public synchronized Throwable getCause() {
            throw new IllegalStateException("no cause");
        }

        @Override
        public StackTraceElement[] getStackTrace() {
            throw new IllegalStateException("no stack");
        }
    }

    /// An exception with nulls in its stack trace.
    static final class Torn extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @Override
        public StackTraceElement[] getStackTrace() {
            return new StackTraceElement[3];
        }

        @Override
        public String toString() {
            throw new IllegalStateException("no text");
        }
    }

    @Test
    void anExceptionWithNullsInItsStackTraceKeepsItsName() {
        Throwable left = there(new Torn(), 4_096);
        assertTrue(ThrownBytes.described(left).contains(Torn.class.getName()), () -> ThrownBytes.described(left));
        assertEquals(Torn.class.getName(), ThrownBytes.described(new Torn()));
    }

    static final class AnExceptionWithANameThatIsLongerThanWhatFitsIntoASmallRoomWhichIsWhyItIsCutInTheEnd
            extends RuntimeException {
        private static final long serialVersionUID = 1L;

        AnExceptionWithANameThatIsLongerThanWhatFitsIntoASmallRoomWhichIsWhyItIsCutInTheEnd(String message) {
            super(message);
        }
    }

    private static Throwable there(Throwable thrown, int byteSize) {
        byte[] room = new byte[byteSize];
        MemorySegment segment = MemorySegment.ofArray(room);
        long length = ThrownBytes.encode(thrown, segment, ANY);
        return (Throwable) ANY.decode(segment.asSlice(0, length));
    }

    private static Throwable deep(int causes) {
        Throwable cause = null;
        for (int level = 0; level < causes; level++) {
            Throwable outer = new IllegalStateException("level " + level, cause);
            outer.addSuppressed(new IOException("suppressed " + level));
            cause = outer;
        }
        return cause;
    }

    private static Throwable endless() {
        try {
            return recurse(0);
        } catch (StackOverflowError overflow) {
            return overflow;
        }
    }

    private static Throwable recurse(int depth) {
        return depth < 0 ? new IllegalStateException() : recurse(depth + 1);
    }

    private static Throwable ring() {
        Exception first = new Exception("first");
        Exception second = new Exception("second", first);
        first.initCause(second);
        return second;
    }

    static Stream<Throwable> awkward() {
        Throwable many = new IllegalArgumentException("many suppressed");
        IntStream.range(0, 1_000).forEach(index -> many.addSuppressed(new IOException("number " + index)));
        return Stream.of(
                new IllegalStateException("short"),
                new IllegalStateException((String) null),
                new IllegalStateException("long ".repeat(100_000)),
                new IllegalStateException("\u20ac\ud83d\ude00".repeat(10_000)),
                new IllegalStateException("\ud83d".repeat(10_000)),
                new AnExceptionWithANameThatIsLongerThanWhatFitsIntoASmallRoomWhichIsWhyItIsCutInTheEnd(
                        "\u20ac".repeat(500)),
                deep(3),
                deep(400),
                endless(),
                ring(),
                many,
                new Mute(),
                new RuntimeException("outer", new Mute()));
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("awkward")
    void aPartOfEachExceptionAlwaysFits(Throwable thrown) {
        String message = thrown instanceof Mute ? "(getMessage() threw" : thrown.getMessage();
        for (int byteSize : new int[] {ThrownBytes.MIN_BYTES, 600, 1_000, 3_000, 16_384, 1 << 20}) {
            Throwable back = there(thrown, byteSize);
            String type = back instanceof RemoteThrowable remote ? remote.originalType() : back.getClass().getName();
            assertTrue(thrown.getClass().getName().startsWith(type), () -> byteSize + ": " + back);
            String said = back.getMessage();
            if (message != null) {
                String begin = message.substring(0, Math.min(message.length(), 19));
                assertTrue(said.startsWith(begin), () -> byteSize + ": " + back);
            }
        }
    }

    @Test
    void anExceptionThatFitsIsNotCut() {
        IOException cause = new IOException("cause");
        IllegalStateException thrown = new IllegalStateException("whole", cause);
        thrown.addSuppressed(new RuntimeException("beside"));
        Throwable back = there(thrown, 1 << 20);
        assertSame(IllegalStateException.class, back.getClass());
        assertEquals("whole", back.getMessage());
        assertArrayEquals(thrown.getStackTrace(), back.getStackTrace());
        assertEquals("cause", assertInstanceOf(IOException.class, back.getCause()).getMessage());
        assertEquals("beside", back.getSuppressed()[0].getMessage());
    }

    @Test
    void theTopOfTheStackTraceIsKept() {
        Throwable thrown = endless();
        Throwable back = there(thrown, 16_384);
        assertSame(StackOverflowError.class, back.getClass());
        StackTraceElement[] frames = back.getStackTrace();
        assertTrue(frames.length >= 64, () -> "frames " + frames.length);
        assertEquals(List.of(thrown.getStackTrace()).subList(0, frames.length), List.of(frames));
    }

    @Test
    void anExceptionOfAMissingClassKeepsItsNameThroughSeveralProcesses() {
        Throwable thrown = RemoteThrowable.of("com.acme.Broken", "far away", null);
        Throwable back = there(there(thrown, 1_000), 1_000);
        assertEquals("com.acme.Broken: far away", back.toString());
        assertEquals("com.acme.Broken", assertInstanceOf(RemoteThrowable.class, back).originalType());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 20})
    void tooLittleRoomForAnyExceptionIsRefused(int byteSize) {
        IllegalStateException thrown = new IllegalStateException("x");
        assertThrows(IllegalArgumentException.class, () -> there(thrown, byteSize));
    }
}
