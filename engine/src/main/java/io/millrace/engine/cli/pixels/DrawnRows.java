package io.millrace.engine.cli.pixels;

import java.awt.AlphaComposite;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;

/// The rows of a picture with pixels of any type that Java draws fast: some rows at once, because a
/// call takes as long as drawing a row.
public final class DrawnRows implements PixelRows {
    private static final int ROWS_AT_ONCE = 16;

    private final BufferedImage source;
    private final BufferedImage strip;
    private final int[] pixels;
    private final Graphics2D graphics;
    /// The first row of the strip.
    private int first = -ROWS_AT_ONCE;

    public DrawnRows(BufferedImage source) {
        this.source = source;
        this.strip = new BufferedImage(
                source.getWidth(),
                ROWS_AT_ONCE,
                source.getColorModel().hasAlpha() ? BufferedImage.TYPE_INT_ARGB_PRE : BufferedImage.TYPE_INT_RGB);
        this.pixels = ((DataBufferInt) strip.getRaster().getDataBuffer()).getData();
        this.graphics = strip.createGraphics();
        graphics.setComposite(AlphaComposite.Src);
    }

    @Override
    public int width() {
        return source.getWidth();
    }

    @Override
    public int height() {
        return source.getHeight();
    }

    @Override
    public int type() {
        return strip.getType();
    }

    @Override
    public void read(int y, int[] line) {
        if (y < first || y >= first + ROWS_AT_ONCE) {
            first = y;
            graphics.drawImage(source, 0, -y, null);
        }
        System.arraycopy(pixels, (y - first) * width(), line, 0, width());
    }

    @Override
    public void close() {
        graphics.dispose();
    }
}
