package io.millrace.engine;

import java.io.Serializable;
import java.util.function.LongToIntFunction;

/// Makes the element of an `int` array from its index. Those of
/// `io.millrace.engine.kernel`: others are refused with a `NotTransportableException`.
@FunctionalInterface
public interface IntGenerator extends LongToIntFunction, Serializable {}
