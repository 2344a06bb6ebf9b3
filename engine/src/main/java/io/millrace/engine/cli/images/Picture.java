package io.millrace.engine.cli.images;

import java.awt.image.BufferedImage;

/// A picture as it is stored in a file.
///
/// @param pixels as stored
/// @param orientation how the pixels have to be turned
record Picture(BufferedImage pixels, Orientation orientation) {}
