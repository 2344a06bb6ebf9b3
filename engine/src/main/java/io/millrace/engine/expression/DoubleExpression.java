// Generated from X-Expression.java.template
package io.millrace.engine.expression;

import io.millrace.engine.DoubleBinary;
import io.millrace.engine.DoubleTernary;
import io.millrace.engine.DoubleUnary;
import io.millrace.engine.internal.expression.Node;
import io.millrace.engine.internal.kernel.Op;
import io.millrace.engine.kernel.DoubleBinaryOp;
import io.millrace.engine.kernel.DoubleTernaryOp;
import io.millrace.engine.kernel.DoubleUnaryOp;
import io.millrace.engine.kernel.DoubleUnaryOps;
import io.millrace.shm.ElementType;

/// An [Expression] with elements of `double`. Its methods throw `IllegalArgumentException` when the lengths
/// of two operands differ, or when the expression is too long; the message begins with the path to the
/// operand.
public final class DoubleExpression extends Expression {

    DoubleExpression(Node node) {
        super(node);
    }

    /// The leaf of a constant.
    static Node node(double value) {
        return new Node.Constant(ElementType.DOUBLE, Double.doubleToRawLongBits(value));
    }

    /// `op` of each element: a built-in function, or your own, which runs in workers alone where they are
    /// processes.
    public DoubleExpression map(DoubleUnary op) {
        return map(Node.name("map", Op.of(op)), op);
    }

    /// `op` of each element and that of `right`.
    public DoubleExpression zip(DoubleExpression right, DoubleBinary op) {
        return zip(Node.name("zip", Op.of(op)), right.node(), op);
    }

    /// `op` of each element, that of `second` and that of `third`.
    public DoubleExpression zip3(DoubleExpression second, DoubleExpression third, DoubleTernary op) {
        return zip3(Node.name("zip3", Op.of(op)), second.node(), third.node(), op);
    }

    private DoubleExpression map(String name, DoubleUnary op) {
        return new DoubleExpression(Node.map(name, Op.of(op), node()));
    }

    private DoubleExpression zip(String name, Node right, DoubleBinary op) {
        return new DoubleExpression(Node.zip(name, Op.of(op), node(), right));
    }

    private DoubleExpression zip3(String name, Node second, Node third, DoubleTernary op) {
        return new DoubleExpression(Node.zip3(name, Op.of(op), node(), second, third));
    }

    // ---- arithmetic

    /// `x + y`, `y` being the element of `right`.
    public DoubleExpression plus(DoubleExpression right) {
        return zip("plus", right.node(), DoubleBinaryOp.ADD);
    }

    /// `x + right`.
    public DoubleExpression plus(double right) {
        return map("plus", DoubleUnaryOps.plus(right));
    }

    /// `x - y`, `y` being the element of `right`.
    public DoubleExpression minus(DoubleExpression right) {
        return zip("minus", right.node(), DoubleBinaryOp.SUBTRACT);
    }

    /// `x - right`.
    public DoubleExpression minus(double right) {
        return map("minus", DoubleUnaryOps.plus(-right));
    }

    /// `x * y`, `y` being the element of `right`.
    public DoubleExpression times(DoubleExpression right) {
        return zip("times", right.node(), DoubleBinaryOp.MULTIPLY);
    }

    /// `x * right`.
    public DoubleExpression times(double right) {
        return map("times", DoubleUnaryOps.scale(right));
    }

    /// `x / y`, `y` being the element of `right`.
    public DoubleExpression dividedBy(DoubleExpression right) {
        return zip("dividedBy", right.node(), DoubleBinaryOp.DIVIDE);
    }

    /// `x / right`.
    public DoubleExpression dividedBy(double right) {
        return zip("dividedBy", node(right), DoubleBinaryOp.DIVIDE);
    }

    /// `StrictMath.pow(x, exponent)`, rounded to `double`.
    public DoubleExpression power(double exponent) {
        return map("power", DoubleUnaryOps.power(exponent));
    }

    /// `Math.fma(x, y, z)`: `x * y + z` rounded once, `y` being the element of `factor`, `z` that of `addend`.
    public DoubleExpression fma(DoubleExpression factor, DoubleExpression addend) {
        return zip3("fma", factor.node(), addend.node(), DoubleTernaryOp.FMA);
    }

    /// `Math.fma(x, factor, z)`: `x * factor + z` rounded once, `z` being the element of `addend`.
    public DoubleExpression fma(double factor, DoubleExpression addend) {
        return zip3("fma", node(factor), addend.node(), DoubleTernaryOp.FMA);
    }

