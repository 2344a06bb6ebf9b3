package io.millrace.engine.cli.images;

import java.awt.AlphaComposite;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;

/// Draws one picture into another.
final class Drawing {
    private Drawing() {}

    /// The same picture with pixels of another type.
    static BufferedImage of(BufferedImage source, int type) {
        return of(source, new PictureSize(source.getWidth(), source.getHeight()), type);
    }

    /// The picture in another size; at half the size each pixel is the mean of four.
    static BufferedImage of(BufferedImage source, PictureSize size, int type) {
        BufferedImage target = new BufferedImage(size.width(), size.height(), type);
        Graphics2D graphics = target.createGraphics();
        try {
            graphics.setComposite(AlphaComposite.Src);
            graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
            graphics.drawImage(source, 0, 0, size.width(), size.height(), null);
        } finally {
            graphics.dispose();
        }
        return target;
    }

    /// The picture without transparency: transparent pixels become white.
    static BufferedImage opaque(BufferedImage source, int type) {
        BufferedImage target = new BufferedImage(source.getWidth(), source.getHeight(), type);
        Graphics2D graphics = target.createGraphics();
        try {
            graphics.drawImage(source, 0, 0, Color.WHITE, null);
        } finally {
            graphics.dispose();
        }
        return target;
    }
}
