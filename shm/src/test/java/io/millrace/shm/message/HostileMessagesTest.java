package io.millrace.shm.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.millrace.shm.FileFormatException;
import io.millrace.shm.MillraceException;
import io.millrace.shm.RemoteThrowable;
import io.millrace.shm.internal.codec.CollectionKind;
import io.millrace.shm.internal.codec.Tag;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever bytes come: a value or a typed error, and memory in proportion to them.
class HostileMessagesTest {
    private static final Codec<Object> ANY = Codec.any();
    private static final int LARGE = 1 << 20;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    record Wide(Object a, Object b, Object c, Object d, Object e, Object f, Object g, Object h) {}

    private static long allocatedWhile(byte[] message) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        try {
            ANY.decode(MemorySegment.ofArray(message));
        } catch (MillraceException typed) {
            assertTrue(typed.getMessage().contains("; "), typed::toString);
        }
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    /// What a message may take while it is read: what stays, and what is made on the way.
    private static long limit(int byteSize) {
        return 150L * byteSize + (40 << 20);
    }

    /// Announcements inside of each other, each of as many as there are bytes left.
    private static byte[] nested(byte... head) {
        ByteBuffer bytes = ByteBuffer.allocate(LARGE).order(ByteOrder.LITTLE_ENDIAN);
        for (int level = 0; level < 499; level++) {
            bytes.put(head).putInt((LARGE - bytes.position() - 4) / 2);
        }
        return bytes.array();
    }

    private static byte[] arrays() {
        byte[] name = "java.lang.Object".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(LARGE).order(ByteOrder.LITTLE_ENDIAN);
        for (int level = 0; level < 499; level++) {
            bytes.put(Tag.ARRAY).putInt(0);
            if (level == 0) {
                bytes.put(Tag.TEXT).putInt(name.length).put(name);
            }
            bytes.putInt(LARGE - bytes.position() - 4);
        }
        return bytes.array();
    }

    /// The first of `prefix`, then a message of `value`.
    private static byte[] sent(Object value) {
        MemorySegment room = MemorySegment.ofArray(new byte[LARGE]);
        return room.asSlice(0, ANY.encode(value, room)).toArray(ValueLayout.JAVA_BYTE);
    }

    private static <T> List<T> many(int count, T value) {
        return new ArrayList<>(java.util.Collections.nCopies(count, value));
    }

    static Stream<byte[]> hostile() {
        IllegalStateException bare = new IllegalStateException();
        bare.setStackTrace(new StackTraceElement[0]);
        Object deep = many(20_000, bare);
        for (int level = 0; level < 490; level++) {
            deep = List.of(deep);
        }
        return Stream.of(
                nested(Tag.LIST),
                nested(Tag.SET),
                nested(Tag.MAP),
                IntStream.range(0, 25).filter(number -> {
                            CollectionKind kind = CollectionKind.ofNumber(number);
                            return kind != null && kind.extra() == CollectionKind.Extra.NONE;
                        })
                        .mapToObj(number -> nested(Tag.COLLECTION, (byte) number))
                        .findFirst()
                        .orElseThrow(),
                arrays(),
                sent(deep),
                sent(many(25_000, bare)),
                sent(many(60_000, Path.of("x".repeat(30_000)))),
                sent(many(60_000, URI.create("x".repeat(30_000)))),
                sent(many(20_000, new EnumMap<>(Map.of(Character.UnicodeScript.LATIN, 1)))),
                sent(many(100_000, List.of())),
                sent(many(60_000, new HashMap<>())),
                sent(many(60_000, new TreeSet<>())),
                sent(new BigDecimal(BigInteger.TEN, Integer.MIN_VALUE)),
                sent(many(10_000, new Wide(1, 2, 3, 4, 5, 6, 7, 8))),
                sent(IntStream.range(0, 100_000).boxed().collect(java.util.stream.Collectors.toSet())));
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("hostile")
    void aMessageTakesMemoryInProportionToItsSize(byte[] message) {
        allocatedWhile(message);
        long allocated = allocatedWhile(message);
        assertTrue(
                allocated < limit(message.length),
                () -> "allocated=%d, message=%d bytes".formatted(allocated, message.length));
    }

    @Test
    void announcementsThatCannotComeAreRefusedBeforeTheyAreGranted() {
        byte[] two = {Tag.LIST, 2, 0, 0, 0, Tag.LIST, 1, 0, 0, 0, Tag.NULL, Tag.NULL};
        assertEquals(Arrays.asList(Arrays.asList((Object) null), null), ANY.decode(MemorySegment.ofArray(two)));
        byte[] owed = {Tag.LIST, 2, 0, 0, 0, Tag.LIST, 2, 0, 0, 0, Tag.NULL, Tag.NULL};
        FileFormatException refused =
                assertThrows(FileFormatException.class, () -> ANY.decode(MemorySegment.ofArray(owed)));
        assertTrue(refused.getMessage().contains("length=2"), refused.getMessage());
    }

    @Test
    void exceptionsBeyondWhatIsGrantedArriveAsStandIns() {
        IllegalStateException bare = new IllegalStateException("x");
        bare.setStackTrace(new StackTraceElement[0]);
        Object deep = bare;
        for (int level = 0; level < 100; level++) {
            deep = List.of(deep);
        }
        Object back = ANY.decode(MemorySegment.ofArray(sent(deep)));
        for (int level = 0; level < 100; level++) {
            back = ((List<?>) back).getFirst();
        }
        assertEquals(bare.toString(), assertInstanceOf(RemoteThrowable.class, back).toString());
    }

    @Test
    void changedBytesOfCollectionsExceptionsAndRecordsAreATypedErrorOrAValue() {
        long seed = Long.getLong("millrace.seed", 11);
        SplittableRandom random = new SplittableRandom(seed);
        List<byte[]> originals = Stream.concat(
                        Stream.concat(CollectionsTest.modifiable(), CollectionsTest.immutable()),
                        Stream.of(
                                new IllegalStateException("m", new java.nio.file.NoSuchFileException("a", "b", "c")),
                                new Wide(1, "x", List.of(), null, Map.of(1, 2), Path.of("a"), URI.create("b"), 2.0)))
                .map(HostileMessagesTest::sent)
                .toList();
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = originals.get(random.nextInt(originals.size())).clone();
            for (int change = random.nextInt(1, 4); change > 0; change--) {
                int at = random.nextInt(bytes.length);
                bytes[at] = random.nextBoolean()
                        ? (byte) random.nextInt(40) : (byte) (bytes[at] ^ 1 << random.nextInt(8));
            }
            long allocated = allocatedWhile(bytes);
            assertTrue(allocated < limit(bytes.length), () -> "seed " + seed + ", allocated " + allocated);
        }
    }

    @Test
    void aThreadWithASmallStackGetsATypedError() throws InterruptedException {
        Object deep = 1;
        for (int level = 0; level < 499; level++) {
            deep = new Object[] {deep};
        }
        Object deepest = deep;
        byte[] message = sent(deepest);
        List<Throwable> thrown = new java.util.concurrent.CopyOnWriteArrayList<>();
        Thread small = new Thread(
                null,
                () -> {
                    for (Runnable work : List.<Runnable>of(
                            () -> sent(deepest), () -> ANY.decode(MemorySegment.ofArray(message)))) {
                        try {
                            work.run();
                        } catch (MillraceException typed) {
                            continue;
                        } catch (Throwable other) {
                            thrown.add(other);
                        }
                    }
                },
                "small",
                1 << 16);
        small.start();
        small.join();
        assertEquals(List.of(), thrown);
    }
}
