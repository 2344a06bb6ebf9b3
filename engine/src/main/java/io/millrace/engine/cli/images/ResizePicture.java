package io.millrace.engine.cli.images;

import io.millrace.engine.RemoteFunction;
import io.millrace.engine.cli.images.PictureSize.Aspect;
import io.millrace.engine.cli.text.CauseText;
import io.millrace.engine.cli.text.Count;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Optional;

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
        try {
            resize(task);
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

    private void resize(PictureTask task) throws PictureException {
        Picture picture = new PictureReader(task.from(), maxPixels).read(task.source());
        BufferedImage resized;
        try {
            resized = resized(picture);
        } catch (OutOfMemoryError full) {
            PictureSize stored = new PictureSize(picture.pixels().getWidth(), picture.pixels().getHeight());
            throw new PictureException(tooLarge("%s pixels to %s".formatted(stored, size)), full);
        }
        try {
            new PictureWriter(task.to()).write(resized, task.temporary(), task.target());
        } catch (IOException full) {
            throw new PictureException(
                    "cannot be written: file=%s, cause=%s".formatted(task.target(), CauseText.of(full)), full);
        }
    }

    private BufferedImage resized(Picture picture) {
        Orientation orientation = picture.orientation();
        PictureColours colours = PictureColours.of(picture.pixels());
        PictureSize stored = new PictureSize(picture.pixels().getWidth(), picture.pixels().getHeight());
        PictureSize seen = size.of(orientation.isTurned() ? stored.turned() : stored, aspect);
        PictureSize target = orientation.isTurned() ? seen.turned() : seen;
        int type = colours.hasAlpha() ? BufferedImage.TYPE_INT_ARGB_PRE : BufferedImage.TYPE_INT_RGB;
        return orientation.upright(colours.standard(new PictureScaler(target).scale(colours.pixels(), type)));
    }
}
