// Generated from X-Expression.java.template
package io.millrace.engine.expression;

import io.millrace.engine.FloatBinary;
import io.millrace.engine.FloatTernary;
import io.millrace.engine.FloatUnary;
import io.millrace.engine.internal.expression.Node;
import io.millrace.engine.internal.kernel.Op;
import io.millrace.engine.kernel.FloatBinaryOp;
import io.millrace.engine.kernel.FloatTernaryOp;
import io.millrace.engine.kernel.FloatUnaryOp;
import io.millrace.engine.kernel.FloatUnaryOps;
import io.millrace.shm.ElementType;

/// An [Expression] with elements of `float`. Its methods throw `IllegalArgumentException` when the lengths
/// of two operands differ, or when the expression is too long; the message begins with the path to the
/// operand.
public final class FloatExpression extends Expression {

    FloatExpression(Node node) {
        super(node);
    }

    /// The leaf of a constant.
    static Node node(float value) {
        return new Node.Constant(ElementType.FLOAT, Float.floatToRawIntBits(value));
    }

    /// `op` of each element: a built-in function, or your own, which runs in workers alone where they are
    /// processes.
    public FloatExpression map(FloatUnary op) {
        return map(Node.name("map", Op.of(op)), op);
    }

    /// `op` of each element and that of `right`.
    public FloatExpression zip(FloatExpression right, FloatBinary op) {
        return zip(Node.name("zip", Op.of(op)), right.node(), op);
    }

    /// `op` of each element, that of `second` and that of `third`.
    public FloatExpression zip3(FloatExpression second, FloatExpression third, FloatTernary op) {
        return zip3(Node.name("zip3", Op.of(op)), second.node(), third.node(), op);
    }

    private FloatExpression map(String name, FloatUnary op) {
        return new FloatExpression(Node.map(name, Op.of(op), node()));
    }

    private FloatExpression zip(String name, Node right, FloatBinary op) {
        return new FloatExpression(Node.zip(name, Op.of(op), node(), right));
    }

    private FloatExpression zip3(String name, Node second, Node third, FloatTernary op) {
        return new FloatExpression(Node.zip3(name, Op.of(op), node(), second, third));
    }

    // ---- arithmetic

    /// `x + y`, `y` being the element of `right`.
    public FloatExpression plus(FloatExpression right) {
        return zip("plus", right.node(), FloatBinaryOp.ADD);
    }

    /// `x + right`.
    public FloatExpression plus(float right) {
        return map("plus", FloatUnaryOps.plus(right));
    }

    /// `x - y`, `y` being the element of `right`.
    public FloatExpression minus(FloatExpression right) {
        return zip("minus", right.node(), FloatBinaryOp.SUBTRACT);
    }

    /// `x - right`.
    public FloatExpression minus(float right) {
        return map("minus", FloatUnaryOps.plus(-right));
    }

    /// `x * y`, `y` being the element of `right`.
    public FloatExpression times(FloatExpression right) {
        return zip("times", right.node(), FloatBinaryOp.MULTIPLY);
    }

    /// `x * right`.
    public FloatExpression times(float right) {
        return map("times", FloatUnaryOps.scale(right));
    }

    /// `x / y`, `y` being the element of `right`.
    public FloatExpression dividedBy(FloatExpression right) {
        return zip("dividedBy", right.node(), FloatBinaryOp.DIVIDE);
    }

    /// `x / right`.
    public FloatExpression dividedBy(float right) {
        return zip("dividedBy", node(right), FloatBinaryOp.DIVIDE);
    }

    /// `StrictMath.pow(x, exponent)`, rounded to `float`.
    public FloatExpression power(float exponent) {
        return map("power", FloatUnaryOps.power(exponent));
    }

    /// `Math.fma(x, y, z)`: `x * y + z` rounded once, `y` being the element of `factor`, `z` that of `addend`.
    public FloatExpression fma(FloatExpression factor, FloatExpression addend) {
        return zip3("fma", factor.node(), addend.node(), FloatTernaryOp.FMA);
    }

    /// `Math.fma(x, factor, z)`: `x * factor + z` rounded once, `z` being the element of `addend`.
    public FloatExpression fma(float factor, FloatExpression addend) {
        return zip3("fma", node(factor), addend.node(), FloatTernaryOp.FMA);
    }

    /// `Math.min(x, y)`, `y` being the element of `right`.
    public FloatExpression min(FloatExpression right) {
        return zip("min", right.node(), FloatBinaryOp.MIN);
    }

