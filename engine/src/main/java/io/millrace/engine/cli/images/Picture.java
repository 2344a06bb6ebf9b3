package io.millrace.engine.cli.images;

import io.millrace.engine.cli.pixels.PixelRows;
import java.awt.color.ColorSpace;
import org.jspecify.annotations.Nullable;

/// A picture as it is stored in a file.
///
/// @param rows the decoded pixels
/// @param stored size in the file
/// @param reduction how many stored pixels one decoded pixel is wide and high; the last ones of a row
///         and of a column may stand for fewer
/// @param profile colour space of the samples; null: sRGB
/// @param orientation how the pixels have to be turned
record Picture(
        PixelRows rows, PictureSize stored, int reduction, @Nullable ColorSpace profile, Orientation orientation) {}
