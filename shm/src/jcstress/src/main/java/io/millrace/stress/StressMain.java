package io.millrace.stress;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Runs jcstress for all protocols, which must hold, and for each canary, which must not.
///
/// Quick mode, without a run for each pair of compilers and of processors: two minutes at most.
public final class StressMain {
    private static final String CANARY = "CanaryStress";

    /// Each alone: one that failed would hide another one that did not.
    private static final List<String> CANARIES = List.of("stress.CanaryStress", "stress.MapReadCanaryStress");

    private StressMain() {}

    /// Argument: a folder for reports and for what jcstress says.
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path reports = Path.of(arguments[0]);
        if (!holds("^(?!.*" + CANARY + ").*$", reports.resolve("jcstress"))) {
            fail("a protocol failed", reports.resolve("jcstress.log"));
        }
        for (String canary : CANARIES) {
            if (holds(canary, reports.resolve("jcstress-canary"))) {
                fail(canary + " did not fail, so the others prove nothing", reports.resolve("jcstress-canary.log"));
            }
        }
        System.out.println("stress: all protocols held, the canaries failed as they must");
    }

    private static void fail(String what, Path log) throws IOException {
        System.err.println(Files.readString(log));
        System.err.println("stress: " + what + ", see above and " + log);
        System.exit(1);
    }

    private static boolean holds(String tests, Path reports) throws IOException, InterruptedException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "org.openjdk.jcstress.Main",
                "-m",
                "quick",
                "-sc",
                "false",
                "-af",
                "NONE",
                "-t",
                tests,
                "-r",
                reports + "/");
        return new ProcessBuilder(command)
                        .directory(reports.getParent().toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(Path.of(reports + ".log").toFile())
                        .start()
                        .waitFor()
                == 0;
    }
}
