package io.millrace.engine.kernel;

import io.millrace.engine.FloatBinary;
import io.millrace.engine.FloatGenerator;
import io.millrace.engine.FloatIndexed;
import io.millrace.engine.FloatUnary;
import io.millrace.engine.RandomToFloat;
import java.lang.foreign.MemorySegment;
import java.util.random.RandomGenerator;

/// Loops over a block of `float` elements around a function that has no loop of its own. Each class of
/// functions runs in a copy that no other uses: see [LoopCopies].
final class FloatFunctionLoops {

    static final LoopCopies<Map> MAP = LoopCopies.of(Map.class, MapLoop.class);
    static final LoopCopies<MapIndexed> MAP_INDEXED = LoopCopies.of(MapIndexed.class, MapIndexedLoop.class);
    static final LoopCopies<Zip> ZIP = LoopCopies.of(Zip.class, ZipLoop.class);
    static final LoopCopies<Generate> GENERATE = LoopCopies.of(Generate.class, GenerateLoop.class);
    static final LoopCopies<DirectMap> DIRECT_MAP = LoopCopies.of(DirectMap.class, DirectMapLoop.class);
    static final LoopCopies<DirectMapIndexed> DIRECT_MAP_INDEXED =
            LoopCopies.of(DirectMapIndexed.class, DirectMapIndexedLoop.class);
    static final LoopCopies<DirectZip> DIRECT_ZIP = LoopCopies.of(DirectZip.class, DirectZipLoop.class);
    static final LoopCopies<Draw> DRAW = LoopCopies.of(Draw.class, DrawLoop.class);

    private FloatFunctionLoops() {}

    /// Maps the elements, in place.
    interface Map {
        void run(FloatUnary function, float[] block, int n);
    }

    /// Maps the elements with a look at the index, in place.
    interface MapIndexed {
        void run(FloatIndexed function, long firstIndex, float[] block, int n);
    }

    /// Combines the elements of two blocks and leaves the results in `left`.
    interface Zip {
        void run(FloatBinary function, float[] left, float[] right, int n);
    }

    /// Maps elements from memory to memory.
    interface DirectMap {
        void run(FloatUnary function, MemorySegment in, MemorySegment out, int n);
    }

    /// Maps elements with a look at the index from memory to memory.
    interface DirectMapIndexed {
        void run(FloatIndexed function, long firstIndex, MemorySegment in, MemorySegment out, int n);
    }

    /// Combines elements from memory to memory.
    interface DirectZip {
        void run(FloatBinary function, MemorySegment left, MemorySegment right, MemorySegment out, int n);
    }

    /// Makes elements from their index.
    interface Generate {
        void run(FloatGenerator function, long firstIndex, float[] block, int n);
    }

    /// Makes elements from random bits and their index.
    interface Draw {
        void run(RandomToFloat function, RandomGenerator random, long firstIndex, float[] block, int n);
    }

    static final class MapLoop implements Map {
        @Override
        public void run(FloatUnary function, float[] block, int n) {
            for (int i = 0; i < n; i++) {
                block[i] = function.applyAsFloat(block[i]);
            }
        }
    }

    static final class MapIndexedLoop implements MapIndexed {
        @Override
        public void run(FloatIndexed function, long firstIndex, float[] block, int n) {
            for (int i = 0; i < n; i++) {
                block[i] = function.applyAsFloat(firstIndex + i, block[i]);
            }
        }
    }

    static final class ZipLoop implements Zip {
        @Override
        public void run(FloatBinary function, float[] left, float[] right, int n) {
            for (int i = 0; i < n; i++) {
                left[i] = function.applyAsFloat(left[i], right[i]);
            }
        }
    }

    static final class DirectMapLoop implements DirectMap {
        @Override
        public void run(FloatUnary function, MemorySegment in, MemorySegment out, int n) {
            for (int i = 0; i < n; i++) {
                out.setAtIndex(Elements.FLOAT, i, function.applyAsFloat(in.getAtIndex(Elements.FLOAT, i)));
            }
        }
    }

    static final class DirectMapIndexedLoop implements DirectMapIndexed {
        @Override
        public void run(FloatIndexed function, long firstIndex, MemorySegment in, MemorySegment out, int n) {
            for (int i = 0; i < n; i++) {
                out.setAtIndex(Elements.FLOAT, i, function.applyAsFloat(firstIndex + i, in.getAtIndex(Elements.FLOAT, i)));
            }
        }
    }

    static final class DirectZipLoop implements DirectZip {
        @Override
        public void run(FloatBinary function, MemorySegment left, MemorySegment right, MemorySegment out, int n) {
            for (int i = 0; i < n; i++) {
                out.setAtIndex(
                        Elements.FLOAT, i, function.applyAsFloat(left.getAtIndex(Elements.FLOAT, i), right.getAtIndex(Elements.FLOAT, i)));
            }
        }
    }

    static final class GenerateLoop implements Generate {
        @Override
        public void run(FloatGenerator function, long firstIndex, float[] block, int n) {
            for (int i = 0; i < n; i++) {
                block[i] = function.applyAsFloat(firstIndex + i);
            }
        }
    }

    static final class DrawLoop implements Draw {
        @Override
        public void run(RandomToFloat function, RandomGenerator random, long firstIndex, float[] block, int n) {
            for (int i = 0; i < n; i++) {
                block[i] = function.applyAsFloat(random, firstIndex + i);
            }
        }
    }
}
