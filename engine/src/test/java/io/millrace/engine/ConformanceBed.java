package io.millrace.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.engine.Computation.Arrays;
import io.millrace.engine.Computation.Outcome;
import io.millrace.engine.internal.kernel.Numbers;
import io.millrace.engine.internal.kernel.Work;
import io.millrace.shm.ElementType;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.data.NumericArray;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;

/// Arrays of all types in one file, made when they are needed, and what a computation over them must give.
///
/// An output has guards on both sides and is overwritten before each run, so that neither what an
/// earlier run left nor a write beside it goes unnoticed. Closing drops the arrays.
final class ConformanceBed implements AutoCloseable {
    /// Elements in front of a slice: an odd number, so that nothing is aligned to a vector.
    private static final int START = 3;

    private static final int GUARD = 40;
    private static final byte UNTOUCHED = 0x5A;

    private final SharedMemory memory;
    private final int capacity;
    private final Map<String, NumericArray> arrays = new HashMap<>();
    private final Arena own = Arena.ofShared();
    private final MemorySegment first;
    private final MemorySegment second;
    private final MemorySegment expected;

    /// @param capacity the longest inputs
    ConformanceBed(SharedMemory memory, int capacity) {
        this.memory = memory;
        this.capacity = capacity;
        this.first = own.allocate(capacity * 8L, 8);
        this.second = own.allocate(capacity * 8L, 8);
        this.expected = own.allocate(capacity * 8L, 8);
    }

    /// Two inputs, in the file and in memory of the test's own; valid until the next are made.
    record Inputs(ElementType type, int length, int start, MemorySegment first, MemorySegment second, String story) {}

    Inputs inputs(ElementType type, Numbers numbers, int length, long seed) {
        int start = numbers == Numbers.WILD ? START : 0;
        MemorySegment ones = elements(first, type, numbers, length, seed);
        MemorySegment others = elements(second, type, numbers, length, seed + 1);
        slice("first", type, start, length).segment().copyFrom(ones);
        slice("second", type, start, length).segment().copyFrom(others);
        return new Inputs(
                type, length, start, ones, others, "%s %s[%,d], seed=%d".formatted(numbers, type, length, seed));
    }

    private static MemorySegment elements(
            MemorySegment room, ElementType type, Numbers numbers, int length, long seed) {
        MemorySegment elements = room.asSlice(0, (long) length * type.byteSize());
        numbers.write(elements, type, length, seed);
        return elements;
    }

    private NumericArray slice(String role, ElementType type, int start, int length) {
        long room = capacity + START + 2L * GUARD;
        NumericArray whole = arrays.computeIfAbsent(role + "-" + type, name -> switch (type) {
            case DOUBLE -> memory.newDoubleArray(name, room);
            case FLOAT -> memory.newFloatArray(name, room);
            case LONG -> memory.newLongArray(name, room);
            case INT -> memory.newIntArray(name, room);
            case SHORT -> memory.newShortArray(name, room);
            case BYTE -> memory.newByteArray(name, room);
        });
        return whole.slice(GUARD + start, GUARD + start + length);
    }

    /// Valid until the next is computed.
    Outcome expected(Computation computation, Inputs inputs) {
        return computation.expected(inputs.first, inputs.second, expected, inputs.length);
    }

    /// Runs the computation out of place and compares.
    Outcome check(Computation computation, Inputs inputs, Outcome expected, Pool pool) {
        return check(computation, arrays(computation, inputs), inputs, expected, pool);
    }

    /// Runs the computation with its output in the place of an input, of each input if it has two, and compares.
    void checkInPlace(Computation computation, Inputs inputs, Outcome expected, Pool pool) {
        Arrays apart = arrays(computation, inputs);
        apart.out().segment().copyFrom(inputs.first);
        check(computation, new Arrays(apart.out(), apart.second(), apart.out()), inputs, expected, pool);
        if (computation.work() instanceof Work.Zip) {
            apart.out().segment().copyFrom(inputs.second);
            check(computation, new Arrays(apart.first(), apart.out(), apart.out()), inputs, expected, pool);
        }
    }

    /// The operands of a computation, the output untouched.
    Arrays arrays(Computation computation, Inputs inputs) {
        NumericArray out = slice("out", computation.out(), inputs.start, inputs.length);
        if (!computation.folds()) {
            guarded(computation, inputs).segment().fill(UNTOUCHED);
        }
        return new Arrays(
                slice("first", inputs.type, inputs.start, inputs.length),
                slice("second", inputs.type, inputs.start, inputs.length),
                out);
    }

    private NumericArray guarded(Computation computation, Inputs inputs) {
        return slice("out", computation.out(), inputs.start - GUARD, inputs.length + 2 * GUARD);
    }

    private Outcome check(Computation computation, Arrays operands, Inputs inputs, Outcome expected, Pool pool) {
        Outcome actual = computation.on(pool, operands);
        String story = difference(computation, inputs, expected, actual);
        if (!story.isEmpty()) {
            throw new AssertionError("%s on %s, pool %s: %s".formatted(computation, inputs.story, pool.name(), story));
        }
        if (!computation.folds()) {
            checkGuards(guarded(computation, inputs).segment(), computation.out().byteSize());
        }
        return actual;
    }

    /// Of several chunks that fail, any may be the one whose story is told.
    private static String difference(Computation computation, Inputs inputs, Outcome expected, Outcome actual) {
        return switch (expected) {
            case Outcome.Elements(var elements) when actual instanceof Outcome.Elements(var given) ->
                difference(given, elements, computation.out());
            case Outcome.Refusal _ when actual instanceof Outcome.Refusal && inputs.length > 4096 -> "";
            default -> actual.equals(expected) ? "" : "gave %s, expected %s".formatted(actual, expected);
        };
    }

    /// Where elements differ; NaN is NaN. Empty when they do not.
    static String difference(MemorySegment given, MemorySegment expected, ElementType type) {
        long byteOffset = given.mismatch(expected);
        if (byteOffset < 0) {
            return "";
        }
        for (long i = byteOffset / type.byteSize(); i < expected.byteSize() / type.byteSize(); i++) {
            long bits = Numbers.bits(given, type, i);
            long expectedBits = Numbers.bits(expected, type, i);
            if (bits != expectedBits) {
                return "element %,d is %016x, expected %016x".formatted(i, bits, expectedBits);
            }
        }
        return "";
    }

    private static void checkGuards(MemorySegment guarded, int elementSize) {
        long guard = (long) GUARD * elementSize;
        MemorySegment untouched = MemorySegment.ofArray(new byte[(int) guard]).fill(UNTOUCHED);
        assertEquals(-1, guarded.asSlice(0, guard).mismatch(untouched), "wrote in front of the output");
        assertEquals(-1, guarded.asSlice(guarded.byteSize() - guard).mismatch(untouched), "wrote behind the output");
    }

    @Override
    public void close() {
        arrays.keySet().forEach(memory::drop);
        arrays.clear();
        own.close();
    }
}
