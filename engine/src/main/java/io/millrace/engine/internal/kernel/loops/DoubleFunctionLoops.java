// Generated from X-FunctionLoops.java.template
package io.millrace.engine.internal.kernel.loops;

import io.millrace.engine.DoubleBinary;
import io.millrace.engine.DoubleCondition;
import io.millrace.engine.DoubleGenerator;
import io.millrace.engine.DoubleIndexed;
import io.millrace.engine.DoubleTernary;
import io.millrace.engine.DoubleUnary;
import io.millrace.engine.RandomToDouble;
import java.lang.foreign.MemorySegment;
import java.nio.DoubleBuffer;
import java.util.random.RandomGenerator;

/// Loops over a block of `double` elements that call a function for each element. Each class of
/// functions runs in its own copy of a loop: see [LoopCopies].
public final class DoubleFunctionLoops {

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

    private DoubleFunctionLoops() {}

    /// Maps each element, in place.
    public interface Map {
        void run(DoubleUnary function, double[] block, int n);
    }

    /// Maps each element and its index, in place.
    public interface MapIndexed {
        void run(DoubleIndexed function, long firstIndex, double[] block, int n);
    }

    /// Combines the elements of two blocks, with the results in `left`.
    public interface Zip {
        void run(DoubleBinary function, double[] left, double[] right, int n);
    }

    /// Combines the elements of three blocks, with the results in `first`.
    public interface Zip3 {
        void run(DoubleTernary function, double[] first, double[] second, double[] third, int n);
    }

    /// Maps elements from memory to memory.
    public interface DirectMap {
        void run(DoubleUnary function, MemorySegment in, MemorySegment out, int n);
    }

    /// Maps each element and its index from memory to memory.
    public interface DirectMapIndexed {
        void run(DoubleIndexed function, long firstIndex, MemorySegment in, MemorySegment out, int n);
    }

    /// Combines elements from memory to memory.
    public interface DirectZip {
        void run(DoubleBinary function, MemorySegment left, MemorySegment right, MemorySegment out, int n);
    }

    /// Computes elements from their index.
    public interface Generate {
        void run(DoubleGenerator function, long firstIndex, double[] block, int n);
    }

    /// Computes elements from random bits and their index.
    public interface Draw {
        void run(RandomToDouble function, RandomGenerator random, long firstIndex, double[] block, int n);
    }

    /// Counts the elements that a condition holds for.
    public interface Count {
        int run(DoubleCondition condition, double[] block, int n);
    }

    /// Gives the place of the first element for which the condition is `wanted`, or -1.
    public interface Search {
        int run(DoubleCondition condition, boolean wanted, double[] block, int n);
    }

    /// Combines elements by a reduction of the user.
    public interface Reduce {
        /// Combines each accumulator with its elements; the first accumulator takes the first element.
        void run(DoubleBinary function, double[] accumulators, double[] elements, int n);

        /// Combines the accumulators into one number.
        double halve(DoubleBinary function, double[] accumulators);
    }

    /// Combines elements in memory by a reduction of the user, as [Reduce] does.
    public interface DirectReduce {
        void run(DoubleBinary function, double[] accumulators, DoubleBuffer elements, int n);
    }

    /// Combines each element with all before it, in place.
    public interface Scan {
        /// @param before all before element `from`, combined
        void run(DoubleBinary function, double before, double[] block, int from, int to);
    }

    public static final class MapLoop implements Map {
        @Override
        public void run(DoubleUnary function, double[] block, int n) {
            for (int i = 0; i < n; i++) {
                block[i] = function.applyAsDouble(block[i]);
            }
        }
    }

    public static final class MapIndexedLoop implements MapIndexed {
        @Override
        public void run(DoubleIndexed function, long firstIndex, double[] block, int n) {
            for (int i = 0; i < n; i++) {
                block[i] = function.applyAsDouble(firstIndex + i, block[i]);
            }
        }
    }

    public static final class ZipLoop implements Zip {
        @Override
        public void run(DoubleBinary function, double[] left, double[] right, int n) {
            for (int i = 0; i < n; i++) {
                left[i] = function.applyAsDouble(left[i], right[i]);
            }
        }
    }

    public static final class Zip3Loop implements Zip3 {
        @Override
        public void run(DoubleTernary function, double[] first, double[] second, double[] third, int n) {
            for (int i = 0; i < n; i++) {
                first[i] = function.applyAsDouble(first[i], second[i], third[i]);
            }
        }
    }

    public static final class DirectMapLoop implements DirectMap {
        @Override
        public void run(DoubleUnary function, MemorySegment in, MemorySegment out, int n) {
            for (int i = 0; i < n; i++) {
                out.setAtIndex(Elements.DOUBLE, i, function.applyAsDouble(in.getAtIndex(Elements.DOUBLE, i)));
            }
        }
    }

    public static final class DirectMapIndexedLoop implements DirectMapIndexed {
        @Override
        public void run(DoubleIndexed function, long firstIndex, MemorySegment in, MemorySegment out, int n) {
            for (int i = 0; i < n; i++) {
                double value = in.getAtIndex(Elements.DOUBLE, i);
                out.setAtIndex(Elements.DOUBLE, i, function.applyAsDouble(firstIndex + i, value));
            }
        }
    }

    public static final class DirectZipLoop implements DirectZip {
        @Override
        public void run(DoubleBinary function, MemorySegment left, MemorySegment right, MemorySegment out, int n) {
            for (int i = 0; i < n; i++) {
                double a = left.getAtIndex(Elements.DOUBLE, i);
                double b = right.getAtIndex(Elements.DOUBLE, i);
                out.setAtIndex(Elements.DOUBLE, i, function.applyAsDouble(a, b));
            }
        }
    }

