package io.millrace.engine.internal.training;

import io.millrace.engine.internal.aot.NewCache;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Makes one cache, in a process of its own that prints nothing.
///
/// **Death.** The recording JVM ends with its maker, as a worker with its parent; the one that
/// assembles ends within seconds by itself, and what it wrote counts for nothing.
public final class MakerMain {
    /// For all steps: this process ends not much later.
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private static final int USAGE = 2;
    private static final int MAX_SAID = 500;

    private final NewCache cache;
    private final String java;
    private final long endNanos = System.nanoTime() + LIMIT.toNanos();

    private MakerMain(NewCache cache, String java) {
        this.cache = cache;
        this.java = java;
    }

    /// @param arguments the folder of the new cache, the `java` of the children
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 2) {
            System.err.println("a maker of a cache is started by a pool: arguments are FOLDER JAVA");
            System.exit(USAGE);
        }
        NewCache cache = new NewCache(Path.of(arguments[0]).toAbsolutePath());
        cache.make(new MakerMain(cache, arguments[1])::make);
    }

    private @Nullable String make() throws IOException {
        String record = run("-XX:AOTMode=record", "-XX:AOTConfiguration=" + cache.configuration(), main());
        if (record != null || !isFull(cache.configuration())) {
            return "cannot record: " + said(record);
        }
        String assemble = run(
                "-XX:AOTMode=create",
                "-XX:AOTConfiguration=" + cache.configuration(),
                "-XX:AOTCache=" + cache.classes());
        if (assemble != null || !isFull(cache.classes())) {
            return "cannot assemble: " + said(assemble);
        }
        String trial = run("-XX:AOTMode=on", "-XX:AOTCache=" + cache.classes(), main(), TrainingMain.TRIAL);
        return trial != null ? "cannot use: " + said(trial) : null;
    }

    private static String main() {
        return TrainingMain.class.getName();
    }

    private static boolean isFull(Path file) throws IOException {
        return Files.exists(file) && Files.size(file) > 0;
    }

    /// Runs a JVM with the flags of the children.
    ///
    /// @return how it failed; null when it exited with 0
    private @Nullable String run(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(java, "@" + cache.arguments()));
        command.addAll(Arrays.asList(arguments));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(cache.log().toFile())
                .start();
        try (var _ = process.getOutputStream()) { // open as long as this process lives: what a worker watches
            if (!process.waitFor(endNanos - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                throw new IOException("not within " + LIMIT);
            }
            return process.exitValue() == 0 ? null : "exit=" + process.exitValue();
        } catch (InterruptedException end) {
            throw new IOException(end);
        } finally {
            process.destroyForcibly();
        }
    }

    private String said(@Nullable String failure) throws IOException {
        String text = Files.readString(cache.log(), StandardCharsets.ISO_8859_1).strip();
        String begin = text.substring(0, Math.min(text.length(), MAX_SAID));
        return "%s, %s".formatted(failure == null ? "nothing was written" : failure, begin);
    }
}
