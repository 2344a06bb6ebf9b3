package io.millrace.spark.internal.source;

import java.io.Serializable;

/// Where in a file the elements lie.
public sealed interface FileLayout extends Serializable {
    /// A `.npy` file, or a folder of such.
    record Npy() implements FileLayout {}

    /// Nothing but elements, in the byte order of this machine; or a folder of such files.
    record Raw() implements FileLayout {}

    /// A range of a file.
    record RawRange(long byteOffset, long elements) implements FileLayout {
        public RawRange {
            if (byteOffset < 0 || elements < 0) {
                throw new IllegalArgumentException(
                        "bad range of a file: byteOffset=%s, elements=%s; give neither below 0"
                                .formatted(byteOffset, elements));
            }
        }
    }
}
