package io.millrace.engine.kernel;

import io.millrace.shm.ElementType;
import io.millrace.shm.NotTransportableException;

/// What kind of function an [OpCode] stands for: the element type it works on and its role.
enum OpFamily {
    DOUBLE_UNARY(ElementType.DOUBLE, Role.UNARY),
    FLOAT_UNARY(ElementType.FLOAT, Role.UNARY),
    LONG_UNARY(ElementType.LONG, Role.UNARY),
    INT_UNARY(ElementType.INT, Role.UNARY),
    DOUBLE_BINARY(ElementType.DOUBLE, Role.BINARY),
    FLOAT_BINARY(ElementType.FLOAT, Role.BINARY),
    LONG_BINARY(ElementType.LONG, Role.BINARY),
    INT_BINARY(ElementType.INT, Role.BINARY),
    DOUBLE_GENERATOR(ElementType.DOUBLE, Role.GENERATOR),
    FLOAT_GENERATOR(ElementType.FLOAT, Role.GENERATOR),
    LONG_GENERATOR(ElementType.LONG, Role.GENERATOR),
    INT_GENERATOR(ElementType.INT, Role.GENERATOR),
    DOUBLE_RANDOM(ElementType.DOUBLE, Role.RANDOM),
    FLOAT_RANDOM(ElementType.FLOAT, Role.RANDOM),
    LONG_RANDOM(ElementType.LONG, Role.RANDOM),
    INT_RANDOM(ElementType.INT, Role.RANDOM);

    /// How a function is called.
    enum Role {
        UNARY,
        BINARY,
        GENERATOR,
        RANDOM
    }

    private final ElementType type;
    private final Role role;

    OpFamily(ElementType type, Role role) {
        this.type = type;
        this.role = role;
    }

    /// The family a code names.
    ///
    /// @throws IllegalArgumentException if there is none
    static OpFamily of(OpCode code) {
        int index = code.family() - 1;
        if (index < 0 || index >= values().length) {
            throw unknown(code);
        }
        return values()[index];
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
        return new OpCode(ordinal() + 1, code, first, second);
    }

    /// The code of one of our enum constants or functions with parameters.
    ///
    /// @throws NotTransportableException for every other function
    OpCode encode(Object op) {
        if (op instanceof Parametric parametric) {
            return parametric.code();
        }
        if (op instanceof Enum<?> named && named.getDeclaringClass().getPackage() == OpFamily.class.getPackage()) {
            return code(named.ordinal(), 0, 0);
        }
        throw new NotTransportableException(
                ("not a built-in operation: class=%s; use the constants and factories of %s")
                        .formatted(op.getClass().getName(), OpFamily.class.getPackageName()));
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
