package io.millrace.engine.internal.lambda;

import static io.millrace.engine.internal.lambda.FunctionCodecTest.there;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.engine.DoubleUnary;
import io.millrace.engine.RemoteCallable;
import io.millrace.engine.RemoteRunnable;
import io.millrace.shm.FileFormatException;
import io.millrace.shm.MillraceException;
import io.millrace.shm.NotTransportableException;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.message.Codec;
import io.millrace.shm.sync.SharedLock;
import io.millrace.testing.MemoryFolder;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The sender refuses functions that cannot be encoded, with class, path and remedy; the receiver
/// refuses functions that it cannot make.
class FunctionRefusalsTest {
    private static final Codec<Object> ANY = Codec.any();

    private int field = 3;

    RemoteCallable<Object> usesField() {
        return () -> field;
    }

    RemoteCallable<Object> refersToOwnMethod() {
        return this::hashCode;
    }

    static final class Task implements RemoteRunnable {
        private static final long serialVersionUID = 1L;

        @Override
        public void run() {}
    }

    static final class OwnList extends ArrayList<String> {
        private static final long serialVersionUID = 1L;
    }

    static final class NoCause extends Exception {
        private static final long serialVersionUID = 1L;
        final int code;

        NoCause(int code) {
            super("code " + code);
            this.code = code;
        }
    }

    record Holder(RemoteCallable<Object> task) {}

    private static Arguments refused(String name, Object value, String... said) {
        return Arguments.of(name, value, said);
    }

