package io.millrace.engine.cli.images;

import io.millrace.engine.cli.pixels.Pixels;
import io.millrace.engine.cli.turbojpeg.TurboJpeg;
import io.millrace.engine.cli.turbojpeg.TurboJpegException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.jspecify.annotations.Nullable;

/// Writes a picture to a temporary file in the same folder and then renames it. Other processes see
/// the old file or the complete new one, even if the writer dies.
final class PictureWriter {
    private static final int JPEG_QUALITY_PERCENT = 90;
    /// The smallest alpha of an opaque pixel in a GIF, whose pixels are transparent or opaque.
    private static final int OPAQUE_FROM = 128;

    private final PictureFormat format;
    private final @Nullable TurboJpeg turbo;

    /// @param turbo null: the plug-ins of `javax.imageio` write JPEGs too
    PictureWriter(PictureFormat format, @Nullable TurboJpeg turbo) {
        this.format = format;
        this.turbo = turbo;
    }

    /// Writes the picture. Deletes the temporary file if it fails.
    void write(Pixels picture, Path temporary, Path target) throws IOException {
        byte[] jpeg = jpeg(picture);
        try {
            Files.deleteIfExists(temporary); // left by a worker that died
            if (jpeg != null) {
                Files.write(temporary, jpeg, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            } else {
                try (OutputStream file = Files.newOutputStream(temporary, StandardOpenOption.CREATE_NEW);
                        ImageOutputStream stream = new MemoryCacheImageOutputStream(file)) {
                    encode(prepared(picture.image()), stream);
                }
            }
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /// The picture as libjpeg-turbo encodes it; null when that is left to the JDK.
    private byte @Nullable [] jpeg(Pixels picture) {
        if (turbo == null || format != PictureFormat.JPEG) {
            return null;
        }
        Pixels opaque = picture.hasAlpha()
                ? Pixels.of(Drawing.opaque(picture.image(), BufferedImage.TYPE_INT_RGB))
                : picture;
        try {
            return turbo.encode(opaque.values(), opaque.width(), JPEG_QUALITY_PERCENT);
        } catch (TurboJpegException refused) {
            return null;
        }
    }

    private void encode(BufferedImage picture, ImageOutputStream stream) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName(format.pluginName()).next();
        try {
            ImageWriteParam options = writer.getDefaultWriteParam();
            if (format == PictureFormat.JPEG) {
                options.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
                options.setCompressionQuality(JPEG_QUALITY_PERCENT / 100f);
            }
            writer.setOutput(stream);
            writer.write(null, new IIOImage(picture, null, null), options);
        } finally {
            writer.dispose();
        }
    }

    private BufferedImage prepared(BufferedImage picture) {
        if (!format.hasAlpha() || !picture.getColorModel().hasAlpha()) {
            return Drawing.opaque(picture, BufferedImage.TYPE_3BYTE_BGR);
        }
        BufferedImage transparent = Drawing.of(picture, BufferedImage.TYPE_INT_ARGB);
        if (format == PictureFormat.GIF) {
            allOrNothing(transparent);
        }
        return transparent;
    }

    private static void allOrNothing(BufferedImage picture) {
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                int pixel = picture.getRGB(x, y);
                picture.setRGB(x, y, pixel >>> 24 < OPAQUE_FROM ? 0 : pixel | 0xff000000);
            }
        }
    }
}
