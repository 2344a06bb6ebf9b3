// Generated from X-Expression.java.template
package io.millrace.engine.expression;

import io.millrace.engine.IntBinary;
import io.millrace.engine.IntTernary;
import io.millrace.engine.IntUnary;
import io.millrace.engine.internal.expression.Node;
import io.millrace.engine.internal.kernel.Op;
import io.millrace.engine.kernel.IntBinaryOp;
import io.millrace.engine.kernel.IntTernaryOp;
import io.millrace.engine.kernel.IntUnaryOp;
import io.millrace.engine.kernel.IntUnaryOps;
import io.millrace.shm.ElementType;

/// An [Expression] with elements of `int`. Its methods throw `IllegalArgumentException` when the lengths
/// of two operands differ, or when the expression is too long; the message begins with the path to the
/// operand.
public final class IntExpression extends Expression {

    IntExpression(Node node) {
        super(node);
    }

    /// The leaf of a constant.
    static Node node(int value) {
        return new Node.Constant(ElementType.INT, value);
    }

    /// `op` of each element: a built-in function, or your own, which runs in workers alone where they are
    /// processes.
    public IntExpression map(IntUnary op) {
        return map(Node.name("map", Op.of(op)), op);
    }

    /// `op` of each element and that of `right`.
    public IntExpression zip(IntExpression right, IntBinary op) {
        return zip(Node.name("zip", Op.of(op)), right.node(), op);
    }

    /// `op` of each element, that of `second` and that of `third`.
    public IntExpression zip3(IntExpression second, IntExpression third, IntTernary op) {
        return zip3(Node.name("zip3", Op.of(op)), second.node(), third.node(), op);
    }

    private IntExpression map(String name, IntUnary op) {
        return new IntExpression(Node.map(name, Op.of(op), node()));
    }

    private IntExpression zip(String name, Node right, IntBinary op) {
        return new IntExpression(Node.zip(name, Op.of(op), node(), right));
    }

    private IntExpression zip3(String name, Node second, Node third, IntTernary op) {
        return new IntExpression(Node.zip3(name, Op.of(op), node(), second, third));
    }

    // ---- arithmetic

    /// `x + y`, wrapping, `y` being the element of `right`.
    public IntExpression plus(IntExpression right) {
        return zip("plus", right.node(), IntBinaryOp.ADD);
    }

    /// `x + right`, wrapping.
    public IntExpression plus(int right) {
        return map("plus", IntUnaryOps.plus(right));
    }

    /// `x - y`, wrapping, `y` being the element of `right`.
    public IntExpression minus(IntExpression right) {
        return zip("minus", right.node(), IntBinaryOp.SUBTRACT);
    }

    /// `x - right`, wrapping.
    public IntExpression minus(int right) {
        return map("minus", IntUnaryOps.plus(-right));
    }

    /// `x * y`, wrapping, `y` being the element of `right`.
    public IntExpression times(IntExpression right) {
        return zip("times", right.node(), IntBinaryOp.MULTIPLY);
    }

    /// `x * right`, wrapping.
    public IntExpression times(int right) {
        return map("times", IntUnaryOps.scale(right));
    }

    /// `x / y` towards zero; by zero a run throws `ArithmeticException`, `y` being the element of `right`.
    public IntExpression dividedBy(IntExpression right) {
        return zip("dividedBy", right.node(), IntBinaryOp.DIVIDE);
    }

    /// `x / right` towards zero; by zero a run throws `ArithmeticException`.
    public IntExpression dividedBy(int right) {
        return zip("dividedBy", node(right), IntBinaryOp.DIVIDE);
    }

    /// `x * y + z`, wrapping, `y` being the element of `factor`, `z` that of `addend`.
    public IntExpression fma(IntExpression factor, IntExpression addend) {
        return zip3("fma", factor.node(), addend.node(), IntTernaryOp.FMA);
    }

    /// `x * factor + z`, wrapping, `z` being the element of `addend`.
    public IntExpression fma(int factor, IntExpression addend) {
        return zip3("fma", node(factor), addend.node(), IntTernaryOp.FMA);
    }

    /// `Math.min(x, y)`, `y` being the element of `right`.
    public IntExpression min(IntExpression right) {
        return zip("min", right.node(), IntBinaryOp.MIN);
    }

    /// `Math.min(x, right)`.
    public IntExpression min(int right) {
        return zip("min", node(right), IntBinaryOp.MIN);
    }

    /// `Math.max(x, y)`, `y` being the element of `right`.
    public IntExpression max(IntExpression right) {
        return zip("max", right.node(), IntBinaryOp.MAX);
    }

    /// `Math.max(x, right)`.
    public IntExpression max(int right) {
        return zip("max", node(right), IntBinaryOp.MAX);
    }

    /// `x & y`, `y` being the element of `right`.
    public IntExpression and(IntExpression right) {
        return zip("and", right.node(), IntBinaryOp.AND);
    }

