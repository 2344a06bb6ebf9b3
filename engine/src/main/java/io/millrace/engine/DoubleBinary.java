package io.millrace.engine;

import java.io.Serializable;
import java.util.function.DoubleBinaryOperator;

/// Makes one `double` of two: a [DoubleBinaryOperator] that worker processes can be given. Those of
/// `io.millrace.engine.kernel`: others are refused with a `NotTransportableException`.
@FunctionalInterface
public interface DoubleBinary extends DoubleBinaryOperator, Serializable {}
