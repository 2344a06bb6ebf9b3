package io.millrace.engine.cli.images;

import java.util.Locale;
import java.util.regex.Pattern;

/// What the warnings of JPEG decoders mean. The JDK's decoder and libjpeg-turbo stem from one
/// library and share its texts.
final class JpegWarnings {
    /// Warnings that mean missing pixels, which the decoders fill with grey. Others are harmless: an
    /// unusual colour profile, for which sRGB is used, and a few extra bytes before a marker, which
    /// some cameras write.
    private static final Pattern PIXELS_MISSING = Pattern.compile(
            "premature end|bad huffman|instead of rst|inconsistent progression|(\\d{3,}|[2-9]\\d) extraneous bytes");

    private JpegWarnings() {}

    static boolean meanMissingPixels(String warning) {
        return PIXELS_MISSING.matcher(warning.toLowerCase(Locale.ROOT)).find();
    }
}
