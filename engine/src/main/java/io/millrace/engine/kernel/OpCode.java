package io.millrace.engine.kernel;

import io.millrace.engine.DoubleBinary;
import io.millrace.engine.DoubleGenerator;
import io.millrace.engine.DoubleUnary;
import io.millrace.engine.FloatBinary;
import io.millrace.engine.FloatGenerator;
import io.millrace.engine.FloatUnary;
import io.millrace.engine.IntBinary;
import io.millrace.engine.IntGenerator;
import io.millrace.engine.IntUnary;
import io.millrace.engine.LongBinary;
import io.millrace.engine.LongGenerator;
import io.millrace.engine.LongUnary;
import io.millrace.engine.RandomToDouble;
import io.millrace.engine.RandomToFloat;
import io.millrace.engine.RandomToInt;
import io.millrace.engine.RandomToLong;
import java.util.Set;

/// One function over elements, with its parameters, as numbers that fit into the file.
///
/// Built-in functions have codes; every other function is refused by `of` with a
/// [io.millrace.shm.NotTransportableException] that names its class.
///
/// @param family element type and role, 1 and up
/// @param code ordinal of the enum constant, or [#FIRST_PARAMETRIC] and up for those with parameters
/// @param first first parameter, raw bits of its type
/// @param second second parameter
@SuppressWarnings("overloads") // the typed function decides; a bare lambda has no code anyway
public record OpCode(int family, int code, long first, long second) {

    private static final Set<String> DEAR =
            Set.of(
                    "EXP", "EXPM1", "LOG", "LOG1P", "LOG10", "SIN", "COS", "TAN", "ASIN", "ACOS", "ATAN", "SINH",
                    "COSH", "TANH", "CBRT", "POWER", "ATAN2", "HYPOT");

    /// Codes from here on take parameters.
    static final int FIRST_PARAMETRIC = 100;

    public static OpCode of(DoubleUnary op) {
        return OpFamily.DOUBLE_UNARY.encode(op);
    }

    public static OpCode of(FloatUnary op) {
        return OpFamily.FLOAT_UNARY.encode(op);
    }

    public static OpCode of(LongUnary op) {
        return OpFamily.LONG_UNARY.encode(op);
    }

    public static OpCode of(IntUnary op) {
        return OpFamily.INT_UNARY.encode(op);
    }

    public static OpCode of(DoubleBinary op) {
        return OpFamily.DOUBLE_BINARY.encode(op);
    }

    public static OpCode of(FloatBinary op) {
        return OpFamily.FLOAT_BINARY.encode(op);
    }

    public static OpCode of(LongBinary op) {
        return OpFamily.LONG_BINARY.encode(op);
    }

    public static OpCode of(IntBinary op) {
        return OpFamily.INT_BINARY.encode(op);
    }

    public static OpCode of(DoubleGenerator op) {
        return OpFamily.DOUBLE_GENERATOR.encode(op);
    }

    public static OpCode of(FloatGenerator op) {
        return OpFamily.FLOAT_GENERATOR.encode(op);
    }

    public static OpCode of(LongGenerator op) {
        return OpFamily.LONG_GENERATOR.encode(op);
    }

    public static OpCode of(IntGenerator op) {
        return OpFamily.INT_GENERATOR.encode(op);
    }

    public static OpCode of(RandomToDouble op) {
        return OpFamily.DOUBLE_RANDOM.encode(op);
    }

    public static OpCode of(RandomToFloat op) {
        return OpFamily.FLOAT_RANDOM.encode(op);
    }

    public static OpCode of(RandomToLong op) {
        return OpFamily.LONG_RANDOM.encode(op);
    }

    public static OpCode of(RandomToInt op) {
        return OpFamily.INT_RANDOM.encode(op);
    }

    DoubleUnary doubleUnary() {
        return hasParameters()
                ? DoubleParameterOp.of(this)
                : OpFamily.named(DoubleUnaryOp.values(), this);
    }

    FloatUnary floatUnary() {
        return hasParameters()
                ? FloatParameterOp.of(this)
                : OpFamily.named(FloatUnaryOp.values(), this);
    }

    LongUnary longUnary() {
        return hasParameters()
                ? LongParameterOp.of(this)
                : OpFamily.named(LongUnaryOp.values(), this);
    }

    IntUnary intUnary() {
        return hasParameters()
                ? IntParameterOp.of(this)
                : OpFamily.named(IntUnaryOp.values(), this);
    }

    /// The map of `int` that this is, computed in `long`: its constants and parameters carry over.
    OpCode widened() {
        return new OpCode(OpFamily.LONG_UNARY.ordinal() + 1, code, first, second);
    }

    /// The function itself.
    ///
    /// @throws IllegalArgumentException if this is the code of none
    Object function() {
        return switch (OpFamily.of(this)) {
            case DOUBLE_UNARY -> doubleUnary();
            case FLOAT_UNARY -> floatUnary();
            case LONG_UNARY -> longUnary();
            case INT_UNARY -> intUnary();
            case DOUBLE_BINARY -> OpFamily.named(DoubleBinaryOp.values(), this);
            case FLOAT_BINARY -> OpFamily.named(FloatBinaryOp.values(), this);
            case LONG_BINARY -> OpFamily.named(LongBinaryOp.values(), this);
            case INT_BINARY -> OpFamily.named(IntBinaryOp.values(), this);
            case DOUBLE_GENERATOR -> DoubleGenerators.Linear.of(this);
            case FLOAT_GENERATOR -> FloatGenerators.Linear.of(this);
            case LONG_GENERATOR -> LongGenerators.Linear.of(this);
            case INT_GENERATOR -> IntGenerators.Linear.of(this);
            case DOUBLE_RANDOM -> DoubleRandoms.of(this);
            case FLOAT_RANDOM -> FloatRandoms.of(this);
            case LONG_RANDOM -> LongRandoms.of(this);
            case INT_RANDOM -> IntRandoms.of(this);
        };
    }

    /// Whether an element costs some 10 ns and more: transcendental functions and random numbers.
    boolean isDear() {
        return switch (OpFamily.of(this)) {
            case DOUBLE_RANDOM, FLOAT_RANDOM, LONG_RANDOM, INT_RANDOM -> true;
            case DOUBLE_GENERATOR, FLOAT_GENERATOR, LONG_GENERATOR, INT_GENERATOR -> false;
            default -> DEAR.contains(name());
        };
    }

    /// Name of a unary or binary function without its parameters: `SQUARE`, `SCALE`.
    public String name() {
        return function() instanceof Enum<?> named ? named.name() : ParameterOp.of(this).name();
    }

    boolean hasParameters() {
        return code >= FIRST_PARAMETRIC;
    }
}
