package io.millrace.engine.internal.lambda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.engine.DoubleBinary;
import io.millrace.engine.DoubleCollector;
import io.millrace.engine.DoubleGenerator;
import io.millrace.engine.DoubleUnary;
import io.millrace.engine.FloatBinary;
import io.millrace.engine.FloatGenerator;
import io.millrace.engine.FloatUnary;
import io.millrace.engine.IntBinary;
import io.millrace.engine.IntGenerator;
import io.millrace.engine.IntUnary;
import io.millrace.engine.LongBinary;
import io.millrace.engine.LongGenerator;
import io.millrace.engine.LongUnary;
import io.millrace.engine.RandomToDouble;
import io.millrace.engine.RandomToInt;
import io.millrace.engine.RandomToLong;
import io.millrace.engine.RangeBody;
import io.millrace.engine.RemoteBiFunction;
import io.millrace.engine.RemoteCallable;
import io.millrace.engine.RemoteConsumer;
import io.millrace.engine.RemoteFunction;
import io.millrace.engine.RemoteRunnable;
import io.millrace.engine.RemoteSupplier;
import io.millrace.engine.kernel.DoubleUnaryOp;
import io.millrace.engine.kernel.DoubleUnaryOps;
import io.millrace.shm.NotTransportableException;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.data.DoubleArray;
import io.millrace.shm.message.Codec;
import io.millrace.shm.message.QueueOptions;
import io.millrace.shm.message.SharedQueue;
import io.millrace.shm.sync.Repair;
import io.millrace.shm.sync.SharedLock;
import io.millrace.testing.MemoryFolder;
import java.io.Serializable;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// All kinds of functions return the same results after encoding and decoding.
class FunctionCodecTest {
    private static final String STATIC_FIELD = "static";

    record Point(int x, int y) implements RemoteSupplier<Integer> {
        @Override
        public Integer get() {
            return x + y;
        }

        int plus(int more) {
            return x + y + more;
        }

        RemoteCallable<Object> usesThis() {
            return () -> x * y;
        }
    }

    enum Side implements DoubleUnary, RemoteSupplier<String> {
        LEFT {
            @Override
            public double applyAsDouble(double operand) {
                return -operand;
            }
        };

        @Override
        public String get() {
            return name();
        }
    }

    interface WithLambda {
        static RemoteCallable<Object> ofInterface(int captured) {
            return () -> "interface " + captured;
        }

        default RemoteCallable<Object> ofDefaultMethod() {
            return () -> "default method";
        }
    }

    static final class Nested<T> {
        RemoteFunction<T, List<T>> twice() {
            return value -> List.of(value, value);
        }

        final class Inner<U extends T> {
            RemoteFunction<U, String> text(String prefix) {
                return value -> prefix + value;
            }
        }
    }

    interface Marker {}

    interface OtherMarker {}

    record SumAndCount() implements DoubleCollector<double[]> {
        @Override
        public double[] newContainer() {
            return new double[2];
        }

        @Override
        public void accept(double[] container, double value) {
            container[0] += value;
            container[1]++;
        }

        @Override
        public double[] combine(double[] left, double[] right) {
            return new double[] {left[0] + right[0], left[1] + right[1]};
        }
    }

