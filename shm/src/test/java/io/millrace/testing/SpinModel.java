package io.millrace.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// One run of the model checker spin over a protocol, as a line in the comment of its model asks for: `Holds: FLAGS`,
/// or `Fails: FLAGS   why` for a protocol that was made wrong on purpose.
///
/// @param model a `.pml` file
/// @param flags what the preprocessor is given
/// @param holds whether the model must be without error
public record SpinModel(Path model, List<String> flags, boolean holds) {
    private static final Pattern RUN = Pattern.compile("(?m)^ \\* (Holds|Fails):((?: -D\\S+)+)");
    private static final Pattern ERRORS = Pattern.compile("errors: (\\d+)");
    private static final Pattern STATES = Pattern.compile("(\\d+) states, stored");
    private static final int MEGABYTES = 1_800;
    private static final int DEPTH = 100_000;

    /// All runs of all models in the folder; those without any run are parts of others.
    public static List<SpinModel> in(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".pml"))
                    .sorted()
                    .flatMap(SpinModel::runs)
                    .toList();
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    private static Stream<SpinModel> runs(Path model) {
        try {
            return RUN.matcher(Files.readString(model)).results().map(run -> of(model, run));
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    private static SpinModel of(Path model, MatchResult run) {
        return new SpinModel(
                model.toAbsolutePath(),
                List.of(run.group(2).strip().split(" ")),
                run.group(1).equals("Holds"));
    }

    /// Null when spin and a C compiler are there, else what is missing.
    public static String missing() {
        for (String tool : List.of("spin", "cc")) {
            boolean found = Stream.of(System.getenv("PATH").split(":"))
                    .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
            if (!found) {
                return tool + " is not installed (Debian: apt-get install spin gcc)";
            }
        }
        return null;
    }

    /// What came of it.
    ///
    /// @param complete whether all states were looked at
    public record Result(int errors, long states, boolean complete, String output) {}

    /// Runs it in a folder of its own.
    public Result run() throws IOException, InterruptedException {
        try (MemoryFolder folder = MemoryFolder.create()) {
            List<String> generate = new ArrayList<>(List.of("spin", "-a"));
            generate.addAll(flags);
            generate.add(model.toString());
            call(folder.path(), generate);
            call(
                    folder.path(),
                    List.of("cc", holds ? "-O2" : "-O0", "-w", "-DSAFETY", "-DNOREDUCE", "-DMEMLIM=" + MEGABYTES, "-o",
                            "pan", "pan.c"));
            String output = call(folder.path(), List.of("./pan", "-m" + DEPTH, "-w23"));
            boolean complete = !output.contains("Search not completed")
                    && !output.contains("max search depth too small");
            return new Result((int) number(ERRORS, output), number(STATES, output), complete, output);
        }
    }

    private static long number(Pattern pattern, String output) {
        Matcher matcher = pattern.matcher(output);
        if (!matcher.find()) {
            throw new AssertionError("spin said something else: " + output);
        }
        return Long.parseLong(matcher.group(1));
    }

    private static String call(Path folder, List<String> command) throws IOException, InterruptedException {
        Path log = folder.resolve("log");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            if (!process.waitFor(5, TimeUnit.MINUTES)) {
                throw new AssertionError("does not end: " + command);
            }
            String output = Files.readString(log);
            if (process.exitValue() != 0 && !command.getFirst().equals("./pan")) {
                throw new AssertionError(command + ": exit code " + process.exitValue() + "\n" + output);
            }
            return output;
        } finally {
            process.destroyForcibly();
        }
    }

    @Override
    public String toString() {
        return "%s %s %s".formatted(model.getFileName(), String.join(" ", flags), holds ? "holds" : "fails");
    }
}
