package io.millrace.engine.cli.pixels;

/// A decoded picture, which is read row by row, so that no second copy of it is made.
public interface PixelRows extends AutoCloseable {
    int width();

    int height();

    /// What an `int` holds, as a type of `java.awt.image.BufferedImage`: `TYPE_INT_RGB`, or
    /// `TYPE_INT_ARGB_PRE`, in which transparent pixels do not affect their neighbours when they are
    /// mixed.
    int type();

    /// Copies a row.
    ///
    /// @param line receives [#width()] pixels
    void read(int y, int[] line);

    @Override
    default void close() {}
}
