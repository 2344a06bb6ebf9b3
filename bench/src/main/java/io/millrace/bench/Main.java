package io.millrace.bench;

import java.io.IOException;

/// What the jar of the benchmarks starts; the arguments are JMH's.
public final class Main {
    private Main() {}

    public static void main(String[] args) throws IOException {
        org.openjdk.jmh.Main.main(args);
    }
}
