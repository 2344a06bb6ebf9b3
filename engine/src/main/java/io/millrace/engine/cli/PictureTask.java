package io.millrace.engine.cli;

import java.nio.file.Path;

/// One picture to resize. All paths are absolute.
///
/// @param temporary beside `target`, its alone
/// @param from format of the content of `source`
/// @param to format of `target`
record PictureTask(Path source, Path target, Path temporary, PictureFormat from, PictureFormat to) {}
