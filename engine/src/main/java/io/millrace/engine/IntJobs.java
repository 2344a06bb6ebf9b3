package io.millrace.engine;

import io.millrace.engine.kernel.Op;
import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.data.IntArray;

/// What a pool does with arrays of `int`. Each call has a form that waits and one that gives a
/// [Job].
///
/// Reductions give a `long`. A sum over mapped elements computes the operation in `long`; other
/// reductions are those of the mapped `int`s.
///
/// Functions are the built-in ones of `io.millrace.engine.kernel`, which are fastest, or your own: a
/// lambda, a method reference, a record or an enum, which travels with what it captured. Each runs in
/// a loop that is compiled for it alone. Workers call it at the same time, and after a death again for
/// the same element, so its result must depend on its arguments alone. What it throws ends the job:
/// [io.millrace.shm.WorkerException], of which it is the cause.
public sealed interface IntJobs permits Pool {

    /// `out[i] = op(in[i])`; `out` may be `in`.
    ///
    /// @throws IllegalArgumentException when lengths differ or the arrays overlap partly
    /// @throws ArithmeticException when an exact operation overflows: elements before and behind
    ///         may be new
    default void map(IntArray in, IntUnary op, IntArray out) {
        ArrayJobs.of(this).map(in, Op.of(op), out).run();
    }

    /// [#map] without waiting.
    default Job<Void> mapAsync(IntArray in, IntUnary op, IntArray out) {
        return ArrayJobs.of(this).map(in, Op.of(op), out).start();
    }

    /// `out[i] = op(i, in[i])`; `out` may be `in`.
    ///
    /// @throws IllegalArgumentException when lengths differ or the arrays overlap partly
    default void mapIndexed(IntArray in, IntIndexed op, IntArray out) {
        ArrayJobs.of(this).mapIndexed(in, Op.of(op), out).run();
    }

    /// [#mapIndexed] without waiting.
    default Job<Void> mapIndexedAsync(IntArray in, IntIndexed op, IntArray out) {
        return ArrayJobs.of(this).mapIndexed(in, Op.of(op), out).start();
    }

    /// `out[i] = op(first[i], second[i])`; `out` may be one of them.
    ///
    /// @throws IllegalArgumentException when lengths differ or the arrays overlap partly
    default void zip(IntArray first, IntArray second, IntBinary op, IntArray out) {
        ArrayJobs.of(this).zip(first, second, Op.of(op), out).run();
    }

    /// [#zip] without waiting.
    default Job<Void> zipAsync(IntArray first, IntArray second, IntBinary op, IntArray out) {
        return ArrayJobs.of(this).zip(first, second, Op.of(op), out).start();
    }

    /// All elements become one number.
    default long reduce(IntArray in, Reduction how) {
        return ArrayJobs.of(this).reduceToLong(in, null, how).run();
    }

    /// [#reduce] without waiting.
    default Job<Long> reduceAsync(IntArray in, Reduction how) {
        return ArrayJobs.of(this).reduceToLong(in, null, how).start();
    }

    /// All `op(in[i])` become one number, in one pass: the bits of `map` followed by `reduce`.
    default long mapReduce(IntArray in, IntUnary op, Reduction how) {
        return ArrayJobs.of(this).reduceToLong(in, Op.of(op), how).run();
    }

    /// [#mapReduce] without waiting.
    default Job<Long> mapReduceAsync(IntArray in, IntUnary op, Reduction how) {
        return ArrayJobs.of(this).reduceToLong(in, Op.of(op), how).start();
    }

    /// Sum of `first[i] * second[i]`.
    default long dot(IntArray first, IntArray second) {
        return ArrayJobs.of(this).dotToLong(first, second).run();
    }

    /// [#dot] without waiting.
    default Job<Long> dotAsync(IntArray first, IntArray second) {
        return ArrayJobs.of(this).dotToLong(first, second).start();
    }

    /// Count, sum, mean, variance, minimum and maximum in one pass.
    default LongSummary summary(IntArray in) {
        return ArrayJobs.of(this).longSummary(in).run();
    }

    /// [#summary] without waiting.
    default Job<LongSummary> summaryAsync(IntArray in) {
        return ArrayJobs.of(this).longSummary(in).start();
    }

    /// Every element becomes `value`.
    default void fill(IntArray out, int value) {
        ArrayJobs.of(this).fill(out, value).run();
    }

    /// [#fill] without waiting.
    default Job<Void> fillAsync(IntArray out, int value) {
        return ArrayJobs.of(this).fill(out, value).start();
    }

    /// `out[i]` = what `fn` gives for index i.
    default void generate(IntArray out, IntGenerator fn) {
        ArrayJobs.of(this).generate(out, Op.of(fn), 0).run();
    }

    /// [#generate] without waiting.
    default Job<Void> generateAsync(IntArray out, IntGenerator fn) {
        return ArrayJobs.of(this).generate(out, Op.of(fn), 0).start();
    }

    /// Random elements: one stream for each block of 4,096, by (seed, block), so that the bits
    /// depend on nothing else.
    default void generate(IntArray out, long seed, RandomToInt fn) {
        ArrayJobs.of(this).generate(out, Op.of(fn), seed).run();
    }

    /// As above without waiting.
    default Job<Void> generateAsync(IntArray out, long seed, RandomToInt fn) {
        return ArrayJobs.of(this).generate(out, Op.of(fn), seed).start();
    }
}
