package io.millrace.engine;

import io.millrace.engine.kernel.Op;
import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.data.LongArray;
import io.millrace.shm.data.ShortArray;

/// What a pool does with arrays of `short`. Inputs are widened to `long`, maps give a `LongArray`,
/// generated elements are narrowed. Each call has a form that waits and one that gives a [Job].
///
/// Functions are the built-in ones of `io.millrace.engine.kernel`, which are fastest, or your own: a
/// lambda, a method reference, a record or an enum, which travels with what it captured. Each runs in
/// a loop that is compiled for it alone. Workers call it at the same time, and after a death again for
/// the same element, so its result must depend on its arguments alone. What it throws ends the job:
/// [io.millrace.shm.WorkerException], of which it is the cause.
public sealed interface ShortJobs permits Pool {

    /// `out[i] = op(in[i])`, computed in `long`.
    ///
    /// @throws IllegalArgumentException when lengths differ or the arrays overlap partly
    /// @throws ArithmeticException when an exact operation overflows: elements before and behind
    ///         may be new
    default void map(ShortArray in, LongUnary op, LongArray out) {
        ArrayJobs.of(this).map(in, Op.of(op), out).run();
    }

    /// [#map] without waiting.
    default Job<Void> mapAsync(ShortArray in, LongUnary op, LongArray out) {
        return ArrayJobs.of(this).map(in, Op.of(op), out).start();
    }

    /// `out[i] = op(i, in[i])`, computed in `long`.
    ///
    /// @throws IllegalArgumentException when lengths differ or the arrays overlap partly
    default void mapIndexed(ShortArray in, LongIndexed op, LongArray out) {
        ArrayJobs.of(this).mapIndexed(in, Op.of(op), out).run();
    }

    /// [#mapIndexed] without waiting.
    default Job<Void> mapIndexedAsync(ShortArray in, LongIndexed op, LongArray out) {
        return ArrayJobs.of(this).mapIndexed(in, Op.of(op), out).start();
    }

    /// All elements become one number.
    default long reduce(ShortArray in, Reduction how) {
        return ArrayJobs.of(this).reduceToLong(in, null, how).run();
    }

    /// [#reduce] without waiting.
    default Job<Long> reduceAsync(ShortArray in, Reduction how) {
        return ArrayJobs.of(this).reduceToLong(in, null, how).start();
    }

    /// All `op(in[i])` become one number, in one pass: the bits of `map` followed by `reduce`.
    default long mapReduce(ShortArray in, LongUnary op, Reduction how) {
        return ArrayJobs.of(this).reduceToLong(in, Op.of(op), how).run();
    }

    /// [#mapReduce] without waiting.
    default Job<Long> mapReduceAsync(ShortArray in, LongUnary op, Reduction how) {
        return ArrayJobs.of(this).reduceToLong(in, Op.of(op), how).start();
    }

    /// Sum of `first[i] * second[i]`.
    default long dot(ShortArray first, ShortArray second) {
        return ArrayJobs.of(this).dotToLong(first, second).run();
    }

    /// [#dot] without waiting.
    default Job<Long> dotAsync(ShortArray first, ShortArray second) {
        return ArrayJobs.of(this).dotToLong(first, second).start();
    }

    /// Count, sum, mean, variance, minimum and maximum in one pass.
    default LongSummary summary(ShortArray in) {
        return ArrayJobs.of(this).longSummary(in).run();
    }

    /// [#summary] without waiting.
    default Job<LongSummary> summaryAsync(ShortArray in) {
        return ArrayJobs.of(this).longSummary(in).start();
    }

    /// Every element becomes `value`, which must fit.
    default void fill(ShortArray out, int value) {
        ArrayJobs.of(this).fill(out, ArrayJobs.requireRange(value, Short.MIN_VALUE, Short.MAX_VALUE)).run();
    }

    /// [#fill] without waiting.
    default Job<Void> fillAsync(ShortArray out, int value) {
        return ArrayJobs.of(this).fill(out, ArrayJobs.requireRange(value, Short.MIN_VALUE, Short.MAX_VALUE)).start();
    }

    /// `out[i]` = what `fn` gives for index i, narrowed as by a cast.
    default void generate(ShortArray out, LongGenerator fn) {
        ArrayJobs.of(this).generate(out, Op.of(fn), 0).run();
    }

    /// [#generate] without waiting.
    default Job<Void> generateAsync(ShortArray out, LongGenerator fn) {
        return ArrayJobs.of(this).generate(out, Op.of(fn), 0).start();
    }

    /// Random elements: one stream for each block of 4,096, by (seed, block), so that the bits
    /// depend on nothing else.
    default void generate(ShortArray out, long seed, RandomToLong fn) {
        ArrayJobs.of(this).generate(out, Op.of(fn), seed).run();
    }

    /// As above without waiting.
    default Job<Void> generateAsync(ShortArray out, long seed, RandomToLong fn) {
        return ArrayJobs.of(this).generate(out, Op.of(fn), seed).start();
    }
}
