// Generated from X-FunctionLoops.java.template
package io.millrace.engine.internal.kernel.loops;

import io.millrace.engine.LongBinary;
import io.millrace.engine.LongCondition;
import io.millrace.engine.LongGenerator;
import io.millrace.engine.LongIndexed;
import io.millrace.engine.LongTernary;
import io.millrace.engine.LongUnary;
import io.millrace.engine.RandomToLong;
import java.lang.foreign.MemorySegment;
import java.nio.LongBuffer;
import java.util.random.RandomGenerator;

/// Loops over a block of `long` elements that call a function for each element. Each class of
/// functions runs in its own copy of a loop: see [LoopCopies].
public final class LongFunctionLoops {

    public static final LoopCopies<Map> MAP = LoopCopies.of(Map.class, MapLoop.class);
    public static final LoopCopies<MapIndexed> MAP_INDEXED = LoopCopies.of(MapIndexed.class, MapIndexedLoop.class);
    public static final LoopCopies<Zip> ZIP = LoopCopies.of(Zip.class, ZipLoop.class);
    public static final LoopCopies<Zip3> ZIP3 = LoopCopies.of(Zip3.class, Zip3Loop.class);
    public static final LoopCopies<Generate> GENERATE = LoopCopies.of(Generate.class, GenerateLoop.class);
    public static final LoopCopies<DirectMap> DIRECT_MAP = LoopCopies.of(DirectMap.class, DirectMapLoop.class);
    public static final LoopCopies<DirectMapIndexed> DIRECT_MAP_INDEXED =
            LoopCopies.of(DirectMapIndexed.class, DirectMapIndexedLoop.class);
    public static final LoopCopies<DirectZip> DIRECT_ZIP = LoopCopies.of(DirectZip.class, DirectZipLoop.class);
    public static final LoopCopies<Draw> DRAW = LoopCopies.of(Draw.class, DrawLoop.class);
    public static final LoopCopies<Count> COUNT = LoopCopies.of(Count.class, CountLoop.class);
    public static final LoopCopies<Search> SEARCH = LoopCopies.of(Search.class, SearchLoop.class);
    public static final LoopCopies<Reduce> REDUCE = LoopCopies.of(Reduce.class, ReduceLoop.class);
    public static final LoopCopies<DirectReduce> DIRECT_REDUCE =
            LoopCopies.of(DirectReduce.class, DirectReduceLoop.class);
    public static final LoopCopies<Scan> SCAN = LoopCopies.of(Scan.class, ScanLoop.class);

    private LongFunctionLoops() {}

    /// Maps each element, in place.
    public interface Map {
        void run(LongUnary function, long[] block, int n);
    }

    /// Maps each element and its index, in place.
    public interface MapIndexed {
        void run(LongIndexed function, long firstIndex, long[] block, int n);
    }

    /// Combines the elements of two blocks, with the results in `left`.
    public interface Zip {
        void run(LongBinary function, long[] left, long[] right, int n);
    }

    /// Combines the elements of three blocks, with the results in `first`.
    public interface Zip3 {
        void run(LongTernary function, long[] first, long[] second, long[] third, int n);
    }

    /// Maps elements from memory to memory.
    public interface DirectMap {
        void run(LongUnary function, MemorySegment in, MemorySegment out, int n);
    }

    /// Maps each element and its index from memory to memory.
    public interface DirectMapIndexed {
        void run(LongIndexed function, long firstIndex, MemorySegment in, MemorySegment out, int n);
    }

    /// Combines elements from memory to memory.
    public interface DirectZip {
        void run(LongBinary function, MemorySegment left, MemorySegment right, MemorySegment out, int n);
    }

    /// Computes elements from their index.
    public interface Generate {
        void run(LongGenerator function, long firstIndex, long[] block, int n);
    }

    /// Computes elements from random bits and their index.
    public interface Draw {
        void run(RandomToLong function, RandomGenerator random, long firstIndex, long[] block, int n);
    }

    /// Counts the elements that a condition holds for.
    public interface Count {
        int run(LongCondition condition, long[] block, int n);
    }

    /// Gives the place of the first element for which the condition is `wanted`, or -1.
    public interface Search {
        int run(LongCondition condition, boolean wanted, long[] block, int n);
    }

    /// Combines elements by a reduction of the user.
    public interface Reduce {
        /// Combines each accumulator with its elements; the first accumulator takes the first element.
        void run(LongBinary function, long[] accumulators, long[] elements, int n);

        /// Combines the accumulators into one number.
        long halve(LongBinary function, long[] accumulators);
    }

    /// Combines elements in memory by a reduction of the user, as [Reduce] does.
    public interface DirectReduce {
        void run(LongBinary function, long[] accumulators, LongBuffer elements, int n);
    }

