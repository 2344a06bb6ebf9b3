package io.millrace.engine.kernel;

import io.millrace.engine.FloatBinary;
import io.millrace.engine.FloatGenerator;
import io.millrace.engine.FloatIndexed;
import io.millrace.engine.FloatUnary;
import io.millrace.engine.RandomToFloat;
import java.util.random.RandomGenerator;

/// Loops over a block of `float` elements around a function that has no loop of its own. Each class of
/// functions runs in a copy that no other uses: see [LoopCopies].
final class FloatFunctionLoops {

    static final LoopCopies<Map> MAP = LoopCopies.of(Map.class, MapLoop.class);
    static final LoopCopies<MapIndexed> MAP_INDEXED = LoopCopies.of(MapIndexed.class, MapIndexedLoop.class);
    static final LoopCopies<Zip> ZIP = LoopCopies.of(Zip.class, ZipLoop.class);
    static final LoopCopies<Generate> GENERATE = LoopCopies.of(Generate.class, GenerateLoop.class);
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
