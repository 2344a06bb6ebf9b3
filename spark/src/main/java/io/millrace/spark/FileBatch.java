package io.millrace.spark;

import io.millrace.engine.RemoteFunction;
import io.millrace.spark.internal.node.Node;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.SerializableConfiguration;

/// A function over whole files: Spark hands out groups of files, the engine of an executor the files of a group.
final class FileBatch {
    /// A group is read while the workers compute; small groups keep executors busy at the end, large ones the workers.
    private static final int FILES_PER_GROUP = 32;

    private FileBatch() {}

    static <R extends Serializable> List<R> run(
            JavaSparkContext spark, List<String> files, RemoteFunction<InputFile, R> fn) {
        Objects.requireNonNull(fn, "fn");
        if (files.isEmpty()) {
            return List.of();
        }
        SerializableConfiguration hadoop = new SerializableConfiguration(spark.hadoopConfiguration());
        int groups = Math.max(
                Math.ceilDiv(files.size(), FILES_PER_GROUP), Math.min(files.size(), spark.defaultParallelism()));
        return spark.parallelize(List.copyOf(files), groups)
                .mapPartitions(group -> each(group, hadoop, fn))
                .collect();
    }

    private static <R extends Serializable> Iterator<R> each(
            Iterator<String> group, SerializableConfiguration hadoop, RemoteFunction<InputFile, R> fn) {
        Iterable<InputFile> files = () -> new Iterator<>() {
            @Override
            public boolean hasNext() {
                return group.hasNext();
            }

            @Override
            public InputFile next() {
                return read(group.next(), hadoop.value());
            }
        };
        return Node.here().mapAll(files, fn).iterator();
    }

    /// @throws UncheckedIOException it is not there, or cannot be read
    private static InputFile read(String path, Configuration hadoop) {
        Path file = new Path(path);
        try {
            FileSystem system = file.getFileSystem(hadoop);
            FileStatus status = system.getFileStatus(file);
            if (status.getLen() > Integer.MAX_VALUE - Long.BYTES) {
                throw new IOException("larger than an array of bytes: %,d bytes".formatted(status.getLen()));
            }
            byte[] bytes = new byte[(int) status.getLen()];
            try (FSDataInputStream in = system.open(file)) {
                in.readFully(bytes);
            }
            return new InputFile(path, bytes);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read: file=%s, %s".formatted(path, failure.getMessage()), failure);
        }
    }
}
