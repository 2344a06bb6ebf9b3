package io.millrace.engine.cli;

import java.awt.image.BufferedImage;

/// A picture as it is in its file.
///
/// @param pixels as stored
/// @param orientation how to look at them
record Picture(BufferedImage pixels, Orientation orientation) {}
