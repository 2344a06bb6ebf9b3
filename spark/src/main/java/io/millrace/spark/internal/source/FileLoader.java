package io.millrace.spark.internal.source;

import io.millrace.engine.Pool;
import io.millrace.shm.ElementType;
import io.millrace.shm.data.NumericArray;
import java.io.IOException;
import java.io.Serializable;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options.OpenFileOptions;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.util.functional.FutureIO;

/// Loads elements of files on any file system of Hadoop: a node reads the bytes of its part, over the
/// boundaries of files, and no others.
///
/// The length of each file has to be what the driver saw. Files that change while their length stays are
/// not noticed.
public final class FileLoader implements Loader {
    private static final long serialVersionUID = 1L;

    private final SharedConfiguration configuration;
    private final ElementType type;

    /// In the order of their elements; at least one.
    private final FilePart[] parts;

    private FileLoader(SharedConfiguration configuration, ElementType type, FilePart[] parts) {
        this.configuration = configuration;
        this.type = type;
        this.parts = parts;
    }

    /// The configuration of Hadoop, where the loader is. Tasks read the loader anew each time, but not
    /// the thousand properties of the configuration.
    @FunctionalInterface
    public interface SharedConfiguration extends Serializable {
        Configuration value();
    }

    /// Looks at a file, or at the files of a folder.
    ///
    /// @throws io.millrace.shm.FileFormatException it does not hold elements of this type
    /// @throws io.millrace.shm.FileAccessException it cannot be read
    public static FileLoader of(SharedConfiguration configuration, String path, FileLayout layout, ElementType type) {
        List<FilePart> parts = FileParts.of(configuration.value(), path, layout, type);
        return new FileLoader(configuration, type, parts.toArray(FilePart[]::new));
    }

    @Override
    public long length() {
        return parts[parts.length - 1].to();
    }

    @Override
    public void load(Pool pool, NumericArray target, long from) {
        Objects.checkFromIndexSize(from, target.length(), length());
        if (target.elementType() != type) {
            throw new IllegalArgumentException(
                    "the array has another type than the source: array=%s, source=%s".formatted(target, type));
        }
        long to = from + target.length();
        int size = type.byteSize();
        for (FilePart part : parts) {
            long first = Math.max(from, part.from());
            long end = Math.min(to, part.to());
            if (first < end) {
                MemorySegment place = target.segment().asSlice((first - from) * size, (end - first) * size);
                read(part, part.dataOffset() + (first - part.from()) * size, place);
            }
        }
    }

    private void read(FilePart part, long byteOffset, MemorySegment place) {
        Path path = new Path(part.path());
        try {
            FileSystem files = path.getFileSystem(configuration.value());
            FileStatus status = files.getFileStatus(path);
            if (status.getLen() != part.byteSize()) {
                throw Failures.refused(
                        path,
                        "%s bytes".formatted(status.getLen()),
                        "%s, as when the source was opened; open it again".formatted(part.byteSize()));
            }
            try (FSDataInputStream in = open(files, status)) {
                in.seek(byteOffset);
                long done = SegmentReader.of(in).read(place);
                if (done < place.byteSize()) {
                    throw Failures.refused(
                            path,
                            "the end of the file at byte %s".formatted(byteOffset + done),
                            "%s bytes; the file became shorter".formatted(part.byteSize()));
                }
            }
        } catch (IOException e) {
            throw Failures.unreadable(path, e);
        }
    }

    /// Opened with what is known already, which spares object stores a request.
    private static FSDataInputStream open(FileSystem files, FileStatus status) throws IOException {
        return FutureIO.awaitFuture(files.openFile(status.getPath())
                .withFileStatus(status)
                .opt(OpenFileOptions.FS_OPTION_OPENFILE_READ_POLICY,
                        OpenFileOptions.FS_OPTION_OPENFILE_READ_POLICY_SEQUENTIAL)
                .build());
    }
}
