// Generated from Distributed-Xs.java.template
package io.millrace.spark;

import io.millrace.engine.DoubleBinary;
import io.millrace.engine.DoubleSummary;
import io.millrace.engine.DoubleUnary;
import io.millrace.engine.expression.DoubleExpression;
import io.millrace.engine.internal.kernel.NodeValue;
import io.millrace.engine.internal.parts.PartTree;
import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.ElementType;
import io.millrace.shm.data.DoubleArray;
import io.millrace.shm.data.NumericArray;
import io.millrace.spark.internal.rdd.PartRdd;
import java.util.Objects;

/// An array of `double` on a cluster. Its operations are those of `Pool` on one machine.
public final class DistributedDoubles extends DistributedArray<DoubleArray> {

    DistributedDoubles(ClusterArrays cluster, PartRdd parts) {
        super(cluster, parts);
    }

    /// The function of each element.
    ///
    /// @throws IllegalStateException the array is closed
    public DistributedDoubles map(DoubleUnary op) {
        Objects.requireNonNull(op, "op");
        return new DistributedDoubles(cluster(), derive(ElementType.DOUBLE, (pool, inputs, target, first) ->
                pool.map((DoubleArray) inputs[0], op, (DoubleArray) target)));
    }

    /// The function of each element of this array and the one beside it in the other.
    ///
    /// @param second as long as this array, and cut alike
    /// @throws IllegalArgumentException it is not
    /// @throws IllegalStateException an array is closed
    public DistributedDoubles zip(DistributedDoubles second, DoubleBinary op) {
        Objects.requireNonNull(op, "op");
        return new DistributedDoubles(cluster(), derive(ElementType.DOUBLE, (pool, inputs, target, first) ->
                pool.zip((DoubleArray) inputs[0], (DoubleArray) inputs[1], op, (DoubleArray) target), second));
    }

    /// All elements become one number. A reduction of your own combines the results of the parts on the driver.
    ///
    /// @throws IllegalStateException the array is closed
    public double reduce(Reduction how) {
        Objects.requireNonNull(how, "how");
        return NodeValue.ofDouble(how, root(PartTree.ofReduction(ElementType.DOUBLE, how), (jobs, inputs, firstBlock) ->
                jobs.reduce(inputs[0], firstBlock, null, how)));
    }

    /// The function of each element, and all results become one number; nothing is written.
    ///
    /// @throws IllegalStateException the array is closed
    public double mapReduce(DoubleUnary op, Reduction how) {
        Objects.requireNonNull(op, "op");
        Objects.requireNonNull(how, "how");
        return NodeValue.ofDouble(how, root(PartTree.ofReduction(ElementType.DOUBLE, how), (jobs, inputs, firstBlock) ->
                jobs.reduce(inputs[0], firstBlock, op, how)));
    }

    /// The sum of the products of the elements beside each other.
    ///
    /// @param second as long as this array, and cut alike
    /// @throws IllegalArgumentException it is not
    /// @throws IllegalStateException an array is closed
    public double dot(DistributedDoubles second) {
        long[] root = root(PartTree.ofDot(ElementType.DOUBLE), (jobs, inputs, firstBlock) ->
                jobs.dot(inputs[0], inputs[1], firstBlock), second);
        return NodeValue.ofDouble(Reduction.SUM, root);
    }

    /// Count, sum, mean, variance, minimum and maximum.
    ///
    /// @throws IllegalStateException the array is closed
    public DoubleSummary summary() {
        long[] root = root(PartTree.ofSummary(ElementType.DOUBLE), (jobs, inputs, firstBlock) ->
                jobs.summary(inputs[0], firstBlock));
        return NodeValue.doubleSummary(root, length());
    }

    /// An expression over this array, in one pass: `x.eval(part -> of(part).minus(mean).square()).sum()`.
    ///
    /// @param expression of a part, or a range of one; called on the executors
    /// @throws IllegalStateException the array is closed
    public ClusterDoubleEvaluation<DistributedDoubles> eval(
            PartExpression<DoubleArray, DoubleExpression> expression) {
        Objects.requireNonNull(expression, "expression");
        return new DoubleEvaluationOf<>(this, ElementType.DOUBLE, DistributedDoubles::new, inputs ->
                expression.of((DoubleArray) inputs[0]));
    }

    /// An expression over this array and another one, of any type.
    ///
    /// @param second as long as this array, and cut alike
    /// @param expression of the same range of both; called on the executors
    /// @throws IllegalArgumentException they are not cut alike
    /// @throws IllegalStateException an array is closed
    @SuppressWarnings("unchecked") // a part of an array of B is a B
    public <B extends NumericArray> ClusterDoubleEvaluation<DistributedDoubles> eval(
            DistributedArray<B> second, PairExpression<DoubleArray, B, DoubleExpression> expression) {
        Objects.requireNonNull(expression, "expression");
        return new DoubleEvaluationOf<>(this, ElementType.DOUBLE, DistributedDoubles::new, inputs ->
                expression.of((DoubleArray) inputs[0], (B) inputs[1]), second);
    }
}
