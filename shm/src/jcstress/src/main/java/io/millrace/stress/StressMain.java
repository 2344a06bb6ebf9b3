package io.millrace.stress;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Runs jcstress twice: all protocols, which must hold, and the canary, which must not.
///
/// Quick mode, without a run for each pair of compilers and of processors: two minutes at most.
public final class StressMain {
    private static final String CANARY = "CanaryStress";

    private StressMain() {}

    /// Argument: a folder for reports.
    public static void main(String[] arguments) {
        Path reports = Path.of(arguments[0]);
        String held = run("^(?!.*" + CANARY + ").*$", reports.resolve("jcstress")) ? null : "a protocol failed, see above";
        String sang = run(CANARY, reports.resolve("jcstress-canary")) ? "the canary did not fail: the others prove nothing" : null;
        if (held != null || sang != null) {
            System.err.println("stress: " + (held != null ? held : sang));
            System.exit(1);
        }
        System.out.println("stress: all protocols held, the canary failed as it must");
    }

    private static boolean run(String tests, Path reports) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "org.openjdk.jcstress.Main"));
        command.addAll(List.of("-m", "quick", "-sc", "false", "-af", "NONE", "-t", tests, "-r", reports + "/"));
        try {
            return new ProcessBuilder(command).directory(reports.getParent().toFile()).inheritIO().start().waitFor() == 0;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
