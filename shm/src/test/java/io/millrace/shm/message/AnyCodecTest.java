package io.millrace.shm.message;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.shm.FileFormatException;
import io.millrace.shm.MessageTooLargeException;
import io.millrace.shm.MillraceException;
import io.millrace.shm.NotTransportableException;
import io.millrace.shm.RemoteThrowable;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// `Codec.any()`: the whole closed set, and what is outside of it.
class AnyCodecTest {
    private static final Codec<Object> ANY = Codec.any();

    enum Plain {
        ONE,
        TWO {
            @Override
            public String toString() {
                return "with a body";
            }
        }
    }

    record Pair(Object left, Object right) {}

    record None() {}

    static final class FieldedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        FieldedException(int code) {
            super("code " + code);
        }
    }

    static final class PlainException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private PlainException(String message) {
            super(message);
        }
    }

    static Stream<Object> values() {
        Map<Object, Object> map = new LinkedHashMap<>();
        map.put("b", null);
        map.put(null, 1);
        map.put(List.of("a"), Set.of());
        return Stream.of(
                true, false, (byte) -1, (short) -300, '\uD83D', 42, Long.MIN_VALUE, -0.0f, Math.PI, "", "\0", "😀",
                "half a pair \uD83D", new Pair(new Pair(new Pair(new Pair(new Pair(1, 2), 3), 4), 5), null),
                new None(), Plain.ONE, Plain.TWO, DayOfWeek.MONDAY, Optional.empty(), Optional.of(Optional.of(7)),
                Arrays.asList(1, null, "x"), List.of(), new LinkedHashSet<>(Arrays.asList(3, 1, null, 2)), map,
                Map.entry("k", 9), Path.of("a/b"), Path.of(""), new File("c"), URI.create("mailto:a@b.c"),
                new UUID(1, -2), new BigInteger("-123456789012345678901234567890"), BigInteger.ZERO,
                new BigDecimal("1.500"), new BigDecimal(BigInteger.TEN, -400), Instant.MAX, Instant.MIN,
                Duration.ofSeconds(-1, 5), Period.of(1, -2, 3), LocalDate.MIN, LocalTime.MAX, LocalDateTime.MAX,
                ZoneOffset.ofHours(-7), ZoneId.of("Europe/Berlin"), OffsetTime.MIN, OffsetDateTime.MAX,
                ZonedDateTime.of(2025, 10, 26, 2, 30, 0, 1, ZoneId.of("Europe/Berlin")).withLaterOffsetAtOverlap(),
                ZonedDateTime.of(2025, 10, 26, 2, 30, 0, 1, ZoneId.of("Europe/Berlin")).withEarlierOffsetAtOverlap(),
                Year.of(-5), YearMonth.of(2025, 2), MonthDay.of(2, 29), String.class, int.class, int[][].class,
                Plain.class, Map.Entry.class);
    }

    @ParameterizedTest
    @MethodSource("values")
    void everyTypeOfTheSetComesBackEqual(Object value) {
        Object back = CodecTest.roundTrip(ANY, value);
        assertEquals(value, back);
        if (!(value instanceof java.util.Collection || value instanceof Map || value instanceof Map.Entry)) {
            assertSame(value.getClass(), back.getClass());
        }
    }

    @Test
    void arraysComeBackWithTheirComponentType() {
        Object[] arrays = {
            new boolean[] {true, false}, new byte[] {1, 0}, new short[] {-1}, new char[] {'\uDE00'}, new int[0],
            new long[] {1L << 40}, new float[] {Float.NaN}, new double[] {-0.0}, new String[] {"a", null},
            new int[][] {{1}, null, {}}, new Object[] {1, "b", new Object[0]}, new Plain[] {Plain.TWO}
        };
        for (Object array : arrays) {
            Object back = CodecTest.roundTrip(ANY, array);
            assertSame(array.getClass(), back.getClass());
            assertTrue(Arrays.deepEquals(new Object[] {array}, new Object[] {back}));
        }
    }

    @Test
    void everyNanKeepsItsBits() {
        int single = 0x7FA00001;
        long twice = 0x7FF4000000000001L;
        assertEquals(
                twice, Double.doubleToRawLongBits((Double) CodecTest.roundTrip(ANY, Double.longBitsToDouble(twice))));
        assertEquals(single | 0x400000, Float.floatToRawIntBits(
                (Float) CodecTest.roundTrip(ANY, Float.intBitsToFloat(single | 0x400000))));
    }

    @Test
    void aThrowableComesBackWithStackCauseAndSuppressed() {
        Throwable value = new IllegalStateException("outer 😀", new UncheckedIOException("middle", new IOException()));
        value.addSuppressed(new PlainException("suppressed"));
        Throwable back = (Throwable) CodecTest.roundTrip(ANY, value);
        while (value != null) {
            assertSame(value.getClass(), back.getClass());
            assertEquals(value.getMessage(), back.getMessage());
            assertArrayEquals(value.getStackTrace(), back.getStackTrace());
            for (int index = 0; index < value.getSuppressed().length; index++) {
                assertEquals(value.getSuppressed()[index].toString(), back.getSuppressed()[index].toString());
                assertInstanceOf(PlainException.class, back.getSuppressed()[index]);
            }
            value = value.getCause();
            back = back.getCause();
        }
        assertNull(back);
    }

    @Test
    void aThrowableThatCannotBeMadeAgainHasAStandIn() {
        FieldedException value = new FieldedException(5);
        RemoteThrowable back = assertInstanceOf(RemoteThrowable.class, CodecTest.roundTrip(ANY, value));
        assertEquals(FieldedException.class.getName(), back.originalType());
        assertEquals("code 5", back.getMessage());
        assertEquals(value.toString(), back.toString());
        assertArrayEquals(value.getStackTrace(), back.getStackTrace());
    }

    private static void refused(String type, String path, Object value) {
        var refused = assertThrows(NotTransportableException.class, () -> CodecTest.encode(ANY, value));
        assertTrue(refused.getMessage().contains("type=" + type + ","), refused.getMessage());
        assertTrue(refused.getMessage().contains("path=value" + path + ";"), refused.getMessage());
    }

    @Test
    void whatIsOutsideTheSetIsRefusedWithItsClassAndThePathToIt() {
        Object thread = Thread.currentThread();
        String type = thread.getClass().getTypeName();
        refused(type, "", thread);
        refused(type, "[1]", Arrays.asList(1, thread));
        refused(type, "[0][2]", new Object[] {List.of(0, 1, thread)});
        refused(type, ".left.right[k].get()", new Pair(new Pair(1, Map.of("k", Optional.of(thread))), 2));
        refused(type, ".key", Map.of(thread, 1));
        refused(type, ".getValue()", Map.entry("a", thread));
        refused("java.io.ByteArrayInputStream", "[0]", List.of(new ByteArrayInputStream(new byte[0])));
        refused("java.lang.StringBuilder", "", new StringBuilder());
        Runnable lambda = () -> {};
        refused(lambda.getClass().getTypeName(), "[0]", List.of(lambda));
        refused(lambda.getClass().getTypeName(), "", lambda.getClass());
    }

    @Test
    void theClassOfASubclassIsNamed() {
        class Odd extends BigInteger {
            private static final long serialVersionUID = 1L;

            Odd() {
                super("1");
            }
        }
        refused(Odd.class.getTypeName(), "[0]", List.of(new Odd()));
    }

    @Test
    void cyclesAndBottomlessNestingAreRefused() {
        List<Object> self = new ArrayList<>();
        self.add(1);
        self.add(self);
        refused("java.util.ArrayList", "[1]", self);
        Object[] array = new Object[1];
        array[0] = new Pair(1, array);
        refused("java.lang.Object[]", "[0].right", array);
        Exception one = new IOException("one");
        Exception two = new IOException("two", one);
        one.initCause(two);
        refused("java.io.IOException", ".cause.cause", one);
        List<Object> deep = List.of();
        for (int level = 0; level < 501; level++) {
            deep = List.of(deep);
        }
        List<Object> deepest = deep;
        assertThrows(NotTransportableException.class, () -> CodecTest.encode(ANY, deepest));
    }

    @Test
    void theDeepestNestingThatIsSentIsReceived() {
        List<Object> deep = List.of();
        for (int level = 1; level < 500; level++) {
            deep = List.of(deep);
        }
        assertEquals(deep, CodecTest.roundTrip(ANY, deep));
    }

    @Test
    void whatDoublesAtEachStepEndsAtTheSizeOfAMessage() {
        List<Object> twice = List.of();
        for (int level = 0; level < 100; level++) {
            twice = List.of(twice, twice);
        }
        List<Object> huge = twice;
        assertThrows(MessageTooLargeException.class, () -> CodecTest.encode(ANY, huge));
    }

    @Test
    void elementsThatAreEqualCannotBeASet() {
        Map<String, Integer> identity = new IdentityHashMap<>();
        identity.put(new String("same"), 1);
        identity.put(new String("same"), 2);
        refused(identity.keySet().getClass().getTypeName(), "", identity.keySet());
        refused(IdentityHashMap.class.getTypeName(), "[0]", List.of(identity));
    }

    @Test
    void aCarrierOnTheClassPathAddsItsOwn() {
        TestCarrier.Box box = new TestCarrier.Box(7, List.of(new TestCarrier.Box(8, "inner")));
        TestCarrier.Box back = (TestCarrier.Box) CodecTest.roundTrip(ANY, box);
        assertEquals(7, back.number);
        assertEquals("inner", ((TestCarrier.Box) ((List<?>) back.content).getFirst()).content);
        refused(TestCarrier.Box.class.getTypeName(), ".content[0]",
                new TestCarrier.Box(1, List.of(new TestCarrier.Box(-1, ""))));
    }

    /// Any bytes: a value, or a typed error.
    @Test
    void forgedBytesAreATypedErrorOrAValue() {
        long seed = Long.getLong("millrace.seed", 7);
        SplittableRandom random = new SplittableRandom(seed);
        List<Object> originals = values().toList();
        for (int round = 0; round < 20_000; round++) {
            Object original = originals.get(random.nextInt(originals.size()));
            byte[] bytes = CodecTest.encode(ANY, List.of(original, "b", 1)).toArray(ValueLayout.JAVA_BYTE);
            for (int change = random.nextInt(1, 4); change > 0; change--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            int length = random.nextInt(4) == 0 ? random.nextInt(bytes.length + 1) : bytes.length;
            try {
                ANY.decode(MemorySegment.ofArray(bytes).asSlice(0, length));
            } catch (MillraceException expected) {
                assertTrue(expected.getMessage().contains("; "), () -> "seed " + seed + ": " + expected);
            }
        }
    }

    @Test
    void bytesBehindTheValueAreAnError() {
        byte[] bytes = Arrays.copyOf(CodecTest.encode(ANY, 5).toArray(ValueLayout.JAVA_BYTE), 6);
        assertThrows(FileFormatException.class, () -> ANY.decode(MemorySegment.ofArray(bytes)));
    }
}
