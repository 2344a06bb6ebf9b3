// Generated from X-Condition.java.template
package io.millrace.engine;

import java.io.Serializable;
import java.util.function.DoublePredicate;

/// Tells whether a `double` is wanted: a [DoublePredicate] that worker processes can be given.
///
/// A lambda or method reference travels to the workers by its name, with the values it captured.
@FunctionalInterface
public interface DoubleCondition extends DoublePredicate, Serializable {}
