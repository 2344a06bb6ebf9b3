package io.millrace.engine.cli.squares;

import io.millrace.engine.cli.squares.SquaresPlan.Values;
import io.millrace.shm.ElementType;
import io.millrace.shm.data.NumericArray;
import java.util.ArrayList;
import java.util.List;

/// Which results did not fit and wrapped, as Java's integers do.
///
/// @param sum the sum of the inputs
/// @param sumOfSquares the sum of the squares
/// @param squares an element of the array of squares
record Overflow(boolean sum, boolean sumOfSquares, boolean squares) {
    /// A total below this bound fits, whatever the rounding of the estimate.
    private static final double SAFE = 0x1p62;

    static final String OF_A_SUM = "wrapped: the true sum is beyond 64 bits";
    static final String OF_SQUARES = "wrapped: some are beyond the type of their array";

    /// Computes in the workers only what the range of the numbers does not decide.
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

    /// Squares below this bound fit into their array.
    private static double safeSquare(ElementType type) {
        return type == ElementType.INT ? 0x1p31 : SAFE;
    }

    /// An upper bound of the magnitudes of the inputs.
    private static double largest(Values values) {
        return values instanceof Values.Random random
                ? Math.max(Math.abs((double) random.low()), Math.abs((double) random.high()))
                : Math.scalb(1.0, values.type().byteSize() * Byte.SIZE - 1);
    }

    /// The wrapped results as notes.
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
