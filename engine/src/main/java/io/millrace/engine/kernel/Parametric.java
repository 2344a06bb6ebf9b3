package io.millrace.engine.kernel;

/// A built-in function with parameters, which knows how it is written down.
interface Parametric {

    OpCode code();
}
