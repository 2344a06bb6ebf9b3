package io.millrace.bench.waiting;

import io.millrace.shm.SharedMemory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// A small process that takes hold of what it is told to, says so, and waits to be killed.
public final class VictimMain {
    private VictimMain() {}

    /// Argument: the file.
    public static void main(String[] arguments) throws IOException, InterruptedException {
        try (SharedMemory memory = SharedMemory.attach(Path.of(arguments[0]))) {
            BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            String grip = input.readLine();
            if (grip != null) {
                Grip.valueOf(grip).hold(memory, () -> System.out.println("held"));
                input.readLine();
            }
        }
    }
}
