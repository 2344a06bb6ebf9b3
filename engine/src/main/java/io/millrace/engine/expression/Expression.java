package io.millrace.engine.expression;

import io.millrace.engine.internal.expression.Node;
import io.millrace.shm.ElementType;

/// Operations on the elements of arrays, to be computed in one pass: an immutable value, which any thread may
/// use, in several expressions too. Nothing is computed before `Pool.eval`.
///
/// **Meaning.** An expression means its operations one after the other, each rounded to its element type: it
/// gives the bits that separate jobs give. A sum over `int` elements adds in `long`, but what is summed was
/// computed in `int`, where `mapReduce` computes in `long`: begin with `toLong()` to compute there.
///
/// **Types.** Operands of an operation have the same type; `toDouble()` and its like convert. Elements of
/// `byte` and `short` are widened to `long`. Comparisons give 0 or 1 of the type of their operands, so that
/// `times` is *and*, `max` is *or*, and a condition may be multiplied, summed and counted.
///
/// **Lengths** are equal; constants fit any length. At most 16 arrays and 60 operations; an expression that
/// is used twice within another is computed once.
///
/// **Memory.** Elements go through the operations in blocks of 4,096, in a few scratch blocks of each thread:
/// only the result is written.
///
/// [Expressions] begins one.
public abstract class Expression {
    private final Node node;

    Expression(Node node) {
        this.node = node;
    }

    /// This expression as the condition of elements of `type`. Converted, a number that is not zero might become
    /// zero; 0 and 1 stay what they are.
    final Node condition(ElementType type) {
        return node.type() == type ? node : Node.convert("", type, nonzero());
    }

    /// 1 for each element that is not zero, else 0.
    abstract Node nonzero();

    /// An expression of this class.
    abstract Expression over(Node other);

    /// Type of the elements: `DOUBLE`, `FLOAT`, `LONG` or `INT`.
    public final ElementType elementType() {
        return node.type();
    }

    /// The tree.
    final Node node() {
        return node;
    }

    /// The operations, such as `square(plus(x, 3.0))`.
    @Override
    public final String toString() {
        return node.text();
    }
}
