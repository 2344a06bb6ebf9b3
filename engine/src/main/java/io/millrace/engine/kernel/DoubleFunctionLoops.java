package io.millrace.engine.kernel;

import io.millrace.engine.DoubleBinary;
import io.millrace.engine.DoubleGenerator;
import io.millrace.engine.DoubleIndexed;
import io.millrace.engine.DoubleUnary;
import io.millrace.engine.RandomToDouble;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/// Loops over a block of `double` elements around a function that has no loop of its own. Each class of
/// functions runs in a copy that no other uses: see [LoopCopies].
final class DoubleFunctionLoops {

    static final LoopCopies<Map> MAP = LoopCopies.of(Map.class, MapLoop.class);
    static final LoopCopies<MapIndexed> MAP_INDEXED = LoopCopies.of(MapIndexed.class, MapIndexedLoop.class);
    static final LoopCopies<Zip> ZIP = LoopCopies.of(Zip.class, ZipLoop.class);
    static final LoopCopies<Generate> GENERATE = LoopCopies.of(Generate.class, GenerateLoop.class);
    static final LoopCopies<DirectMap> DIRECT_MAP = LoopCopies.of(DirectMap.class, DirectMapLoop.class);
    static final LoopCopies<DirectMapIndexed> DIRECT_MAP_INDEXED =
            LoopCopies.of(DirectMapIndexed.class, DirectMapIndexedLoop.class);
    static final LoopCopies<DirectZip> DIRECT_ZIP = LoopCopies.of(DirectZip.class, DirectZipLoop.class);
    static final LoopCopies<Draw> DRAW = LoopCopies.of(Draw.class, DrawLoop.class);
    static final LoopCopies<Reduce> REDUCE = LoopCopies.of(Reduce.class, ReduceLoop.class);

    private DoubleFunctionLoops() {}

    /// Maps the elements, in place.
    interface Map {
        void run(DoubleUnary function, double[] block, int n);
    }

    /// Maps the elements with a look at the index, in place.
    interface MapIndexed {
        void run(DoubleIndexed function, long firstIndex, double[] block, int n);
    }

    /// Combines the elements of two blocks and leaves the results in `left`.
    interface Zip {
        void run(DoubleBinary function, double[] left, double[] right, int n);
    }

    /// Maps elements from memory to memory.
    interface DirectMap {
        void run(DoubleUnary function, MemorySegment in, MemorySegment out, int n);
    }

    /// Maps elements with a look at the index from memory to memory.
    interface DirectMapIndexed {
        void run(DoubleIndexed function, long firstIndex, MemorySegment in, MemorySegment out, int n);
    }

    /// Combines elements from memory to memory.
    interface DirectZip {
        void run(DoubleBinary function, MemorySegment left, MemorySegment right, MemorySegment out, int n);
    }

    /// Makes elements from their index.
    interface Generate {
        void run(DoubleGenerator function, long firstIndex, double[] block, int n);
    }

    /// Makes elements from random bits and their index.
    interface Draw {
        void run(RandomToDouble function, RandomGenerator random, long firstIndex, double[] block, int n);
    }

    /// Makes one number of a block by a reduction of the user's.
    interface Reduce {
        double run(DoubleBinary function, double identity, double[] block, int n);
    }

    static final class MapLoop implements Map {
        @Override
        public void run(DoubleUnary function, double[] block, int n) {
            for (int i = 0; i < n; i++) {
                block[i] = function.applyAsDouble(block[i]);
            }
        }
    }

    static final class MapIndexedLoop implements MapIndexed {
        @Override
        public void run(DoubleIndexed function, long firstIndex, double[] block, int n) {
            for (int i = 0; i < n; i++) {
                block[i] = function.applyAsDouble(firstIndex + i, block[i]);
            }
        }
    }

    static final class ZipLoop implements Zip {
        @Override
        public void run(DoubleBinary function, double[] left, double[] right, int n) {
            for (int i = 0; i < n; i++) {
                left[i] = function.applyAsDouble(left[i], right[i]);
            }
        }
    }

    static final class DirectMapLoop implements DirectMap {
        @Override
        public void run(DoubleUnary function, MemorySegment in, MemorySegment out, int n) {
            for (int i = 0; i < n; i++) {
                out.setAtIndex(Elements.DOUBLE, i, function.applyAsDouble(in.getAtIndex(Elements.DOUBLE, i)));
            }
        }
    }

    static final class DirectMapIndexedLoop implements DirectMapIndexed {
        @Override
        public void run(DoubleIndexed function, long firstIndex, MemorySegment in, MemorySegment out, int n) {
            for (int i = 0; i < n; i++) {
                out.setAtIndex(Elements.DOUBLE, i, function.applyAsDouble(firstIndex + i, in.getAtIndex(Elements.DOUBLE, i)));
            }
        }
    }

    static final class DirectZipLoop implements DirectZip {
        @Override
        public void run(DoubleBinary function, MemorySegment left, MemorySegment right, MemorySegment out, int n) {
            for (int i = 0; i < n; i++) {
                out.setAtIndex(
                        Elements.DOUBLE, i, function.applyAsDouble(left.getAtIndex(Elements.DOUBLE, i), right.getAtIndex(Elements.DOUBLE, i)));
            }
        }
    }

    static final class GenerateLoop implements Generate {
        @Override
        public void run(DoubleGenerator function, long firstIndex, double[] block, int n) {
            for (int i = 0; i < n; i++) {
                block[i] = function.applyAsDouble(firstIndex + i);
            }
        }
    }

    static final class DrawLoop implements Draw {
        @Override
        public void run(RandomToDouble function, RandomGenerator random, long firstIndex, double[] block, int n) {
            for (int i = 0; i < n; i++) {
                block[i] = function.applyAsDouble(random, firstIndex + i);
            }
        }
    }

    /// By the rules of the summation tree: element *i* goes to accumulator *i mod 32*, these are
    /// combined by halving.
    static final class ReduceLoop implements Reduce {
        @Override
        public double run(DoubleBinary function, double identity, double[] block, int n) {
            double[] accumulators = new double[Blocks.ACCUMULATORS];
            Arrays.fill(accumulators, identity);
            for (int i = 0; i < n; i++) {
                int k = i & (Blocks.ACCUMULATORS - 1);
                accumulators[k] = function.applyAsDouble(accumulators[k], block[i]);
            }
            for (int half = Blocks.ACCUMULATORS / 2; half > 0; half /= 2) {
                for (int k = 0; k < half; k++) {
                    accumulators[k] = function.applyAsDouble(accumulators[k], accumulators[k + half]);
                }
            }
            return accumulators[0];
        }
    }
}
