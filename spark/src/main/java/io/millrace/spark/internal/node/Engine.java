package io.millrace.spark.internal.node;

import io.millrace.engine.Pool;
import io.millrace.engine.PoolOptions;
import io.millrace.shm.ElementType;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.data.NumericArray;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The mapped file and the pool of one executor.
///
/// @param memory a temporary file: who comes after a killed executor removes it
record Engine(SharedMemory memory, Pool pool) implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

    /// Starts them. The workers get the jars of the application, which the thread that runs a task knows.
    ///
    /// @throws io.millrace.shm.OutOfSpaceException the shared-memory folder has no room for the file
    static Engine start(NodeOptions options) {
        SharedMemory memory = SharedMemory.temporary(options.byteSize());
        try {
            PoolOptions pool = PoolOptions.defaults()
                    .workers(options.workers())
                    .workerKind(options.workerKind())
                    .classPath(classPath(Thread.currentThread().getContextClassLoader()));
            return new Engine(memory, Pool.start(memory, pool));
        } catch (RuntimeException | Error failure) {
            memory.close();
            throw failure;
        }
    }

    /// The jars of the loader and of those above it, then the class path of this JVM.
    static List<Path> classPath(@Nullable ClassLoader loader) {
        Set<Path> paths = new LinkedHashSet<>();
        for (ClassLoader next = loader; next != null; next = next.getParent()) {
            if (next instanceof URLClassLoader urls) {
                Arrays.stream(urls.getURLs()).map(Engine::path).forEach(paths::add);
            }
        }
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.isEmpty())
                .map(entry -> Path.of(entry).toAbsolutePath())
                .forEach(paths::add);
        return List.copyOf(paths);
    }

    private static Path path(URL url) {
        try {
            return Path.of(url.toURI());
        } catch (URISyntaxException | RuntimeException notAFile) {
            throw new IllegalStateException(
                    "the engine cannot give its workers a jar that is no local file: url=%s; give it by --jars"
                            .formatted(url),
                    notAFile);
        }
    }

    NumericArray newArray(ElementType type, String name, long length) {
        return switch (type) {
            case BYTE -> memory.newByteArray(name, length);
            case SHORT -> memory.newShortArray(name, length);
            case INT -> memory.newIntArray(name, length);
            case LONG -> memory.newLongArray(name, length);
            case FLOAT -> memory.newFloatArray(name, length);
            case DOUBLE -> memory.newDoubleArray(name, length);
        };
    }

    /// Drops the work that runs: nobody waits for it any more. The file loses its name first, because the end of a
    /// function that hangs takes seconds, which the manager of a cluster may not give to an executor.
    @Override
    public void close() {
        try {
            Files.deleteIfExists(memory.file());
        } catch (IOException refused) {
            LOG.warn("cannot remove {} yet", memory.file(), refused);
        }
        try {
            pool.shutdownNow();
            pool.close();
        } finally {
            memory.close();
        }
    }
}
