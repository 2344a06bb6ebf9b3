package io.millrace.spark.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/// Contenders that run in turns (A, B, C, A, B, C ...), so that a slow moment of the machine affects all of them.
final class Rounds {
    private static final double TOLERANCE = 1e-9;

    private final Map<String, LongSupplier> contenders = new LinkedHashMap<>();

    /// Adds a contender that times itself.
    ///
    /// @param nanos runs it once and gives its time
    Rounds add(String name, LongSupplier nanos) {
        contenders.put(name, nanos);
        return this;
    }

    /// Adds a contender whose result is that, up to rounding.
    Rounds add(String name, double expected, DoubleSupplier work) {
        return add(name, () -> {
            long begin = System.nanoTime();
            double result = work.getAsDouble();
            long nanos = System.nanoTime() - begin;
            require(name, expected, result);
            return nanos;
        });
    }

    /// Compares results whose additions had different orders.
    ///
    /// @throws IllegalStateException they differ by more than rounding
    static void require(String name, double expected, double result) {
        if (!(Math.abs(result - expected) <= TOLERANCE * Math.abs(expected))) {
            throw new IllegalStateException(
                    "a wrong result: contender=%s, expected=%s, result=%s".formatted(name, expected, result));
        }
    }

    /// Runs all; prints the times of the last `rounds` turns.
    void run(int warmups, int rounds) {
        for (int round = -warmups; round < rounds; round++) {
            for (Map.Entry<String, LongSupplier> contender : contenders.entrySet()) {
                long nanos = contender.getValue().getAsLong();
                if (round >= 0) {
                    System.out.println("figure " + contender.getKey() + " " + nanos);
                }
            }
        }
    }
}
