package io.millrace.engine.cli.images;

import io.millrace.engine.cli.images.PictureSize.Aspect;

/// The size that pictures get.
///
/// @param size size of a result
/// @param aspect how pictures with other proportions are scaled
record PictureTarget(PictureSize size, Aspect aspect) {

    /// The size of a result before it is turned upright.
    ///
    /// @param stored size of the picture in its file
    PictureSize of(PictureSize stored, Orientation orientation) {
        if (!orientation.isTurned()) {
            return size.of(stored, aspect);
        }
        return size.of(stored.turned(), aspect).turned();
    }
}
