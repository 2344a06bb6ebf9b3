package io.millrace.engine;

import io.millrace.engine.kernel.Op;
import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.data.FloatArray;

/// What a pool does with arrays of `float`. Each call has a form that waits and one that gives a
/// [Job].
///
/// Reductions accumulate in `double` and give a `double`; a product is rounded to `float` first.
///
/// Functions are the built-in ones of `io.millrace.engine.kernel`, which are fastest, or your own: a
/// lambda, a method reference, a record or an enum, which travels with what it captured. Each runs in
/// a loop that is compiled for it alone. Workers call it at the same time, and after a death again for
/// the same element, so its result must depend on its arguments alone. What it throws ends the job:
/// [io.millrace.shm.WorkerException], of which it is the cause.
public sealed interface FloatJobs permits Pool {

    /// `out[i] = op(in[i])`; `out` may be `in`.
    ///
    /// @throws IllegalArgumentException when lengths differ or the arrays overlap partly
    /// @throws ArithmeticException when an exact operation overflows: elements before and behind
    ///         may be new
    default void map(FloatArray in, FloatUnary op, FloatArray out) {
        ArrayJobs.of(this).map(in, Op.of(op), out).run();
    }

    /// [#map] without waiting.
    default Job<Void> mapAsync(FloatArray in, FloatUnary op, FloatArray out) {
        return ArrayJobs.of(this).map(in, Op.of(op), out).start();
    }

    /// `out[i] = op(i, in[i])`; `out` may be `in`.
    ///
    /// @throws IllegalArgumentException when lengths differ or the arrays overlap partly
    default void mapIndexed(FloatArray in, FloatIndexed op, FloatArray out) {
        ArrayJobs.of(this).mapIndexed(in, Op.of(op), out).run();
    }

    /// [#mapIndexed] without waiting.
    default Job<Void> mapIndexedAsync(FloatArray in, FloatIndexed op, FloatArray out) {
        return ArrayJobs.of(this).mapIndexed(in, Op.of(op), out).start();
    }

    /// `out[i] = op(first[i], second[i])`; `out` may be one of them.
    ///
    /// @throws IllegalArgumentException when lengths differ or the arrays overlap partly
    default void zip(FloatArray first, FloatArray second, FloatBinary op, FloatArray out) {
        ArrayJobs.of(this).zip(first, second, Op.of(op), out).run();
    }

    /// [#zip] without waiting.
    default Job<Void> zipAsync(FloatArray first, FloatArray second, FloatBinary op, FloatArray out) {
        return ArrayJobs.of(this).zip(first, second, Op.of(op), out).start();
    }

    /// All elements become one number.
    default double reduce(FloatArray in, Reduction how) {
        return ArrayJobs.of(this).reduceToDouble(in, null, how).run();
    }

    /// [#reduce] without waiting.
    default Job<Double> reduceAsync(FloatArray in, Reduction how) {
        return ArrayJobs.of(this).reduceToDouble(in, null, how).start();
    }

    /// All `op(in[i])` become one number, in one pass: the bits of `map` followed by `reduce`.
    default double mapReduce(FloatArray in, FloatUnary op, Reduction how) {
        return ArrayJobs.of(this).reduceToDouble(in, Op.of(op), how).run();
    }

    /// [#mapReduce] without waiting.
    default Job<Double> mapReduceAsync(FloatArray in, FloatUnary op, Reduction how) {
        return ArrayJobs.of(this).reduceToDouble(in, Op.of(op), how).start();
    }

    /// Sum of `first[i] * second[i]`.
    default double dot(FloatArray first, FloatArray second) {
        return ArrayJobs.of(this).dotToDouble(first, second).run();
    }

    /// [#dot] without waiting.
    default Job<Double> dotAsync(FloatArray first, FloatArray second) {
        return ArrayJobs.of(this).dotToDouble(first, second).start();
    }

    /// Count, sum, mean, variance, minimum and maximum in one pass.
    default DoubleSummary summary(FloatArray in) {
        return ArrayJobs.of(this).doubleSummary(in).run();
    }

    /// [#summary] without waiting.
    default Job<DoubleSummary> summaryAsync(FloatArray in) {
        return ArrayJobs.of(this).doubleSummary(in).start();
    }

    /// Every element becomes `value`.
    default void fill(FloatArray out, float value) {
        ArrayJobs.of(this).fill(out, Float.floatToRawIntBits(value)).run();
    }

    /// [#fill] without waiting.
    default Job<Void> fillAsync(FloatArray out, float value) {
        return ArrayJobs.of(this).fill(out, Float.floatToRawIntBits(value)).start();
    }

    /// `out[i]` = what `fn` gives for index i.
    default void generate(FloatArray out, FloatGenerator fn) {
        ArrayJobs.of(this).generate(out, Op.of(fn), 0).run();
    }

    /// [#generate] without waiting.
    default Job<Void> generateAsync(FloatArray out, FloatGenerator fn) {
        return ArrayJobs.of(this).generate(out, Op.of(fn), 0).start();
    }

    /// Random elements: one stream for each block of 4,096, by (seed, block), so that the bits
    /// depend on nothing else.
    default void generate(FloatArray out, long seed, RandomToFloat fn) {
        ArrayJobs.of(this).generate(out, Op.of(fn), seed).run();
    }

    /// As above without waiting.
    default Job<Void> generateAsync(FloatArray out, long seed, RandomToFloat fn) {
        return ArrayJobs.of(this).generate(out, Op.of(fn), seed).start();
    }
}
