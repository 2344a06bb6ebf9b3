package io.millrace.engine.cli.images;

import io.millrace.engine.cli.pixels.DrawnRows;
import io.millrace.engine.cli.text.CauseText;
import io.millrace.engine.cli.text.Count;
import io.millrace.engine.cli.turbojpeg.TurboJpeg;
import java.awt.image.BufferedImage;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.jspecify.annotations.Nullable;

/// Reads the first picture of a file: JPEGs by [TurboReader] where it can, all else with the
/// plug-ins of `javax.imageio`. Before it allocates memory for the pixels it refuses a picture that
/// is larger than allowed, and a file that [PictureCheck] finds incomplete.
final class PictureReader {
    /// An extended WebP: offset of its chunk name and of its flags, and the flag for a colour
    /// profile.
    private static final int WEBP_CHUNK = 12;
    private static final int WEBP_FLAGS = 20;
    private static final int WEBP_PROFILE = 0x20;

    private final PictureFormat format;
    private final PictureTarget target;
    private final long maxPixels;
    private final @Nullable TurboJpeg turbo;

    /// @param target the size for which the picture is read: it may be decoded at a fraction of its
    ///         size
    /// @param turbo null: the plug-ins read JPEGs too
    PictureReader(PictureFormat format, PictureTarget target, long maxPixels, @Nullable TurboJpeg turbo) {
        this.format = format;
        this.turbo = turbo;
        this.target = target;
        this.maxPixels = maxPixels;
    }

    Picture read(Path file) throws PictureException {
        if (format == PictureFormat.JPEG) {
            return readJpeg(file);
        }
        try {
            return read(file, Orientation.UPRIGHT, 0);
        } catch (PictureException failure) {
            if (format == PictureFormat.WEBP && isExtended(file)) {
                return read(file, Orientation.UPRIGHT, WEBP_PROFILE); // the plug-in fails for an unusual profile
            }
            throw failure;
        }
    }

    private static boolean isExtended(Path file) throws PictureException {
        try (InputStream content = Files.newInputStream(file)) {
            byte[] start = content.readNBytes(WEBP_FLAGS);
            return new String(start, StandardCharsets.ISO_8859_1).startsWith("VP8X", WEBP_CHUNK);
        } catch (IOException gone) {
            throw new PictureException("cannot be read: " + CauseText.of(gone), gone);
        }
    }

    private Picture readJpeg(Path file) throws PictureException {
        Orientation orientation;
        try (Arena arena = Arena.ofConfined()) {
            JpegFile jpeg = JpegFile.read(file, arena);
            orientation = jpeg.orientation();
            Picture picture = turbo == null ? null : new TurboReader(turbo, target, maxPixels).read(jpeg);
            if (picture != null) {
                return picture;
            }
        } catch (IOException unreadable) {
            throw new PictureException("cannot be read: " + CauseText.of(unreadable), unreadable);
        }
        return read(file, orientation, 0);
    }

    private Picture read(Path file, Orientation orientation, int ignored) throws PictureException {
        try (ImageInputStream stream = new ChannelImageStream(file, WEBP_FLAGS, ignored)) {
            BufferedImage pixels = pixels(stream, file);
            PictureColours colours = PictureColours.of(pixels);
            PictureSize size = new PictureSize(pixels.getWidth(), pixels.getHeight());
            return new Picture(new DrawnRows(colours.pixels()), size, 1, colours.profile(), orientation);
        } catch (IIOException | EOFException damaged) {
            throw broken(damaged);
        } catch (IOException unreadable) {
            throw new PictureException("cannot be read: " + CauseText.of(unreadable), unreadable);
        } catch (RuntimeException surprised) { // some plug-ins throw these for damaged data
            throw broken(surprised);
        }
    }

    private BufferedImage pixels(ImageInputStream stream, Path file) throws IOException, PictureException {
        ImageReader reader = ImageIO.getImageReadersByFormatName(format.pluginName()).next();
        try {
            reader.setInput(stream, true, true);
            PictureSize size = new PictureSize(reader.getWidth(0), reader.getHeight(0));
            requireAllowed(size, maxPixels);
            PictureCorrection correction = PictureCheck.check(format, file);
            requireAllowed(correction.size(size), maxPixels);
            return decoded(reader, correction.size(size), correction);
        } finally {
            reader.dispose();
        }
    }

    static void requireAllowed(PictureSize size, long maxPixels) throws PictureException {
        if (size.pixels() > maxPixels) {
            throw new PictureException("too large: %s pixels; --max-pixels allows %s in all"
                    .formatted(size, Count.grouped(maxPixels)));
        }
    }

    /// Decodes the picture. Some plug-ins wrap an `OutOfMemoryError` in another exception.
    private static BufferedImage decoded(ImageReader reader, PictureSize size, PictureCorrection correction)
            throws IOException, PictureException {
        try {
            return correction.applied(whole(reader));
        } catch (OutOfMemoryError full) {
            throw tooLarge(size, full);
        } catch (IIOException | RuntimeException failure) {
            for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                if (cause instanceof OutOfMemoryError) {
                    throw tooLarge(size, failure);
                }
            }
            throw failure;
        }
    }

    private static BufferedImage whole(ImageReader reader) throws IOException {
        List<String> warnings = new ArrayList<>();
        reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
        BufferedImage pixels = reader.read(0);
        for (String warning : warnings) {
            if (JpegWarnings.meanMissingPixels(warning)) {
                throw new IIOException(warning);
            }
        }
        return pixels;
    }

    private static PictureException tooLarge(PictureSize size, Throwable cause) {
        return new PictureException(ResizePicture.tooLarge(size + " pixels"), cause);
    }

    private PictureException broken(Exception damage) {
        return new PictureException("broken %s: %s".formatted(format, CauseText.of(damage)), damage);
    }
}
