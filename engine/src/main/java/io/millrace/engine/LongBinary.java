package io.millrace.engine;

import java.io.Serializable;
import java.util.function.LongBinaryOperator;

/// Makes one `long` of two: a [LongBinaryOperator] that worker processes can be given.
@FunctionalInterface
public interface LongBinary extends LongBinaryOperator, Serializable {}
