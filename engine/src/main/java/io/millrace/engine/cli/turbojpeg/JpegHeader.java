package io.millrace.engine.cli.turbojpeg;

/// What a JPEG says about itself before its first scan.
///
/// @param width in pixels, as stored
/// @param height in pixels, as stored
/// @param colours how its colours are stored
public record JpegHeader(int width, int height, Colours colours) {

    /// How colours are stored.
    public enum Colours {
        /// Red, green and blue, also as luminance and chrominance.
        LIGHT,
        /// Brightness alone.
        GREY,
        /// Cyan, magenta, yellow and black, for printers.
        INK
    }
}
