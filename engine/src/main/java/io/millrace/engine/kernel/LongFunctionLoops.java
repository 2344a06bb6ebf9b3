package io.millrace.engine.kernel;

import io.millrace.engine.LongBinary;
import io.millrace.engine.LongGenerator;
import io.millrace.engine.LongIndexed;
import io.millrace.engine.LongUnary;
import io.millrace.engine.RandomToLong;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/// Loops over a block of `long` elements around a function that has no loop of its own. Each class of
/// functions runs in a copy that no other uses: see [LoopCopies].
final class LongFunctionLoops {

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

    private LongFunctionLoops() {}

    /// Maps the elements, in place.
    interface Map {
        void run(LongUnary function, long[] block, int n);
    }

    /// Maps the elements with a look at the index, in place.
    interface MapIndexed {
        void run(LongIndexed function, long firstIndex, long[] block, int n);
    }

    /// Combines the elements of two blocks and leaves the results in `left`.
    interface Zip {
        void run(LongBinary function, long[] left, long[] right, int n);
    }

    /// Maps elements from memory to memory.
    interface DirectMap {
        void run(LongUnary function, MemorySegment in, MemorySegment out, int n);
    }

    /// Maps elements with a look at the index from memory to memory.
    interface DirectMapIndexed {
        void run(LongIndexed function, long firstIndex, MemorySegment in, MemorySegment out, int n);
    }

    /// Combines elements from memory to memory.
    interface DirectZip {
        void run(LongBinary function, MemorySegment left, MemorySegment right, MemorySegment out, int n);
    }

    /// Makes elements from their index.
    interface Generate {
        void run(LongGenerator function, long firstIndex, long[] block, int n);
    }

    /// Makes elements from random bits and their index.
    interface Draw {
        void run(RandomToLong function, RandomGenerator random, long firstIndex, long[] block, int n);
    }

    /// Makes one number of a block by a reduction of the user's.
    interface Reduce {
        long run(LongBinary function, long identity, long[] block, int n);
    }

    static final class MapLoop implements Map {
        @Override
        public void run(LongUnary function, long[] block, int n) {
            for (int i = 0; i < n; i++) {
                block[i] = function.applyAsLong(block[i]);
            }
        }
    }

    static final class MapIndexedLoop implements MapIndexed {
        @Override
        public void run(LongIndexed function, long firstIndex, long[] block, int n) {
            for (int i = 0; i < n; i++) {
                block[i] = function.applyAsLong(firstIndex + i, block[i]);
            }
        }
    }

    static final class ZipLoop implements Zip {
        @Override
        public void run(LongBinary function, long[] left, long[] right, int n) {
            for (int i = 0; i < n; i++) {
                left[i] = function.applyAsLong(left[i], right[i]);
            }
        }
    }

    static final class DirectMapLoop implements DirectMap {
        @Override
        public void run(LongUnary function, MemorySegment in, MemorySegment out, int n) {
            for (int i = 0; i < n; i++) {
                out.setAtIndex(Elements.LONG, i, function.applyAsLong(in.getAtIndex(Elements.LONG, i)));
            }
        }
    }

    static final class DirectMapIndexedLoop implements DirectMapIndexed {
        @Override
        public void run(LongIndexed function, long firstIndex, MemorySegment in, MemorySegment out, int n) {
            for (int i = 0; i < n; i++) {
                out.setAtIndex(Elements.LONG, i, function.applyAsLong(firstIndex + i, in.getAtIndex(Elements.LONG, i)));
            }
        }
    }

    static final class DirectZipLoop implements DirectZip {
        @Override
        public void run(LongBinary function, MemorySegment left, MemorySegment right, MemorySegment out, int n) {
            for (int i = 0; i < n; i++) {
                out.setAtIndex(
                        Elements.LONG, i, function.applyAsLong(left.getAtIndex(Elements.LONG, i), right.getAtIndex(Elements.LONG, i)));
            }
        }
    }

    static final class GenerateLoop implements Generate {
        @Override
        public void run(LongGenerator function, long firstIndex, long[] block, int n) {
            for (int i = 0; i < n; i++) {
                block[i] = function.applyAsLong(firstIndex + i);
            }
        }
    }

    static final class DrawLoop implements Draw {
        @Override
        public void run(RandomToLong function, RandomGenerator random, long firstIndex, long[] block, int n) {
            for (int i = 0; i < n; i++) {
                block[i] = function.applyAsLong(random, firstIndex + i);
            }
        }
    }

    /// By the rules of the summation tree: element *i* goes to accumulator *i mod 32*, these are
    /// combined by halving.
    static final class ReduceLoop implements Reduce {
        @Override
        public long run(LongBinary function, long identity, long[] block, int n) {
            long[] accumulators = new long[Blocks.ACCUMULATORS];
            Arrays.fill(accumulators, identity);
            for (int i = 0; i < n; i++) {
                int k = i & (Blocks.ACCUMULATORS - 1);
                accumulators[k] = function.applyAsLong(accumulators[k], block[i]);
            }
            for (int half = Blocks.ACCUMULATORS / 2; half > 0; half /= 2) {
                for (int k = 0; k < half; k++) {
                    accumulators[k] = function.applyAsLong(accumulators[k], accumulators[k + half]);
                }
            }
            return accumulators[0];
        }
    }
}
