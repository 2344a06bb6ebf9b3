package com.example.prices;

import io.millrace.engine.Pool;
import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.SharedMemory;

/// Fills an array with prices, and lets two worker JVMs add them up with their tax.
public final class Prices {
    private Prices() {}

    /// Prints the sum.
    public static void main(String[] args) {
        try (var memory = SharedMemory.temporary(16L << 20); var pool = Pool.start(memory, 2)) {
            var net = memory.newDoubleArray("net", 1_000_000);
            net.setAll(i -> i % 100);
            System.out.println("sum with tax: " + pool.mapReduce(net, price -> price * 1.25, Reduction.SUM));
        }
    }
}
