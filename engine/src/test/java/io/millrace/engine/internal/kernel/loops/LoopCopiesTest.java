package io.millrace.engine.internal.kernel.loops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.engine.DoubleUnary;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.ref.WeakReference;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LoopCopiesTest {
    private static DoubleUnary times(double factor) {
        return x -> x * factor;
    }

    private static Class<?> copyFor(DoubleUnary function) {
        return DoubleFunctionLoops.MAP.of(function).getClass();
    }

    @Test
    void eachClassOfFunctionsHasACopyOfItsOwnWhateverItCaptured() {
        DoubleUnary other = x -> x + 1;
        assertTrue(copyFor(other).isHidden());
        assertNotSame(DoubleFunctionLoops.MapLoop.class, copyFor(other));
        assertNotEquals(copyFor(other), copyFor(times(2)));
        assertSame(DoubleFunctionLoops.MAP.of(times(2)), DoubleFunctionLoops.MAP.of(times(3)));
        double[] block = {1, 2, 3};
        DoubleFunctionLoops.MAP.of(times(2)).run(times(2), block, 2);
        DoubleFunctionLoops.MAP.of(times(3)).run(times(3), block, 3);
        assertEquals(6, block[0]);
        assertEquals(12, block[1]);
        assertEquals(9, block[2]);
    }

    /// Made anew from its own bytes below, as a class of functions that can go.
    static final class Passing implements DoubleUnary {
        private static final long serialVersionUID = 1L;

        @Override
        public double applyAsDouble(double operand) {
            return operand;
        }
    }

    @Test
    @Timeout(60)
    void aCopyGoesWithTheClassOfItsFunctions() throws Exception {
        WeakReference<?> copy = copyForOneThatGoes();
        while (copy.get() != null) {
            System.gc();
        }
        assertNull(copy.get());
    }

    private static WeakReference<?> copyForOneThatGoes() throws IOException, ReflectiveOperationException {
        try (InputStream bytes = Objects.requireNonNull(
                LoopCopiesTest.class.getResourceAsStream("LoopCopiesTest$Passing.class"))) {
            Class<?> hidden = MethodHandles.lookup()
                    .defineHiddenClass(bytes.readAllBytes(), true)
                    .lookupClass();
            var constructor = hidden.getDeclaredConstructor();
            constructor.setAccessible(true);
            return new WeakReference<>(copyFor((DoubleUnary) constructor.newInstance()));
        }
    }

    @Test
    void everyLoopCanBeCopied() {
        record Everything()
                implements io.millrace.engine.DoubleBinary,
                        io.millrace.engine.LongBinary,
                        io.millrace.engine.RandomToDouble {
            @Override
            public double applyAsDouble(double left, double right) {
                return left;
            }

            @Override
            public long applyAsLong(long left, long right) {
                return left;
            }

            @Override
            public double applyAsDouble(java.util.random.RandomGenerator random, long index) {
                return index;
            }
        }

        Object function = new Everything();
        assertTrue(DoubleFunctionLoops.ZIP.of(function).getClass().isHidden());
        assertTrue(DoubleFunctionLoops.DRAW.of(function).getClass().isHidden());
        assertTrue(DoubleFunctionLoops.REDUCE.of(function).getClass().isHidden());
        assertTrue(LongFunctionLoops.REDUCE.of(function).getClass().isHidden());
        assertTrue(DoubleFunctionLoops.DIRECT_ZIP.of(function).getClass().isHidden());
    }
}
