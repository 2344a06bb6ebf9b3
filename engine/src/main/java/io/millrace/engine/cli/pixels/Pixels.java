package io.millrace.engine.cli.pixels;

import java.awt.image.BufferedImage;

/// Pixels in memory, row by row, without padding.
///
/// @param type see [PixelRows#type()]
public record Pixels(int width, int height, int type, int[] values) implements PixelRows {

    public static Pixels of(BufferedImage picture) {
        int width = picture.getWidth();
        int height = picture.getHeight();
        int[] values = (int[]) picture.getRaster().getDataElements(0, 0, width, height, null);
        return new Pixels(width, height, picture.getType(), values);
    }

    @Override
    public void read(int y, int[] line) {
        System.arraycopy(values, y * width, line, 0, width);
    }

    public boolean hasAlpha() {
        return type != BufferedImage.TYPE_INT_RGB;
    }

    /// A copy for the classes of the JDK.
    public BufferedImage image() {
        BufferedImage image = new BufferedImage(width, height, type);
        image.getRaster().setDataElements(0, 0, width, height, values);
        return image;
    }
}
