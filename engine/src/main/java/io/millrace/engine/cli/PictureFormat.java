package io.millrace.engine.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// What pictures `images` knows, by the first bytes of a file and by the ending of its name.
enum PictureFormat {
    JPEG("\u00ff\u00d8\u00ff", "jpg", "jpeg", "jpe", "jfif"),
    PNG("\u0089PNG\r\n\u001a\n", "png"),
    GIF("GIF8", "gif"),
    BMP("BM", "bmp", "dib"),
    /// Read, not written.
    WEBP("RIFF????WEBP", "webp");

    /// So many bytes tell the format.
    static final int SIGNATURE_BYTES = 12;
    private static final char ANY = '?';

    private final String signature;
    private final List<String> endings;

    PictureFormat(String signature, String... endings) {
        this.signature = signature;
        this.endings = List.of(endings);
    }

    /// @param start of the file, up to [#SIGNATURE_BYTES]
    static Optional<PictureFormat> ofContent(byte[] start) {
        String text = new String(start, StandardCharsets.ISO_8859_1);
        return Arrays.stream(values()).filter(format -> format.matches(text)).findFirst();
    }

    static Optional<PictureFormat> ofName(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(format -> format.endings.stream().anyMatch(ending -> name.endsWith("." + ending)))
                .findFirst();
    }

    private boolean matches(String text) {
        if (text.length() < signature.length()) {
            return false;
        }
        for (int place = 0; place < signature.length(); place++) {
            char expected = signature.charAt(place);
            if (expected != ANY && expected != text.charAt(place)) {
                return false;
            }
        }
        return true;
    }

    boolean isWritten() {
        return this != WEBP;
    }

    /// Whether pixels may be transparent, at least in part of the pictures.
    boolean hasAlpha() {
        return this != JPEG && this != BMP;
    }

    /// As `javax.imageio` calls it.
    String pluginName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The usual ending of a file's name, without the dot.
    String ending() {
        return endings.getFirst();
    }

    /// What a user may ask for: `jpg` or `jpeg`, `png`, `gif`, `bmp`.
    static final class Written implements ITypeConverter<PictureFormat> {
        @Override
        public PictureFormat convert(String text) {
            return Arrays.stream(values())
                    .filter(format -> format.isWritten() && format.endings.contains(text.toLowerCase(Locale.ROOT)))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException(
                            "'%s' is no format that is written; give jpg, png, gif or bmp".formatted(text)));
        }
    }
}
