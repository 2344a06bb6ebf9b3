package io.millrace.bench;

import java.util.ArrayList;
import java.util.List;

/// Contenders that do the same work. The first is the reference for the others.
record Comparison(String title, List<Contender> contenders) {
    Comparison {
        contenders = List.copyOf(contenders);
    }

    /// Runs the contenders in turns (A, B, C, A, B, C ...), so that a slow moment of the machine
    /// affects all of them. The times of the first `warmups` turns are discarded.
    List<Measurement> measure(int warmups, int rounds) {
        long[][] nanos = new long[contenders.size()][rounds];
        for (int round = -warmups; round < rounds; round++) {
            for (int i = 0; i < nanos.length; i++) {
                long start = System.nanoTime();
                contenders.get(i).run().run();
                long end = System.nanoTime();
                if (round >= 0) {
                    nanos[i][round] = end - start;
                }
            }
        }
        List<Measurement> measured = new ArrayList<>();
        for (int i = 0; i < nanos.length; i++) {
            measured.add(Measurement.of(this, contenders.get(i), Times.of(nanos[i]), Times.of(nanos[0])));
        }
        return measured;
    }
}
