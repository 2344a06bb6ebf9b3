package io.millrace.engine.cli.images;

import io.millrace.engine.cli.text.CauseText;
import io.millrace.engine.cli.text.Count;
import java.awt.image.BufferedImage;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/// Reads the first picture of a file, with the plug-ins of `javax.imageio`. Before it allocates
/// memory for the pixels it refuses a picture that is larger than allowed, and a file that
/// [PictureCheck] finds incomplete.
final class PictureReader {
    /// Warnings of the JPEG reader that mean missing pixels, which it fills with grey. Other
    /// warnings are harmless: an unusual colour profile, for which it uses sRGB, and a few extra
    /// bytes before a marker, which some cameras write.
    private static final Pattern PIXELS_MISSING = Pattern.compile(
            "premature end|bad huffman|instead of rst|inconsistent progression|(\\d{3,}|[2-9]\\d) extraneous bytes");

    /// An extended WebP: offset of its chunk name and of its flags, and the flag for a colour
    /// profile.
    private static final int WEBP_CHUNK = 12;
    private static final int WEBP_FLAGS = 20;
    private static final int WEBP_PROFILE = 0x20;

    private final PictureFormat format;
    private final long maxPixels;

    PictureReader(PictureFormat format, long maxPixels) {
        this.format = format;
        this.maxPixels = maxPixels;
    }

    Picture read(Path file) throws PictureException {
        try {
            return read(file, 0);
        } catch (PictureException failure) {
            if (format == PictureFormat.WEBP && isExtended(file)) {
                return read(file, WEBP_PROFILE); // the plug-in fails for an unusual profile
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

    private Picture read(Path file, int ignored) throws PictureException {
        try (ImageInputStream stream = new ChannelImageStream(file, WEBP_FLAGS, ignored)) {
            Orientation orientation =
                    format == PictureFormat.JPEG ? Orientation.ofJpeg(stream) : Orientation.UPRIGHT;
            stream.seek(0);
            return new Picture(pixels(stream, file), orientation);
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
            requireAllowed(size);
            PictureCorrection correction = PictureCheck.check(format, file);
            requireAllowed(correction.size(size));
            return decoded(reader, correction.size(size), correction);
        } finally {
            reader.dispose();
        }
    }

    private void requireAllowed(PictureSize size) throws PictureException {
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
        Optional<String> missing = warnings.stream()
                .filter(warning -> PIXELS_MISSING.matcher(warning.toLowerCase(Locale.ROOT)).find())
                .findFirst();
        if (missing.isPresent()) {
            throw new IIOException(missing.get());
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
