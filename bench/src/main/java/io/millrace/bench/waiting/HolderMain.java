package io.millrace.bench.waiting;

import io.millrace.shm.SharedMemory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Main program of a small process that holds the requested object, prints `held`, and waits until
/// it is killed.
public final class HolderMain {
    private HolderMain() {}

    /// Runs the holder; the argument is the path of the file.
    public static void main(String[] arguments) throws IOException, InterruptedException {
        try (SharedMemory memory = SharedMemory.attach(Path.of(arguments[0]))) {
            BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            String held = input.readLine();
            if (held != null) {
                HeldObject.valueOf(held).hold(memory, () -> System.out.println("held"));
                input.readLine();
            }
        }
    }
}