    @SuppressWarnings("serial")
    static Stream<Arguments> refused() {
        InputStream stream = new ByteArrayInputStream(new byte[0]);
        RemoteCallable<Object> usesStream = stream::read;
        int one = 1;
        RemoteCallable<Object> usesStreamToo = () -> stream.read() + one;
        RemoteCallable<Object> outer = () -> usesStreamToo.call();
        RemoteRunnable anonymous = new RemoteRunnable() {
            @Override
            public void run() {}
        };
        OwnList list = new OwnList();
        RemoteCallable<Object> usesOwnList = () -> list.size();
        RemoteCallable<Object> boundToOwnList = list::size;
        TreeSet<String> sorted = new TreeSet<>((left, right) -> right.compareTo(left));
        RemoteCallable<Object> usesTreeSet = () -> one + sorted.size();
        NoCause noCause = new NoCause(3);
        RemoteCallable<Object> usesException = () -> noCause.code;
        Map<String, Object> map = new HashMap<>(Map.of("key", stream));
        RemoteCallable<Object> usesMap = () -> map.size();
        Object[] cycle = new Object[1];
        RemoteCallable<Object> inCycle = () -> cycle.length;
        cycle[0] = inCycle;
        String here = FunctionRefusalsTest.class.getName();
        String bytes = "java.io.ByteArrayInputStream";
        return Stream.of(
                refused("this, by a field", new FunctionRefusalsTest().usesField(),
                        "type=" + here, "path=value.this", "local variable"),
                refused("this, by a method reference", new FunctionRefusalsTest().refersToOwnMethod(),
                        "type=" + here, "path=value.this", "local variable"),
                refused("an object that is no record, bound", usesStream,
                        "type=" + bytes, "path=value.captured[0]", "make it a record"),
                refused("an object that is no record, captured", usesStreamToo,
                        "type=" + bytes, "path=value.captured[0]", "make it a record"),
                refused("the same, two functions deep", outer,
                        "type=" + bytes, "path=value.captured[0].captured[0]", "make it a record"),
                refused("the same, in a record in a list", List.of(new Holder(outer)),
                        "path=value[0].task.captured[0].captured[0]"),
                refused("the same, in a map", usesMap, "type=" + bytes, "path=value.captured[0][key]"),
                refused("an anonymous class", anonymous,
                        "type=" + here + "$1", "anonymous", "io.millrace.engine.RemoteRunnable", "lambda"),
                refused("a class that is no record", new Task(),
                        "type=" + here + "$Task", "neither a lambda nor a record", "RemoteRunnable"),
                refused("a list of a class of the user's", usesOwnList,
                        "type=" + here + "$OwnList", "path=value.captured[0]", "new ArrayList<>(it)"),
                refused("a method bound to such a list", boundToOwnList,
                        "type=" + here + "$OwnList", "path=value.captured[0]", "new ArrayList<>(it)"),
                refused("a set with an order that cannot travel", usesTreeSet,
                        "path=value.captured[1].comparator()", "Serializable"),
                refused("an exception that cannot be made again", usesException,
                        "type=" + here + "$NoCause", "declared as " + here + "$NoCause", "RemoteThrowable"),
                refused("a cycle", inCycle, "it holds itself"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void valuesThatCannotBeEncodedAreRefusedAtTheSender(String name, Object value, String[] said) {
        String message = assertThrows(NotTransportableException.class, () -> encode(value)).getMessage();
        for (String part : said) {
            assertTrue(message.contains(part), () -> part + " in: " + message);
        }
    }

    @Test
    void aHandleOfAnotherFileIsRefusedWithAReason() {
        try (MemoryFolder folder = MemoryFolder.create();
                SharedMemory here = SharedMemory.create(folder.file("here.mill"), 1 << 20);
                SharedMemory other = SharedMemory.create(folder.file("other.mill"), 1 << 20)) {
            SharedLock lock = other.newLock("l");
            RemoteRunnable task = () -> lock.lock();
            Codec<RemoteRunnable> codec = Codec.<RemoteRunnable>any().bind(here);
            String message = assertThrows(NotTransportableException.class, () -> there(task, codec)).getMessage();
            assertTrue(message.contains("belongs to another file") && message.contains("captured[0]"), message);
        }
    }

    private static byte[] encode(Object value) {
        byte[] bytes = new byte[100_000];
        return Arrays.copyOf(bytes, (int) ANY.encode(value, MemorySegment.ofArray(bytes)));
    }

    private static byte[] encoded(Object value) {
        byte[] bytes = new byte[100_000];
        long length = ANY.encode(value, MemorySegment.ofArray(bytes));
        return Arrays.copyOf(bytes, (int) length);
    }

    /// The same message with every `from` in it replaced by `to`, of the same length.
    private static byte[] forged(byte[] message, String from, String to) {
        assertEquals(from.length(), to.length());
        String text = new String(message, StandardCharsets.ISO_8859_1);
        assertTrue(text.contains(from), from);
        return text.replace(from, to).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String refusal(byte[] message) {
        return assertThrows(NotTransportableException.class, () -> ANY.decode(MemorySegment.ofArray(message)))
                .getMessage();
    }

    static final class Giver {
        static RemoteCallable<Object> give() {
            return () -> "given";
        }

        static RemoteCallable<Object> giveWith(String text) {
            return () -> text;
        }

        static String hidden() {
            return "not given";
        }
    }

    /// Records its initialisation; has no lambdas.
    static final class Mutes {
        static {
            System.setProperty("millrace.test.mutes", "initialised");
        }
    }

    static final class Fails {
        static final int BROKEN = Integer.parseInt("no number");

        static RemoteCallable<Object> give() {
            return () -> BROKEN;
        }
    }

    @Test
    void aMethodThatIsNoFunctionOfTheClassIsRefused() {
        byte[] message = encoded(Giver.give());
        String text = new String(message, StandardCharsets.ISO_8859_1);
        int at = text.indexOf("lambda$give$");
        String lambda = text.substring(at, at + "lambda$give$0".length());
        String refusal = refusal(forged(message, lambda, "hidden" + " ".repeat(lambda.length() - 6)));
        assertTrue(refusal.contains(Giver.class.getName()) && refusal.contains("same classes"), refusal);
        String other = refusal(forged(message, "()Ljava/lang/Object;", "()Ljava/lang/String;"));
        assertTrue(other.contains("cannot be made here"), other);
    }

    @Test
    void aClassWithoutFunctionsIsNotInitialised() {
        String refusal = refusal(forged(encoded(Giver.give()), "RefusalsTest$Giver", "RefusalsTest$Mutes"));
        assertTrue(refusal.contains("FunctionRefusalsTest$Mutes"), refusal);
        assertEquals(null, System.getProperty("millrace.test.mutes"));
    }

    @Test
    void aClassThatCannotBeInitialisedIsNamed() {
        String refusal = refusal(forged(encoded(Giver.give()), "RefusalsTest$Giver", "RefusalsTest$Fails"));
        assertTrue(refusal.contains("FunctionRefusalsTest$Fails") && refusal.contains("no number"), refusal);
    }

    @Test
    void aMissingClassIsNamed() {
        byte[] message = encoded(Giver.give());
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try {
            thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
            String refusal = refusal(message);
            assertTrue(refusal.contains("class=" + Giver.class.getName()), refusal);
            assertTrue(refusal.contains("class path"), refusal);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Test
    void aCapturedValueOfAnotherTypeThanTheLambdaTakesIsRefused() {
        byte[] message = encoded(Giver.giveWith("text"));
        String text = new String(message, StandardCharsets.ISO_8859_1);
        int at = text.lastIndexOf("text") - 5; // tag and length of the text, the last value of the message
        message[at] = message[0]; // a carried value in its place
        assertThrows(MillraceException.class, () -> ANY.decode(MemorySegment.ofArray(message)));
    }

    /// Any bytes: a value, or a typed error.
    @Test
    void forgedFunctionsAreATypedErrorOrAValue() {
        long seed = Long.getLong("millrace.seed", 11);
        SplittableRandom random = new SplittableRandom(seed);
        double factor = 2;
        List<byte[]> originals = List.of(
                encoded(Giver.give()), encoded(Giver.giveWith("text")), encoded((DoubleUnary) x -> x * factor));
        int values = 0;
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = originals.get(random.nextInt(originals.size())).clone();
            for (int change = random.nextInt(1, 3); change > 0; change--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try {
                ANY.decode(MemorySegment.ofArray(bytes));
                values++;
            } catch (NotTransportableException | FileFormatException expected) {
                assertTrue(expected.getMessage().contains("; "), () -> "seed " + seed + ": " + expected);
            }
        }
        assertFalse(values > 10_000, "seed " + seed + ": forgeries pass");
    }
}
