package io.millrace.engine.cli.images;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;

/// The screen of a GIF or of an animated WebP. The first picture may cover only a part of it; the
/// rest is transparent.
///
/// @param size of the screen, enlarged to hold the whole picture
/// @param left column of the screen where the picture starts
/// @param top row of the screen where the picture starts
record PictureCanvas(PictureSize size, int left, int top) implements PictureCorrection {

    /// @param screen size of the screen in the file; in some files it is too small, or 0
    static PictureCanvas of(PictureSize screen, PictureSize picture, int left, int top) {
        return new PictureCanvas(
                new PictureSize(
                        Math.max(screen.width(), left + picture.width()),
                        Math.max(screen.height(), top + picture.height())),
                left,
                top);
    }

    @Override
    public PictureSize size(PictureSize pixels) {
        return size;
    }

    @Override
    public BufferedImage applied(BufferedImage picture) {
        if (picture.getWidth() == size.width() && picture.getHeight() == size.height()) {
            return picture;
        }
        BufferedImage canvas = new BufferedImage(size.width(), size.height(), BufferedImage.TYPE_INT_ARGB);
        Graphics2D graphics = canvas.createGraphics();
        try {
            graphics.drawImage(picture, left, top, null);
        } finally {
            graphics.dispose();
        }
        return canvas;
    }
}
