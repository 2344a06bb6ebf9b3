package io.millrace.engine;

import java.io.Serializable;
import java.util.function.LongBinaryOperator;

/// Makes one `long` of two: a [LongBinaryOperator] that worker processes can be given. Those of
/// `io.millrace.engine.kernel`: others are refused with a `NotTransportableException`.
@FunctionalInterface
public interface LongBinary extends LongBinaryOperator, Serializable {}
