package io.millrace.spark.internal.source;

import io.millrace.shm.ElementType;
import io.millrace.shm.data.Npy;
import io.millrace.shm.data.NpyHeader;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/// The files of an array, as the driver sees them: lists a folder, reads headers, reads no elements.
final class FileParts {
    /// Parts as Hadoop names them: five digits, but more where there are more parts.
    private static final Pattern NUMBERED = Pattern.compile("(part-(?:[mr]-)?)(\\d+)(.*)");

    /// A header that a `.npy` file needs is rarely longer.
    private static final int HEADER_BYTES = 1024;

    private final FileSystem files;
    private final FileLayout layout;
    private final ElementType type;
    private final List<FilePart> parts = new ArrayList<>();
    private long length;

    private FileParts(FileSystem files, FileLayout layout, ElementType type) {
        this.files = files;
        this.layout = layout;
        this.type = type;
    }

    /// The parts of a file or folder, in the order of their elements.
    ///
    /// @throws io.millrace.shm.FileFormatException it does not hold elements of this type
    /// @throws io.millrace.shm.FileAccessException it cannot be read
    static List<FilePart> of(Configuration configuration, String path, FileLayout layout, ElementType type) {
        Path location = new Path(path);
        try {
            FileSystem files = location.getFileSystem(configuration);
            FileParts parts = new FileParts(files, layout, type);
            FileStatus status = files.getFileStatus(location);
            if (status.isDirectory()) {
                parts.addFolder(location);
            } else {
                parts.addFile(status);
            }
            return List.copyOf(parts.parts);
        } catch (IOException e) {
            throw Failures.unreadable(path, e);
        }
    }

    private void addFolder(Path folder) throws IOException {
        if (layout instanceof FileLayout.RawRange) {
            throw Failures.refused(folder, "a folder", "a file, of which a range is loaded");
        }
        FileStatus[] found = files.listStatus(folder, path -> !isHidden(path.getName()));
        if (found.length == 0) {
            throw Failures.refused(folder, "a folder without parts", "one file or more");
        }
        Arrays.sort(found, Comparator.comparing(status -> sortingName(status.getPath().getName())));
        for (FileStatus status : found) {
            if (status.isDirectory()) {
                throw Failures.refused(folder, "the folder %s in it".formatted(status.getPath().getName()),
                        "nothing but files");
            }
            add(status);
        }
    }

    private void addFile(FileStatus status) throws IOException {
        if (status.getLen() == 0) {
            throw Failures.refused(status.getPath(), "an empty file", type + " elements");
        }
        add(status);
    }

    private void add(FileStatus status) throws IOException {
        switch (layout) {
            case FileLayout.Npy() -> addNpy(status);
            case FileLayout.Raw() -> addRaw(status);
            case FileLayout.RawRange range -> addRange(status, range);
        }
    }

    private void addNpy(FileStatus status) throws IOException {
        Path path = status.getPath();
        NpyHeader header;
        try (InputStream in = new BufferedInputStream(files.open(path), HEADER_BYTES)) {
            header = Npy.header(in, status.getLen(), path.toString());
        } catch (IOException e) {
            throw Failures.unreadable(path, e);
        }
        ElementType found = header.info().type();
        if (found != type) {
            throw Failures.refused(
                    path, found + " elements", "%s elements; make an array of the type of the file".formatted(type));
        }
        add(status, header.dataOffset(), header.info().byteSize() / type.byteSize());
    }

    private void addRaw(FileStatus status) {
        if (status.getLen() % type.byteSize() != 0) {
            throw Failures.refused(
                    status.getPath(),
                    "%s bytes".formatted(status.getLen()),
                    "a multiple of %s, as an element is a %s".formatted(type.byteSize(), type));
        }
        add(status, 0, status.getLen() / type.byteSize());
    }

    private void addRange(FileStatus status, FileLayout.RawRange range) {
        long available = Math.max(0, status.getLen() - range.byteOffset()) / type.byteSize();
        if (range.elements() > available || range.byteOffset() > status.getLen()) {
            throw Failures.refused(
                    status.getPath(),
                    "%s bytes".formatted(status.getLen()),
                    "%s elements of %s bytes from byte %s on"
                            .formatted(range.elements(), type.byteSize(), range.byteOffset()));
        }
        add(status, range.byteOffset(), range.elements());
    }

    private void add(FileStatus status, long dataOffset, long elements) {
        long to = Math.addExact(length, elements);
        parts.add(new FilePart(status.getPath().toString(), status.getLen(), dataOffset, length, to));
        length = to;
    }

    /// Names as `_SUCCESS`, which Hadoop and Spark do not take for data.
    private static boolean isHidden(String name) {
        return name.startsWith("_") || name.startsWith(".");
    }

    /// A name that is sorted by its number where it is a part's, else as it is.
    private static String sortingName(String name) {
        Matcher match = NUMBERED.matcher(name);
        if (!match.matches()) {
            return name;
        }
        return match.group(1) + "0".repeat(Math.max(0, 10 - match.group(2).length())) + match.group(2) + match.group(3);
    }
}
