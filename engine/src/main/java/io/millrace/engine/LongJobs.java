package io.millrace.engine;

import io.millrace.engine.kernel.Op;
import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.data.LongArray;

/// What a pool does with arrays of `long`. Each call has a form that waits and one that gives a
/// [Job].
///
/// Reductions give a `long`, two's complement; `SUM_CHECKED` throws if the true total does not fit.
///
/// Functions are the built-in ones of `io.millrace.engine.kernel`, which are fastest, or your own: a
/// lambda, a method reference, a record or an enum, which travels with what it captured. Each runs in
/// a loop that is compiled for it alone. Workers call it at the same time, and after a death again for
/// the same element, so its result must depend on its arguments alone. What it throws ends the job:
/// [io.millrace.shm.WorkerException], of which it is the cause.
public sealed interface LongJobs permits Pool {

    /// `out[i] = op(in[i])`; `out` may be `in`.
    ///
    /// @throws IllegalArgumentException when lengths differ or the arrays overlap partly
    /// @throws ArithmeticException when an exact operation overflows: elements before and behind
    ///         may be new
    default void map(LongArray in, LongUnary op, LongArray out) {
        ArrayJobs.of(this).map(in, Op.of(op), out).run();
    }

    /// [#map] without waiting.
    default Job<Void> mapAsync(LongArray in, LongUnary op, LongArray out) {
        return ArrayJobs.of(this).map(in, Op.of(op), out).start();
    }

    /// `out[i] = op(i, in[i])`; `out` may be `in`.
    ///
    /// @throws IllegalArgumentException when lengths differ or the arrays overlap partly
    default void mapIndexed(LongArray in, LongIndexed op, LongArray out) {
        ArrayJobs.of(this).mapIndexed(in, Op.of(op), out).run();
    }

    /// [#mapIndexed] without waiting.
    default Job<Void> mapIndexedAsync(LongArray in, LongIndexed op, LongArray out) {
        return ArrayJobs.of(this).mapIndexed(in, Op.of(op), out).start();
    }

    /// `out[i] = op(first[i], second[i])`; `out` may be one of them.
    ///
    /// @throws IllegalArgumentException when lengths differ or the arrays overlap partly
    default void zip(LongArray first, LongArray second, LongBinary op, LongArray out) {
        ArrayJobs.of(this).zip(first, second, Op.of(op), out).run();
    }

    /// [#zip] without waiting.
    default Job<Void> zipAsync(LongArray first, LongArray second, LongBinary op, LongArray out) {
        return ArrayJobs.of(this).zip(first, second, Op.of(op), out).start();
    }

    /// All elements become one number.
    default long reduce(LongArray in, Reduction how) {
        return ArrayJobs.of(this).reduceToLong(in, null, how).run();
    }

    /// [#reduce] without waiting.
    default Job<Long> reduceAsync(LongArray in, Reduction how) {
        return ArrayJobs.of(this).reduceToLong(in, null, how).start();
    }

    /// All `op(in[i])` become one number, in one pass: the bits of `map` followed by `reduce`.
    default long mapReduce(LongArray in, LongUnary op, Reduction how) {
        return ArrayJobs.of(this).reduceToLong(in, Op.of(op), how).run();
    }

    /// [#mapReduce] without waiting.
    default Job<Long> mapReduceAsync(LongArray in, LongUnary op, Reduction how) {
        return ArrayJobs.of(this).reduceToLong(in, Op.of(op), how).start();
    }

    /// Sum of `first[i] * second[i]`.
    default long dot(LongArray first, LongArray second) {
        return ArrayJobs.of(this).dotToLong(first, second).run();
    }

    /// [#dot] without waiting.
    default Job<Long> dotAsync(LongArray first, LongArray second) {
        return ArrayJobs.of(this).dotToLong(first, second).start();
    }

    /// Count, sum, mean, variance, minimum and maximum in one pass.
    default LongSummary summary(LongArray in) {
        return ArrayJobs.of(this).longSummary(in).run();
    }

    /// [#summary] without waiting.
    default Job<LongSummary> summaryAsync(LongArray in) {
        return ArrayJobs.of(this).longSummary(in).start();
    }

    /// Every element becomes `value`.
    default void fill(LongArray out, long value) {
        ArrayJobs.of(this).fill(out, value).run();
    }

    /// [#fill] without waiting.
    default Job<Void> fillAsync(LongArray out, long value) {
        return ArrayJobs.of(this).fill(out, value).start();
    }

    /// `out[i]` = what `fn` gives for index i.
    default void generate(LongArray out, LongGenerator fn) {
        ArrayJobs.of(this).generate(out, Op.of(fn), 0).run();
    }

    /// [#generate] without waiting.
    default Job<Void> generateAsync(LongArray out, LongGenerator fn) {
        return ArrayJobs.of(this).generate(out, Op.of(fn), 0).start();
    }

    /// Random elements: one stream for each block of 4,096, by (seed, block), so that the bits
    /// depend on nothing else.
    default void generate(LongArray out, long seed, RandomToLong fn) {
        ArrayJobs.of(this).generate(out, Op.of(fn), seed).run();
    }

    /// As above without waiting.
    default Job<Void> generateAsync(LongArray out, long seed, RandomToLong fn) {
        return ArrayJobs.of(this).generate(out, Op.of(fn), seed).start();
    }
}
