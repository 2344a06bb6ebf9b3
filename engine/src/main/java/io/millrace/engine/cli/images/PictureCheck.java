package io.millrace.engine.cli.images;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.IIOException;

/// Checks that the file of a picture is complete, by the lengths, checksums and end marks of its
/// format.
///
/// The readers of `javax.imageio` fill the missing pixels of a cut or damaged file with zeros or
/// grey.
///
/// | format | checks                                                                              |
/// |--------|-------------------------------------------------------------------------------------|
/// | PNG    | checksum of every chunk, length of the unpacked pixels, the end chunk                |
/// | GIF    | length of every block, the codes of the first picture make all its pixels, the end |
/// | JPEG   | the chain of segments, the end marker; the decoder's warnings, in [PictureReader]    |
/// | BMP    | length of the pixels; runs stay within rows and end                                 |
/// | WebP   | length of the file and of its chunks                                                |
///
/// GIF, JPEG, BMP and WebP have no checksums: a changed pixel or code that is still valid cannot be
/// detected.
final class PictureCheck {
    private PictureCheck() {}

    /// Returns the correction for what the plug-in decodes wrongly in this file.
    ///
    /// @throws IIOException when the file is damaged
    /// @throws EOFException when the file ends early
    static PictureCorrection check(PictureFormat format, Path file) throws IOException {
        long byteSize = Files.size(file);
        try (DataInputStream content = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            return switch (format) {
                case PNG -> new PngCheck(content).check();
                case GIF -> new GifCheck(content).check();
                case JPEG -> {
                    JpegCheck.check(ByteBuffer.wrap(content.readAllBytes()));
                    yield PictureCorrection.NONE;
                }
                case BMP -> {
                    new BmpCheck(content, byteSize).check();
                    yield PictureCorrection.NONE;
                }
                case WEBP -> new WebpCheck(content, byteSize).check();
            };
        }
    }
}
