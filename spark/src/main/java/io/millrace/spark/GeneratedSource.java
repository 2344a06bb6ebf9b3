package io.millrace.spark;

import io.millrace.shm.ElementType;
import io.millrace.spark.internal.source.GeneratedLoader;
import io.millrace.spark.internal.source.Generation;
import io.millrace.spark.internal.source.Loader;
import org.apache.spark.api.java.JavaSparkContext;

/// Elements that the nodes compute.
record GeneratedSource(long length, Generation generation) implements LoadedSource {
    @Override
    public Loader loader(JavaSparkContext context, ElementType type) {
        return new GeneratedLoader(length, type, generation);
    }
}
