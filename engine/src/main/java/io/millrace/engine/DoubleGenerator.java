package io.millrace.engine;

import java.io.Serializable;
import java.util.function.LongToDoubleFunction;

/// Makes the element of a `double` array from its index. Those of
/// `io.millrace.engine.kernel`: others are refused with a `NotTransportableException`.
@FunctionalInterface
public interface DoubleGenerator extends LongToDoubleFunction, Serializable {}
