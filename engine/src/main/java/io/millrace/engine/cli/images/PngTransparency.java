package io.millrace.engine.cli.images;

import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;

/// Corrects the transparent grey of a PNG with 1, 2 or 4 bits: the JDK's reader compares it with
/// samples that it has already scaled to 8 bits.
///
/// @param grey the transparent grey, scaled to 8 bits; [#NONE] when no correction is needed
record PngTransparency(int grey) implements PictureCorrection {
    static final int NONE = -1;
    private static final int GREY = 0;
    private static final int LARGEST = 255;
    private static final int OPAQUE = 255;
    private static final int BANDS = 2;

    /// @param kind kind of pixels in the header; 0 is grey
    /// @param depth bits of a sample
    /// @param sample the transparent sample, or [#NONE]
    static PngTransparency of(int kind, int depth, int sample) {
        if (sample == NONE || kind != GREY || depth >= Byte.SIZE) {
            return new PngTransparency(NONE);
        }
        int largest = (1 << depth) - 1;
        return new PngTransparency((sample & largest) * (LARGEST / largest));
    }

    @Override
    public BufferedImage applied(BufferedImage picture) {
        WritableRaster raster = picture.getRaster();
        if (grey == NONE || raster.getNumBands() != BANDS) {
            return picture;
        }
        int width = picture.getWidth();
        int[] row = new int[width];
        for (int y = 0; y < picture.getHeight(); y++) {
            raster.getSamples(0, y, width, 1, 0, row);
            for (int x = 0; x < width; x++) {
                row[x] = row[x] == grey ? 0 : OPAQUE;
            }
            raster.setSamples(0, y, width, 1, 1, row);
        }
        return picture;
    }
}
