package io.millrace.engine.cli.images;

import java.awt.image.BufferedImage;

/// Corrects the pixels that a plug-in has decoded wrongly.
@FunctionalInterface
interface PictureCorrection {
    /// Changes nothing: the plug-in decodes the picture correctly.
    PictureCorrection NONE = pixels -> pixels;

    /// The corrected pixels; may change `pixels` in place.
    BufferedImage applied(BufferedImage pixels);

    /// This correction followed by another one.
    default PictureCorrection then(PictureCorrection next) {
        PictureCorrection first = this;
        return new PictureCorrection() {
            @Override
            public BufferedImage applied(BufferedImage pixels) {
                return next.applied(first.applied(pixels));
            }

            @Override
            public PictureSize size(PictureSize pixels) {
                return next.size(first.size(pixels));
            }
        };
    }

    /// The size of the corrected picture.
    ///
    /// @param pixels size of the picture that the plug-in decodes
    default PictureSize size(PictureSize pixels) {
        return pixels;
    }
}
