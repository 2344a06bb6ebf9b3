package io.millrace.engine;

import java.io.Serializable;
import java.util.function.LongToIntFunction;

/// Makes the element of an `int` array from its index.
@FunctionalInterface
public interface IntGenerator extends LongToIntFunction, Serializable {}
