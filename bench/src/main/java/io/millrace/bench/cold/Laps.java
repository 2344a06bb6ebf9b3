package io.millrace.bench.cold;

/// Prints how long each step took, as `name nanoseconds`.
final class Laps {
    private final StringBuilder lines = new StringBuilder();
    private long begin = System.nanoTime();

    /// A step has ended, and the next one begins.
    void lap(String name) {
        long end = System.nanoTime();
        lines.append(name).append(' ').append(end - begin).append('\n');
        begin = System.nanoTime();
    }

    void print() {
        System.out.print(lines);
    }
}
