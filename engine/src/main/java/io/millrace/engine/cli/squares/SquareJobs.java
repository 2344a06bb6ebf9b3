package io.millrace.engine.cli.squares;

import io.millrace.engine.Pool;
import io.millrace.engine.cli.squares.Total.Real;
import io.millrace.engine.cli.squares.Total.Whole;
import io.millrace.engine.kernel.DoubleRandoms;
import io.millrace.engine.kernel.DoubleUnaryOp;
import io.millrace.engine.kernel.FloatRandoms;
import io.millrace.engine.kernel.FloatUnaryOp;
import io.millrace.engine.kernel.IntRandoms;
import io.millrace.engine.kernel.IntUnaryOp;
import io.millrace.engine.kernel.LongRandoms;
import io.millrace.engine.kernel.LongUnaryOp;
import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.data.ByteArray;
import io.millrace.shm.data.DoubleArray;
import io.millrace.shm.data.FloatArray;
import io.millrace.shm.data.IntArray;
import io.millrace.shm.data.LongArray;
import io.millrace.shm.data.NumericArray;
import io.millrace.shm.data.ShortArray;

/// The jobs of `squares` for arrays of each element type.
record SquareJobs(Pool pool) {
    /// Largest integers whose squares are an `int` and a `long`.
    private static final long LARGEST_INT_ROOT = 46_340;

    private static final long LARGEST_LONG_ROOT = 3_037_000_499L;

    /// Fills an array with random whole numbers.
    void fill(NumericArray array, SquaresPlan.Values.Random values) {
        long seed = values.seed();
        long low = values.low();
        long high = values.high();
        switch (array.elementType()) {
            case DOUBLE -> pool.generate((DoubleArray) array, seed, DoubleRandoms.whole(low, high));
            case FLOAT -> pool.generate((FloatArray) array, seed, FloatRandoms.whole(low, high));
            case LONG -> pool.generate((LongArray) array, seed, LongRandoms.whole(low, high));
            case INT -> pool.generate((IntArray) array, seed, IntRandoms.whole((int) low, (int) high));
            case SHORT -> pool.generate((ShortArray) array, seed, LongRandoms.whole(low, high));
            case BYTE -> pool.generate((ByteArray) array, seed, LongRandoms.whole(low, high));
        }
    }

    /// Sum of all elements.
    Total sum(NumericArray array) {
        return switch (array.elementType()) {
            case DOUBLE -> new Real(pool.reduce((DoubleArray) array, Reduction.SUM));
            case FLOAT -> new Real(pool.reduce((FloatArray) array, Reduction.SUM));
            case LONG -> new Whole(pool.reduce((LongArray) array, Reduction.SUM));
            case INT -> new Whole(pool.reduce((IntArray) array, Reduction.SUM));
            case SHORT -> new Whole(pool.reduce((ShortArray) array, Reduction.SUM));
            case BYTE -> new Whole(pool.reduce((ByteArray) array, Reduction.SUM));
        };
    }

    /// Sum of the squares of all elements, in one pass.
    Total fused(NumericArray array) {
        return switch (array.elementType()) {
            case DOUBLE -> new Real(pool.mapReduce((DoubleArray) array, DoubleUnaryOp.SQUARE, Reduction.SUM));
            case FLOAT -> new Real(pool.mapReduce((FloatArray) array, FloatUnaryOp.SQUARE, Reduction.SUM));
            case LONG -> new Whole(pool.mapReduce((LongArray) array, LongUnaryOp.SQUARE, Reduction.SUM));
            case INT -> new Whole(pool.mapReduce((IntArray) array, IntUnaryOp.SQUARE, Reduction.SUM));
            case SHORT -> new Whole(pool.mapReduce((ShortArray) array, LongUnaryOp.SQUARE, Reduction.SUM));
            case BYTE -> new Whole(pool.mapReduce((ByteArray) array, LongUnaryOp.SQUARE, Reduction.SUM));
        };
    }

    /// `out[i] = in[i] * in[i]`. `byte` and `short` elements have `long` squares.
    void square(NumericArray array, NumericArray out) {
        switch (array.elementType()) {
            case DOUBLE -> pool.map((DoubleArray) array, DoubleUnaryOp.SQUARE, (DoubleArray) out);
            case FLOAT -> pool.map((FloatArray) array, FloatUnaryOp.SQUARE, (FloatArray) out);
            case LONG -> pool.map((LongArray) array, LongUnaryOp.SQUARE, (LongArray) out);
            case INT -> pool.map((IntArray) array, IntUnaryOp.SQUARE, (IntArray) out);
            case SHORT -> pool.map((ShortArray) array, LongUnaryOp.SQUARE, (LongArray) out);
            case BYTE -> pool.map((ByteArray) array, LongUnaryOp.SQUARE, (LongArray) out);
        }
    }

    /// Whether every square fits into the array that [#square] writes.
    boolean squaresFit(NumericArray array) {
        return switch (array) {
            case IntArray in -> in.length() == 0
                    || within(LARGEST_INT_ROOT, pool.reduce(in, Reduction.MIN), pool.reduce(in, Reduction.MAX));
            case LongArray in -> in.length() == 0
                    || within(LARGEST_LONG_ROOT, pool.reduce(in, Reduction.MIN), pool.reduce(in, Reduction.MAX));
            default -> true;
        };
    }

    private static boolean within(long root, long least, long greatest) {
        return least >= -root && greatest <= root;
    }

    /// Whether the exact sum of integers fits into a `long`.
    boolean sumFits(NumericArray array) {
        return fits(() -> {
            switch (array) {
                case LongArray in -> pool.reduce(in, Reduction.SUM_CHECKED);
                case IntArray in -> pool.reduce(in, Reduction.SUM_CHECKED);
                case ShortArray in -> pool.reduce(in, Reduction.SUM_CHECKED);
                case ByteArray in -> pool.reduce(in, Reduction.SUM_CHECKED);
                case DoubleArray _, FloatArray _ -> {}
            }
        });
    }

    /// Whether the exact sum of the squares of integers fits into a `long`, if each square does.
    boolean fusedFits(NumericArray array) {
        return fits(() -> {
            switch (array) {
                case LongArray in -> pool.mapReduce(in, LongUnaryOp.SQUARE, Reduction.SUM_CHECKED);
                case IntArray in -> pool.mapReduce(in, IntUnaryOp.SQUARE, Reduction.SUM_CHECKED);
                case ShortArray in -> pool.mapReduce(in, LongUnaryOp.SQUARE, Reduction.SUM_CHECKED);
                case ByteArray in -> pool.mapReduce(in, LongUnaryOp.SQUARE, Reduction.SUM_CHECKED);
                case DoubleArray _, FloatArray _ -> {}
            }
        });
    }

    private static boolean fits(Runnable checked) {
        try {
            checked.run();
            return true;
        } catch (ArithmeticException beyond) {
            return false;
        }
    }
}