    /// Combines each element with all before it, in place.
    public interface Scan {
        /// @param before all before element `from`, combined
        void run(LongBinary function, long before, long[] block, int from, int to);
    }

    public static final class MapLoop implements Map {
        @Override
        public void run(LongUnary function, long[] block, int n) {
            for (int i = 0; i < n; i++) {
                block[i] = function.applyAsLong(block[i]);
            }
        }
    }

    public static final class MapIndexedLoop implements MapIndexed {
        @Override
        public void run(LongIndexed function, long firstIndex, long[] block, int n) {
            for (int i = 0; i < n; i++) {
                block[i] = function.applyAsLong(firstIndex + i, block[i]);
            }
        }
    }

    public static final class ZipLoop implements Zip {
        @Override
        public void run(LongBinary function, long[] left, long[] right, int n) {
            for (int i = 0; i < n; i++) {
                left[i] = function.applyAsLong(left[i], right[i]);
            }
        }
    }

    public static final class Zip3Loop implements Zip3 {
        @Override
        public void run(LongTernary function, long[] first, long[] second, long[] third, int n) {
            for (int i = 0; i < n; i++) {
                first[i] = function.applyAsLong(first[i], second[i], third[i]);
            }
        }
    }

    public static final class DirectMapLoop implements DirectMap {
        @Override
        public void run(LongUnary function, MemorySegment in, MemorySegment out, int n) {
            for (int i = 0; i < n; i++) {
                out.setAtIndex(Elements.LONG, i, function.applyAsLong(in.getAtIndex(Elements.LONG, i)));
            }
        }
    }

    public static final class DirectMapIndexedLoop implements DirectMapIndexed {
        @Override
        public void run(LongIndexed function, long firstIndex, MemorySegment in, MemorySegment out, int n) {
            for (int i = 0; i < n; i++) {
                long value = in.getAtIndex(Elements.LONG, i);
                out.setAtIndex(Elements.LONG, i, function.applyAsLong(firstIndex + i, value));
            }
        }
    }

    public static final class DirectZipLoop implements DirectZip {
        @Override
        public void run(LongBinary function, MemorySegment left, MemorySegment right, MemorySegment out, int n) {
            for (int i = 0; i < n; i++) {
                long a = left.getAtIndex(Elements.LONG, i);
                long b = right.getAtIndex(Elements.LONG, i);
                out.setAtIndex(Elements.LONG, i, function.applyAsLong(a, b));
            }
        }
    }

    public static final class GenerateLoop implements Generate {
        @Override
        public void run(LongGenerator function, long firstIndex, long[] block, int n) {
            for (int i = 0; i < n; i++) {
                block[i] = function.applyAsLong(firstIndex + i);
            }
        }
    }

    public static final class DrawLoop implements Draw {
        @Override
        public void run(RandomToLong function, RandomGenerator random, long firstIndex, long[] block, int n) {
            for (int i = 0; i < n; i++) {
                block[i] = function.applyAsLong(random, firstIndex + i);
            }
        }
    }

    public static final class CountLoop implements Count {
        @Override
        public int run(LongCondition condition, long[] block, int n) {
            int count = 0;
            for (int i = 0; i < n; i++) {
                count += condition.test(block[i]) ? 1 : 0;
            }
            return count;
        }
    }

    public static final class SearchLoop implements Search {
        @Override
        public int run(LongCondition condition, boolean wanted, long[] block, int n) {
            for (int i = 0; i < n; i++) {
                if (condition.test(block[i]) == wanted) {
                    return i;
                }
            }
            return -1;
        }
    }

    /// Combines in the order of the summation tree: element *i* goes to accumulator *i mod 32*,
    /// then the accumulators are combined by halving.
    ///
    /// Each accumulator takes its elements in order, but eight accumulators take all of theirs before the next
    /// eight do. So they stay in registers; an accumulator in an array costs a load and a store for each element.
    public static final class ReduceLoop implements Reduce {
        @Override
        public void run(LongBinary function, long[] accumulators, long[] elements, int n) {
            int rows = n - n % Blocks.ACCUMULATORS;
            for (int k = 0; k < Blocks.ACCUMULATORS; k += 8) {
                long a0 = accumulators[k];
                long a1 = accumulators[k + 1];
                long a2 = accumulators[k + 2];
                long a3 = accumulators[k + 3];
                long a4 = accumulators[k + 4];
                long a5 = accumulators[k + 5];
                long a6 = accumulators[k + 6];
                long a7 = accumulators[k + 7];
                for (int i = k; i < rows; i += Blocks.ACCUMULATORS) {
                    a0 = function.applyAsLong(a0, elements[i]);
                    a1 = function.applyAsLong(a1, elements[i + 1]);
                    a2 = function.applyAsLong(a2, elements[i + 2]);
                    a3 = function.applyAsLong(a3, elements[i + 3]);
                    a4 = function.applyAsLong(a4, elements[i + 4]);
                    a5 = function.applyAsLong(a5, elements[i + 5]);
                    a6 = function.applyAsLong(a6, elements[i + 6]);
                    a7 = function.applyAsLong(a7, elements[i + 7]);
                }
                accumulators[k] = a0;
                accumulators[k + 1] = a1;
                accumulators[k + 2] = a2;
                accumulators[k + 3] = a3;
                accumulators[k + 4] = a4;
                accumulators[k + 5] = a5;
                accumulators[k + 6] = a6;
                accumulators[k + 7] = a7;
            }
            for (int i = rows; i < n; i++) {
                accumulators[i - rows] = function.applyAsLong(accumulators[i - rows], elements[i]);
            }
        }