    public static final class GenerateLoop implements Generate {
        @Override
        public void run(DoubleGenerator function, long firstIndex, double[] block, int n) {
            for (int i = 0; i < n; i++) {
                block[i] = function.applyAsDouble(firstIndex + i);
            }
        }
    }

    public static final class DrawLoop implements Draw {
        @Override
        public void run(RandomToDouble function, RandomGenerator random, long firstIndex, double[] block, int n) {
            for (int i = 0; i < n; i++) {
                block[i] = function.applyAsDouble(random, firstIndex + i);
            }
        }
    }

    public static final class CountLoop implements Count {
        @Override
        public int run(DoubleCondition condition, double[] block, int n) {
            int count = 0;
            for (int i = 0; i < n; i++) {
                count += condition.test(block[i]) ? 1 : 0;
            }
            return count;
        }
    }

    public static final class SearchLoop implements Search {
        @Override
        public int run(DoubleCondition condition, boolean wanted, double[] block, int n) {
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
        public void run(DoubleBinary function, double[] accumulators, double[] elements, int n) {
            int rows = n - n % Blocks.ACCUMULATORS;
            for (int k = 0; k < Blocks.ACCUMULATORS; k += 8) {
                double a0 = accumulators[k];
                double a1 = accumulators[k + 1];
                double a2 = accumulators[k + 2];
                double a3 = accumulators[k + 3];
                double a4 = accumulators[k + 4];
                double a5 = accumulators[k + 5];
                double a6 = accumulators[k + 6];
                double a7 = accumulators[k + 7];
                for (int i = k; i < rows; i += Blocks.ACCUMULATORS) {
                    a0 = function.applyAsDouble(a0, elements[i]);
                    a1 = function.applyAsDouble(a1, elements[i + 1]);
                    a2 = function.applyAsDouble(a2, elements[i + 2]);
                    a3 = function.applyAsDouble(a3, elements[i + 3]);
                    a4 = function.applyAsDouble(a4, elements[i + 4]);
                    a5 = function.applyAsDouble(a5, elements[i + 5]);
                    a6 = function.applyAsDouble(a6, elements[i + 6]);
                    a7 = function.applyAsDouble(a7, elements[i + 7]);
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
                accumulators[i - rows] = function.applyAsDouble(accumulators[i - rows], elements[i]);
            }
        }

        @Override
        public double halve(DoubleBinary function, double[] accumulators) {
            for (int half = Blocks.ACCUMULATORS / 2; half > 0; half /= 2) {
                for (int k = 0; k < half; k++) {
                    accumulators[k] = function.applyAsDouble(accumulators[k], accumulators[k + half]);
                }
            }
            return accumulators[0];
        }
    }

    /// As [ReduceLoop], but from memory: piece by piece, because it goes through the elements several times.
    public static final class DirectReduceLoop implements DirectReduce {
        @Override
        public void run(DoubleBinary function, double[] accumulators, DoubleBuffer elements, int n) {
            int rows = n - n % Blocks.ACCUMULATORS;
            for (int piece = 0; piece < rows; piece += Blocks.PIECE) {
                int end = Math.min(piece + Blocks.PIECE, rows);
                for (int k = 0; k < Blocks.ACCUMULATORS; k += 8) {
                    double a0 = accumulators[k];
                    double a1 = accumulators[k + 1];
                    double a2 = accumulators[k + 2];
                    double a3 = accumulators[k + 3];
                    double a4 = accumulators[k + 4];
                    double a5 = accumulators[k + 5];
                    double a6 = accumulators[k + 6];
                    double a7 = accumulators[k + 7];
                    for (int i = piece + k; i < end; i += Blocks.ACCUMULATORS) {
                        a0 = function.applyAsDouble(a0, elements.get(i));
                        a1 = function.applyAsDouble(a1, elements.get(i + 1));
                        a2 = function.applyAsDouble(a2, elements.get(i + 2));
                        a3 = function.applyAsDouble(a3, elements.get(i + 3));
                        a4 = function.applyAsDouble(a4, elements.get(i + 4));
                        a5 = function.applyAsDouble(a5, elements.get(i + 5));
                        a6 = function.applyAsDouble(a6, elements.get(i + 6));
                        a7 = function.applyAsDouble(a7, elements.get(i + 7));
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
                accumulators[i - rows] = function.applyAsDouble(accumulators[i - rows], elements.get(i));
            }
        }
    }

    public static final class ScanLoop implements Scan {
        @Override
        public void run(DoubleBinary function, double before, double[] block, int from, int to) {
            double combined = before;
            for (int i = from; i < to; i++) {
                combined = function.applyAsDouble(combined, block[i]);
                block[i] = combined;
            }
        }
    }

    /// A step that maps from memory to memory, without a buffer.
    public static BlockStep directMap(DoubleUnary function) {
        DirectMap loop = DIRECT_MAP.of(function);
        return (operands, firstIndex, n) -> loop.run(function, operands.first(), operands.out(), n);
    }

    /// A step that maps each element and its index from memory to memory, without a buffer.
    public static BlockStep directMapIndexed(DoubleIndexed function) {
        DirectMapIndexed loop = DIRECT_MAP_INDEXED.of(function);
        return (operands, firstIndex, n) ->
                loop.run(function, firstIndex, operands.first(), operands.out(), n);
    }

    /// A step that combines from memory to memory, without a buffer.
    public static BlockStep directZip(DoubleBinary function) {
        DirectZip loop = DIRECT_ZIP.of(function);
        return (operands, firstIndex, n) ->
                loop.run(function, operands.first(), operands.second(), operands.out(), n);
    }
}
