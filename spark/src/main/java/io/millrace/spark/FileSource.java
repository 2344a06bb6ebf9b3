package io.millrace.spark;

import io.millrace.shm.ElementType;
import io.millrace.spark.internal.source.FileLayout;
import io.millrace.spark.internal.source.FileLoader;
import io.millrace.spark.internal.source.Loader;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/// A file, or the files of a folder.
record FileSource(String path, FileLayout layout) implements LoadedSource {
    @Override
    public Loader loader(JavaSparkContext context, ElementType type) {
        Broadcast<SerializableConfiguration> configuration =
                context.broadcast(new SerializableConfiguration(context.hadoopConfiguration()));
        return FileLoader.of(() -> configuration.value().value(), path, layout, type);
    }
}
