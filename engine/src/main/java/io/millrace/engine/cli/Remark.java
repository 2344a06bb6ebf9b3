package io.millrace.engine.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// Why a file was not resized.
///
/// @param file relative to the folder with the pictures
record Remark(Path file, String cause) {
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
