package io.millrace.engine.cli.images;

import io.millrace.engine.cli.pixels.Pixels;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorConvertOp;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DirectColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import org.jspecify.annotations.Nullable;

/// Converts pixels of any type to a type that Java draws fast, and converts the resized picture to
/// sRGB, when it has few pixels.
///
/// Java's own conversion calls the colour management for each pixel of an unusual type, which takes
/// seconds for a photograph and brightens grey.
///
/// @param pixels pixels that can be drawn, with the sample values of the file
/// @param profile colour space of the sample values; null: sRGB
record PictureColours(BufferedImage pixels, @Nullable ColorSpace profile) {
    private static final int RED = 0xff0000;
    private static final int GREEN = 0xff00;
    private static final int BLUE = 0xff;
    private static final int ALPHA = 0xff000000;
    private static final int OPAQUE = 0xff;
    private static final int GREY_BANDS = 2;

    static PictureColours of(BufferedImage stored) {
        ColorModel model = stored.getColorModel();
        if (stored.getType() != BufferedImage.TYPE_CUSTOM || !isPlain(model)) {
            return new PictureColours(stored, null);
        }
        boolean standard = model.getNumColorComponents() == 1 || model.getColorSpace().isCS_sRGB();
        return new PictureColours(copied(stored.getRaster(), model), standard ? null : model.getColorSpace());
    }

    /// Whether the samples have 8 or 16 bits and are grey, or red, green and blue, with or without
    /// alpha.
    private static boolean isPlain(ColorModel model) {
        int type = model.getTransferType();
        return model instanceof ComponentColorModel
                && (type == DataBuffer.TYPE_BYTE || type == DataBuffer.TYPE_USHORT)
                && model.getComponentSize(0) >= Byte.SIZE
                && !model.isAlphaPremultiplied()
                && (model.getColorSpace().getType() == ColorSpace.TYPE_GRAY
                        || model.getColorSpace().getType() == ColorSpace.TYPE_RGB);
    }

    private static BufferedImage copied(Raster samples, ColorModel model) {
        int width = samples.getWidth();
        int bands = samples.getNumBands();
        boolean alpha = model.hasAlpha();
        int shift = model.getComponentSize(0) - Byte.SIZE;
        int green = bands > GREY_BANDS ? 1 : 0;
        int blue = bands > GREY_BANDS ? 2 : 0;
        BufferedImage copy = new BufferedImage(
                width, samples.getHeight(), alpha ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB);
        int[] row = new int[width * bands];
        int[] line = new int[width];
        for (int y = 0; y < samples.getHeight(); y++) {
            samples.getPixels(samples.getMinX(), samples.getMinY() + y, width, 1, row);
            for (int x = 0, from = 0; x < width; x++, from += bands) {
                int opacity = alpha ? row[from + bands - 1] >> shift : OPAQUE;
                line[x] = opacity << 24
                        | row[from] >> shift << 16
                        | row[from + green] >> shift << 8
                        | row[from + blue] >> shift;
            }
            copy.getRaster().setDataElements(0, y, width, 1, line);
        }
        return copy;
    }

    /// Converts a resized picture to sRGB, the meaning of a picture without a profile.
    ///
    /// @param profile colour space of its samples
    static Pixels standard(Pixels resized, ColorSpace profile) {
        boolean alpha = resized.hasAlpha();
        int type = alpha ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB;
        BufferedImage plain = Drawing.of(resized.image(), type);
        WritableRaster raster = plain.getRaster();
        ColorModel meaning = new DirectColorModel(
                profile, alpha ? 32 : 24, RED, GREEN, BLUE, alpha ? ALPHA : 0, false, raster.getTransferType());
        BufferedImage standard = new BufferedImage(plain.getWidth(), plain.getHeight(), type);
        new ColorConvertOp(null).filter(new BufferedImage(meaning, raster, false, null), standard);
        return Pixels.of(standard);
    }
}
