package io.millrace.engine.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// What `images` was asked to do, complete and checked.
///
/// @param from folder with the pictures
/// @param to folder for the resized ones
/// @param depth which of the pictures below `from`
/// @param existing what becomes of files that are already there
/// @param format of the resized ones; null: that of each picture
/// @param workers at most
record ImagesPlan(
        Path from,
        Path to,
        Depth depth,
        Existing existing,
        @Nullable PictureFormat format,
        ResizePicture resize,
        int workers) {

    /// Which pictures are taken.
    enum Depth {
        /// Those in the folder itself.
        TOP,
        /// Those in its sub-folders too; they get sub-folders of the same names.
        ALL
    }

    /// What becomes of files that are already there.
    enum Existing {
        /// They stay; the picture fails.
        KEPT,
        REPLACED
    }
}
