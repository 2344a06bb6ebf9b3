package io.millrace.engine.cli.images;

import io.millrace.engine.Pool;
import io.millrace.engine.cli.images.PictureSize.Aspect;
import io.millrace.engine.cli.pixels.Pixels;
import io.millrace.engine.cli.turbojpeg.TurboJpeg;
import io.millrace.engine.internal.training.Lesson;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Trains the cache of classes from which the workers of `images` start: a worker resizes JPEGs and
/// PNGs.
public final class PictureLesson implements Lesson {
    private static final PictureSize PAINTED = new PictureSize(1000, 800);
    private static final PictureSize RESULT = new PictureSize(200, 200);
    private static final int TIMES = 20;

    @Override
    public void give(Pool pool, Path folder) throws Exception {
        System.setProperty("java.awt.headless", "true");
        ResizePicture resize = new ResizePicture(RESULT, Aspect.STRETCHED, PAINTED.pixels());
        for (PictureFormat format : List.of(PictureFormat.JPEG, PictureFormat.PNG)) {
            Path source = folder.resolve("source." + format.ending());
            new PictureWriter(format, TurboJpeg.orNull()).write(painted(), folder.resolve("temporary"), source);
            List<PictureTask> tasks = new ArrayList<>();
            for (int number = 0; number < TIMES; number++) {
                tasks.add(PictureTask.of(
                        source,
                        folder.resolve(number + "." + format.ending()),
                        folder.resolve(number + ".tmp"),
                        new PictureTask.Formats(format, format)));
            }
            for (Optional<String> problem : pool.mapAll(tasks, resize)) {
                if (problem.isPresent()) {
                    throw new IllegalStateException(problem.get());
                }
            }
        }
    }

    private static Pixels painted() {
        int[] values = new int[(int) PAINTED.pixels()];
        for (int at = 0; at < values.length; at++) {
            values[at] = at * 0x9e3779b1 >>> 8; // all frequencies, as a photograph has
        }
        return new Pixels(PAINTED.width(), PAINTED.height(), BufferedImage.TYPE_INT_RGB, values);
    }
}