    /// `Math.min(x, right)`.
    public FloatExpression min(float right) {
        return zip("min", node(right), FloatBinaryOp.MIN);
    }

    /// `Math.max(x, y)`, `y` being the element of `right`.
    public FloatExpression max(FloatExpression right) {
        return zip("max", right.node(), FloatBinaryOp.MAX);
    }

    /// `Math.max(x, right)`.
    public FloatExpression max(float right) {
        return zip("max", node(right), FloatBinaryOp.MAX);
    }

    /// `Math.min(high, Math.max(x, low))`.
    ///
    /// @throws IllegalArgumentException when `low` is above `high`
    public FloatExpression clamp(float low, float high) {
        return map("clamp", FloatUnaryOps.clamp(low, high));
    }

    /// `x * x`.
    public FloatExpression square() {
        return map("square", FloatUnaryOp.SQUARE);
    }

    /// `-x`.
    public FloatExpression negate() {
        return map("negate", FloatUnaryOp.NEGATE);
    }

    /// `Math.abs(x)`.
    public FloatExpression abs() {
        return map("abs", FloatUnaryOp.ABS);
    }

    /// `Math.sqrt(x)`, rounded to `float`.
    public FloatExpression sqrt() {
        return map("sqrt", FloatUnaryOp.SQRT);
    }

    /// `StrictMath.exp(x)`, rounded to `float`.
    public FloatExpression exp() {
        return map("exp", FloatUnaryOp.EXP);
    }

    /// `StrictMath.log(x)`, rounded to `float`.
    public FloatExpression log() {
        return map("log", FloatUnaryOp.LOG);
    }

    // ---- comparisons: 1 where they hold, else 0

    /// `x < y ? 1 : 0`, `y` being the element of `right`.
    public FloatExpression lessThan(FloatExpression right) {
        return zip("lessThan", right.node(), FloatBinaryOp.LESS);
    }

    /// `x < right ? 1 : 0`.
    public FloatExpression lessThan(float right) {
        return zip("lessThan", node(right), FloatBinaryOp.LESS);
    }

    /// `x <= y ? 1 : 0`, `y` being the element of `right`.
    public FloatExpression lessOrEqual(FloatExpression right) {
        return zip("lessOrEqual", right.node(), FloatBinaryOp.LESS_OR_EQUAL);
    }

    /// `x <= right ? 1 : 0`.
    public FloatExpression lessOrEqual(float right) {
        return zip("lessOrEqual", node(right), FloatBinaryOp.LESS_OR_EQUAL);
    }

    /// `x > y ? 1 : 0`, `y` being the element of `right`.
    public FloatExpression greaterThan(FloatExpression right) {
        return zip("greaterThan", right.node(), FloatBinaryOp.GREATER);
    }

    /// `x > right ? 1 : 0`.
    public FloatExpression greaterThan(float right) {
        return zip("greaterThan", node(right), FloatBinaryOp.GREATER);
    }

    /// `x >= y ? 1 : 0`, `y` being the element of `right`.
    public FloatExpression greaterOrEqual(FloatExpression right) {
        return zip("greaterOrEqual", right.node(), FloatBinaryOp.GREATER_OR_EQUAL);
    }

    /// `x >= right ? 1 : 0`.
    public FloatExpression greaterOrEqual(float right) {
        return zip("greaterOrEqual", node(right), FloatBinaryOp.GREATER_OR_EQUAL);
    }

    /// `x == y ? 1 : 0`, `y` being the element of `right`.
    public FloatExpression equalTo(FloatExpression right) {
        return zip("equalTo", right.node(), FloatBinaryOp.EQUAL);
    }

    /// `x == right ? 1 : 0`.
    public FloatExpression equalTo(float right) {
        return zip("equalTo", node(right), FloatBinaryOp.EQUAL);
    }

    /// `x != y ? 1 : 0`, `y` being the element of `right`.
    public FloatExpression notEqualTo(FloatExpression right) {
        return zip("notEqualTo", right.node(), FloatBinaryOp.NOT_EQUAL);
    }

    /// `x != right ? 1 : 0`.
    public FloatExpression notEqualTo(float right) {
        return zip("notEqualTo", node(right), FloatBinaryOp.NOT_EQUAL);
    }

    @Override
    Node nonzero() {
        return notEqualTo(0).node();
    }

    @Override
    Expression over(Node other) {
        return new FloatExpression(other);
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
