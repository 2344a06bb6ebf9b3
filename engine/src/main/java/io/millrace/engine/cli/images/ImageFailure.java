package io.millrace.engine.cli.images;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// A file that was not resized, and the cause.
///
/// @param file relative to the input folder
record ImageFailure(Path file, String cause) {
    @Override
    public String toString() {
        return file + ": " + cause;
    }

    Map<String, Object> json() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("file", file);
        fields.put("cause", cause);
        return fields;
    }
}
