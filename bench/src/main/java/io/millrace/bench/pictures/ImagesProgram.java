package io.millrace.bench.pictures;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The command `images` as the script `millrace` starts it, with a folder of its own for the caches of classes from
/// which the workers start.
final class ImagesProgram {
    private static final Duration CACHE_MADE = Duration.ofMinutes(2);
    private static final Duration POLL = Duration.ofMillis(200);

    private final Path jar;
    private final Path caches;
    private final int workers;

    ImagesProgram(Path jar, Path caches, int workers) {
        if (!Files.isRegularFile(jar)) {
            throw new IllegalArgumentException("no such jar: %s; build it, or give --jar".formatted(jar));
        }
        this.jar = jar;
        this.caches = caches;
        this.workers = workers;
    }

    /// Runs the command; returns nanoseconds.
    double run(Path from, Path to, String... options) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:TieredStopAtLevel=1"));
        Path classes = jar.resolveSibling(jar.getFileName().toString().replace(".jar", ".aot"));
        if (Files.exists(classes)) {
            command.addAll(List.of("-XX:AOTCache=" + classes, "-Xlog:aot*=off"));
        }
        List<String> images = new ArrayList<>();
        for (String option : options) {
            (option.startsWith("-D") ? command : images).add(option);
        }
        command.addAll(List.of("-jar", jar.toString(), "images", "--overwrite", "--workers", "" + workers));
        command.addAll(images);
        command.addAll(List.of(from.toString(), to.toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.INHERIT);
        builder.environment().put("MILLRACE_CACHE", caches.toString());
        long begin = System.nanoTime();
        try {
            if (builder.start().waitFor() != 0) {
                throw new IllegalStateException("the command images failed: folder=" + from);
            }
            return System.nanoTime() - begin;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while images ran", interrupted);
        }
    }

    /// Waits until the cache that the first run has ordered is made, or has failed.
    void awaitCache() throws IOException, InterruptedException {
        for (long polls = CACHE_MADE.dividedBy(POLL); polls > 0 && isBeingMade(); polls--) {
            Thread.sleep(POLL);
        }
    }

    private boolean isBeingMade() throws IOException {
        Path folder = caches.resolve("aot");
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (DirectoryStream<Path> made = Files.newDirectoryStream(folder, "new-*")) {
            return made.iterator().hasNext();
        }
    }
}