    /// `Math.min(x, y)`, `y` being the element of `right`.
    public DoubleExpression min(DoubleExpression right) {
        return zip("min", right.node(), DoubleBinaryOp.MIN);
    }

    /// `Math.min(x, right)`.
    public DoubleExpression min(double right) {
        return zip("min", node(right), DoubleBinaryOp.MIN);
    }

    /// `Math.max(x, y)`, `y` being the element of `right`.
    public DoubleExpression max(DoubleExpression right) {
        return zip("max", right.node(), DoubleBinaryOp.MAX);
    }

    /// `Math.max(x, right)`.
    public DoubleExpression max(double right) {
        return zip("max", node(right), DoubleBinaryOp.MAX);
    }

    /// `Math.min(high, Math.max(x, low))`.
    ///
    /// @throws IllegalArgumentException when `low` is above `high`
    public DoubleExpression clamp(double low, double high) {
        return map("clamp", DoubleUnaryOps.clamp(low, high));
    }

    /// `x * x`.
    public DoubleExpression square() {
        return map("square", DoubleUnaryOp.SQUARE);
    }

    /// `-x`.
    public DoubleExpression negate() {
        return map("negate", DoubleUnaryOp.NEGATE);
    }

    /// `Math.abs(x)`.
    public DoubleExpression abs() {
        return map("abs", DoubleUnaryOp.ABS);
    }

    /// `Math.sqrt(x)`, rounded to `double`.
    public DoubleExpression sqrt() {
        return map("sqrt", DoubleUnaryOp.SQRT);
    }

    /// `StrictMath.exp(x)`, rounded to `double`.
    public DoubleExpression exp() {
        return map("exp", DoubleUnaryOp.EXP);
    }

    /// `StrictMath.log(x)`, rounded to `double`.
    public DoubleExpression log() {
        return map("log", DoubleUnaryOp.LOG);
    }

    // ---- comparisons: 1 where they hold, else 0

    /// `x < y ? 1 : 0`, `y` being the element of `right`.
    public DoubleExpression lessThan(DoubleExpression right) {
        return zip("lessThan", right.node(), DoubleBinaryOp.LESS);
    }

    /// `x < right ? 1 : 0`.
    public DoubleExpression lessThan(double right) {
        return zip("lessThan", node(right), DoubleBinaryOp.LESS);
    }

    /// `x <= y ? 1 : 0`, `y` being the element of `right`.
    public DoubleExpression lessOrEqual(DoubleExpression right) {
        return zip("lessOrEqual", right.node(), DoubleBinaryOp.LESS_OR_EQUAL);
    }

    /// `x <= right ? 1 : 0`.
    public DoubleExpression lessOrEqual(double right) {
        return zip("lessOrEqual", node(right), DoubleBinaryOp.LESS_OR_EQUAL);
    }

    /// `x > y ? 1 : 0`, `y` being the element of `right`.
    public DoubleExpression greaterThan(DoubleExpression right) {
        return zip("greaterThan", right.node(), DoubleBinaryOp.GREATER);
    }

    /// `x > right ? 1 : 0`.
    public DoubleExpression greaterThan(double right) {
        return zip("greaterThan", node(right), DoubleBinaryOp.GREATER);
    }

    /// `x >= y ? 1 : 0`, `y` being the element of `right`.
    public DoubleExpression greaterOrEqual(DoubleExpression right) {
        return zip("greaterOrEqual", right.node(), DoubleBinaryOp.GREATER_OR_EQUAL);
    }

    /// `x >= right ? 1 : 0`.
    public DoubleExpression greaterOrEqual(double right) {
        return zip("greaterOrEqual", node(right), DoubleBinaryOp.GREATER_OR_EQUAL);
    }

    /// `x == y ? 1 : 0`, `y` being the element of `right`.
    public DoubleExpression equalTo(DoubleExpression right) {
        return zip("equalTo", right.node(), DoubleBinaryOp.EQUAL);
    }

    /// `x == right ? 1 : 0`.
    public DoubleExpression equalTo(double right) {
        return zip("equalTo", node(right), DoubleBinaryOp.EQUAL);
    }

    /// `x != y ? 1 : 0`, `y` being the element of `right`.
    public DoubleExpression notEqualTo(DoubleExpression right) {
        return zip("notEqualTo", right.node(), DoubleBinaryOp.NOT_EQUAL);
    }

    /// `x != right ? 1 : 0`.
    public DoubleExpression notEqualTo(double right) {
        return zip("notEqualTo", node(right), DoubleBinaryOp.NOT_EQUAL);
    }

    @Override
    Node nonzero() {
        return notEqualTo(0).node();
    }

    @Override
    Expression over(Node other) {
        return new DoubleExpression(other);
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
