// Generated from Distributed-Xs.java.template
package io.millrace.spark;

import io.millrace.engine.LongSummary;
import io.millrace.engine.LongUnary;
import io.millrace.engine.expression.LongExpression;
import io.millrace.engine.internal.kernel.NodeValue;
import io.millrace.engine.internal.parts.PartTree;
import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.ElementType;
import io.millrace.shm.data.LongArray;
import io.millrace.shm.data.NumericArray;
import io.millrace.shm.data.ShortArray;
import io.millrace.spark.internal.rdd.PartRdd;
import java.util.Objects;

/// An array of `short` on a cluster. Its operations are those of `Pool` on one machine.
public final class DistributedShorts extends DistributedArray<ShortArray> {

    DistributedShorts(ClusterArrays cluster, PartRdd parts) {
        super(cluster, parts);
    }

    /// The function of each element, computed in `long`.
    ///
    /// @throws IllegalStateException the array is closed
    public DistributedLongs map(LongUnary op) {
        Objects.requireNonNull(op, "op");
        return new DistributedLongs(cluster(), derive(ElementType.LONG, (pool, inputs, target, first) ->
                pool.map((ShortArray) inputs[0], op, (LongArray) target)));
    }

    /// All elements become one number. A reduction of your own combines the results of the parts on the driver.
    ///
    /// @throws IllegalStateException the array is closed
    public long reduce(Reduction how) {
        Objects.requireNonNull(how, "how");
        return NodeValue.ofLong(how, root(PartTree.ofReduction(ElementType.SHORT, how), (jobs, inputs, firstBlock) ->
                jobs.reduce(inputs[0], firstBlock, null, how)));
    }

    /// The function of each element, and all results become one number; nothing is written.
    ///
    /// @throws IllegalStateException the array is closed
    public long mapReduce(LongUnary op, Reduction how) {
        Objects.requireNonNull(op, "op");
        Objects.requireNonNull(how, "how");
        return NodeValue.ofLong(how, root(PartTree.ofReduction(ElementType.SHORT, how), (jobs, inputs, firstBlock) ->
                jobs.reduce(inputs[0], firstBlock, op, how)));
    }

    /// The sum of the products of the elements beside each other.
    ///
    /// @param second as long as this array, and cut alike
    /// @throws IllegalArgumentException it is not
    /// @throws IllegalStateException an array is closed
    public long dot(DistributedShorts second) {
        long[] root = root(PartTree.ofDot(ElementType.SHORT), (jobs, inputs, firstBlock) ->
                jobs.dot(inputs[0], inputs[1], firstBlock), second);
        return NodeValue.ofLong(Reduction.SUM, root);
    }

    /// Count, sum, mean, variance, minimum and maximum.
    ///
    /// @throws IllegalStateException the array is closed
    public LongSummary summary() {
        long[] root = root(PartTree.ofSummary(ElementType.SHORT), (jobs, inputs, firstBlock) ->
                jobs.summary(inputs[0], firstBlock));
        return NodeValue.longSummary(root, length());
    }

    /// An expression over this array, in one pass: `x.eval(part -> of(part).minus(mean).square()).sum()`.
    ///
    /// @param expression of a part, or a range of one; called on the executors
    /// @throws IllegalStateException the array is closed
    public ClusterLongEvaluation<DistributedLongs> eval(PartExpression<ShortArray, LongExpression> expression) {
        Objects.requireNonNull(expression, "expression");
        return new LongEvaluationOf<>(this, ElementType.LONG, DistributedLongs::new, inputs ->
                expression.of((ShortArray) inputs[0]));
    }

    /// An expression over this array and another one, of any type.
    ///
    /// @param second as long as this array, and cut alike
    /// @param expression of the same range of both; called on the executors
    /// @throws IllegalArgumentException they are not cut alike
    /// @throws IllegalStateException an array is closed
    @SuppressWarnings("unchecked") // a part of an array of B is a B
    public <B extends NumericArray> ClusterLongEvaluation<DistributedLongs> eval(
            DistributedArray<B> second, PairExpression<ShortArray, B, LongExpression> expression) {
        Objects.requireNonNull(expression, "expression");
        return new LongEvaluationOf<>(this, ElementType.LONG, DistributedLongs::new, inputs ->
                expression.of((ShortArray) inputs[0], (B) inputs[1]), second);
    }
}