    static <T> T there(T value, Codec<T> codec) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocate(1 << 20);
            return codec.decode(bytes.asSlice(0, codec.encode(value, bytes)));
        }
    }

    static <T> T there(T value) {
        return there(value, Codec.any());
    }

    private static String join(String... parts) {
        return String.join("+", parts);
    }

    private static Arguments call(String name, RemoteCallable<?> callable) {
        return Arguments.of(name, callable);
    }

    static Stream<Arguments> callables() {
        byte b = 1;
        short s = 2;
        char c = '3';
        int i = 4;
        long l = 5;
        float f = 6;
        double d = 7;
        boolean z = true;
        String text = "text";
        String none = null;
        Point point = new Point(3, 4);
        int[] numbers = {1, 2, 3};
        String[] words = {"a", "b"};
        List<Point> list = List.of(point);
        Iterable<Integer> iterable = new ArrayList<>(List.of(1, 2));
        Object object = new ArrayList<>(List.of(3));
        ArrayList<Integer> modifiable = new ArrayList<>(List.of(1, 2));
        TreeMap<String, Integer> backwards = new TreeMap<>(Comparator.reverseOrder());
        backwards.putAll(Map.of("a", 1, "b", 2));
        RemoteFunction<Integer, Integer> inner = x -> x * i;
        RemoteSupplier<RemoteFunction<Integer, Integer>> givesFunction = () -> x -> inner.apply(x) + 1;
        Class<?> type = FunctionCodecTest.class;
        Side side = Side.LEFT;
        return Stream.of(
                call("captures nothing", () -> 42),
                call("uses a static field", () -> STATIC_FIELD),
                call("captures each primitive type", () -> List.of(b, s, c, i, l, f, d, z)),
                call("captures a text and null", () -> text + none),
                call("captures a record", () -> point.plus(1)),
                call("captures arrays", () -> numbers[2] + words[1]),
                call("captures a list", () -> list.getFirst().x()),
                call("captures an array list and adds to a copy of it", () -> {
                    ArrayList<Integer> more = new ArrayList<>(modifiable);
                    more.add(modifiable.removeLast());
                    modifiable.add(2);
                    return more;
                }),
                call("captures a tree map", () -> backwards.firstEntry().getValue() + backwards.lastKey()),
                call("calls a method bound to an array list", modifiable::size),
                call("captures what List is assignable to", () -> iterable + "" + object),
                call("captures a function", () -> inner.apply(10)),
                call("captures a function that makes one", () -> givesFunction.get().apply(10)),
                call("captures a class and an enum constant", () -> type.getSimpleName() + side.get()),
                call("makes a lambda inside", () -> Stream.of(1, 2).map(n -> n * i).toList()),
                call("method reference, bound to a record", point::get),
                call("method reference, bound to a text", text::length),
                call("method reference, bound to an enum constant", side::get),
                call("method reference, bound to a list by its interface", list::size),
                call("method reference, static, varargs", FunctionCodecTest::join),
                call("method reference, constructor", Object::new),
                call("method reference, constructor of an array list", ArrayList<String>::new),
                call("in a record, with this", point.usesThis()),
                call("in an interface", WithLambda.ofInterface(3)),
                call("in a default method", new WithLambda() {}.ofDefaultMethod()),
                call("with a marker interface", (RemoteCallable<Object> & Marker) () -> "marked"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("callables")
    void aFunctionReturnsTheSameResultInAnotherProcess(String name, RemoteCallable<?> callable) throws Exception {
        RemoteCallable<?> back = there(callable);
        assertNotSame(callable, back);
        assertEquals(callable instanceof Marker, back instanceof Marker);
        Object expected = callable.call();
        if (expected.getClass() == Object.class) {
            assertSame(Object.class, back.call().getClass());
        } else {
            assertEquals(expected, back.call());
        }
    }

    @Test
    void everyInterfaceForElementsIsSentToAnotherProcess() {
        double factor = 3;
        assertEquals(6, there((DoubleUnary) x -> x * factor).applyAsDouble(2));
        assertEquals(5, there((DoubleBinary) Double::sum).applyAsDouble(2, 3));
        assertEquals(6, there((DoubleGenerator) i -> i * factor).applyAsDouble(2));
        assertEquals(6f, there((FloatUnary) x -> x * 3).applyAsFloat(2));
        assertEquals(5f, there((FloatBinary) Float::sum).applyAsFloat(2, 3));
        assertEquals(2f, there((FloatGenerator) i -> i).applyAsFloat(2));
        assertEquals(3, there((IntUnary) Math::abs).applyAsInt(-3));
        assertEquals(2, there((IntBinary) Math::min).applyAsInt(2, 3));
        assertEquals(2, there((IntGenerator) i -> (int) i).applyAsInt(2));
        assertEquals(3, there((LongUnary) Math::abs).applyAsLong(-3));
        assertEquals(3, there((LongBinary) Math::max).applyAsLong(2, 3));
        assertEquals(4, there((LongGenerator) i -> i * i).applyAsLong(2));
        SplittableRandom random = new SplittableRandom(1);
        assertEquals(2.0, there((RandomToDouble) (r, i) -> i).applyAsDouble(random, 2));
        assertEquals(2, there((RandomToInt) (r, i) -> (int) i).applyAsInt(random, 2));
        assertEquals(2, there((RandomToLong) (r, i) -> i).applyAsLong(random, 2));
    }

    @Test
    void everyInterfaceForTasksIsSentToAnotherProcess() throws Exception {
        there((RemoteRunnable) () -> {}).run();
        assertEquals(3, there((RemoteFunction<String, Integer>) String::length).apply("abc"));
        assertEquals(
                BigInteger.TWO, there((RemoteBiFunction<BigInteger, BigInteger, BigInteger>) BigInteger::add)
                        .apply(BigInteger.ONE, BigInteger.ONE));
        assertEquals("s", there((RemoteSupplier<String>) () -> "s").get());
        there((RemoteConsumer<List<String>>) List::clear).accept(new ArrayList<>());
        there((RangeBody) (from, to) -> assertTrue(from < to)).run(1, 2);
        double[] container = new double[2];
        there(new SumAndCount()).accept(container, 5);
        assertArrayEquals(new double[] {5, 1}, container);
        assertTrue(there((Comparator<String> & Serializable) String::compareTo).compare("a", "b") < 0);
        assertInstanceOf(Repair.class, there((Repair) death -> {}));
    }

    @Test
    void recordsAndEnumsThatImplementAnInterfaceAreSentAsRecordsAndEnums() {
        assertSame(Side.LEFT, there(Side.LEFT));
        assertSame(DoubleUnaryOp.SQUARE, there(DoubleUnaryOp.SQUARE));
        DoubleUnary scale = DoubleUnaryOps.scale(2.5);
        assertEquals(scale, there(scale));
        assertEquals(new Point(1, 2), there(new Point(1, 2)));
    }

    @Test
    void compositionsAreSentToOtherProcesses() throws Exception {
        double two = 2;
        DoubleUnary twice = x -> x * two;
        assertEquals(7, there(twice.andThen(x -> x + 1)).applyAsDouble(3));
        assertEquals(8, there(twice.compose(x -> x + 1)).applyAsDouble(3));
        assertEquals(3, there(DoubleUnary.identity().andThen(DoubleUnaryOp.SQRT)).applyAsDouble(9));
        assertEquals(7f, there(((FloatUnary) x -> x * 2).andThen(x -> x + 1)).applyAsFloat(3));
        assertEquals(8, there(((IntUnary) x -> x * 2).compose(x -> x + 1)).applyAsInt(3));
        assertEquals(7, there(((LongUnary) x -> x * 2).andThen(x -> x + 1)).applyAsLong(3));
        assertEquals(8, there(((LongGenerator) x -> x * 2).compose(x -> x + 1)).applyAsLong(3));
        RemoteFunction<String, Integer> length = String::length;
        assertEquals("3", there(length.andThen(String::valueOf)).apply("abc"));
        assertEquals(2, there(length.<Integer>compose(String::valueOf)).apply(12));
        assertEquals(6, there(RemoteFunction.<Integer>identity().andThen(x -> x + 1)).apply(5));
        RemoteBiFunction<Integer, Integer, Integer> sum = Integer::sum;
        assertEquals("5", there(sum.andThen(String::valueOf)).apply(2, 3));
        int[] seen = {0};
        RemoteConsumer<int[]> add = at -> at[0]++;
        there(add.andThen(at -> at[0] *= 10)).accept(seen);
        assertEquals(10, seen[0]);
    }

    @Test
    void functionsOfNestedAndGenericClassesAreSent() throws Exception {
        Nested<Integer> outer = new Nested<>();
        assertEquals(List.of(1, 1), there(outer.twice()).apply(1));
        assertEquals("a1", there(outer.new Inner<Integer>().text("a")).apply(1));
        record Local(RemoteFunction<Integer, Integer> f) {}
        assertEquals(3, there(new Local(x -> x + 1)).f().apply(2));
        RemoteFunction<Object, String> ofLocalClass = new Object() {
            RemoteFunction<Object, String> give() {
                return value -> "anonymous " + value;
            }
        }.give();
        assertEquals("anonymous 1", there(ofLocalClass).apply(1));
    }

    @Test
    void lambdasThatDifferInAMarkerInterfaceAloneAreDistinguishedOrRefused() throws Exception {
        RemoteCallable<Object> one = (RemoteCallable<Object> & Marker) Object::new;
        RemoteCallable<Object> other = (RemoteCallable<Object> & OtherMarker) Object::new;
        for (RemoteCallable<Object> each : List.of(one, other)) {
            try {
                RemoteCallable<Object> back = there(each);
                assertEquals(each instanceof Marker, back instanceof Marker);
                assertEquals(each instanceof OtherMarker, back instanceof OtherMarker);
            } catch (NotTransportableException refused) {
                assertTrue(refused.getMessage().contains("Marker;"), refused::getMessage);
            }
        }
    }

    @Test
    void capturedHandlesNameTheSameRegionsInTheOtherProcess() throws Exception {
        try (MemoryFolder folder = MemoryFolder.create();
                SharedMemory here = SharedMemory.create(folder.file("f.mill"), 1 << 20);
                SharedMemory there = SharedMemory.attach(folder.file("f.mill"))) {
            Codec<RemoteCallable<Object>> out = Codec.<RemoteCallable<Object>>any().bind(here);
            Codec<RemoteCallable<Object>> in = Codec.<RemoteCallable<Object>>any().bind(there);
            DoubleArray array = here.newDoubleArray("a", 10);
            SharedLock lock = here.newLock("l").withRepair(death -> array.set(1, death.pid()));
            SharedQueue<RemoteFunction<Double, Double>> functions =
                    here.newQueue("q", Codec.any(), QueueOptions.defaults().capacity(4));
            RemoteCallable<Object> task = () -> {
                lock.lock();
                try {
                    array.set(0, functions.take().apply(array.get(0)));
                } finally {
                    lock.unlock();
                }
                return List.of(here, lock.repair().isPresent());
            };
            RemoteCallable<Object> back;
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment bytes = arena.allocate(10_000);
                back = in.decode(bytes.asSlice(0, out.encode(task, bytes)));
            }
            array.set(0, 4);
            double factor = 2.5;
            functions.put(x -> x * factor);
            lock.lock();
            assertEquals(false, there.lock("l").tryLock());
            lock.unlock();
            assertEquals(List.of(there, true), back.call());
            assertEquals(10, array.get(0));
        }
    }

    @Test
    void anOperatorOfTheJdkInACompositionIsRefusedWithTheRemedy() {
        DoubleUnaryOperator plain = x -> x + 1;
        DoubleUnary composed = ((DoubleUnary) x -> x * 2).andThen(plain);
        assertEquals(7, composed.applyAsDouble(3));
        String message = assertThrows(NotTransportableException.class, () -> there(composed))
                .getMessage();
        assertTrue(message.contains("interface=java.util.function.DoubleUnaryOperator"), message);
        assertTrue(message.contains("path=value.captured[1]"), message);
    }

    @Test
    void aPlainFunctionOfTheJdkIsRefused() {
        Function<String, Integer> plain = String::length;
        String message = assertThrows(NotTransportableException.class, () -> there(plain))
                .getMessage();
        assertTrue(message.contains("(Function & Serializable)"), message);
    }
}
