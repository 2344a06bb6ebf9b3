package io.millrace.engine;

import java.io.Serializable;
import java.util.function.IntBinaryOperator;

/// Makes one `int` of two: an [IntBinaryOperator] that worker processes can be given. Those of
/// `io.millrace.engine.kernel`: others are refused with a `NotTransportableException`.
@FunctionalInterface
public interface IntBinary extends IntBinaryOperator, Serializable {}
