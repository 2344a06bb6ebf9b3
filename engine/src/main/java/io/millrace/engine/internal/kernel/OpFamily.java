package io.millrace.engine.internal.kernel;

import io.millrace.engine.DoubleBinary;
import io.millrace.engine.DoubleCondition;
import io.millrace.engine.DoubleGenerator;
import io.millrace.engine.DoubleIndexed;
import io.millrace.engine.DoubleTernary;
import io.millrace.engine.DoubleUnary;
import io.millrace.engine.FloatBinary;
import io.millrace.engine.FloatCondition;
import io.millrace.engine.FloatGenerator;
import io.millrace.engine.FloatIndexed;
import io.millrace.engine.FloatTernary;
import io.millrace.engine.FloatUnary;
import io.millrace.engine.IntBinary;
import io.millrace.engine.IntCondition;
import io.millrace.engine.IntGenerator;
import io.millrace.engine.IntIndexed;
import io.millrace.engine.IntTernary;
import io.millrace.engine.IntUnary;
import io.millrace.engine.LongBinary;
import io.millrace.engine.LongCondition;
import io.millrace.engine.LongGenerator;
import io.millrace.engine.LongIndexed;
import io.millrace.engine.LongTernary;
import io.millrace.engine.LongUnary;
import io.millrace.engine.RandomToDouble;
import io.millrace.engine.RandomToFloat;
import io.millrace.engine.RandomToInt;
import io.millrace.engine.RandomToLong;
import io.millrace.engine.internal.kernel.functions.BuiltInOp;
import io.millrace.shm.ElementType;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Kinds of functions: each has an interface, an element type that it works on, and a role.
public enum OpFamily {
    DOUBLE_UNARY(1, ElementType.DOUBLE, Role.UNARY),
    FLOAT_UNARY(2, ElementType.FLOAT, Role.UNARY),
    LONG_UNARY(3, ElementType.LONG, Role.UNARY),
    INT_UNARY(4, ElementType.INT, Role.UNARY),
    DOUBLE_BINARY(5, ElementType.DOUBLE, Role.BINARY),
    FLOAT_BINARY(6, ElementType.FLOAT, Role.BINARY),
    LONG_BINARY(7, ElementType.LONG, Role.BINARY),
    INT_BINARY(8, ElementType.INT, Role.BINARY),
    DOUBLE_GENERATOR(9, ElementType.DOUBLE, Role.GENERATOR),
    FLOAT_GENERATOR(10, ElementType.FLOAT, Role.GENERATOR),
    LONG_GENERATOR(11, ElementType.LONG, Role.GENERATOR),
    INT_GENERATOR(12, ElementType.INT, Role.GENERATOR),
    DOUBLE_RANDOM(13, ElementType.DOUBLE, Role.RANDOM),
    FLOAT_RANDOM(14, ElementType.FLOAT, Role.RANDOM),
    LONG_RANDOM(15, ElementType.LONG, Role.RANDOM),
    INT_RANDOM(16, ElementType.INT, Role.RANDOM),
    DOUBLE_INDEXED(17, ElementType.DOUBLE, Role.INDEXED),
    FLOAT_INDEXED(18, ElementType.FLOAT, Role.INDEXED),
    LONG_INDEXED(19, ElementType.LONG, Role.INDEXED),
    INT_INDEXED(20, ElementType.INT, Role.INDEXED),
    DOUBLE_CONDITION(21, ElementType.DOUBLE, Role.CONDITION),
    FLOAT_CONDITION(22, ElementType.FLOAT, Role.CONDITION),
    LONG_CONDITION(23, ElementType.LONG, Role.CONDITION),
    INT_CONDITION(24, ElementType.INT, Role.CONDITION),
    DOUBLE_TERNARY(25, ElementType.DOUBLE, Role.TERNARY),
    FLOAT_TERNARY(26, ElementType.FLOAT, Role.TERNARY),
    LONG_TERNARY(27, ElementType.LONG, Role.TERNARY),
    INT_TERNARY(28, ElementType.INT, Role.TERNARY);

    /// Which arguments a function takes.
    public enum Role {
        UNARY,
        BINARY,
        GENERATOR,
        RANDOM,
        INDEXED,
        CONDITION,
        TERNARY
    }

