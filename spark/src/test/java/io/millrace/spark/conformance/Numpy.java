package io.millrace.spark.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Programs of Python with numpy. Where python3 has no numpy their tests are skipped, but not with `CI=true`.
final class Numpy {
    private Numpy() {}

    /// Runs a program of the repository and gives back what it prints.
    static String run(Path program, Path... arguments) throws IOException, InterruptedException {
        requireNumpy();
        List<String> command = new ArrayList<>(List.of("python3", program.toString()));
        Arrays.stream(arguments).map(Path::toString).forEach(command::add);
        Process python = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(python.getInputStream().readAllBytes());
        assertEquals(0, python.waitFor(), output);
        return output;
    }

    private static void requireNumpy() throws InterruptedException {
        boolean there;
        try {
            there = new ProcessBuilder("python3", "-c", "import numpy").start().waitFor() == 0;
        } catch (IOException noPython) {
            there = false;
        }
        if (!there && "true".equals(System.getenv("CI"))) {
            fail("python3 with numpy is missing; install them (Debian: python3-numpy)");
        }
        assumeTrue(there, "python3 with numpy is missing");
    }
}
