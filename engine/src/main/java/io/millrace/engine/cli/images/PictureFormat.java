package io.millrace.engine.cli.images;

import io.millrace.engine.cli.text.UsageException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The formats that `images` knows. Each is recognised by the first bytes of a file, or by the
/// ending of its name.
enum PictureFormat {
    JPEG("\u00ff\u00d8\u00ff", "jpg", "jpeg", "jpe", "jfif"),
    PNG("\u0089PNG\r\n\u001a\n", "png"),
    GIF("GIF8?a", "gif"),
    /// Its signature is short, so the length of its second header, which is one of a few, is
    /// compared too.
    BMP("BM", "bmp", "dib") {
        @Override
        boolean matches(String text) {
            return super.matches(text) && text.length() >= SIGNATURE_BYTES
                    && text.startsWith("\0\0\0", BMP_HEADER_LENGTH + 1)
                    && BMP_HEADER_LENGTHS.indexOf(text.charAt(BMP_HEADER_LENGTH)) >= 0;
        }
    },
    /// Only read, never written.
    WEBP("RIFF????WEBP", "webp");

    /// The number of bytes that identify the format.
    static final int SIGNATURE_BYTES = 18;
    /// The number of bytes that tell a picture from a text: some signatures are letters.
    static final int START_BYTES = 512;
    private static final char ANY = '?';
    private static final int BMP_HEADER_LENGTH = 14;
    private static final String BMP_HEADER_LENGTHS = "\u000c\u0010\u0028\u0034\u0038\u0040\u006c\u007c";
    private static final String CONTROLS_OF_TEXTS = "\t\n\f\r\u001b";

    private final String signature;
    private final List<String> endings;

    PictureFormat(String signature, String... endings) {
        this.signature = signature;
        this.endings = List.of(endings);
    }

    /// The format of a file; empty when it has none of them.
    ///
    /// @param start the first [#START_BYTES] of the file, or at least [#SIGNATURE_BYTES], if it has
    ///         that many
    static Optional<PictureFormat> ofContent(byte[] start) {
        String text = new String(start, StandardCharsets.ISO_8859_1);
        return isText(text)
                ? Optional.empty()
                : Arrays.stream(values()).filter(format -> format.matches(text)).findFirst();
    }

    /// Whether the bytes contain no control characters but those of texts; the headers of pictures
    /// do.
    private static boolean isText(String start) {
        return start.chars().allMatch(unit -> unit >= ' ' || CONTROLS_OF_TEXTS.indexOf(unit) >= 0);
    }

    static Optional<PictureFormat> ofName(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(format -> format.endings.stream().anyMatch(ending -> name.endsWith("." + ending)))
                .findFirst();
    }

    boolean matches(String text) {
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

    /// Whether pictures of this format may have transparent pixels.
    boolean hasAlpha() {
        return this != JPEG && this != BMP;
    }

    /// The name of the format in `javax.imageio`.
    String pluginName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The usual ending of a file's name, without the dot.
    String ending() {
        return endings.getFirst();
    }

    /// Reads the name of a format that can be written: `jpg` or `jpeg`, `png`, `gif`, `bmp`.
    ///
    /// @throws UsageException when the text is none
    static PictureFormat written(String text) {
        return Arrays.stream(values())
                .filter(format -> format.isWritten() && format.endings.contains(text.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new UsageException(
                        "'%s' is no format that is written; give jpg, png, gif or bmp".formatted(text)));
    }
}
