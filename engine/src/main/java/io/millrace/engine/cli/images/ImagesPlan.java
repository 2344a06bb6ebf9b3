package io.millrace.engine.cli.images;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The checked options of `images`.
///
/// @param from input folder
/// @param to output folder
/// @param depth which pictures below `from` are resized
/// @param existing what to do when a result exists already
/// @param format format of the results; null: the format of each picture
/// @param resize what a worker does with a picture
/// @param workers largest number of workers
record ImagesPlan(
        Path from,
        Path to,
        Depth depth,
        Existing existing,
        @Nullable PictureFormat format,
        ResizePicture resize,
        int workers) {

    /// Which pictures are resized.
    enum Depth {
        /// The pictures in the folder itself.
        TOP,
        /// The pictures in sub-folders too; the results go into sub-folders of the same names.
        ALL
    }

    /// What to do when a result exists already.
    enum Existing {
        /// The file stays, and the picture fails.
        KEPT,
        /// The result replaces the file.
        REPLACED
    }
}
