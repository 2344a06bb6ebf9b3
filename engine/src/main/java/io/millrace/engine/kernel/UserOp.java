package io.millrace.engine.kernel;

/// A function of the user's.
///
/// @param function an object of the family's type, or [#ABSENT]
record UserOp(OpFamily family, Object function) implements Op {
    /// In the place of a function for who looks at a work and cannot call it.
    static final Object ABSENT = new Object();

    @Override
    public String name() {
        return function == ABSENT ? "own function" : function.getClass().getSimpleName();
    }

    /// Not that of the function, which is the user's code.
    @Override
    public String toString() {
        return name();
    }
}