        @Override
        public long halve(LongBinary function, long[] accumulators) {
            for (int half = Blocks.ACCUMULATORS / 2; half > 0; half /= 2) {
                for (int k = 0; k < half; k++) {
                    accumulators[k] = function.applyAsLong(accumulators[k], accumulators[k + half]);
                }
            }
            return accumulators[0];
        }
    }

    /// As [ReduceLoop], but from memory: piece by piece, because it goes through the elements several times.
    public static final class DirectReduceLoop implements DirectReduce {
        @Override
        public void run(LongBinary function, long[] accumulators, LongBuffer elements, int n) {
            int rows = n - n % Blocks.ACCUMULATORS;
            for (int piece = 0; piece < rows; piece += Blocks.PIECE) {
                int end = Math.min(piece + Blocks.PIECE, rows);
                for (int k = 0; k < Blocks.ACCUMULATORS; k += 8) {
                    long a0 = accumulators[k];
                    long a1 = accumulators[k + 1];
                    long a2 = accumulators[k + 2];
                    long a3 = accumulators[k + 3];
                    long a4 = accumulators[k + 4];
                    long a5 = accumulators[k + 5];
                    long a6 = accumulators[k + 6];
                    long a7 = accumulators[k + 7];
                    for (int i = piece + k; i < end; i += Blocks.ACCUMULATORS) {
                        a0 = function.applyAsLong(a0, elements.get(i));
                        a1 = function.applyAsLong(a1, elements.get(i + 1));
                        a2 = function.applyAsLong(a2, elements.get(i + 2));
                        a3 = function.applyAsLong(a3, elements.get(i + 3));
                        a4 = function.applyAsLong(a4, elements.get(i + 4));
                        a5 = function.applyAsLong(a5, elements.get(i + 5));
                        a6 = function.applyAsLong(a6, elements.get(i + 6));
                        a7 = function.applyAsLong(a7, elements.get(i + 7));
                    }
                    accumulators[k] = a0;
                    accumulators[k + 1] = a1;
                    accumulators[k + 2] = a2;
                    accumulators[k + 3] = a3;
                    accumulators[k + 4] = a4;
                    accumulators[k + 5] = a5;
                    accumulators[k + 6] = a6;
                    accumulators[k + 7] = a7;
                }
            }
            for (int i = rows; i < n; i++) {
                accumulators[i - rows] = function.applyAsLong(accumulators[i - rows], elements.get(i));
            }
        }
    }

    public static final class ScanLoop implements Scan {
        @Override
        public void run(LongBinary function, long before, long[] block, int from, int to) {
            long combined = before;
            for (int i = from; i < to; i++) {
                combined = function.applyAsLong(combined, block[i]);
                block[i] = combined;
            }
        }
    }

    /// A step that maps from memory to memory, without a buffer.
    public static BlockStep directMap(LongUnary function) {
        DirectMap loop = DIRECT_MAP.of(function);
        return (operands, firstIndex, n) -> loop.run(function, operands.first(), operands.out(), n);
    }

    /// A step that maps each element and its index from memory to memory, without a buffer.
    public static BlockStep directMapIndexed(LongIndexed function) {
        DirectMapIndexed loop = DIRECT_MAP_INDEXED.of(function);
        return (operands, firstIndex, n) ->
                loop.run(function, firstIndex, operands.first(), operands.out(), n);
    }

    /// A step that combines from memory to memory, without a buffer.
    public static BlockStep directZip(LongBinary function) {
        DirectZip loop = DIRECT_ZIP.of(function);
        return (operands, firstIndex, n) ->
                loop.run(function, operands.first(), operands.second(), operands.out(), n);
    }
}
