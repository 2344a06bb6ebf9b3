package io.millrace.engine.cli;

import java.awt.image.BufferedImage;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/// Reads the first picture of a file, with the plug-ins of `javax.imageio`. A file that says it is
/// larger than allowed is refused before memory is taken for its pixels.
final class PictureReader {
    /// What a JPEG reader only warns of, and fills with grey.
    private static final Pattern PIXELS_MISSING =
            Pattern.compile("truncated|premature end|bad huffman", Pattern.CASE_INSENSITIVE);

    private final PictureFormat format;
    private final long maxPixels;

    PictureReader(PictureFormat format, long maxPixels) {
        this.format = format;
        this.maxPixels = maxPixels;
    }

    Picture read(Path file) throws PictureException {
        try (RandomAccessFile content = new RandomAccessFile(file.toFile(), "r");
                ImageInputStream stream = ImageIO.createImageInputStream(content)) {
            Orientation orientation =
                    format == PictureFormat.JPEG ? Orientation.ofJpeg(stream) : Orientation.UPRIGHT;
            stream.seek(0);
            return new Picture(pixels(stream), orientation);
        } catch (IIOException | EOFException damaged) {
            throw broken(damaged);
        } catch (IOException unreadable) {
            throw new PictureException("cannot be read: " + Cause.of(unreadable), unreadable);
        } catch (RuntimeException surprised) { // how some plug-ins answer to damaged data
            throw broken(surprised);
        }
    }

    private BufferedImage pixels(ImageInputStream stream) throws IOException, PictureException {
        ImageReader reader = ImageIO.getImageReadersByFormatName(format.pluginName()).next();
        try {
            List<String> warnings = new ArrayList<>();
            reader.setInput(stream, true, true);
            reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
            PictureSize size = new PictureSize(reader.getWidth(0), reader.getHeight(0));
            if (size.pixels() > maxPixels) {
                throw new PictureException("too large: %s pixels; --max-pixels allows %,d in all"
                        .formatted(size, maxPixels));
            }
            BufferedImage pixels = reader.read(0);
            Optional<String> missing = warnings.stream()
                    .filter(warning -> PIXELS_MISSING.matcher(warning).find())
                    .findFirst();
            if (missing.isPresent()) {
                throw new IIOException(missing.get());
            }
            return pixels;
        } finally {
            reader.dispose();
        }
    }

    private PictureException broken(Exception damage) {
        return new PictureException("broken %s: %s".formatted(format, Cause.of(damage)), damage);
    }
}
