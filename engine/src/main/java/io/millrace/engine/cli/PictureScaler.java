package io.millrace.engine.cli;

import com.twelvemonkeys.image.ResampleOp;
import java.awt.image.BufferedImage;

/// Makes pictures smaller or larger, with a Lanczos filter of three lobes.
///
/// That filter looks at every pixel of its input dozens of times. A picture that is much too large is
/// first halved, and halved again, each pixel the mean of four; what is left for the filter is a
/// factor of 2 to 4. Twelve million pixels take a tenth of the time, and fine patterns leave hardly
/// more of a trace than with the filter alone.
final class PictureScaler {
    private static final int HALVED_FROM = 4;

    private final PictureSize target;

    PictureScaler(PictureSize target) {
        this.target = target;
    }

    /// @param type of the result's pixels, premultiplied when there is alpha: what is transparent has no
    ///         colour to bleed into its neighbours
    BufferedImage scale(BufferedImage source, int type) {
        BufferedImage scaled = halved(source, type);
        if (scaled.getType() != type) {
            scaled = Drawing.of(scaled, type);
        }
        if (scaled.getWidth() == target.width() && scaled.getHeight() == target.height()) {
            return scaled;
        }
        return new ResampleOp(target.width(), target.height(), ResampleOp.FILTER_LANCZOS).filter(scaled, null);
    }

    private BufferedImage halved(BufferedImage source, int type) {
        BufferedImage scaled = source;
        while (true) {
            PictureSize half = new PictureSize(
                    half(scaled.getWidth(), target.width()), half(scaled.getHeight(), target.height()));
            if (half.width() == scaled.getWidth() && half.height() == scaled.getHeight()) {
                return scaled;
            }
            scaled = Drawing.of(scaled, half, type);
        }
    }

    private static int half(int side, int target) {
        return side >= (long) HALVED_FROM * target ? (side + 1) / 2 : side;
    }
}
