/// Decoded pictures as rows of pixels, and the weights by which rows are scaled.
///
/// [PixelRows] is what is read of a picture: [Pixels] lie in memory, [DrawnRows] are drawn when they are
/// asked for. [ScalerWeights] say which source pixels a scaled one is made of.
@NullMarked
package io.millrace.engine.cli.pixels;

import org.jspecify.annotations.NullMarked;
