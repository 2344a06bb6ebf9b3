// Generated from X-FunctionLoops.java.template
package io.millrace.engine.internal.kernel.loops;

import io.millrace.engine.IntBinary;
import io.millrace.engine.IntCondition;
import io.millrace.engine.IntGenerator;
import io.millrace.engine.IntIndexed;
import io.millrace.engine.IntTernary;
import io.millrace.engine.IntUnary;
import io.millrace.engine.RandomToInt;
import java.lang.foreign.MemorySegment;
import java.util.random.RandomGenerator;

/// Loops over a block of `int` elements that call a function for each element. Each class of
/// functions runs in its own copy of a loop: see [LoopCopies].
public final class IntFunctionLoops {

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

    private IntFunctionLoops() {}

    /// Maps each element, in place.
    public interface Map {
        void run(IntUnary function, int[] block, int n);
    }

    /// Maps each element and its index, in place.
    public interface MapIndexed {
        void run(IntIndexed function, long firstIndex, int[] block, int n);
    }

    /// Combines the elements of two blocks, with the results in `left`.
    public interface Zip {
        void run(IntBinary function, int[] left, int[] right, int n);
    }

    /// Combines the elements of three blocks, with the results in `first`.
    public interface Zip3 {
        void run(IntTernary function, int[] first, int[] second, int[] third, int n);
    }

    /// Maps elements from memory to memory.
    public interface DirectMap {
        void run(IntUnary function, MemorySegment in, MemorySegment out, int n);
    }

    /// Maps each element and its index from memory to memory.
    public interface DirectMapIndexed {
        void run(IntIndexed function, long firstIndex, MemorySegment in, MemorySegment out, int n);
    }

    /// Combines elements from memory to memory.
    public interface DirectZip {
        void run(IntBinary function, MemorySegment left, MemorySegment right, MemorySegment out, int n);
    }

    /// Computes elements from their index.
    public interface Generate {
        void run(IntGenerator function, long firstIndex, int[] block, int n);
    }

    /// Computes elements from random bits and their index.
    public interface Draw {
        void run(RandomToInt function, RandomGenerator random, long firstIndex, int[] block, int n);
    }

    /// Counts the elements that a condition holds for.
    public interface Count {
        int run(IntCondition condition, int[] block, int n);
    }

    /// Gives the place of the first element for which the condition is `wanted`, or -1.
    public interface Search {
        int run(IntCondition condition, boolean wanted, int[] block, int n);
    }

    public static final class MapLoop implements Map {
        @Override
        public void run(IntUnary function, int[] block, int n) {
            for (int i = 0; i < n; i++) {
                block[i] = function.applyAsInt(block[i]);
            }
        }
    }

    public static final class MapIndexedLoop implements MapIndexed {
        @Override
        public void run(IntIndexed function, long firstIndex, int[] block, int n) {
            for (int i = 0; i < n; i++) {
                block[i] = function.applyAsInt(firstIndex + i, block[i]);
            }
        }
    }

    public static final class ZipLoop implements Zip {
        @Override
        public void run(IntBinary function, int[] left, int[] right, int n) {
            for (int i = 0; i < n; i++) {
                left[i] = function.applyAsInt(left[i], right[i]);
            }
        }
    }

    public static final class Zip3Loop implements Zip3 {
        @Override
        public void run(IntTernary function, int[] first, int[] second, int[] third, int n) {
            for (int i = 0; i < n; i++) {
                first[i] = function.applyAsInt(first[i], second[i], third[i]);
            }
        }
    }

    public static final class DirectMapLoop implements DirectMap {
        @Override
        public void run(IntUnary function, MemorySegment in, MemorySegment out, int n) {
            for (int i = 0; i < n; i++) {
                out.setAtIndex(Elements.INT, i, function.applyAsInt(in.getAtIndex(Elements.INT, i)));
            }
        }
    }

    public static final class DirectMapIndexedLoop implements DirectMapIndexed {
        @Override
        public void run(IntIndexed function, long firstIndex, MemorySegment in, MemorySegment out, int n) {
            for (int i = 0; i < n; i++) {
                int value = in.getAtIndex(Elements.INT, i);
                out.setAtIndex(Elements.INT, i, function.applyAsInt(firstIndex + i, value));
            }
        }
    }

    public static final class DirectZipLoop implements DirectZip {
        @Override
        public void run(IntBinary function, MemorySegment left, MemorySegment right, MemorySegment out, int n) {
            for (int i = 0; i < n; i++) {
                int a = left.getAtIndex(Elements.INT, i);
                int b = right.getAtIndex(Elements.INT, i);
                out.setAtIndex(Elements.INT, i, function.applyAsInt(a, b));
            }
        }
    }

    public static final class GenerateLoop implements Generate {
        @Override
        public void run(IntGenerator function, long firstIndex, int[] block, int n) {
            for (int i = 0; i < n; i++) {
                block[i] = function.applyAsInt(firstIndex + i);
            }
        }
    }

    public static final class DrawLoop implements Draw {
        @Override
        public void run(RandomToInt function, RandomGenerator random, long firstIndex, int[] block, int n) {
            for (int i = 0; i < n; i++) {
                block[i] = function.applyAsInt(random, firstIndex + i);
            }
        }
    }

    public static final class CountLoop implements Count {
        @Override
        public int run(IntCondition condition, int[] block, int n) {
            int count = 0;
            for (int i = 0; i < n; i++) {
                count += condition.test(block[i]) ? 1 : 0;
            }
            return count;
        }
    }

    public static final class SearchLoop implements Search {
        @Override
        public int run(IntCondition condition, boolean wanted, int[] block, int n) {
            for (int i = 0; i < n; i++) {
                if (condition.test(block[i]) == wanted) {
                    return i;
                }
            }
            return -1;
        }
    }

    /// A step that maps from memory to memory, without a buffer.
    public static BlockStep directMap(IntUnary function) {
        DirectMap loop = DIRECT_MAP.of(function);
        return (operands, firstIndex, n) -> loop.run(function, operands.first(), operands.out(), n);
    }

    /// A step that maps each element and its index from memory to memory, without a buffer.
    public static BlockStep directMapIndexed(IntIndexed function) {
        DirectMapIndexed loop = DIRECT_MAP_INDEXED.of(function);
        return (operands, firstIndex, n) ->
                loop.run(function, firstIndex, operands.first(), operands.out(), n);
    }

    /// A step that combines from memory to memory, without a buffer.
    public static BlockStep directZip(IntBinary function) {
        DirectZip loop = DIRECT_ZIP.of(function);
        return (operands, firstIndex, n) ->
                loop.run(function, operands.first(), operands.second(), operands.out(), n);
    }
}
