// Generated from X-Condition.java.template
package io.millrace.engine;

import java.io.Serializable;
import java.util.function.IntPredicate;

/// Tells whether an `int` is wanted: an [IntPredicate] that worker processes can be given.
///
/// A lambda or method reference travels to the workers by its name, with the values it captured.
@FunctionalInterface
public interface IntCondition extends IntPredicate, Serializable {}
