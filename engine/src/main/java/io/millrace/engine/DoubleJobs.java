package io.millrace.engine;

import io.millrace.engine.kernel.Op;
import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.data.DoubleArray;

/// What a pool does with arrays of `double`. Each call has a form that waits and one that gives a
/// [Job].
///
/// Sums follow one fixed tree: the same bits for any number of workers, chunk size, kernel and
/// crash history.
///
/// Functions are the built-in ones of `io.millrace.engine.kernel`, which are fastest, or your own: a
/// lambda, a method reference, a record or an enum, which travels with what it captured. Each runs in
/// a loop that is compiled for it alone. Workers call it at the same time, and after a death again for
/// the same element, so its result must depend on its arguments alone. What it throws ends the job:
/// [io.millrace.shm.WorkerException], of which it is the cause.
public sealed interface DoubleJobs permits Pool {

    /// `out[i] = op(in[i])`; `out` may be `in`.
    ///
    /// @throws IllegalArgumentException when lengths differ or the arrays overlap partly
    /// @throws ArithmeticException when an exact operation overflows: elements before and behind
    ///         may be new
    default void map(DoubleArray in, DoubleUnary op, DoubleArray out) {
        ArrayJobs.of(this).map(in, Op.of(op), out).run();
    }

    /// [#map] without waiting.
    default Job<Void> mapAsync(DoubleArray in, DoubleUnary op, DoubleArray out) {
        return ArrayJobs.of(this).map(in, Op.of(op), out).start();
    }

    /// `out[i] = op(i, in[i])`; `out` may be `in`.
    ///
    /// @throws IllegalArgumentException when lengths differ or the arrays overlap partly
    default void mapIndexed(DoubleArray in, DoubleIndexed op, DoubleArray out) {
        ArrayJobs.of(this).mapIndexed(in, Op.of(op), out).run();
    }

    /// [#mapIndexed] without waiting.
    default Job<Void> mapIndexedAsync(DoubleArray in, DoubleIndexed op, DoubleArray out) {
        return ArrayJobs.of(this).mapIndexed(in, Op.of(op), out).start();
    }

    /// `out[i] = op(first[i], second[i])`; `out` may be one of them.
    ///
    /// @throws IllegalArgumentException when lengths differ or the arrays overlap partly
    default void zip(DoubleArray first, DoubleArray second, DoubleBinary op, DoubleArray out) {
        ArrayJobs.of(this).zip(first, second, Op.of(op), out).run();
    }

    /// [#zip] without waiting.
    default Job<Void> zipAsync(DoubleArray first, DoubleArray second, DoubleBinary op, DoubleArray out) {
        return ArrayJobs.of(this).zip(first, second, Op.of(op), out).start();
    }

    /// All elements become one number.
    default double reduce(DoubleArray in, Reduction how) {
        return ArrayJobs.of(this).reduceToDouble(in, null, how).run();
    }

    /// [#reduce] without waiting.
    default Job<Double> reduceAsync(DoubleArray in, Reduction how) {
        return ArrayJobs.of(this).reduceToDouble(in, null, how).start();
    }

    /// All `op(in[i])` become one number, in one pass: the bits of `map` followed by `reduce`.
    default double mapReduce(DoubleArray in, DoubleUnary op, Reduction how) {
        return ArrayJobs.of(this).reduceToDouble(in, Op.of(op), how).run();
    }

    /// [#mapReduce] without waiting.
    default Job<Double> mapReduceAsync(DoubleArray in, DoubleUnary op, Reduction how) {
        return ArrayJobs.of(this).reduceToDouble(in, Op.of(op), how).start();
    }

    /// Sum of `first[i] * second[i]`.
    default double dot(DoubleArray first, DoubleArray second) {
        return ArrayJobs.of(this).dotToDouble(first, second).run();
    }

    /// [#dot] without waiting.
    default Job<Double> dotAsync(DoubleArray first, DoubleArray second) {
        return ArrayJobs.of(this).dotToDouble(first, second).start();
    }

    /// Count, sum, mean, variance, minimum and maximum in one pass.
    default DoubleSummary summary(DoubleArray in) {
        return ArrayJobs.of(this).doubleSummary(in).run();
    }

    /// [#summary] without waiting.
    default Job<DoubleSummary> summaryAsync(DoubleArray in) {
        return ArrayJobs.of(this).doubleSummary(in).start();
    }

    /// Every element becomes `value`.
    default void fill(DoubleArray out, double value) {
        ArrayJobs.of(this).fill(out, Double.doubleToRawLongBits(value)).run();
    }

    /// [#fill] without waiting.
    default Job<Void> fillAsync(DoubleArray out, double value) {
        return ArrayJobs.of(this).fill(out, Double.doubleToRawLongBits(value)).start();
    }

    /// `out[i]` = what `fn` gives for index i.
    default void generate(DoubleArray out, DoubleGenerator fn) {
        ArrayJobs.of(this).generate(out, Op.of(fn), 0).run();
    }

    /// [#generate] without waiting.
    default Job<Void> generateAsync(DoubleArray out, DoubleGenerator fn) {
        return ArrayJobs.of(this).generate(out, Op.of(fn), 0).start();
    }

    /// Random elements: one stream for each block of 4,096, by (seed, block), so that the bits
    /// depend on nothing else.
    default void generate(DoubleArray out, long seed, RandomToDouble fn) {
        ArrayJobs.of(this).generate(out, Op.of(fn), seed).run();
    }

    /// As above without waiting.
    default Job<Void> generateAsync(DoubleArray out, long seed, RandomToDouble fn) {
        return ArrayJobs.of(this).generate(out, Op.of(fn), seed).start();
    }
}
