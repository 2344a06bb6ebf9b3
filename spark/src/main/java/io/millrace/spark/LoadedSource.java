package io.millrace.spark;

import io.millrace.shm.ElementType;
import io.millrace.spark.internal.source.Loader;
import org.apache.spark.api.java.JavaSparkContext;

/// A source of which each node loads its parts by itself.
sealed interface LoadedSource extends Source permits FileSource, GeneratedSource {
    /// Looks at the source, on the driver.
    ///
    /// @throws io.millrace.shm.FileFormatException files do not hold elements of this type
    /// @throws io.millrace.shm.FileAccessException files cannot be read
    /// @throws IllegalArgumentException a function does not make elements of this type
    Loader loader(JavaSparkContext context, ElementType type);
}
