package io.millrace.engine.internal.kernel.functions;

/// The built-in maps that have parameters.
public enum ParameterOp {
    SCALE(100, BuiltInOp.Cost.CHEAP),
    PLUS(101, BuiltInOp.Cost.CHEAP),
    POWER(102, BuiltInOp.Cost.EXPENSIVE),
    CLAMP(103, BuiltInOp.Cost.CHEAP);

    /// The first code of functions with parameters.
    public static final int FIRST_CODE = 100;

    private final int code;
    private final BuiltInOp.Cost cost;

    ParameterOp(int code, BuiltInOp.Cost cost) {
        this.code = code;
        this.cost = cost;
    }

    int code() {
        return code;
    }

    BuiltInOp.Cost cost() {
        return cost;
    }

    /// The map with that number in the file.
    ///
    /// @throws IllegalArgumentException there is none
    public static ParameterOp ofCode(int code) {
        for (ParameterOp op : values()) {
            if (op.code == code) {
                return op;
            }
        }
        throw BuiltInOp.unknown("map with parameters", code);
    }
}
