package io.millrace.engine;

import java.io.Serializable;
import java.util.random.RandomGenerator;

/// Makes the element of a `float` array from random bits and its index. Those of
/// `io.millrace.engine.kernel`: others are refused with a `NotTransportableException`.
///
/// Each block of 4,096 elements has a stream of its own, made from the seed and the number of the
/// block, so an array has the same elements whoever computes which part of it. Draw from `random`
/// only, in an order that depends on nothing else.
@FunctionalInterface
public interface RandomToFloat extends Serializable {

    float applyAsFloat(RandomGenerator random, long index);
}
