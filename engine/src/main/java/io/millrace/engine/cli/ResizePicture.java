package io.millrace.engine.cli;

import io.millrace.engine.RemoteFunction;
import io.millrace.engine.cli.PictureSize.Aspect;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Optional;

/// What a worker does with one picture. May be done again from the start at any time, when the worker
/// died before it could say that it was done.
///
/// @param size to become
/// @param aspect what becomes of other proportions
/// @param maxPixels of a picture that is read at all
record ResizePicture(PictureSize size, Aspect aspect, long maxPixels)
        implements RemoteFunction<PictureTask, Optional<String>> {

    /// Gives back nothing, or why this picture could not be resized.
    @Override
    public Optional<String> apply(PictureTask task) {
        try {
            resize(task);
            return Optional.empty();
        } catch (PictureException cause) {
            return Optional.of(String.valueOf(cause.getMessage()));
        } catch (OutOfMemoryError full) {
            return Optional.of(("too large for the memory of a worker: heap=%s; give fewer --workers or a larger heap, "
                            + "as in MILLRACE_JAVA_OPTS=-Xmx8g")
                    .formatted(Count.bytes(Runtime.getRuntime().maxMemory())));
        }
    }

    private void resize(PictureTask task) throws PictureException {
        BufferedImage resized = resized(new PictureReader(task.from(), maxPixels).read(task.source()));
        try {
            new PictureWriter(task.to()).write(resized, task.temporary(), task.target());
        } catch (IOException full) {
            throw new PictureException(
                    "cannot be written: file=%s, cause=%s".formatted(task.target(), Cause.of(full)), full);
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
