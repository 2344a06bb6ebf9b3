package io.millrace.engine.cli.images;

import java.net.URI;
import java.nio.file.Path;

/// One picture to resize. The paths are absolute and are sent to workers as `file:` URIs, which
/// represent every byte of a name, also of a name that is not valid text in this locale.
///
/// @param sourceUri the picture
/// @param targetUri the result
/// @param temporaryUri a file beside the result that only this task uses
/// @param from format of the source
/// @param to format of the target
record PictureTask(String sourceUri, String targetUri, String temporaryUri, PictureFormat from, PictureFormat to) {

    static PictureTask of(Path source, Path target, Path temporary, Formats formats) {
        return new PictureTask(uri(source), uri(target), uri(temporary), formats.from(), formats.to());
    }

    /// @param from format of the source
    /// @param to format of the target
    record Formats(PictureFormat from, PictureFormat to) {}

    private static String uri(Path path) {
        return path.toUri().toString();
    }

    Path source() {
        return Path.of(URI.create(sourceUri));
    }

    Path target() {
        return Path.of(URI.create(targetUri));
    }

    Path temporary() {
        return Path.of(URI.create(temporaryUri));
    }
}
