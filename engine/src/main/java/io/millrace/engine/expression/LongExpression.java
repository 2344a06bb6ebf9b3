// Generated from X-Expression.java.template
package io.millrace.engine.expression;

import io.millrace.engine.LongBinary;
import io.millrace.engine.LongTernary;
import io.millrace.engine.LongUnary;
import io.millrace.engine.internal.expression.Node;
import io.millrace.engine.internal.kernel.Op;
import io.millrace.engine.kernel.LongBinaryOp;
import io.millrace.engine.kernel.LongTernaryOp;
import io.millrace.engine.kernel.LongUnaryOp;
import io.millrace.engine.kernel.LongUnaryOps;
import io.millrace.shm.ElementType;

/// An [Expression] with elements of `long`. Its methods throw `IllegalArgumentException` when the lengths
/// of two operands differ, or when the expression is too long; the message begins with the path to the
/// operand.
public final class LongExpression extends Expression {

    LongExpression(Node node) {
        super(node);
    }

    /// The leaf of a constant.
    static Node node(long value) {
        return new Node.Constant(ElementType.LONG, value);
    }

    /// `op` of each element: a built-in function, or your own, which runs in workers alone where they are
    /// processes.
    public LongExpression map(LongUnary op) {
        return map(Node.name("map", Op.of(op)), op);
    }

    /// `op` of each element and that of `right`.
    public LongExpression zip(LongExpression right, LongBinary op) {
        return zip(Node.name("zip", Op.of(op)), right.node(), op);
    }

    /// `op` of each element, that of `second` and that of `third`.
    public LongExpression zip3(LongExpression second, LongExpression third, LongTernary op) {
        return zip3(Node.name("zip3", Op.of(op)), second.node(), third.node(), op);
    }

    private LongExpression map(String name, LongUnary op) {
        return new LongExpression(Node.map(name, Op.of(op), node()));
    }

    private LongExpression zip(String name, Node right, LongBinary op) {
        return new LongExpression(Node.zip(name, Op.of(op), node(), right));
    }

    private LongExpression zip3(String name, Node second, Node third, LongTernary op) {
        return new LongExpression(Node.zip3(name, Op.of(op), node(), second, third));
    }

    // ---- arithmetic

    /// `x + y`, wrapping, `y` being the element of `right`.
    public LongExpression plus(LongExpression right) {
        return zip("plus", right.node(), LongBinaryOp.ADD);
    }

    /// `x + right`, wrapping.
    public LongExpression plus(long right) {
        return map("plus", LongUnaryOps.plus(right));
    }

    /// `x - y`, wrapping, `y` being the element of `right`.
    public LongExpression minus(LongExpression right) {
        return zip("minus", right.node(), LongBinaryOp.SUBTRACT);
    }

    /// `x - right`, wrapping.
    public LongExpression minus(long right) {
        return map("minus", LongUnaryOps.plus(-right));
    }

    /// `x * y`, wrapping, `y` being the element of `right`.
    public LongExpression times(LongExpression right) {
        return zip("times", right.node(), LongBinaryOp.MULTIPLY);
    }

    /// `x * right`, wrapping.
    public LongExpression times(long right) {
        return map("times", LongUnaryOps.scale(right));
    }

    /// `x / y` towards zero; by zero a run throws `ArithmeticException`, `y` being the element of `right`.
    public LongExpression dividedBy(LongExpression right) {
        return zip("dividedBy", right.node(), LongBinaryOp.DIVIDE);
    }

    /// `x / right` towards zero; by zero a run throws `ArithmeticException`.
    public LongExpression dividedBy(long right) {
        return zip("dividedBy", node(right), LongBinaryOp.DIVIDE);
    }

    /// `x * y + z`, wrapping, `y` being the element of `factor`, `z` that of `addend`.
    public LongExpression fma(LongExpression factor, LongExpression addend) {
        return zip3("fma", factor.node(), addend.node(), LongTernaryOp.FMA);
    }

    /// `x * factor + z`, wrapping, `z` being the element of `addend`.
    public LongExpression fma(long factor, LongExpression addend) {
        return zip3("fma", node(factor), addend.node(), LongTernaryOp.FMA);
    }

    /// `Math.min(x, y)`, `y` being the element of `right`.
    public LongExpression min(LongExpression right) {
        return zip("min", right.node(), LongBinaryOp.MIN);
    }

    /// `Math.min(x, right)`.
    public LongExpression min(long right) {
        return zip("min", node(right), LongBinaryOp.MIN);
    }