    private final int number;
    private final ElementType type;
    private final Role role;

    OpFamily(int number, ElementType type, Role role) {
        this.number = number;
        this.type = type;
        this.role = role;
    }

    /// The family of a function.
    ///
    /// @throws IllegalArgumentException when `op` is a code of an unknown family
    public static OpFamily of(Op op) {
        return op instanceof UserOp user ? user.family() : of(((OpCode) op).family());
    }

    /// The family with that number in the file.
    ///
    /// @throws IllegalArgumentException if there is none
    public static OpFamily of(int number) {
        for (OpFamily family : values()) {
            if (family.number == number) {
                return family;
            }
        }
        throw new IllegalArgumentException(
                "unknown operation: family=%s; a newer version may have written the file".formatted(number));
    }

    /// The number in the file. It never changes.
    public int number() {
        return number;
    }

    /// The family of functions that work on elements of `type`: `byte` and `short` are widened to
    /// `long`.
    public static OpFamily of(ElementType type, Role role) {
        ElementType worksOn =
                type == ElementType.BYTE || type == ElementType.SHORT ? ElementType.LONG : type;
        for (OpFamily family : values()) {
            if (family.type == worksOn && family.role == role) {
                return family;
            }
        }
        throw new IllegalStateException("no family: type=" + type + ", role=" + role);
    }

    public Role role() {
        return role;
    }

    /// The interface of the functions. No field holds it: most programs need one or two of them.
    private Class<?> function() {
        return switch (this) {
            case DOUBLE_UNARY -> DoubleUnary.class;
            case FLOAT_UNARY -> FloatUnary.class;
            case LONG_UNARY -> LongUnary.class;
            case INT_UNARY -> IntUnary.class;
            case DOUBLE_BINARY -> DoubleBinary.class;
            case FLOAT_BINARY -> FloatBinary.class;
            case LONG_BINARY -> LongBinary.class;
            case INT_BINARY -> IntBinary.class;
            case DOUBLE_GENERATOR -> DoubleGenerator.class;
            case FLOAT_GENERATOR -> FloatGenerator.class;
            case LONG_GENERATOR -> LongGenerator.class;
            case INT_GENERATOR -> IntGenerator.class;
            case DOUBLE_RANDOM -> RandomToDouble.class;
            case FLOAT_RANDOM -> RandomToFloat.class;
            case LONG_RANDOM -> RandomToLong.class;
            case INT_RANDOM -> RandomToInt.class;
            case DOUBLE_INDEXED -> DoubleIndexed.class;
            case FLOAT_INDEXED -> FloatIndexed.class;
            case LONG_INDEXED -> LongIndexed.class;
            case INT_INDEXED -> IntIndexed.class;
            case DOUBLE_CONDITION -> DoubleCondition.class;
            case FLOAT_CONDITION -> FloatCondition.class;
            case LONG_CONDITION -> LongCondition.class;
            case INT_CONDITION -> IntCondition.class;
            case DOUBLE_TERNARY -> DoubleTernary.class;
            case FLOAT_TERNARY -> FloatTernary.class;
            case LONG_TERNARY -> LongTernary.class;
            case INT_TERNARY -> IntTernary.class;
        };
    }

    /// Makes an [Op] of a function: of a built-in function its code, of any other function the
    /// object itself.
    public Op op(Object op) {
        Objects.requireNonNull(op, "op");
        BuiltInOp builtIn = OpCode.builtIn(op);
        return builtIn == null
                ? new UserOp(this, op)
                : new OpCode(number, builtIn.code(), builtIn.firstBits(), builtIn.secondBits());
    }

    /// Makes an [Op] of a function of the user that was sent with the work.
    ///
    /// @throws IllegalArgumentException when `op` is not a function of this family
    public Op sent(@Nullable Object op) {
        if (!function().isInstance(op)) {
            throw new IllegalArgumentException("the function that was sent does not fit the work: wanted=%s, sent=%s"
                    .formatted(function().getName(), op == null ? "none" : op.getClass().getName()));
        }
        return new UserOp(this, op);
    }
}
