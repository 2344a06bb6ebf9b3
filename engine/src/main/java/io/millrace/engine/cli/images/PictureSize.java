package io.millrace.engine.cli.images;

import io.millrace.engine.cli.text.Count;
import io.millrace.engine.cli.text.UsageException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Width and height in pixels.
record PictureSize(int width, int height) {
    static final int MAX_SIDE = 10_000;

    private static final Pattern SYNTAX = Pattern.compile("(\\d{1,9})(?:[xX](\\d{1,9}))?");

    /// How a picture with other proportions is scaled.
    enum Aspect {
        /// The picture is stretched to exactly the given size.
        STRETCHED,
        /// The picture gets the largest size with its own proportions that fits into the given
        /// size.
        KEPT
    }

    /// The size of a picture that is scaled to this size.
    PictureSize of(PictureSize picture, Aspect aspect) {
        if (aspect == Aspect.STRETCHED) {
            return this;
        }
        double scale = Math.min((double) width / picture.width, (double) height / picture.height);
        return new PictureSize(
                Math.clamp(Math.round(picture.width * scale), 1, width),
                Math.clamp(Math.round(picture.height * scale), 1, height));
    }

    /// Width and height exchanged.
    PictureSize turned() {
        return new PictureSize(height, width);
    }

    long pixels() {
        return (long) width * height;
    }

    @Override
    public String toString() {
        return width + "x" + height;
    }

    /// Reads `200x100`, or `200` for `200x200`.
    ///
    /// @throws UsageException when the text is no size, or a side is out of range
    static PictureSize parse(String text) {
        Matcher match = SYNTAX.matcher(text.strip());
        if (!match.matches()) {
            throw new UsageException("'%s' is not a size; write it like 200x200".formatted(text));
        }
        int width = Integer.parseInt(match.group(1));
        int height = match.group(2) == null ? width : Integer.parseInt(match.group(2));
        if (Math.min(width, height) < 1 || Math.max(width, height) > MAX_SIDE) {
            throw new UsageException(
                    "'%s' is out of range; give 1 to %s pixels a side".formatted(text, Count.grouped(MAX_SIDE)));
        }
        return new PictureSize(width, height);
    }
}
