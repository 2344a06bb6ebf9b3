// Generated from X-Binary.java.template
package io.millrace.engine;

import java.io.Serializable;
import java.util.function.IntBinaryOperator;

/// Makes one `int` of two: an [IntBinaryOperator] that worker processes can be given.
///
/// Constants and factories of `io.millrace.engine.kernel` have loops of their own in all kernels; a
/// lambda or method reference travels to the workers by its name, with the values it captured.
@FunctionalInterface
public interface IntBinary extends IntBinaryOperator, Serializable {}
