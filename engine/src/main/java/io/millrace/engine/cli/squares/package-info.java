/// The command `squares`: fills an array with random numbers, squares and sums it, and reports
/// times.
///
/// [SquaresCommand] reads the options into a [SquaresPlan], [SquaresRun] carries the plan out with
/// the jobs of [SquareJobs], and [SquaresReport] is the result.
@NullMarked
package io.millrace.engine.cli.squares;

import org.jspecify.annotations.NullMarked;
