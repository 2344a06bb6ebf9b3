package io.millrace.engine.cli;

import io.millrace.engine.cli.SquaresPlan.Values;
import io.millrace.shm.ElementType;
import io.millrace.shm.data.NumericArray;
import java.util.ArrayList;
import java.util.List;

/// Which results did not fit and wrapped, as Java's integers do.
///
/// @param sum of the inputs
/// @param sumOfSquares of the squares
/// @param squares one of them, in its array
record Overflow(boolean sum, boolean sumOfSquares, boolean squares) {
    /// A total below it is known to fit, whatever the rounding of the estimate.
    private static final double SAFE = 0x1p62;

    static final String OF_A_SUM = "wrapped: the true sum is beyond 64 bits";
    static final String OF_SQUARES = "wrapped: some are beyond the type of their array";

    /// Asks the workers only where the range of the numbers leaves it open.
    static Overflow of(Values values, SquareJobs jobs, NumericArray input) {
        ElementType type = values.type();
        if (type == ElementType.DOUBLE || type == ElementType.FLOAT) {
            return new Overflow(false, false, false);
        }
        double largest = largest(values);
        double squared = largest * largest;
        boolean squaresWrap = squared >= safeSquare(type) && !jobs.squaresFit(input);
        boolean sumWraps = values.elements() * largest >= SAFE && !jobs.sumFits(input);
        boolean fusedWraps = values.elements() * squared >= SAFE
                && (type == ElementType.LONG && squaresWrap || !jobs.fusedFits(input));
        return new Overflow(sumWraps, fusedWraps, squaresWrap);
    }

    /// Squares below it are known to fit their array.
    private static double safeSquare(ElementType type) {
        return type == ElementType.INT ? 0x1p31 : SAFE;
    }

    /// Upper bound of the magnitudes.
    private static double largest(Values values) {
        return values instanceof Values.Random random
                ? Math.max(Math.abs((double) random.low()), Math.abs((double) random.high()))
                : Math.scalb(1.0, values.type().byteSize() * Byte.SIZE - 1);
    }

    /// As sentences.
    List<String> notes() {
        List<String> notes = new ArrayList<>();
        if (sum) {
            notes.add("the sum " + OF_A_SUM);
        }
        if (sumOfSquares) {
            notes.add("the sum of squares " + OF_A_SUM);
        }
        if (squares) {
            notes.add("squares " + OF_SQUARES);
        }
        return notes;
    }
}
