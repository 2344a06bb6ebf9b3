package io.millrace.engine.cli.images;

import com.twelvemonkeys.imageio.color.ColorProfiles;
import com.twelvemonkeys.imageio.color.ColorSpaces;
import io.millrace.engine.cli.pixels.Pixels;
import io.millrace.engine.cli.turbojpeg.JpegHeader;
import io.millrace.engine.cli.turbojpeg.JpegHeader.Colours;
import io.millrace.engine.cli.turbojpeg.TurboJpeg;
import io.millrace.engine.cli.turbojpeg.TurboJpegException;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.image.BufferedImage;
import org.jspecify.annotations.Nullable;

/// Reads JPEGs by libjpeg-turbo. It leaves to the plug-ins of `javax.imageio`, which decode slowly and
/// know more kinds: the colours of printers, what the library refuses, and warnings that may be
/// harmless.
final class TurboReader {
    private static final int LARGEST_REDUCTION = 8;
    /// How much larger than the result a picture is decoded, at least. The library takes a half, a
    /// quarter or an eighth of the frequencies of each block of 8x8, which is not what a Lanczos
    /// filter takes of the whole picture: scaled from there on, noise differs from the filtered whole
    /// by 0.97 of 255 in the mean at this ratio, by 1.2 at twice, by 0.6 at three times; photographs
    /// by half as much.
    private static final double SURPLUS = 2.25;

    private final TurboJpeg turbo;
    private final PictureTarget target;
    private final long maxPixels;

    TurboReader(TurboJpeg turbo, PictureTarget target, long maxPixels) {
        this.turbo = turbo;
        this.target = target;
        this.maxPixels = maxPixels;
    }

    /// Returns null when the plug-ins have to read the picture.
    ///
    /// @throws PictureException it is too large, or pixels are missing
    @Nullable Picture read(JpegFile jpeg) throws PictureException {
        try {
            JpegHeader header = turbo.header(jpeg.content());
            PictureSize stored = new PictureSize(header.width(), header.height());
            PictureReader.requireAllowed(stored, maxPixels);
            return header.colours() == Colours.INK ? null : decoded(jpeg, header.colours(), stored);
        } catch (TurboJpegException failure) {
            String message = String.valueOf(failure.getMessage());
            if (JpegWarnings.meanMissingPixels(message)) {
                throw new PictureException("broken JPEG: " + message, failure);
            }
            return null;
        }
    }

    private Picture decoded(JpegFile jpeg, Colours colours, PictureSize stored)
            throws TurboJpegException, PictureException {
        int reduction = reduction(stored, target.of(stored, jpeg.orientation()));
        int width = Math.ceilDiv(stored.width(), reduction);
        int height = Math.ceilDiv(stored.height(), reduction);
        int[] values;
        try {
            values = new int[Math.multiplyExact(width, height)];
            turbo.decode(jpeg.content(), values, width);
        } catch (OutOfMemoryError full) {
            throw new PictureException(ResizePicture.tooLarge(stored + " pixels"), full);
        }
        return new Picture(
                new Pixels(width, height, BufferedImage.TYPE_INT_RGB, values),
                stored,
                reduction,
                colours == Colours.GREY ? null : colourSpace(jpeg.profile()),
                jpeg.orientation());
    }

    /// How many times smaller a picture is decoded: 1, 2, 4 or 8.
    static int reduction(PictureSize stored, PictureSize result) {
        int reduction = LARGEST_REDUCTION;
        while (reduction > 1
                && (stored.width() < SURPLUS * reduction * result.width()
                        || stored.height() < SURPLUS * reduction * result.height())) {
            reduction /= 2;
        }
        return reduction;
    }

    /// The colour space of a profile; null, for sRGB, when it is unusable or not for three samples.
    private static @Nullable ColorSpace colourSpace(byte @Nullable [] profile) {
        if (profile == null) {
            return null;
        }
        try {
            ICC_ColorSpace space = ColorSpaces.createColorSpace(ColorProfiles.createProfile(profile));
            return space.getNumComponents() != 3 || space.isCS_sRGB() ? null : space;
        } catch (RuntimeException unusable) {
            return null;
        }
    }
}
