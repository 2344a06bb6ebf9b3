package io.millrace.bench.pictures;

import static io.millrace.bench.Figure.Kind.RATIO_AT_MOST;
import static io.millrace.bench.Figure.Kind.VALUE_AT_MOST;

import io.millrace.bench.Figure;
import io.millrace.bench.Figure.Goal;
import io.millrace.bench.peer.PeerPrograms;
import io.millrace.bench.peer.PeerPrograms.Peer;
import io.millrace.bench.peer.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Resizes one folder of pictures with each contender in turns; each time the whole command.
final class PictureComparisons implements AutoCloseable {
    private static final Goal AS_LONG = new Goal(RATIO_AT_MOST, 1);
    private static final Goal HALF_AS_LONG_AGAIN = new Goal(RATIO_AT_MOST, 1.5);
    private static final Goal ONE = new Goal(VALUE_AT_MOST, 1);
    private static final String WITHOUT = "-Dmillrace.turbojpeg=false";
    private static final int SIDE = 200;
    private static final int DISTINCT = 20;

    private final PeerPrograms programs = new PeerPrograms(PictureComparisons.class, "pictures_peer.py");
    private final @Nullable Peer pil = programs.python("pictures_peer.py", "PIL.Image");
    private final Path folder;
    private final Path from;
    private final ImagesProgram images;
    private final int workers;

    PictureComparisons(Path jar, int workers) throws IOException {
        this.workers = workers;
        folder = Files.createTempDirectory("millrace-pictures-");
        from = Files.createDirectory(folder.resolve("in"));
        images = new ImagesProgram(jar, folder.resolve("caches"), workers);
    }

    /// Paints the pictures; every twentieth is the same.
    void paint(int count) throws IOException {
        List<byte[]> painted = new ArrayList<>();
        for (int number = 0; number < Math.min(count, DISTINCT); number++) {
            painted.add(PaintedPicture.jpeg(number));
        }
        for (int number = 0; number < count; number++) {
            Files.write(from.resolve("picture%03d.jpg".formatted(number)), painted.get(number % DISTINCT));
        }
    }

    List<Figure> figures(int rounds) throws IOException, InterruptedException {
        images.run(from, folder.resolve("first"));
        images.awaitCache();
        Samples samples = new Samples();
        for (int round = 0; round < rounds; round++) {
            samples.add("turbo", images.run(from, folder.resolve("turbo")));
            samples.add("jdk", images.run(from, folder.resolve("jdk"), WITHOUT));
            python(samples, "resize");
            python(samples, "draft");
        }
        String peer = "PIL, Pool(%d)".formatted(workers);
        String batch;
        try (Stream<Path> files = Files.list(from)) {
            batch = "%d JPEGs of 1200x900 to %dx%d".formatted(files.count(), SIDE, SIDE);
        }
        double[] whole = samples.millis("turbo");
        double[] jdk = samples.millis("jdk");
        double[] lanczos = samples.millis("resize");
        List<Figure> figures = new ArrayList<>(List.of(
                Figure.beside(batch, "ms", whole, peer, lanczos, AS_LONG),
                Figure.beside(batch, "ms", whole, peer + ", draft", samples.millis("draft")),
                Figure.beside(batch + ", JDK's decoder", "ms", jdk, peer, lanczos, HALF_AS_LONG_AGAIN)));
        difference(figures, "mean difference to PIL");
        difference(figures, "mean difference to PIL, JDK's decoder", WITHOUT);
        return figures;
    }

    private void python(Samples samples, String what) {
        long begin = System.nanoTime();
        if (pil != null && pil.run(what, from, folder.resolve("pil"), workers, SIDE) != null) {
            samples.add(what, System.nanoTime() - begin);
        }
    }

    /// How much the pixels differ before they are encoded as JPEG.
    private void difference(List<Figure> figures, String name, String... options) {
        Path results = folder.resolve("png");
        List<String> all = new ArrayList<>(List.of("--format", "png"));
        all.addAll(List.of(options));
        images.run(from, results, all.toArray(String[]::new));
        String mean = pil == null ? null : pil.run("compare", from, results, SIDE);
        if (mean != null) {
            figures.add(Figure.alone(name, "of 255", Double.parseDouble(mean), ONE));
        }
    }

    @Override
    public void close() throws IOException {
        programs.close();
        List<Path> all;
        try (Stream<Path> walked = Files.walk(folder)) {
            all = walked.toList();
        }
        for (Path path : all.reversed()) {
            Files.deleteIfExists(path);
        }
    }
}