    /// `Math.max(x, y)`, `y` being the element of `right`.
    public LongExpression max(LongExpression right) {
        return zip("max", right.node(), LongBinaryOp.MAX);
    }

    /// `Math.max(x, right)`.
    public LongExpression max(long right) {
        return zip("max", node(right), LongBinaryOp.MAX);
    }

    /// `x & y`, `y` being the element of `right`.
    public LongExpression and(LongExpression right) {
        return zip("and", right.node(), LongBinaryOp.AND);
    }

    /// `x & right`.
    public LongExpression and(long right) {
        return zip("and", node(right), LongBinaryOp.AND);
    }

    /// `x | y`, `y` being the element of `right`.
    public LongExpression or(LongExpression right) {
        return zip("or", right.node(), LongBinaryOp.OR);
    }

    /// `x | right`.
    public LongExpression or(long right) {
        return zip("or", node(right), LongBinaryOp.OR);
    }

    /// `x ^ y`, `y` being the element of `right`.
    public LongExpression xor(LongExpression right) {
        return zip("xor", right.node(), LongBinaryOp.XOR);
    }

    /// `x ^ right`.
    public LongExpression xor(long right) {
        return zip("xor", node(right), LongBinaryOp.XOR);
    }

    /// `Math.min(high, Math.max(x, low))`.
    ///
    /// @throws IllegalArgumentException when `low` is above `high`
    public LongExpression clamp(long low, long high) {
        return map("clamp", LongUnaryOps.clamp(low, high));
    }

    /// `x * x`, wrapping.
    public LongExpression square() {
        return map("square", LongUnaryOp.SQUARE);
    }

    /// `-x`, wrapping.
    public LongExpression negate() {
        return map("negate", LongUnaryOp.NEGATE);
    }

    /// `Math.abs(x)`.
    public LongExpression abs() {
        return map("abs", LongUnaryOp.ABS);
    }

    // ---- comparisons: 1 where they hold, else 0

    /// `x < y ? 1 : 0`, `y` being the element of `right`.
    public LongExpression lessThan(LongExpression right) {
        return zip("lessThan", right.node(), LongBinaryOp.LESS);
    }

    /// `x < right ? 1 : 0`.
    public LongExpression lessThan(long right) {
        return zip("lessThan", node(right), LongBinaryOp.LESS);
    }

    /// `x <= y ? 1 : 0`, `y` being the element of `right`.
    public LongExpression lessOrEqual(LongExpression right) {
        return zip("lessOrEqual", right.node(), LongBinaryOp.LESS_OR_EQUAL);
    }

    /// `x <= right ? 1 : 0`.
    public LongExpression lessOrEqual(long right) {
        return zip("lessOrEqual", node(right), LongBinaryOp.LESS_OR_EQUAL);
    }

    /// `x > y ? 1 : 0`, `y` being the element of `right`.
    public LongExpression greaterThan(LongExpression right) {
        return zip("greaterThan", right.node(), LongBinaryOp.GREATER);
    }

    /// `x > right ? 1 : 0`.
    public LongExpression greaterThan(long right) {
        return zip("greaterThan", node(right), LongBinaryOp.GREATER);
    }

    /// `x >= y ? 1 : 0`, `y` being the element of `right`.
    public LongExpression greaterOrEqual(LongExpression right) {
        return zip("greaterOrEqual", right.node(), LongBinaryOp.GREATER_OR_EQUAL);
    }

    /// `x >= right ? 1 : 0`.
    public LongExpression greaterOrEqual(long right) {
        return zip("greaterOrEqual", node(right), LongBinaryOp.GREATER_OR_EQUAL);
    }

    /// `x == y ? 1 : 0`, `y` being the element of `right`.
    public LongExpression equalTo(LongExpression right) {
        return zip("equalTo", right.node(), LongBinaryOp.EQUAL);
    }

    /// `x == right ? 1 : 0`.
    public LongExpression equalTo(long right) {
        return zip("equalTo", node(right), LongBinaryOp.EQUAL);
    }

    /// `x != y ? 1 : 0`, `y` being the element of `right`.
    public LongExpression notEqualTo(LongExpression right) {
        return zip("notEqualTo", right.node(), LongBinaryOp.NOT_EQUAL);
    }

    /// `x != right ? 1 : 0`.
    public LongExpression notEqualTo(long right) {
        return zip("notEqualTo", node(right), LongBinaryOp.NOT_EQUAL);
    }

    @Override
    Node nonzero() {
        return notEqualTo(0).node();
    }

    @Override
    Expression over(Node other) {
        return new LongExpression(other);
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
