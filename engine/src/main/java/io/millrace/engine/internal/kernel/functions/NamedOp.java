package io.millrace.engine.internal.kernel.functions;

/// A built-in function without parameters: a constant of an enum such as `DoubleUnaryOp`.
public record NamedOp(Enum<?> constant, int code, Cost cost) implements BuiltInOp {

    @Override
    public String name() {
        return constant.name();
    }
}
