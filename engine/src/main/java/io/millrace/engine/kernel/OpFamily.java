package io.millrace.engine.kernel;

import io.millrace.engine.DoubleBinary;
import io.millrace.engine.DoubleGenerator;
import io.millrace.engine.DoubleIndexed;
import io.millrace.engine.DoubleUnary;
import io.millrace.engine.FloatBinary;
import io.millrace.engine.FloatGenerator;
import io.millrace.engine.FloatIndexed;
import io.millrace.engine.FloatUnary;
import io.millrace.engine.IntBinary;
import io.millrace.engine.IntGenerator;
import io.millrace.engine.IntIndexed;
import io.millrace.engine.IntUnary;
import io.millrace.engine.LongBinary;
import io.millrace.engine.LongGenerator;
import io.millrace.engine.LongIndexed;
import io.millrace.engine.LongUnary;
import io.millrace.engine.RandomToDouble;
import io.millrace.engine.RandomToFloat;
import io.millrace.engine.RandomToInt;
import io.millrace.engine.RandomToLong;
import io.millrace.shm.ElementType;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What kind of function an [Op] is: its interface, the element type it works on and its role.
enum OpFamily {
    DOUBLE_UNARY(DoubleUnary.class, ElementType.DOUBLE, Role.UNARY),
    FLOAT_UNARY(FloatUnary.class, ElementType.FLOAT, Role.UNARY),
    LONG_UNARY(LongUnary.class, ElementType.LONG, Role.UNARY),
    INT_UNARY(IntUnary.class, ElementType.INT, Role.UNARY),
    DOUBLE_BINARY(DoubleBinary.class, ElementType.DOUBLE, Role.BINARY),
    FLOAT_BINARY(FloatBinary.class, ElementType.FLOAT, Role.BINARY),
    LONG_BINARY(LongBinary.class, ElementType.LONG, Role.BINARY),
    INT_BINARY(IntBinary.class, ElementType.INT, Role.BINARY),
    DOUBLE_GENERATOR(DoubleGenerator.class, ElementType.DOUBLE, Role.GENERATOR),
    FLOAT_GENERATOR(FloatGenerator.class, ElementType.FLOAT, Role.GENERATOR),
    LONG_GENERATOR(LongGenerator.class, ElementType.LONG, Role.GENERATOR),
    INT_GENERATOR(IntGenerator.class, ElementType.INT, Role.GENERATOR),
    DOUBLE_RANDOM(RandomToDouble.class, ElementType.DOUBLE, Role.RANDOM),
    FLOAT_RANDOM(RandomToFloat.class, ElementType.FLOAT, Role.RANDOM),
    LONG_RANDOM(RandomToLong.class, ElementType.LONG, Role.RANDOM),
    INT_RANDOM(RandomToInt.class, ElementType.INT, Role.RANDOM),
    DOUBLE_INDEXED(DoubleIndexed.class, ElementType.DOUBLE, Role.INDEXED),
    FLOAT_INDEXED(FloatIndexed.class, ElementType.FLOAT, Role.INDEXED),
    LONG_INDEXED(LongIndexed.class, ElementType.LONG, Role.INDEXED),
    INT_INDEXED(IntIndexed.class, ElementType.INT, Role.INDEXED);

    /// How a function is called.
    enum Role {
        UNARY,
        BINARY,
        GENERATOR,
        RANDOM,
        INDEXED
    }

    private final Class<?> function;
    private final ElementType type;
    private final Role role;

    OpFamily(Class<?> function, ElementType type, Role role) {
        this.function = function;
        this.type = type;
        this.role = role;
    }

    /// The family of a function.
    ///
    /// @throws IllegalArgumentException if it is a code that names none
    static OpFamily of(Op op) {
        return switch (op) {
            case OpCode code -> of(code.family());
            case UserOp user -> user.family();
        };
    }

    /// The family of that number: 1 and up.
    ///
    /// @throws IllegalArgumentException if there is none
    static OpFamily of(int number) {
        if (number < 1 || number > values().length) {
            throw new IllegalArgumentException("unknown operation: family=" + number);
        }
        return values()[number - 1];
    }

    int number() {
        return ordinal() + 1;
    }

    /// The family of functions that work on elements of `type`: `byte` and `short` are widened to
    /// `long`.
    static OpFamily of(ElementType type, Role role) {
        ElementType worksOn =
                type == ElementType.BYTE || type == ElementType.SHORT ? ElementType.LONG : type;
        for (OpFamily family : values()) {
            if (family.type == worksOn && family.role == role) {
                return family;
            }
        }
        throw new IllegalStateException("no family: type=" + type + ", role=" + role);
    }

    Role role() {
        return role;
    }

    OpCode code(int code, long first, long second) {
        return new OpCode(number(), code, first, second);
    }

    /// One of our enum constants or functions with parameters as its code, every other function as it
    /// is.
    Op op(Object op) {
        Objects.requireNonNull(op, "op");
        if (op instanceof Parametric parametric) {
            return parametric.code();
        }
        if (op instanceof Enum<?> named && named.getDeclaringClass().getPackage() == OpFamily.class.getPackage()) {
            return code(named.ordinal(), 0, 0);
        }
        return new UserOp(this, op);
    }

    /// A function of the user's that came with the work.
    ///
    /// @throws IllegalArgumentException if it is none of this family
    Op sent(@Nullable Object op) {
        if (!function.isInstance(op)) {
            throw new IllegalArgumentException("not a function of the work: wanted=%s, sent=%s"
                    .formatted(function.getName(), op == null ? "none" : op.getClass().getName()));
        }
        return new UserOp(this, op);
    }

    /// The constant that a code without parameters names.
    static <E extends Enum<E>> E named(E[] constants, OpCode code) {
        if (code.code() < 0 || code.code() >= constants.length) {
            throw unknown(code);
        }
        return constants[code.code()];
    }

    static IllegalArgumentException unknown(OpCode code) {
        return new IllegalArgumentException("unknown operation: " + code);
    }
}
