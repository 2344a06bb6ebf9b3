package io.millrace.engine.cli.images;

import io.millrace.engine.RemoteFunction;
import io.millrace.engine.cli.images.PictureSize.Aspect;
import io.millrace.engine.cli.pixels.Pixels;
import io.millrace.engine.cli.text.CauseText;
import io.millrace.engine.cli.text.Count;
import io.millrace.engine.cli.turbojpeg.TurboJpeg;
import java.awt.color.ColorSpace;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Resizes one picture, in a worker. If the worker dies before it has reported the result, another
/// worker does the task again from the start.
///
/// @param size size of the result
/// @param aspect how pictures with other proportions are scaled
/// @param maxPixels largest number of pixels of a source
record ResizePicture(PictureSize size, Aspect aspect, long maxPixels)
        implements RemoteFunction<PictureTask, Optional<String>> {

    /// Returns the reason why the picture could not be resized; empty when it was resized.
    @Override
    public Optional<String> apply(PictureTask task) {
        return apply(task, TurboJpeg.orNull());
    }

    /// @param turbo reads and writes JPEGs; null: the JDK does
    Optional<String> apply(PictureTask task, @Nullable TurboJpeg turbo) {
        try {
            resize(task, turbo);
            return Optional.empty();
        } catch (PictureException cause) {
            return Optional.of(String.valueOf(cause.getMessage()));
        } catch (OutOfMemoryError full) {
            return Optional.of(tooLarge("size=" + size));
        }
    }

    /// The reason for a picture that did not fit into memory; its file may be intact.
    ///
    /// @param size what did not fit
    static String tooLarge(String size) {
        return "too large for the memory: %s, heap of a worker=%s; give a larger one, as in MILLRACE_JAVA_OPTS=-Xmx8g"
                .formatted(size, Count.bytes(Runtime.getRuntime().maxMemory()));
    }

    private void resize(PictureTask task, @Nullable TurboJpeg turbo) throws PictureException {
        Picture picture = new PictureReader(task.from(), target(), maxPixels, turbo).read(task.source());
        Pixels resized;
        try {
            resized = resized(picture);
        } catch (OutOfMemoryError full) {
            throw new PictureException(tooLarge("%s pixels to %s".formatted(picture.stored(), size)), full);
        }
        try {
            new PictureWriter(task.to(), turbo).write(resized, task.temporary(), task.target());
        } catch (IOException full) {
            throw new PictureException(
                    "cannot be written: file=%s, cause=%s".formatted(task.target(), CauseText.of(full)), full);
        }
    }

    private PictureTarget target() {
        return new PictureTarget(size, aspect);
    }

    private Pixels resized(Picture picture) {
        Orientation orientation = picture.orientation();
        Pixels resized = new PictureScaler(target().of(picture.stored(), orientation)).scale(picture);
        ColorSpace profile = picture.profile();
        return orientation.upright(profile == null ? resized : PictureColours.standard(resized, profile));
    }
}
