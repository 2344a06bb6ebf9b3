package io.millrace.spark.internal.source;

import io.millrace.engine.DoubleGenerator;
import io.millrace.engine.FloatGenerator;
import io.millrace.engine.IntGenerator;
import io.millrace.engine.LongGenerator;
import io.millrace.engine.Pool;
import io.millrace.engine.RandomToDouble;
import io.millrace.engine.RandomToFloat;
import io.millrace.engine.RandomToInt;
import io.millrace.engine.RandomToLong;
import io.millrace.engine.internal.kernel.loops.Blocks;
import io.millrace.shm.ElementType;
import io.millrace.shm.data.ByteArray;
import io.millrace.shm.data.DoubleArray;
import io.millrace.shm.data.FloatArray;
import io.millrace.shm.data.IntArray;
import io.millrace.shm.data.LongArray;
import io.millrace.shm.data.NumericArray;
import io.millrace.shm.data.ShortArray;
import java.io.Serializable;

/// How the elements of an array are computed. Part by part they have the bits of one array on one machine.
///
/// Functions see the index in the whole array. A part that begins at block `b` gets the seed by which its
/// block 0 has the random stream of block `b`.
public sealed interface Generation extends Serializable {

    /// Whether the elements may have this type. Those of functions that make `long` may be `short` and
    /// `byte` as well: they are narrowed as by a cast.
    boolean makes(ElementType type);

    /// Computes the elements from `from` on, of a type that this makes.
    void run(Pool pool, NumericArray target, long from);

    /// `double` elements made of their index.
    record Doubles(DoubleGenerator fn) implements Generation {
        @Override
        public boolean makes(ElementType type) {
            return type == ElementType.DOUBLE;
        }

        @Override
        public void run(Pool pool, NumericArray target, long from) {
            pool.generate((DoubleArray) target, Shifted.doubles(fn, from, target.length()));
        }
    }

    /// Random `double` elements.
    record RandomDoubles(long seed, RandomToDouble fn) implements Generation {
        @Override
        public boolean makes(ElementType type) {
            return type == ElementType.DOUBLE;
        }

        @Override
        public void run(Pool pool, NumericArray target, long from) {
            pool.generate((DoubleArray) target, Blocks.seedOfPart(seed, from), Shifted.doubles(fn, from));
        }
    }

    /// `float` elements made of their index.
    record Floats(FloatGenerator fn) implements Generation {
        @Override
        public boolean makes(ElementType type) {
            return type == ElementType.FLOAT;
        }

        @Override
        public void run(Pool pool, NumericArray target, long from) {
            pool.generate((FloatArray) target, Shifted.floats(fn, from, target.length()));
        }
    }

    /// Random `float` elements.
    record RandomFloats(long seed, RandomToFloat fn) implements Generation {
        @Override
        public boolean makes(ElementType type) {
            return type == ElementType.FLOAT;
        }

        @Override
        public void run(Pool pool, NumericArray target, long from) {
            pool.generate((FloatArray) target, Blocks.seedOfPart(seed, from), Shifted.floats(fn, from));
        }
    }

    /// `long`, `short` or `byte` elements made of their index.
    record Longs(LongGenerator fn) implements Generation {
        @Override
        public boolean makes(ElementType type) {
            return isMadeOfLongs(type);
        }

        @Override
        public void run(Pool pool, NumericArray target, long from) {
            LongGenerator shifted = Shifted.longs(fn, from);
            switch (target) {
                case ByteArray bytes -> pool.generate(bytes, shifted);
                case ShortArray shorts -> pool.generate(shorts, shifted);
                default -> pool.generate((LongArray) target, shifted);
            }
        }
    }

    /// Random `long`, `short` or `byte` elements.
    record RandomLongs(long seed, RandomToLong fn) implements Generation {
        @Override
        public boolean makes(ElementType type) {
            return isMadeOfLongs(type);
        }

        @Override
        public void run(Pool pool, NumericArray target, long from) {
            RandomToLong shifted = Shifted.longs(fn, from);
            long seedOfPart = Blocks.seedOfPart(seed, from);
            switch (target) {
                case ByteArray bytes -> pool.generate(bytes, seedOfPart, shifted);
                case ShortArray shorts -> pool.generate(shorts, seedOfPart, shifted);
                default -> pool.generate((LongArray) target, seedOfPart, shifted);
            }
        }
    }

    /// `int` elements made of their index.
    record Ints(IntGenerator fn) implements Generation {
        @Override
        public boolean makes(ElementType type) {
            return type == ElementType.INT;
        }

        @Override
        public void run(Pool pool, NumericArray target, long from) {
            pool.generate((IntArray) target, Shifted.ints(fn, from));
        }
    }

    /// Random `int` elements.
    record RandomInts(long seed, RandomToInt fn) implements Generation {
        @Override
        public boolean makes(ElementType type) {
            return type == ElementType.INT;
        }

        @Override
        public void run(Pool pool, NumericArray target, long from) {
            pool.generate((IntArray) target, Blocks.seedOfPart(seed, from), Shifted.ints(fn, from));
        }
    }

    private static boolean isMadeOfLongs(ElementType type) {
        return type == ElementType.LONG || type == ElementType.SHORT || type == ElementType.BYTE;
    }
}