    /// `x & right`.
    public IntExpression and(int right) {
        return zip("and", node(right), IntBinaryOp.AND);
    }

    /// `x | y`, `y` being the element of `right`.
    public IntExpression or(IntExpression right) {
        return zip("or", right.node(), IntBinaryOp.OR);
    }

    /// `x | right`.
    public IntExpression or(int right) {
        return zip("or", node(right), IntBinaryOp.OR);
    }

    /// `x ^ y`, `y` being the element of `right`.
    public IntExpression xor(IntExpression right) {
        return zip("xor", right.node(), IntBinaryOp.XOR);
    }

    /// `x ^ right`.
    public IntExpression xor(int right) {
        return zip("xor", node(right), IntBinaryOp.XOR);
    }

    /// `Math.min(high, Math.max(x, low))`.
    ///
    /// @throws IllegalArgumentException when `low` is above `high`
    public IntExpression clamp(int low, int high) {
        return map("clamp", IntUnaryOps.clamp(low, high));
    }

    /// `x * x`, wrapping.
    public IntExpression square() {
        return map("square", IntUnaryOp.SQUARE);
    }

    /// `-x`, wrapping.
    public IntExpression negate() {
        return map("negate", IntUnaryOp.NEGATE);
    }

    /// `Math.abs(x)`.
    public IntExpression abs() {
        return map("abs", IntUnaryOp.ABS);
    }

    // ---- comparisons: 1 where they hold, else 0

    /// `x < y ? 1 : 0`, `y` being the element of `right`.
    public IntExpression lessThan(IntExpression right) {
        return zip("lessThan", right.node(), IntBinaryOp.LESS);
    }

    /// `x < right ? 1 : 0`.
    public IntExpression lessThan(int right) {
        return zip("lessThan", node(right), IntBinaryOp.LESS);
    }

    /// `x <= y ? 1 : 0`, `y` being the element of `right`.
    public IntExpression lessOrEqual(IntExpression right) {
        return zip("lessOrEqual", right.node(), IntBinaryOp.LESS_OR_EQUAL);
    }

    /// `x <= right ? 1 : 0`.
    public IntExpression lessOrEqual(int right) {
        return zip("lessOrEqual", node(right), IntBinaryOp.LESS_OR_EQUAL);
    }

    /// `x > y ? 1 : 0`, `y` being the element of `right`.
    public IntExpression greaterThan(IntExpression right) {
        return zip("greaterThan", right.node(), IntBinaryOp.GREATER);
    }

    /// `x > right ? 1 : 0`.
    public IntExpression greaterThan(int right) {
        return zip("greaterThan", node(right), IntBinaryOp.GREATER);
    }

    /// `x >= y ? 1 : 0`, `y` being the element of `right`.
    public IntExpression greaterOrEqual(IntExpression right) {
        return zip("greaterOrEqual", right.node(), IntBinaryOp.GREATER_OR_EQUAL);
    }

    /// `x >= right ? 1 : 0`.
    public IntExpression greaterOrEqual(int right) {
        return zip("greaterOrEqual", node(right), IntBinaryOp.GREATER_OR_EQUAL);
    }

    /// `x == y ? 1 : 0`, `y` being the element of `right`.
    public IntExpression equalTo(IntExpression right) {
        return zip("equalTo", right.node(), IntBinaryOp.EQUAL);
    }

    /// `x == right ? 1 : 0`.
    public IntExpression equalTo(int right) {
        return zip("equalTo", node(right), IntBinaryOp.EQUAL);
    }

    /// `x != y ? 1 : 0`, `y` being the element of `right`.
    public IntExpression notEqualTo(IntExpression right) {
        return zip("notEqualTo", right.node(), IntBinaryOp.NOT_EQUAL);
    }

    /// `x != right ? 1 : 0`.
    public IntExpression notEqualTo(int right) {
        return zip("notEqualTo", node(right), IntBinaryOp.NOT_EQUAL);
    }

    @Override
    Node nonzero() {
        return notEqualTo(0).node();
    }

    @Override
    Expression over(Node other) {
        return new IntExpression(other);
    }

    // ---- conversions, as a cast in Java converts

    /// `(double) x`.
    public DoubleExpression toDouble() {
        return new DoubleExpression(Node.convert("toDouble", ElementType.DOUBLE, node()));
    }

    /// `(float) x`.
    public FloatExpression toFloat() {
        return new FloatExpression(Node.convert("toFloat", ElementType.FLOAT, node()));
    }

    /// `(long) x`.
    public LongExpression toLong() {
        return new LongExpression(Node.convert("toLong", ElementType.LONG, node()));
    }

    /// `(int) x`.
    public IntExpression toInt() {
        return new IntExpression(Node.convert("toInt", ElementType.INT, node()));
    }
}
