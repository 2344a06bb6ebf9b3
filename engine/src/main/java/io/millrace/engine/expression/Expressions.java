package io.millrace.engine.expression;

import static java.util.Objects.requireNonNull;

import io.millrace.engine.internal.expression.Node;
import io.millrace.shm.ElementType;
import io.millrace.shm.data.ByteArray;
import io.millrace.shm.data.DoubleArray;
import io.millrace.shm.data.FloatArray;
import io.millrace.shm.data.IntArray;
import io.millrace.shm.data.LongArray;
import io.millrace.shm.data.NumericArray;
import io.millrace.shm.data.ShortArray;

/// Where expressions begin: arrays, constants, and the choice between two expressions.
///
/// ```java
/// import static io.millrace.engine.expression.Expressions.of;
/// ```
public final class Expressions {

    private Expressions() {}

    /// The elements of an array or slice.
    public static DoubleExpression of(DoubleArray array) {
        return new DoubleExpression(new Node.Array(requireNonNull(array)));
    }

    /// The elements of an array or slice.
    public static FloatExpression of(FloatArray array) {
        return new FloatExpression(new Node.Array(requireNonNull(array)));
    }

    /// The elements of an array or slice.
    public static LongExpression of(LongArray array) {
        return new LongExpression(new Node.Array(requireNonNull(array)));
    }

    /// The elements of an array or slice.
    public static IntExpression of(IntArray array) {
        return new IntExpression(new Node.Array(requireNonNull(array)));
    }

    /// The elements of an array or slice, widened to `long`.
    public static LongExpression of(ShortArray array) {
        return widened(array);
    }

    /// The elements of an array or slice, widened to `long`.
    public static LongExpression of(ByteArray array) {
        return widened(array);
    }

    private static LongExpression widened(NumericArray array) {
        return new LongExpression(Node.convert("", ElementType.LONG, new Node.Array(requireNonNull(array))));
    }

    /// The same number for each element.
    public static DoubleExpression constant(double value) {
        return new DoubleExpression(DoubleExpression.node(value));
    }

    /// The same number for each element.
    public static FloatExpression constant(float value) {
        return new FloatExpression(FloatExpression.node(value));
    }

    /// The same number for each element.
    public static LongExpression constant(long value) {
        return new LongExpression(LongExpression.node(value));
    }

    /// The same number for each element.
    public static IntExpression constant(int value) {
        return new IntExpression(IntExpression.node(value));
    }

    /// The elements of `first` where those of `condition` are not zero, else those of `second`. NaN is not zero.
    /// Both are computed for all elements.
    ///
    /// @param condition of any type; comparisons give one
    /// @param <E> the type of both, such as [DoubleExpression]
    /// @throws IllegalArgumentException when the types of `first` and `second` differ, or lengths, or when the
    ///         expression is too long; the message tells the path to the operand
    @SuppressWarnings("unchecked") // the new expression has the class of both
    public static <E extends Expression> E where(Expression condition, E first, E second) {
        if (first.elementType() != second.elementType()) {
            throw new IllegalArgumentException(
                    "where.second: types differ: where.first=%s, where.second=%s; convert one of them"
                            .formatted(first.elementType(), second.elementType()));
        }
        Node selected = Node.select(
                condition.condition(first.elementType()), first.node(), second.node());
        return (E) first.over(selected);
    }
}
