// Generated from RandomTo-X.java.template
package io.millrace.engine;

import java.io.Serializable;
import java.util.random.RandomGenerator;

/// Makes the element of a `float` array from random bits and its index.
///
/// Constants and factories of `io.millrace.engine.kernel` have loops of their own in all kernels; a
/// lambda or method reference travels to the workers by its name, with the values it captured.
///
/// Each block of 4,096 elements has a stream of its own, made from the seed and the number of the
/// block, so an array has the same elements whoever computes which part of it. Draw from `random`
/// only, in an order that depends on nothing else.
@FunctionalInterface
public interface RandomToFloat extends Serializable {

    /// The element at an index, from random bits.
    float applyAsFloat(RandomGenerator random, long index);
}
