package io.millrace.engine.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Width and height in pixels.
record PictureSize(int width, int height) {
    static final int MAX_SIDE = 10_000;

    /// What becomes of a picture of other proportions.
    enum Aspect {
        /// It is stretched to exactly the size asked for.
        STRETCHED,
        /// It becomes the largest of its own proportions that fits into the size asked for.
        KEPT
    }

    /// The size that a picture gets when it shall have this one.
    PictureSize of(PictureSize picture, Aspect aspect) {
        if (aspect == Aspect.STRETCHED) {
            return this;
        }
        double scale = Math.min((double) width / picture.width, (double) height / picture.height);
        return new PictureSize(
                Math.clamp(Math.round(picture.width * scale), 1, width),
                Math.clamp(Math.round(picture.height * scale), 1, height));
    }

    /// Lying instead of standing.
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

    /// `200x100`, or `200` for `200x200`.
    static final class Text implements ITypeConverter<PictureSize> {
        private static final Pattern SYNTAX = Pattern.compile("(\\d{1,9})(?:[xX](\\d{1,9}))?");

        @Override
        public PictureSize convert(String text) {
            Matcher match = SYNTAX.matcher(text.strip());
            if (!match.matches()) {
                throw new TypeConversionException("'%s' is not a size; write it like 200x200".formatted(text));
            }
            int width = Integer.parseInt(match.group(1));
            int height = match.group(2) == null ? width : Integer.parseInt(match.group(2));
            if (Math.min(width, height) < 1 || Math.max(width, height) > MAX_SIDE) {
                throw new TypeConversionException(
                        "'%s' is out of range; give 1 to %,d pixels a side".formatted(text, MAX_SIDE));
            }
            return new PictureSize(width, height);
        }
    }
}
