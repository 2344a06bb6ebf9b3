// Generated from Distributed-Xs.java.template
package io.millrace.spark;

import io.millrace.engine.IntBinary;
import io.millrace.engine.IntUnary;
import io.millrace.engine.LongSummary;
import io.millrace.engine.expression.IntExpression;
import io.millrace.engine.internal.kernel.NodeValue;
import io.millrace.engine.internal.parts.PartTree;
import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.ElementType;
import io.millrace.shm.data.IntArray;
import io.millrace.shm.data.NumericArray;
import io.millrace.spark.internal.rdd.PartRdd;
import java.util.Objects;

/// An array of `int` on a cluster. Its operations are those of `Pool` on one machine.
public final class DistributedInts extends DistributedArray<IntArray> {

    DistributedInts(ClusterArrays cluster, PartRdd parts) {
        super(cluster, parts);
    }

    /// The function of each element.
    ///
    /// @throws IllegalStateException the array is closed
    public DistributedInts map(IntUnary op) {
        Objects.requireNonNull(op, "op");
        return new DistributedInts(cluster(), derive(ElementType.INT, (pool, inputs, target, first) ->
                pool.map((IntArray) inputs[0], op, (IntArray) target)));
    }

    /// The function of each element of this array and the one beside it in the other.
    ///
    /// @param second as long as this array, and cut alike
    /// @throws IllegalArgumentException it is not
    /// @throws IllegalStateException an array is closed
    public DistributedInts zip(DistributedInts second, IntBinary op) {
        Objects.requireNonNull(op, "op");
        return new DistributedInts(cluster(), derive(ElementType.INT, (pool, inputs, target, first) ->
                pool.zip((IntArray) inputs[0], (IntArray) inputs[1], op, (IntArray) target), second));
    }

    /// All elements become one number. A reduction of your own combines the results of the parts on the driver.
    ///
    /// @throws IllegalStateException the array is closed
    public long reduce(Reduction how) {
        Objects.requireNonNull(how, "how");
        return NodeValue.ofLong(how, root(PartTree.ofReduction(ElementType.INT, how), (jobs, inputs, firstBlock) ->
                jobs.reduce(inputs[0], firstBlock, null, how)));
    }

    /// The function of each element, and all results become one number; nothing is written.
    ///
    /// @throws IllegalStateException the array is closed
    public long mapReduce(IntUnary op, Reduction how) {
        Objects.requireNonNull(op, "op");
        Objects.requireNonNull(how, "how");
        return NodeValue.ofLong(how, root(PartTree.ofReduction(ElementType.INT, how), (jobs, inputs, firstBlock) ->
                jobs.reduce(inputs[0], firstBlock, op, how)));
    }

    /// The sum of the products of the elements beside each other.
    ///
    /// @param second as long as this array, and cut alike
    /// @throws IllegalArgumentException it is not
    /// @throws IllegalStateException an array is closed
    public long dot(DistributedInts second) {
        long[] root = root(PartTree.ofDot(ElementType.INT), (jobs, inputs, firstBlock) ->
                jobs.dot(inputs[0], inputs[1], firstBlock), second);
        return NodeValue.ofLong(Reduction.SUM, root);
    }

    /// Count, sum, mean, variance, minimum and maximum.
    ///
    /// @throws IllegalStateException the array is closed
    public LongSummary summary() {
        long[] root = root(PartTree.ofSummary(ElementType.INT), (jobs, inputs, firstBlock) ->
                jobs.summary(inputs[0], firstBlock));
        return NodeValue.longSummary(root, length());
    }

    /// An expression over this array, in one pass: `x.eval(part -> of(part).minus(mean).square()).sum()`.
    ///
    /// @param expression of a part, or a range of one; called on the executors
    /// @throws IllegalStateException the array is closed
    public ClusterLongEvaluation<DistributedInts> eval(
            PartExpression<IntArray, IntExpression> expression) {
        Objects.requireNonNull(expression, "expression");
        return new LongEvaluationOf<>(this, ElementType.INT, DistributedInts::new, inputs ->
                expression.of((IntArray) inputs[0]));
    }

    /// An expression over this array and another one, of any type.
    ///
    /// @param second as long as this array, and cut alike
    /// @param expression of the same range of both; called on the executors
    /// @throws IllegalArgumentException they are not cut alike
    /// @throws IllegalStateException an array is closed
    @SuppressWarnings("unchecked") // a part of an array of B is a B
    public <B extends NumericArray> ClusterLongEvaluation<DistributedInts> eval(
            DistributedArray<B> second, PairExpression<IntArray, B, IntExpression> expression) {
        Objects.requireNonNull(expression, "expression");
        return new LongEvaluationOf<>(this, ElementType.INT, DistributedInts::new, inputs ->
                expression.of((IntArray) inputs[0], (B) inputs[1]), second);
    }
}
