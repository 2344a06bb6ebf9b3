package io.millrace.shm.message;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.shm.FileFormatException;
import io.millrace.shm.MessageTooLargeException;
import io.millrace.shm.NotTransportableException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The codecs of bytes, texts, numbers and records: exact, or refused.
class CodecTest {
    record Leaf(String text, double number) {}

    record Level4(Leaf leaf, int four) {}

    record Level3(Level4 next, byte[] bytes) {}

    record Level2(Level3 next, char two) {}

    record Level1(Level2 next, String one) {}

    record Same(int x) {}

    record Checked(int x) {
        Checked {
            if (x < 0) {
                throw new IllegalArgumentException("x=" + x);
            }
        }
    }

    static MemorySegment encode(Codec<?> codec, Object value) {
        return encode(codec, value, 1 << 20);
    }

    @SuppressWarnings("unchecked")
    static MemorySegment encode(Codec<?> codec, Object value, int room) {
        MemorySegment target = MemorySegment.ofArray(new byte[room]);
        long byteSize = ((Codec<Object>) codec).encode(value, target);
        return target.asSlice(0, byteSize).asReadOnly();
    }

    static <T> T roundTrip(Codec<T> codec, T value) {
        return codec.decode(encode(codec, value));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 1000})
    void bytesAndNumbersComeBackBitByBit(int length) {
        SplittableRandom random = new SplittableRandom(length);
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        byte[] trailingZeros = Arrays.copyOf(bytes, length + 5);
        long[] longs = random.longs(length).toArray();
        double[] doubles = random.longs(length).mapToDouble(Double::longBitsToDouble).toArray();
        assertArrayEquals(bytes, roundTrip(Codec.bytes(), bytes));
        assertArrayEquals(trailingZeros, roundTrip(Codec.bytes(), trailingZeros));
        assertArrayEquals(longs, roundTrip(Codec.longs(), longs));
        double[] back = roundTrip(Codec.doubles(), doubles);
        for (int index = 0; index < length; index++) {
            assertEquals(Double.doubleToRawLongBits(doubles[index]), Double.doubleToRawLongBits(back[index]));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "trailing zeros\0\0", "äöü", "€", "😀 four bytes 𝄞", "replacement \uFFFD", "\0"})
    void textsComeBackAsTheyWere(String text) {
        assertEquals(text, roundTrip(Codec.utf8(), text));
        assertEquals(text.getBytes(StandardCharsets.UTF_8).length, encode(Codec.utf8(), text).byteSize());
    }

    @ParameterizedTest
    @ValueSource(strings = {"half \uD83D", "\uDE00 half", "\uD83D\uD83D\uDE00", "\uDE00\uD83D"})
    void halfASurrogatePairIsRefused(String text) {
        var refused = assertThrows(NotTransportableException.class, () -> encode(Codec.utf8(), text));
        assertTrue(refused.getMessage().contains("index="), refused.getMessage());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 10, 41})
    void whatDoesNotFitIsRefusedBeforeAnythingIsOverwrittenBeyond(int room) {
        assertThrows(MessageTooLargeException.class, () -> encode(Codec.bytes(), new byte[42], room));
        assertThrows(MessageTooLargeException.class, () -> encode(Codec.utf8(), "x".repeat(42), room));
        assertThrows(MessageTooLargeException.class, () -> encode(Codec.utf8(), "ä".repeat(21), room));
        assertThrows(MessageTooLargeException.class, () -> encode(Codec.longs(), new long[6], room));
        assertThrows(MessageTooLargeException.class, () -> encode(Codec.doubles(), new double[6], room));
        assertThrows(MessageTooLargeException.class, () -> encode(Codec.any(), "x".repeat(42), room));
        assertEquals(42, encode(Codec.bytes(), new byte[42], 42).byteSize());
    }

    @Test
    void malformedBytesAreATypedError() {
        byte[][] malformed =
                {{(byte) 0x80}, {(byte) 0xC3}, {(byte) 0xED, (byte) 0xA0, (byte) 0x80}, {'a', (byte) 0xFF}};
        for (byte[] bytes : malformed) {
            assertThrows(FileFormatException.class, () -> Codec.utf8().decode(MemorySegment.ofArray(bytes)));
        }
        MemorySegment seven = MemorySegment.ofArray(new byte[7]);
        assertThrows(FileFormatException.class, () -> Codec.longs().decode(seven));
        assertThrows(FileFormatException.class, () -> Codec.doubles().decode(seven));
    }

    @Test
    void recordsNestedFiveDeepComeBack() {
        Level1 value = new Level1(
                new Level2(new Level3(new Level4(new Leaf("😀\0", -0.0), 4), new byte[] {0, 1, 0}), 'ß'), "");
        Level1 back = roundTrip(Codec.record(Level1.class), value);
        assertEquals(value.next.next.next, back.next.next.next);
        assertArrayEquals(value.next.next.bytes, back.next.next.bytes);
        assertEquals(value.next.two, back.next.two);
        assertEquals(value.one, back.one);
    }

    @Test
    void theNameOfARecordCodecTellsTheClassAndItsComponents() {
        assertNotEquals(Codec.record(Same.class).name(), Codec.record(Checked.class).name());
        assertEquals(Codec.record(Same.class).name(), Codec.record(Same.class).name());
        assertTrue(Codec.record(Level1.class).name().length() <= 63);
    }

    @Test
    void aRecordsOwnChecksRunWhenItIsDecoded() {
        MemorySegment message = encode(Codec.record(Checked.class), new Checked(5));
        byte[] forged = message.toArray(ValueLayout.JAVA_BYTE);
        forged[forged.length - 1] = (byte) 0x80;
        assertThrows(
                FileFormatException.class,
                () -> Codec.record(Checked.class).decode(MemorySegment.ofArray(forged)));
    }

    @Test
    void anEncoderSaysWhereItFailsInsideARecord() {
        record Holder(Object it) {}
        var refused = assertThrows(
                NotTransportableException.class,
                () -> encode(Codec.record(Holder.class), new Holder(Thread.currentThread())));
        assertTrue(refused.getMessage().contains("value.it;"), refused.getMessage());
    }
}
